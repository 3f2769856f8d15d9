"""Score tables and scored paragraphs → one tree of indicators with weight, standard, score."""

from __future__ import annotations

from extractor.document import Document
from extractor.figures import Figure
from extractor.scorecard import Scorecard
from extractor.scorecards.cells import Figures
from extractor.scorecards.prose import told_sheets
from extractor.scorecards.reading import drafts
from extractor.scorecards.tree import built


def find_scorecards(document: Document, figures: tuple[Figure, ...]) -> tuple[Scorecard, ...]:
    """Every score sheet that the document prints as a table, then those it tells in prose."""
    index = Figures(figures)
    tables = tuple(built(draft) for draft in drafts(document, index))
    return tables + told_sheets(document, index, figures)


__all__ = ["find_scorecards"]
