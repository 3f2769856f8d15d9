"""Tables without upright lines: columns told by the white between them, where figures stand in line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extractor.document import Line
from extractor.readers.pdf.cells import Grid, GridCell
from extractor.readers.pdf.lines import TextLine

_FIGURE = re.compile(r"[-+−－]?\d[\d,，]*(?:\.\d+)?[%％‰]?|[-—–/]{1,2}")
_IN_LINE = 3.0
"""Points within which figures of a column end, begin or are centred together."""
_STEP = 3.2
"""Share of the type size that the next row is away at most."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text between wide white."""

    text: str
    x0: float
    x1: float
    line: Line
    figure: bool


def segments(line: TextLine) -> list[Segment]:
    """The line's runs of text, parted at wide white."""
    bounds = [0, *line.breaks, len(line.text)]
    found = []
    for start, end in pairwise(bounds):
        text = line.text[start:end].rstrip()
        if text:
            edges = line.edges[start : start + len(text) + 1]
            placed = Line(0, len(text), line.page, round(line.top, 2), round(line.bottom, 2), edges)
            found.append(Segment(text, edges[0], edges[-1], placed, _FIGURE.fullmatch(text) is not None))
    return found


def find_unruled(lines: list[TextLine]) -> list[TextLine | Grid]:
    """The lines, with every run of rows that is clearly a table put together as one."""
    if not any(line.breaks for line in lines):
        return list(lines)
    result: list[TextLine | Grid] = []
    place = 0
    parted = [segments(line) if line.breaks else [] for line in lines]
    while place < len(lines):
        end = _run_end(lines, parted, place)
        grid = _grid(lines[place:end], parted[place:end]) if end - place >= 3 else None
        if grid is None:
            result.append(lines[place])
            place += 1
        else:
            result.append(grid)
            place = end
    return result


def _run_end(lines: list[TextLine], parted: list[list[Segment]], first: int) -> int:
    """Where the run of rows with figures that begins at ``first`` ends; up to two rows of heads come before them."""
    place = first
    while (
        place < len(lines)
        and place - first < 2
        and len(parted[place]) >= 2
        and not any(part.figure for part in parted[place])
    ):
        place += 1
    end = place
    while place < len(lines) and (place == first or _next_to(lines[place - 1], lines[place])):
        if _is_row(parted[place]):
            end = place + 1
        elif parted[place] or place + 1 >= len(lines) or not _is_row(parted[place + 1]):
            break
        place += 1
    return end if end > first and _is_row(parted[end - 1]) else first


def _is_row(parts: list[Segment]) -> bool:
    return len(parts) >= 2 and any(part.figure for part in parts)


def _next_to(before: TextLine, line: TextLine) -> bool:
    return 0 < line.baseline - before.baseline < _STEP * max(line.size, before.size)


def _grid(lines: list[TextLine], parted: list[list[Segment]]) -> Grid | None:
    """The table of some rows; None where columns or the alignment of figures are not clear."""
    rows = [parts or segments(line) for line, parts in zip(lines, parted, strict=True)]
    columns = _columns([part for parts, whole in zip(rows, parted, strict=True) if whole for part in parts])
    placed: list[dict[int, Segment]] = []
    for parts in rows:
        row: dict[int, Segment] = {}
        for part in parts:
            where = [place for place, (x0, x1) in enumerate(columns) if part.x0 < x1 and part.x1 > x0]
            if len(where) != 1 or where[0] in row:
                return None
            row[where[0]] = part
        placed.append(row)
    figures = [
        place
        for place in range(len(columns))
        if _in_line([row[place] for row in placed if place in row and row[place].figure])
    ]
    if len(columns) < 2 or not figures or len(figures) < 2 and not _has_head(placed):
        return None
    if any(part.figure and place not in figures for row in placed for place, part in row.items() if place):
        return None
    cells = [
        GridCell(
            number,
            place,
            1,
            1,
            row[place].text if place in row else "",
            lines[number].page,
            [row[place].line] if place in row else [],
        )
        for number, row in enumerate(placed)
        for place in range(len(columns))
    ]
    return Grid(
        len(rows), tuple(x0 for x0, _ in columns), columns[-1][1], cells, lines[0].page, lines[0].top, lines[-1].bottom
    )


def _columns(parts: list[Segment]) -> list[tuple[float, float]]:
    """What the runs cover from left to right, parted by white that goes through all rows."""
    columns: list[tuple[float, float]] = []
    for part in sorted(parts, key=lambda part: part.x0):
        if columns and part.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], part.x1))
        else:
            columns.append((part.x0, part.x1))
    return columns


def _in_line(parts: list[Segment]) -> bool:
    """Whether the figures of a column end, begin or are centred at one place."""
    if not parts:
        return False
    spreads = ([part.x1 for part in parts], [part.x0 for part in parts], [(part.x0 + part.x1) / 2 for part in parts])
    return any(max(values) - min(values) <= _IN_LINE for values in spreads)


def _has_head(rows: list[dict[int, Segment]]) -> bool:
    return len(rows[0]) >= 2 and not any(part.figure for part in rows[0].values())
