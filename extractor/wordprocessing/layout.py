"""Walks a Word document from top to bottom and sets its paragraphs and tables in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.document import Block, Cell, Note, Paragraph, Table
from extractor.wordprocessing.inline import Inline
from extractor.wordprocessing.names import MC, Element, W, switch
from extractor.wordprocessing.numbering import Numbering
from extractor.wordprocessing.runs import Home, Run, Text, new_text
from extractor.wordprocessing.styles import Styles
from extractor.wordprocessing.tables import Draft, cells_of, continued_head, draft, frame, join, rows_of

_LITTLE = 50
"""Characters; a document with fewer, and pictures, is most likely a scan."""
_COUNTED = (
    ("hidden", "word.hidden_text", False),
    ("covered", "word.covered_text", False),
    ("embedded", "word.embedded", True),
    ("chart", "word.charts", False),
    ("imported", "word.imported_part", True),
    ("symbol", "word.unknown_symbols", False),
)
"""What was met while reading, the note that says so, and whether a part of the report was lost by it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks in reading order, what is to be said of the reading, and the runs behind every paragraph and cell."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    runs: dict[Home, tuple[Run, ...]]


def lay_out(
    document: Element,
    numbering: Element | None = None,
    styles: Element | None = None,
    footnotes: tuple[Element, ...] = (),
) -> Layout:
    """Sets the root elements of word/document.xml and its companion parts. Linear in their size.

    The elements may be python-docx's own (``docx.Document(…).element``), so that marks can be put at the runs.
    """
    walk = _Walk(numbering, styles)
    body = document.find(W + "body")
    walk.blocks_of(document if body is None else body)
    for part in footnotes:
        for note in part:
            if note.get(W + "type") in (None, "normal"):
                walk.blocks_of(note)
    walk.finish()
    return Layout(tuple(walk.blocks), walk.notes(), walk.runs)


