"""Tables printed one cell a line: each cell begins with a tab, an empty line begins the next row."""

from __future__ import annotations

from itertools import pairwise

from extractor import later
from extractor.document import Paragraph, Table
from extractor.readers.plain_text.cell_tables import CellRow, has_figures, rows_table
from extractor.readers.plain_text.markup import without_tags
from extractor.readers.plain_text.paragraphs import Line
from extractor.readers.plain_text.shapes import HEADING, ITEM, is_head, is_numeric, squeezed

LONGEST_CELL = 60
"""Lines without a tab that one cell may hold; more are prose that follows a line with a tab."""

_CAPTION_MORE = later.compile(r"[（(]续表?[)）]|续表")


def is_cell_line(line: Line) -> bool:
    """Whether the line is one cell of such a table: a tab at its start and none behind it."""
    return line.text.lstrip(" \u3000")[:1] == "\t" and "\t" not in line.text.lstrip(" \u3000\t")


def has_cell_lines(lines: list[Line]) -> bool:
    """Whether the document has tables of this shape: several rows of two cells or more."""
    runs = pairs = 0
    for above, below in pairwise(lines):
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
    headings = any(
        HEADING.match(lines[place].text) and "、" in lines[place].text[:4] for place in plain if place > tabs[0]
    )
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
            blocks.append(rows_table(section, lines[0].page))
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
    return len(row) > len(above) and not row[0].strip() and all(not has_figures(each) for each in table)


def continued(caption: str, above: str) -> bool:
    """Whether a caption says that its table goes on from the one above."""
    return bool(_CAPTION_MORE.search(caption)) and squeezed(_CAPTION_MORE.sub("", caption)) == squeezed(above)
