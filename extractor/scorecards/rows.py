"""One row of a score sheet: its cells as typed tokens, and which column each of them belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor import later
from extractor.document import Cell
from extractor.figures import TIMEOUT
from extractor.numerals import narrow
from extractor.scorecards.columns import LONGEST_NAME, Column
from extractor.scorecards.heads import (
    ACTUAL,
    BUDGET,
    DEFINITION,
    FOLDED,
    LEVEL,
    OTHER,
    RATE,
    REMARK,
    SCORE,
    SHARE,
    SIGN,
    SPENT,
    STANDARD,
    TARGET,
    UNIT,
    WEIGHT,
    squeeze,
)

NUMBER, PERCENT, VALUE, NAME, LONG = "number", "percent", "value", "name", "long"
POINTS = (WEIGHT, SCORE, FOLDED)
_POINTS = later.compile(r"[-+]?\d+(?:\.\d+)?(?:分)?")
_PERCENT = later.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?%")
_SIGNED = later.compile(r"[≥≤><=]|\\[gl]eq|(?:19|20)\d{2}年|^\d")
_GLUED = later.compile(
    r"(?P<name>.*[^\d.,\s(%≥≤=></-])\s*[(\s]\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>分|%)?\s*\)?\s*", regex.DOTALL
)
_LEADING = later.compile(r"(?P<number>\d+(?:\.\d+)?)\s+(?P<name>[\p{Han}“\"].{2,30})", regex.DOTALL)
_TRAILING = later.compile(r".*[。;)]\s+(?P<number>\d+(?:\.\d+)?)\s*", regex.DOTALL)
_LABELLED = later.compile(r"(?P<label>权重|分值|满分|得分|执行率)[::]?\s*(?P<number>\d+(?:\.\d+)?)(?:分|%)?")

_QUALITIES = frozenset(
    (
        "明显 显著 良好 有效 优 提升 提高 不适用 无 完成 已完成 "
        "按时完成 及时 达标 合格 是 否 较好 有所提升 逐步提高 长期 持续 全部完成"
    ).split()
)
_COST: dict[str, dict[str, float]] = {
    NUMBER: {WEIGHT: 0, SCORE: 0, SHARE: 0, FOLDED: 0, TARGET: 0.5, ACTUAL: 0.5, RATE: 0.8, BUDGET: 0, SPENT: 0,
             LEVEL: 6, STANDARD: 5, DEFINITION: 5, REMARK: 3, SIGN: 6, UNIT: 6, OTHER: 0.5},
    PERCENT: {WEIGHT: 1.5, SCORE: 3, SHARE: 0, FOLDED: 3, TARGET: 0, ACTUAL: 0, RATE: 0, BUDGET: 4, SPENT: 4,
              LEVEL: 6, STANDARD: 5, DEFINITION: 5, REMARK: 3, SIGN: 6, UNIT: 2, OTHER: 0.5},
    VALUE: {WEIGHT: 7, SCORE: 7, SHARE: 7, FOLDED: 7, TARGET: 0, ACTUAL: 0, RATE: 5, BUDGET: 5, SPENT: 5,
            LEVEL: 1.5, STANDARD: 3, DEFINITION: 3, REMARK: 1, SIGN: 0.5, UNIT: 3, OTHER: 0.5},
    NAME: {WEIGHT: 7, SCORE: 7, SHARE: 7, FOLDED: 7, TARGET: 0.5, ACTUAL: 0.5, RATE: 7, BUDGET: 7, SPENT: 7,
           LEVEL: 0, STANDARD: 1.5, DEFINITION: 1.5, REMARK: 0.3, SIGN: 1, UNIT: 0.5, OTHER: 0.3},
    LONG: {WEIGHT: 9, SCORE: 9, SHARE: 9, FOLDED: 9, TARGET: 1, ACTUAL: 1, RATE: 9, BUDGET: 9, SPENT: 9,
           LEVEL: 5, STANDARD: 0, DEFINITION: 0, REMARK: 0.5, SIGN: 9, UNIT: 9, OTHER: 0.5},
}  # fmt: skip
_SKIP = {SCORE: 1.0, WEIGHT: 0.8, STANDARD: 0.3, DEFINITION: 0.3, TARGET: 1.5, ACTUAL: 1.5}
_FAR = 1.5
_MISPLACED = 5
"""Cost from which a token cannot stand in a column even where no cell of the row fell out."""


@dataclass(frozen=True, slots=True)
class Token:
    """A cell, or a part of one: characters ``start`` to ``end`` of its text."""

    cell: Cell
    start: int
    end: int
    kind: str

    @property
    def text(self) -> str:
        return self.cell.text[self.start : self.end].strip()


@dataclass(slots=True)
class Row:
    """The tokens of a row under their columns. ``names`` and ``weights`` are by level, 0 the row's own weight.

    ``alone``: the row names a head of level 1 and nothing below it, though the cells for that are there.
    """

    number: int
    names: dict[int, Token] = field(default_factory=dict)
    weights: dict[int, Token] = field(default_factory=dict)
    parts: dict[str, Token] = field(default_factory=dict)
    moved: bool = False
    alone: bool = False
    spare: list[Token] = field(default_factory=list)


def kind_of(text: str) -> str:
    """What kind of thing a cell holds."""
    words = squeeze(text)
    if _POINTS.fullmatch(words, timeout=TIMEOUT):
        return NUMBER
    if _PERCENT.fullmatch(words, timeout=TIMEOUT):
        return PERCENT
    if len(words) > LONGEST_NAME or words.endswith(("。", ";")):
        return LONG
    if words in _QUALITIES:
        return VALUE
    return VALUE if _SIGNED.search(words, timeout=TIMEOUT) else NAME


def tokens(cells: list[Cell]) -> list[Token]:
    """The typed tokens of a row, cells in order; a number that ran into a name or a standard is set apart."""
    found: list[Token] = []
    for cell in cells:
        text = narrow(cell.text)
        if not text.strip() or text.strip() in ("-", "--", "/", "\\"):
            continue
        found.extend(_split(cell, text))
    return found


def _split(cell: Cell, text: str) -> list[Token]:
    kind = kind_of(text)
    whole = Token(cell, 0, len(text), kind)
    if kind == LONG:
        match = _TRAILING.fullmatch(text, timeout=TIMEOUT)
        if match:
            start = match.start("number")
            return [Token(cell, 0, start, LONG), Token(cell, start, len(text), NUMBER)]
        return [whole]
    if kind in (NAME, VALUE):
        match = _GLUED.fullmatch(text, timeout=TIMEOUT)
        if match and (match["unit"] == "分" or kind == NAME) and not _SIGNED.search(match["name"], timeout=TIMEOUT):
            start, end = match.span("number")
            return [Token(cell, 0, match.end("name"), NAME), Token(cell, start, end, NUMBER)]
        match = _LEADING.fullmatch(text, timeout=TIMEOUT)
        if match:
            return [Token(cell, match.start("name"), len(text), NAME), Token(cell, 0, match.end("number"), NUMBER)]
    return [whole]


def arrange(
    number: int, cells: list[Cell], columns: tuple[Column, ...], alone: bool = False, complete: bool = False
) -> Row:
    """The row's tokens under the columns: by place where every cell fits its column, else by order and kind.

    ``complete``: no cell of the row fell out, so that only points in a column of words speak against its places.
    """
    row = Row(number, alone=alone)
    found = tokens(cells)
    by_number = {column.number: column for column in columns}
    if _straight(found, by_number, alone, complete):
        for token in found:
            _put(row, token, by_number[token.cell.column])
        return row
    row.moved = True
    for token, column in _aligned(found, columns):
        if column is None:
            row.spare.append(token)
        else:
            _put(row, token, column)
    return row


def _straight(found: list[Token], by_number: dict[int, Column], alone: bool, complete: bool) -> bool:
    """Whether each token's kind suits the column it stands in."""
    for token in found:
        column = by_number.get(token.cell.column)
        if column is None:
            return False
        glued = token.kind == NUMBER and token.end - token.start < len(token.cell.text.strip())
        if glued and column.role == LEVEL or complete and column.role not in (*POINTS, LEVEL):
            continue
        if _COST[token.kind][column.role] > (_MISPLACED if complete else 2):
            return False
    roles = {by_number[token.cell.column].role for token in found}
    levels = {by_number[token.cell.column].level for token in found if by_number[token.cell.column].role == LEVEL}
    return alone or complete or not (roles & {TARGET, ACTUAL, STANDARD} and levels and 3 not in levels)


