"""Averages of amounts: 户均, 人均, 亩均."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.expression import Expression, constant, figure, in_unit_of
from extractor.figures import Figure
from extractor.prose.fitting import fits, slip
from extractor.prose.standards import Standard, is_counted
from extractor.prose.terms import ADJUST, AMOUNT, AVERAGE, CHANGE, Term
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.units import UNITS, is_count
from extractor.vocabulary import found


def prices(terms: Sequence[Term]) -> Iterator[Statement]:
    """户均 a = amount / households; averages are often rounded to tens, so final noughts are not held against them."""
    for term in terms:
        if term.role != AVERAGE or not term.dimension:
            continue
        level = [e for e in terms[: term.order] if e.sentence == term.sentence and e.item == term.item]
        money = [e for e in level if e.role in (AMOUNT, CHANGE, ADJUST) and e.dimension == term.dimension]
        heads = [e for e in money if not _nested(level, e)]
        counts = _counts(level, term)
        if not money or not counts:
            continue
        rounded = _rounded(term.figure)
        wholes = list({e.order: e for e in (money[-1], *reversed(heads))}.values())
        options = [_average(whole, count, term) for whole in wholes for count in reversed(counts)]
        expression = next((each for each in options if fits(rounded, each)), options[0])
        stated = rounded if fits(rounded, expression) and not fits(term.figure, expression) else term.figure
        people = [e for e in counts if e.figure.unit.symbol in ("人", "人次") and term.lead.startswith("人均")]
        if len(people) == 1 and len(money) == 1:
            expression = _average(money[-1], people[0], term)
        sure = len(people) == 1 and len(money) == 1 or len(options) == 1 and slip(term.figure, expression)
        strength = LOOSE if sure else OPEN
        near = next((each for each in options if slip(term.figure, each)), None)
        if not fits(rounded, expression) and near is not None:
            expression, strength = near, LOOSE
        yield Statement("average", term.label or "平均", stated, (Reading(expression),), strength=strength)


def _counts(level: Sequence[Term], term: Term) -> list[Term]:
    """What the average is for one of: the amounts of the thing that it names (亩均, 平均每公里), else any count."""
    named = found("standards", "average.per", term.lead)
    per = Standard(term, named["per"] or named["each"]) if named is not None else None
    own = [each for each in level if is_counted(each)]
    return [e for e in own if per is not None and per.counts(e)] or [e for e in own if is_count(e.figure.unit)]


def _nested(level: Sequence[Term], term: Term) -> bool:
    """Whether an amount is one of the parts of another, told behind 其中."""
    return any("其中" in each.gap for each in level if each.order <= term.order)


def _average(whole: Term, count: Term, term: Term) -> Expression:
    """The amount over the count, a count in 万亩 or 万人 taken one by one."""
    one_by_one = figure(count.figure)
    if count.figure.unit.symbol[:1] in ("百", "千", "万", "亿"):
        bare = UNITS.get(count.figure.unit.symbol.lstrip("百千万亿"), count.figure.unit)
        one_by_one = one_by_one * constant((count.figure.unit.factor / bare.factor).quantize(Decimal(1)))
    return in_unit_of(whole.figure, term.figure) / one_by_one


def _rounded(stated: Figure) -> Figure:
    """The figure read as rounded to its last digit that is not nought: 1280 to tens."""
    noughts = len(stated.number) - len(stated.number.rstrip("0")) if "." not in stated.number else 0
    return replace(stated, resolution=stated.resolution * 10**noughts)
