"""Figures of a passage as terms: what part each plays in its clause, whose it is, and at which stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractor.document import Passage
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.units import NONE, is_count
from extractor.vocabulary import TIMEOUT, found

AMOUNT, CHANGE, SHARE, GROWTH, RATE, BARE, POINTS = "amount", "change", "share", "growth", "rate", "bare", "points"
EACH, AVERAGE, WHOLE, ADJUST, OTHER = "each", "average", "whole", "adjust", "other"

_STOPS = ",;。:()、\n!?"
_SENTENCE = "。!?\n"
_LEADING = regex.compile(
    r"^(?:其中|其|截至|截止|全年|本年度?|当年|年末|年初|我\p{Han}{1,2}|本\p{Han}{1,2}|单位|共|共计|合计|总计|累计|约|分别|主要|安排|"
    r"(?:19|20)\d{2}\s?年(?:度|末|初)?|\d{1,2}月(?:\d{1,2}日)?)+(?=\p{Han}{2})"
)
_TRAILING = regex.compile(r"(?:共计|合计|总计|分别|共|约|计|为|达到|达|了|是|有|的|由|均|仅|近|于|:|\s|“|”)+$")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure in its sentence. ``order`` counts in the passage; ``host`` is the order of the term whose
    bracket it stands in; ``subject`` is the order of the amount it says something about."""

    order: int
    figure: Figure
    role: str
    sign: int = 1
    label: str = ""
    lead: str = ""
    gap: str = ""
    stage: str = ""
    against: str = ""
    named: str = ""
    depth: int = 0
    host: int | None = None
    subject: int | None = None
    sentence: int = 0
    item: int = 0

    @property
    def dimension(self) -> str:
        return self.figure.unit.dimension

    @property
    def unit_alike(self) -> str:
        """Money is one family, counts of one thing another; what may be summed."""
        return self.figure.unit.dimension


def read_terms(passage: Passage, figures: Sequence[Figure]) -> tuple[Term, ...]:
    """The quantities of a passage as terms, in reading order."""
    text = narrow(passage.text)
    quantities = [each for each in figures if each.is_quantity]
    depths = _depths(text)
    terms: list[Term] = []
    spans = [(each.place.start, each.place.end) for each in quantities]
    sentence = item = 0
    last_end = 0
    for order, figure in enumerate(quantities):
        start = figure.place.start
        gap = text[last_end:start]
        outside = "".join(mark for place, mark in enumerate(gap, last_end) if depths[place] <= depths[start])
        if any(mark in _SENTENCE for mark in gap):
            sentence, item = sentence + 1, 0
        elif ";" in outside:
            item += 1
        lead = _lead(text, start, spans)
        host = _host(text, start, depths, spans)
        term = _classified(order, figure, lead, gap, terms)
        terms.append(replace(term, depth=depths[start], host=host, sentence=sentence, item=item))
        last_end = figure.place.end
    return tuple(_with_subjects(terms))


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character; unbalanced ones close at the sentence's end."""
    depths, depth = [], 0
    for mark in text:
        if mark == ")" and depth:
            depth -= 1
        elif mark in "。\n":
            depth = 0
        depths.append(depth)
        if mark == "(":
            depth += 1
    return depths


def _lead(text: str, start: int, spans: Sequence[tuple[int, int]]) -> str:
    """The words of the clause before a figure; brackets without a figure, as （类）, are passed over."""
    ends = {end for _, end in spans}
    words: list[str] = []
    place = start - 1
    while place >= 0 and start - place < 120:
        mark = text[place]
        if mark == ")":
            opening = text.rfind("(", 0, place)
            if opening < 0 or any(first < place and opening < last for first, last in spans):
                break
            words.append(text[opening : place + 1][::-1] if _worth_keeping(text[opening:place]) else "")
            place = opening - 1
            continue
        if mark in _STOPS or place + 1 in ends:
            break
        words.append(mark)
        place -= 1
    return regex.sub(r"\s+", "", "".join(words)[::-1])


