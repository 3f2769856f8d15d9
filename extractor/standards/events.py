"""Where a standard speaks of points: awards, deductions, floors, caps, tags. The words around them are conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor import later
from extractor.numerals import chinese
from extractor.standards.marks import TIMEOUT

NUMBER = r"\d+(?:\.\d+)?"
_FIGURE = rf"(?:{NUMBER}|[一二两三四五六七八九十]+)"
_ROW = r"(?:该|本|此|各|相应)?(?:项|指标|条|款|小项)?(?:指标)?(?:的)?"
FULL_POINTS = r"(?:满分(?:分?值)?|标准分(?:值)?|指标分值|权重分值|权重分|权重|分值|参考分值|总分值|总分|权数)"
_OF_ROW = rf"{_ROW}{FULL_POINTS}?(?:分)?"
_GIVE = r"(?:得分?为?|计分?为?|记分?为?|给予|给|评为|评|赋予|赋|打|获得|获|可得|加|为|即为?)"
_NOT_A_POINT = (
    r"(?![之钟类布别析项为局行管公册工\p{Nd}]"
    r"|(?:\([不]?含[^()]*\))?(?:及以|或以|以)[上下内]|以上|以下|以内|之间|[-~至]\d)"
)
QUALITIES = (
    "优秀|优|良好|良|中等|中|较差|很差|差|较好|好|一般|合格|不合格|及格|不及格|达标|基本达标|不达标|未达标|"
    "完成|基本完成|部分完成|未完成|是|否|有|无|健全|基本健全|不健全"
)
_CUT = "扣除|扣减|扣|减"
_MARK = "给|得|计|打|评|赋|加"

_PATTERNS = (
    # (5分), [满分5分]
    ("tag", rf"[(\[](?:满分|共|共计|计|得|权重|分值|占|各)?:?(?P<tag>{NUMBER})分(?:,[^()\[\]]{{0,20}})?[)\]]"),
    ("tag_range", rf"[(\[](?P<tag_low>{NUMBER})(?:分)?[-~至](?P<tag_high>{NUMBER})分[)\]]"),
    # 直至1分扣完为止, 最多扣3分, 不得负分
    (
        "floor",
        rf"(?:直至|直到|至)?(?:(?P<floor_points>{NUMBER})分|{_OF_ROW})?扣(?:完|光|至零分?|至0分?)"
        rf"(?:{_OF_ROW})(?:为止|即止|止)",
    ),
    ("floor", rf"(?:累计)?(?:最多|最高|上限)(?:为|可|只)?扣(?:减|除)?(?P<most_off>{NUMBER})分"),
    ("floor", r"不(?:出现|计|得|倒扣)?负分|不倒扣|扣完(?:即止|止)?(?=[,;。)]|$)"),
    ("no_points_off", r"(?:可以|可)?不(?:予)?扣分"),
    # 酌情扣分, 视情况扣1-3分
    (
        "discretion",
        r"(?:(?:酌情|视情形?|视[^,;。\d]{0,14}|适当|酌量|按程度)(?:考虑|予以|给予|进行)?"
        rf"(?:{_CUT}|{_MARK})|根据[^,;。\d]{{0,10}}(?:情况|程度)(?:予以|给予|进行)?(?:{_CUT}|给|得))"
        rf"(?:分)?(?:(?P<disc_low>{NUMBER})(?:分)?[-~至])?(?P<disc_high>{NUMBER})?(?:分)?",
    ),
    ("discretion", rf"扣(?:除|减)?{NUMBER}(?:分)?[-~至]{NUMBER}分"),
    # 扣分值的5%
    (
        "deduct_share",
        rf"(?:扣除?|扣减|减)(?:除|减|去)?{_OF_ROW}的?(?P<deduct_share>{NUMBER})%"
        rf"(?:的?{_ROW}{FULL_POINTS}|的?分)?",
    ),
    # 扣0.5分, 扣1分/项
    (
        "deduct",
        rf"(?:扣除|扣减|扣掉|扣罚|倒扣|扣|减去|减)(?:分)?{_ROW}(?:分值|得分|分数)?(?P<deduct>{_FIGURE})分"
        rf"{_NOT_A_POINT}(?:/(?P<per>个|项|次|例|件|处|起|人|天|笔|份|条))?",
    ),
    ("exempt", r"(?:可)?直接得(?:满)?分|视同满分|按满分计(?:算)?"),
    # 本项不得分
    (
        "none",
        rf"(?P<scope0>{_ROW}(?:指标)?)?(?:均|一律|则|直接)?"
        rf"(?:不予?(?:得|计|给|记)(?:{_ROW})?分|{_GIVE}零分|扣(?:除)?(?:全部|全)(?:分值|分)?|扣完(?:全部)?分值)",
    ),
    # 最高得1分, 不超过5分, 超过10分按10分计
    (
        "cap",
        rf"(?:{_ROW})?(?:最高|最多|上限)(?:不超过)?(?:可)?(?:得|计|记|加|为|给)?(?P<cap>{NUMBER})分(?:为止)?"
        rf"|(?:得分|分值)?(?:以|不超过)(?P<cap2>{NUMBER})分(?:为限|封顶)?"
        rf"|(?P<cap3>{NUMBER})分封顶"
        rf"|(?:大于|高于|超过){NUMBER}分(?:的|时|者|部分)?,?(?:均|仍|一律)?按(?P<cap4>{NUMBER})分(?:计算|计|记)?"
        rf"|(?:以)?{_GIVE}?满分(?:为止|封顶|为限)|超过(?:部分)?(?:的)?不(?:再)?(?:加|计)分"
        rf"|最高不超过{_ROW}{FULL_POINTS}",
    ),
    # 按比例得分, 同比例扣减分值
    (
        "ratio",
        r"(?:(?:按照|按|根据|依照|依|以)[^,;。\d]{0,20}?|同|等|成)(?:比例|比率|百分比)[^,;。\d=*]{0,8}?"
        r"(?:(?P<ratio_off>扣)(?:减|除)?|(?:相应|折算|计算|换算|核算|确定|计入|计|得|给|记|赋|打|评|分配)+)"
        r"(?:相应|得)*(?:分|分值)",
    ),
    # 得分值的80%
    (
        "share",
        rf"(?:得|计|记|给予|给|赋予|赋|按)(?:计|得)?{_OF_ROW}的?(?P<share>{NUMBER})%(?:-(?P<share_high>{NUMBER})%)?"
        rf"(?:的)?(?:{_ROW}{FULL_POINTS}|计?得?分(?:值|数)?)?(?<=[分值重数]|的?{NUMBER}%)(?:计分|得分|记分)?",
    ),
    (
        "full",
        rf"{_GIVE}?(?:予)?{_ROW}(?:全部|全额)?(?:满分|全分)(?!为止)|{_GIVE}{_ROW}全部(?:{FULL_POINTS}|分数)",
    ),
    # 得3分, 计4-5分; a lone 得0 before a stop
    (
        "award",
        rf"(?P<scope>{_ROW}(?:指标)?)(?:则|均|可|应)?{_GIVE}(?:{_ROW}{FULL_POINTS}?的?)?(?P<award>{_FIGURE})"
        rf"(?:(?:分)?[-~至](?P<award_high>{NUMBER}))?分{_NOT_A_POINT}",
    ),
    ("award", r"(?P<zero_scope>)(?:得|计)(?P<bare_zero>0)(?=[,;。)\]]|$|\d?[(\d①-⑳])"),
    (
        "bare",
        rf"(?P<bare>{NUMBER})(?:(?:分)?[-~至](?P<bare_high>{NUMBER}))?分(?!的?,?(?:得|计|记|给|扣)){_NOT_A_POINT}",
    ),
)
_MASTER = tuple((kind, later.compile(pattern)) for kind, pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Event:
    """A mention of points: its kind, its place in the marked text, and the numbers it holds."""

    kind: str
    start: int
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    extra: str = ""
    figure: tuple[int, int] | None = None


def events(text: str, start: int, end: int) -> Iterator[Event]:
    """The events of text[start:end] in order; where several patterns begin at one place the first listed wins."""
    found: list[tuple[int, int, str, regex.Match[str]]] = []
    for rank, (kind, pattern) in enumerate(_MASTER):
        found.extend(
            (match.start(), rank, kind, match) for match in pattern.finditer(text, start, end, timeout=TIMEOUT)
        )
    taken = start
    for _, _, kind, match in sorted(found, key=lambda each: (_core(each[3]), each[1])):
        if match.start() < taken and not (kind in ("ratio", "award", "none") and _core(match) >= taken):
            continue
        yield _event(kind, match)
        taken = match.end()


def _core(match: regex.Match[str]) -> int:
    """Where the word of points itself begins: a lead of row words may reach back."""
    named = match.groupdict()
    if named.get("scope") is not None:
        return match.end("scope")
    if named.get("scope0") is not None:
        return match.end("scope0")
    return match.start()


def _event(kind: str, match: regex.Match[str]) -> Event:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    lows = (
        "tag",
        "tag_low",
        "floor_points",
        "most_off",
        "disc_high",
        "deduct_share",
        "deduct",
        "cap",
        "cap2",
        "cap3",
        "cap4",
        "share",
        "award",
        "bare_zero",
        "bare",
    )
    highs = ("tag_high", "share_high", "award_high", "bare_high")
    name = next((each for each in lows if each in groups), "")
    low = value_of(groups[name]) if name else None
    high = next((value_of(groups[each]) for each in highs if each in groups), low)
    extra = groups.get("scope") or groups.get("scope0") or groups.get("per") or groups.get("ratio_off") or ""
    last = next((each for each in highs if each in groups), name)
    figure = match.span(last) if last else None
    return Event(kind, match.start(), match.end(), low, high, extra, figure)


def value_of(numeral: str) -> Decimal:
    """The value of an Arabic or Chinese numeral; raises ValueError for anything else."""
    return Decimal(numeral) if numeral[0].isdigit() else chinese(numeral.replace("两", "二"))
