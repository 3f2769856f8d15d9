"""Parts told by their rate and then their amount: 保费总额 486 万元，中央承担 45% 计 218.7 万元; 按合同价的 3% 预留."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.expression import constant, figure, in_unit_of, percent
from extractor.interval import Interval
from extractor.prose.terms import AMOUNT, BARE, LEVEL, RATE, SHARE, Term, core, namesakes, same_kind
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, found, pattern

_SET = Decimal("0.5")
"""A rate printed to half a percent or coarser may be a set one, from which the amount follows exactly."""


def apportioned(terms: Sequence[Term]) -> Iterator[Statement]:
    """Each rate with the amount right behind it, of the whole that the words name or that stands before them all."""
    told = [(rate, part) for rate in terms if (part := _part(terms, rate)) is not None]
    for rate, part in told:
        whole, strength = _whole(terms, rate, part, [each for each, _ in told])
        if whole is None or not whole.figure.value:
            continue
        borne_by = core(pattern("apportioned", "verb").sub("", rate.label, timeout=TIMEOUT))
        name = part.label or borne_by or whole.label
        if rate.figure.resolution >= _SET and found("apportioned", "set", rate.lead):
            exact = figure(rate.figure, Interval.exactly(rate.figure.value)) / constant(100)
            reading = Reading(in_unit_of(whole.figure, part.figure) * exact)
            yield Statement("product", name, part.figure, (reading,), strength=strength)
            continue
        reading = Reading(percent(figure(part.figure), in_unit_of(whole.figure, part.figure)))
        yield Statement("share", f"{name}占比", rate.figure, (reading,), strength=strength)


def _part(terms: Sequence[Term], rate: Term) -> Term | None:
    """The amount that the rate gives: right behind it, with no name of its own but a verb."""
    if rate.dimension != "rate" or rate.role not in (LEVEL, BARE, SHARE, RATE) or rate.order + 1 >= len(terms):
        return None
    part = terms[rate.order + 1]
    borne = found("apportioned", "borne", rate.lead) and found("apportioned", "counted", part.gap)
    based = found("apportioned", "basis", rate.lead) and found("apportioned", "given", part.gap)
    fitting = part.role == AMOUNT and part.sentence == rate.sentence and part.item == rate.item
    return part if fitting and (borne or based) else None


def _whole(terms: Sequence[Term], rate: Term, part: Term, rates: Sequence[Term]) -> tuple[Term | None, str]:
    """The whole of a rate, and what a gap proves: the amount it names, else the one right before the run of rates."""
    before = [e for e in terms[: rate.order] if e.role == AMOUNT and same_kind(e.figure, part.figure)]
    named = found("apportioned", "basis", rate.lead)
    if named is not None:
        own = next((e for e in reversed(before) if namesakes(e.label, named["name"])), None)
        return (own, LOOSE) if own is not None else (before[-1] if before else None, OPEN)
    run = [each for each in rates if each.sentence == rate.sentence]
    head = next((e for e in reversed(before) if e.order < run[0].order and e.sentence == rate.sentence), None)
    if head is None:
        return None, OPEN
    called = found("apportioned", "whole", head.label + head.lead)
    return head, LOOSE if head.order == run[0].order - 1 and (len(run) > 1 or called) else OPEN
