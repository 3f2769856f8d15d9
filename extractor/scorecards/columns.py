"""The columns of a score sheet: what each holds, by its heads and, where those are silent, by its contents."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.document import Cell
from extractor.scorecards.heads import (
    DEFINITION,
    FOLDED,
    LEVEL,
    OTHER,
    SCORE,
    SHARE,
    STANDARD,
    WEIGHT,
    head_role,
    is_number,
    level_of,
    squeeze,
)

LONGEST_NAME = 34
"""Characters of a name; what is longer tells something."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds. ``level`` is that of the names or weights in it; 0 for the row's own."""

    number: int
    role: str
    level: int = 0
    text: str = ""


def columns(heads: list[list[Cell]], width: int, rows: list[list[Cell]]) -> tuple[Column, ...]:
    """The role of every column by one or more head rows; where those say nothing, by what the rows below hold."""
    held = {
        number: [cell.text for row in rows for cell in row if cell.column == number and cell.text.strip()]
        for number in range(1, width + 1)
    }
    found = _named(heads, width)
    has_points = any(column.role == FOLDED or column.role == WEIGHT and not column.level for column in found)
    found = [replace(each, role=WEIGHT) if each.role == SHARE and not has_points else each for each in found]
    found = _levelled([replace(each, role=DEFINITION) if _tells(each, held[each.number]) else each for each in found])
    return _with_weight(_weighted(found), held)


def _named(heads: list[list[Cell]], width: int) -> list[Column]:
    """The columns as their heads name them; pairs of 名称 and 权重 are those of level 1, 2, 3."""
    found: dict[int, Column] = {}
    unread: dict[int, str] = {}
    for rank, row in enumerate(heads):
        names = weights = 0
        paired = rank and not any(level_of(cell.text) for cell in row)
        for cell in row:
            role, level = head_role(cell.text), level_of(cell.text)
            words = squeeze(cell.text)
            if not role:
                words = unread[cell.column] = unread.get(cell.column, "") + words
                role = head_role(words)
            if not role:
                continue
            if paired and words == "名称":
                names += 1
                level = names
            elif paired and role in (WEIGHT, SHARE):
                weights += 1
                role, level = WEIGHT, weights if names else 0
            for number in range(cell.column, min(cell.column + cell.column_span, width + 1)):
                upper = found.get(number)
                if role == LEVEL and not level and upper is not None and upper.level:
                    level = upper.level
                found[number] = Column(number, role, level, words)
    return [found.get(number, Column(number, OTHER, 0, unread.get(number, ""))) for number in range(1, width + 1)]


def _tells(column: Column, held: list[str]) -> bool:
    """Whether a column headed 评价内容 or the like holds whole sentences, not names."""
    return column.role == LEVEL and not column.level and 2 * sum(_is_sentence(text) for text in held) > len(held)


def _is_sentence(text: str) -> bool:
    return len(squeeze(text)) > LONGEST_NAME


def _levelled(found: list[Column]) -> list[Column]:
    """Where names stand without a level, or four levels are told, the order counts: the last are those of the rows."""
    names = [column for column in found if column.role == LEVEL]
    told = [column.level for column in names if column.level]
    if 3 in told and len(set(told)) == len(told):
        levels = {column.number: column.level for column in names}
    elif len(told) < len(names) or len(told) > len(set(told)):
        order = (1, 3) if len(names) == 2 else (1, 2, 3)
        levels = dict(zip((column.number for column in reversed(names)), reversed(order), strict=False))
    else:
        return found
    given = [replace(each, level=levels.get(each.number, 0)) if each.role == LEVEL else each for each in found]
    return [replace(each, role=OTHER) if each.role == LEVEL and not each.level else each for each in given]


def _weighted(found: list[Column]) -> list[Column]:
    """Of several weights each is that of the names to its left (一级指标 权重 二级指标 权重 …); the rows' own has 0."""
    deepest = max((column.level for column in found if column.role == LEVEL), default=3)
    several = sum(each.role == WEIGHT and not each.level for each in found) > 1
    settled: list[Column] = []
    left, seen = 0, set()
    for each in found:
        if each.role == LEVEL:
            left = each.level
        elif each.role == WEIGHT:
            level = each.level or (left if several and left not in seen else 0)
            seen.add(level)
            each = replace(each, level=0 if level == deepest else level)
        settled.append(each)
    return settled


def _with_weight(found: list[Column], held: dict[int, list[str]]) -> tuple[Column, ...]:
    """A column without a telling head that holds mostly numbers is the weight, where no other column is."""
    if any(column.role == FOLDED or column.role == WEIGHT and not column.level for column in found):
        return tuple(found)
    first_score = min((column.number for column in found if column.role in (SCORE, STANDARD)), default=0)
    for place, column in enumerate(found):
        texts = held[column.number]
        numeric = sum(is_number(text) for text in texts)
        if column.number < first_score and column.role in (OTHER, SHARE) and numeric >= 2 and numeric * 2 >= len(texts):
            found[place] = replace(column, role=WEIGHT, level=0)
            break
    return tuple(found)
