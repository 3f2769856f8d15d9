"""Tables printed one cell a line: each cell begins with a tab, an empty line begins the next row."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.document import Paragraph, Table
from extractor.readers.plain_text.markup import without_tags
from extractor.readers.plain_text.paragraphs import Line
from extractor.readers.plain_text.shapes import HEADING, ITEM, is_head, is_numeric, kind, squeezed
from extractor.slots import Slot, Spanned, from_grid, merge_down

CellRow = list[str]
LONGEST_CELL = 60
"""Lines without a tab that one cell may hold; more are prose that follows a line with a tab."""

LONGEST_MERGE = 200
"""Rows that one standard may cover."""

_CAPTION_MORE = regex.compile(r"[（(]续表?[)）]|续表")


def is_cell_line(line: Line) -> bool:
    """Whether the line is one cell of such a table: a tab at its start and none behind it."""
    return line.text.lstrip(" \u3000")[:1] == "\t" and "\t" not in line.text.lstrip(" \u3000\t")


def has_cell_lines(lines: list[Line]) -> bool:
    """Whether the document has tables of this shape: several rows of two cells or more."""
    runs = pairs = 0
    for above, below in zip(lines, lines[1:], strict=False):
        if is_cell_line(above) and is_cell_line(below):
            runs += below.gap == 0
            pairs += below.gap > 0
    return runs >= 3 and pairs >= 1 or runs >= 6


def cell_line_end(lines: list[Line], start: int) -> int:
    """The line after the table that begins at ``start``, where the rows end and prose begins."""
    end = position = start
    while position < len(lines):
        stop = _row_end(lines, position)
        tabs = [place for place in range(position, stop) if is_cell_line(lines[place])]
        if not tabs or _is_prose(lines, position, tabs, stop):
            if tabs or not _goes_on(lines, position, stop):
                break
        elif tabs[0] > position and position > start and not _fills_row(lines, position, tabs):
            break
        end = position = stop
    return end


def _row_end(lines: list[Line], start: int) -> int:
    """The line after the row: the next one with an empty line above it."""
    return next((place for place in range(start + 1, len(lines)) if lines[place].gap), len(lines))


def _is_prose(lines: list[Line], start: int, tabs: list[int], stop: int) -> bool:
    """Whether one line with a tab only opens pages of prose."""
    plain = [place for place in range(start, stop) if place not in set(tabs)]
    headings = any(HEADING.match(lines[place].text) and "、" in lines[place].text[:4] for place in plain if place > tabs[0])
    return len(plain) > LONGEST_CELL * len(tabs) or len(tabs) <= 2 and headings


def _goes_on(lines: list[Line], start: int, stop: int) -> bool:
    """Whether lines without a tab belong to the last cell: a table row follows and they read as its end."""
    if stop >= len(lines) or stop - start > 6 or not is_cell_line(lines[stop]):
        return False
    return all(line.text.startswith((" ", "\u3000")) for line in lines[start:stop])


def _fills_row(lines: list[Line], start: int, tabs: list[int]) -> bool:
    """Whether the lines before the first tab are the rest of the cell that the row above left open."""
    above = start - 1
    if not is_cell_line(lines[above]) or lines[above].text.strip():
        return False
    first = above
    while first > 0 and not lines[first].gap and is_cell_line(lines[first - 1]):
        first -= 1
    widths = _counts(lines, max(0, first - 200), first) | {0}
    return above - first + 1 + len(tabs) <= max(max(widths), 5)


def _counts(lines: list[Line], start: int, stop: int) -> set[int]:
    found, count = set(), 0
    for line in lines[start:stop]:
        if line.gap:
            found.add(count)
            count = 0
        count += is_cell_line(line)
    return found | {count}


def cell_line_blocks(lines: list[Line]) -> list[Paragraph | Table]:
    """The tables of a run of such lines, rows of one cell as paragraphs, the same table on the next page joined."""
    blocks: list[Paragraph | Table] = []
    for section in _sections(_rows(lines)):
        if isinstance(section, str):
            blocks.append(Paragraph(0, section, page=lines[0].page))
        else:
            blocks.append(_table(section, lines[0].page))
    return blocks


def _rows(lines: list[Line]) -> list[CellRow]:
    """Rows of cells; the lines of one cell are kept apart by line breaks, words torn in a narrow cell are mended."""
    rows: list[list[list[str]]] = []
    for line in lines:
        cell = is_cell_line(line)
        if cell and (line.gap or not rows):
            rows.append([])
        if not rows:
            rows.append([[]])
        if cell or not rows[-1]:
            rows[-1].append([])
        text = without_tags(line.text).strip()
        if text:
            rows[-1][-1].append(text)
    return _whole_rows([[_cell_text(parts) for parts in row] for row in rows])


def _whole_rows(rows: list[CellRow]) -> list[CellRow]:
    """Rows that empty lines inside a cell tore in two are one again: together as many cells as the row above."""
    found: list[CellRow] = []
    for row in rows:
        torn = len(found) > 1 and not found[-1][0].strip() and len(found[-1]) < len(found[-2])
        if torn and len(found[-1]) + len(row) == len(found[-2]) and row[0].strip() and not is_head(row):
            found[-1].extend(row)
        else:
            found.append(row)
    return found


def _cell_text(parts: list[str]) -> str:
    """A narrow cell's lines are pieces of one name; all others are paragraphs of the cell."""
    narrow = len(parts) > 1 and all(len(part) <= 9 and not part.endswith(("。", "；", ";", "：")) for part in parts)
    if narrow and not any(ITEM.match(part) or is_numeric(part) for part in parts):
        return "".join(parts)
    return "\n".join(parts)


def _sections(rows: list[CellRow]) -> list[list[CellRow] | str]:
    """Runs of rows that make one table; a row of one cell is a title between tables."""
    sections: list[list[CellRow] | str] = []
    for place, row in enumerate(rows):
        if len(row) == 1:
            if row[0].strip():
                sections.append(row[0])
            continue
        last = sections[-1] if sections else None
        if isinstance(last, list) and _belongs(last, row, rows[place + 1] if place + 1 < len(rows) else None):
            last.append(row)
        else:
            sections.append([row])
    return sections


def _belongs(table: list[CellRow], row: CellRow, following: CellRow | None) -> bool:
    """Whether a row goes on with the table: the same number of cells, or a deeper row of its head."""
    above = table[-1]
    if len(row) == len(above):
        another = is_head(row) and row[0].strip() != "" and any(is_numeric(cell) for cell in above)
        return not (another and following is not None and len(following) != len(row))
    return len(row) > len(above) and not row[0].strip() and all(not _has_figures(each) for each in table)


def _has_figures(row: CellRow) -> bool:
    return any(is_numeric(cell) for cell in row)


def _table(rows: list[CellRow], page: int | None) -> Table:
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
    return from_grid(grid, page)


def _more_heads(rows: list[CellRow], heads: int) -> int:
    """The last row of a head of several rows: it names columns and its first cell is covered from above."""
    while 0 < heads < len(rows) - 1 and not rows[heads][0].strip() and is_head(rows[heads]) and not _has_figures(rows[heads]):
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
    for number, name in enumerate(above):
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
            if above is not None and cell is not None and cell.text.strip() and cell.columns == slot.columns and cell.rows == row - above:
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


def continued(caption: str, above: str) -> bool:
    """Whether a caption says that its table goes on from the one above."""
    return bool(_CAPTION_MORE.search(caption)) and squeezed(_CAPTION_MORE.sub("", caption)) == squeezed(above)
