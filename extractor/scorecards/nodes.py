"""From one row of a score sheet to its nodes: heads of level 1 and 2, and the row that is scored."""

from __future__ import annotations

from extractor import later
from extractor.document import Cell, Table
from extractor.figures import TIMEOUT, Figure
from extractor.scorecards.cells import Figures, entry, name_of, plain
from extractor.scorecards.draft import Draft, Node, is_subtotal
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
    squeeze,
)
from extractor.scorecards.rows import NUMBER, Row, Token

_OUTLINE = (
    (1, later.compile(r"\s*[一二三四五六七八九十]{1,3}、")),
    (2, later.compile(r"\s*[(（][一二三四五六七八九十]{1,3}[)）]")),
)


def add_row(
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
