"""Why a figure may be off: the one slip that fits exactly, and where the figure comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.figures import Figure
from extractor.report import Report
from validators.check import DISAGREES, NOTE, Check, Message
from validators.judge import printed
from validators.solving import Solution, solutions

TELLING = 3
"""Significant digits a figure must have before its likeness to another is worth a word."""


def explained(checks: Iterable[Check], report: Report) -> tuple[Check, ...]:
    """The checks with a cause for each disagreement that a single slip explains; the rest as they are."""
    by_value = _by_value(report.figures)
    found = []
    for check in checks:
        if check.verdict == DISAGREES and check.severity != NOTE:
            check = replace(check, cause=_wider_scope(check, report) or check.cause or cause(check, by_value))
        found.append(check)
    return tuple(found)


def _wider_scope(check: Check, report: Report) -> Message | None:
    """A table's total copied from the whole that the text breaks down, while its rows belong to one part of it.

    Then the gap is the other parts, and what the rows lack of their own part.
    """
    stated = check.stated_figure
    if check.rule != "TOT002" or stated is None or check.expression is None:
        return None
    rows = check.expression.value() * stated.unit.factor
    for each in report.statements:
        if each.kind != "total" or each.home != "prose" or each.stated.base_value != stated.base_value:
            continue
        parts = each.readings[0].expression.figures()
        own = min(
            (part for part in parts if rows <= part.base_value < stated.base_value),
            key=lambda part: part.base_value,
            default=None,
        )
        if own is None or sum(part.base_value for part in parts) != stated.base_value:
            continue
        others = [part for part in parts if part is not own]
        beyond = (stated.base_value - own.base_value) / stated.unit.factor
        missing = (own.base_value - rows) / stated.unit.factor
        unit, resolution = stated.unit.symbol, stated.resolution
        return Message(
            "cause.wider_scope",
            (
                ("whole", stated.text),
                ("others", " + ".join(f"{part.label} {part.number}" for part in others)),
                ("beyond", printed(beyond, resolution, unit)),
                ("part", own.label),
                ("own", own.text),
                ("rows", printed(check.expression.value(), resolution, unit)),
                ("missing", printed(missing, resolution, unit)),
            ),
        )
    return None


def cause(check: Check, by_value: dict[Decimal, list[Figure]]) -> Message | None:
    """The likeliest slip: unit, digits swapped, wrong, lost or doubled; a figure from elsewhere; a missing part."""
    found = solutions(check)
    for name in (_unit, _swapped, _lost, _digit):
        for each in found:
            if significant(each.figure.value) >= TELLING and name(each.figure.value, each.value):
                return _message(f"cause{name.__name__}", each)
    for each in found[:1]:
        source = next((other for other in by_value.get(each.value, ()) if _other_place(other, check)), None)
        if source is not None and significant(each.value) >= TELLING:
            return _message("cause.elsewhere_told", each, (("source", source.label or source.text),))
    return _missing(check, by_value)


def _message(key: str, solution: Solution, more: tuple[tuple[str, str], ...] = ()) -> Message:
    figure = solution.figure
    to = printed(solution.value, figure.resolution, figure.unit.symbol)
    return Message(key.replace("cause_", "cause."), (("figure", figure.text), ("to", to), *more))


def _missing(check: Check, by_value: dict[Decimal, list[Figure]]) -> Message | None:
    """A total whose gap is a figure told elsewhere: the part that was left out or counted twice."""
    if check.rule[:3] != "TOT" or check.stated_figure is None or check.expression is None:
        return None
    stated = check.stated_figure
    gap = stated.value - check.expression.value()
    own = {figure.value for figure in check.operands}
    name = "cause.missing_part" if gap > 0 else "cause.extra_part"
    text = printed(abs(gap), min(stated.resolution, Decimal(1)), stated.unit.symbol)
    source = next((each for each in by_value.get(abs(gap), ()) if significant(abs(gap)) >= TELLING), None)
    if source is not None and (abs(gap) in own) == (gap < 0):
        return Message(name, (("gap", text), ("source", source.label or source.text)))
    return Message("cause.gap_more" if gap > 0 else "cause.gap_less", (("gap", text),))


def _by_value(figures: Sequence[Figure]) -> dict[Decimal, list[Figure]]:
    found: dict[Decimal, list[Figure]] = {}
    for each in figures:
        if each.is_quantity:
            found.setdefault(each.value, []).append(each)
    return found


def _other_place(figure: Figure, check: Check) -> bool:
    return all(figure.id != each.id for each in check.figures)


def _digits(value: Decimal) -> str:
    return "".join(map(str, abs(value).as_tuple().digits))


def significant(value: Decimal) -> int:
    return len(_digits(value).strip("0"))


def _unit(told: Decimal, fitting: Decimal) -> bool:
    """Too large or too small by a power of ten: 元 for 万元, a fraction for a percentage."""
    if not told or not fitting or told == fitting:
        return False
    ratio = max(abs(told), abs(fitting)) / min(abs(told), abs(fitting))
    nearest = min((Decimal(10) ** power for power in (1, 2, 3, 4, 8)), key=lambda power: abs(ratio - power))
    return abs(ratio - nearest) < nearest / 1000


def _aligned(told: Decimal, fitting: Decimal) -> tuple[str, str]:
    exponent = min(int(told.as_tuple().exponent), int(fitting.as_tuple().exponent))
    return (str(int(abs(each).scaleb(-exponent))) for each in (told, fitting))  # type: ignore[return-value]


def _swapped(told: Decimal, fitting: Decimal) -> bool:
    """Two neighbouring digits changed places."""
    own, other = _aligned(told, fitting)
    if len(own) != len(other):
        return False
    apart = [place for place in range(len(own)) if own[place] != other[place]]
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and own[apart[0]] == other[apart[1]]
        and own[apart[1]] == other[apart[0]]
    )


def _digit(told: Decimal, fitting: Decimal) -> bool:
    """One digit differs."""
    own, other = _aligned(told, fitting)
    return len(own) == len(other) and sum(a != b for a, b in zip(own, other, strict=True)) == 1


def _lost(told: Decimal, fitting: Decimal) -> bool:
    """A digit was dropped or doubled."""
    own, other = _aligned(told, fitting)
    short, long = sorted((own, other), key=len)
    return len(long) == len(short) + 1 and any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def slips(told: Decimal, fitting: Decimal) -> Iterator[str]:
    """The names of the slips that turn the fitting value into the one told."""
    for name in (_unit, _swapped, _lost, _digit):
        if name(told, fitting):
            yield name.__name__.strip("_")
