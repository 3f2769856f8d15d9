"""Tables with ruling lines: where their cells are, and what each merged cell covers.

The steps and tolerances are those of pdfplumber's table finder (snap, join, intersect, smallest cells), so that
both find the same cells; every step here goes by index where pdfplumber compares each with each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.readers.pdf.characters import Edge

SNAP = 3.0
"""Points within which parallel lines count as one, and ends of lines as touching."""
_SHORTEST = 1.0
_SHORTEST_JOINED = 3.0

Bounds = tuple[float, float, float, float]
Segment = tuple[float, float]
Rules = dict[float, list[Segment]]
"""Position of a line across its direction → its pieces along it."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a ruled table; rows and columns count from 0, ``box`` is left, top, right, bottom."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Bounds


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A ruled table: the left edges of its columns, the tops of its rows, its cells and its bounds."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    box: Bounds


def find_tables(edges: list[Edge], close_sides: bool = True) -> list[RuledTable]:
    """The ruled tables of a page, top to bottom; ``close_sides`` adds the outer lines that open tables lack."""
    upright = _merge([(e.x0, e.top, e.bottom) for e in edges if e.upright and e.bottom - e.top >= _SHORTEST])
    level = _merge([(e.top, e.x0, e.x1) for e in edges if not e.upright and e.x1 - e.x0 >= _SHORTEST])
    if close_sides:
        _close_sides(upright, level)
    if len(upright) < 2 or len(level) < 2:
        return []
    return [_table(cells) for cells in _groups(_cells(upright, level)) if len(cells) > 1]


def _merge(lines: list[tuple[float, float, float]]) -> Rules:
    """Lines snapped to the mean of their neighbours, and joined where they touch."""
    lines.sort()
    rules: Rules = {}
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and lines[index][0] <= lines[index - 1][0] + SNAP:
            continue
        cluster = lines[first:index]
        first = index
        place = sum(line[0] for line in cluster) / len(cluster)
        pieces = _join(sorted((start, end) for _, start, end in cluster))
        pieces = [(start, end) for start, end in pieces if end - start >= _SHORTEST_JOINED]
        if pieces:
            rules[place] = pieces
    return rules


def _join(pieces: Iterable[Segment]) -> list[Segment]:
    joined: list[Segment] = []
    for start, end in pieces:
        if joined and start <= joined[-1][1] + SNAP:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _close_sides(upright: Rules, level: Rules) -> None:
    """Add the left and right border where three or more level lines end together beyond the outermost upright line."""
    for side in (0, 1):
        ends: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for y, pieces in level.items():
            for piece in pieces:
                ends[round(piece[side] / SNAP)].append((piece[side], y))
        for found in ends.values():
            x = sum(end for end, _ in found) / len(found)
            top, bottom = min(y for _, y in found), max(y for _, y in found)
            inside = [place for place, parts in upright.items() if _crosses(parts, top, bottom)]
            if len(found) >= 3 and inside and not any(abs(place - x) <= 2 * SNAP for place in inside):
                outermost = x < min(inside) if side == 0 else x > max(inside)
                if outermost:
                    upright[x] = [(top, bottom)]


def _crosses(parts: list[Segment], top: float, bottom: float) -> bool:
    return any(start <= top + SNAP and end >= bottom - SNAP for start, end in parts)


def _cells(upright: Rules, level: Rules) -> list[Bounds]:
    """The smallest rectangle below and right of every crossing whose four sides are ruled."""
    crossings: dict[tuple[float, float], tuple[frozenset[int], frozenset[int]]] = {}
    below: dict[float, list[float]] = defaultdict(list)
    right: dict[float, list[float]] = defaultdict(list)
    ys, xs = sorted(level), sorted(upright)
    for x in xs:
        parts = upright[x]
        for y in ys[bisect_left(ys, parts[0][0] - SNAP) :]:
            down = frozenset(i for i, (start, end) in enumerate(parts) if start <= y + SNAP and end >= y - SNAP)
            if not down:
                continue
            across = frozenset(i for i, (start, end) in enumerate(level[y]) if start - SNAP <= x <= end + SNAP)
            if across:
                crossings[x, y] = down, across
                below[x].append(y)
                right[y].append(x)
    found = []
    for x, y in crossings:
        cell = _smallest(x, y, crossings, below[x], right[y])
        if cell:
            found.append(cell)
    return found


def _smallest(
    x: float,
    y: float,
    crossings: dict[tuple[float, float], tuple[frozenset[int], frozenset[int]]],
    below: list[float],
    right: list[float],
) -> Bounds | None:
    down, across = crossings[x, y]
    neighbours = [x1 for x1 in right[bisect_left(right, x) + 1 :] if across & crossings[x1, y][1]]
    if not neighbours:
        return None
    for y1 in below[bisect_left(below, y) + 1 :]:
        lower = crossings[x, y1]
        if not down & lower[0]:
            continue
        for x1 in neighbours:
            corner = crossings.get((x1, y1))
            if corner and corner[0] & crossings[x1, y][0] and corner[1] & lower[1]:
                return x, y, x1, y1
    return None


def _groups(cells: list[Bounds]) -> list[list[Bounds]]:
    """Cells that share a corner belong to one table; tables from top to bottom, then left to right."""
    parent = list(range(len(cells)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    corners: dict[tuple[float, float], int] = {}
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            parent[root(index)] = root(corners.setdefault(corner, index))
    groups: dict[int, list[Bounds]] = defaultdict(list)
    for index, cell in enumerate(cells):
        groups[root(index)].append(cell)
    return sorted(groups.values(), key=lambda group: min((cell[1], cell[0]) for cell in group))


def _table(boxes: list[Bounds]) -> RuledTable:
    xs = sorted({box[0] for box in boxes})
    ys = sorted({box[1] for box in boxes})
    columns = {x: index for index, x in enumerate(xs)}
    rows = {y: index for index, y in enumerate(ys)}
    cells = tuple(
        RuledCell(
            rows[top],
            columns[x0],
            bisect_left(ys, bottom) - rows[top],
            bisect_left(xs, x1) - columns[x0],
            (x0, top, x1, bottom),
        )
        for x0, top, x1, bottom in sorted(boxes, key=lambda box: (box[1], box[0]))
    )
    bounds = (xs[0], ys[0], max(box[2] for box in boxes), max(box[3] for box in boxes))
    return RuledTable(tuple(xs), tuple(ys), cells, bounds)
