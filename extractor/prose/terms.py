"""Figures of a passage as terms: what part each plays in its clause, whose it is, and at which stage."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.document import Passage
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.units import NONE, UNITS
from extractor.vocabulary import TIMEOUT, compiled, found, pattern

AMOUNT, CHANGE, SHARE, GROWTH, RATE, BARE, POINTS = "amount", "change", "share", "growth", "rate", "bare", "points"
EACH, AVERAGE, WHOLE, ADJUST, TARGET, BASE, LEVEL, OTHER = (
    "each",
    "average",
    "whole",
    "adjust",
    "target",
    "base",
    "level",
    "other",
)

_THINGS = {"count:个", "count:项"}
"""Units of counting that name the same thing: 项目 18 个, 项目 18 项."""

_STOPS = ",;。:()、\n!?"
_SENTENCE = "。!?\n"


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
    sentence = item = last_end = 0
    for figure in quantities:
        start = figure.place.start
        gap = text[last_end:start]
        lead = _lead(text, start, spans)
        term = _classified(len(terms), figure, lead, gap, terms)
        if term.role == OTHER:
            continue
        outside = "".join(mark for place, mark in enumerate(gap, last_end) if depths[place] <= depths[start])
        if any(mark in _SENTENCE for mark in gap):
            sentence, item = sentence + 1, 0
        elif ";" in outside:
            item += 1
        host = _host(text, start, depths, terms)
        terms.append(replace(term, depth=depths[start], host=host, sentence=sentence, item=item))
        last_end = figure.place.end
    return tuple(_with_subjects(_told_apart(terms)))


def _told_apart(terms: list[Term]) -> list[Term]:
    """A movement without a comparison, and without a growth rate after it, adds to or takes from an amount.

    A figure right behind another, as in 18 个 774 万元, is told of the same thing and takes its label.
    """
    done: list[Term] = []
    for place, term in enumerate(terms):
        following = terms[place + 1] if place + 1 < len(terms) else None
        if term.role == CHANGE and not term.against and not (following and following.role in (GROWTH, CHANGE)):
            compared = any(each.role == CHANGE for each in done)
            beside = (
                bool(done)
                and done[-1].role in (CHANGE, GROWTH)
                and not compiled("[。;]").search(term.gap, timeout=TIMEOUT)
            )
            if not beside and (not compared or len(core(term.lead)) >= 2):
                term = replace(term, role=ADJUST)
        if done and "分别" in done[-1].lead and _in_run(term):
            term = replace(done[-1], order=term.order, figure=term.figure, gap=term.gap)
        if term.role == AMOUNT and not term.label and not term.gap.strip() and done:
            term = replace(term, label=done[-1].label, stage=term.stage or done[-1].stage)
        done.append(term)
    return done


def _in_run(term: Term) -> bool:
    return compiled(r"\s*[、和与及]\s*").fullmatch(term.gap, timeout=TIMEOUT) is not None


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
        if place + 1 in ends or (mark in _STOPS and not _inside_word(text, place)):
            break
        words.append(mark)
        place -= 1
    return compiled(r"\s+").sub("", "".join(words)[::-1], timeout=TIMEOUT)


def _inside_word(text: str, place: int) -> bool:
    """收、支总计 is one word: a 、 between single characters of which the first opens the clause."""
    return (
        text[place] == "、"
        and place >= 1
        and (place == 1 or text[place - 2] in _STOPS + "度年 ")
        and text[place - 1] in "收上"
    )


def _worth_keeping(bracket: str) -> bool:
    """（类）(项) are noise in a label; 下降(增长) and 固定资产(原值) are part of it."""
    return len(bracket) > 2 and bracket[1:] not in ("类", "款", "项", "境")


def _host(text: str, start: int, depths: Sequence[int], terms: Sequence[Term]) -> int | None:
    """The order of the figure right before the innermost bracket that is open at start."""
    if not depths[start]:
        return None
    place, depth = start - 1, depths[start]
    while place >= 0 and not (text[place] == "(" and depths[place] == depth - 1):
        place -= 1
    for term in reversed(terms):
        end = term.figure.place.end
        if end <= place:
            return term.order if not text[end:place].strip() else None
    return None


def _classified(order: int, figure: Figure, lead: str, gap: str, earlier: Sequence[Term]) -> Term:
    """Role, sign, stage and label from the words before the figure."""
    dimension = figure.unit.dimension
    label = _label(lead)
    term = Term(order, figure, AMOUNT, label=label, lead=lead, gap=gap, stage=stage(lead))
    if figure.qualifier in ("least", "most") and found("prose", "role.target", lead + figure.text):
        name = pattern("prose", "role.target").sub("", lead, timeout=TIMEOUT)
        return replace(term, role=TARGET, label=_label(name))
    if dimension == "rate":
        return _percentage(term, lead, gap)
    if dimension == "points of rate":
        return replace(term, role=POINTS, sign=-1 if found("prose", "role.growth_down", lead) else 1)
    if dimension == "score" or dimension.startswith("time:"):
        return replace(term, role=OTHER)
    if found("prose", "role.whole", lead):
        return replace(term, role=WHOLE)
    if found("prose", "role.base", lead):
        return replace(term, role=BASE, against=_against(lead))
    if found("prose", "role.average", lead):
        return replace(term, role=AVERAGE)
    if found("prose", "role.each", lead):
        return replace(term, role=EACH)
    return _moved(term, lead, gap, earlier)


def _percentage(term: Term, lead: str, gap: str) -> Term:
    if found("prose", "role.share", lead):
        named = found("prose", "role.named_whole", lead)
        whole = named["whole"] if named else ""
        if compiled(r"预算|计划|任务").search(whole, timeout=TIMEOUT) and not compiled("支出").search(
            whole, timeout=TIMEOUT
        ):
            return replace(term, role=RATE, named=whole)
        return replace(term, role=SHARE, named=whole)
    template = found("prose", "role.template_growth", lead)
    if template:
        return replace(term, role=GROWTH, sign=-1 if template["first"] in ("下降", "减少") else 1)
    for key, sign in (("growth_up", 1), ("growth_down", -1)):
        if found("prose", f"role.{key}", lead):
            return replace(term, role=GROWTH, sign=sign, against=_against(lead))
    if found("prose", "role.excess", lead):
        return replace(term, role=RATE)
    name = found("prose", "role.rate", lead)
    if name:
        return replace(term, role=RATE, label=_label(name["name"]) or term.label)
    completion = found("prose", "role.completion", lead)
    if completion:
        return replace(term, role=RATE, named=completion["base"])
    if not lead or lead in ("即", "为", "共", "达", "约"):
        return replace(term, role=BARE)
    return replace(term, role=LEVEL)


def _moved(term: Term, lead: str, gap: str, earlier: Sequence[Term]) -> Term:
    """A change, an adjustment, or an amount that simply stands."""
    chain = lead if not earlier else _chain(gap, lead)
    compared = found("prose", "role.comparison", chain) or (
        earlier
        and earlier[-1].role == CHANGE
        and compiled(r"[,、;]?\s*").fullmatch(gap[: -len(lead) or None], timeout=TIMEOUT)
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
    return compiled(r"[。;\n]").split(gap, timeout=TIMEOUT)[-1]


def _against(words: str) -> str:
    if found("prose", "role.against_budget", words):
        return "budget"
    return "last year" if found("prose", "role.last_year", words) else ""


def stage(lead: str) -> str:
    """At which stage of the budget the words put an amount; "" where they do not say."""
    lead = pattern("prose", "label.masked").sub("", lead, timeout=TIMEOUT)
    for name in ("actual", "adjusted", "opening", "received", "carry", "spent", "plan"):
        if found("prose", f"stage.{name}", lead):
            return "actual" if name == "spent" else name
    return ""


def _label(lead: str) -> str:
    bare = pattern("prose", "label.trailing").sub("", lead.strip(), timeout=TIMEOUT)
    return pattern("prose", "label.leading").sub("", bare, timeout=TIMEOUT)


def dressed(passage: Passage, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of a passage of prose with units for the bare ones and labels from their clauses.

    A bare number in a run takes the unit of the run (分别为 4.1、5.2 万元); a bare number with
    decimals in a sentence of money takes the unit of the money before it, else after it.
    """
    done = list(figures)
    quantities = [place for place, each in enumerate(done) if each.is_quantity]
    text = narrow(passage.text)
    spans = [(done[place].place.start, done[place].place.end) for place in quantities]
    money = [each for each in done if each.unit.dimension == "money"]
    for place in quantities:
        own = done[place]
        if not own.unit.dimension and f"{own.unit.symbol}元" in UNITS and own.unit is not NONE and money:
            done[place] = own = replace(own, unit=UNITS[f"{own.unit.symbol}元"])
        if own.unit is NONE and own.resolution < 1 and money:
            done[place] = _with_unit(own, _lead(text, own.place.start, spans), money)
    for here in range(1, len(quantities) - 1):
        own, around = done[quantities[here]], [done[quantities[here + step]] for step in (-1, 1)]
        if own.unit is NONE and own.resolution == 1 and money and _bare_in_money(own, around, quantities, done, here):
            done[quantities[here]] = replace(own, unit=money[0].unit)
    for here, following in reversed(list(itertools.pairwise(quantities))):
        own, after = done[here], done[following]
        between = text[own.place.end : after.place.start]
        if (
            own.unit is NONE
            and after.unit is not NONE
            and compiled(r"\s*[、,/和与及-]\s*").fullmatch(between, timeout=TIMEOUT)
        ):
            done[here] = replace(own, unit=after.unit)
    labels = {term.figure.id: term.label for term in read_terms(passage, done)}
    return tuple(replace(each, label=labels.get(each.id, each.label)) for each in done)