def _worth_keeping(bracket: str) -> bool:
    """（类）(项) are noise in a label; 下降(增长) and 固定资产(原值) are part of it."""
    return len(bracket) > 2 and bracket[1:] not in ("类", "款", "项", "境")


def _host(text: str, start: int, depths: Sequence[int], spans: Sequence[tuple[int, int]]) -> int | None:
    """The order of the figure right before the innermost bracket that is open at start."""
    if not depths[start]:
        return None
    place, depth = start - 1, depths[start]
    while place >= 0 and not (text[place] == "(" and depths[place] == depth - 1):
        place -= 1
    before = [order for order, (_, end) in enumerate(spans) if end <= place and not text[end:place].strip()]
    return before[-1] if before else None


def _classified(order: int, figure: Figure, lead: str, gap: str, earlier: Sequence[Term]) -> Term:
    """Role, sign, stage and label from the words before the figure."""
    dimension = figure.unit.dimension
    label = _label(lead)
    term = Term(order, figure, AMOUNT, label=label, lead=lead, gap=gap, stage=stage(lead))
    if dimension == "rate":
        return _percentage(term, lead, gap)
    if dimension == "points of rate":
        return replace(term, role=POINTS, sign=-1 if found("prose", "role.growth_down", lead) else 1)
    if dimension == "score":
        return replace(term, role=OTHER)
    if found("prose", "role.whole", lead):
        return replace(term, role=WHOLE)
    if found("prose", "role.average", lead):
        return replace(term, role=AVERAGE)
    if found("prose", "role.each", lead):
        return replace(term, role=EACH)
    return _moved(term, lead, gap, earlier)


def _percentage(term: Term, lead: str, gap: str) -> Term:
    if found("prose", "role.share", lead):
        named = found("prose", "role.named_whole", lead)
        whole = named["whole"] if named else ""
        if regex.search(r"预算|计划|任务", whole, timeout=TIMEOUT) and not regex.search("支出", whole, timeout=TIMEOUT):
            return replace(term, role=RATE, named=whole)
        return replace(term, role=SHARE, named=whole)
    template = found("prose", "role.template_growth", lead)
    if template:
        return replace(term, role=GROWTH, sign=-1 if template["first"] in ("下降", "减少") else 1)
    for key, sign in (("growth_up", 1), ("growth_down", -1)):
        if found("prose", f"role.{key}", lead):
            return replace(term, role=GROWTH, sign=sign, against=_against(lead))
    name = found("prose", "role.rate", lead)
    if name:
        return replace(term, role=RATE, label=_label(name["name"]) or term.label)
    completion = found("prose", "role.completion", lead)
    if completion:
        return replace(term, role=RATE, named=completion["base"])
    if not lead or lead in ("即", "为", "共", "达", "约"):
        return replace(term, role=BARE)
    return replace(term, role=OTHER)


def _moved(term: Term, lead: str, gap: str, earlier: Sequence[Term]) -> Term:
    """A change, an adjustment, or an amount that simply stands."""
    chain = lead if not earlier else _chain(gap, lead)
    compared = found("prose", "role.comparison", chain) or (
        earlier and earlier[-1].role == CHANGE and regex.fullmatch(r"[,、;]?\s*", gap[: -len(lead) or None], timeout=TIMEOUT)
    )
    for key, sign in (("adjust_up", 1), ("adjust_down", -1)):
        if found("prose", f"role.{key}", lead) and not compared:
            return replace(term, role=ADJUST, sign=sign)
    for key, sign in (("change_up", 1), ("change_down", -1)):
        if found("prose", f"role.{key}", lead) and (compared or len(_label(lead)) <= 14):
            return replace(term, role=CHANGE, sign=sign, against=_against(chain))
    return term


def _chain(gap: str, lead: str) -> str:
    """The clauses since the last figure, of this sentence only."""
    return regex.split(r"[。;\n]", gap)[-1]


