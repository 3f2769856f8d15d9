"""A text's lines to the blocks of a document: each run of lines goes to the part that knows its shape."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import regex

from extractor import later
from extractor.decoding import decoded
from extractor.document import Block, Document, Note, Paragraph, Table
from extractor.limits import limits
from extractor.readers.plain_text.bare_tables import bare_blocks
from extractor.readers.plain_text.cell_lines import (
    cell_line_blocks,
    cell_line_end,
    continued,
    has_cell_lines,
    is_cell_line,
)
from extractor.readers.plain_text.markup import markup_table, without_tags
from extractor.readers.plain_text.paragraphs import Line, common_width, printed_lines
from extractor.readers.plain_text.pipe_tables import is_even, pipe_end, pipe_rows, pipe_table
from extractor.readers.plain_text.shapes import squeezed
from extractor.readers.plain_text.tab_tables import tab_blocks

_TABLE_START = later.compile(r"<table[\s>]", regex.I)
_TABLE_END = later.compile(r"</table\s*>", regex.I)


def document(data: bytes, name: str, format: str) -> Document:
    """The document of a text file."""
    text, notes = decoded(data)
    lines = printed_lines(text)
    most = limits().lines
    if len(lines) > most:
        notes = (*notes, Note("text.too_many_lines", (("limit", str(most)), ("lines", str(len(lines)))), lost=True))
        lines = lines[:most]
    blocks = numbered(blocks_of(lines))
    if not blocks:
        notes = (*notes, Note("text.nothing"))
    pages = max((line.page or 0 for line in lines), default=0) or None
    return Document(name, hashlib.sha256(data).hexdigest(), format, blocks, notes, pages)


def blocks_of(lines: list[Line]) -> list[Block]:
    """Paragraphs and tables in reading order, not yet numbered."""
    common = common_width(lines)
    one_a_line = has_cell_lines(lines)
    blocks: list[Block] = []
    prose: list[Line] = []
    position = 0
    while position < len(lines):
        end, found = _table_at(lines, position, one_a_line)
        if end == position:
            prose.append(replace(lines[position], text=without_tags(lines[position].text)))
            position += 1
            continue
        _flush(blocks, prose, common)
        blocks.extend(found)
        position = end
    _flush(blocks, prose, common)
    return _joined_over_pages(blocks)


def _flush(blocks: list[Block], prose: list[Line], common: int) -> None:
    kept = [line for line in prose if line.text.strip()]
    if kept:
        blocks.extend(bare_blocks(kept, common))
    prose.clear()


def _table_at(lines: list[Line], start: int, one_a_line: bool) -> tuple[int, list[Block]]:
    """The end of the table that begins at a line and what it holds; the line itself where none begins."""
    text = lines[start].text
    if _TABLE_START.search(text):
        end = _markup_end(lines, start)
        table = markup_table("\n".join(line.text for line in lines[start:end])) if end > start else None
        return (end, [replace(table, page=lines[start].page)]) if table is not None else (start, [])
    if one_a_line and is_cell_line(lines[start]):
        end = cell_line_end(lines, start)
        return (end, list(cell_line_blocks(lines[start:end]))) if end > start else (start, [])
    if "\t" in text.strip():
        end = _tab_end(lines, start, one_a_line)
        return end, list(tab_blocks(lines[start:end]))
    end = pipe_end(lines, start)
    if end > start and not is_even(lines[start:end]):
        return end, list(tab_blocks(pipe_rows(lines[start:end])))
    if end > start:
        table = pipe_table(lines[start:end])
        return (end, [table]) if table is not None else (start, [])
    return start, []


def _markup_end(lines: list[Line], start: int) -> int:
    """The line after the end tag; ``start`` where it is missing."""
    return next(
        (place + 1 for place in range(start, min(len(lines), start + 20_000)) if _TABLE_END.search(lines[place].text)),
        start,
    )


def _tab_end(lines: list[Line], start: int, one_a_line: bool) -> int:
    """The line after a run of lines with tabs; a few lines without one may stand among them, none after a gap."""
    end = position = start
    while position < len(lines) and position - end <= 12:
        line = lines[position]
        if "\t" in line.text and not (one_a_line and is_cell_line(line)):
            end = position + 1
        elif line.gap or "|" in line.text and "\t" not in line.text and pipe_end(lines, position) > position:
            break
        position += 1
    return end


def _joined_over_pages(blocks: list[Block]) -> list[Block]:
    """A table whose caption says it goes on is joined to the one before; its repeated head is dropped."""
    found: list[Block] = []
    for block in blocks:
        table = found[-2] if len(found) > 1 else None
        caption = found[-1] if found else None
        if not (isinstance(block, Table) and isinstance(table, Table) and isinstance(caption, Paragraph)):
            found.append(block)
            continue
        first = next((each for each in reversed(found[:-2]) if isinstance(each, Paragraph)), None)
        if first is not None and continued(caption.text, first.text) and _same_head(table, block):
            found[-2] = _appended(table, block)
            continue
        found.append(block)
    return found


def _head(table: Table) -> list[str]:
    return [cell.text for cell in table.cells if cell.row == 1]


def _same_head(above: Table, below: Table) -> bool:
    return above.width == below.width and _head(above) == _head(below)


def _appended(above: Table, below: Table) -> Table:
    """The rows below its head set under those above; labels printed again at the top of the page are one cell."""
    rows = max((cell.row_span for cell in below.cells if cell.row == 1), default=1)
    moved = [replace(cell, row=cell.row - rows + above.height) for cell in below.cells if cell.row > rows]
    kept = list(above.cells)
    for column in range(1, above.width):
        label = next((cell for cell in moved if cell.row == above.height + 1 and cell.column == column), None)
        last = next(
            (
                place
                for place, cell in enumerate(kept)
                if cell.column == column and cell.row + cell.row_span - 1 == above.height
            ),
            None,
        )
        if label is None or last is None or not label.text.strip() or squeezed(kept[last].text) != squeezed(label.text):
            break
        kept[last] = replace(kept[last], row_span=kept[last].row_span + label.row_span)
        moved.remove(label)
    return replace(above, height=above.height + below.height - rows, cells=(*kept, *moved))


def numbered(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with their paragraphs and tables counted from 1."""
    found: list[Block] = []
    texts = tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            found.append(replace(block, number=tables))
        elif block.text.strip():
            texts += 1
            found.append(replace(block, number=texts))
    return tuple(found)
