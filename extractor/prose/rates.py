"""Rates told in prose: execution, completion, control, use, delivery … a numerator over the base the words name."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import regex

from extractor.expression import Expression, absolute, figure, in_unit_of, percent
from extractor.figures import Figure
from extractor.prose.fitting import fits
from extractor.prose.terms import ADJUST, AMOUNT, BARE, CHANGE, RATE, Term, core, namesakes, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, found

FARTHEST = 14
"""Amounts before a rate that are tried as its base from farther away; a fit among them never acquits."""

BASES = ("adjusted", "opening", "plan", "received")
_OFF_PAYROLL = "编外|劳务派遣|派遣|聘用|临聘|临时|合同工|辅助"
_ON_PAYROLL = "在编|在职|实有|正式"
_HEADCOUNT = "总人数|职工总数|人员总数|合计人数"


def rates(terms: Sequence[Term], where: str, told: Sequence[Figure] = ()) -> Iterator[Statement]:
    """Each rate with the readings of the nearest level that supplies both operands.

    A base that a rate before it turned out to use, though its words name another, is tried again for the
    next rate of the same words: bases drift together.
    """
    drifted: dict[str, Term] = {}
    for term in terms:
        if term.role == RATE or (term.role == BARE and term.dimension == "rate" and _is_execution(terms, term)):
            yield from _rate(terms, term, where, drifted, told)


def _nought_base(terms: Sequence[Term], term: Term) -> Term | None:
    """The base that the words fix, where it is printed as nought: 年初预算为 0 … 完成年初预算的 p%."""
    fresh = _fresh(terms, term)
    named = _named_stages(term)
    bases = [each for each in fresh if each.stage in (named or BASES)]
    if len(bases) == 1 and bases[0].figure.value == 0 and (named or len(fresh) == 2):
        return bases[0]
    return None


def _undefined(terms: Sequence[Term], term: Term, base: Term, name: str, where: str) -> Iterator[Statement]:
    """A rate over a base of nought does not exist; where another base of the sentence gives it, that is the cause."""
    fresh = _fresh(terms, term)
    tops = [each for each in fresh if each.stage == "actual" and each is not base] or [
        each for each in fresh if each is not base
    ]
    others = [each for each in fresh if each not in (base, *tops[-1:]) and each.figure.value]
    elsewhere = tuple(Reading(_ratio(tops[-1], each), "cause.other_base") for each in others if tops)
    if tops:
        yield Statement("undefined", name, term.figure, (Reading(_ratio(tops[-1], base)),), elsewhere=elsewhere, where=where,
                        strength=FIRM if elsewhere or tops[-1].figure.value else LOOSE)  # fmt: skip


def _nothing(terms: Sequence[Term], term: Term, name: str, where: str) -> Iterator[Statement]:
    """A rate of 0 % beside an amount that was spent or done."""
    done = [each for each in _fresh(terms, term) if each.stage == "actual"]
    if len(done) == 1 and done[0].figure.value > 0:
        beside = done[0].order == term.order - 1
        yield Statement("nothing", name, term.figure, (Reading(figure(done[0].figure)),),
                        strength=LOOSE if beside else OPEN, where=where)  # fmt: skip


def _all_of_them(terms: Sequence[Term], term: Term, name: str, where: str) -> Iterator[Statement]:
    """收到 n 件，均已办理，办理率 100%: n of n."""
    before = [
        e
        for e in terms[: term.order]
        if e.sentence >= term.sentence - 1 and e.role == AMOUNT and is_count(e.figure.unit)
    ]
    words = "".join(e.gap for e in terms[before[-1].order + 1 : term.order + 1]) if before else ""
    if (
        before
        and term.figure.value == 100
        and before[-1].figure.value
        and regex.search("均|全部|全数|都", words, timeout=TIMEOUT)
    ):
        yield Statement(
            "rate", name, term.figure, (Reading(_ratio(before[-1], before[-1])),), strength=OPEN, where=where
        )


def _is_execution(terms: Sequence[Term], term: Term) -> bool:
    """A bare percentage after an amount that was executed, or after a pair 预算/执行, is a rate."""
    if term.subject is None:
        return False
    subject = terms[term.subject]
    return subject.stage == "actual" or regex.search(r"执行|支出|完成|发放|拨付", subject.lead, timeout=TIMEOUT) is not None \
        or regex.fullmatch(r"\s*/\s*", subject.gap, timeout=TIMEOUT) is not None  # fmt: skip


def _rate(
    terms: Sequence[Term], term: Term, where: str, drifted: dict[str, Term], told: Sequence[Figure]
) -> Iterator[Statement]:
    name = _name(term)
    if regex.search("满意|覆盖|准确|合格|采集|优良|故障", name, timeout=TIMEOUT) and not _pair_near(terms, term):
        return
    if regex.search(_OFF_PAYROLL, name, timeout=TIMEOUT):
        yield from _off_payroll(terms, term, name, where, told)
        return
    if regex.search("调整率|变动率|调剂率|偏差率|偏离度", name, timeout=TIMEOUT):
        yield from _moved(terms, term, name, where)
        return
    if regex.search("节约|结余|结转", name, timeout=TIMEOUT):
        yield from _saved(terms, term, name, where)
        return
    inside = [e for e in terms[term.order + 1 :] if e.host == term.order and _operand(e)]
    if len(inside) == 2 and _pairs_among(inside, term):
        top, bottom = _pairs_among(inside, term)[0]
        yield Statement("rate", name, term.figure, (Reading(_ratio(top, bottom)),), where=where)
        return
    if found("prose", "role.excess", term.lead):
        yield from _excess(terms, term, where)
        return
    nought = _nought_base(terms, term)
    if nought is not None:
        yield from _undefined(terms, term, nought, name, where)
        return
    if term.figure.value == 0:
        yield from _nothing(terms, term, name, where)
    pairs = _pairs(terms, term)
    if not pairs:
        yield from _all_of_them(terms, term, name, where)
        return
    near, far = pairs
    used = drifted.get(term.named)
    if used is not None and near:
        near = [(top, used) for top, _ in near[:1]] + near
    drift = next((bottom for top, bottom in far if fits(term.figure, _ratio(top, bottom))), None)
    if drift is not None and term.named and not any(fits(term.figure, _ratio(*pair)) for pair in near):
        drifted[term.named] = drift
    readings = [Reading(_ratio(top, bottom)) for top, bottom in near]
    elsewhere = tuple(Reading(_ratio(top, bottom), "cause.other_base") for top, bottom in far)
    elsewhere = tuple(each for each in elsewhere if fits(term.figure, each.expression))[:1] or elsewhere[:1]
    firm = _settled(term, near)
    fit = next((each for each in readings if fits(term.figure, each.expression)), None)
    if fit is None and not firm:
        other = next((each for each in elsewhere if fits(term.figure, each.expression)), None)
        if other is None and not near:
            return
    if not readings:
        readings, elsewhere = list(elsewhere), ()
        firm = False
    yield Statement("rate", name, term.figure, tuple(readings[:1] if firm and not fit else [fit] if fit else readings[:8]),
                    elsewhere=elsewhere, strength=FIRM if firm else OPEN, where=where)  # fmt: skip


def _name(term: Term) -> str:
    if term.named:
        return f"{term.named}完成率"
    return term.label or "完成率"


def _ratio(top: Term, bottom: Term) -> Expression:
    return percent(figure(top.figure), in_unit_of(bottom.figure, top.figure))


def _pairs(terms: Sequence[Term], term: Term) -> tuple[list[tuple[Term, Term]], list[tuple[Term, Term]]] | None:
    """Numerator and base: those of the nearest level (item, sentence), and those from farther away."""
    near: list[tuple[Term, Term]] = []
    far: list[tuple[Term, Term]] = []
    fresh = _fresh(terms, term)
    level = _pairs_among(fresh, term)
    if level:
        near = level
    else:
        sentence = [e for e in terms[: term.order] if e.sentence == term.sentence and _operand(e)]
        near = _pairs_among(sentence, term, needed=fresh)
    wide = [e for e in terms[: term.order] if _operand(e)][-FARTHEST:]
    heads = [e for e in wide if e.host is None and not regex.search("其中|[、]", e.gap[-len(e.lead) - 2 :], timeout=TIMEOUT)]
    for pair in [*_pairs_among(heads, term, needed=fresh), *_pairs_among(wide, term, needed=fresh), *((top, bottom) for top in fresh[-1:] for bottom in wide)]:
        top, bottom = pair
        if pair not in near and top is not bottom and same_kind(top.figure, bottom.figure) and bottom.figure.value:
            far.append(pair)
    return (near, far) if near or far else None


def _operand(term: Term) -> bool:
    return term.role == AMOUNT and (term.dimension != "rate")


def _fresh(terms: Sequence[Term], term: Term) -> list[Term]:
    """The amounts told since the last rate of the sentence: the rate's own."""
    fresh: list[Term] = []
    for each in reversed(terms[: term.order]):
        if each.sentence != term.sentence:
            break
        if each.dimension == "rate" and each.role in (RATE, BARE):
            break
        if _operand(each):
            fresh.append(each)
    return fresh[::-1]


