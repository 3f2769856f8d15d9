"""Everything a report says, drawn out of its document once; what rules look at."""

from __future__ import annotations

from dataclasses import dataclass

from extractor import identity, tables
from extractor.bounded import telling
from extractor.document import Document
from extractor.figures import Figure
from extractor.numbering import numbering
from extractor.prose import reading as prose_reading
from extractor.scanning import find_figures
from extractor.scorecard import Scorecard
from extractor.scorecards import find_scorecards
from extractor.statements import Statement


@dataclass(frozen=True, slots=True)
class Report:
    """A document with its figures, statements and score sheets.

    ``framework`` is the scoring framework that the caller names: None, chosen by the report; "none", left out.
    ``names`` are further names of indicators that he adds, each by a name that the catalogue of indicators knows.
    """

    document: Document
    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    title: str = ""
    organization: str = ""
    fiscal_year: int | None = None
    scorecards: tuple[Scorecard, ...] = ()
    framework: str | None = None
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()


def extract(document: Document) -> Report:
    """All that the document says. Pure: the same document gives the same report."""
    figures = tables.dress(document, prose_reading.dress(document, find_figures(document)))
    scorecards = find_scorecards(document, figures)
    stated = (
        *prose_reading.statements(document, figures),
        *tables.statements(document, figures),
        *numbering(document, figures),
    )
    statements = tuple(telling(stated))
    heading = identity.title(document)
    return Report(
        document, figures, statements, heading, identity.organization(document, heading),
        identity.fiscal_year(document, figures, heading), scorecards,
    )  # fmt: skip
