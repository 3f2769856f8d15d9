"""What the recomputation sheet holds of each check: live cells where they follow from figures, else what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from auditor.outputs.workbook.arithmetic import NotArithmetic, Term, parsed
from auditor.outputs.workbook.live import ATOM, SUM, Live, Steps, compiled, outward
from auditor.result import AGREES, CANNOT_TELL, CheckEntry, FigureEntry, Value
from extractor.interval import EXACT, Interval
from extractor.statements import OPEN
from validators.check import compare

DIGITS = 14
"""Significant digits to which both sides are rounded before they are compared: a cell holds fifteen."""

LARGEST = 200
"""Power of ten from which on a number is written as text and not compared live (a cell ends at 308)."""

_ONE_NUMBER = re.compile(r"([-+]?\d[\d,]*(?:\.\d+)?)\D*")

BY_STEP, BY_MARGIN, FIXED = "steps", "margin", "fixed"
"""How a range follows its figures: end by end through the arithmetic; the value with the margin that the audit
found; not at all, since it comes from the words of a standard or the like."""


@dataclass(frozen=True, slots=True)
class Side:
    """The stated or the expected side: formulas or numbers for value, low and high; None low or high: no bound.

    ``value`` is text where there is no one number. ``how`` says how the range follows the figures.
    """

    value: str | Decimal
    low: str | Decimal | None
    high: str | Decimal | None
    number: Decimal | None
    range: Interval
    how: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One check: both sides, the decimals that are compared, and whether the verdict is worked out live.

    Without sides the verdict is what the audit said, with its reason.
    """

    check: CheckEntry
    stated: Side | None
    expected: Side | None
    decimals: int
    live: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each figure stands in the ledger: its row by id, in the sheet of that name."""

    sheet: str
    figures: Mapping[str, tuple[int, FigureEntry]]

    def cell(self, column: str, figure: str) -> str:
        return f"{self.sheet}!{column}{self.figures[figure][0]}"

    def live(self, figure: str, low: str | None, high: str | None) -> Live:
        """The figure's cells with these ends. Its own ends are cells; others are its value with a margin."""
        entry = self.figures[figure][1]
        value, cell = Decimal(entry.value), self.cell(VALUE, figure)
        least = self.cell(LOW, figure) if low == entry.low else _apart(cell, low, value)
        most = self.cell(HIGH, figure) if high == entry.high else _apart(cell, high, value)
        rank = ATOM if (low, high) == (entry.low, entry.high) else SUM
        ends = (None if low is None else least, None if high is None else most)
        return Live(cell, *ends, value, Interval(_number(low), _number(high)), rank)


VALUE, LOW, HIGH = "D", "E", "F"
"""Columns of the figure ledger."""


def compared(check: CheckEntry, rows: Rows, steps: Steps) -> Comparison:
    """The check as the sheet shows it."""
    if check.stated is not None and check.expected is not None and _too_large(check):
        return Comparison(check, None, None, 0, live=False)
    if check.stated is None or check.expected is None or (check.verdict == CANNOT_TELL and check.reason is not None):
        return Comparison(check, None, None, 0, live=False)
    stated = _stated(check, check.stated, rows)
    expected = _expected(check, check.expected, rows, steps)
    decimals = _decimals(stated.range, expected.range)
    follows = stated.how != FIXED or expected.how != FIXED
    same = _verdict(check, _rounded(stated.range, decimals), _rounded(expected.range, decimals)) == check.verdict
    return Comparison(check, stated, expected, decimals, live=follows and same)


def _too_large(check: CheckEntry) -> bool:
    """Whether a number of the check exceeds what a cell holds at all."""
    assert check.stated is not None
    assert check.expected is not None
    ends = [check.stated.low, check.stated.high, check.expected.low, check.expected.high]
    return any(end is not None and oversized(end) for end in (*ends, *(each.value for each in check.operands)))


def oversized(number: str) -> bool:
    return Decimal(number).adjusted() > LARGEST


def _stated(check: CheckEntry, found: Value, rows: Rows) -> Side:
    figure = check.stated_figure
    known = Interval(_number(found.low), _number(found.high))
    if figure is None or figure.id not in rows.figures or not known.holds(Decimal(rows.figures[figure.id][1].value)):
        return _fixed(found, known)
    live = rows.live(figure.id, found.low, found.high)
    return Side(live.value, live.low, live.high, live.number, known, BY_STEP, found.text)


