"""Rows that lost cells, set into the columns of their table by what the cells hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractor.readers.plain_text.shapes import NUMERIC, kind, squeezed

IN_PLACE = 40
"""Thousandths gained where a cell stands in the column that its tabs say; less than any difference of kind."""

NEIGHBOUR = 100
"""Thousandths gained where two places that stand side by side take columns side by side."""

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
    (("行次", "序号", "栏次"), ("integer",)),
    (("率", "占比", "比例", "%"), ("rate",)),
    (("分值", "权重", "得分", "分数", "自评分", "评分"), ("integer", "decimal")),
    (
        ("数", "额", "预算", "决算", "支出", "收入", "合计", "元", "值", "经费", "拨款"),
        ("decimal", "integer", "amount"),
    ),
    (("说明", "标准", "内容", "原因", "措施", "解释", "依据", "备注"), ("long", "text")),
    (("名称", "指标", "项目", "科目", "任务", "单位"), ("text", "long")),
)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The column of each place of a row, from 0, -1 where a blank has none; the places whose column is doubted."""

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
        if name.rstrip("()（）").endswith(endings):
            return dict.fromkeys(kinds, 0.3 if others_known else 0.7)
    return {}


def align(rows: list[list[str]], columns: list[dict[str, float]], known: bool = True) -> Aligned:
    """The column of each place of rows that lost the same cells, in order, so that kinds agree best in all of them.

    Among equals places stay neighbours, then stand where their tabs put them. The figures of a place
    are doubted where alignments that agree as well set it elsewhere, and where it is moved although no full row tells
    what the columns hold (not ``known``).
    """
    count, width = max(map(len, rows)), len(columns)
    if width > WIDEST or count > 2 * WIDEST:
        return Aligned(tuple(min(place, width - 1) for place in range(count)))
    kinds = [[kind(row[place]) for row in rows if place < len(row) and row[place].strip()] for place in range(count)]
    if sum(1 for each in kinds if each) > width:
        return Aligned(tuple(place if place < width else -1 for place in range(count)))
    gains = [[sum(_gain(each, column) for each in found) for column in columns] for found in kinds]
    blank = [not found for found in kinds]
    plain = [_best(gains, blank, 0, rightmost) for rightmost in (False, True)]
    doubted = frozenset(
        place
        for place, (one, other) in enumerate(zip(*plain, strict=True))
        if one != other and any(each in NUMERIC for each in kinds[place]) and not blank[place]
    )
    for place in range(min(count, width)):
        gains[place][place] += 0 if blank[place] else IN_PLACE
    chosen = tuple(_best(gains, blank, NEIGHBOUR, False))
    if not known:
        doubted |= {place for place, column in enumerate(chosen) if column not in (-1, place)}
    return Aligned(chosen, doubted)


def _best(gains: list[list[int]], blank: list[bool], neighbour: int, rightmost: bool) -> list[int]:
    """Dynamic programming over places and columns; gains in whole thousandths, so that equals are equal.

    ``reach[place][column]`` is the most that places from ``place`` on can gain when the place before
    took the column before ``column``.
    """
    count, width = len(gains), len(gains[0]) if gains else 0
    reach = [[0] * (width + 1) for _ in range(count + 1)]
    choice = [[-1] * (width + 1) for _ in range(count)]
    for place in range(count - 1, -1, -1):
        for first in range(width, -1, -1):
            best, chosen = (reach[place + 1][first], -1) if blank[place] else (-(10**9), -1)
            for column in range(first, width):
                found = (
                    gains[place][column]
                    + reach[place + 1][column + 1]
                    + (neighbour if place and column == first else 0)
                )
                if found > best or found == best and (rightmost or chosen < 0):
                    best, chosen = found, column
            reach[place][first], choice[place][first] = best, chosen
    columns, first = [], 0
    for place in range(count):
        column = choice[place][first]
        columns.append(column)
        first = column + 1 if column >= 0 else first
    return columns


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
