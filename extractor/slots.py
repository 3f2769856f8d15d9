"""Cells with their spans set into the slots of a table, as every source of tables needs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.document import Cell, Table

WIDEST = 256
"""Columns of one table; what stands further right is joined into the last."""


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell before it has its slot: its text and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1
    doubt: str | None = None


Slot = Spanned | None
"""None where a cell fell out of the row."""


def table(rows: Iterable[Sequence[Spanned]], page: int | None = None) -> Table:
    """A table from rows of cells as markup gives them: slots covered from above are not told again."""
    cells: list[Cell] = []
    covered: dict[int, int] = {}
    width = height = 0
    for row, entries in enumerate(rows, start=1):
        column, below = 1, {slot: left - 1 for slot, left in covered.items() if left > 1}
        for entry in entries:
            while column in covered:
                column += 1
            if column > WIDEST:
                break
            columns = max(1, min(entry.columns, WIDEST + 1 - column))
            cells.append(Cell(row, column, entry.text, max(1, entry.rows), columns, page, doubt=entry.doubt))
            if entry.rows > 1:
                below |= dict.fromkeys(range(column, column + columns), entry.rows - 1)
            column += columns
        width, height = max(width, column - 1), row
        covered = below
    return Table(0, height, width, tuple(_inside(cells, height)), page=page)


def from_grid(grid: Sequence[Sequence[Slot]], page: int | None = None, rebuilt: bool = False) -> Table:
    """A table from a grid of slots; a cell that spans is told once, at its top left, its other slots None.

    ``rebuilt``: the grid was put together from lines that print no borders of cells.
    """
    cells = [
        Cell(row, column, slot.text, slot.rows, slot.columns, page, doubt=slot.doubt)
        for row, line in enumerate(grid, start=1)
        for column, slot in enumerate(line[:WIDEST], start=1)
        if slot is not None
    ]
    width = min(WIDEST, max((len(line) for line in grid), default=0))
    return Table(0, len(grid), width, tuple(_inside(cells, len(grid))), page=page, rebuilt=rebuilt)


def _inside(cells: list[Cell], height: int) -> Iterable[Cell]:
    """The cells with no span that reaches below the last row."""
    for cell in cells:
        excess = cell.row + cell.row_span - 1 - height
        yield replace(cell, row_span=cell.row_span - excess) if excess > 0 else cell


def merge_heads(grid: list[list[Slot]], heads: int) -> None:
    """Empty slots of a head of two rows or more become spans of the cell at their left or above, in place.

    At the left where a row below has a name there, above where the row above has one.
    """
    for row in range(heads - 1):
        for column, slot in enumerate(grid[row]):
            if _is_blank(slot) and column and any(_named(grid, below, column) for below in range(row + 1, heads)):
                _widen(grid, row, column)
    for row in range(1, heads):
        for column, slot in enumerate(grid[row]):
            above = _owner_above(grid, row, column) if _is_blank(slot) else None
            if above is not None and (cell := grid[above][column]) is not None and cell.columns == 1:
                grid[above][column] = replace(cell, rows=row - above + 1)
                grid[row][column] = None


def merge_down(grid: list[list[Slot]], first: int, columns: int) -> None:
    """In the leading label columns an empty cell under a filled one is part of it (a merged cell), in place.

    Only where every slot at its left is part of a cell from above too.
    """
    owner: dict[int, int] = {}
    for row in range(first, len(grid)):
        carried = True
        for column in range(min(columns, len(grid[row]))):
            slot = grid[row][column]
            if not _is_blank(slot):
                owner = {left: top for left, top in owner.items() if left < column}
                owner[column], carried = row, False
            elif carried and slot is not None and column in owner:
                top = owner[column]
                cell = grid[top][column]
                if cell is not None and cell.rows == row - top:
                    grid[top][column] = replace(cell, rows=row - top + 1)
                    grid[row][column] = None


def _is_blank(slot: Slot) -> bool:
    return slot is not None and not slot.text.strip() or slot is None


def _named(grid: list[list[Slot]], row: int, column: int) -> bool:
    return row < len(grid) and column < len(grid[row]) and not _is_blank(grid[row][column])


def _widen(grid: list[list[Slot]], row: int, column: int) -> None:
    """The nearest cell at the left covers this slot too, where it reaches up to it and names the row below."""
    left = next((place for place in range(column - 1, -1, -1) if grid[row][place] is not None), None)
    if left is None:
        return
    cell = grid[row][left]
    if cell is not None and cell.text.strip() and left + cell.columns == column and _named(grid, row + 1, left):
        grid[row][left] = replace(cell, columns=cell.columns + 1)
        grid[row][column] = None


def _owner_above(grid: list[list[Slot]], row: int, column: int) -> int | None:
    """The row of the filled cell just above, through slots it already covers."""
    for above in range(row - 1, -1, -1):
        slot = grid[above][column] if column < len(grid[above]) else None
        if slot is not None:
            return above if slot.text.strip() and slot.rows == row - above else None
        if above == 0:
            return None
    return None
