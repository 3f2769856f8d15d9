"""Comparisons told in prose: changes, growth, percentage points, and words of direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.prose.changes import change, points
from extractor.prose.directions import directions
from extractor.prose.families import Families
from extractor.prose.grown import with_subjects
from extractor.prose.growth import growth
from extractor.prose.terms import CHANGE, GROWTH, POINTS, Term
from extractor.statements import Statement


def comparisons(terms: Sequence[Term], families: Families, text: str) -> Iterator[Statement]:
    """Every growth rate with its change, every change with the two amounts it stands between."""
    terms = with_subjects(terms)
    for term in terms:
        if term.role == GROWTH:
            yield from growth(terms, term, families)
        elif term.role == CHANGE:
            yield from change(terms, term, families)
        elif term.role == POINTS:
            yield from points(terms, term)
    yield from directions(terms, text)
