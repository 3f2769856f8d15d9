"""From the words of one part to its clauses. What carries points and fits no clause comes out as unread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extractor.standards.bounds import Condition, condition, named
from extractor.standards.clauses import (
    At, Award, Band, Body, Cap, Check, Clause, Comparison, Definition, Discretion, Exempt, Gain, Grade, Linear, PerItem,
    PerPoint, Relation, Requirement, Share, Tier, Zero,
)  # fmt: skip
from extractor.standards.deductions import step
from extractor.standards.events import FULL_POINTS, NUMBER, QUALITIES, Event, events, value_of
from extractor.standards.formulas import Formula, formula
from extractor.standards.marks import TIMEOUT, Marked

MASK = "\x00"
MOST_POINTS = 100
"""A bracket with more points than a whole sheet has (700分) speaks of another paper."""
_NAME = r"[\p{Han}A-Za-z()]{0,24}?"
_ALL = rf"(?:该|本|此)?(?:项|指标)?(?:的)?{FULL_POINTS}"
_SIGNED = tuple(
    regex.compile(pattern)
    for pattern in (
        rf"(?P<name>{_NAME})(?:得分|分值|分数|记分|计分|评分|得)=(?P<formula>[^;。=]{{1,90}}?)\*(?:(?P<points>{NUMBER})分?(?=[^\d%]|$)|(?P<all>{_ALL}))",
        rf"(?P<name>{_NAME})(?:得分|分值|分数|记分|计分|评分|得)=(?:(?P<points>{NUMBER})分?|(?P<all>{_ALL}))\*(?P<formula>[^;。=,]{{1,90}})",
        rf"(?P<name>)(?:得分为|得分按|按照|根据|按|以|用)(?P<formula>[^;。=,]{{1,60}}?)(?:\*|乘以)(?:(?P<points>{NUMBER})分|(?P<all>{_ALL}))(?:来)?(?:计算|记|计|得|核|折|算|赋|给|确定)*(?:得?分)?",
        rf"(?P<name>)(?:得|计)(?P<formula>[^;。=,得计]{{1,40}}?)\*(?:(?P<points>{NUMBER})分|(?P<all>{_ALL}))",
        rf"(?P<name>[\p{{Han}}()]{{2,20}}率)(?P<formula>)\*(?:(?P<points>{NUMBER})分(?!之)|(?P<all>{_ALL}))(?:计算|计|得)*(?:得?分)?",
    )
)
_DEFINITION = regex.compile(
    r"(?P<name>(?<![得评])[\p{Han}A-Za-z()]{2,30}?(?:率|比例|比重|占比|度|进度|数|额))=(?P<formula>[^;。=\x00]{2,140}?)"
    r"(?:\*100%|(?=[;。\x00]|,(?=[\p{Han}]{2,20}(?:[<>≤≥]|得|达|每))|\s|$))"
)
_NOTES = regex.compile(r"(?:^|(?<=[;。)分,]))(?:附注|备注|注|说明)[:\d]")
_STANDARD = regex.compile(r"以(?P<base>\d+(?:\.\d+)?)%?为(?:标准|基准|达标线|目标)")
_BAND = regex.compile(
    r"(?P<low>\d{2,3})(?:分)?(?:\([不]?含\))?[-~至](?P<high>\d{2,3})(?:分)?(?:\([不]?含\))?(?:的)?[,:]?(?:为|评为|定为|等级为)?(?P<grade>优秀?|良好?|中等?|及格|合格|不合格|差|较差)(?![\p{Han}])"
    r"|(?<![\p{Han}])(?P<grade2>优秀?|良好?|中等?|及格|合格|不合格|差|较差)[:(]?(?P<low2>\d{2,3})(?:分)?(?:\([不]?含\))?[-~至](?P<high2>\d{2,3})(?:分)?(?:\([不]?含\))?\)?"
    r"|(?<![\p{Han}])(?P<grade3>优秀?|良好?|中等?|及格|合格|不合格|差|较差)[:(]?(?P<edge>\d{2,3})分(?:\([不]?含\))?(?P<side>以下|以上|及以上)"
)
_COMPARE = regex.compile(
    r"(?P<left>[\p{Han}()]{2,24}?)(?P<sign>不超过|不大于|不高于|未超过|小于等于|不低于|不小于|不少于|大于等于|达到|超过|大于|高于|多于|低于|小于|少于|未达到|等于|≤|≥|<|>|=)(?P<right>[\p{Han}()]{2,24})$"
)
_COMPARED = {
    "不超过": "≤", "不大于": "≤", "不高于": "≤", "未超过": "≤", "小于等于": "≤", "不低于": "≥", "不小于": "≥", "不少于": "≥",
    "大于等于": "≥", "达到": "≥", "超过": ">", "大于": ">", "高于": ">", "多于": ">", "低于": "<", "小于": "<", "少于": "<",
    "未达到": "<", "等于": "=",
}  # fmt: skip
_REST = regex.compile(r"^(?:否则|其他|其它|其余|反之|除此(?:之外|以外)|以上都不|不符合上述|否)(?:情况|情形|的|均|一律)*$")
_SCORING = regex.compile(r"扣分|扣减|扣除|倒扣|减分|加分|得分=|插值|线性|按[^,;。]{0,8}比例")
"""Words that speak of points: a sentence with one of them that gave no clause was not understood."""
_TRIM = regex.compile(r"^[,:;。、)\]]+|(?:[,:的]|则|即|可|应|将|均|且|并)+$")


@dataclass(slots=True)
class _Reader:
    """One run of text being read: the clauses so far and what was left."""

    marked: Marked
    text: str
    start: int
    end: int
    clauses: list[Clause] = field(default_factory=list)
    unread: list[At] = field(default_factory=list)
    edge: int = 0

    def at(self, start: int, end: int) -> At:
        return self.marked.span(start, end)


def read(marked: Marked, start: int, end: int) -> Body:
    """The clauses of marked.text[start:end]."""
    note = _NOTES.search(marked.text, start, end, timeout=TIMEOUT)
    stop = note.start() if note else end
    masked = list(marked.text)
    reader = _Reader(marked, marked.text, start, stop)
    for finder in (_linears, _definitions, _bands):
        finder(reader, masked)
    reader.text = "".join(masked)
    reader.edge = start
    for event in events(reader.text, start, stop):
        _clause(reader, event)
        reader.edge = event.end
    _requirements(reader)
    if note and any(each.kind not in ("full", "ratio", "discretion", "exempt") for each in events(marked.text, stop, end)):
        reader.unread.append(reader.at(stop, end))
    order = sorted(reader.clauses, key=lambda each: each.at)
    return Body(tuple(order), tuple(reader.unread))


def _mask(masked: list[str], start: int, end: int) -> None:
    masked[start:end] = MASK * (end - start)


def _linears(reader: _Reader, masked: list[str]) -> None:
    for pattern in _SIGNED:
        for match in pattern.finditer("".join(masked), reader.start, reader.end, timeout=TIMEOUT):
            groups = match.groupdict()
            words = groups["formula"] or groups["name"]
            at = reader.at(*match.span())
            before = _trim("".join(masked)[max(reader.start, *(("".join(masked)).rfind(mark, reader.start, match.start()) + 1 for mark in ";。\x00")) : match.start()])
            letters = regex.fullmatch(r"[A-Za-z](?:[/*+\-或]+[A-Za-z])+(?:\*100%)?", words.strip("()"))
            if letters or "或" in words:
                reader.clauses.append(Share("", None, at))
            else:
                tree = formula(words)
                if tree is None or not tree.names():
                    if groups["points"] or "=" in match[0]:
                        reader.unread.append(at)
                        _mask(masked, *match.span())
                    continue
                points = Decimal(groups["points"]) if groups["points"] else None
                stretch = condition(before) if before else None
                if _reached(tree):
                    reader.clauses.append(Share("", None, at))
                    _mask(masked, *match.span())
                    continue
                if stretch is not None:
                    award = Award(Decimal(0), points, at) if points is not None else Award(Decimal(0), Decimal(100), at, share=True)
                    reader.clauses.append(Tier(stretch.name, stretch.reach, award, at))
                    _mask(masked, match.start() - len(before) if "".join(masked)[: match.start()].endswith(before) else match.start(), match.end())
                    continue
                figure = reader.at(*match.span("points")) if groups["points"] else at
                reader.clauses.append(Linear(groups["name"], tree, Award(points, points, figure), None, at))
            _mask(masked, *match.span())


def _reached(tree: Formula) -> bool:
    """Whether the formula is the actual value over the target."""
    sides = tree.quotient
    return sides is not None and bool(
        regex.fullmatch(r"(?:实际|完成|实际完成)(?:值|数|量|完成值|完成数)?", sides[0].name)
        and regex.fullmatch(r"(?:年度|年初)?(?:目标|计划|指标|计划完成)(?:值|数|量)?", sides[1].name)
    )


def _definitions(reader: _Reader, masked: list[str]) -> None:
    for match in _DEFINITION.finditer("".join(masked), reader.start, reader.end, timeout=TIMEOUT):
        tree = formula(match["formula"])
        if tree is not None and tree.quotient is not None:
            reader.clauses.append(Definition(match["name"].strip("()"), tree, reader.at(*match.span())))
        elif regex.search(r"[<>≤≥]|\d分|扣", match["formula"]):
            continue
        _mask(masked, *match.span())


def _bands(reader: _Reader, masked: list[str]) -> None:
    found = list(_BAND.finditer("".join(masked), reader.start, reader.end, timeout=TIMEOUT))
    ranges = [match for match in found if not match["grade3"]]
    if len(found) < 2 or not ranges:
        return
    for match in found:
        grade = match["grade"] or match["grade2"] or match["grade3"]
        if match["grade3"]:
            edge = Decimal(match["edge"])
            low, high = (Decimal(0), edge) if match["side"] == "以下" else (edge, Decimal(100))
        else:
            low, high = Decimal(match["low"] or match["low2"]), Decimal(match["high"] or match["high2"])
        reader.clauses.append(Band(grade, low, high, reader.at(*match.span())))
        _mask(masked, *match.span())


def _condition_start(reader: _Reader, event: Event) -> int:
    """Where the words begin that the event speaks of: the sentence, or the one before if it is empty."""
    text, edge = reader.text, reader.edge
    ends = [place for place in range(edge, event.start) if text[place] in ";。\x00"]
    while ends and not _trim(text[ends[-1] + 1 : event.start]):
        ends.pop()
    return ends[-1] + 1 if ends else edge


def _trim(words: str) -> str:
    return _TRIM.sub("", words.replace(MASK, ""))


def _clause(reader: _Reader, event: Event) -> None:
    first = _condition_start(reader, event)
    words = _trim(reader.text[first : event.start])
    at = reader.at(first, event.end)
    figure = reader.at(*event.figure) if event.figure else at
    award = Award(event.low, event.high, figure, event.kind in ("share", "deduct_share"))
    match event.kind:
        case "tag" if (event.high or 0) > MOST_POINTS:
            return
        case "tag" | "tag_range":
            quality = regex.fullmatch(QUALITIES, words)
            judged = quality or event.low != event.high
            reader.clauses.append(Grade(words, award, at) if judged else Check(words, award, at))
        case "floor" | "cap":
            _limit(reader, event, figure)
        case "discretion":
            reader.clauses.append(Discretion(words, at))
        case "exempt":
            reader.clauses.append(Exempt(words, at))
        case "deduct" | "deduct_share":
            _deduct(reader, event, words, award, at)
        case "ratio":
            reader.clauses.append(_share(words, event, at))
        case "none":
            _award(reader, event, words, Award(Decimal(0), Decimal(0), figure), at)
        case "full" | "no_points_off":
            _award(reader, event, words, Award(None, None, figure), at)
        case _:
            _award(reader, event, words, award, at)


def _limit(reader: _Reader, event: Event, at: At) -> None:
    """扣完为止 belongs to the deductions before it; 最高得N分 to the formula before it."""
    last = reader.clauses[-1] if reader.clauses else None
    if event.kind == "floor":
        reader.clauses[:] = [
            replace(each, floor=Decimal(0)) if isinstance(each, PerItem | PerPoint) and each.floor is None else each
            for each in reader.clauses
        ]
    elif event.low is None:
        return
    elif isinstance(last, Linear) or "按" in reader.text[event.start : event.end] and any(isinstance(each, Linear) for each in reader.clauses):
        place = max(order for order, each in enumerate(reader.clauses) if isinstance(each, Linear))
        last = reader.clauses[place]
        assert isinstance(last, Linear)
        reader.clauses[place] = replace(last, cap=event.low)
    elif regex.search("最高|最多|上限|满分为止|封顶|不超过", reader.text[event.start : event.end]):
        reader.clauses.append(Cap(event.low, at))


def _deduct(reader: _Reader, event: Event, words: str, award: Award, at: At) -> None:
    if event.extra:
        reader.clauses.append(PerItem(words, event.extra, Decimal(1), award, None, at))
        return
    per = step(words)
    if per is None:
        reader.clauses.append(PerItem(words, "", Decimal(1), award, None, at))
    elif per.rate:
        reader.clauses.append(PerPoint(per.name, per.over, per.base, per.size, award, None, at))
    else:
        reader.clauses.append(PerItem(per.name, per.unit, per.size, award, None, at))


def _share(words: str, event: Event, at: At) -> Share:
    found = condition(words)
    base = None
    if found is not None and found.reach.one_sided:
        base = found.reach.high if found.reach.high is not None else found.reach.low
    return Share(found.name if found else "", base, at, deducts=bool(event.extra))


def _award(reader: _Reader, event: Event, words: str, award: Award, at: At) -> None:
    per = step(words) if "每" in words else None
    if per is not None and event.kind in ("award", "bare"):
        reader.clauses.append(Gain(per.name or per.unit, award, at))
        return
    found = condition(words)
    if found is not None:
        reader.clauses.append(Tier(found.name, found.reach, award, at))
        return
    compared = _comparisons(words, reader)
    if _REST.match(words):
        reader.clauses.append(Grade(words, award, at, rest=True))
    elif compared:
        zero = award.high == 0 and not any(isinstance(each, Relation) for each in reader.clauses)
        reader.clauses.append(Zero(words, compared, _scope(event), at) if zero else Relation(compared, award, at))
    elif award.high == 0:
        reader.clauses.append(Zero(words, (), _scope(event), at))
    elif not words and event.kind == "bare" or regex.search(r"[<>≤≥]|\d+%", words):
        reader.unread.append(at)
    elif event.kind == "bare" and not _bare(reader.text, event.start, words):
        reader.unread.append(at)
    else:
        reader.clauses.append(Grade(words, award, at))


def _bare(text: str, start: int, words: str) -> bool:
    """Whether 'N分' without 得 is an award: after a comma or colon, or a word of quality right before it."""
    if regex.fullmatch(r"\p{Han}{2,10}", words):
        return True
    return text[start - 1] in ",:的)]" or regex.search(rf"(?:^|[,:;。])(?:{QUALITIES})$", words) is not None


def _scope(event: Event) -> bool | None:
    if "指标" in event.extra:
        return True
    return False if event.extra.rstrip("的") in ("本项", "该项", "此项") else None


def _comparisons(words: str, reader: _Reader) -> tuple[Comparison, ...]:
    """结余超过上年结转, 无结余, 有结余但不超过…: amounts beside each other or beside nought."""
    found: list[Comparison] = []
    for piece in regex.split(r"[,、]|且|但", words):
        piece = regex.sub(r"^(?:如果|如|若|当|但|且|并|凡)|的$", "", piece)
        match = _COMPARE.search(piece, timeout=TIMEOUT)
        bare = regex.fullmatch(r"(?P<has>无|没有|有)(?P<what>\p{Han}{2,6})", piece)
        follow = regex.fullmatch(r"(?P<sign>不超过|未超过|超过|不大于|大于|低于|高于|小于)(?P<right>\p{Han}{2,20})", piece)
        if follow and found:
            found.append(Comparison(found[-1].left, _COMPARED[follow["sign"]], follow["right"]))
        elif bare and _amount(bare["what"], reader):
            found.append(Comparison(bare["what"], ">" if bare["has"] == "有" else "=", ""))
        elif match:
            found.append(Comparison(match["left"], _COMPARED.get(match["sign"], match["sign"]), match["right"]))
    return tuple(found)


def _amount(what: str, reader: _Reader) -> bool:
    """Whether a thing that is there or not is weighed elsewhere in the text too: an amount, not a quality."""
    text = reader.marked.text[reader.start : reader.end]
    both = regex.search(rf"(?<!没)有{what}", text) and regex.search(rf"(?:无|没有){what}", text)
    return bool(both and regex.search(rf"{what}(?:不超过|未超过|超过|不大于|大于|低于|高于|小于)|(?<!没)有{what},?但?(?:不超过|未超过|超过|小于|低于)", text))


def _requirements(reader: _Reader) -> None:
    """Numbers that are required without points (以100%为标准; 不低于90%): the base of what follows."""
    taken = sorted(_spans(reader))
    for start, end in _sentences(reader):
        words = reader.text[start:end]
        standard = _STANDARD.search(words, timeout=TIMEOUT)
        at = reader.at(start, end)
        if standard:
            base = value_of(standard["base"])
            reach = condition(f"等于{base}%")
            assert reach is not None
            reader.clauses.append(Requirement("", replace(reach.reach, loose=True), at))
        elif not any(first < at[1] and last > at[0] for first, last in taken) and MASK not in words:
            if _SCORING.search(words, timeout=TIMEOUT):
                reader.unread.append(at)
                continue
            found = condition(words)
            if found is not None and _unfinished(reader, found):
                reader.unread.append(at)
            elif found is not None and found.reach.unit == "%" and not found.reach.loose:
                reader.clauses.append(Requirement(named(found.name), found.reach, at))


def _unfinished(reader: _Reader, found: Condition) -> bool:
    """Whether a condition without points is a tier that has lost them: the tiers beside it test the same measure."""
    names = {each.name for each in reader.clauses if isinstance(each, Tier)}
    return bool(found.name) and found.name in names


def _spans(reader: _Reader) -> list[At]:
    return [each.at for each in reader.clauses]


def _sentences(reader: _Reader) -> list[tuple[int, int]]:
    cuts = [reader.start, *(place + 1 for place in range(reader.start, reader.end) if reader.text[place] in ";。\x00"), reader.end]
    return [(first, last) for first, last in zip(cuts, cuts[1:], strict=False) if last - first > 2]
