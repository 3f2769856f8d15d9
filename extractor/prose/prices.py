"""Averages of amounts: 户均, 人均, 亩均."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.expression import figure, in_unit_of
from extractor.figures import Figure
from extractor.prose.fitting import fits, slip
from extractor.prose.terms import ADJUST, AMOUNT, AVERAGE, CHANGE, Term
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.units import is_count


def prices(terms: Sequence[Term], where: str) -> Iterator[Statement]:
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
