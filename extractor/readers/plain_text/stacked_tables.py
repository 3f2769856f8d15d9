"""Tables copied out one cell a line: the names of the columns, then row after row a name and its figures."""

from __future__ import annotations

from extractor.document import Paragraph, Table
from extractor.readers.plain_text.cell_tables import CellRow, rows_table
from extractor.readers.plain_text.paragraphs import Line
from extractor.readers.plain_text.shapes import is_head, is_numeric, kind, squeezed

WIDEST = 10
"""Columns of such a table."""
FEWEST = 3
"""Rows below which loose lines are prose."""


def stacked_at(lines: list[Line], start: int) -> tuple[int, list[Paragraph | Table]]:
    """The line after the table that begins at ``start``, and the table; ``start`` and nothing where none begins."""
    for width in range(2, WIDEST + 1):
        first = start + width
        if first + width > len(lines) or not _is_name(lines[first - 1]):
            break
        if not is_numeric(lines[first + 1].text):
            continue
        rows = _rows(lines, first, width)
        head = [squeezed(line.text) for line in lines[start:first]]
        if len(rows) >= FEWEST and is_head(head) and len(set(head)) == width:
            table = rows_table([[line.text.strip() for line in lines[start:first]], *rows], lines[start].page)
            return first + width * len(rows), [table]
    return start, []


def _rows(lines: list[Line], first: int, width: int) -> list[CellRow]:
    """Rows of a name and as many figures as the head has columns beside the first, as long as they come."""
    rows: list[CellRow] = []
    while first + width <= len(lines):
        cells = [line.text.strip() for line in lines[first : first + width]]
        if not _is_name(lines[first]) or not all(is_numeric(cell) or kind(cell) == "mark" for cell in cells[1:]):
            break
        rows.append(cells)
        first += width
    return rows


def _is_name(line: Line) -> bool:
    """Whether a line is a name: short words, no figure and no sentence."""
    return kind(line.text) == "text" and not any(mark in line.text for mark in "。；;!！?？\t")
