"""What has grown: the amount that a change is told of, and the earlier or planned amount that it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.prose.operands import BASES
from extractor.prose.terms import AMOUNT, BASE, CHANGE, GROWTH, Term, core, namesakes, same_kind, stage
from extractor.vocabulary import TIMEOUT, compiled

_EACH_YEAR = r"(?P<first>(?:19|20)\d{2})\s?年?\s?[-—~至到]+\s?(?P<last>(?:19|20)\d{2})\s?年?[^。;]*分别"
_LAST_YEAR = r"(?:上年|去年|上一年|前一年|上年度|同期|基期)(?!结转|结余|度?末|转入)"
_LAST_STOCK = r"(?:上年|去年|上一年)(?:度?末|底)"
_FLOW = r"(?:纳入|退出|新增|核减|调入|调出|迁入|迁出|转入|转出|清退|减员|增员|死亡|出生)(?:了|人员|对象)*$"
_YEAR = r"(?:19|20)\d{2}(?=\s?年)"


def with_subjects(terms: Sequence[Term]) -> list[Term]:
    """The terms with each change and growth told of the amount that grew, not of the one it is compared with."""
    done: list[Term] = []
    for term in terms:
        if term.role in (CHANGE, GROWTH) and term.subject is not None:
            change = _change_before(terms, term)
            told = _named_with_base(terms, term)
            if change is not None:
                term = replace(term, subject=done[change.order].subject)
            elif told:
                term = replace(term, subject=_last_named(terms, term, told))
            else:
                term = replace(term, subject=_grown(terms, term))
        done.append(term)
    return done


def _named_with_base(terms: Sequence[Term], term: Term) -> str:
    """What the clause names before the amount that it compares with: 支出总预算较上年的 1,984.20 万元 …"""
    base = base_told(terms, term)
    return base.named if base is not None and len(base.named) >= 2 else ""


def _last_named(terms: Sequence[Term], term: Term, name: str) -> int | None:
    """The last amount before that bears the very name, or else one like it."""
    named = [
        each
        for each in terms[: term.order]
        if each.role == AMOUNT and (each.label == name or namesakes(each.label, name))
    ]
    named.sort(key=lambda each: (each.label == name, each.order))
    return named[-1].order if named else None


def _change_before(terms: Sequence[Term], term: Term) -> Term | None:
    """The change right before a growth rate, told of the same amount."""
    last = terms[term.order - 1] if term.order else None
    if last is None or (last.role, term.role) != (CHANGE, GROWTH) or last.subject != term.subject:
        return None
    return last if (last.sentence, last.host) == (term.sentence, term.host) else None


def _grown(terms: Sequence[Term], term: Term) -> int | None:
    """Another amount of the sentence where the nearest is the base, or is at another stage than the words name."""
    assert term.subject is not None
    subject = terms[term.subject]
    level = [
        each
        for each in terms[: term.order]
        if each.role == AMOUNT
        and each is not subject
        and (each.sentence, each.depth) == (subject.sentence, subject.depth)
        and same_kind(each.figure, subject.figure)
    ]
    if _is_plan_reached(subject):
        level = [each for each in level if not _is_plan_reached(each)]
        return level[-1].order if level else term.subject
    told = stage(term.lead) if term.against != "budget" else ""
    if told and subject.stage and subject.stage != told:
        level = [each for each in level if each.stage == told and one_name(each, subject)]
        return level[-1].order if level else term.subject
    series = _series(terms, subject)
    if series and years(term.lead):
        return series.get(years(term.lead)[0])
    if subject.sentence != term.sentence:
        return _head_of_list(terms, subject, term)
    if _is_flow(subject):
        level = [each for each in level if not (_is_flow(each) or is_base(each, term))]
        return level[-1].order if level else None
    level = [each for each in level if not is_base(each, term) and one_name(each, subject)]
    older = term.against != "budget" and bool(year(subject)) and any(year(each) > year(subject) for each in level)
    if not (older or is_base(subject, term)):
        return term.subject
    return level[-1].order if level else term.subject


def _head_of_list(terms: Sequence[Term], last: Term, change: Term) -> int:
    """What a sentence that begins with a comparison tells of: of a list with its parts, the whole that heads it."""
    own = [e for e in terms[: last.order + 1] if e.sentence == last.sentence and e.role == AMOUNT]
    head = next((each for each in own if each.depth == 0 and same_kind(each.figure, change.figure)), last)
    parts = next((each for each in terms[head.order + 1 : last.order + 1] if "其中" in each.gap), None)
    if parts is None:
        return last.order
    spent = [e for e in own if head.order < e.order < parts.order and e.stage == "actual" and e.depth == 0]
    planned = head.stage in BASES and change.against != "budget"
    return spent[-1].order if spent and planned and same_kind(spent[-1].figure, head.figure) else head.order


def _series(terms: Sequence[Term], last: Term) -> dict[str, int]:
    """The amounts of a run told of several years (2020年至2022年 … 分别为 a、b、c), each by its year."""
    first = next(
        (e for e in reversed(terms[: last.order + 1]) if compiled(_EACH_YEAR).search(e.gap, timeout=TIMEOUT)), last
    )
    told = compiled(_EACH_YEAR).search(first.gap, timeout=TIMEOUT)
    run = [each for each in terms[first.order : last.order + 1] if each.role == AMOUNT]
    if told is None or first.sentence != last.sentence:
        return {}
    opened, closed = int(told["first"]), int(told["last"])
    if closed - opened + 1 != len(run):
        return {}
    return {str(opened + place): each.order for place, each in enumerate(run)}


def _is_flow(term: Term) -> bool:
    """Whether a count tells who came or went in the year; what grows is the count that they came to or went from."""
    return term.dimension != "money" and compiled(_FLOW).search(term.label, timeout=TIMEOUT) is not None


def one_name(left: Term, right: Term) -> bool:
    """Whether two amounts of a sentence may be of one measure: no two names of their own, not income and spending."""
    for one, other in ((left, right), (right, left)):
        if "收入" in one.label and "支出" in other.label:
            return False
    return len(core(left.label)) < 2 or len(core(right.label)) < 2 or namesakes(left.label, right.label)


def _is_plan_reached(each: Term) -> bool:
    """Whether an amount is the base of a rate beside it: 完成预算 3.1 亿元的 104.84%."""
    plan = r"^(?:完成|占|为|达到?|相当于)\p{Han}{0,8}(?:预算|计划|任务|目标)"
    return compiled(plan).search(each.lead, timeout=TIMEOUT) is not None


def is_base(each: Term, change: Term) -> bool:
    """Whether an amount is at the year or stage that a change compares with; of a count also the last year's end."""
    if each.dimension != "money" and compiled(_LAST_STOCK).search(each.lead, timeout=TIMEOUT):
        return True
    if change.against == "budget" and not compiled(_LAST_YEAR).search(change.lead, timeout=TIMEOUT):
        if years(change.lead) and year(each) not in years(change.lead):
            return False
        stages = ("opening",) if "年初" in change.lead else ("adjusted",) if "调整" in change.lead else BASES
        return each.stage in stages
    return compiled(_LAST_YEAR).search(each.lead, timeout=TIMEOUT) is not None