def _bare_in_money(
    own: Figure, around: Sequence[Figure], quantities: Sequence[int], done: Sequence[Figure], here: int
) -> bool:
    """A whole number without a unit in a list of bare money, its share in a bracket behind it: 节能 150(0.79%)、"""
    after = around[1]
    if after.unit.symbol != "%" or own.place.end + 1 != after.place.start:
        return False
    beside = [done[quantities[place]] for place in (here - 2, here + 2) if 0 <= place < len(quantities)]
    return any(each.unit.dimension == "money" and each.text == each.number for each in beside)


def _with_unit(own: Figure, lead: str, money: Sequence[Figure]) -> Figure:
    """A bare number with decimals: a percentage whose sign fell out (增长 13.95。), else money as beside it."""
    if any(found("prose", f"role.{key}", lead) for key in ("share", "growth_up", "growth_down")) and own.value < 1000:
        return replace(own, unit=UNITS["%"], doubt=own.doubt or "percent sign missing")
    before = [each for each in money if each.place.start < own.place.start]
    return replace(own, unit=(before[-1] if before else money[0]).unit)


def _with_subjects(terms: list[Term]) -> list[Term]:
    """Changes, shares, growth, rates and bare percentages belong to an amount: the one they name, the one
    that the attribute before them belongs to, the figure before their bracket, or the amount before them.

    Runs told with 分别 belong one to one to the run of the same length before them.
    """
    done: list[Term] = []
    runs = _runs(terms)
    for term in terms:
        subject: int | None = None
        if term.role in (CHANGE, SHARE, GROWTH, BARE, POINTS, RATE):
            subject = _aligned(term, runs, terms)
            if subject is None:
                subject = _named_amount(term, done)
            if subject is None and not (term.role == CHANGE and len(core(term.lead)) >= 2):
                subject = _nearest_amount(term, done)
        done.append(replace(term, subject=subject))
    return _with_amounts_after(done)


