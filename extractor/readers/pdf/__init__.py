"""Born-digital PDF: paragraphs and tables from characters with boxes and ruling lines.

Pages are read one after the other and closed at once. What a page holds but nobody can read as text
(a scan, garbled fonts) is named in the notes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from extractor.document import Document, Note, Unreadable
from extractor.limits import limits
from extractor.readers.pdf.assembly import PageDraft, assemble
from extractor.readers.pdf.cells import Grid, fill
from extractor.readers.pdf.characters import Char, PageContent
from extractor.readers.pdf.columns import body_lines
from extractor.readers.pdf.faults import Faults
from extractor.readers.pdf.lines import TextLine
from extractor.readers.pdf.opening import Source, open_source, slow_source
from extractor.readers.pdf.ruled import find_tables
from extractor.readers.pdf.unruled import find_unruled

NAME = "pdf"
SUFFIXES = (".pdf",)
_MARK_WITHIN = 1024
"""Bytes within which the mark of a PDF stands, as readers accept junk before it."""


def recognises(data: bytes) -> bool:
    """Whether the bytes are a PDF, by its mark."""
    return b"%PDF-" in data[:_MARK_WITHIN]


def read(data: bytes, name: str, source: str | None = None) -> Document:
    """The document of a PDF. ``source`` is pdfium or pdfplumber; without it GOUJI_PDF decides, else pdfium.

    Raises Unreadable: pdf.empty, pdf.encrypted, pdf.damaged.
    """
    opened, bytes_read, repaired = open_source(data, source)
    faults = Faults()
    try:
        total = len(opened)
        last = min(total, limits().pages)
        pages = [_draft(content, faults) for content in _contents(opened, bytes_read, last, faults)]
        notes = [*_notes(opened, repaired, total, last), *faults.notes()]
    finally:
        opened.close()
    if not pages:
        raise Unreadable("pdf.damaged")
    blocks, dropped = assemble(pages)
    if dropped:
        notes.append(Note("pdf.furniture", (("count", str(dropped)),)))
    return Document(name, hashlib.sha256(data).hexdigest(), NAME, blocks, tuple(notes), total)


def _notes(opened: Source, repaired: bool, total: int, last: int) -> Iterator[Note]:
    if repaired:
        yield Note("pdf.repaired")
    if last < total:
        yield Note("pdf.pages", (("read", str(last)), ("total", str(total))), lost=True)
    if opened.leaves_form:
        yield Note("pdf.form", lost=True)


def _contents(opened: Source, data: bytes, last: int, faults: Faults) -> Iterator[PageContent]:
    """Every page that can be read; turned pages, which the fast source leaves, by the slow one."""
    slow: Source | None = None
    try:
        for number, content in enumerate(opened.pages(1, last), 1):
            if content is not None and content.turned:
                slow = slow or slow_source(data)
                content = next(slow.pages(number, number), None)
            if content is None:
                faults.add("damaged_page", number)
                continue
            faults.look_at(content)
            yield content
    finally:
        if slow is not None:
            slow.close()


def _draft(content: PageContent, faults: Faults) -> PageDraft:
    page = PageDraft(content.number, content.width, content.height)
    if content.number in faults.pages.get("garbled", ()):
        return page  # its figures would be accused of what the font did
    tables = find_tables(content.edges) if len(content.edges) >= 4 else []
    shown = _shown(content)
    if any(char.text != " " for char in content.hidden) or len(shown) < len(content.chars):
        faults.add("hidden", content.number)
    grids, rest = fill(tables, shown, content.number)
    lines = body_lines(rest, content.number, content.width)
    page.items = _in_order(grids, lines)
    if content.number in faults.pages.get("recognised", ()):
        for cell in (cell for grid in grids for cell in grid.cells):
            cell.doubt = "recognised"
    return page


def _in_order(grids: list[Grid], lines: list[TextLine]) -> list[TextLine | Grid]:
    """Lines and tables from top to bottom; the lines of columns stay as they follow one another."""
    if any(line.column for line in lines):
        items: list[TextLine | Grid] = list(lines)
        for grid in grids:
            place = next((at for at, item in enumerate(items) if item.top > grid.top), len(items))
            items.insert(place, grid)
        return items
    ordered: list[TextLine | Grid] = []
    waiting = list(lines)
    for grid in grids:
        above = [line for line in waiting if line.top < grid.top]
        ordered += [*find_unruled(above), grid]
        waiting = waiting[len(above) :]
    return ordered + find_unruled(waiting)


def _shown(content: PageContent) -> list[Char]:
    """The characters that stand on the page as shown, not beyond its edges."""
    width, height = content.width, content.height
    return [
        char for char in content.chars if char[1] >= -1 and char[2] <= width + 1 and 0 <= char[3] <= height + char[4]
    ]
