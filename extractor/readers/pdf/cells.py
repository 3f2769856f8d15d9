"""Ruled tables filled with the characters that stand in their cells."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from extractor.document import Line
from extractor.readers.pdf.characters import ASCENT, Char
from extractor.readers.pdf.lines import TextLine, lines_of
from extractor.readers.pdf.ruled import RuledCell, RuledTable
from extractor.readers.pdf.wrapping import first_piece, glue, starts_item

_PADDING = 12.0
"""Points that a word processor keeps free between a cell's text and its two borders, at most."""
_TIGHT = 0.2
"""Share of the type size: digits closer than this are one number, also across a border that they overflow."""
_NUMERIC = frozenset("0123456789.,%")
_MIDDLE = ASCENT - 0.5


@dataclass(slots=True)
class GridCell:
    """A cell with its text; rows and columns count from 0. Changed while tables are joined over pages."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str = ""
    page: int = 0
    lines: list[Line] = field(default_factory=list)
    doubt: str | None = None

    def append(self, text: str, lines: list[Line]) -> None:
        """Put the rest of a cell that broke over the page onto it."""
        between = glue(self.text, text) if self.text and text else ""
        shift = len(self.text) + len(between)
        self.text += between + text
        self.lines += [Line(x.start + shift, x.end + shift, x.page, x.top, x.bottom, x.edges) for x in lines]


@dataclass(slots=True)
class Grid:
    """A table, or the part of one that stands on one page."""

    height: int
    xs: tuple[float, ...]
    right: float
    cells: list[GridCell]
    page: int
    top: float
    bottom: float

    def row(self, index: int) -> list[GridCell]:
        """The cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == index]


def fill(tables: list[RuledTable], chars: list[Char], page: int) -> tuple[list[Grid], list[Char]]:
    """The tables with their text, and the characters that stand in no cell."""
    if not tables:
        return [], chars
    left = chars
    grids = []
    for table in sorted(tables, key=lambda each: (each.box[2] - each.box[0]) * (each.box[3] - each.box[1])):
        inside, left = _claim(table, left)
        cells = [_cell(cell, inside.get(index, ([], False)), page) for index, cell in enumerate(table.cells)]
        grids.append(Grid(len(table.ys), table.xs, table.box[2], cells, page, table.box[1], table.box[3]))
    return sorted(grids, key=lambda grid: grid.top), left


def _claim(table: RuledTable, chars: list[Char]) -> tuple[dict[int, tuple[list[Char], bool]], list[Char]]:
    """The characters of each cell by its index, with whether a number overflowed into it; and the rest."""
    owners = [[-1] * len(table.xs) for _ in table.ys]
    for index, cell in enumerate(table.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            owners[row][cell.column : cell.column + cell.column_span] = [index] * cell.column_span
    (x0, top, x1, bottom), xs, ys = table.box, table.xs, table.ys
    found: list[list[Char]] = [[] for _ in table.cells]
    rest: list[Char] = []
    last = -1
    overflowed: set[int] = set()
    for char in chars:
        x, y = (char[1] + char[2]) / 2, char[3] - _MIDDLE * char[4]
        owner = -1
        if x0 <= x < x1 and top <= y < bottom:
            owner = owners[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
        if owner < 0:
            rest.append(char)
        else:
            found[owner].append(char)
            if last >= 0 and owner != last and _one_number(found[last], char):
                _reunite(found[last], found[owner])
                overflowed.update((last, owner))
        last = owner
    return {index: (inside, index in overflowed) for index, inside in enumerate(found) if inside}, rest


def _one_number(before: list[Char], char: Char) -> bool:
    """Whether a character goes on a number that the cell before began, across the border."""
    if not before or char.text not in _NUMERIC or before[-1].text not in _NUMERIC:
        return False
    return abs(before[-1].baseline - char.baseline) < 0.1 and abs(char.x0 - before[-1].x1) < _TIGHT * char.size


def _reunite(before: list[Char], after: list[Char]) -> None:
    """Move the digits that overflowed a border to the cell where the number goes on."""
    place = len(before)
    while place > 0 and before[place - 1].text in _NUMERIC:
        if place < len(before) and abs(before[place].x0 - before[place - 1].x1) > _TIGHT * before[place].size:
            break
        place -= 1
    after[-1:-1] = before[place:]
    del before[place:]


def _cell(cell: RuledCell, content: tuple[list[Char], bool], page: int) -> GridCell:
    chars, overflowed = content
    made = GridCell(cell.row, cell.column, cell.row_span, cell.column_span, page=page)
    if chars:
        write(made, lines_of(chars, page), cell.box[2] - cell.box[0])
        if overflowed and any(mark.isdigit() for mark in made.text):
            made.doubt = "overflow"
    return made


def write(cell: GridCell, lines: list[TextLine], width: float) -> None:
    """Write a cell's printed lines as its text: wrapped lines run on, deliberate ones keep their line break."""
    room = max([width - _PADDING, *(line.width for line in lines)])
    before: TextLine | None = None
    for line in lines:
        between = "" if before is None else _between(before, line, room, width)
        start = len(cell.text) + len(between)
        cell.text += between + line.text
        cell.lines.append(line.placed(start))
        before = line


def _between(before: TextLine, line: TextLine, room: float, width: float) -> str:
    """A line break where the line before had room for what follows, or where two numbers would run into one."""
    needed = before.width + first_piece(line)
    if needed <= room and not _one_term(before.text, line.text):
        return "\n"
    if before.text[-1:].isdigit() and line.text[:1].isdigit() and needed + 0.5 * line.size < width - 4:
        return "\n"
    if starts_item(line.text) and before.text[-1:] in "。；;":
        return "\n"
    return glue(before.text, line.text)


def _one_term(before: str, after: str) -> bool:
    """Whether two lines are one label: ideographs on both sides of the break, no sentence ended, no item begun."""
    return (
        _is_ideograph(before[-1:]) and _is_ideograph(after[:1]) and not starts_item(after) and not starts_item(before)
    )


def _is_ideograph(mark: str) -> bool:
    return "\u4e00" <= mark <= "\u9fff" or mark in "（）()、"
