"""From the rubric of a framework to the same standard that a printed text gives; and a table row by its target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from extractor.interval import Interval
from extractor.standards import Part, Points, Standard
from extractor.standards.bounds import Reach
from extractor.standards.clauses import (
    Award,
    Check,
    Clause,
    Comparison,
    Definition,
    Discretion,
    Exempt,
    Grade,
    Linear,
    PerItem,
    PerPoint,
    Relation,
    Tier,
    Zero,
)  # fmt: skip
from extractor.standards.formulas import formula
from extractor.standards.points import merged

_NOWHERE = (0, 0)
_NIL = Decimal(0)


def standard_of(name: str, weight: Decimal, scoring: Sequence[dict[str, Any]]) -> Standard:
    """The standard of one indicator. Raises ValueError for a part of an unknown type."""
    parts: list[Part] = []
    whole: list[Clause] = []
    for data in scoring:
        if data["type"] == "void":
            whole.append(Zero("", (), True, _NOWHERE))
        elif data["type"] == "exempt":
            whole.append(Exempt("", _NOWHERE))
        else:
            parts.append(_part(data))
    if len(parts) == 1:
        clauses = (*parts[0].clauses, *whole)
        return Standard("", weight, name, Part("", clauses, points=parts[0].points))
    total = sum((part.points for part in parts if part.points is not None), _NIL)
    return Standard("", weight, name, Part("", tuple(whole), tuple(parts), points=total))


def _part(data: dict[str, Any]) -> Part:
    points = _number(data["points"]) if "points" in data else max(_number(each) for each in data["levels"])
    full = _award(points)
    clauses: list[Clause] = []
    match data["type"]:
        case "tiers":
            clauses += [Tier(data["measure"], _reach(each), _award(each["points"]), _NOWHERE) for each in data["tiers"]]
        case "deduct_rate":
            clauses += _deducted(data, full)
        case "deduct_count":
            clauses += [Check("", full, _NOWHERE), PerItem("", "项", Decimal(1), _award(data["each"]), _NIL, _NOWHERE)]
        case "linear":
            clauses += _linear(data, full, points)
        case "check":
            clauses += [Check("", full, _NOWHERE), *([Discretion("", _NOWHERE)] if data.get("discretion") else [])]
        case "choice":
            clauses += [Grade(str(place), _award(each), _NOWHERE) for place, each in enumerate(data["levels"])]
        case "amounts":
            clauses += [
                Relation(tuple(Comparison(*each) for each in case["when"]), _award(case["points"]), _NOWHERE)
                for case in data["cases"]
            ]
        case "manual":
            clauses.append(Check("", full, _NOWHERE))
        case other:
            raise ValueError(f"no part of a standard is of the type {other}")
    if "formula" in data and data["type"] != "linear":
        clauses.append(Definition(data["measure"], _formula(data["formula"]), _NOWHERE))
    tag = full if isinstance(clauses[0], Check) else None
    return Part("", tuple(clauses), tag=tag, points=points)


def _deducted(data: dict[str, Any], full: Award) -> list[Clause]:
    reach = _reach(data["full"])
    over = reach.high is not None and reach.low is None or data.get("better") == "lower"
    base = reach.high if over else reach.low
    off = PerPoint(data["measure"], over, base, _number(data["step"]), _award(data["each"]), _NIL, _NOWHERE)
    return [Tier(data["measure"], reach, full, _NOWHERE), off]


def _linear(data: dict[str, Any], full: Award, points: Decimal) -> list[Clause]:
    zero = [Zero("", (Comparison(*data["zero"]),), False, _NOWHERE)] if "zero" in data else []
    return [Linear("", _formula(data["formula"]), full, points, _NOWHERE), *zero]


def _formula(text: str):  # type: ignore[no-untyped-def]
    tree = formula(text.replace(" ", ""))
    if tree is None:
        raise ValueError(f"{text} is no formula")
    return tree


def _reach(data: dict[str, Any]) -> Reach:
    if "equal" in data:
        value = _number(data["equal"])
        return Reach(value, value, True, True, "%")
    low = data.get("at_least", data.get("above"))
    high = data.get("at_most", data.get("below"))
    return Reach(
        None if low is None else _number(low), None if high is None else _number(high),
        None if low is None else "at_least" in data, None if high is None else "at_most" in data, "%",
    )  # fmt: skip


def _number(value: object) -> Decimal:
    return Decimal(str(value))


def _award(points: object) -> Award:
    return Award(_number(points), _number(points), _NOWHERE)


def by_target(weight: Decimal, relation: str, target: Interval, actual: Interval) -> Points:
    """The points of a row whose target is a number: all when met, in proportion when missed, never above the weight.

    A target that is not the more the better (<=) counts target ÷ actual. Whether a target with = or none
    is a floor or a ceiling is not said: both proportions are allowed. Source: 财预〔2020〕10号 and usage.
    """
    full = Interval.exactly(weight)
    found = []
    if relation in (">=", ">", "=", ""):
        found.append(_ratio(actual, target))
    if relation in ("<=", "<", "=", ""):
        found.append(_ratio(target, actual))
    ranges = [each * full for each in found if each is not None]
    if not ranges:
        return Points.between(0, weight)
    return merged(ranges).held(_NIL, weight)


def _ratio(above: Interval, below: Interval) -> Interval | None:
    try:
        return above / below
    except ZeroDivisionError:
        return None
