"""From the words of one part to its clauses. What carries points and fits no clause comes out as unread."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor import later
from extractor.standards.bands import banded
from extractor.standards.bounds import Condition, condition, named
from extractor.standards.clauses import (
    At,
    Award,
    Body,
    Cap,
    Check,
    Discretion,
    Exempt,
    Gain,
    Grade,
    Linear,
    PerItem,
    PerPoint,
    Relation,
    Requirement,
    Share,
    Tier,
    Zero,
)
from extractor.standards.comparisons import comparisons
from extractor.standards.deductions import step
from extractor.standards.equations import defined, scored
from extractor.standards.events import QUALITIES, Event, events, value_of
from extractor.standards.marks import TIMEOUT, Marked
from extractor.standards.runs import MASK, Run, trim
from extractor.vocabulary import compiled

MOST_POINTS = 100
"""A bracket with more points than a whole sheet has (700分) speaks of another paper."""
_NOTES = later.compile(r"(?:^|(?<=[;。)分,]))(?:附注|备注|注|说明)[:\d]")
_STANDARD = later.compile(r"以(?P<base>\d+(?:\.\d+)?)%?为(?:标准|基准|达标线|目标)")
_REST = later.compile(
    r"^(?:否则|其他|其它|其余|反之|除此(?:之外|以外)|以上都不|不符合上述|否)(?:情况|情形|的|均|一律)*$"
)
_SCORING = later.compile(r"扣分|扣减|扣除|倒扣|减分|加分|得分=|插值|线性|按[^,;。]{0,8}比例")
"""Words that speak of points: a sentence with one of them that gave no clause was not understood."""
_MOST = later.compile("最高|最多|上限|满分为止|封顶|不超过")


def read(marked: Marked, start: int, end: int) -> Body:
    """The clauses of marked.text[start:end]."""
    note = _NOTES.search(marked.text, start, end, timeout=TIMEOUT)
    stop = note.start() if note else end
    run = Run(marked, start, stop, marked.text, start)
    scored(run)
    defined(run)
    banded(run)
    for event in events(run.text, start, stop):
        _clause(run, event)
        run.edge = event.end
    _left_over(run)
    if note and any(
        each.kind not in ("full", "ratio", "discretion", "exempt") for each in events(marked.text, stop, end)
    ):
        run.unread.append(run.at(stop, end))
    return Body(tuple(sorted(run.clauses, key=lambda each: each.at)), tuple(run.unread))


def _clause(run: Run, event: Event) -> None:
    first = run.condition_start(event.start)
    words = trim(run.text[first : event.start])
    at = run.at(first, event.end)
    figure = run.at(*event.figure) if event.figure else at
    award = Award(event.low, event.high, figure, event.kind in ("share", "deduct_share"))
    match event.kind:
        case "tag" | "tag_range":
            _tag(run, event, words, award, at)
        case "floor" | "cap":
            _limit(run, event, figure)
        case "discretion":
            run.clauses.append(Discretion(words, at))
        case "exempt":
            run.clauses.append(Exempt(words, at))
        case "deduct" | "deduct_share":
            _deduct(run, event, words, award, at)
        case "ratio":
            run.clauses.append(_share(words, event, at))
        case "none":
            _award(run, event, words, Award(Decimal(0), Decimal(0), figure), at)
        case "full" | "no_points_off":
            _award(run, event, words, Award(None, None, figure), at)
        case _:
            _award(run, event, words, award, at)


def _tag(run: Run, event: Event, words: str, award: Award, at: At) -> None:
    """Points in brackets: of a requirement, or of a quality (优（4分）) or a range, of which one is picked."""
    if (event.high or 0) > MOST_POINTS:
        return
    picked = compiled(QUALITIES).fullmatch(words, timeout=TIMEOUT) or event.low != event.high
    run.clauses.append(Grade(words, award, at) if picked else Check(words, award, at))


def _limit(run: Run, event: Event, at: At) -> None:
    """扣完为止 belongs to the deductions before it; 最高得N分 to the formula before it."""
    if event.kind == "floor":
        run.clauses[:] = [
            replace(each, floor=Decimal(0)) if isinstance(each, PerItem | PerPoint) and each.floor is None else each
            for each in run.clauses
        ]
        return
    if event.low is None:
        return
    words = run.text[event.start : event.end]
    linear = [place for place, each in enumerate(run.clauses) if isinstance(each, Linear)]
    if linear and (linear[-1] == len(run.clauses) - 1 or "按" in words):
        last = run.clauses[linear[-1]]
        assert isinstance(last, Linear)
        run.clauses[linear[-1]] = replace(last, cap=event.low)
    elif _MOST.search(words):
        run.clauses.append(Cap(event.low, at))


def _deduct(run: Run, event: Event, words: str, award: Award, at: At) -> None:
    per = step(words)
    if event.extra:
        run.clauses.append(PerItem(words, event.extra, Decimal(1), award, None, at))
    elif per is None:
        run.clauses.append(PerItem(words, "", Decimal(1), award, None, at))
    elif per.rate:
        run.clauses.append(PerPoint(run.under(words, per.name), per.over, per.base, per.size, award, None, at))
    else:
        run.clauses.append(PerItem(per.name, per.unit, per.size, award, None, at))


def _share(words: str, event: Event, at: At) -> Share:
    found = condition(words)
    base = None
    if found is not None and found.reach.one_sided:
        base = found.reach.high if found.reach.high is not None else found.reach.low
    return Share(found.name if found else "", base, at, deducts=bool(event.extra))


def _award(run: Run, event: Event, words: str, award: Award, at: At) -> None:
    """Points and the words before them: so much for each thing, a tier, amounts beside each other, or a quality."""
    per = step(words) if "每" in words else None
    found = condition(words)
    compared = comparisons(words, run.marked.text[run.start : run.end])
    if per is not None and event.kind in ("award", "bare"):
        run.clauses.append(Gain(per.name or per.unit, award, at))
    elif found is not None:
        run.clauses.append(Tier(run.under(words, found.name), found.reach, award, at))
    elif _REST.match(words):
        run.clauses.append(Grade(words, award, at, rest=True))
    elif award.high == 0 and not (compared and any(isinstance(each, Relation) for each in run.clauses)):
        run.clauses.append(Zero(words, compared, _scope(event), at))
    elif compared:
        run.clauses.append(Relation(compared, award, at))
    elif _unclear(run, event, words):
        run.unread.append(at)
    else:
        run.clauses.append(Grade(words, award, at))


def _unclear(run: Run, event: Event, words: str) -> bool:
    """Whether points stand beside words that no clause fits: numbers and signs, or 'N分' that need be no award."""
    if compiled(r"[<>≤≥]|\d+%").search(words, timeout=TIMEOUT) or not words and event.kind == "bare":
        return True
    if event.kind != "bare" or compiled(r"\p{Han}{2,10}").fullmatch(words, timeout=TIMEOUT):
        return False
    quality = compiled(rf"(?:^|[,:;。])(?:{QUALITIES})$").search(words, timeout=TIMEOUT)
    return run.text[event.start - 1] not in ",:的)]" and quality is None


def _scope(event: Event) -> bool | None:
    if "指标" in event.extra:
        return True
    return False if event.extra.rstrip("的") in ("本项", "该项", "此项") else None


def _left_over(run: Run) -> None:
    """Sentences that gave no clause: numbers that are required without points (以100%为标准; 不低于90%), the base of
    what follows; or words of points that were not understood."""
    taken = [each.at for each in run.clauses]
    for start, end in run.sentences():
        words, at = run.text[start:end], run.at(start, end)
        standard = _STANDARD.search(words, timeout=TIMEOUT)
        if standard:
            reach = condition(f"等于{value_of(standard['base'])}%")
            assert reach is not None
            run.clauses.append(Requirement("", replace(reach.reach, loose=True), at))
            continue
        if MASK in words or any(first < at[1] and last > at[0] for first, last in taken):
            continue
        found = condition(words)
        if _SCORING.search(words, timeout=TIMEOUT) or found is not None and _unfinished(run, found):
            run.unread.append(at)
        elif found is not None and found.reach.unit == "%" and not found.reach.loose:
            run.clauses.append(Requirement(named(found.name), found.reach, at))


def _unfinished(run: Run, found: Condition) -> bool:
    """Whether a condition without points is a tier that has lost them: the tiers beside it test the same measure."""
    return bool(found.name) and found.name in {each.name for each in run.clauses if isinstance(each, Tier)}