def _put(row: Row, token: Token, column: Column) -> None:
    if column.role == LEVEL and token.kind == NUMBER:
        row.weights[column.level % 3] = token
    elif column.role == LEVEL:
        if column.level in row.names:
            row.spare.append(token)
        else:
            row.names[column.level] = token
    elif column.role == WEIGHT:
        glued = row.weights.get(column.level)
        row.weights[column.level] = token
        if glued is not None and not column.level and glued.text != token.text:
            row.weights[2], row.moved = glued, True
    elif column.role in row.parts:
        row.spare.append(token)
    else:
        row.parts[column.role] = token


def _aligned(found: list[Token], columns: tuple[Column, ...]) -> list[tuple[Token, Column | None]]:
    """The cheapest way to lay the tokens on the columns in order; a token that fits nowhere gets None."""
    slots = _with_level_weights(columns)
    best: list[list[tuple[float, int]]] = [[(0.0, 0)] * (len(slots) + 1) for _ in range(len(found) + 1)]
    for i in range(len(found) + 1):
        for j in range(len(slots) + 1):
            choices = []
            if i and j:
                choices.append((best[i - 1][j - 1][0] + _fit(found[i - 1], slots[j - 1]), 1))
            if j:
                choices.append((best[i][j - 1][0] + _skipped(slots[j - 1]), 2))
            if i:
                choices.append((best[i - 1][j][0] + 4.0, 3))
            if choices:
                best[i][j] = min(choices)
    result: list[tuple[Token, Column | None]] = []
    i, j = len(found), len(slots)
    while i or j:
        step = best[i][j][1]
        if step == 1:
            result.append((found[i - 1], slots[j - 1]))
            i, j = i - 1, j - 1
        elif step == 2:
            j -= 1
        else:
            result.append((found[i - 1], None))
            i -= 1
    return result[::-1]


