"""Rows of a binary Word table, which know only the edges of their own cells: set on one grid with merges."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass

from extractor.document import Cell, Table

_SAME_EDGE = 30
"""Twentieths of a point within which two rows mean the same edge (half a millimetre)."""
_TC = 20
_SLOTS = 4_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """What the cells of one row print, their edges, and the merge bits of each cell."""

    texts: tuple[str, ...]
    edges: tuple[int, ...] = ()
    merges: tuple[int, ...] = ()

    @property
    def sound(self) -> bool:
        return len(self.edges) == len(self.texts) + 1


@dataclass(slots=True)
class _Open:
    """A cell that may still grow."""

    row: int
    column: int
    text: str
    row_span: int
    column_span: int


def row(texts: list[str], definition: bytes) -> Row:
    """A row with its definition (operand of sprmTDefTable): count, edges, then 20 bytes for each cell."""
    count = definition[0] if definition else 0
    if count != len(texts) or len(definition) < 1 + 2 * (count + 1):
        return Row(tuple(texts))
    edges = struct.unpack_from(f"<{count + 1}h", definition, 1)
    begin = 1 + 2 * (count + 1)
    merges = tuple(
        int.from_bytes(definition[begin + _TC * index : begin + _TC * index + 2], "little") for index in range(count)
    )
    return Row(tuple(texts), edges, merges)


def table(number: int, rows: list[Row]) -> Table | None:
    """The table on one grid; without sound edges cells simply count from the left. None where nothing is printed."""
    if not any(text.strip() for row in rows for text in row.texts):
        return None
    grid = _grid(rows) if all(row.sound for row in rows) else []
    cells: list[_Open] = []
    above: dict[int, _Open] = {}
    for index, one in enumerate(rows, 1):
        above = _place(one, index, grid, above, cells)
    width = max(cell.column + cell.column_span - 1 for cell in cells)
    if width * len(rows) > _SLOTS:
        return None
    made = tuple(Cell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in cells)
    return Table(number, len(rows), width, made)


def _place(one: Row, index: int, grid: list[int], above: dict[int, _Open], cells: list[_Open]) -> dict[int, _Open]:
    standing: dict[int, _Open] = {}
    left: _Open | None = None
    for order, text in enumerate(one.texts):
        column, span = _columns(one, order, grid)
        bits = one.merges[order] if order < len(one.merges) else 0
        upper = above.get(column)
        if bits & 3 == 2 and left is not None:
            left.column_span += span
        elif bits & 0x60 == 0x20 and upper is not None:
            upper.row_span = index - upper.row + 1
            standing[column] = left = upper
        else:
            left = _Open(index, column, text, 1, span)
            standing[column] = left
            cells.append(left)
    return standing


def _columns(one: Row, order: int, grid: list[int]) -> tuple[int, int]:
    """First column and span of a cell."""
    if not grid:
        return order + 1, 1
    first, last = _edge(grid, one.edges[order]), _edge(grid, one.edges[order + 1])
    return first + 1, max(1, last - first)


def _grid(rows: list[Row]) -> list[int]:
    grid: list[int] = []
    for edge in sorted({edge for one in rows for edge in one.edges}):
        if not grid or edge - grid[-1] > _SAME_EDGE:
            grid.append(edge)
    return grid


def _edge(grid: list[int], edge: int) -> int:
    return bisect_right(grid, edge) - 1
