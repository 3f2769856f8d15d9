"""Lists that a cue opens (其中 分别为 a colon a bracket): their parts, and the wholes they may break down."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.prose.terms import ADJUST, AMOUNT, CHANGE, WHOLE, Term, core, namesakes, same_kind
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled, found

MOST_FIGURES = 120
"""Figures behind a cue in which the parts of its list are looked for."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A list that a cue opens: its parts, the wholes it may break down (likeliest first), how sure the first is,
    and how many parts the words announce (由以下四项组成), 0 where they do not say."""

    wholes: tuple[Term, ...]
    parts: tuple[Term, ...]
    cue: str
    sure: bool
    told: int = 0


def openings(terms: Sequence[Term]) -> Iterator[Opening]:
    """Each list that a cue opens, per stage where its items tell budget and actual side by side."""
    for before, first in itertools.pairwise(terms):
        head = before if before.subject is None else terms[before.subject]
        cue = cue_of(head, first) or cue_of(before, first) or _named_again(terms, first)
        if not cue or first.role not in (AMOUNT, CHANGE) and not first.role == head.role == ADJUST:
            continue
        reach = _reach(terms, first, head)
        if cue == "composed":
            reach = _composed(reach)
        if cue == "held":
            reach = [each for each in reach if each.item == first.item]
        told = 0
        counter = before
        if is_count(counter.figure.unit) and not same_kind(counter.figure, first.figure) and counter.order:
            told, counter = int(counter.figure.value), terms[counter.order - 1]
        for series in _series(reach) if reach else ():
            wholes, sure = _wholes_for(terms, counter, first, series, cue, bool(told))
            if wholes:
                yield Opening(tuple(wholes[:4]), tuple(series), cue, sure, told)


def _named_again(terms: Sequence[Term], first: Term) -> str:
    """among, where the clause names the whole it breaks down, told up to two sentences before: 基本支出中，…"""
    name = _inner_whole(first)
    near = [each for each in terms[: first.order] if each.sentence >= first.sentence - 2] if name else []
    return "among" if any(each.role == AMOUNT and namesakes(each.label, name) for each in near) else ""


def _reach(terms: Sequence[Term], first: Term, head: Term) -> list[Term]:
    """The figures that a list may hold: to the end of the sentence, to a total told after it (两项合计), to the
    whole's own name told once more, to the next classification (按用途分 …) or to what comes besides (另有)."""
    reach: list[Term] = []
    for each in terms[first.order : first.order + MOST_FIGURES]:
        if each.sentence != first.sentence or each is not first and _ends_list(each, first, head):
            break
        if each is not first and is_back_total(each) and _is_counter(terms[each.order - 1], each):
            break  # 三个税种合计 sums up some of the list
        added = first.role == AMOUNT and each.role == ADJUST and each.sign > 0
        beside = each.depth == first.depth and each.host == first.host and same_kind(each.figure, first.figure)
        if beside and (each.role == first.role or added):
            reach.append(each)
    return reach


def _is_counter(before: Term, term: Term) -> bool:
    """Whether the figure before tells how many things the other sums up."""
    return (
        is_count(before.figure.unit) and before.sentence == term.sentence and not same_kind(before.figure, term.figure)
    )


def _composed(reach: Sequence[Term]) -> list[Term]:
    """The figures between 由 and 组成; none where the words do not close the list."""
    ends = [place for place, each in enumerate(reach, 1) if found("prose", "list.composed_end", each.after)]
    return list(reach[: ends[0]]) if ends else []


def _ends_list(term: Term, first: Term, head: Term) -> bool:
    """Whether a figure is no part of the list that runs up to it: a total, the whole once more, another list,
    what was spent or left of an income whose sources are listed."""
    if _by_class(term) or found("prose", "list.besides", term.lead):
        return True
    source = found("prose", "list.income", head.lead) and "支出" not in first.lead
    if source and found("prose", "list.spent_or_left", term.lead):
        return True
    name = core(term.label)
    if term.depth > head.depth or term.role != AMOUNT:
        return False
    return is_back_total(term) and not name or len(name) >= 2 and name == core(head.label) and term.item == head.item


def is_back_total(term: Term) -> bool:
    """Whether the words before a figure say that it sums up what was told before: 合计, 以上共, 三批共下达."""
    return bool(found("prose", "role.total_back", term.lead))


def _series(reach: Sequence[Term]) -> list[list[Term]]:
    """One list, or one per stage where every item tells two (预算 a，支出 b；预算 c，支出 d)."""
    stages: dict[str, list[Term]] = {}
    for each in reach:
        stages.setdefault(_stage_class(each), []).append(each)
    paired = [group for name, group in stages.items() if len(group) >= 2 and name != "carry"]
    if len(paired) == 2 and "actual" in stages and _in_turns(*paired):
        return paired
    own = _stage_class(reach[0]) if reach else ""
    opposite = {"plan": "actual", "actual": "plan"}.get(own)
    return [[each for each in reach if _stage_class(each) != opposite]]


def _in_turns(left: Sequence[Term], right: Sequence[Term]) -> bool:
    """Whether every item tells one of either stage, the one before the other."""
    first, second = (left, right) if left[0].order < right[0].order else (right, left)
    told = sorted([*first, *second], key=lambda each: each.order)
    return len(first) - len(second) in (0, 1) and told[::2] == list(first) and told[1::2] == list(second)


def _stage_class(term: Term) -> str:
    """plan, actual, carry or nothing."""
    return {"actual": "actual", "carry": "carry", "": ""}.get(term.stage, "plan")


