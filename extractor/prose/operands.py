"""Numerator and base of a rate: which amounts of the sentence the words leave for either."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.expression import Expression, figure, in_unit_of, percent
from extractor.prose.terms import AMOUNT, BARE, BASE, RATE, Term, same_kind
from extractor.vocabulary import TIMEOUT, compiled

FARTHEST = 14
"""Amounts before a rate that are tried as its base from farther away; a fit among them never acquits."""


BASES = ("adjusted", "opening", "plan", "received")


def ratio(top: Term, bottom: Term) -> Expression:
    return percent(figure(top.figure), in_unit_of(bottom.figure, top.figure))


def pairs(terms: Sequence[Term], term: Term) -> tuple[list[tuple[Term, Term]], list[tuple[Term, Term]]] | None:
    """Numerator and base: those of the nearest level (item, sentence), and those from farther away."""
    near: list[tuple[Term, Term]] = []
    far: list[tuple[Term, Term]] = []
    fresh = fresh_amounts(terms, term)
    level = pairs_among(fresh, term)
    if level:
        near = level
    else:
        sentence = [e for e in terms[: term.order] if e.sentence == term.sentence and is_operand(e)]
        near = pairs_among(sentence, term, needed=fresh)
    wide = [e for e in terms[: term.order] if is_operand(e)][-FARTHEST:]
    heads = [
        e
        for e in wide
        if e.host is None and not compiled("其中|[、]").search(e.gap[-len(e.lead) - 2 :], timeout=TIMEOUT)
    ]
    for pair in [
        *pairs_among(heads, term, needed=fresh),
        *pairs_among(wide, term, needed=fresh),
        *((top, bottom) for top in fresh[-1:] for bottom in wide),
    ]:
        top, bottom = pair
        if pair not in near and top is not bottom and same_kind(top.figure, bottom.figure) and bottom.figure.value:
            far.append(pair)
    return (near, far) if near or far else None


def is_operand(term: Term) -> bool:
    return term.role in (AMOUNT, BASE) and term.dimension != "rate"


def fresh_amounts(terms: Sequence[Term], term: Term) -> list[Term]:
    """The amounts told since the last rate of the sentence: the rate's own."""
    fresh: list[Term] = []
    for each in reversed(terms[: term.order]):
        if each.sentence != term.sentence:
            break
        if each.dimension == "rate" and each.role in (RATE, BARE):
            break
        if is_operand(each):
            fresh.append(each)
    return fresh[::-1]


def pairs_among(level: Sequence[Term], term: Term, needed: Sequence[Term] = ()) -> list[tuple[Term, Term]]:
    """Actual over base where stages tell them apart; else the last over the one before it."""
    named = named_stages(term)
    pairs: list[tuple[Term, Term]] = []
    tops = [
        e
        for e in reversed(level)
        if e.stage in ("actual", "", "carry") or (e.stage == "received" and "到位" in rate_name(term))
    ]
    for top in tops[:3]:
        for bottom in reversed(level):
            if bottom is top or not same_kind(top.figure, bottom.figure) or top.dimension != bottom.dimension:
                continue
            if bottom.figure.value == 0 or (needed and top not in needed and bottom not in needed):
                continue
            if named and bottom.stage not in named:
                continue
            if not named and bottom.stage not in BASES:
                continue
            pairs.append((top, bottom))
    if not pairs and not named:
        alike = [
            e for e in level if level and same_kind(e.figure, level[-1].figure) and e.dimension == level[-1].dimension
        ]
        if len(alike) >= 2:
            last, before = alike[-1], alike[-2]
            order = [(last, before), (before, last)] if last.stage not in BASES else [(before, last)]
            pairs.extend((top, bottom) for top, bottom in order if bottom.figure.value != 0)
    return pairs[:8]


def named_stages(term: Term) -> tuple[str, ...]:
    """The stages that the cue itself fixes as the base."""
    words = term.named + term.label
    if "年初" in words:
        return ("opening",)
    if compiled("全年预算|调整后?预算|调整后").search(words, timeout=TIMEOUT):
        return ("adjusted",)
    if "到位" in words:
        return ("plan", "opening", "adjusted", "received")
    return ()


def rate_name(term: Term) -> str:
    if term.named:
        return f"{term.named}完成率"
    return term.label or "完成率"
