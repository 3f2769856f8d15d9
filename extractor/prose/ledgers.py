"""Balances told in prose: what was there and came in, less what went out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.expression import Expression, difference, figure, in_unit_of
from extractor.figures import Figure
from extractor.prose.families import Families
from extractor.prose.fitting import fits, slip
from extractor.prose.terms import ADJUST, AMOUNT, CHANGE, Term, core, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled

_LEFT = "结余(?!分配)|剩余|结存|节余|未支付|结转(?!资金|项目)"
_IN = "收入|配套|安排|拨款|留用|留成|到位|下达|上年|年初|拨入|预算|收到|筹集|投入"
_OUT = "支出|结余分配|收回|上缴|使用|发放|拨付|支付|执行|实际|返还|调出|已发"
_SAVED = "节约|节省|节支"


def ledgers(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """Every balance of a passage that can be redone."""
    yield from _balances(terms, families)
    yield from _savings(terms)
    yield from _both_sides(terms)
    yield from _vacancies(terms)
    yield from _residues(terms, families)
    yield from _own_money(terms)


def _balances(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """What is left = what came in − what went out: in the sentence, of the namesake told before, of the heads."""
    for term in terms:
        if term.role != AMOUNT or not compiled(_LEFT).search(term.label or term.lead, timeout=TIMEOUT):
            continue
        if _of_the_start(term) and any(same_kind(each.figure, term.figure) for each in terms[term.order + 1 :]):
            continue
        ledger = _ledger(terms, term, families)
        closed = ledger is not None and _is_closed(*ledger, term)
        reading = _in_minus_out(*ledger, term) if ledger else _namesake_minus_out(terms, term)
        if reading is None:
            reading, closed = _heads_minus_out(terms, term), True
        if reading is None:
            continue
        closed = closed and reading.value() >= 0
        if closed or fits(term.figure, reading) or slip(term.figure, reading):
            yield Statement("balance", term.label, term.figure, (Reading(reading),), strength=LOOSE)
        elif len(reading.figures()) == 2:
            yield Statement("balance", term.label, term.figure, (Reading(reading),), strength=OPEN)


def _of_the_start(term: Term) -> bool:
    """Whether a balance is the one that a period begins with: 上年结转, 年初结余, 2021 年末结余."""
    start = r"上年|年初(?!\p{Han}{0,2}(?:预算|批复|安排|计划))|期初|上一年|(?:19|20)\d{2}\s?年末"
    return bool(compiled(start).search(term.lead, timeout=TIMEOUT))


def _ledger(terms: Sequence[Term], term: Term, families: Families) -> tuple[list[Term], list[Term]] | None:
    """Inflows and outflows of the sentence at the balance's own level; None unless both are told.

    Parts of an inflow are left out, and so is what the sentence takes off after the balance.
    """
    level = [
        each
        for each in terms
        if each.sentence == term.sentence
        and each.depth == term.depth
        and each.role in (AMOUNT, ADJUST)
        and same_kind(each.figure, term.figure)
        and (each.order < term.order or compiled("收回|上缴").search(each.lead, timeout=TIMEOUT))
    ]
    own = [each for each in level if each.item == term.item]
    level = own if len([each for each in own if each.order < term.order]) > 1 else level
    out = [each for each in level if _goes_out(each)]
    come = [
        each
        for each in level
        if each not in out
        and (compiled(f"{_IN}|结[转余]资金").search(each.lead, timeout=TIMEOUT) or _of_the_start(each))
    ]
    inner = {part for each in come for parts in families.parts_of.get(each.order, []) for part in parts}
    come = [each for each in come if each.order not in inner]
    return (come, out) if come and out else None


def _carried(term: Term) -> bool:
    return _of_the_start(term) or bool(compiled("结余(?!分配)|结转").search(term.lead, timeout=TIMEOUT))


def _is_closed(come: Sequence[Term], out: Sequence[Term], term: Term) -> bool:
    """Whether the words tell the whole ledger: it holds what was carried over, or the funds are those of one task."""
    if any(_carried(each) for each in come):
        return any(not _carried(each) for each in come)
    task = len(come) == 1 and compiled("到位|下达|拨入|预算安排|指标").search(come[0].lead, timeout=TIMEOUT)
    return bool(task) and compiled("年末|累计").search(term.lead, timeout=TIMEOUT) is None


def _in_minus_out(come: Sequence[Term], out: Sequence[Term], term: Term) -> Expression:
    """Inflows less outflows: all of them where that fits or nothing does; a total of income holds what was carried."""
    carried = [each for each in come if _carried(each)]
    fresh = [each for each in come if each not in carried]
    for inflow in ([*come], [*fresh[-1:], *carried], fresh[-1:]):
        for outflow in (out, out[-1:]):
            expression = _difference(inflow, outflow, term.figure) if inflow else None
            if expression is not None and fits(term.figure, expression):
                return expression
    totals = [each for each in fresh if compiled("总计|总收入|总额|合计|^共").search(each.lead, timeout=TIMEOUT)]
    return _difference(totals[:1] or come, out, term.figure)


def _heads_minus_out(terms: Sequence[Term], term: Term) -> Expression | None:
    """年末结余 c, told without its ledger, after 全年预算 a 、实际支出 b that name nothing narrower: c = a − b."""
    narrow = compiled(rf"{_LEFT}|结转|年末|期末|财政拨款").sub("", term.label, timeout=TIMEOUT)
    if len(core(narrow)) >= 2:
        return None
    heads = [
        each
        for each in terms[: term.order]
        if each.role == AMOUNT and not each.depth and same_kind(each.figure, term.figure) and not _carried(each)
    ]
    plain = [each for each in heads if len(core(compiled("累计|计划|总投资").sub("", each.label, timeout=TIMEOUT))) < 2]
    come = [each for each in plain if each.stage in ("plan", "adjusted", "received")]
    moved = any(each.role == ADJUST for each in terms[: term.order])
    come = come or [each for each in plain if each.stage == "opening" and not moved]
    out = [each for each in plain if come and _goes_out(each) and each.sentence == come[0].sentence]
    if come and not out and term.sentence == come[0].sentence + 1:
        out = [each for each in heads if _goes_out(each) and each.sentence == term.sentence]
    return _difference(come, out, term.figure) if len(come) == 1 and len(out) == 1 else None


def _goes_out(term: Term) -> bool:
    if term.role == ADJUST:
        return term.sign < 0
    spent = compiled(_OUT).search(term.lead, timeout=TIMEOUT) is not None
    return spent and compiled("预算").search(term.lead, timeout=TIMEOUT) is None


def _difference(come: Sequence[Term], out: Sequence[Term], like: Figure) -> Expression:
    return difference([each.figure for each in come], [each.figure for each in out], like)


def _namesake_minus_out(terms: Sequence[Term], term: Term) -> Expression | None:
    """县级发放 b，结余 c: c = the 县级 amount told before − b."""
    if not term.order:
        return None
    out = terms[term.order - 1]
    if out.role != AMOUNT or out.sentence != term.sentence or not compiled(_OUT).search(out.lead, timeout=TIMEOUT):
        return None
    name = compiled(rf"(?:{_OUT}|了|为|已|资金)+$").sub("", out.label, timeout=TIMEOUT)
    if len(name) < 2:
        return None
    own = [
        e
        for e in terms[: out.order]
        if e.role == AMOUNT and e.label.startswith(name[:4]) and same_kind(e.figure, out.figure)
    ]
    return _difference(own[-1:], [out], term.figure) if own else None


def _savings(terms: Sequence[Term]) -> Iterator[Statement]:
    """节约 c = budget A − actual B."""
    for term in terms:
        if term.role not in (AMOUNT, CHANGE) or not compiled(_SAVED).search(term.lead, timeout=TIMEOUT):
            continue
        before = [
            e
            for e in terms[: term.order]
            if e.role == AMOUNT and same_kind(e.figure, term.figure) and e.depth == term.depth
        ]
        before = [e for e in before if e.sentence >= term.sentence - 1]
        plans = [e for e in before if e.stage in ("plan", "opening", "adjusted")]
        actuals = [e for e in before if e.stage == "actual"]
        if not plans or not actuals:
            continue
        options = [_difference([p], [a], term.figure) for p in plans[-2:] for a in actuals[-2:]]
        fit = next((each for each in options if fits(term.figure, each)), None)
        strength = LOOSE if fit or (len(options) == 1) or slip(term.figure, options[0]) else OPEN
        yield Statement(
            "balance",
            term.label or "节约额",
            term.figure,
            (Reading(fit or options[0]),),
            strength=strength,
        )


def _both_sides(terms: Sequence[Term]) -> Iterator[Statement]:
    """收、支总计 told as two amounts are one and the same. Source: identities A1 and A2."""
    for left, right in pairwise(terms):
        if (
            left.role == right.role == AMOUNT
            and right.lead == left.lead
            and compiled(r"收\p{Han}{0,2}[、和与]?支\p{Han}{0,2}(?:总计|总额)").search(left.lead, timeout=TIMEOUT)
        ):
            yield _equal(left, right)
    totals = [
        e for e in terms if e.role == AMOUNT and compiled("(?:收入|支出)总计(?:为)?$").search(e.lead, timeout=TIMEOUT)
    ]
    for left, right in pairwise(totals):
        told = "收入" in left.lead and "支出" in right.lead and same_kind(left.figure, right.figure)
        if told and right.sentence - left.sentence <= 1:
            apart = any(each.role == CHANGE for each in terms[left.order : right.order]) or _left_over(terms, right)
            yield _equal(left, right, OPEN if apart else FIRM)


def _left_over(terms: Sequence[Term], total: Term) -> bool:
    """Whether a balance is told beside a total, not within it: 收入总计 a，支出总计 b，年终结余 c."""
    behind = [e for e in terms[total.order + 1 :] if e.sentence == total.sentence]
    left = next((e for e in behind if compiled(_LEFT).search(e.lead, timeout=TIMEOUT) and not _of_the_start(e)), None)
    between = "".join(e.gap for e in behind if left is not None and e.order <= left.order)
    return left is not None and compiled("其中|包括|[:(]").search(between, timeout=TIMEOUT) is None


def _equal(left: Term, right: Term, strength: str = FIRM) -> Statement:
    """Where each side is told with its own growth, 总计 may not count the carry-over: a gap proves nothing."""
    reading = Reading(in_unit_of(left.figure, right.figure))
    subject = f"{left.label}与{right.label}"
    return Statement("balance", subject, right.figure, (reading,), strength=strength)


def _vacancies(terms: Sequence[Term]) -> Iterator[Statement]:
    """空编 = 编制 − 实有, within the clause chain that tells all three."""
    for posts, people, vacant in zip(terms, terms[1:], terms[2:], strict=False):
        told = compiled("空编|空缺|缺编|余编").search(vacant.lead, timeout=TIMEOUT) and "编" in posts.lead
        if told and posts.sentence == vacant.sentence and people.role == posts.role == AMOUNT:
            reading = Reading(figure(posts.figure) - figure(people.figure))
            yield Statement("balance", vacant.label or "空编", vacant.figure, (reading,), strength=LOOSE)


def _residues(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """下达 A：甲 a、乙 b。支出 B：甲 c、乙 d。结余 C，其中甲 e、乙 f: level by level what came less what went."""
    heads = [terms[order] for order in families.parts_of]
    left = [e for e in heads if compiled(_LEFT).search(e.lead, timeout=TIMEOUT)]
    come = [e for e in heads if e.stage in ("received", "plan", "opening", "adjusted") and e not in left]
    gone = [e for e in heads if e.stage == "actual" and e not in left]
    if len(left) != 1 or len(come) != 1 or len(gone) != 1:
        return
    named = [
        {terms[part].label: terms[part] for parts in families.parts_of[head.order] for part in parts}
        for head in (come[0], gone[0])
    ]
    rows = [(left[0], come[0], gone[0])]
    for part in (terms[order] for parts in families.parts_of[left[0].order] for order in parts):
        if part.label in named[0] and part.label in named[1]:
            rows.append((part, named[0][part.label], named[1][part.label]))
    for stated, first, second in rows:
        if same_kind(stated.figure, first.figure) and same_kind(stated.figure, second.figure):
            reading = Reading(_difference([first], [second], stated.figure))
            yield Statement("balance", f"{stated.label}结余", stated.figure, (reading,), strength=LOOSE)


def _own_money(terms: Sequence[Term]) -> Iterator[Statement]:
    """全年预算 A（含上年结转 c），其中当年预算 b: b = A − c."""
    for whole, carried, own in zip(terms, terms[1:], terms[2:], strict=False):
        held = compiled("(?<!不)含.{0,4}结转").search(carried.lead, timeout=TIMEOUT) is not None
        told = held and carried.host == whole.order and (own.stage != "actual" or "资金" in own.lead)
        if told and compiled("当年|本年").search(own.lead, timeout=TIMEOUT) and own.sentence == whole.sentence:
            reading = Reading(_difference([whole], [carried], own.figure))
            yield Statement("balance", own.label, own.figure, (reading,), strength=LOOSE)
