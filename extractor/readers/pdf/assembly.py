"""Pages → blocks: furniture dropped, paragraphs and tables put together over page breaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.document import Block, Cell, Paragraph, Table
from extractor.readers.pdf.cells import Grid
from extractor.readers.pdf.furniture import Page, furniture
from extractor.readers.pdf.joining import join
from extractor.readers.pdf.lines import TextLine
from extractor.readers.pdf.paragraphs import Draft, Region, Setting, goes_on, region, settings

_CAPTIONS = 4
"""Paragraphs before a table that may be its title, year and unit lines."""


@dataclass(slots=True)
class PageDraft:
    """A page's lines and tables in reading order."""

    number: int
    width: float
    height: float
    items: list[TextLine | Grid] = field(default_factory=list)


@dataclass(slots=True)
class _Assembly:
    settings: dict[Region, Setting]
    parts: list[Draft | Grid] = field(default_factory=list)
    last_grid: int = -1
    captions: set[str] = field(default_factory=set)
    heads: dict[int, int] = field(default_factory=dict)

    def add_line(self, line: TextLine) -> None:
        part = self.parts[-1] if self.parts else None
        if isinstance(part, Draft) and self._near(part, line):
            before = self.settings[region(part.lines[-1])]
            if goes_on(part, line, before, self.settings[region(line)]):
                part.lines.append(line)
                return
        self.parts.append(Draft([line]))

    @staticmethod
    def _near(part: Draft, line: TextLine) -> bool:
        return line.page - part.lines[-1].page <= 1

    def add_grid(self, grid: Grid) -> None:
        between = [part for part in self.parts[self.last_grid + 1 :] if isinstance(part, Draft)]
        texts = [_squeezed(part) for part in between]
        above = self.parts[self.last_grid] if self.last_grid >= 0 else None
        if isinstance(above, Grid) and above.page == grid.page - 1 and all(text in self.captions for text in texts):
            first = grid.page
            if join(above, grid, bool(texts)):
                del self.parts[self.last_grid + 1 :]
                above.page = first
                return
        self.captions = set(texts[-_CAPTIONS:])
        self.heads[id(grid)] = grid.page
        self.parts.append(grid)
        self.last_grid = len(self.parts) - 1


def _squeezed(draft: Draft) -> str:
    return "".join("".join(line.text.split()) for line in draft.lines)


def assemble(pages: list[PageDraft]) -> tuple[tuple[Block, ...], int]:
    """The blocks of the document, and how many lines were dropped as page furniture."""
    texts = [Page(page.number, page.height, _lines(page)) for page in pages]
    dropped = furniture(texts)
    gone = {
        id(page.lines[place]) for page in texts for place in range(len(page.lines)) if (page.number, place) in dropped
    }
    kept = [(page.width, [line for line in _lines(page) if id(line) not in gone]) for page in pages]
    assembly = _Assembly(settings(kept))
    for page in pages:
        for item in page.items:
            if isinstance(item, Grid):
                assembly.add_grid(item)
            elif id(item) not in gone:
                assembly.add_line(item)
    return _blocks(assembly), len(gone)


def _lines(page: PageDraft) -> list[TextLine]:
    return [item for item in page.items if isinstance(item, TextLine)]


def _blocks(assembly: _Assembly) -> tuple[Block, ...]:
    blocks: list[Block] = []
    paragraphs = tables = 0
    for part in assembly.parts:
        if isinstance(part, Draft):
            paragraphs += 1
            text, lines = part.finished()
            blocks.append(Paragraph(paragraphs, text, page=part.lines[0].page, lines=lines))
        else:
            tables += 1
            blocks.append(_table(part, tables, assembly.heads[id(part)]))
    return tuple(blocks)


def _table(grid: Grid, number: int, page: int) -> Table:
    cells = tuple(
        Cell(
            cell.row + 1,
            cell.column + 1,
            cell.text,
            cell.row_span,
            cell.column_span,
            cell.page,
            tuple(cell.lines),
            cell.doubt,
        )
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
    )
    return Table(number, grid.height, len(grid.xs), cells, page=page)
