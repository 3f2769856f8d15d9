"""The kinds of error: how each changes one figure of a relation, drawn at random."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from benchmarks.accuracy.relations import FACTORS, WHOLE, Printed, Relation, value

GRADES = "优良中差"

Change = tuple[int, int, str, str | None]
"""Start, end and new text; the figure's number as it then stands, None where it is gone."""


def _digit(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    number = text[figure.start : figure.end]
    places = [place for place, mark in enumerate(number) if mark.isdigit()]
    if not places or not relation.equations:
        return None
    place = draw.choice(places)
    options = "0123456789".replace(number[place], "")
    options = options.replace("0", "") if place == 0 and len(places) > 1 else options
    now = number[:place] + draw.choice(options) + number[place + 1 :]
    return figure.start, figure.end, now, now


def _transposition(
    draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]
) -> Change | None:
    number = text[figure.start : figure.end]
    digits = [place for place, mark in enumerate(number) if mark.isdigit()]
    pairs = [
        (a, b) for a, b in pairwise(digits)
        if number[a] != number[b] and b == a + 1 and not (a == 0 and number[b] == "0")
    ]  # fmt: skip
    if not pairs or not relation.equations:
        return None
    a, b = draw.choice(pairs)
    now = number[:a] + number[b] + number[a] + number[b + 1 :]
    return figure.start, figure.end, now, now


def _unit(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    """The next unit up or down, where the unit stands behind the figure."""
    number = text[figure.start : figure.end]
    unit = next((each for each in sorted(FACTORS, key=len, reverse=True) if text.startswith(each, figure.end)), None)
    if unit is None or not relation.equations or not value(number):
        return None
    other = draw.choice({"万元": ("元", "亿元"), "元": ("万元",), "亿元": ("万元",)}.get(unit, ("万元",)))
    return figure.start, figure.end + len(unit), number + other, number


def _dropped_row(
    draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]
) -> Change | None:
    """The whole line of a part in a table whose total stands on another line."""
    start, end = text.rfind("\n", 0, figure.start) + 1, text.find("\n", figure.end) + 1 or len(text)
    line = text[start:end]
    total = relation.printed[relation.stated] if relation.stated is not None else None
    filled = [cell for cell in re.split(r"[\t|]", line) if cell.strip()]
    if not relation.adds or total is None or len(filled) < 3 or not value(text[figure.start : figure.end]):
        return None
    inside = [each for each in relation.printed if start <= each.start < end]
    if start <= total.start < end or len(inside) != 1 or len(relation.printed) < 4:
        return None
    return start, end, "", None


def _stale(
    draw: random.Random, text: str, relation: Relation, figure: Printed, relations: Sequence[Relation]
) -> Change | None:
    """Another figure of the report with the same unit and shape, between half and twice as large."""
    number = text[figure.start : figure.end]
    decimals = len(number.partition(".")[2])
    if not decimals or not relation.equations:
        return None
    own = value(number)
    others = {
        text[each.start : each.end] for every in relations if every.equations for each in every.printed
        if each.unit == figure.unit and len(text[each.start : each.end].partition(".")[2]) == decimals
    }  # fmt: skip
    near = sorted(each for each in others if value(each) != own and own / 2 <= value(each) <= own * 2)
    if not near:
        return None
    now = draw.choice(near)
    return figure.start, figure.end, now, now


def _wrong_base(
    draw: random.Random, text: str, relation: Relation, figure: Printed, relations: Sequence[Relation]
) -> Change | None:
    """The rate over another amount of the report."""
    ratio = relation.ratio
    if ratio is None or relation.printed[ratio[2]].start != figure.start:
        return None
    part, whole = (relation.printed[place] for place in ratio[:2])
    if whole.unit != part.unit or not whole.unit and text[whole.start : whole.end].isdigit():
        return None
    shape = text[figure.start : figure.end]
    others = {
        text[each.start : each.end] for every in relations if every.equations for each in every.printed
        if each.unit == whole.unit and "." in text[each.start : each.end]
    }  # fmt: skip
    amount, own = value(text[part.start : part.end]), value(text[whole.start : whole.end])
    fits = sorted(each for each in others if value(each) != own and amount and amount / 2 <= value(each) <= amount * 10)
    if not fits:
        return None
    now = shaped(amount / value(draw.choice(fits)) * 100, shape)
    return figure.start, figure.end, now, now