def base_told(terms: Sequence[Term], change: Term) -> Term | None:
    """The amount that the change's own clause compares with: 比年初预算 10.50 万元减少 …"""
    for each in reversed(terms[: change.order]):
        if each.sentence != change.sentence or each.role in (AMOUNT, CHANGE, GROWTH):
            return None
        if each.role == BASE and same_kind(each.figure, change.figure) and each.figure.value:
            return each
    return None


def bases_beside(terms: Sequence[Term], subject: Term | None, change: Term) -> list[Term]:
    """Amounts of the base's own year or stage that the sentence prints beside this year's."""
    start = subject.order if subject is not None else change.order
    return [
        each
        for each in terms[max(0, start - 3) : change.order]
        if each.role == AMOUNT
        and each is not subject
        and each.sentence == change.sentence
        and each.depth == change.depth
        and same_kind(each.figure, change.figure)
        and each.figure.value
        and (is_base(each, change) if change.against == "budget" else of_last_year(each, terms))
    ][:2]


def of_last_year(term: Term, terms: Sequence[Term]) -> bool:
    """Whether an amount is of the year before: by its own words, or by its year among those of the passage."""
    words = f"{_LAST_YEAR}|{_LAST_STOCK}" if term.dimension != "money" else _LAST_YEAR
    if compiled(words).search(term.lead, timeout=TIMEOUT):
        return True
    own = year(term)
    others = [told for told in (year(each) for each in terms) if told]
    return bool(own and others and own < max(others))


def year(term: Term) -> str:
    """The year that the words of an amount print; "" where they print none."""
    match = compiled(_YEAR).search(term.lead, timeout=TIMEOUT)
    return match[0] if match else ""


def years(words: str) -> list[str]:
    """The years printed in the words."""
    return compiled(_YEAR).findall(words, timeout=TIMEOUT)
