"""Rates told one for each of the amounts before them: 计划 a、b；实际 c、d，完成率分别为 p、q."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.prose.operands import is_operand, ratio
from extractor.prose.terms import RATE, Term, namesakes, same_kind
from extractor.statements import LOOSE, Reading, Statement
from extractor.vocabulary import found


def is_one_each(terms: Sequence[Term], term: Term) -> bool:
    """Whether a rate stands in a run of rates that the words hand out one by one."""
    if term.role != RATE or "占" in term.lead or not found("prose", "role.one_each", term.lead):
        return False
    beside = (terms[place] for place in (term.order - 1, term.order + 1) if 0 <= place < len(terms))
    return any(each.role == RATE and each.lead == term.lead for each in beside)


def one_each(terms: Sequence[Term], term: Term) -> Statement | None:
    """The amount that a rate of a run belongs to, over the amount of the same name told before it; None without one."""
    own = terms[term.subject] if term.subject is not None else None
    if own is None or not own.label:
        return None
    named = [e for e in terms[: own.order] if is_operand(e) and same_kind(e.figure, own.figure)]
    named = [e for e in named if e.label == own.label or namesakes(e.label, own.label)]
    bases = [each for each in named if each.sentence >= own.sentence - 1]
    if not bases:
        return None
    reading = Reading(ratio(own, bases[-1]))
    return Statement("rate", f"{own.label}{term.label}", term.figure, (reading,), strength=LOOSE)
