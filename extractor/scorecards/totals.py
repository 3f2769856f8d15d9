"""The total row of a score sheet: its points, its score and its grade."""

from __future__ import annotations

from extractor.document import Cell, Passage, Table
from extractor.scorecards.cells import Figures
from extractor.scorecards.draft import Draft, grade_word, is_total
from extractor.scorecards.heads import SCORE, WEIGHT, squeeze
from extractor.scorecards.rows import NUMBER, PERCENT, Token, tokens


def add_totals(draft: Draft, table: Table, cells: list[Cell], figures: Figures) -> None:
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
