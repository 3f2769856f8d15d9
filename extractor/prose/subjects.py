"""Which amount a change, a share or a rate says something about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.prose.terms import (
    AMOUNT,
    BARE,
    CHANGE,
    EACH,
    GROWTH,
    POINTS,
    RATE,
    SHARE,
    WHOLE,
    Term,
    core,
    namesakes,
)  # fmt: skip
from extractor.vocabulary import TIMEOUT, compiled, found


def with_subjects(terms: list[Term]) -> list[Term]:
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
            if subject is None and not _is_handed_out(term, runs, terms):
                subject = _nearest_amount(term, done)
                if subject is not None and _names_another(term, done[subject]):
                    subject = None
        done.append(term if subject is None else replace(term, subject=subject))
    return _with_amounts_after(done)


def _names_another(term: Term, nearest: Term) -> bool:
    """Whether the clause names what changed, or in a new sentence what has the share: another amount is meant."""
    if term.role == SHARE and nearest.sentence != term.sentence:
        return len(core(term.lead.partition("占")[0])) >= 2
    return term.role == CHANGE and len(core(term.lead)) >= 2


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
            beside = [e for e in terms[place + 1 :] if (e.sentence, e.item) == (term.sentence, term.item)]
            after = next((e for e in beside if e.role == AMOUNT), None)
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
        if current and in_run(term) and term.host == terms[current[-1]].host:
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
    if not found("prose", "role.one_each", terms[run[0]].lead):
        return None
    amounts = [each for each in terms[: run[0]] if each.role == AMOUNT]
    own, last = ([e for e in amounts if e.sentence == sentence] for sentence in (term.sentence, term.sentence - 1))
    near = [each for each in terms[max(0, run[0] - len(run)) : run[0]] if each in own]
    told = next((each for each in (own, near, last) if len(each) == len(run)), None)
    return told[run.index(term.order)].order if told is not None else None


def _is_handed_out(term: Term, runs: dict[int, tuple[int, ...]], terms: Sequence[Term]) -> bool:
    """Whether a share is one of several that the words hand out to amounts, so that the nearest amount is a guess."""
    run = runs[term.order]
    return term.role == SHARE and len(run) > 1 and found("prose", "role.one_each", terms[run[0]].lead) is not None


def in_run(term: Term) -> bool:
    return compiled(r"\s*[、和与及]\s*").fullmatch(term.gap, timeout=TIMEOUT) is not None
