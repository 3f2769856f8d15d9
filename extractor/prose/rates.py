"""Rates told in prose: execution, completion, control, use, delivery … a numerator over the base the words name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor import later
from extractor.figures import Figure
from extractor.prose.based import by_level, of_it, over_told
from extractor.prose.fitting import fits
from extractor.prose.indicators import (
    OFF_PAYROLL,
    all_of_them,
    excess,
    moved,
    nothing,
    nought_base,
    off_payroll,
    saved,
    undefined,
)
from extractor.prose.named import named_pair
from extractor.prose.one_each import is_one_each, one_each
from extractor.prose.operands import (
    BASES,
    Operands,
    fresh_amounts,
    is_head,
    is_operand,
    operands,
    over_moved,
    pairs_among,
    rate_name,
    ratio,
    told_behind,
)
from extractor.prose.terms import ADJUST, BARE, CHANGE, LEVEL, RATE, Term, core, namesakes
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled, found, pattern


def rates(terms: Sequence[Term], told: Sequence[Figure] = (), earlier: Sequence[Term] = ()) -> Iterator[Statement]:
    """Each rate with the readings of the nearest level that supplies both operands.

    A base that a rate before it turned out to use, though its words name another, is tried again for the
    next rate of the same words: bases drift together.
    """
    drifted: dict[str, Term] = {}
    levels = by_level(terms, earlier)
    for term in terms:
        handed = one_each(terms, term) if is_one_each(terms, term) else None
        if handed is not None:
            yield handed
            continue
        own = of_it(terms, term) or over_told(terms, term, earlier)
        if own is None and term.order in levels and not _fits_near(terms, term):
            own = levels[term.order]
        if own is not None:
            yield own
        elif term.role == RATE or (term.role == BARE and term.dimension == "rate" and _is_execution(terms, term)):
            yield from _rate(terms, term, drifted, told)
        elif _is_satisfaction(term):
            named = named_pair(terms, term)
            if named is not None:
                yield _of_named(terms, term, term.label, *named)


def _is_execution(terms: Sequence[Term], term: Term) -> bool:
    """A bare percentage after an amount that was executed, or after a pair 预算/执行, is a rate."""
    if term.subject is None:
        return False
    subject = terms[term.subject]
    return (
        subject.stage == "actual"
        or compiled(r"执行|支出|完成|发放|拨付").search(subject.lead, timeout=TIMEOUT) is not None
        or compiled(r"\s*/\s*").fullmatch(subject.gap, timeout=TIMEOUT) is not None
    )


MOST_READINGS = 8

_AT_HAND = later.compile("可用|可支配")
"""Rates over all that was at hand, the carry-over with it."""

_SPECIAL = (
    (later.compile(OFF_PAYROLL), off_payroll),
    (later.compile("调整率|变动率|调剂率|偏差率|偏离[率度]|差异率"), moved),
    (later.compile("节约|结余|结转"), saved),
)


def _rate(terms: Sequence[Term], term: Term, drifted: dict[str, Term], told: Sequence[Figure]) -> Iterator[Statement]:
    name = rate_name(term)
    named = named_pair(terms, term)
    own = next((formula for pattern, formula in _SPECIAL if pattern.search(name, timeout=TIMEOUT)), None)
    if own is not None:
        yield from own(terms, term, name, told)
        return
    if found("prose", "role.excess", term.lead):
        yield from excess(terms, term)
        return
    if named is not None:
        yield _of_named(terms, term, name, *named)
        return
    if compiled("满意|覆盖|准确|合格|采集|优良|故障").search(name, timeout=TIMEOUT) and not _pair_near(terms, term):
        return
    inside = [e for e in terms[term.order + 1 :] if e.host == term.order and is_operand(e)]
    if len(inside) == 2 and pairs_among(inside, term):
        reading = Reading(ratio(*pairs_among(inside, term)[0]))
        yield Statement("rate", name, term.figure, (reading,))
        return
    nought = nought_base(terms, term)
    if nought is not None:
        yield from undefined(terms, term, nought, name)
        return
    if term.figure.value == 0:
        yield from nothing(terms, term, name)
    chosen = operands(terms, term)
    later = told_behind(terms, term) if not chosen.near else []
    if len(later) == 1 and not any(fits(term.figure, ratio(*pair)) for pair in chosen.far):
        reading = Reading(ratio(*later[0]))
        yield Statement("rate", name, term.figure, (reading,), strength=LOOSE)
        return
    if chosen.near or chosen.far:
        yield from _over_base(terms, term, name, chosen, drifted)
    else:
        yield from all_of_them(terms, term, name)


def _over_base(
    terms: Sequence[Term], term: Term, name: str, chosen: Operands, drifted: dict[str, Term]
) -> Iterator[Statement]:
    """Numerator over base at the nearest level; the pairs from farther away name a cause."""
    near = list(chosen.near)
    used = drifted.get(term.named)
    if used is not None and near:
        near = [(top, used) for top, _ in near[:1]] + near
    readings = [Reading(ratio(*pair)) for pair in near[:MOST_READINGS]]
    adjusted = [over_moved(terms, *pair) for pair in near]
    readings += [Reading(each) for each in adjusted if each is not None]
    fitting = [each for each in readings if fits(term.figure, each.expression)]
    drift = next((bottom for top, bottom in chosen.far if fits(term.figure, ratio(top, bottom))), None)
    if drift is not None and term.named and not fitting:
        drifted[term.named] = drift
    distant = [Reading(ratio(*pair), "cause.other_base") for pair in (*chosen.passed_over, *chosen.far)]
    distant = [each for each in distant if fits(term.figure, each.expression)][:1]
    strength = _proves(terms, term, chosen, bool(distant))
    if not fitting and strength == OPEN and not distant and not near:
        return
    if not readings:
        readings, distant, strength = distant, [], OPEN
    yield Statement(
        "rate", name, term.figure, tuple(fitting[:1] or readings), elsewhere=tuple(distant), strength=strength,
    )  # fmt: skip


def _proves(terms: Sequence[Term], term: Term, chosen: Operands, elsewhere: bool) -> str:
    """What a gap proves: FIRM where the words leave one numerator and one base; LOOSE where what was done and what
    was due are told by their stages, and a gap is one whichever of them is meant."""
    near = chosen.near
    if not near or any(_foreign(term, top, bottom) for top, bottom in near):
        return OPEN
    if term.label and not term.named and not found("prose", "rate.of_done", term.label):
        return OPEN
    if _AT_HAND.search(term.label, timeout=TIMEOUT) and not any(
        _AT_HAND.search(b.label, timeout=TIMEOUT) for _, b in near
    ):
        return OPEN
    staged = all(top.stage == "actual" and bottom.stage in BASES for top, bottom in near)
    between = terms[max(top.order for top, _ in near) + 1 : term.order]
    if any(each.role in (ADJUST, CHANGE) and each.sentence == term.sentence for each in between):
        return OPEN
    tops, bottoms = {top.order for top, _ in near}, {bottom.order for _, bottom in near}
    if len(tops) == len(bottoms) == 1 and not chosen.passed_over and not any(over_moved(terms, *pair) for pair in near):
        return FIRM
    if staged and len(tops) == 1:
        return LOOSE if chosen.passed_over or not elsewhere else OPEN
    return OPEN


def _foreign(term: Term, top: Term, bottom: Term) -> bool:
    """Whether the base stands in another item under another name: 三公…；公务用车决算 b，完成 p%."""
    part = not is_head(top) and is_head(bottom) and top.order > bottom.order
    if (
        not part
        and bottom.item == term.item
        and bottom.sentence == term.sentence
        or compiled("任务|计划").search(term.named, timeout=TIMEOUT)
    ):
        return False
    name = pattern("prose", "rate.of_done").sub("", core(top.label), timeout=TIMEOUT)
    return len(name) >= 2 and not namesakes(bottom.label, top.label)


def _fits_near(terms: Sequence[Term], term: Term) -> bool:
    """Whether two amounts of the rate's own sentence give it."""
    return any(fits(term.figure, ratio(*pair)) for pair in operands(terms, term).near)


