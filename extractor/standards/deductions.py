"""What a deduction counts: steps of a rate beyond a base, or things found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor import later
from extractor.standards.bounds import Reach, condition, named
from extractor.standards.events import value_of
from extractor.standards.marks import TIMEOUT
from extractor.vocabulary import compiled

_OVER = "超过|超出|高出|高于|增加|上升|增长|多于|提高|上浮|大于|突破|超|高|多"
_UNDER = "低于|减少|降低|下降|少于|缺少|不足|未达到|未达|小于|下浮|落后|低|少|缺|差|减"
_WAYS = later.compile(rf"(?P<over>{_OVER})|(?P<under>{_UNDER})")
_COUNT = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十])"
_RATE_STEP = later.compile(rf"(?P<step>{_COUNT})?(?P<unit>个百分点|百分点|个点|%)")
ITEMS = "项目|项次|人次|项|例|个|件|次|起|处|人|份|笔|条|家|户|篇|期|批|台|辆|场|类|款|门|宗|方面|环节|名|种"
_MEASURED = "个工作日|工作日|小时|分钟|个月|季度|天|日|月|周|年|岁|万元|亿元|元|公里|亩|吨|米"
_ITEM_STEP = later.compile(rf"(?P<step>{_COUNT})?(?P<unit>{_MEASURED}|{ITEMS})")
_LEAD = later.compile(
    r"^(?:如|若|凡|对)?(?:每|发现|出现|发生|存在|有|查出|缺少|缺失|缺|少|漏|迟报|逾期|超期|延迟|延期|晚|推迟|拖延|"
    rf"未完成|未|多|超|任)*(?:{_COUNT})?(?:{_MEASURED}|{ITEMS})"
)


@dataclass(frozen=True, slots=True)
class Step:
    """Per what a deduction is made. ``rate``: steps of a rate; else things, ``unit`` "" where none is said."""

    rate: bool
    name: str
    over: bool | None
    base: Decimal | None
    size: Decimal
    unit: str
    each: bool


def step(words: str) -> Step | None:
    """What the words before 扣N分 count; None where they count nothing (a plain event)."""
    words = words.strip(",的:;。")
    place = words.rfind("每")
    if place < 0:
        pieces = [piece for piece in words.split(",") if piece]
        phrase = pieces[-1] if pieces else ""
        before = ",".join(pieces[:-1])
    else:
        phrase, before = words[place:], words[:place]
    rate = _rate(phrase, before, place >= 0)
    return rate or _items(phrase, before, place >= 0)


def _rate(phrase: str, before: str, each: bool) -> Step | None:
    found = list(_RATE_STEP.finditer(phrase, timeout=TIMEOUT))
    if not found:
        return None
    last = found[-1]
    way = _WAYS.search(phrase[: last.start()], timeout=TIMEOUT) or _WAYS.search(before, timeout=TIMEOUT)
    if not each and (way is None or last["unit"] == "%"):
        return None
    size = value_of(last["step"]) if last["step"] else Decimal(1)
    base = next((value_of(match["step"]) for match in found[:-1] if match["step"] and match["unit"] == "%"), None)
    if base is None:
        base = _bound_of(before)
    over = None if way is None else way["over"] is not None
    name = named(before.split(",")[-1]) if before else named(phrase[1 : way.start()] if way and each else "")
    name = compiled(r"[\d%<>≤≥=]|超|低于|不足").split(name, timeout=TIMEOUT)[0]
    return Step(True, name, over, base, size, "%", each)


def _bound_of(before: str) -> Decimal | None:
    """The number of 超出10%的, 低于90%的: where the steps begin."""
    found = condition(before) if before else None
    reach: Reach | None = found.reach if found else None
    if reach is None or reach.unit not in ("%", ""):
        return None
    return reach.low if reach.low is not None else reach.high


def _items(phrase: str, before: str, each: bool) -> Step | None:
    if each:
        found = list(_ITEM_STEP.finditer(phrase, timeout=TIMEOUT))
        match = next((one for one in found if one["step"]), found[0] if found else None)
        if match is None:
            return Step(False, phrase[1:], None, None, Decimal(1), "", True) if len(phrase) > 1 else None
    else:
        lead = _LEAD.match(phrase, timeout=TIMEOUT)
        match = _ITEM_STEP.search(phrase, timeout=TIMEOUT) if lead else None
        if match is None or match["step"] is None:
            return None
    size = value_of(match["step"]) if match["step"] else Decimal(1)
    return Step(False, phrase[match.end() :] or before, None, None, size, match["unit"], True)


def discrete(unit: str) -> bool:
    """Whether things of this unit come whole, so that only whole multiples are taken off."""
    return unit == "" or compiled(ITEMS).fullmatch(unit, timeout=TIMEOUT) is not None