def _expected(check: CheckEntry, found: Value, rows: Rows, steps: Steps) -> Side:
    known = Interval(_number(found.low), _number(found.high))
    live = _recomputed(check, rows, steps) if check.expression else None
    if live is None:
        return _fixed(found, known)
    if outward(live.range) == known:
        return Side(live.value, live.low, live.high, live.number, known, BY_STEP, found.text)
    if not known.holds(live.number):
        return _fixed(found, known)
    low, high = (
        None if end is None else _apart(f"({live.value})", end, live.number) for end in (found.low, found.high)
    )
    return Side(live.value, low, high, live.number, known, BY_MARGIN, found.text)


def _recomputed(check: CheckEntry, rows: Rows, steps: Steps) -> Live | None:
    """The expression over ledger cells; None where it cannot be worked out from them."""
    own = {each.id: (each.low, each.high) for each in check.operands}
    narrowed = {each.leaf: (each.low, each.high) for each in check.narrowed}

    def cells(term: Term) -> Live:
        return rows.live(term.figure, *(narrowed.get(term.leaf) or own[term.figure]))

    kept = len(steps.rows)
    try:
        return compiled(parsed(check.expression or ""), cells, steps)
    except (NotArithmetic, ArithmeticError, KeyError):
        del steps.rows[kept:]
        return None


def _fixed(found: Value, known: Interval) -> Side:
    """The side as the audit found it: a number where its words are just that, else the words."""
    one = _ONE_NUMBER.fullmatch(found.text)
    said = Decimal(one[1].replace(",", "")) if one else None
    number = said if said is not None and known.low == known.high == said else None
    return Side(number if number is not None else found.text, known.low, known.high, number, known, FIXED, found.text)


def _apart(cell: str, end: str | None, value: Decimal) -> str:
    """A cell with the margin from its value to the end; the margin in as many digits as a cell holds."""
    by = Decimal(0) if end is None else Decimal(end) - value
    if not by:
        return cell
    with localcontext(EXACT) as context:
        context.prec = 15
        by = +by
    return f"{cell}{'+' if by > 0 else '-'}{abs(by):f}"


def _number(end: str | None) -> Decimal | None:
    return None if end is None else Decimal(end)


def _decimals(*ranges: Interval) -> int:
    """Decimals left of the significant digits, for the largest end."""
    ends = [abs(end) for each in ranges for end in (each.low, each.high) if end]
    return max(0, min(12, DIGITS - 1 - max((end.adjusted() for end in ends), default=0)))


def _rounded(found: Interval, decimals: int) -> Interval:
    with localcontext(EXACT):
        low, high = (
            None if end is None else end.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
            for end in (found.low, found.high)
        )
    return Interval(low, high)


def _verdict(check: CheckEntry, stated: Interval, expected: Interval) -> str:
    if compare(stated, check.relation, expected):
        return AGREES
    return CANNOT_TELL if check.strength == OPEN else "disagrees"


def verdict_formula(comparison: Comparison, row: int, words: Mapping[str, str]) -> str:
    """The verdict from the cells of its row. ``words`` are the verdicts' words and the word for "undefined"."""
    stated_low, stated_high, low, high = (f"{column}{row}" for column in ENDS)
    below = f"OR(NOT(ISNUMBER({stated_high})),NOT(ISNUMBER({low})),{stated_high}>={low})"
    above = f"OR(NOT(ISNUMBER({high})),NOT(ISNUMBER({stated_low})),{high}>={stated_low})"
    fits = {"<=": above, ">=": below}.get(comparison.check.relation, f"AND({below},{above})")
    otherwise = words[CANNOT_TELL if comparison.check.strength == OPEN else "disagrees"]
    undefined = f'OR({low}="{words["undefined"]}",{high}="{words["undefined"]}")'
    return f'=IF({undefined},"{words[CANNOT_TELL]}",IF({fits},"{words[AGREES]}","{otherwise}"))'


ENDS = ("G", "H", "K", "L")
"""Columns of the recomputation: low and high of the stated and of the expected side."""
