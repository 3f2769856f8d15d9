"""Formulas that recompute a check from the cells of the figure ledger: its value, and the ends of its range.

The range is carried through each operation end by end, as extractor.interval does it: a sum adds lows to lows, a
difference takes high from low, a product or quotient takes the least and greatest of its four corners, a quotient
whose divisor may be nought is undefined. ``NA()`` stands for an end without bound and spreads as such.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from auditor.outputs.workbook.arithmetic import Term
from extractor.interval import EXACT, Interval

LONGEST = 1_200
"""Characters of a formula's part before it gets a row of its own among the intermediate values (Excel allows 8,192)."""

PLACES = 12
"""Decimals to which an audit's ranges are given, rounded outward."""


@dataclass(frozen=True, slots=True)
class Live:
    """Formula texts without "=", and what they come to now. ``low`` or ``high`` None: no bound on that side."""

    value: str
    low: str | None
    high: str | None
    number: Decimal
    range: Interval
    rank: int = 3


SUM, PRODUCT, ATOM = 1, 2, 3
"""Ranks of a formula: what must be bracketed beside an operation of a higher one."""

Cells = Callable[[Term], Live]


@dataclass(slots=True)
class Steps:
    """Intermediate values that are too long to stand inside one formula; ``name`` is their sheet."""

    name: str
    first: int
    rows: list[Live] = field(default_factory=list)

    def parked(self, live: Live) -> Live:
        """The part by reference to a row of its own, where it is long."""
        if max(len(text or "") for text in (live.value, live.low, live.high)) <= LONGEST:
            return live
        self.rows.append(live)
        row = self.first + len(self.rows) - 1
        low, high = (None if text is None else f"{self.name}!{column}{row}"
                     for text, column in ((live.low, "C"), (live.high, "D")))  # fmt: skip
        return Live(f"{self.name}!B{row}", low, high, live.number, live.range)


def compiled(term: Term, cells: Cells, steps: Steps) -> Live:
    """The term as formulas. Raises ArithmeticError (no value), KeyError (no such figure)."""
    if term.figure:
        return cells(term)
    if term.constant is not None:
        text = _constant(term.constant)
        return Live(text, text, text, term.constant, Interval.exactly(term.constant))
    parts = [compiled(each, cells, steps) for each in term.terms]
    with localcontext(EXACT):
        match term.operation:
            case "+":
                live = parts[0]
                for each in parts[1:]:
                    live = steps.parked(_added(live, each))
            case "-":
                live = _subtracted(*parts)
            case "*":
                live = _multiplied(*parts)
            case "/":
                live = _divided(*parts)
            case "min" | "max":
                live = _picked(term.operation, parts)
            case _:
                live = _absolute(parts[0])
    return steps.parked(live)


def _constant(value: Decimal) -> str:
    """A constant with as many digits as a cell can hold; a negative one in brackets."""
    text = f"{value:f}" if len(value.as_tuple().digits) <= 17 else f"{float(value):.17g}"
    return f"({text})" if value < 0 else text


def _bracketed(text: str, rank: int, least: int) -> str:
    return text if rank >= least else f"({text})"


def _joined(left: str | None, sign: str, right: str | None, rank: int = ATOM) -> str | None:
    return None if left is None or right is None else f"{left}{sign}{_bracketed(right, rank, PRODUCT)}"


def _added(left: Live, right: Live) -> Live:
    return Live(
        f"{left.value}+{right.value}", _joined(left.low, "+", right.low), _joined(left.high, "+", right.high),
        left.number + right.number, left.range + right.range, SUM,
    )  # fmt: skip


def _subtracted(left: Live, right: Live) -> Live:
    return Live(
        f"{left.value}-{_bracketed(right.value, right.rank, PRODUCT)}", _joined(left.low, "-", right.high, right.rank),
        _joined(left.high, "-", right.low, right.rank), left.number - right.number, left.range - right.range, SUM,
    )  # fmt: skip


def _ends(live: Live, least: int) -> tuple[str, ...]:
    """The low and the high end, fit to stand beside × or ÷; one end where both are the same."""
    ends = dict.fromkeys((live.low, live.high))
    return tuple(_bracketed(end or "", live.rank, least) for end in ends)