def _pairs_among(level: Sequence[Term], term: Term, needed: Sequence[Term] = ()) -> list[tuple[Term, Term]]:
    """Actual over base where stages tell them apart; else the last over the one before it."""
    named = _named_stages(term)
    pairs: list[tuple[Term, Term]] = []
    tops = [
        e
        for e in reversed(level)
        if e.stage in ("actual", "", "carry") or (e.stage == "received" and "到位" in _name(term))
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


def _named_stages(term: Term) -> tuple[str, ...]:
    """The stages that the cue itself fixes as the base."""
    words = term.named + term.label
    if "年初" in words:
        return ("opening",)
    if regex.search("全年预算|调整后?预算|调整后", words, timeout=TIMEOUT):
        return ("adjusted",)
    if "到位" in words:
        return ("plan", "opening", "adjusted", "received")
    return ()


def _settled(term: Term, near: Sequence[tuple[Term, Term]]) -> bool:
    """Whether a gap is an error: the words leave exactly one numerator and one base at the nearest level."""
    if not near:
        return False
    tops = {top.order for top, _ in near}
    bottoms = {bottom.order for _, bottom in near}
    if any(_foreign(term, top, bottom) for top, bottom in near):
        return False
    staged = all(top.stage == "actual" and bottom.stage in BASES for top, bottom in near)
    return len(tops) == 1 and len(bottoms) == 1 or (staged and len(near) == 1)


def _foreign(term: Term, top: Term, bottom: Term) -> bool:
    """Whether the base stands in another item under another name: 三公…；公务用车决算 b，完成 p%."""
    if (
        bottom.item == term.item
        and bottom.sentence == term.sentence
        or regex.search("任务|计划", term.named, timeout=TIMEOUT)
    ):
        return False
    return len(core(bottom.label)) >= 2 and len(core(top.label)) >= 2 and not namesakes(bottom.label, top.label)


def _pair_near(terms: Sequence[Term], term: Term) -> bool:
    fresh = _fresh(terms, term)
    return len(fresh) >= 2 and is_count(fresh[-1].figure.unit)


def _off_payroll(
    terms: Sequence[Term], term: Term, name: str, where: str, told: Sequence[Figure]
) -> Iterator[Statement]:
    """编外 / (在编 + 编外), or over the printed headcount. Source: the printed definition of the indicator."""
    near = [e for e in terms[: term.order] if e.sentence == term.sentence and is_count(e.figure.unit)]
    off = [e for e in near if regex.search(_OFF_PAYROLL, e.label, timeout=TIMEOUT)]
    on = [e for e in near if regex.search(_ON_PAYROLL, e.label, timeout=TIMEOUT) and e not in off]
    heads = [e for e in near if regex.search(_HEADCOUNT, e.label, timeout=TIMEOUT)]
    if not off:
        return
    top = max(off, key=lambda e: (e.figure.value, -e.order))
    readings = [Reading(percent(figure(top.figure), figure(each.figure))) for each in heads if each.figure.value]
    readings += [Reading(percent(figure(top.figure), figure(each.figure) + figure(top.figure))) for each in on[-1:]]
    own = {e.figure.id for e in near}
    before = [*told[-60:], *(e.figure for e in terms[: term.order])]
    far = [
        e
        for e in before
        if e.id not in own and is_count(e.unit) and regex.search(_ON_PAYROLL, e.label, timeout=TIMEOUT)
    ]
    elsewhere = tuple(
        Reading(percent(figure(top.figure), figure(e) + figure(top.figure)), "cause.other_figure")
        for e in reversed(far)
    )
    if readings:
        yield Statement("rate", name, term.figure, tuple(readings), elsewhere=elsewhere, where=where)


def _excess(terms: Sequence[Term], term: Term, where: str) -> Iterator[Statement]:
    """超计划 q%: what was done beyond the plan, over the plan."""
    level = [e for e in terms[: term.order] if e.sentence == term.sentence and _operand(e)]
    for top, bottom in _pairs_among(level, term)[:1]:
        beyond = figure(top.figure) - in_unit_of(bottom.figure, top.figure)
        reading = Reading(percent(beyond, in_unit_of(bottom.figure, top.figure)))
        yield Statement("rate", term.label or "超额完成率", term.figure, (reading,), strength=LOOSE, where=where)


def _moved(terms: Sequence[Term], term: Term, name: str, where: str) -> Iterator[Statement]:
    """调整率 and 变动率: what was moved over the amount before it. Source: 财预〔2013〕53号."""
    level = [e for e in terms[: term.order] if e.sentence == term.sentence and e.dimension == "money"]
    moves = [e for e in level if e.role in (ADJUST, CHANGE)]
    amounts = [e for e in level if e.role == AMOUNT and e.figure.value]
    readings = [Reading(_ratio(move, base)) for move in moves[-1:] for base in amounts[:1]]
    for before, after in itertools.pairwise(amounts):
        gap = absolute(in_unit_of(after.figure, before.figure) - figure(before.figure))
        readings.append(Reading(percent(gap, figure(before.figure))))
    fit = next((each for each in readings if fits(term.figure, each.expression)), None)
    if readings:
        yield Statement("rate", name, term.figure, (fit,) if fit else tuple(readings[:8]),
                        strength=LOOSE if len(readings) <= 2 else OPEN, where=where)  # fmt: skip


def _saved(terms: Sequence[Term], term: Term, name: str, where: str) -> Iterator[Statement]:
    """What was saved or left over, divided by the budget. Source: procurement and carry-over definitions."""
    level = [e for e in terms[: term.order] if e.sentence == term.sentence or e.sentence == term.sentence - 1]
    tops = [
        e for e in level if regex.search("节约|节省|结余|结转", e.lead, timeout=TIMEOUT) and e.role in (AMOUNT, CHANGE)
    ]
    bases = [e for e in level if e.stage in BASES and e.role == AMOUNT and e.figure.value]
    if not tops or not bases:
        return
    readings = [Reading(_ratio(tops[-1], base)) for base in reversed(bases) if same_kind(tops[-1].figure, base.figure)]
    if readings:
        fit = next((each for each in readings if fits(term.figure, each.expression)), None)
        yield Statement("rate", name, term.figure, (fit,) if fit else tuple(readings[:8]),
                        strength=LOOSE if len(readings) == 1 else OPEN, where=where)  # fmt: skip