def _with_level_weights(columns: tuple[Column, ...]) -> list[Column]:
    """The columns, with room for a weight right after every level name: merged heads often lose it."""
    slots: list[Column] = []
    for position, column in enumerate(columns):
        slots.append(column)
        after = columns[position + 1] if position + 1 < len(columns) else None
        if column.role == LEVEL and (after is None or after.role != WEIGHT) and column.level < 3:
            slots.append(Column(column.number + 1, WEIGHT, column.level))
    return slots


def _fit(token: Token, column: Column) -> float:
    distance = min(_FAR, 0.3 * abs(token.cell.column - column.number))
    return _COST[token.kind][column.role] + distance


def _skipped(column: Column) -> float:
    if column.role == LEVEL:
        return 2.5 if column.level == 3 else 0.1
    if column.role == WEIGHT and column.level:
        return 0.0
    return _SKIP.get(column.role, 0.2)


def labelled(cell: Cell) -> tuple[str, int, int] | None:
    """A cell that carries its own head (权重10): the head's word and where the number stands."""
    match = _LABELLED.fullmatch(narrow(cell.text).strip(), timeout=TIMEOUT)
    offset = len(cell.text) - len(cell.text.lstrip())
    return (match["label"], match.start("number") + offset, match.end("number") + offset) if match else None
