"""Standards told in prose: so much money for one of something, and for a span of time: 每人每月 80 元, 7.5 元/亩."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.expression import Expression, constant, figure, in_unit_of
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.prose.terms import AMOUNT, AVERAGE, EACH, Term
from extractor.units import PHYSICAL, UNITS, is_count
from extractor.vocabulary import TIMEOUT, compiled, found

_IN_A_YEAR = {"月": 12, "季度": 4, "季": 4, "年": 1}
_TIMES = {"月": ("time:个月",), "天": ("time:天", "time:日"), "日": ("time:天", "time:日"), "年": ("time:年",)}
_JIAO = Decimal("0.1")
_PEOPLE = ("人", "名", "位", "员", "学员", "人次")


@dataclass(frozen=True, slots=True)
class Standard:
    """``per`` is the thing that the money is for, ``span`` the time that it covers; "" where none is said."""

    term: Term
    per: str = ""
    span: str = ""

    def counts(self, count: Term) -> bool:
        """Whether the count is one of what the standard is for."""
        symbol = count.figure.unit.symbol.lstrip("百千万亿")
        if not self.per:
            return is_count(count.figure.unit)
        if found("standards", "price.person", self.per):
            return symbol in _PEOPLE
        named = self.per.removeprefix(symbol)
        if named in ("", self.per):
            return not named or len(symbol) > 1 and self.per in symbol or count.after.startswith(self.per)
        return symbol != "个" or named in count.label + count.after


def standard_of(term: Term) -> Standard | None:
    """The standard that a term is by the words around it; None where it is another amount."""
    named = term.role == AVERAGE and compiled("标准|定额").search(term.lead, timeout=TIMEOUT)
    if term.dimension != "money" or term.role not in (EACH, AMOUNT) and not named:
        return None
    behind, before = found("standards", "price.behind", term.after), found("standards", "price.before", term.lead)
    told = [each for match in (behind, before) if match is not None for each in match.groups() if each]
    spans = [each for each in told if found("standards", "price.span", each)]
    things = list(dict.fromkeys(each for each in told if each not in spans))
    if not told and term.role == AMOUNT or len(things) > 1:
        return None
    return Standard(term, things[0] if things else "", "年" if "年" in spans[:1] else spans[0] if spans else "")


def is_counted(term: Term) -> bool:
    """Whether a term tells how many there are of something."""
    unit = term.figure.unit
    return term.role == AMOUNT and (is_count(unit) or unit.dimension in PHYSICAL) and term.figure.value > 0


def worked_out(made: Standard, count: Term, amount: Term, own: Sequence[Figure]) -> list[Expression]:
    """Standard times count, times what the words leave for the time: the likeliest way first."""
    once = in_unit_of(made.term.figure, amount.figure, _allowed(made.term.figure)) * figure(count.figure)
    factor = _factor(made, count.figure)
    once = once * constant(factor) if factor != 1 else once
    return [once if each is None else once * each for each in _times(made, amount, own)]


def _allowed(price: Figure) -> Interval:
    """A standard of so many yuan is a set norm; in fen or in 万元 it may be what a division gave."""
    norm = price.unit.factor == 1 and price.resolution >= _JIAO
    return Interval.exactly(price.value) if norm else Interval.around(price.value, price.resolution / 2)


def _factor(made: Standard, count: Figure) -> Decimal:
    """How many of what the standard is for one of the count's unit is: 10000 亩 for a 万亩."""
    unit = next((UNITS[made.per[:size]] for size in (len(made.per), 3, 2, 1) if made.per[:size] in UNITS), None)
    same = unit is not None and unit.dimension == count.unit.dimension
    return (
        count.unit.factor / unit.factor
        if same and unit is not None
        else count.unit.factor
        if is_count(count.unit)
        else Decimal(1)
    )


def _times(made: Standard, amount: Term, own: Sequence[Figure]) -> Iterator[Expression | None]:
    """How often the standard is paid: as printed, else as often as its span comes round in a year, else once."""
    printed = [
        each for each in own if each.unit.dimension in _TIMES.get(made.span or "月", ()) and 1 < each.value < 400
    ]
    if made.span and not compiled(rf"每{made.span}|{made.span}均").search(amount.lead, timeout=TIMEOUT):
        yield from (figure(each) for each in printed)
        year = _IN_A_YEAR.get(made.span, 1)
        if year > 1:
            yield constant(year)
    yield None
    if not made.span:
        yield from (figure(each) for each in printed)


def is_sure(made: Standard, count: Term, amount: Term, own: Sequence[Figure]) -> bool:
    """Whether the words leave no doubt how often the standard is paid, and that the amount is what was paid by it.

    A count at a year's end says little of the months before it; a budget was made before the count was known.
    """
    if found("standards", "price.budgeted", amount.lead):
        return False
    if made.span in ("", "年"):
        return True
    if found("standards", "price.stock", count.lead):
        return False
    printed = [each for each in own if each.unit.dimension in _TIMES.get(made.span, ()) and 1 < each.value < 400]
    return len(printed) == 1 or made.span == "月" and not printed and "全年" in amount.lead