class _Walk:
    """One pass over the document; numbers paragraphs and tables as they come."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.blocks: list[Block] = []
        self.runs: dict[Home, tuple[Run, ...]] = {}
        self._met: Counter[str] = Counter()
        self._styles = Styles(styles)
        self._numbering = Numbering(numbering, self._styles)
        self._inline = Inline(self._styles, met=self._met)
        self._paragraphs = 0
        self._tables = 0
        self._open: Draft | None = None
        self._joined: tuple[Text, Element] | None = None
        """A paragraph whose end was deleted in a tracked change: the next one goes on with it."""

    def blocks_of(self, parent: Element) -> None:
        """Reads paragraphs, tables and wrappers below an element."""
        for child in parent:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child)
            elif tag == W + "tbl":
                self._table(child)
            elif tag == W + "altChunk":
                self._met["imported"] += 1
            elif tag == MC + "AlternateContent":
                choice = child.find(MC + "Choice")
                self.blocks_of(child if choice is None else choice)
            elif tag in _BLOCK_WRAPPERS:
                self.blocks_of(child)

    def finish(self) -> None:
        """Writes what is still open."""
        if self._joined is not None:
            self._write_paragraph(*self._joined)
        self._close_table()

    def _paragraph(self, element: Element) -> None:
        text = new_text()
        held, self._joined = self._joined, None
        self._inline.paragraph(element, text)
        if _end_marked(element, "del"):
            if held is not None:
                held[0].append(text)
            self._joined = held or (text, element)
            return
        if held is not None:
            held[0].append(text)
            text = held[0]
        self._write_paragraph(text, element)
        self._boxes()

    def _write_paragraph(self, text: Text, element: Element) -> None:
        properties = element.find(W + "pPr")
        blank = not text.string.strip()
        prefix = "" if blank and _end_marked(element, "vanish") else self._numbering.prefix(properties)
        if blank:
            return
        self._close_table()
        numbered = new_text()
        numbered.add(prefix if not text.string[0].isspace() else prefix.rstrip())
        numbered.append(text)
        self._paragraphs += 1
        self.blocks.append(Paragraph(self._paragraphs, numbered.string, self._styles.level(properties)))
        self.runs[(self._paragraphs, None, None, None)] = tuple(numbered.runs)

    def _boxes(self) -> None:
        """Text boxes come as paragraphs after the paragraph or table that they are anchored in."""
        boxes, self._inline.boxes = self._inline.boxes, []
        for box in boxes:
            self.blocks_of(box)

    def _table(self, element: Element) -> None:
        if self._joined is not None:
            held, self._joined = self._joined, None
            self._write_paragraph(*held)
        only = frame(element)
        if only is not None:
            self.blocks_of(only)
            return
        inner: list[Element] = []
        made = draft(element, self._cell_texts(element, inner))
        self._met["covered"] += made.covered
        repeated = None if self._open is None else continued_head(self._open, made)
        if repeated is None or self._open is None:
            self._close_table()
            self._open = made
        else:
            join(self._open, made, repeated)
        if inner or self._inline.boxes:
            self._close_table()
        for table in inner:
            self._table(table)
        self._boxes()

    def _cell_texts(self, table: Element, inner: list[Element]) -> Iterator[tuple[Element, Text]]:
        for row in rows_of(table):
            for cell in cells_of(row):
                text = new_text()
                self._cell(cell, text, inner)
                yield cell, text

    def _cell(self, parent: Element, text: Text, inner: list[Element]) -> None:
        """Adds the paragraphs of a cell, one a line; tables within it are kept for later."""
        for child in parent:
            tag = child.tag
            if tag == W + "p":
                self._cell_paragraph(child, text)
            elif tag == W + "tbl":
                inner.append(child)
            elif tag == W + "altChunk":
                self._met["imported"] += 1
            elif tag == MC + "AlternateContent":
                choice = child.find(MC + "Choice")
                self._cell(child if choice is None else choice, text, inner)
            elif tag in _BLOCK_WRAPPERS:
                self._cell(child, text, inner)

    def _cell_paragraph(self, element: Element, text: Text) -> None:
        line = new_text()
        self._inline.paragraph(element, line)
        prefix = self._numbering.prefix(element.find(W + "pPr"))
        blank = not line.string.strip()
        if blank and not prefix.strip("• "):
            return
        text.add("\n" if text.length else "")
        text.add(prefix.strip() if blank else prefix)
        if not blank:
            text.append(line)

    def _close_table(self) -> None:
        made, self._open = self._open, None
        if made is None or not any(slot.text.string.strip() for slot in made.slots):
            return
        self._tables += 1
        cells = []
        for slot in made.slots:
            cells.append(Cell(slot.row, slot.column, slot.text.string, slot.row_span, slot.column_span))
            if slot.text.runs:
                self.runs[(None, self._tables, slot.row, slot.column)] = tuple(slot.text.runs)
        self.blocks.append(Table(self._tables, made.height, made.width, tuple(cells)))

    def notes(self) -> tuple[Note, ...]:
        """What a reader of the report should know of how it was read."""
        met = self._met
        found = []
        if met["inserted"] or met["deleted"]:
            counts = (("inserted", str(met["inserted"])), ("deleted", str(met["deleted"])))
            found.append(Note("word.tracked_changes", counts))
        for name, key, lost in _COUNTED:
            if met[name]:
                found.append(Note(key, (("count", str(met[name])),), lost))
        if met["picture"] and self._size() < _LITTLE:
            found.append(Note("word.pictures_only", (("count", str(met["picture"])),), lost=True))
        return tuple(found)

    def _size(self) -> int:
        size = 0
        for block in self.blocks:
            size += len(block.text) if isinstance(block, Paragraph) else sum(len(cell.text) for cell in block.cells)
        return size


_BLOCK_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")} | {MC + "Fallback"}


def _end_marked(paragraph: Element, mark: str) -> bool:
    """Whether the end of the paragraph itself is deleted (del) or hidden (vanish)."""
    return bool(switch(paragraph.find(f"{W}pPr/{W}rPr"), mark))
