"""Conditions on a number, as a standard prints them: signs, words (以上 不足 达到), ranges and （含）."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from extractor import later
from extractor.numerals import chinese
from extractor.standards.marks import TIMEOUT
from extractor.vocabulary import compiled

AT_LEAST, AT_MOST, ABOVE, BELOW, EQUAL = "≥", "≤", ">", "<", "="
_BEFORE = {
    AT_LEAST: "≥ 大于等于 大于或等于 大于或者等于 高于等于 高于或等于 不低于 不少于 不小于 达到或超过 "
    "达到 达 至少 完成",
    AT_MOST: "≤ 小于等于 小于或等于 小于或者等于 低于等于 低于或等于 不高于 不超过 不超出 不超 不大于 "
    "不多于 控制在 未超过 没有超过 至多",
    ABOVE: "> 大于 高于 超过 超出 多于 超",
    BELOW: "< 小于 低于 不足 不到 少于 未达到 未达 不满 没有达到 没达到",
    EQUAL: "= 等于 为 是",
}
_AFTER = {AT_LEAST: "及以上 或以上 以上", AT_MOST: "及以下 或以下 以下 以内 之内 内"}
_MIRROR = {AT_LEAST: AT_MOST, AT_MOST: AT_LEAST, ABOVE: BELOW, BELOW: ABOVE, EQUAL: EQUAL}
_SIGNS = frozenset("<≤>≥=")
_TIGHT = frozenset(["达到", "达", "完成", "超", "为", "是", "控制在", "不满", "不超", "多于", "少于"])
"""Words that are parts of names too (完成率, 达标率, 超支率): they bound only a number right behind them."""
PREFIX = {word: sign for sign, words in _BEFORE.items() for word in words.split()}
SUFFIX = {word: sign for sign, words in _AFTER.items() for word in words.split()}
_UNITS = (
    "个百分点|百分点|%|‰|分钟|小时|工作日|个工作日|个月|万元|亿元|元|天|日|次|项|个|人|件|户|例|处|篇|条|起|家|"
    "场|期|批|台|套|公里|亩|吨|倍|岁|年|分"
)

_AIM = r"(?:年度|年初)?(?:目标|计划|预期|指标|预算|任务|既定)\p{Han}{0,4}"


@cache
def _tokens() -> regex.Pattern[str]:
    def words(spellings: dict[str, str]) -> str:
        return "|".join(regex.escape(each) for each in sorted(spellings, key=len, reverse=True))

    long = {word: sign for word, sign in PREFIX.items() if word not in _TIGHT and word not in _SIGNS}
    tight = {word: sign for word, sign in PREFIX.items() if word in _TIGHT}
    return regex.compile(
        rf"(?P<number>(?<![\d.])(?:(?<![\p{{Han}}\d%)\]])-)?\d+(?:\.\d+)?|百分之[零一二三四五六七八九十百点]+)"
        rf"(?P<unit>{_UNITS})?(?P<with>\((?P<not>不)?含[^()]{{0,8}}\))?"
        rf"|(?P<after>{words(SUFFIX)})|(?P<before>[<≤>≥=]"
        rf"|(?:{words(long)})(?=\p{{Han}}{{0,8}}(?:±?\d|百分之))|(?:{words(tight)})(?=(?:了|到|约|{_AIM})?(?:±?\d|百分之)))"
        rf"|(?P<range>(?<=[\d%)分])(?:[-~至到]|[和与](?=\d[^,;]{{0,10}}(?:之间|区间)))(?=\d))|(?P<and>且|并且|同时|但|,)"
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """The values from low to high; None: no bound. ``low_in`` and ``high_in``: ends included, None: unsaid.

    ``loose`` marks a bare number (100%计满分), which reads as equality word for word.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_in: bool | None = None
    high_in: bool | None = None
    unit: str = ""
    loose: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside; an end of which nothing is said counts as inside."""
        above = self.low is None or value > self.low or value == self.low and self.low_in is not False
        below = self.high is None or value < self.high or value == self.high and self.high_in is not False
        return above and below

    @property
    def one_sided(self) -> bool:
        return (self.low is None) != (self.high is None)

    @property
    def point(self) -> bool:
        return self.low is not None and self.low == self.high

    def cut(self, other: Reach) -> Reach | None:
        """What both hold; None where nothing is left or the units differ."""
        unit = self.unit or other.unit
        if self.unit and other.unit and self.unit != other.unit:
            return None
        low, low_in = _inner(self.low, self.low_in, other.low, other.low_in, 1)
        high, high_in = _inner(self.high, self.high_in, other.high, other.high_in, -1)
        if low is not None and high is not None and low > high:
            return None
        return Reach(low, high, low_in, high_in, unit)


def _inner(
    a: Decimal | None, a_in: bool | None, b: Decimal | None, b_in: bool | None, way: int
) -> tuple[Decimal | None, bool | None]:
    if a is None or b is None:
        return (b, b_in) if a is None else (a, a_in)
    if a == b:
        return a, False if False in (a_in, b_in) else a_in if b_in is None else b_in
    return (a, a_in) if (a - b) * way > 0 else (b, b_in)


@dataclass(frozen=True, slots=True)
class Condition:
    """A numeric condition and the words before it: what is measured."""

    name: str
    reach: Reach


_DATES = later.compile(r"(?:19|20)\d{2}年(?:度|初|末|底)?|\d{1,2}月(?:份|底|末|初)?(?:\d{1,2}日)?(?:之?前)?")
_INCLUDED = later.compile(r"(?P<side>及?以[上下内])\((?P<with>不?含)[^()]*\)")
"""85%以上(含85%) says the same as 85%(含)以上."""


def condition(text: str) -> Condition | None:
    """The numeric condition of the words, or None where they state none or one that is not understood.

    Words before a comma that are no part of the condition are passed over.
    """
    text = _DATES.sub("", text, timeout=TIMEOUT)
    pieces = _INCLUDED.sub(r"(\g<with>)\g<side>", text, timeout=TIMEOUT).split(",")
    for first in range(len(pieces)):
        found = _condition(",".join(pieces[first:]))
        if found is not None:
            return found
    return None


def _condition(text: str) -> Condition | None:
    tokens = _lex(text)
    numbers = [place for place, token in enumerate(tokens) if token[0] == "number"]
    if not numbers or len(numbers) > 3:
        return None
    reach: Reach | None = Reach()
    place = 0
    while place < len(tokens) and reach is not None:
        if tokens[place][0] != "number":
            place += 1
            continue
        bound, place = _bound(tokens, place)
        if bound is None:
            return None
        reach = _spread(reach, bound)
    if reach is None or reach.low is None and reach.high is None:
        return None
    return Condition(_name(tokens), reach)


def _spread(reach: Reach, bound: Reach) -> Reach | None:
    if reach.low is None and reach.high is None:
        return bound
    return reach.cut(bound)


_Token = tuple[str, str, Reach | None]


def _lex(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    last = 0
    for match in _tokens().finditer(text, timeout=TIMEOUT):
        if match.start() > last:
            tokens.append(("words", text[last : match.start()], None))
        last = match.end()
        if match["number"]:
            tokens.append(("number", match[0], _number(match)))
        else:
            kind = next(each for each in ("after", "before", "range", "and") if match[each])
            tokens.append((kind, match[0], None))
    if last < len(text):
        tokens.append(("words", text[last:], None))
    return tokens


def _number(match: regex.Match[str]) -> Reach:
    printed, unit = match["number"], match["unit"] or ""
    if printed.startswith("百分之"):
        value, unit = chinese(printed) * 100, "%"
    else:
        value = Decimal(printed)
    if unit == "‰":
        value, unit = value / 10, "%"
    if unit in ("个百分点", "百分点"):
        unit = "%"
    inside = None if not match["with"] else not match["not"]
    return Reach(value, value, inside, inside, unit)


def _bound(tokens: list[_Token], place: int) -> tuple[Reach | None, int]:
    """The bound at the number at ``place``, and where to read on."""
    number = tokens[place][2]
    assert number is not None
    following = tokens[place + 1] if place + 1 < len(tokens) else ("", "", None)
    if following[0] == "range" and place + 2 < len(tokens) and tokens[place + 2][0] == "number":
        return _range(tokens, place), place + 3
    sign = _sign_before(tokens, place)
    if place and tokens[place - 1][1].endswith("±"):
        within = following[0] == "after" and SUFFIX[following[1]] == AT_MOST or sign == AT_MOST
        around = (
            Reach(-number.low, number.low, number.low_in, number.high_in, number.unit)
            if number.low is not None
            else None
        )
        return (around, place + 2 if following[0] == "after" else place + 1) if within else (None, place + 1)
    if following[0] == "after":
        after = SUFFIX[following[1]]
        sign = sign if sign in (ABOVE, BELOW) else after
        return _half(number, sign, firm=following[1] not in ("以下", "以内", "之内", "内")), place + 2
    if sign:
        return _half(number, sign), place + 1
    if following[0] == "before" and following[1] in _SIGNS:
        return _half(number, _MIRROR[following[1]]), place + 2
    if number.unit != "%" and any(token[0] == "words" for token in tokens):
        return None, place + 1
    return replace(number, low_in=True, high_in=True, loose=True), place + 1


def _sign_before(tokens: list[_Token], place: int) -> str:
    """The sign of the word before a number; a few words may stand between (不低于指标值的90%)."""
    before = tokens[place - 1] if place else ("", "", None)
    if before[0] == "words" and place > 1 and len(before[1]) <= 8 and before[1] != "的":
        earlier = tokens[place - 2]
        before = earlier if earlier[1] not in _SIGNS or before[1].endswith("±") else before
    return PREFIX[before[1]] if before[0] == "before" else ""


def _range(tokens: list[_Token], place: int) -> Reach | None:
    low, high = tokens[place][2], tokens[place + 2][2]
    assert low is not None and high is not None
    if low.unit and high.unit and low.unit != high.unit or low.low is None or high.high is None:
        return None
    if low.low > high.high:
        low, high = high, low
    return Reach(low.low, high.high, low.low_in, high.high_in, low.unit or high.unit)


def _half(number: Reach, sign: str, firm: bool = True) -> Reach:
    value, inside = number.low, number.low_in
    if sign in (AT_LEAST, ABOVE):
        said = inside if inside is not None else (sign == AT_LEAST)
        return Reach(value, None, said, None, number.unit)
    if sign in (AT_MOST, BELOW):
        default = (True if firm else None) if sign == AT_MOST else False
        return Reach(None, value, None, inside if inside is not None else default, number.unit)
    return Reach(value, value, True, True, number.unit)


_FILLERS = later.compile(r"^(?:当|如果|如|若|对于|凡|其中|且|但|并|的|即)+|(?:的|在|了|应|须|要求|实际|值|绝对|介于)+$")
_GENERIC = frozenset([
    "", "比率", "比例", "控制率", "该指标", "指标", "指标值", "完成率", "该比率", "该比例", "数值", "结果",
    "实际完成值", "完成值", "比值", "此比率", "率", "变动率", "执行率", "达",
])  # fmt: skip


def _name(tokens: list[_Token]) -> str:
    """The words next to the first number: before it, or inside a chain (5%≤比率≤10%)."""
    first = next(place for place, token in enumerate(tokens) if token[0] == "number")
    words = [token[1] for token in tokens[:first] if token[0] == "words"][-1:]
    words += [token[1] for token in tokens[first:] if token[0] == "words"][:1]
    words = [each for each in words if compiled(r"\p{Han}").search(each, timeout=TIMEOUT)]
    return named(words[0]) if words else ""


def named(words: str) -> str:
    """The name of a measure without the small words around it; a generic word (比率) names nothing: ""."""
    words = words.rstrip("±")
    name = _FILLERS.sub("", compiled(r"[,;。:]").split(words, timeout=TIMEOUT)[-1] or words)
    return "" if name in _GENERIC else name