def _against(words: str) -> str:
    if found("prose", "role.against_budget", words):
        return "budget"
    return "last year" if found("prose", "role.last_year", words) else ""


def stage(lead: str) -> str:
    """At which stage of the budget the words put an amount; "" where they do not say."""
    for name in ("actual", "adjusted", "opening", "received", "carry", "spent", "plan"):
        if found("prose", f"stage.{name}", lead):
            return "actual" if name == "spent" else name
    return ""


def _label(lead: str) -> str:
    return _LEADING.sub("", _TRAILING.sub("", lead.strip()))


def dressed(passage: Passage, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of a passage of prose with units for the bare ones and labels from their clauses.

    A bare number in a run takes the unit of the run (分别为 4.1、5.2 万元); a bare number with
    decimals in a sentence of money takes the unit of the money before it, else after it.
    """
    done = list(figures)
    quantities = [place for place, each in enumerate(done) if each.is_quantity]
    text = narrow(passage.text)
    for here, following in reversed(list(zip(quantities, quantities[1:], strict=False))):
        own, after = done[here], done[following]
        between = text[own.place.end : after.place.start]
        if own.unit is NONE and after.unit is not NONE and regex.fullmatch(r"\s*[、,/和与及-]\s*", between, timeout=TIMEOUT):
            done[here] = replace(own, unit=after.unit)
    money = [each for each in done if each.unit.dimension == "money"]
    for place in quantities:
        own = done[place]
        if own.unit is NONE and own.resolution < 1 and money:
            before = [each for each in money if each.place.start < own.place.start]
            done[place] = replace(own, unit=(before[-1] if before else money[0]).unit)
    labels = {term.figure.id: term.label for term in read_terms(passage, done)}
    return tuple(replace(each, label=labels.get(each.id, each.label)) for each in done)


def _with_subjects(terms: list[Term]) -> list[Term]:
    """Changes, shares, growth and bare percentages belong to the amount before them at their own level.

    In a bracket without an amount of its own they belong to the figure before the bracket. Runs told
    with 分别 belong one to one to the run of the same length before them.
    """
    done: list[Term] = []
    runs = _runs(terms)
    for term in terms:
        subject: int | None = None
        if term.role in (CHANGE, SHARE, GROWTH, BARE, POINTS, RATE):
            subject = _aligned(term, runs, terms)
            if subject is None:
                subject = _nearest_amount(term, done)
        done.append(replace(term, subject=subject))
    return done


def _nearest_amount(term: Term, earlier: Sequence[Term]) -> int | None:
    for other in reversed(earlier):
        if other.depth == term.depth and other.host == term.host and other.role in (AMOUNT, WHOLE, EACH):
            return other.order
        if term.host is not None and other.order == term.host:
            return other.order if other.role in (AMOUNT, CHANGE) else other.subject
    return None


def _runs(terms: Sequence[Term]) -> dict[int, tuple[int, ...]]:
    """Figures parted by 、 alone: each order with the orders of its run."""
    runs: dict[int, tuple[int, ...]] = {}
    current: list[int] = []
    for term in terms:
        if current and regex.fullmatch(r"\s*[、和与及]\s*", term.gap, timeout=TIMEOUT) and term.host == terms[current[-1]].host:
            current.append(term.order)
        else:
            current = [term.order]
        for order in current:
            runs[order] = tuple(current)
    return runs


def _aligned(term: Term, runs: dict[int, tuple[int, ...]], terms: Sequence[Term]) -> int | None:
    run = runs[term.order]
    if len(run) < 2:
        return None
    for order in range(run[0] - 1, -1, -1):
        if terms[order].role == AMOUNT and len(runs[order]) == len(run) and runs[order] != run:
            return runs[order][run.index(term.order)]
    return None


def same_kind(left: Figure, right: Figure) -> bool:
    """Whether two figures may be added: one dimension, or one of them without a unit."""
    if left.unit.dimension == right.unit.dimension:
        return True
    return (not left.unit.dimension or not right.unit.dimension) and not is_count(left.unit) and not is_count(right.unit)
