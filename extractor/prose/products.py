"""Amounts that a standard and a count told beside them give: 386 亩，按每亩 7.5 元兑现 2895 元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.expression import Expression, constant, plus
from extractor.figures import Figure
from extractor.prose.fitting import fits, telling
from extractor.prose.standards import Standard, is_counted, is_sure, standard_of, worked_out
from extractor.prose.terms import AMOUNT, CHANGE, RATE, Term, core
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled, found, pattern

HUNDRED = Decimal(100)
Triple = tuple[Standard, Term, Term]
"""A standard, its count and their amount."""


@dataclass(slots=True)
class Operands:
    """The terms of a passage sorted by what they may be in a product; ``own`` are all its figures."""

    terms: Sequence[Term]
    own: Sequence[Figure]
    standards: list[Standard] = field(default_factory=list)
    counts: list[Term] = field(default_factory=list)
    amounts: list[Term] = field(default_factory=list)

    def __post_init__(self) -> None:
        for term in self.terms:
            made = standard_of(term)
            if made is not None:
                self.standards.append(made)
            elif is_counted(term):
                self.counts.append(term)
            elif term.role in (AMOUNT, CHANGE) and term.dimension == "money" and term.stage != "carry":
                self.amounts.append(term)


def products(terms: Sequence[Term], own: Sequence[Figure], before: Operands | None) -> Iterator[Statement]:
    """Every amount of a passage that a standard and a count give; those may stand in the passage ``before``."""
    here = Operands(terms, own)
    done: set[int] = set()
    source = here if here.standards or before is None else before
    for strength, (made, count, amount) in _settled(here, source):
        ways = worked_out(made, count, amount, source.own)
        kept = strength if is_sure(made, count, amount, source.own) else OPEN
        if amount.order in done or kept == OPEN and not _one_fits(amount, ways):
            continue
        done.add(amount.order)
        readings = tuple(Reading(each) for each in ways)
        elsewhere = _in_other_unit(amount, ways)
        yield Statement(
            "product", _name(amount), amount.figure, readings, strength=kept,
            elsewhere=elsewhere,
        )  # fmt: skip
    yield from _of_tiers(here, done)


def _settled(here: Operands, source: Operands) -> Iterator[tuple[str, Triple]]:
    """Standard, count and amount as their order or their names settle them, with what a gap between them proves."""
    if source is here:
        for made in here.standards:
            yield from list(_in_runs(here, made)) or _beside(here, made)
    if len(source.standards) == 1:
        for amount in here.amounts:
            yield from _by_name(source, source.standards[0], amount)


def _beside(here: Operands, made: Standard) -> Iterator[tuple[str, Triple]]:
    """Three figures next to one another in one clause: count, standard, amount, in whatever order."""
    place = made.term.order
    for first in (place - 1, place, place - 2):
        window = [each for each in here.terms[max(first, 0) : first + 3] if each.sentence == made.term.sentence]
        count = next((each for each in window if each in here.counts and made.counts(each)), None)
        amount = next((each for each in window if each in here.amounts), None)
        if len(window) != 3 or count is None or amount is None or len({each.item for each in window}) > 1:
            continue
        aside = made.term.host
        if aside is not None and aside == count.host and aside not in (amount.host, amount.order):
            continue
        gaps = "".join(each.gap for each in window[1:])
        level = [e for e in here.terms if (e.sentence, e.item) == (amount.sentence, amount.item)]
        rivals = [e for e in level if e in here.amounts and e is not amount and amount is not window[2]]
        others = [e for e in level if e in here.counts and e is not count and made.counts(e)]
        told = [e for e in here.terms if e.sentence == amount.sentence] if _sums_up(amount) else level
        several = sum(each.term in told for each in here.standards) > sum(e in here.amounts for e in told)
        parted = found("standards", "price.parted", gaps) or _short(here, amount)
        yield OPEN if parted or rivals or others or several or not made.per else LOOSE, (made, count, amount)


def _sums_up(amount: Term) -> bool:
    """Whether the amount's words say that it is what several come to: 共支出, 合计."""
    opens = compiled("^(?:总共|共计?|合计|总计)").match(amount.lead, timeout=TIMEOUT)
    return opens is not None or bool(found("prose", "role.total_back", amount.lead))


