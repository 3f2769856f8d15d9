"""The money block of a self-evaluation form: budget, spending, rate of execution and the points for it."""

from __future__ import annotations

from extractor.document import Cell, Table
from extractor.figures import Figure
from extractor.scorecard import EXECUTION, Indicator
from extractor.scorecards.cells import SCORE_UNIT, Figures, as_points, name_of
from extractor.scorecards.heads import BUDGET, RATE, SCORE, SHARE, SPENT, WEIGHT, head_role, is_head, squeeze
from extractor.scorecards.rows import NUMBER, PERCENT, Token, tokens


def execution_row(table: Table, rows: list[list[Cell]], head: int, figures: Figures) -> tuple[Indicator | None, int]:
    """The row of the block that carries points, as an indicator, and the first row after the block's rows."""
    roles = {cell.column: _role(cell) for cell in rows[head]}
    most = _in_head(table, rows[head], figures)
    found: Indicator | None = None
    number = head + 1
    while number <= table.height and number <= head + 8 and not is_head(rows[number]):
        parts = {
            roles.get(token.cell.column, ""): token for token in tokens(rows[number]) if token.kind in (NUMBER, PERCENT)
        }
        if not parts and any(squeeze(cell.text) for cell in rows[number]) and found is not None:
            break
        if found is None and (WEIGHT in parts or most is not None) and (SCORE in parts or RATE in parts):
            found = _indicator(table, number, rows[number], parts, figures, most)
        number += 1
    return found, number


def _in_head(table: Table, cells: list[Cell], figures: Figures) -> Figure | None:
    """The points that a head tells in brackets: 得分（20分×执行率）, 预算执行情况（20分）."""
    ordered = sorted(cells, key=lambda cell: _role(cell) != SCORE)
    inside = (each for cell in ordered for each in figures.of_cell(table, cell))
    return next((as_points(each) for each in inside if each.unit == SCORE_UNIT), None)


def _role(cell: Cell) -> str:
    role = head_role(cell.text)
    if role == SHARE:
        return WEIGHT
    return "opening" if role == BUDGET and "年初" in cell.text else role


def _indicator(
    table: Table, number: int, cells: list[Cell], parts: dict[str, Token], figures: Figures, most: Figure | None
) -> Indicator:
    amounts: list[Figure] = []
    for role in (BUDGET, SPENT):
        figure = figures.within(table, parts[role]) if role in parts else None
        if figure is not None:
            amounts.append(figure)
    label = next(
        (name_of(cell.text) for cell in cells if squeeze(cell.text) and not squeeze(cell.text)[0].isdigit()), ""
    )
    return Indicator(
        name=label, level=1, weight=figures.points(table, parts.get(WEIGHT)) or most,
        score=figures.points(table, parts.get(SCORE)), table=table.number, row=number, kind=EXECUTION,
        rate=figures.within(table, parts[RATE]) if RATE in parts else None, amounts=tuple(amounts),
    )  # fmt: skip
