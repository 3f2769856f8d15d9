"""Rates with a formula of their own: off-payroll staff, changes, savings, excess, and rates over nought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.expression import absolute, figure, in_unit_of, percent
from extractor.figures import Figure
from extractor.prose.based import bodies
from extractor.prose.fitting import fits
from extractor.prose.operands import BASES, fresh_amounts, is_operand, named_stages, pairs_among, ratio
from extractor.prose.terms import ADJUST, AMOUNT, CHANGE, Term, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled

OFF_PAYROLL = "编外|劳务派遣|派遣|聘用|临聘|临时|合同工|辅助"


_ON_PAYROLL = "在编|在职|实有|正式"


_HEADCOUNT = "总人数|职工总数|人员总数|合计人数"


def off_payroll(terms: Sequence[Term], term: Term, name: str, told: Sequence[Figure]) -> Iterator[Statement]:
    """编外 / (在编 + 编外), or over the printed headcount. Source: the printed definition of the indicator."""
    near = [e for e in terms[: term.order] if e.sentence == term.sentence and is_count(e.figure.unit)]
    off = [e for e in near if compiled(OFF_PAYROLL).search(e.label, timeout=TIMEOUT)]
    on = [e for e in near if compiled(_ON_PAYROLL).search(e.label, timeout=TIMEOUT) and e not in off]
    heads = [e for e in near if compiled(_HEADCOUNT).search(e.label, timeout=TIMEOUT)]
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
        if e.id not in own and is_count(e.unit) and compiled(_ON_PAYROLL).search(e.label, timeout=TIMEOUT)
    ]
    elsewhere = tuple(
        Reading(percent(figure(top.figure), figure(e) + figure(top.figure)), "cause.other_figure")
        for e in reversed(far)
    )
    if readings:
        yield Statement("rate", name, term.figure, tuple(readings), elsewhere=elsewhere)


def moved(terms: Sequence[Term], term: Term, name: str, told: Sequence[Figure]) -> Iterator[Statement]:
    """调整率 and 变动率: what was moved over the amount before it. Source: 财预〔2013〕53号."""
    if "变动" in name and (years := _between_years(terms, term)):
        strength = LOOSE if len(years) == 1 else OPEN
        yield Statement("rate", name, term.figure, years, strength=strength)
        return
    level = [e for e in terms[: term.order] if e.sentence == term.sentence and e.dimension == "money"]
    moves = [e for e in level if e.role in (ADJUST, CHANGE)]
    amounts = [e for e in level if e.role == AMOUNT and e.figure.value]
    readings = [Reading(ratio(move, base)) for move in moves[-1:] for base in amounts[:1]]
    for before, after in pairwise(amounts):
        gap = absolute(in_unit_of(after.figure, before.figure) - figure(before.figure))
        readings.append(Reading(percent(gap, figure(before.figure))))
    fit = next((each for each in readings if fits(term.figure, each.expression)), None)
    if readings:
        yield Statement(
            "rate",
            name,
            term.figure,
            (fit,) if fit else tuple(readings[:8]),
            strength=LOOSE if len(readings) <= 2 else OPEN,
        )


def _between_years(terms: Sequence[Term], term: Term) -> tuple[Reading, ...]:
    """A year's amount against last year's at the same stage, budget to budget or account to account, with its sign.

    Where one of them fits, it alone.
    """
    level = [e for e in terms if e.sentence == term.sentence and is_operand(e) and e.dimension == "money"]
    told = [(e, _year(e)) for e in level]
    pairs = [
        (after, before)
        for place, (one, of_one) in enumerate(told)
        for other, of_other in told[place + 1 :]
        if (one.stage == other.stage or not other.stage) and of_one != of_other and None not in (of_one, of_other)
        for before, after in (((one, other) if (of_one or 0) < (of_other or 0) else (other, one)),)
        if before.figure.value
    ]
    readings = [
        Reading(percent(in_unit_of(after.figure, before.figure) - figure(before.figure), figure(before.figure)))
        for after, before in pairs
    ]
    fit = next((each for each in readings if fits(term.figure, each.expression)), None)
    return (fit,) if fit else tuple(readings[:8])


_LAST_YEAR, _THIS_YEAR = -1, 9999


def _year(term: Term) -> int | None:
    """The year that the words before an amount name, for comparing; last year is before, this year after all others."""
    years = compiled(r"(20\d\d)年|(上年|去年|上一年)|(本年|当年)").findall(term.lead, timeout=TIMEOUT)
    if not years:
        return None
    printed, last, _ = years[-1]
    return int(printed) if printed else _LAST_YEAR if last else _THIS_YEAR


def saved(terms: Sequence[Term], term: Term, name: str, told: Sequence[Figure]) -> Iterator[Statement]:
    """What was saved or left over, divided by the budget. Source: procurement and carry-over definitions."""
    level = [e for e in terms[: term.order] if e.sentence == term.sentence or e.sentence == term.sentence - 1]
    tops = [
        e
        for e in level
        if compiled("节约|节省|结余|结转").search(e.lead, timeout=TIMEOUT) and e.role in (AMOUNT, CHANGE)
    ]
    bases = [e for e in level if e.stage in BASES and e.role == AMOUNT and e.figure.value]
    bases = [e for e in bases if not compiled("结转|结余").search(e.lead, timeout=TIMEOUT)]
    if not tops:
        return
    readings = [Reading(ratio(tops[-1], base)) for base in reversed(bases) if same_kind(tops[-1].figure, base.figure)]
    far = bodies(terms[: term.order], ("adjusted",)) if "结转" in name else []
    if len(far) == 1:
        spent = bodies(terms[: term.order], ("actual",))
        readings = [*(Reading(ratio(tops[-1], base)) for base in (*far, *spent[:2])), *readings]
    if readings:
        fit = next((each for each in readings if fits(term.figure, each.expression)), None)
        yield Statement(
            "rate",
            name,
            term.figure,
            (fit,) if fit else tuple(readings[:8]),
            strength=LOOSE if len(readings) == 1 or len(far) == 1 else OPEN,
        )


def excess(terms: Sequence[Term], term: Term) -> Iterator[Statement]:
    """超计划 q%: what was done beyond the plan, over the plan."""
    level = [e for e in terms[: term.order] if e.sentence == term.sentence and is_operand(e)]
    for top, bottom in pairs_among(level, term)[:1]:
        beyond = figure(top.figure) - in_unit_of(bottom.figure, top.figure)
        reading = Reading(percent(beyond, in_unit_of(bottom.figure, top.figure)))
        yield Statement("rate", term.label or "超额完成率", term.figure, (reading,), strength=LOOSE)


def nought_base(terms: Sequence[Term], term: Term) -> Term | None:
    """The base that the words fix, where it is printed as nought: 年初预算为 0 … 完成年初预算的 p%."""
    fresh = fresh_amounts(terms, term)
    named = named_stages(term)
    bases = [each for each in fresh if each.stage in (named or BASES)]
    if len(bases) == 1 and bases[0].figure.value == 0 and (named or len(fresh) == 2):
        return bases[0]
    return None


def undefined(terms: Sequence[Term], term: Term, base: Term, name: str) -> Iterator[Statement]:
    """A rate over a base of nought does not exist; where another base of the sentence gives it, that is the cause."""
    fresh = fresh_amounts(terms, term)
    tops = [each for each in fresh if each.stage == "actual" and each is not base] or [
        each for each in fresh if each is not base
    ]
    others = [each for each in fresh if each not in (base, *tops[-1:]) and each.figure.value]
    elsewhere = tuple(Reading(ratio(tops[-1], each), "cause.other_base") for each in others if tops)
    if tops:
        yield Statement(
            "undefined",
            name,
            term.figure,
            (Reading(ratio(tops[-1], base)),),
            elsewhere=elsewhere,
            strength=FIRM if elsewhere or tops[-1].figure.value else LOOSE,
        )


def nothing(terms: Sequence[Term], term: Term, name: str) -> Iterator[Statement]:
    """A rate of 0 % beside an amount that was spent or done."""
    done = [each for each in fresh_amounts(terms, term) if each.stage == "actual"]
    if len(done) == 1 and done[0].figure.value > 0:
        beside = done[0].order == term.order - 1
        yield Statement(
            "nothing",
            name,
            term.figure,
            (Reading(figure(done[0].figure)),),
            strength=LOOSE if beside else OPEN,
        )


def all_of_them(terms: Sequence[Term], term: Term, name: str) -> Iterator[Statement]:
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
        and compiled("均|全部|全数|都").search(words, timeout=TIMEOUT)
    ):
        yield Statement("rate", name, term.figure, (Reading(ratio(before[-1], before[-1])),), strength=OPEN)
