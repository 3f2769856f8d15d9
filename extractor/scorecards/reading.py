"""From the tables of a document to drafts of its score sheets, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.document import Cell, Document, Paragraph, Passage, Table
from extractor.figures import TIMEOUT, Figure
from extractor.scorecard import Indicator
from extractor.scorecards.cells import Figures, entry, name_of, plain
from extractor.scorecards.draft import (
    Draft,
    Node,
    grade_word,
    is_end,
    is_grade_label,
    is_subtotal,
    is_total,
    own_cells,
)
from extractor.scorecards.headless import labelled_money, sign_columns
from extractor.scorecards.heads import (
    ACTUAL,
    DEFINITION,
    FOLDED,
    LEVEL,
    REMARK,
    SCORE,
    SHARE,
    SIGN,
    STANDARD,
    TARGET,
    UNIT,
    WEIGHT,
    Column,
    by_content,
    columns,
    is_head,
    is_money_head,
    is_subhead,
    squeeze,
)
from extractor.scorecards.money import execution_row
from extractor.scorecards.rows import NUMBER, PERCENT, Row, Token, arrange, tokens

_GAP = 60
"""Characters of running text between two tables that end a sheet."""
_GOALS = 800
"""Characters of goals that may stand between a form's money block and its indicators."""
_OUTLINE = (
    (1, regex.compile(r"\s*[一二三四五六七八九十]{1,3}、")),
    (2, regex.compile(r"\s*[(（][一二三四五六七八九十]{1,3}[)）]")),
)


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
        found = by_content(columns(heads, table.width), rows[first:])
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
            _totals(draft, table, texts, self.figures)
            return
        if draft.closed:
            draft.ended = True
            return
        row = arrange(number, texts, draft.columns, _stands_alone(cells, draft.columns))
        draft.moved = draft.moved or row.moved
        _add(draft, table, row, grid, self.figures, texts)


def _roles(found: tuple[Column, ...]) -> list[tuple[str, int]]:
    return [(column.role, column.level) for column in found]


def _stands_alone(cells: list[Cell], found: tuple[Column, ...]) -> bool:
    """Whether the row names a head of level 1 only and leaves its cells for the names below empty."""
    levels = [column.number for column in found if column.role == LEVEL]
    own = {cell.column: cell.text.strip() for cell in cells if cell.column in levels}
    below = any(own.get(each) for each in levels[1:])
    return len(levels) > 1 and list(own) == levels and bool(own[levels[0]]) and not below


def _totals(draft: Draft, table: Table, cells: list[Cell], figures: Figures) -> None:
    """A row of the sheet's total points, total score and grade; what stands in no column goes by order."""
    roles = {column.number: column.role for column in draft.columns}
    found = tokens(cells)
    points = [token for token in found if token.kind in (NUMBER, PERCENT)]
    label = next((squeeze(cell.text) for cell in cells if is_total(cell.text)), "")
    if label and points:
        draft.total_name = draft.total_name or label.rstrip(":")
        score = next((token for token in points if roles.get(token.cell.column) == SCORE), None)
        weight = next(
            (token for token in points if roles.get(token.cell.column) == WEIGHT and token is not score), None
        )
        if score is None and weight is None or len(points) > 1 and (score is None or weight is None):
            score, weight = _by_order(points, label, draft)
        draft.total_score = draft.total_score or figures.points(table, score)
        draft.total_weight = draft.total_weight or figures.points(table, weight)
    for cell in cells:
        word = grade_word(cell.text)
        if word and not draft.grade:
            draft.grade = word
            start = cell.text.index(cell.text.strip())
            draft.grade_place = Passage(cell.text, table=table, cell=cell).place(start, start + len(cell.text.strip()))


def _by_order(points: list[Token], label: str, draft: Draft) -> tuple[Token | None, Token | None]:
    """Score and weight of a total row whose cells stand in no column: the weight comes first, 100 as a rule."""
    if len(points) > 1:
        return points[-1], points[0]
    scored = any(column.role == SCORE for column in draft.columns)
    whole = squeeze(points[0].text).rstrip("分%") in ("100", "100.0", "100.00")
    if "得分" in label or "评分" in label or scored and not whole:
        return points[0], None
    return None, points[0]


def _add(
    draft: Draft, table: Table, row: Row, grid: list[list[Cell | None]], figures: Figures, cells: list[Cell]
) -> None:
    """The row's names as nodes; a row without name and numbers goes on with the text of the one before."""
    _inherit(draft, row, grid)
    if any(is_subtotal(token.text) for token in row.names.values()):
        node = Node(
            3, "", figures.points(table, row.weights.get(0)), figures.points(table, row.parts.get(SCORE)), subtotal=True
        )
        draft.nodes.append(node)
        return
    filled = _is_filled(row)
    if not filled and not row.names:
        _continue(draft, table, row, figures)
        return
    if not filled and set(row.names) == {3} and not row.weights and len(cells) == 1:
        if row.moved and draft.nodes:
            draft.nodes[-1].name += name_of(row.names[3].text)
        return
    doubt = "moved" if row.moved else None
    _mend_glued(row)
    if 3 not in row.names and row.names and {TARGET, ACTUAL, STANDARD} & set(row.parts) and not row.alone:
        row.names[3] = row.names.pop(max(row.names))
    for level in (1, 2):
        if level in row.names or level in row.weights:
            _head(draft, level, row, table, figures, doubt)
    if 3 in row.names or _is_filled(row):
        draft.nodes.append(_leaf(draft, table, row, figures, doubt))