def cue_of(before: Term, after: Term) -> str:
    """What opens a list between two neighbouring figures: colon, among, bracket, exhaustive; "" for nothing."""
    gap = after.gap
    if after.host == before.order and after.depth > before.depth:
        inside = gap.rpartition("(")[2]
        if found("prose", "list.left_out", inside):
            return ""
        held = found("prose", "list.held", inside)
        return "held" if held else "bracket" if not found("prose", "list.among", gap) else "among"
    tail = compiled(r"[。;\n]").split(gap, timeout=TIMEOUT)[-1]
    if found("prose", "list.left_out", tail):
        return ""
    if found("prose", "list.held", tail):
        return "held"
    if found("prose", "list.among", tail):
        return "among"
    if found("prose", "list.exhaustive", tail):
        return "exhaustive"
    if found("prose", "list.use", compiled("[,;]").split(tail, timeout=TIMEOUT)[-1]):
        return "use" if not found("prose", "list.use", before.lead) else ""
    if found("prose", "list.composed", tail):
        return "composed"
    inner = _inner_whole(after)
    if inner and any(namesakes(each.label, inner) for each in (before,)):
        return "among"
    return "colon" if compiled(r":\s*[^:,;。]*$").search(tail, timeout=TIMEOUT) else ""


def _wholes_for(
    terms: Sequence[Term], before: Term, first: Term, parts: Sequence[Term], cue: str, announced: bool
) -> tuple[list[Term], bool]:
    """The wholes a list may break down, likeliest first, and whether the words settle the first of them."""
    if cue in ("bracket", "held"):
        host = terms[before.order]
        return ([host], True) if same_kind(host.figure, parts[0].figure) and host.role == parts[0].role else ([], False)
    earlier = [
        each
        for each in reversed(terms[: first.order])
        if each.role == WHOLE or (each.role == parts[0].role and each.depth <= first.depth)
        if same_kind(each.figure, parts[0].figure)
    ]
    staged = [each for each in earlier if each.stage == parts[0].stage]
    opening = "" if announced else _opening_words(first) or _inner_whole(first)
    if found("prose", "list.by_class", opening or first.gap):
        heads = _heads(earlier, first)
        return heads, bool(heads)
    if opening:
        named = [each for each in earlier if namesakes(each.label, opening)]
        return (named, True) if named else (earlier[:3], False)
    while before.depth > first.depth and before.host is not None:
        before = terms[before.host]
    adjacent = (
        before if before.role in (first.role, WHOLE) else terms[before.subject] if before.subject is not None else None
    )
    if adjacent is not None and adjacent in earlier and before.sentence == first.sentence:
        if parts[0].stage and adjacent.stage != parts[0].stage and staged and staged[0].sentence == first.sentence:
            return [staged[0], adjacent], True
        return [adjacent, *[each for each in earlier if each is not adjacent][:2]], True
    recent = [each for each in earlier if each.sentence >= first.sentence - 1]
    if parts[0].stage:
        recent = [each for each in recent if _stage_alike(each, parts[0])] or recent
    return recent[:4], bool(recent) and before.sentence == first.sentence - 1 and cue == "among"


def _stage_alike(left: Term, right: Term) -> bool:
    return (left.stage == "actual") == (right.stage == "actual")


def _heads(earlier: Sequence[Term], first: Term) -> list[Term]:
    """The first amounts of the sentences up to here, nearest first: what a second classification breaks down again.

    A sentence that a classification opens has no whole of its own.
    """
    by_sentence: dict[int, Term] = {}
    for each in earlier:
        by_sentence[each.sentence] = each
    heads = [each for _, each in sorted(by_sentence.items(), reverse=True) if not _by_class(each)]
    kind = found("prose", "list.by_class", compiled("[。;\n]").split(first.gap, timeout=TIMEOUT)[-1])
    if kind and "支出" in kind[0]:
        spent = [each for each in earlier if each.stage == "actual" and each.sentence >= first.sentence - 1]
        heads = [*spent[:1], *(each for each in heads if each not in spent[:1])]
    return heads


def _by_class(term: Term) -> bool:
    """Whether the words before a figure open a classification: 按用途分, 从经济分类看."""
    return bool(found("prose", "list.by_class", compiled("[。;\n]").split(term.gap, timeout=TIMEOUT)[-1]))


def _inner_whole(first: Term) -> str:
    """The whole that a clause itself opens: 基本支出中人员支出为 …"""
    inner = r"(\p{Han}{2,12})(?<!其)中(?=\p{Han}{2})(?![央心型小等医学期级层介标])"
    match = compiled(inner).match(first.lead, timeout=TIMEOUT)
    if match is None:
        clauses = compiled("[。;\n]").split(first.gap, timeout=TIMEOUT)
        match = compiled(r"\s*(?![在从于对])(\p{Han}{2,12})(?<!其)中[,:]").match(clauses[-1], timeout=TIMEOUT)
    return match[1] if match else ""


def _opening_words(first: Term) -> str:
    """The words between the last figure and the colon that may name the whole: 工资福利下："""
    clause = compiled(r"[。;,\n]").split(first.gap, timeout=TIMEOUT)
    match = compiled(r"([^,;。:\n()]+):[^:]*$").search(clause[-1] if ":" in clause[-1] else first.gap, timeout=TIMEOUT)
    opening = match[1].strip() if match else ""
    return compiled(
        r"^(?:其中|其)|(?:具体(?:为|是)?|分别(?:为|是)?|下|中|内|由\p{Han}块构成|由.*构成|由.*组成|包括|分为|构成|明细|情况|如下|以下)+$"
    ).sub("", opening, timeout=TIMEOUT)
