"""Rows of cells to a table with its head: which columns a name covers is told by the row below it."""

from __future__ import annotations

from dataclasses import replace

from extractor.document import Table
from extractor.readers.plain_text.shapes import is_head, is_numeric, kind, squeezed
from extractor.slots import Slot, Spanned, from_grid, merge_down

CellRow = list[str]
LONGEST_MERGE = 200
"""Rows that one standard may cover."""


def rows_table(rows: list[CellRow], page: int | None) -> Table:
    width = max(len(row) for row in rows)
    heads = 0
    while heads < len(rows) - 1 and (len(rows[heads]) < width or heads == 0 and is_head(rows[0])):
        heads += 1
    heads = _more_heads(rows, heads)
    below = rows[heads] if heads < len(rows) else []
    placed = _head_columns(rows[:heads], width, below) if heads else []
    grid: list[list[Slot]] = [_head_row(row, columns, width) for row, columns in zip(rows[:heads], placed, strict=True)]
    grid.extend([*(Spanned(cell) for cell in row), *([None] * (width - len(row)))] for row in rows[heads:])
    _span_heads(grid, heads)
    labels = _label_columns(rows[heads:], width)
    merge_down(grid, heads, labels)
    _merge_standards(grid, heads, labels)
    return from_grid(grid, page, rebuilt=True)


def _more_heads(rows: list[CellRow], heads: int) -> int:
    """The last row of a head of several rows: it names columns and its first cell is covered from above."""
    while (
        0 < heads < len(rows) - 1
        and not rows[heads][0].strip()
        and is_head(rows[heads])
        and not has_figures(rows[heads])
    ):
        heads += 1
    return heads


def _head_columns(heads: list[CellRow], width: int, body: CellRow) -> list[list[int]]:
    """The first column of each cell of every head row, told from the deepest row upwards.

    An empty cell is covered from above, so one cell above pairs with it; the other cells above share
    out the filled cells between them, the one whose name they repeat taking its own.
    """
    deepest = heads[-1]
    if len(deepest) == width:
        columns = [list(range(width))]
    elif len(body) == width and not body[0].strip():
        columns = [_pairing(deepest, body)]
    else:
        columns = [_spread(len(deepest), width)]
    for above, below in zip(reversed(heads[:-1]), reversed(heads[1:]), strict=True):
        first = columns[0]
        starts = _pairing(above, below)
        columns.insert(0, [first[place] for place in starts])
    return columns


def _spread(count: int, width: int) -> list[int]:
    """Fewer cells than columns and nothing below to tell: the second cell from the left spans what is missing."""
    return [0, 1, *range(2 + width - count, width)][:count]


def _pairing(above: CellRow, below: CellRow) -> list[int]:
    """For each cell above, the cell below at which it begins."""
    if len(above) >= len(below):
        return [min(place, len(below) - 1) for place in range(len(above))]
    starts: list[int] = []
    place = 0
    for number in range(len(above)):
        starts.append(place)
        left_above = len(above) - number - 1
        if place >= len(below) or not below[place].strip():
            place = min(place + 1, len(below) - 1)
            continue
        stop = next((each for each in range(place, len(below)) if not below[each].strip()), len(below))
        covered_later = sum(1 for each in range(stop, len(below)) if not below[each].strip())
        rest = max(0, left_above - covered_later)
        place = min(_share(above, number, below, place, stop, rest), len(below) - 1)
    return starts


def _share(above: CellRow, number: int, below: CellRow, start: int, stop: int, rest: int) -> int:
    """Where the run of cells under one name ends, when ``rest`` more names share the run up to ``stop``."""
    limit = stop - rest
    if not rest or number + 1 >= len(above):
        return limit
    following = squeezed(above[number + 1])
    for place in range(start + 1, limit + 1):
        if place < stop and following and following in squeezed(below[place]):
            return place
    return limit


def _head_row(row: CellRow, columns: list[int], width: int) -> list[Slot]:
    slots: list[Slot] = [None] * width
    for cell, column in zip(row, columns, strict=True):
        slots[column] = Spanned(cell)
    return slots


def _span_heads(grid: list[list[Slot]], heads: int) -> None:
    """Cells of a head reach to their next neighbour, and down over the empty cells below them."""
    for row in range(heads):
        width = len(grid[row])
        starts = [column for column in range(width) if grid[row][column] is not None]
        for column, following in zip(starts, [*starts[1:], width], strict=True):
            slot = grid[row][column]
            assert slot is not None
            grid[row][column] = replace(slot, columns=following - column)
    for row in range(1, heads):
        for column, slot in enumerate(grid[row]):
            if slot is None or slot.text.strip():
                continue
            above = next((each for each in range(row - 1, -1, -1) if grid[each][column] is not None), None)
            cell = grid[above][column] if above is not None else None
            if (
                above is not None
                and cell is not None
                and cell.text.strip()
                and cell.columns == slot.columns
                and cell.rows == row - above
            ):
                grid[above][column] = replace(cell, rows=cell.rows + 1)
                grid[row][column] = None


def _label_columns(body: list[CellRow], width: int) -> int:
    """How many leading columns hold names and no figures, nor long texts."""
    for column in range(width):
        kinds = [kind(row[column]) for row in body if column < len(row) and row[column].strip()]
        wordy = sum(1 for each in kinds if each == "text" or each == "long" and column < 2)
        if wordy * 10 < len(kinds) * 8 or not kinds and column:
            return column
    return width


def _merge_standards(grid: list[list[Slot]], heads: int, labels: int) -> None:
    """A standard printed once for several rows covers them all, and so does a weight that they share.

    A row whose text column is empty though it has a score is part of the text above; its empty weight
    is then part of the weight above.
    """
    for row in range(max(heads, 1), len(grid)):
        slots = grid[row]
        if not any(slot is not None and is_numeric(slot.text) for slot in slots):
            continue
        if slots[0] is not None and labels > 1:
            continue
        for column in range(labels, len(slots) - 1):
            slot = slots[column]
            top = _top(grid, row, column)
            if slot is None or slot.text.strip() or top is None:
                break
            cell = grid[top][column]
            if cell is None or not (kind(cell.text) == "long" or column > labels and is_numeric(cell.text)):
                break
            grid[top][column] = replace(cell, rows=cell.rows + 1)
            slots[column] = None


def _top(grid: list[list[Slot]], row: int, column: int) -> int | None:
    """The row of the cell just above that covers down to this row."""
    for above in range(row - 1, max(-1, row - 1 - LONGEST_MERGE), -1):
        slot = grid[above][column]
        if slot is not None:
            return above if slot.text.strip() and slot.rows == row - above and slot.columns == 1 else None
    return None


def has_figures(row: CellRow) -> bool:
    """Whether a cell of the row holds one figure and no words."""
    return any(is_numeric(cell) for cell in row)
