"""The clauses of a passage: its figures as terms in reading order, each with the words before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Passage
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.prose.asides import bare_lead, with_base
from extractor.prose.roles import classified
from extractor.prose.subjects import in_run, with_subjects
from extractor.prose.terms import ADJUST, AGAIN, AMOUNT, BASE, CHANGE, GROWTH, OTHER, Term, core, same_kind
from extractor.vocabulary import TIMEOUT, compiled, found

_STOPS = ",;。:()、\n!?"
_SENTENCE = "。!?\n"


def read_terms(passage: Passage, figures: Sequence[Figure]) -> tuple[Term, ...]:
    """The quantities of a passage as terms, in reading order."""
    text = narrow(passage.text)
    quantities = [each for each in figures if each.is_quantity]
    depths = _depths(text)
    terms: list[Term] = []
    spans = [(each.place.start, each.place.end) for each in quantities]
    sentence = item = last_end = 0
    for here, figure in enumerate(quantities):
        start = figure.place.start
        gap = text[last_end:start]
        lead = lead_of(text, start, spans)
        term = classified(len(terms), figure, bare_lead(lead) if figure.unit.dimension == "rate" else lead, gap, terms)
        if term.role == OTHER:
            continue
        outside = "".join(mark for place, mark in enumerate(gap, last_end) if depths[place] <= depths[start])
        if any(mark in _SENTENCE for mark in gap):
            sentence, item = sentence + 1, 0
        elif ";" in outside:
            item += 1
        host = _host(text, start, depths, terms)
        after = _after(text, figure, spans[here + 1][0] if here + 1 < len(spans) else len(text))
        term = replace(term, depth=depths[start], host=host, sentence=sentence, item=item, after=after)
        terms.append(with_base(term, lead))
        last_end = figure.place.end
    return tuple(with_subjects(_told_apart(terms)))


def _after(text: str, figure: Figure, end: int) -> str:
    """The words from a figure to the next one, which begins at ``end``, or to the sentence's end."""
    words = text[figure.place.end : min(end, figure.place.end + 60)]
    return compiled(f"[{_SENTENCE}]").split(words, timeout=TIMEOUT)[0].strip()


def _told_apart(terms: list[Term]) -> list[Term]:
    """A movement without a comparison, and without a growth rate after it, adds to or takes from an amount.

    A figure right behind another, as in 18 个 774 万元, is told of the same thing and takes its label; one that puts
    it into another unit (2.36 亿元，折合 23600 万元) is the same amount again.
    """
    done: list[Term] = []
    for place, term in enumerate(terms):
        following = terms[place + 1] if place + 1 < len(terms) else None
        if term.role == CHANGE and done and done[-1].role == BASE and done[-1].sentence == term.sentence:
            term = replace(term, against=term.against or done[-1].against)
        if term.role == CHANGE and not term.against and not (following and following.role in (GROWTH, CHANGE)):
            compared = any(each.role == CHANGE for each in done)
            beside = (
                bool(done)
                and done[-1].role in (CHANGE, GROWTH)
                and not compiled("[。;]").search(term.gap, timeout=TIMEOUT)
            )
            if not beside and (not compared or len(core(term.lead)) >= 2):
                term = replace(term, role=ADJUST)
        if done and found("prose", "role.one_each", done[-1].lead) and in_run(term):
            term = replace(done[-1], order=term.order, figure=term.figure, gap=term.gap, after=term.after)
        if term.role == AMOUNT and done and _put_again(term, done[-1]):
            term = replace(term, role=AGAIN, label=done[-1].label, subject=done[-1].order)
        if term.role == AMOUNT and not term.label and not term.gap.strip() and done:
            term = replace(term, label=done[-1].label, stage=term.stage or done[-1].stage)
        done.append(term)
    return done


def _put_again(term: Term, before: Term) -> bool:
    """Whether a figure puts the one right before it into another unit."""
    other = term.figure.unit != before.figure.unit and same_kind(term.figure, before.figure)
    return other and before.role == AMOUNT and bool(found("prose", "role.again", term.gap))


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


def lead_of(text: str, start: int, spans: Sequence[tuple[int, int]]) -> str:
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
