"""The slots of a table: which cell covers each, and which cells hold one amount."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractor import later
from extractor.document import Cell, Table
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.tables.words import LONGEST_LABEL, TIMEOUT, is_empty, squeezed

CellKey = tuple[int, int, int]
"""Table, row and column of a cell, as places count them."""

_SIGNS = " ()¥￥$≥≤><=~约:-+%\n\t"
_YEAR = later.compile(r"(?:19|20)\d{2}")
_YEAR_LABEL = later.compile(r"(?<![\d])(?:年度|年份)$")
_OWN = later.compile(r"[\p{Han}“”\"()()、/A-Za-z ]{2,14}[::]?")
_OWN_AFTER = later.compile(r"\([\p{Han}、“”]{1,12}\)")
_COMMON = 6
"""Cells with more numbers than this are prose and hold no amount."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of the grid. ``figure`` is the cell's one amount, at its top left slot only; ``own`` is the
    label that the cell prints beside its amount; ``copies`` are the same number printed again in the cell."""

    text: str
    row: int
    column: int
    origin: bool
    column_span: int = 1
    figure: Figure | None = None
    own: str = ""
    copies: tuple[Figure, ...] = ()

    @property
    def words(self) -> str:
        """The slot's text when it is a label, blanks dropped; nothing for an amount or a dash."""
        return "" if self.figure is not None or is_empty(self.text) else squeezed(self.text)


Grid = list[list[Slot | None]]


def by_cell(figures: Iterable[Figure]) -> dict[CellKey, list[Figure]]:
    """The figures of every table cell, in the order they are printed."""
    found: dict[CellKey, list[Figure]] = defaultdict(list)
    for figure in figures:
        place = figure.place
        if place.table is not None and place.row is not None and place.column is not None:
            found[place.table, place.row, place.column].append(figure)
    return found


def slots(table: Table, figures: dict[CellKey, list[Figure]]) -> Grid:
    """The grid of a table; a merged cell covers all its slots and holds its amount at the first."""
    grid: Grid = [[None] * table.width for _ in range(table.height)]
    for cell in table.cells:
        first = _slot(cell, figures.get((table.number, cell.row, cell.column), ()))
        for row in range(cell.row - 1, min(cell.row - 1 + cell.row_span, table.height)):
            for column in range(cell.column - 1, min(cell.column - 1 + cell.column_span, table.width)):
                is_first = row == cell.row - 1 and column == cell.column - 1
                grid[row][column] = first if is_first else _covered(first, row, column)
    return [_without_years(row) for row in grid]


def _without_years(row: list[Slot | None]) -> list[Slot | None]:
    """The row with bare years read as words: where the label beside says 年, or all amounts of the row are years."""
    amounts = [slot for slot in row if slot is not None and slot.figure is not None]
    years = [slot for slot in amounts if slot.figure is not None and is_year(slot.figure)]
    if not years:
        return row
    whole = len(years) == len(amounts) > 1 and len({slot.text for slot in years}) == len(years)
    found = list(row)
    for slot in years:
        before = next((each.words for each in reversed(row[: slot.column]) if each is not None and each.words), "")
        if whole or _YEAR_LABEL.search(before, timeout=TIMEOUT):
            found[slot.column] = replace(slot, figure=None)
    return found


def _slot(cell: Cell, figures: Iterable[Figure]) -> Slot:
    place = (cell.text, cell.row - 1, cell.column - 1, True, cell.column_span)
    figure, own, copies = amount(cell.text, figures)
    return Slot(*place, figure=figure, own=own, copies=copies)


def _covered(slot: Slot, row: int, column: int) -> Slot:
    text = "" if slot.figure is not None else slot.text
    return Slot(text, row, column, False, slot.column_span)


def amount(text: str, figures: Iterable[Figure]) -> tuple[Figure | None, str, tuple[Figure, ...]]:
    """The one amount of a cell, the label printed beside it, and its copies; None where the cell holds words."""
    figures = tuple(figures)
    if not figures:
        return None, "", ()
    usable = [each for each in figures if each.is_quantity or _was_dressed(each)]
    if not usable or len(figures) > _COMMON or len(text) > LONGEST_LABEL + len(usable[0].text):
        return None, "", ()
    first, rest = usable[0], tuple(usable[1:])
    start = first.place.start
    before = narrow(text[:start]).strip(_SIGNS)
    end = rest[-1].place.end if rest else first.place.end
    after = narrow(text[end:]).strip(_SIGNS)
    if rest:
        same = all(each.value == first.value and each.number == first.number for each in rest)
        between = narrow(text[first.place.end : rest[-1].place.start]).strip(_SIGNS + first.number)
        if not same or between or before or after or len(figures) != len(usable):
            return None, "", ()
        return first, "", rest
    if not before and not after:
        return first, "", ()
    return _labelled(first, before, after, narrow(text[first.place.end :]).strip())


def _was_dressed(figure: Figure) -> bool:
    """A plain number that dressing has told to be a code, so that the layout is the same before and after."""
    return figure.kind in ("code", "ordinal") and figure.number.replace(",", "").replace(".", "").isdigit()


def _labelled(figure: Figure, before: str, after: str, tail: str) -> tuple[Figure | None, str, tuple[Figure, ...]]:
    """An amount that shares its cell with its own label: 执行数 251.89, or 37.35（小计）."""
    if after:
        fits = not before and _OWN_AFTER.fullmatch(tail, timeout=TIMEOUT)
        return (figure, after, ()) if fits else (None, "", ())
    telling = figure.unit.symbol or len(figure.number) > 1
    if telling and not is_year(figure) and _OWN.fullmatch(before, timeout=TIMEOUT):
        return figure, squeezed(before), ()
    return None, "", ()


def is_year(figure: Figure) -> bool:
    """A bare four-digit number that may be a year of our time; what stands beside it decides."""
    return _YEAR.fullmatch(figure.number) is not None and 1990 <= figure.value <= 2049
