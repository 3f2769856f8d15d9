"""From the tables of a document to drafts of its score sheets, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Cell, Document, Paragraph, Table
from extractor.scorecard import Indicator
from extractor.scorecards.cells import Figures
from extractor.scorecards.columns import Column, columns
from extractor.scorecards.draft import (
    Draft,
    is_end,
    is_grade_label,
    is_total,
    own_cells,
)
from extractor.scorecards.headless import labelled_money, sign_columns
from extractor.scorecards.heads import (
    LEVEL,
    SCORE,
    WEIGHT,
    is_head,
    is_money_head,
    is_subhead,
    squeeze,
)
from extractor.scorecards.money import execution_row
from extractor.scorecards.nodes import add_row
from extractor.scorecards.rows import arrange
from extractor.scorecards.totals import add_totals

_GAP = 60
"""Characters of running text between two tables that end a sheet."""
_GOALS = 800
"""Characters of goals that may stand between a form's money block and its indicators."""


def drafts(document: Document, figures: Figures) -> Iterator[Draft]:
    """Every score sheet of the document's tables, page after page joined."""
    reader = _Reader(figures)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reader.pass_over(block)
        else:
            reader.read(block)
    reader.close()
    yield from reader.done


class _Reader:
    """Walks the rows of all tables; one sheet is open at a time."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.done: list[Draft] = []
        self.open: Draft | None = None
        self.title = ""
        self.gap = 0
        self.money: Draft | None = None

    def pass_over(self, paragraph: Paragraph) -> None:
        words = squeeze(paragraph.text)
        self.gap += len(words)
        if words and len(words) <= 40:
            self.title = words
        if self.gap > _GAP:
            self._end_sheet()
        if self.gap > _GOALS:
            self._flush_money()

    def close(self) -> None:
        self._end_sheet()
        self._flush_money()

    def _end_sheet(self) -> None:
        draft, self.open = self.open, None
        if draft is not None and draft.nodes:
            self.done.append(draft)
        elif draft is not None and draft.execution is not None:
            draft.nodes.clear()
            self.money = self.money or draft

    def _flush_money(self) -> None:
        if self.money is not None:
            self.done.append(self.money)
        self.money = None

    def read(self, table: Table) -> None:
        rows, grid = own_cells(table), table.grid()
        number = 1
        headless = None if self.open is not None else sign_columns(table, rows)
        while number <= table.height:
            row = rows[number]
            if is_money_head(row):
                self.close()
                found, number = execution_row(table, rows, number, self.figures)
                self._keep_money(table, found)
                continue
            if is_head(row):
                headless = None
                number = self._begin(table, rows, number)
                continue
            if headless is not None:
                self._keep_money(table, labelled_money(table, number, row, self.figures))
                if number == headless[1]:
                    self._open(table, headless[0])
            if self.open is not None and not self.open.ended:
                self._feed(self.open, table, row, grid, number)
            elif len(row) == 1 and 4 <= len(squeeze(row[0].text)) <= 40:
                self.title = squeeze(row[0].text)
            number += 1
        self.gap = 0

    def _keep_money(self, table: Table, found: Indicator | None) -> None:
        if found is not None:
            self._flush_money()
            self.money = Draft(self.title, (), execution=found, tables=[table.number])

    def _open(self, table: Table, found: tuple[Column, ...]) -> Draft:
        """A new sheet; the money block read just before belongs to it."""
        self._end_sheet()
        self.open = Draft(self.title, found, tables=[table.number])
        if self.money is not None:
            self.open.execution, self.open.tables = self.money.execution, [*self.money.tables]
            self.money = None
        return self.open

    def _begin(self, table: Table, rows: list[list[Cell]], number: int) -> int:
        """Open a sheet at the head in row ``number``, or go on with the open one where the head is repeated."""
        heads = [rows[number]]
        while number + len(heads) <= table.height and is_subhead(rows[number + len(heads)], heads[-1]):
            heads.append(rows[number + len(heads)])
        first = number + len(heads)
        found = columns(heads, table.width, rows[first:])
        same = self.open is not None and not self.open.closed and _roles(self.open.columns) == _roles(found)
        if not same or self.open is None:
            self._open(table, found)
        else:
            self.open.columns = found
            self.open.ended = False
        if self.open is not None and table.number not in self.open.tables:
            self.open.tables.append(table.number)
        return number + len(heads)

    def _feed(self, draft: Draft, table: Table, cells: list[Cell], grid: list[list[Cell | None]], number: int) -> None:
        texts = [cell for cell in cells if cell.text.strip()]
        if not texts:
            return
        if is_end(texts[0].text):
            draft.ended = draft.closed or draft.ended
            return
        if table.number not in draft.tables:
            draft.tables.append(table.number)
        label = next((cell for cell in texts[:3] if is_total(cell.text) or is_grade_label(cell.text)), None)
        if label is not None and not any(column.role in (SCORE, WEIGHT) for column in draft.columns):
            draft.ended = True
            return
        if label is not None:
            add_totals(draft, table, texts, self.figures)
            return
        if draft.closed:
            draft.ended = True
            return
        complete = all(cell is not None for cell in grid[number - 1])
        row = arrange(number, texts, draft.columns, _stands_alone(cells, draft.columns), complete)
        draft.moved = draft.moved or row.moved
        add_row(draft, table, row, grid, self.figures, texts)


def _roles(found: tuple[Column, ...]) -> list[tuple[str, int]]:
    return [(column.role, column.level) for column in found]


def _stands_alone(cells: list[Cell], found: tuple[Column, ...]) -> bool:
    """Whether the row names a head of level 1 only and leaves its cells for the names below empty."""
    levels = [column.number for column in found if column.role == LEVEL]
    own = {cell.column: cell.text.strip() for cell in cells if cell.column in levels}
    below = any(own.get(each) for each in levels[1:])
    return len(levels) > 1 and list(own) == levels and bool(own[levels[0]]) and not below