def _short(here: Operands, amount: Term) -> bool:
    """Whether a rate right behind the amount says that it is not all of what was due: 收缴率 96.8%."""
    behind = here.terms[amount.order + 1 : amount.order + 2]
    return any(e.role == RATE and e.sentence == amount.sentence and e.figure.value < HUNDRED for e in behind)


def _in_runs(here: Operands, made: Standard) -> Iterator[tuple[str, Triple]]:
    """Counts, one standard for all of them, and as many amounts in the same order, a total of these left out."""
    level = [each for each in here.terms if each.sentence == made.term.sentence]
    counts = [each for each in level if each in here.counts and made.counts(each) and each.order < made.term.order]
    amounts = [each for each in level if each in here.amounts and each.order > made.term.order]
    amounts = [each for each in amounts if not found("prose", "role.total_back", each.lead)]
    if len(counts) > 1 and len(counts) == len(amounts) and len(here.standards) == 1:
        for count, amount in zip(counts, amounts, strict=True):
            yield LOOSE, (made, count, amount)


def _by_name(source: Operands, made: Standard, amount: Term) -> Iterator[tuple[str, Triple]]:
    """The count that the amount's own words name: 按常住人口计算应安排 a, 小学生应补助 a."""
    named = found("standards", "price.basis", amount.lead)
    for count in source.counts:
        name = core(count.label)
        if len(name) < 2 or not made.counts(count):
            continue
        if named is not None and (named["name"] in name or name in named["name"]):
            yield LOOSE, (made, count, amount)
        elif amount.label.startswith(name):
            yield OPEN, (made, count, amount)


def _name(amount: Term) -> str:
    """What the amount is called, the words that end its standard (/亩的标准) left off."""
    return pattern("standards", "price.ending").sub("", amount.label, timeout=TIMEOUT) or "单价×数量"


def _one_fits(amount: Term, ways: Sequence[Expression]) -> bool:
    return any(fits(amount.figure, each) for each in ways)


def _in_other_unit(amount: Term, ways: Sequence[Expression]) -> tuple[Reading, ...]:
    """The likeliest way in the unit that would make it fit, where 元 and 万元 were mistaken for one another."""
    symbol = amount.figure.unit.symbol
    if symbol not in ("元", "万元") or _one_fits(amount, ways):
        return ()
    other = ways[0] / constant(10000) if symbol == "元" else ways[0] * constant(10000)
    return (Reading(other, "cause.unit_told"),) if fits(amount.figure, other) else ()


def _of_tiers(here: Operands, done: set[int]) -> Iterator[Statement]:
    """Several standards or several counts that together give one amount. Only a fit ticks: another may be in it."""
    lists = list(_lists(here))
    for whole in here.amounts:
        if whole.order in done:
            continue
        for chosen in lists:
            ways = [worked_out(made, count, whole, here.own) for made, count in chosen]
            options = [plus(each) for each in zip(*ways, strict=False)]
            fitting = next((each for each in options if fits(whole.figure, each)), None)
            said = chosen is lists[0] and len(chosen) > 1 and _sums_up(whole)
            if said or fitting is not None and (telling(whole.figure) or len(chosen) == 1):
                reading = Reading(fitting or options[0])
                yield Statement("product", _name(whole), whole.figure, (reading,), strength=OPEN)
                break


def _lists(here: Operands) -> Iterator[list[tuple[Standard, Term]]]:
    """Every standard with the count beside it, all of them or one alone; one standard with all of its counts."""
    tiers = [(made, count) for made in here.standards if (count := _neighbour(here, made)) is not None]
    if len(tiers) > 1:
        yield tiers
    for made in here.standards if len(here.standards) == 1 else ():
        own = [e for e in here.counts if e.sentence == made.term.sentence and made.counts(e)]
        if len(own) > 1:
            yield [(made, count) for count in own]
    yield from ([tier] for tier in tiers)


def _neighbour(here: Operands, made: Standard) -> Term | None:
    """The count right before or right behind a standard, in its sentence."""
    place = made.term.order
    near = [each for each in here.terms[max(place - 1, 0) : place + 2] if each.sentence == made.term.sentence]
    return next((each for each in near if each in here.counts and is_counted(each)), None)
