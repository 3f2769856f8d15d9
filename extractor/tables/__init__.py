"""Tables of figures: heads, row labels, levels, and what they state about their own numbers."""

from __future__ import annotations

from extractor.document import Document
from extractor.figures import Figure
from extractor.statements import Statement
from extractor.tables.dressing import dress
from extractor.tables.rates import ratios
from extractor.tables.sheets import blocks
from extractor.tables.sums import sums


def statements(document: Document, figures: tuple[Figure, ...]) -> tuple[Statement, ...]:
    """What the tables state about their figures, in reading order. ``figures`` are dressed."""
    found: list[Statement] = []
    for block in blocks(document, figures):
        found.extend(sums(block))
        for side in block.sides:
            found.extend(ratios(block, side))
    return tuple(found)


__all__ = ["dress", "statements"]
