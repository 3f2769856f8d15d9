"""Rows of indicators whose head was lost: sign, value and unit in three columns give the others away."""

from __future__ import annotations

from extractor.document import Cell, Table
from extractor.scorecard import EXECUTION, Indicator
from extractor.scorecards.cells import Figures, name_of
from extractor.scorecards.columns import Column
from extractor.scorecards.heads import ACTUAL, LEVEL, SCORE, SIGN, TARGET, UNIT, WEIGHT, squeeze
from extractor.scorecards.rows import NUMBER, PERCENT, Token, kind_of, labelled

_SIGNS = frozenset("≥ ≤ = > < ＝ ≧ ≦ >= <= 定性".split())


def sign_columns(table: Table, rows: list[list[Cell]]) -> tuple[tuple[Column, ...], int] | None:
    """The columns of a table without head whose rows read name, sign, value, unit …; and its first such row."""
    found = [(number, cell.column) for number in range(1, table.height + 1) for cell in rows[number] if _sign(cell)]
    places = {column for _, column in found}
    if len(found) < 2 or len(places) != 1:
        return None
    sign = places.pop()
    columns = [Column(sign - 1, LEVEL, 3), Column(sign, SIGN), Column(sign + 1, TARGET), Column(sign + 2, UNIT)]
    signed = [rows[number] for number, _ in found]
    numeric = [
        column
        for column in range(sign + 3, table.width + 1)
        if any(kind_of(cell.text) == NUMBER for row in signed for cell in row if cell.column == column)
    ]
    if sign < 2 or not numeric:
        return None
    roles = {1: (WEIGHT,), 2: (WEIGHT, SCORE)}.get(len(numeric), (ACTUAL, WEIGHT, SCORE))
    columns.extend(Column(number, role) for number, role in zip(numeric[-3:], roles, strict=True))
    return tuple(columns), found[0][0]


def _sign(cell: Cell) -> bool:
    return squeeze(cell.text) in _SIGNS


def labelled_money(table: Table, number: int, cells: list[Cell], figures: Figures) -> Indicator | None:
    """A money row whose cells carry their own heads (预算执行率100%, 权重10)."""
    found: dict[str, Token] = {}
    for cell in cells:
        own = labelled(cell)
        if own is not None:
            found[own[0]] = Token(cell, own[1], own[2], NUMBER)
        elif "执行率" in cell.text and any(mark.isdigit() for mark in cell.text):
            found["执行率"] = Token(cell, 0, len(cell.text), PERCENT)
    weight = found.get("权重") or found.get("分值")
    if weight is None or "执行率" not in found:
        return None
    return Indicator(
        name_of(cells[0].text), 1, figures.points(table, weight), figures.points(table, found.get("得分")),
        table=table.number, row=number, kind=EXECUTION, rate=figures.within(table, found["执行率"]),
    )  # fmt: skip