def _with_amounts_after(terms: list[Term]) -> list[Term]:
    """A share, change or growth told before its amount belongs to the one after it: 占 75%，为 712.5 万元."""
    done = list(terms)
    for place, term in enumerate(terms):
        following = terms[place + 1] if place + 1 < len(terms) else None
        if following is None or following.sentence != term.sentence or following.depth != term.depth:
            continue
        pure = not core(following.label) or following.lead.startswith(("决算数", "全年支出", "金额"))
        told = compiled(r"(?:金额|数额|达到?|计)?为?").fullmatch(following.lead, timeout=TIMEOUT) and following.lead
        if term.role == SHARE and following.role == AMOUNT and told:
            done[place] = replace(term, subject=following.order)
        elif term.role in (CHANGE, GROWTH) and done[place].subject is None:
            after = next((e for e in terms[place + 1 :] if e.sentence == term.sentence and e.role == AMOUNT), None)
            between = terms[place + 1 : after.order] if after else ()
            if after is not None and pure | bool(between) and all(e.role in (CHANGE, GROWTH) for e in between):
                done[place] = replace(term, subject=after.order)
    return done


def _named_amount(term: Term, earlier: Sequence[Term]) -> int | None:
    """The amount that the clause itself names: 基本支出预算占…, 出国(境)少 9 万元."""
    if term.role == SHARE:
        own = term.lead.partition("占")[0]
    elif term.role == CHANGE:
        own = term.lead
    else:
        return None
    name = core(own)
    if len(name) < 2:
        return None
    for other in reversed(earlier):
        if other.role == AMOUNT and other.order not in (term.order,) and namesakes(other.label, name):
            return other.order
    return None


