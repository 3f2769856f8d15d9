"""Amounts that another amount of the passage bounds or repeats: shares of procurement, asides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.expression import total
from extractor.figures import Figure
from extractor.prose.fitting import twin
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.statements import LOOSE, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled, found


def bounds(terms: Sequence[Term], told: Sequence[Figure] = ()) -> Iterator[Statement]:
    """Every share of procurement, and every amount told once more, of a passage."""
    yield from _reserved(terms, told)
    yield from _asides(terms)


def _reserved(terms: Sequence[Term], told: Sequence[Figure]) -> Iterator[Statement]:
    """Reserved and other procurement exclude each other: together no more than all. Source: disclosure template."""
    money = [e for e in terms if e.role == AMOUNT and e.dimension == "money"]
    before = _clauses_before(terms)
    reserved = [e for e in money if found("prose", "procurement.reserved", before[e.order])]
    other = [e for e in money if e not in reserved and found("prose", "procurement.other", before[e.order])]
    if not reserved or not other:
        return
    own = [
        e.figure for e in money if e not in reserved and e not in other and found("prose", "procurement.whole", e.lead)
    ]
    wholes = own or [e for e in told if e.unit.dimension == "money" and found("prose", "procurement.whole", e.label)]
    if not wholes:
        return
    parts = [max(group, key=lambda e: e.figure.base_value) for group in (reserved, other)]
    whole = max(wholes, key=lambda e: e.base_value)
    reading = Reading(total([e.figure for e in parts], whole))
    yield Statement("bound", whole.label, whole, (reading,), ">=")


def _clauses_before(terms: Sequence[Term]) -> list[str]:
    """For each term the words from the last ； or sentence end up to its figure, the figures between left out."""
    found, words = [], ""
    for term in terms:
        words = compiled("[;。]").split(words + term.gap, timeout=TIMEOUT)[-1]
        found.append(words)
    return found


def _asides(terms: Sequence[Term]) -> Iterator[Statement]:
    """An aside that quotes a table, (表中同一科目为 b), repeats the amount of the sentence nearest to it."""
    for term in terms:
        if (
            not term.depth
            or term.role != AMOUNT
            or not compiled("表.{0,12}(?:为|列示?|载明?)$").search(term.lead, timeout=TIMEOUT)
        ):
            continue
        outside = [
            e
            for e in terms[: term.order]
            if e.depth < term.depth
            and e.sentence == term.sentence
            and e.role == AMOUNT
            and same_kind(e.figure, term.figure)
        ]
        if outside:
            near = min(outside, key=lambda e: abs(e.figure.base_value - term.figure.base_value))
            reading, exact = twin(near.figure, term.figure)
            yield Statement("repeat", near.label, term.figure, (Reading(reading),), strength=LOOSE, exact=exact)