def _beside(left: Live, sign: str, right: Live) -> str:
    return f"{_bracketed(left.value, left.rank, PRODUCT)}{sign}{_bracketed(right.value, right.rank, ATOM)}"


def _corners(sign: str, left: Live, right: Live) -> tuple[str, str]:
    """The least and the greatest of the corners of two bounded ranges."""
    corners = [f"{a}{sign}{b}" for a in _ends(left, PRODUCT) for b in _ends(right, ATOM)]
    if len(corners) == 1:
        return corners[0], corners[0]
    listed = ",".join(corners)
    return f"MIN({listed})", f"MAX({listed})"


def _multiplied(left: Live, right: Live) -> Live:
    value, number = _beside(left, "*", right), left.number * right.number
    if None in (left.low, left.high, right.low, right.high):
        return Live(value, None, None, number, Interval(None, None), PRODUCT)
    low, high = _scaled(left, right) or _scaled(right, left) or _corners("*", left, right)
    return Live(value, low, high, number, left.range * right.range, PRODUCT)


def _scaled(ends: Live, factor: Live) -> tuple[str, str] | None:
    """The ends of a range times a constant that is not negative."""
    if factor.number < 0 or factor.value != _constant(factor.number):
        return None
    low, high = (f"{_bracketed(end or '', ends.rank, PRODUCT)}*{factor.value}" for end in (ends.low, ends.high))
    return low, high


def _divided(left: Live, right: Live) -> Live:
    value = _beside(left, "/", right)
    number, known = left.number / right.number, left.range / right.range
    if None in (left.low, right.low, right.high):
        return Live(value, None, None, number, Interval(None, None), PRODUCT)
    low, high = _ends(right, ATOM)[0], _ends(right, ATOM)[-1]
    if left.high is None:
        below = _bracketed(left.low or "", left.rank, PRODUCT)
        guarded = f"IF(AND({below}>=0,{low}>=0,{high}>0),{below}/{high},NA())"
        return Live(value, None if known.low is None else guarded, None, number, known, PRODUCT)
    least, most = _corners("/", left, right)
    if low != high:
        least, most = (f"IF({low}*{high}<=0,1/0,{each})" for each in (least, most))
    return Live(value, least, most, number, known, PRODUCT)


def _picked(name: str, parts: list[Live]) -> Live:
    pick = min if name == "min" else max
    value = f"{name.upper()}({','.join(each.value for each in parts)})"
    lows, highs = [each.low for each in parts], [each.high for each in parts]
    low, high = (
        None if None in ends else f"{name.upper()}({','.join(str(end) for end in ends)})" for ends in (lows, highs)
    )
    low_ends, high_ends = [each.range.low for each in parts], [each.range.high for each in parts]
    known = Interval(
        None if low is None else pick(end for end in low_ends if end is not None),
        None if high is None else pick(end for end in high_ends if end is not None),
    )
    return Live(value, low, high, pick(each.number for each in parts), known)


def _absolute(inner: Live) -> Live:
    value, number = f"ABS({inner.value})", abs(inner.number)
    if inner.low is None or inner.high is None or inner.range.low is None or inner.range.high is None:
        return Live(value, "0", None, number, Interval(Decimal(0), None))
    if inner.low == inner.high == inner.value:
        return Live(value, value, value, number, Interval.exactly(number))
    low = f"MAX({inner.low},-({inner.high}),0)"
    high = f"MAX(ABS({inner.low}),ABS({inner.high}))"
    ends = (inner.range.low, inner.range.high)
    return Live(value, low, high, number, Interval(max(ends[0], -ends[1], Decimal(0)), max(map(abs, ends))))


def outward(found: Interval) -> Interval:
    """The range as an audit gives it: ends of more than twelve decimals rounded outward."""
    return Interval(_rounded(found.low, ROUND_FLOOR), _rounded(found.high, ROUND_CEILING))


def _rounded(end: Decimal | None, rounding: str) -> Decimal | None:
    if end is None or int(end.as_tuple().exponent) >= -PLACES:
        return end
    with localcontext(EXACT):
        return end.quantize(Decimal(1).scaleb(-PLACES), rounding=rounding)