def core(label: str) -> str:
    """What is left of a label when words of stage, time and change are taken away."""
    bare = pattern("prose", "label.change_words").sub("", label, timeout=TIMEOUT)
    bare = pattern("prose", "label.generic").sub("", bare, timeout=TIMEOUT)
    return compiled(r"[\s“”\"()、,:]|\d+").sub("", bare, timeout=TIMEOUT)


def namesakes(left: str, right: str) -> bool:
    """Whether two labels name one measure: the core of one is, or ends, the core of the other."""
    own, other = core(left), core(right)
    return len(own) >= 2 and len(other) >= 2 and (own in other or other in own)


def _nearest_amount(term: Term, earlier: Sequence[Term]) -> int | None:
    """The subject of the attribute right before, the figure before the bracket, or the amount before."""
    for other in reversed(earlier):
        if term.host is not None and other.order == term.host:
            return other.order if other.role == AMOUNT else other.subject
        if other.depth != term.depth or other.host != term.host:
            continue
        if other.role in (AMOUNT, WHOLE, EACH):
            return other.order
        if other.subject is not None and other.sentence == term.sentence and other.item == term.item:
            return other.subject
    return None


def _runs(terms: Sequence[Term]) -> dict[int, tuple[int, ...]]:
    """Figures parted by 、 alone: each order with the orders of its run."""
    runs: dict[int, tuple[int, ...]] = {}
    current: list[int] = []
    for term in terms:
        if current and _in_run(term) and term.host == terms[current[-1]].host:
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


def staged(terms: Sequence[Term]) -> list[Term]:
    """The terms with the stage that the amount before them in their sentence has, where their own words give none:
    实际支出 15.81 万元，其中运行费 14.50 万元 tells two amounts that were spent."""
    done: list[Term] = []
    for term in terms:
        if not term.stage:
            before = next((e.stage for e in reversed(done) if e.sentence == term.sentence and e.stage), "")
            term = replace(term, stage=before)
        done.append(term)
    return done


def same_kind(left: Figure, right: Figure) -> bool:
    """Whether two figures may be added or compared: they are of one dimension."""
    return left.unit.dimension == right.unit.dimension or {left.unit.dimension, right.unit.dimension} <= _THINGS
