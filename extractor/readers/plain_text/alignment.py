"""Rows that lost cells, set into the columns of their table by what the cells hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractor.readers.plain_text.shapes import NUMERIC, kind, squeezed

IN_PLACE = 40
"""Thousandths gained where a cell stands in the column that its tabs say; less than any difference of kind."""

WIDEST = 40
"""Columns up to which rows are aligned; a wider table is taken from the left."""

_NEAR = {
    frozenset(("integer", "decimal")): 0.6,
    frozenset(("integer", "amount")): 0.4,
    frozenset(("decimal", "amount")): 0.5,
    frozenset(("rate", "amount")): 0.3,
    frozenset(("rate", "decimal")): 0.1,
    frozenset(("text", "long")): 0.4,
    frozenset(("text", "mark")): 0.4,
    frozenset(("amount", "text")): 0.1,
}
_EXPECTED = (
    (("率", "占比", "比例", "%"), ("rate",)),
    (("分值", "权重", "得分", "分数", "自评分", "评分"), ("integer", "decimal")),
    (("数", "额", "预算", "决算", "支出", "收入", "合计", "元", "值", "经费", "拨款"), ("decimal", "integer", "amount")),
    (("说明", "标准", "内容", "原因", "措施", "解释", "依据", "备注"), ("long", "text")),
    (("名称", "指标", "项目", "科目", "任务", "单位"), ("text", "long")),
)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The column of each cell, from 0, and the cells that another alignment would set elsewhere just as well."""

    columns: tuple[int, ...]
    doubted: frozenset[int] = frozenset()


def profiles(rows: list[list[str]], heads: list[list[str]], width: int) -> list[dict[str, float]]:
    """What each column holds: the share of each kind among its filled cells, or what its name leads to expect."""
    found = []
    for column in range(width):
        seen = Counter(kind(row[column]) for row in rows if column < len(row) and row[column].strip())
        total = sum(seen.values())
        if total:
            found.append({each: count / total for each, count in seen.items()})
        else:
            found.append(_expected(heads, column, bool(rows)))
    return found


def _expected(heads: list[list[str]], column: int, others_known: bool) -> dict[str, float]:
    name = squeezed(next((row[column] for row in reversed(heads) if column < len(row) and row[column].strip()), ""))
    for endings, kinds in _EXPECTED:
        if name.rstrip("()（）").endswith(endings) or any(name.startswith(end) for end in ("一级", "二级", "三级") if "名称" in endings):
            return {each: (0.3 if others_known else 0.7) for each in kinds}
    return {}


def align(cells: list[str], columns: list[dict[str, float]]) -> Aligned:
    """Each filled cell into a column, in order, so that kinds agree best; among equals where its tabs put it.

    A figure is doubted where alignments that agree as well set it elsewhere.
    """
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if len(columns) > WIDEST or len(filled) > len(columns):
        return Aligned(tuple(min(place, len(columns) - 1) for place in range(len(cells))))
    kinds = [kind(cells[place]) for place in filled]
    gains = [[_gain(each, column) for column in columns] for each in kinds]
    left, right = _best(gains, rightmost=False), _best(gains, rightmost=True)
    doubted = frozenset(
        place
        for place, one, other, found in zip(filled, left, right, kinds, strict=True)
        if one != other and found in NUMERIC
    )
    for place, row in zip(filled, gains, strict=True):
        if place < len(row):
            row[place] += IN_PLACE
    return Aligned(_with_blanks(cells, filled, _best(gains, rightmost=False)), doubted)


def _best(gains: list[list[int]], rightmost: bool) -> list[int]:
    """Dynamic programming over cells and columns; gains in whole thousandths, so that equals are equal."""
    count, width = len(gains), len(gains[0]) if gains else 0
    reach = [[0] * (width + 1) for _ in range(count + 1)]
    for cell in range(count - 1, -1, -1):
        reach[cell][width] = -(10**9)
        for column in range(width - 1, -1, -1):
            take = gains[cell][column] + reach[cell + 1][column + 1]
            reach[cell][column] = max(take, reach[cell][column + 1])
    found, column = [], 0
    for cell in range(count):
        options = [
            each
            for each in range(column, width - (count - cell) + 1)
            if gains[cell][each] + reach[cell + 1][each + 1] == reach[cell][column]
        ]
        column = options[-1 if rightmost else 0]
        found.append(column)
        column += 1
    return found


def _gain(found: str, column: dict[str, float]) -> int:
    """How well a cell of that kind fits a column, in thousandths."""
    if not column:
        return -200 if found in NUMERIC else -100
    best = max(share * _likeness(found, each) for each, share in column.items())
    if best <= 0.0:
        return -1500
    return round(1000 * sum(share * _likeness(found, each) for each, share in column.items()))


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else _NEAR.get(frozenset((one, other)), 0.0)


def _with_blanks(cells: list[str], filled: list[int], columns: list[int]) -> tuple[int, ...]:
    """Blank cells take the free columns between their filled neighbours, as far as there are any; else none (-1)."""
    found = [-1] * len(cells)
    for place, column in zip(filled, columns, strict=True):
        found[place] = column
    taken = set(columns)
    last = -1
    for place in range(len(cells)):
        if found[place] >= 0:
            last = found[place]
            continue
        limit = next((found[each] for each in range(place + 1, len(cells)) if found[each] >= 0), None)
        free = last + 1
        if free not in taken and (limit is None or free < limit):
            found[place], last = free, free
    return tuple(found)
