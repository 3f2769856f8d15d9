"""Rows of one score sheet as they are read, before they become a tree."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor import later
from extractor.document import Cell, Place, Table
from extractor.figures import TIMEOUT, Figure
from extractor.remembered import of_words
from extractor.scorecard import Entry, Indicator
from extractor.scorecards.columns import Column
from extractor.scorecards.heads import squeeze

_TOTAL = later.compile(
    r"(?:(?:自评|评价|绩效|综合|最终|整体|考核|项目|部门|单位|各项|指标|年度|支出|绩效自评|得分)*"
    r"(?:总分|总得分|总评分|总计|合计|综合评分|综合得分|综合分|得分合计|总分值|总成绩|合计得分|分数合计|自评总分|得分总计)"
    r"(?:\(.*\))?|自评得分|评价得分|自评结果得分)(?:[(].*[)])?:?"
)
_SUBTOTAL = later.compile(r"(?:[\p{Han}]{0,8})?小计(?:得分)?:?")
_GRADE_LABEL = later.compile(r"(?:[\p{Han}]{0,6})?(?:等级|等次|评级|档次)(?:结果)?:?")
GRADE_WORDS = ("优秀", "优良", "良好", "中等", "较好", "一般", "合格", "不合格", "较差", "优", "良", "中", "差")
_END = later.compile(
    r"(?:填表人|填报人|备注|附注|注[::\d]|说明[::]|联系人|审核人|负责人|联系电话|评价组|评价人员|填报单位|制表).*",
    regex.DOTALL,
)


@dataclass(slots=True)
class Node:
    """One name of the sheet with what its row holds; ``level`` from 1, the scored rows are the deepest.

    ``beside`` is a second name that ran into the row's own: that of a merged head whose words landed here.
    """

    level: int
    name: str
    weight: Figure | None = None
    score: Figure | None = None
    standard: str = ""
    standard_figures: tuple[Figure, ...] = ()
    definition: str = ""
    target: Entry | None = None
    actual: Entry | None = None
    remark: str = ""
    remark_figures: tuple[Figure, ...] = ()
    table: int | None = None
    row: int | None = None
    shared: bool = False
    share: Figure | None = None
    folded: Figure | None = None
    doubt: str | None = None
    subtotal: bool = False
    beside: str = ""
    repeats: list[Figure] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A sheet being read: its columns, its nodes in the order of the rows, its totals and grade."""

    title: str
    columns: tuple[Column, ...]
    nodes: list[Node] = field(default_factory=list)
    execution: Indicator | None = None
    total_weight: Figure | None = None
    total_score: Figure | None = None
    grade: str = ""
    grade_place: Place | None = None
    total_name: str = ""
    tables: list[int] = field(default_factory=list)
    ended: bool = False
    moved: bool = False

    @property
    def closed(self) -> bool:
        """Whether the sheet's total has been read."""
        return self.total_score is not None or self.total_weight is not None


@of_words
def is_total(text: str) -> bool:
    return bool(_TOTAL.fullmatch(squeeze(text), timeout=TIMEOUT))


@of_words
def is_subtotal(text: str) -> bool:
    return bool(_SUBTOTAL.fullmatch(squeeze(text), timeout=TIMEOUT))


@of_words
def is_grade_label(text: str) -> bool:
    return bool(_GRADE_LABEL.fullmatch(squeeze(text), timeout=TIMEOUT))


@of_words
def is_end(text: str) -> bool:
    return bool(_END.fullmatch(squeeze(text), timeout=TIMEOUT))


def grade_word(text: str) -> str:
    """The grade that a cell holds and nothing else; "" otherwise."""
    words = squeeze(text)
    return next((word for word in GRADE_WORDS if words in (word, word + "级", word + "等次", f"({word})")), "")


def own_cells(table: Table) -> list[list[Cell]]:
    """The cells that begin in each row, in order of their columns."""
    rows: list[list[Cell]] = [[] for _ in range(table.height + 1)]
    for cell in table.cells:
        if 1 <= cell.row <= table.height:
            rows[cell.row].append(cell)
    return [sorted(row, key=lambda cell: cell.column) for row in rows]
