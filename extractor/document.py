"""What every reader returns: a document as blocks in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.remembered import remembered

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left of the page as shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a paragraph or cell, so that any run of characters has its box.

    Characters ``start`` to ``end`` (from 0, end excluded) of the text stand on ``page`` (from 1)
    between ``top`` and ``bottom``; character i lies between ``edges[i - start]`` and the next edge.
    """

    start: int
    end: int
    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]


Home = tuple[int | None, int | None, int | None, int | None]
"""A paragraph's number, or a table's number with row and column: where a passage and the figures in it stand."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. Rows, columns, pages … count from 1; start and end are a Python slice."""

    page: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    start: int = 0
    end: int = 0
    boxes: tuple[Box, ...] = ()
    quote: str = ""

    @property
    def home(self) -> Home:
        """The paragraph or cell that it is in."""
        return self.paragraph, self.table, self.row, self.column


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading, text as printed; ``level`` 1… where the format marks a heading, else 0."""

    number: int
    text: str
    level: int = 0
    page: int | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; a merged cell stands once, at its top left slot, with its spans."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    lines: tuple[Line, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ``height`` rows and ``width`` columns, joined over pages, repeated heads dropped.

    ``rebuilt``: put together by the reader from lines that print no borders of cells.
    """

    number: int
    height: int
    width: int
    cells: tuple[Cell, ...]
    sheet: str | None = None
    page: int | None = None
    rebuilt: bool = False

    def grid(self) -> list[list[Cell | None]]:
        """The cell that covers each slot, row by row; None where a cell fell out."""
        slots: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row - 1, min(cell.row - 1 + cell.row_span, self.height)):
                for column in range(cell.column - 1, min(cell.column - 1 + cell.column_span, self.width)):
                    slots[row][column] = cell
        return slots


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader has to say of its reading; ``lost`` when a part of the report was not read.

    ``key`` names a message of the catalogue, ``values`` fill it.
    """

    key: str
    values: tuple[tuple[str, str], ...] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read. ``format`` is the reader's name (text, docx, pdf, xlsx, …)."""

    name: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    pages: int | None = None

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))


class Unreadable(Exception):
    """A file that no reader can read. ``key`` names the message; ``values`` fill it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


MOST_KEPT = 100_000
"""Cells of a document whose passages are kept while it is audited; beyond that they are made anew each time."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text with its home: a paragraph, or a cell of a table. What figures are searched in.

    ``row`` is the text of a cell's whole row, cells parted by a tab, the cell's own text at ``offset``:
    a number in a cell is quoted with what stands beside it.
    """

    text: str
    paragraph: Paragraph | None = None
    table: Table | None = None
    cell: Cell | None = None
    row: str = ""
    offset: int = 0

    @property
    def home(self) -> Home:
        """The paragraph or cell that it is."""
        return (
            self.paragraph.number if self.paragraph else None,
            self.table.number if self.table else None,
            self.cell.row if self.cell else None,
            self.cell.column if self.cell else None,
        )

    def place(self, start: int, end: int) -> Place:
        """The place of characters start to end, with the report's own text around them (at most 80)."""
        home = self.cell or self.paragraph
        lines = home.lines if home else ()
        page = next((line.page for line in lines if line.start <= start < line.end), home.page if home else None)
        return Place(
            page=page,
            paragraph=self.paragraph.number if self.paragraph else None,
            sheet=self.table.sheet if self.table else None,
            table=self.table.number if self.table else None,
            row=self.cell.row if self.cell else None,
            column=self.cell.column if self.cell else None,
            start=start,
            end=end,
            boxes=boxes(lines, start, end),
            quote=quote(self.row, self.offset + start, self.offset + end) if self.row else quote(self.text, start, end),
        )


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph and every table cell of the document, in reading order."""
    cells = sum(len(block.cells) for block in document.blocks if isinstance(block, Table))
    return iter(_every(document)) if cells <= MOST_KEPT else _each(document)


@remembered
def _every(document: Document) -> tuple[Passage, ...]:
    return tuple(_each(document))


def _each(document: Document) -> Iterator[Passage]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield Passage(block.text, paragraph=block)
        else:
            yield from _cells(block)


def _cells(table: Table) -> Iterator[Passage]:
    """The cells of a table in order, each with the text of its row."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        text = "\t".join(cell.text for cell in cells)
        offset = 0
        for cell in cells:
            yield Passage(cell.text, table=table, cell=cell, row=text, offset=offset)
            offset += len(cell.text) + 1


def boxes(lines: tuple[Line, ...], start: int, end: int) -> tuple[Box, ...]:
    """One box per printed line that characters start to end stand on."""
    found = []
    for line in lines:
        first, last = max(start, line.start), min(end, line.end)
        if first < last:
            found.append((line.edges[first - line.start], line.top, line.edges[last - line.start], line.bottom))
    return tuple(found)


def quote(text: str, start: int, end: int, size: int = 80) -> str:
    """The text around characters start to end, as printed, at most ``size`` characters."""
    spare = max(0, size - (end - start)) // 2
    first = max(0, min(start - spare, len(text) - size))
    return text[first : first + size].strip()
