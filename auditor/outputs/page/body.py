"""The report's own text in reading order, cut into pieces at its figures, so that each can be marked in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.result import FigureEntry
from extractor.document import Cell, Document, Paragraph, Table

WIDEST_GAP = 30
"""Fallen-out cells of one row that are shown one by one; more of them in a row are one wide empty cell."""

MOST_SPAN = 1_000
"""Columns that browsers let a cell span."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text: plain, or a figure."""

    text: str
    figure: FigureEntry | None = None


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table row with its spans; without pieces a place where no cell was read."""

    pieces: Pieces
    row_span: int = 1
    column_span: int = 1
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading of some level, or a table; ``page`` is given where a new page begins with it."""

    number: int
    pieces: Pieces = ()
    level: int = 0
    depth: int = 0
    rows: tuple[tuple[Slot, ...], ...] | None = None
    sheet: str | None = None
    page: int | None = None


Home = tuple[int | None, int | None, int | None, int | None]


def blocks(document: Document, figures: Iterable[FigureEntry]) -> Iterator[Block]:
    """Every block of the document with its figures. Headings follow each other without leaving a level out."""
    homes = _homes(figures)
    page, depth = None, 2
    for block in document.blocks:
        new_page = block.page if block.page != page else None
        page = block.page or page
        if isinstance(block, Table):
            yield Block(block.number, rows=tuple(_rows(block, homes)), sheet=block.sheet, page=new_page)
            continue
        if block.level:
            depth = min(depth + 1, block.level + 2, 6)
        yield Block(block.number, _paragraph(block, homes), block.level, depth if block.level else 0, page=new_page)


def _homes(figures: Iterable[FigureEntry]) -> dict[Home, list[FigureEntry]]:
    """The figures by the paragraph or cell in which they stand, in order."""
    homes: dict[Home, list[FigureEntry]] = defaultdict(list)
    for figure in figures:
        place = figure.location
        homes[(place.paragraph, place.table, place.row, place.column)].append(figure)
    for found in homes.values():
        found.sort(key=lambda figure: figure.location.start)
    return homes


def _paragraph(paragraph: Paragraph, homes: dict[Home, list[FigureEntry]]) -> Pieces:
    return pieces(paragraph.text, homes.get((paragraph.number, None, None, None), ()))


def pieces(text: str, figures: Iterable[FigureEntry]) -> Pieces:
    """The text cut at its figures. No character is lost or told twice, whatever the figures' places are."""
    found = []
    done = 0
    for figure in figures:
        start, end = figure.location.start - 1, figure.location.end
        if start < done or end > len(text):
            continue
        if start > done:
            found.append(Piece(text[done:start]))
        found.append(Piece(text[start:end], figure))
        done = end
    if done < len(text):
        found.append(Piece(text[done:]))
    return tuple(found)


def _rows(table: Table, homes: dict[Home, list[FigureEntry]]) -> Iterator[tuple[Slot, ...]]:
    """The rows with merged cells spanning, and empty slots where a cell fell out, so that columns stay columns."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        cells[cell.row].append(cell)
    height = max([table.height, *cells])
    until: dict[int, int] = {}
    for row in range(1, height + 1):
        own = sorted(cells.get(row, ()), key=lambda cell: cell.column)
        yield tuple(_row(own, row, height, table, homes, until))
        for cell in own:
            if cell.row_span > 1:
                until.update(dict.fromkeys(range(cell.column, cell.column + cell.column_span), row + cell.row_span - 1))


def _row(cells: list[Cell], row: int, height: int, table: Table, homes: dict[Home, list[FigureEntry]],
         until: dict[int, int]) -> Iterator[Slot]:  # fmt: skip
    column = 1
    for cell in cells:
        yield from _gap(range(column, cell.column), row, until)
        column = max(column, cell.column + cell.column_span)
        figures = homes.get((None, table.number, cell.row, cell.column), ())
        down = max(1, min(cell.row_span, height - row + 1))
        yield Slot(pieces(cell.text, figures), down, min(cell.column_span, MOST_SPAN), bool(cell.doubt))
    if cells or until:
        yield from _gap(range(column, table.width + 1), row, until)


def _gap(columns: range, row: int, until: dict[int, int]) -> Iterator[Slot]:
    """Empty slots for the columns that no merged cell from above covers."""
    free = [column for column in columns if until.get(column, 0) < row] if until else columns
    if len(free) > WIDEST_GAP:
        yield Slot((), column_span=min(len(free), MOST_SPAN))
        return
    for _ in free:
        yield Slot(())
