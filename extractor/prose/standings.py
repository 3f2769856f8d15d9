"""A figure and the bound told right behind it: 失业率 3.24%，控制在 4.5% 以内; 合格率 97.6%，高于 95% 的目标."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.expression import figure, in_unit_of
from extractor.interval import Interval
from extractor.prose.terms import LEVEL, RATE, SHARE, Term, namesakes
from extractor.statements import LOOSE, Reading, Statement
from extractor.vocabulary import TIMEOUT, found, pattern


def standings(terms: Sequence[Term]) -> Iterator[Statement]:
    """Each figure of a passage that its sentence places above or below a bound that was set for it."""
    for bound in terms:
        relation = _relation(bound)
        if not relation or not bound.order:
            continue
        held = _held(terms, bound)
        if held is None or held.figure.qualifier:
            continue
        exactly = Interval.exactly(bound.figure.value)
        same = bound.figure.unit == held.figure.unit
        limit = figure(bound.figure, exactly) if same else in_unit_of(bound.figure, held.figure, exactly)
        subject = held.label or bound.label
        yield Statement("target", subject, held.figure, (Reading(limit),), relation, strength=LOOSE)


def _relation(bound: Term) -> str:
    """How the words say that the figure before stands to the bound; "" where they set no bound."""
    clause = pattern("limits", "standing.breaks").split(bound.gap, timeout=TIMEOUT)[-1]
    signs = (("<=", "standing.most"), (">=", "standing.least"))
    relation = next((sign for sign, key in signs if found("limits", key, clause + bound.figure.text)), "")
    behind = found("limits", "standing.bound_behind", bound.after)
    is_set = behind or any(found("limits", f"standing.{key}", clause) for key in ("bound_before", "control"))
    return relation if is_set else ""


def _held(terms: Sequence[Term], bound: Term) -> Term | None:
    """The figure right before the bound, if nothing but the comparison stands between; else the share so named."""
    before = terms[bound.order - 1]
    near = before.sentence == bound.sentence and before.host == bound.host
    if near and before.dimension == bound.dimension and found("limits", "standing.between", bound.gap):
        return before
    named = found("limits", "standing.subject", before.gap + before.figure.text + bound.gap)
    if named is None:
        return None
    for each in reversed(terms[: bound.order]):
        owner = terms[each.subject].label if each.subject is not None else ""
        alike = each.role in (SHARE, RATE, LEVEL) and each.dimension == bound.dimension
        if alike and (namesakes(named["name"], each.label) or namesakes(named["name"], owner)):
            return replace(each, label=named["name"])
    return None
