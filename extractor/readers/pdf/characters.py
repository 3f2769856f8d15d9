"""What a page shows before anyone reads it: characters with their boxes, and ruling lines.

A source turns a PDF into pages of this shape; lines, paragraphs and tables are built from it alone,
so that one source can stand in for another. Coordinates are points from the top left of the page as shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

ASCENT = 0.85
"""Share of the type size that a line reaches above its baseline, the rest below. Fonts' own tables are not trusted."""


class Char(NamedTuple):
    """A printed character between ``x0`` and ``x1`` on its baseline, ``size`` points high."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float

    @property
    def middle(self) -> float:
        """Half-way up the letters: what decides in which cell a character stands."""
        return self.baseline - (ASCENT - 0.5) * self.size


class Edge(NamedTuple):
    """A ruling line, or one side of a filled or outlined rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def upright(self) -> bool:
        return self.x1 - self.x0 < self.bottom - self.top


@dataclass(slots=True)
class PageContent:
    """One page as a source found it. ``number`` counts from 1.

    ``hidden`` are characters that the page holds but does not show; ``unmapped`` counts glyphs whose meaning
    the file does not tell, ``slanted`` those that are not set level, ``drawings`` painted shapes; ``pictures``
    is the largest share of the page that one picture covers. ``recognised``: the text is an unseen layer over
    a scan; ``cut``: there were too many characters; ``turned``: the page is shown turned, and this source
    does not read it.
    """

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    hidden: list[Char] = field(default_factory=list)
    unmapped: int = 0
    slanted: int = 0
    drawings: int = 0
    pictures: float = 0.0
    recognised: bool = False
    cut: bool = False
    turned: bool = False
