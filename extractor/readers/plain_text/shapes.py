"""What a printed line or cell looks like: its width, its kind, whether it begins or ends a paragraph."""

from __future__ import annotations

import unicodedata

from extractor import later
from extractor.normal import normalised
from extractor.remembered import of_words

TIMEOUT = 10

_NUMERAL = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.+\d+)?"
_KINDS = (
    ("rate", later.compile(rf"(?:[≥≤><=约]{{0,2}})[-+]?{_NUMERAL}[%‰]")),
    ("integer", later.compile(r"[-+]?\d{1,6}")),
    ("decimal", later.compile(rf"[-+]?{_NUMERAL}")),
    (
        "amount",
        later.compile(rf"(?:[≥≤><=约]{{0,2}})[-+]?{_NUMERAL}[\p{{Han}}/()（）A-Za-z²㎡]{{0,6}}|[≥≤><=]+{_NUMERAL}"),
    ),
    ("mark", later.compile(r"[-—–/×√无*=%]{1,4}|≥|≤")),
)
NUMERIC = frozenset(("rate", "integer", "decimal", "amount"))

HEADING = later.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s?[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部]"
    r"|#{1,6}\s)"
)
ITEM = later.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,2}\s?(?:[、．]|[.](?!\d)|[）)])|[（(]\d{1,2}[)）]|[①-⑳]|[-*+•●■◆▪]\s|[a-zA-Z][.、)])"
)
_PIECE = later.compile(r"(?:表|图|附件|附表|附)\s?[\d一二三四五六七八九十]{1,3}(?![\d.%])|[（(]?(?:金额)?单位\s?[:：]")
_SENTENCE_END = frozenset("。！？；;!?")
_CLOSERS = "”’」』）)】》\"'"
_OPENERS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "【": "】"}
_NO_END = frozenset("，,、（(《“—-及和与的为")
_HEAD_WORDS = tuple(
    (
        "名称 指标 项目 内容 情况 预算 决算 金额 执行 得分 分值 权重 说明 标准 备注 序号 单位 科目 编码 目标 "
        "目标值 完成值 实际值 原因 分数 评分 自评分 计划 到位 支出 收入 合计 小计 总额 余额 结余 结转 来源 数量 "
        "单价 日期 时间 年度 类别 类型 级次 比例 占比 增减 增长 姓名 职务 职称 签字 任务 措施 部门 机构 扣分 依据 "
        "解释 经费 拨款 资金 其他 人数 性质 其中 资产 数 率 额 费 值 分 年 元 ） ) : ："
    ).split()
)
"""Last words of the names of columns."""


@of_words
def squeezed(text: str) -> str:
    """The text for comparison: normalised, and no blanks at all."""
    return normalised(text)[0].replace(" ", "")


def width(text: str) -> int:
    """Columns of print: two for a wide letter, one for any other; of a line without end the first thousand count."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WFA" else 1 for mark in text.strip()[:1000])


@of_words
def kind(text: str) -> str:
    """What a cell holds: nothing (""), rate, integer, decimal, amount, mark, text, or a long text."""
    if not text.strip():
        return ""
    plain = squeezed(text[:400])
    if len(plain) > 24:
        return "long"
    for name, pattern in _KINDS:
        if pattern.fullmatch(plain, timeout=TIMEOUT):
            return name
    return "text"


def is_numeric(text: str) -> bool:
    """Whether a cell holds one figure and no words beside its unit."""
    return kind(text) in NUMERIC


def begins(text: str) -> bool:
    """Whether a line begins a paragraph of its own: a heading, a list item, a caption."""
    return bool(HEADING.match(text) or ITEM.match(text) or _PIECE.match(text.strip()))


def ends(text: str) -> bool:
    """Whether a line ends as a sentence does, closing marks set aside."""
    bare = text.rstrip().rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _SENTENCE_END or text.rstrip()[-1:] in (":", "：")


def is_open(text: str) -> bool:
    """Whether a line must go on: it ends with a comma or inside a bracket or a title."""
    bare = text.rstrip()
    if bare[-1:] in _NO_END:
        return True
    return any(bare.count(left) > bare.count(right) for left, right in _OPENERS.items())


def is_head(cells: list[str]) -> bool:
    """Whether the cells read as the head of a table: short names of columns, no figures but years."""
    if any(len(cell) > 120 for cell in cells):
        return False
    filled = [squeezed(cell) for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(cell) > 22 for cell in filled):
        return False
    if any(_tells_figure(cell) for cell in filled):
        return False
    named = sum(1 for cell in filled if _BRACKET_END.sub("", cell).endswith(_HEAD_WORDS))
    return named * 10 >= len(filled) * 6


_BRACKET_END = later.compile(r"[（(][^（()）]*[)）]$")
_YEARLY = later.compile(r"20\d\d[年\p{Han}]{0,8}")
_FIGURE_AT_END = later.compile(r"\d(?:[%‰]|[万亿]?元)?$")


@of_words
def _tells_figure(cell: str) -> bool:
    """Whether a squeezed cell holds a figure of its own; a year in front of a column's name is none."""
    if _YEARLY.fullmatch(cell, timeout=TIMEOUT):
        return False
    return is_numeric(cell) or kind(cell) == "mark" or bool(_FIGURE_AT_END.search(cell, timeout=TIMEOUT))