def _of_named(
    terms: Sequence[Term], term: Term, name: str, top: Term, bases: Sequence[Term], strength: str
) -> Statement:
    """A rate whose name one of the figures before it tells; a fit over an amount farther away leaves doubt."""
    chosen = operands(terms, term)
    also = [below for above, below in chosen.near if above is top and below not in bases]
    also = [each for each in also if fits(term.figure, ratio(top, each))]
    farther = [below for above, below in chosen.far if above is top and fits(term.figure, ratio(above, below))][:1]
    distant = [Reading(ratio(top, each), "cause.other_base") for each in farther]
    if farther:
        beside = farther[0].sentence == term.sentence
        strength = OPEN if beside else min(strength, LOOSE, key=(OPEN, LOOSE, FIRM).index)
    readings = tuple(Reading(ratio(top, each)) for each in (*bases, *also))
    return Statement("rate", name, term.figure, readings, elsewhere=tuple(distant), strength=strength)


def _is_satisfaction(term: Term) -> bool:
    """满意度 92.50 % beside counts is a rate of those who were content."""
    return term.role == LEVEL and compiled("满意度(?:为|达到?|是)?$").search(term.lead, timeout=TIMEOUT) is not None


def _pair_near(terms: Sequence[Term], term: Term) -> bool:
    fresh = fresh_amounts(terms, term)
    return len(fresh) >= 2 and is_count(fresh[-1].figure.unit)
