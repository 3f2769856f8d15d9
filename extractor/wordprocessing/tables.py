"""Tables of a Word document: merged cells once with their spans, in one walk over rows and cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from extractor.document import Unreadable
from extractor.wordprocessing.names import Element, W, number, value, whole
from extractor.wordprocessing.runs import Text

WIDEST = 63
"""Columns that a Word table may have; a larger span is a damaged or hostile one."""
_SLOTS = 4_000_000
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_NEAR = 200
"""Cells to look through for a running number, so that many short tables cost no more than one long one."""
_SIGNIFICANT = 3
"""A head of fewer filled cells is a title that two separate tables may well share."""


@dataclass(slots=True)
class Slot:
    """A cell being read: row and column from 1."""

    row: int
    column: int
    text: Text
    element: Element
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class Draft:
    """A table being read. ``widths`` are those of its grid in twentieths of a point."""

    widths: tuple[str, ...]
    slots: list[Slot] = field(default_factory=list)
    height: int = 0
    width: int = 0
    covered: int = 0
    """Characters in cells that a merge covers, which are not printed."""


def rows_of(table: Element) -> Iterator[Element]:
    """The rows in order, through content controls, without those deleted in a tracked change."""
    for row in _inside(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield row


def cells_of(row: Element) -> Iterator[Element]:
    """The cells in order, through content controls, without those deleted in a tracked change."""
    for cell in _inside(row, W + "tc"):
        properties = cell.find(W + "tcPr")
        if properties is None or properties.find(W + "cellDel") is None:
            yield cell


def frame(table: Element) -> Element | None:
    """The only cell of a table that is merely a frame around text, else None."""
    rows = list(rows_of(table))
    cells = list(cells_of(rows[0])) if len(rows) == 1 else []
    return cells[0] if len(cells) == 1 else None


def draft(table: Element, texts: Iterator[tuple[Element, Text]]) -> Draft:
    """The table's cells in their slots; ``texts`` gives each cell of the walk with what it prints."""
    grid = table.find(W + "tblGrid")
    widths = () if grid is None else tuple(one.get(W + "w", "") for one in grid.iterfind(W + "gridCol"))
    made = Draft(widths)
    opened: dict[int, Slot] = {}
    for row in rows_of(table):
        opened = _row(made, row, opened, texts)
        made.width = max(made.width, max((slot.column + slot.column_span - 1 for slot in opened.values()), default=0))
        if made.height * made.width > _SLOTS:
            raise Unreadable("word.table_too_large", rows=str(made.height), columns=str(made.width))
    return made


def _row(made: Draft, row: Element, above: dict[int, Slot], texts: Iterator[tuple[Element, Text]]) -> dict[int, Slot]:
    """Adds one row; answers the cells that stand in it by first column, for the row below to go on from."""
    made.height += 1
    column = 1 + _span(row.find(W + "trPr"), "gridBefore", least=0)
    standing: dict[int, Slot] = {}
    left: Slot | None = None
    for cell in cells_of(row):
        properties = cell.find(W + "tcPr")
        span = _span(properties, "gridSpan")
        text = next(texts)[1]
        merged = None if properties is None else properties.find(W + "vMerge")
        upper = above.get(column)
        if left is not None and value(properties, "hMerge") == "continue":
            left.column_span += span
            made.covered += len(text.string.strip())
        elif merged is not None and merged.get(W + "val") != "restart" and upper and upper.column_span == span:
            upper.row_span = made.height - upper.row + 1
            standing[column] = upper
            made.covered += _covered(upper, text)
        else:
            left = Slot(made.height, column, text, cell, column_span=span)
            standing[column] = left
            made.slots.append(left)
        column += span
    return standing


def _covered(upper: Slot, text: Text) -> int:
    """How much text a vertical merge hides; a repeat of what the first cell prints is no loss."""
    below = text.string.strip()
    return 0 if below in upper.text.string else len(below)


def _span(properties: Element | None, name: str, least: int = 1) -> int:
    return max(least, min(number(properties, name) or least, WIDEST))


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def continued_head(first: Draft, second: Draft) -> int | None:
    """How many head rows the second table repeats where it clearly goes on with the first, else None.

    Clearly: the same grid, the same head of at least three filled cells, and running numbers that go on.
    """
    if not first.widths or first.widths != second.widths or first.width != second.width:
        return None
    heads = [_line(first, row) for row in (1, 2, 3)]
    repeated = 0
    while repeated < 3 and heads[repeated] and heads[repeated] == _line(second, repeated + 1):
        repeated += 1
    filled = sum(bool(text) for row in heads[:repeated] for _, _, text in row)
    if not repeated or filled < _SIGNIFICANT or repeated >= second.height:
        return None
    last = _running_number(reversed(first.slots), repeated)
    following = _running_number(iter(second.slots), repeated)
    return repeated if last is not None and following == last + 1 else None


def join(first: Draft, second: Draft, repeated: int) -> None:
    """Puts the second table's rows below the first, without the repeated head."""
    for slot in second.slots:
        if slot.row > repeated:
            slot.row += first.height - repeated
            first.slots.append(slot)
    first.height += second.height - repeated
    first.covered += second.covered


def _line(made: Draft, row: int) -> list[tuple[int, int, str]]:
    upper = takewhile(lambda slot: slot.row <= row, made.slots)
    return [(one.column, one.column_span, one.text.string.strip()) for one in upper if one.row == row]


def _running_number(slots: Iterator[Slot], head: int) -> int | None:
    """The first whole number met in the first column, near where one begins to look."""
    near = islice((slot for slot in slots if slot.row > head), _NEAR)
    found = (whole(slot.text.string.strip()) for slot in near if slot.column == 1)
    return next((one for one in found if one is not None), None)