_POINTS = re.compile(r"[得计记扣]\s?(\d+(?:\.\d+)?)\s?分")


def _tier(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    """The points of another tier of the standard printed on the same line."""
    if relation.kind not in ("tier", "standard", "score_rubric", "score_standard") or not _is_stated(relation, figure):
        return None
    start, end = text.rfind("\n", 0, figure.start) + 1, text.find("\n", figure.end)
    own = value(text[figure.start : figure.end])
    points = _POINTS.findall(text[start : end if end > 0 else len(text)])
    others = sorted({each for each in points if value(each) != own})
    if not others:
        return None
    now = draw.choice(others)
    return figure.start, figure.end, now, now


def _score(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    if not relation.kind.startswith(("score", "tier", "standard", "deduction")) or figure.unit not in ("", "分"):
        return None
    number = text[figure.start : figure.end]
    step = Fraction(draw.choice((1, 2, 3, 5, 10)), 10 if "." in number else 1) * draw.choice((1, -1))
    now = value(number) + step
    if now < 0 or now == value(number):
        return None
    new = shaped(now, number)
    return figure.start, figure.end, new, new


def _weight(
    draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]
) -> Change | None:
    if not relation.kind.startswith(("weight", "rubric_points")):
        return None
    number = text[figure.start : figure.end]
    now = value(number) + draw.choice((1, 2, 3, 5)) * draw.choice((1, -1))
    if now <= 0:
        return None
    new = shaped(now, number)
    return figure.start, figure.end, new, new


def _total(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    """The total of all parts but one."""
    if not relation.adds or not _is_stated(relation, figure) or len(relation.printed) < 3:
        return None
    part = draw.choice([each for each in relation.printed if each.start != figure.start])
    number, left_out = text[figure.start : figure.end], text[part.start : part.end]
    now = value(number) - value(left_out) * Fraction(FACTORS.get(part.unit, 1), FACTORS.get(figure.unit, 1))
    if now <= 0 or now == value(number):
        return None
    new = shaped(now, number)
    return figure.start, figure.end, new, new


def _grade(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    grade = text[figure.start : figure.end]
    if relation.kind != "grade" or grade not in GRADES:
        return None
    new = draw.choice([each for each in GRADES if each != grade])
    return figure.start, figure.end, new, new


def _year(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    number = text[figure.start : figure.end]
    if relation.kind not in ("year", "period") or not re.fullmatch(r"(?:19|20)\d\d", number):
        return None
    new = str(int(number) + draw.choice((-1, 1, 10)))
    return figure.start, figure.end, new, new


def _count(draw: random.Random, text: str, relation: Relation, figure: Printed, _: Sequence[Relation]) -> Change | None:
    number = text[figure.start : figure.end]
    if "." in number or relation.kind != "count" and (figure.unit not in WHOLE or figure.unit == "分"):
        return None
    chinese = "零一二三四五六七八九"
    if number in chinese:
        new = chinese[max(2, min(9, chinese.index(number) + draw.choice((-1, 1))))]
        return None if new == number else (figure.start, figure.end, new, new)
    now = value(number) + draw.choice((1, 2)) * draw.choice((1, -1))
    if now < 1:
        return None
    new = shaped(now, number)
    return figure.start, figure.end, new, new


def shaped(number: Fraction, like: str) -> str:
    """The number with the decimals and separators of another, rounded half up."""
    decimals = len(like.partition(".")[2])
    if not decimals and number.denominator != 1:
        decimals = 1
    scaled = int(number * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    comma = "," in like or "." in like and whole >= 10000 and "," in like
    text = f"{whole:,}" if comma else str(whole)
    return f"{text}.{rest:0{decimals}d}" if decimals else text


def _is_stated(relation: Relation, figure: Printed) -> bool:
    return relation.stated is not None and relation.printed[relation.stated].start == figure.start


_Changer = Callable[[random.Random, str, Relation, Printed, Sequence[Relation]], Change | None]
CHANGES: dict[str, _Changer] = {
    "digit": _digit,
    "transposition": _transposition,
    "unit": _unit,
    "dropped row": _dropped_row,
    "stale figure": _stale,
    "wrong base": _wrong_base,
    "tier": _tier,
    "score": _score,
    "weight": _weight,
    "total": _total,
    "grade": _grade,
    "year": _year,
    "count": _count,
}
KINDS = tuple(CHANGES)