def _is_filled(row: Row) -> bool:
    return any(role in row.parts for role in (SCORE, TARGET, ACTUAL, FOLDED)) or 0 in row.weights


def _mend_glued(row: Row) -> None:
    """A name with two numbers: its own weight, and before it that of the merged head it stands beside."""
    if 3 in row.names:
        own = name_of(row.names[3].text)
        for level in (1, 2):
            if level in row.names and name_of(row.names[level].text) == own:
                del row.names[level]
                row.weights.pop(level, None)
        return
    level = max(row.names, default=0)
    if level not in row.weights or 0 not in row.weights or not level:
        return
    row.names[3] = row.names.pop(level)
    upper = row.weights.pop(level)
    if squeeze(upper.text) != squeeze(row.weights[0].text):
        row.weights[2] = upper


def _head(draft: Draft, level: int, row: Row, table: Table, figures: Figures, doubt: str | None) -> None:
    """A head of level 1 or 2; the same name again (a page break, a cell repeated in every row) is no new head."""
    name = name_of(row.names[level].text) if level in row.names else ""
    weight = figures.points(table, row.weights.get(level))
    for node in reversed(draft.nodes):
        if node.level < level:
            break
        if node.level == level:
            if node.name == name and name:
                if weight is not None and node.weight is not None and _is_told_again(node, weight, table):
                    node.repeats.append(weight)
                node.weight = node.weight or weight
                return
            break
    outline = row.names.get(level)
    deeper = {3} & set(row.names)
    node = Node(level, name, weight, table=table.number, row=row.number, doubt=doubt)
    if not deeper and outline is not None and 0 in row.weights and level == max(row.names):
        _fill(node, table, row, figures)
        node.weight = figures.points(table, row.weights[0])
        row.weights.pop(0)
        row.parts.clear()
    draft.nodes.append(node)


def _is_told_again(node: Node, weight: Figure, table: Table) -> bool:
    """Whether a head's weight comes again after a page, or with another value; a label in every row says nothing."""
    assert node.weight is not None
    return table.number != node.table or weight.value != node.weight.value


def _leaf(draft: Draft, table: Table, row: Row, figures: Figures, doubt: str | None) -> Node:
    token = row.names.get(3)
    level = 3
    if token is not None and not any(column.level in (1, 2) for column in draft.columns):
        level = next((rank for rank, pattern in _OUTLINE if pattern.match(token.text, timeout=TIMEOUT)), 3)
    node = Node(
        level, name_of(token.text) if token is not None else "", table=table.number, row=row.number, doubt=doubt
    )
    if token is not None and token.end < len(token.cell.text.rstrip()):
        words = token.text.split()
        if len(words) == 2 and min(map(len, words)) >= 2:
            node.name, node.beside = name_of(words[0]), name_of(words[1])
    node.weight = figures.points(table, row.weights.get(0))
    _fill(node, table, row, figures)
    return node


def _fill(node: Node, table: Table, row: Row, figures: Figures) -> None:
    parts = row.parts
    node.score = figures.points(table, parts.get(SCORE))
    node.share = figures.within(table, parts[SHARE]) if SHARE in parts else None
    node.folded = figures.points(table, parts.get(FOLDED))
    node.target = entry(figures, table, parts.get(TARGET), parts.get(SIGN), parts.get(UNIT))
    node.actual = entry(figures, table, parts.get(ACTUAL), None, parts.get(UNIT))
    if REMARK in parts:
        node.remark, node.remark_figures = plain(parts[REMARK].text), figures.of_cell(table, parts[REMARK].cell)
    _describe(node, table, row, figures)


def _describe(node: Node, table: Table, row: Row, figures: Figures) -> None:
    if DEFINITION in row.parts:
        node.definition += row.parts[DEFINITION].text
    if STANDARD in row.parts:
        token = row.parts[STANDARD]
        node.standard += token.text
        node.standard_figures += tuple(
            figure for figure in figures.of_cell(table, token.cell) if token.start <= figure.place.start < token.end
        )


def _continue(draft: Draft, table: Table, row: Row, figures: Figures) -> None:
    """Text that a page break cut off: it belongs to the row before."""
    if draft.nodes:
        _describe(draft.nodes[-1], table, row, figures)


def _inherit(draft: Draft, row: Row, grid: list[list[Cell | None]]) -> None:
    """What a merged cell of an earlier row gives to this one: its standard, and a weight it shares."""
    slots = grid[row.number - 1]
    if row.moved:
        return
    for column in draft.columns:
        cell = slots[column.number - 1] if column.number <= len(slots) else None
        if cell is None or cell.row == row.number or not cell.text.strip():
            continue
        token = Token(cell, 0, len(cell.text), NUMBER)
        if column.role == STANDARD and STANDARD not in row.parts:
            row.parts[STANDARD] = token
        elif column.role == WEIGHT and not column.level and 0 not in row.weights and SCORE in row.parts:
            row.weights[0] = token
        elif column.role == LEVEL and column.level == 3 and 3 not in row.names and not row.names:
            row.names[3] = token
