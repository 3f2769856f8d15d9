"""Characters → printed lines: by the overlap of their bodies, never by a tolerance on their tops.

Digits and ideographs of one line come from different fonts, whose boxes and baselines differ a little.
"""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from extractor.document import Line
from extractor.readers.pdf.characters import ASCENT, Char

_BODY = 0.7
"""Share of the type size above the baseline that a letter's body fills."""
_OVERLAP = 0.5
"""Share of the smaller body that two characters of one line have in common."""
_GAP = 0.45
"""Share of the type size from which white is a blank; between Latin letters and digits, half of it."""
_DOUBLED = 0.3
"""Share of a character's width within which the same character printed again is fake bold."""
_WIDE = 1.4
"""Share of the type size from which white parts columns."""


_LEFT = itemgetter(1)
"""A character's left edge. Pages have thousands of characters: fields by place are read twice as fast as by name."""


class TextLine(NamedTuple):
    """A printed line. Character i lies between ``edges[i]`` and ``edges[i + 1]``; ``breaks`` are the
    positions in the text before which there is white wide enough to part columns. ``column`` counts from 1
    on a page set in columns; 0 is the whole width."""

    text: str
    edges: tuple[float, ...]
    baseline: float
    size: float
    page: int
    breaks: tuple[int, ...] = ()
    column: int = 0

    @property
    def x0(self) -> float:
        return self.edges[0]

    @property
    def x1(self) -> float:
        return self.edges[-1]

    @property
    def width(self) -> float:
        return self.edges[-1] - self.edges[0]

    @property
    def top(self) -> float:
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + (1 - ASCENT) * self.size

    def placed(self, start: int) -> Line:
        """The line as part of a longer text in which it begins at ``start``."""
        return Line(start, start + len(self.text), self.page, round(self.top, 2), round(self.bottom, 2), self.edges)


def group(chars: list[Char]) -> list[list[Char]]:
    """Characters parted into lines, from the top of the page downwards."""
    rows: dict[int, list[Char]] = {}
    for char in chars:
        rows.setdefault(round(char[3]), []).append(char)
    groups: list[list[Char]] = []
    leaders: list[tuple[int, float, float]] = []
    for key in sorted(rows):
        row = rows[key]
        inked = [char for char in row if char[0] != " "] or row
        leader = (len(inked), inked[0].baseline, max([char[4] for char in inked]))
        if leaders and _same_line(leaders[-1], leader):
            groups[-1].extend(row)
            leaders[-1] = max(leaders[-1], leader)
        else:
            groups.append(list(row))
            leaders.append(leader)
    return groups


def _same_line(first: tuple[int, float, float], second: tuple[int, float, float]) -> bool:
    (_, base, size), (_, other, other_size) = first, second
    shared = min(base, other) - max(base - _BODY * size, other - _BODY * other_size)
    return shared > _OVERLAP * _BODY * min(size, other_size)


def compose(chars: list[Char], page: int) -> TextLine | None:
    """One line from its characters: sorted, doubles dropped, blanks put where there is white; None if all is blank."""
    chars = sorted(chars, key=_LEFT)
    marks: list[str] = []
    edges: list[float] = []
    breaks: list[int] = []
    last, last_text, inked_end, before = 0.0, "", None, 0.0
    for text, x0, x1, _, size in chars:
        if text == " ":
            if marks and last_text != " ":
                marks.append(" ")
                edges.append(max(x0, last))
                last, last_text = x1, " "
            elif marks:
                last = max(last, x1)
            continue
        if text == last_text and x0 - before < _DOUBLED * (x1 - x0):
            continue
        if inked_end is not None:
            gap = x0 - inked_end
            if gap > _WIDE * size:
                breaks.append(len(marks) + (last_text != " "))
            if last_text != " " and gap > _GAP * size * (0.5 if text < "\u0250" and last_text < "\u0250" else 1.0):
                marks.append(" ")
                edges.append(inked_end)
        marks.append(text)
        edges.append(x0)
        inked_end = last = x1 if x1 > x0 else x0 + 0.1
        last_text, before = text, x0
    if inked_end is None:
        return None
    if last_text == " ":
        marks.pop()
        edges.pop()
    inked = [char for char in chars if char[0] != " "]
    sizes = sorted([char[4] for char in inked])
    baselines = sorted([char[3] for char in inked])
    edges.append(inked_end)
    middle = len(inked) // 2
    return TextLine(
        "".join(marks), tuple([round(edge, 2) for edge in edges]), baselines[middle], sizes[middle], page, tuple(breaks)
    )


def lines_of(chars: list[Char], page: int) -> list[TextLine]:
    """The printed lines of some characters, from top to bottom."""
    found = (compose(row, page) for row in group(chars))
    return [line for line in found if line is not None]
