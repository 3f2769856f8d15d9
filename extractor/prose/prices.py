"""Averages, and amounts made of a price and a count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.expression import Expression, constant, figure, in_unit_of
from extractor.figures import Figure
from extractor.prose.fitting import fits, slip, telling
from extractor.prose.terms import ADJUST, AMOUNT, AVERAGE, CHANGE, EACH, Term
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import found


def prices(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """Every average and every price × count of a passage that can be redone."""
    yield from _averages(terms, where)
    yield from _products(terms, where)


def _averages(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """户均 a = amount / households; averages are often rounded to tens, so final noughts are not held against them."""
    for term in terms:
        if term.role != AVERAGE or not term.dimension:
            continue
        level = [e for e in terms[: term.order] if e.sentence == term.sentence and e.item == term.item]
        money = [e for e in level if e.role in (AMOUNT, CHANGE, ADJUST) and e.dimension == term.dimension]
        counts = [e for e in level if e.role == AMOUNT and is_count(e.figure.unit) and e.figure.value]
        if not money or not counts:
            continue
        rounded = _rounded(term.figure)
        options = [in_unit_of(money[-1].figure, term.figure) / figure(each.figure) for each in reversed(counts)]
        expression = next((each for each in options if fits(rounded, each)), options[0])
        stated = rounded if fits(rounded, expression) and not fits(term.figure, expression) else term.figure
        people = [e for e in counts if e.figure.unit.symbol in ("人", "人次") and term.lead.startswith("人均")]
        if len(people) == 1 and len(money) == 1:
            expression = in_unit_of(money[-1].figure, term.figure) / figure(people[0].figure)
        sure = len(people) == 1 and len(money) == 1 or len(options) == 1 and slip(term.figure, expression)
        strength = LOOSE if sure else OPEN
        near = next((each for each in options if slip(term.figure, each)), None)
        if not fits(rounded, expression) and near is not None:
            expression, strength = near, LOOSE
        yield Statement("average", term.label or "平均", stated, (Reading(expression),), strength=strength, where=where)


def _rounded(stated: Figure) -> Figure:
    """The figure read as rounded to its last digit that is not nought: 1280 to tens."""
    noughts = len(stated.number) - len(stated.number.rstrip("0")) if "." not in stated.number else 0
    return replace(stated, resolution=stated.resolution * 10**noughts)


def _products(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """price × count, alone or summed over tiers, where it gives an amount told before or after. A fit ticks."""
    tiers: list[tuple[Term, Term]] = []
    for left, right in pairwise(terms):
        if left.sentence != right.sentence:
            continue
        for count, price in ((left, right), (right, left)):
            if price.role == EACH and count.role == AMOUNT and is_count(count.figure.unit):
                tiers.append((count, price))
                break
    if not tiers:
        return
    for whole in terms:
        if whole.role != AMOUNT or whole.dimension != "money" or any(whole in tier for tier in tiers):
            continue
        for chosen in ([*tiers], *([tier] for tier in tiers)):
            if any(price.dimension != "money" for _, price in chosen):
                continue
            products = [in_unit_of(price.figure, whole.figure) * figure(count.figure) for count, price in chosen]
            expression = products[0] if len(products) == 1 else Expression("+", tuple(products))
            if any("月" in price.lead for _, price in chosen) and fits(whole.figure, expression * constant(12)):
                expression = expression * constant(12)
            said = len(chosen) == len(tiers) and found("prose", "role.total_back", whole.lead)
            if said or fits(whole.figure, expression) and (telling(whole.figure) or len(chosen) == 1):
                yield Statement(
                    "product",
                    whole.label or "单价×数量",
                    whole.figure,
                    (Reading(expression),),
                    strength=OPEN,
                    where=where,
                )
                break
