"""Balances, adjustments, prices and averages told in prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.expression import Expression, constant, difference, figure, in_unit_of, total
from extractor.figures import Figure
from extractor.prose.families import Families
from extractor.prose.fitting import fits, slip, telling, twin
from extractor.prose.terms import ADJUST, AMOUNT, AVERAGE, CHANGE, EACH, Term, core, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled, found

_LEFT = "结余|剩余|结存|节余|未支付|结转(?!资金|项目)"
_IN = "收入|留用|留成|到位|下达|上年|年初|拨入|预算|收到|筹集|投入"
_OUT = "支出|收回|上缴|使用|发放|拨付|支付|执行|实际|返还|调出|已发"
_SAVED = "节约|节省|节支"


def ledgers(terms: Sequence[Term], families: Families, where: str, told: Sequence[Figure] = ()) -> Iterator[Statement]:
    """Every balance, adjustment, price and average of a passage that can be redone."""
    yield from _adjustments(terms, where)
    yield from _balances(terms, where)
    yield from _savings(terms, where)
    yield from _both_sides(terms, where)
    yield from _vacancies(terms, where)
    yield from _residues(terms, families, where)
    yield from _own_money(terms, where)
    yield from _limits(terms, where)
    yield from _heads(terms, where)
    yield from _reserved(terms, where, told)
    yield from _asides(terms, where)
    yield from _averages(terms, where)
    yield from _prices(terms, where)


def _adjustments(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """A before, some added and some cut, B after: B = A ± …"""
    for start in terms:
        moves: list[Term] = []
        for each in terms[start.order + 1 :]:
            if each.role != ADJUST or each.sentence != start.sentence or each.depth != start.depth:
                break
            moves.append(each)
        after = terms[start.order + len(moves) + 1] if moves and start.order + len(moves) + 1 < len(terms) else None
        if start.role != AMOUNT or after is None or after.role != AMOUNT or after.sentence != start.sentence:
            continue
        if not all(same_kind(each.figure, after.figure) for each in (start, *moves)) or start.depth != after.depth:
            continue
        come = [start, *(each for each in moves if each.sign > 0)]
        expression = _difference(come, [each for each in moves if each.sign < 0], after.figure)
        named = compiled("批复|调整|最终|实际|合计|共计|预算|变为|达").search(after.lead, timeout=TIMEOUT)
        if named or fits(after.figure, expression) or slip(after.figure, expression):
            strength = FIRM if named else LOOSE
            yield Statement(
                "balance",
                after.label or start.label,
                after.figure,
                (Reading(expression),),
                strength=strength,
                where=where,
            )


def _balances(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """What is left = what came in − what went out, within the sentence, else against the namesake told before."""
    for term in terms:
        if term.role != AMOUNT or not compiled(_LEFT).search(term.label or term.lead, timeout=TIMEOUT):
            continue
        if (
            compiled(r"上年|年初|期初|上一年|(?:19|20)\d{2}\s?年末").search(term.lead, timeout=TIMEOUT)
            and term.order < len(terms) - 1
        ):
            continue
        reading = _in_minus_out(terms, term) or _namesake_minus_out(terms, term)
        if reading is None:
            continue
        fit = fits(term.figure, reading)
        if fit or slip(term.figure, reading):
            yield Statement("balance", term.label, term.figure, (Reading(reading),), strength=LOOSE, where=where)
        elif len(reading.figures()) == 2:
            yield Statement("balance", term.label, term.figure, (Reading(reading),), strength=OPEN, where=where)


def _in_minus_out(terms: Sequence[Term], term: Term) -> Expression | None:
    """Inflows less outflows of the sentence at the balance's own level; None unless both are told."""
    sentence = [
        e
        for e in terms[: term.order]
        if e.sentence == term.sentence and e.depth == term.depth and e.role in (AMOUNT, ADJUST)
    ]
    sentence = [e for e in sentence if same_kind(e.figure, term.figure)]
    own = [e for e in sentence if e.item == term.item]
    level = own if len(own) > 1 else sentence
    out = [e for e in level if _goes_out(e)]
    come = [e for e in level if e not in out and compiled(_IN).search(e.lead, timeout=TIMEOUT)]
    if not out or not come:
        return None
    carried = [e for e in come if compiled("上年|年初|结余|结转").search(e.lead, timeout=TIMEOUT)]
    fresh = [e for e in come if e not in carried]
    for inflow in ([*come], [*fresh[-1:], *carried], fresh[-1:]):
        for outflow in (out, out[-1:]):
            if not inflow:
                continue
            expression = _difference(inflow, outflow, term.figure)
            if fits(term.figure, expression):
                return expression
    return _difference(come, out, term.figure)


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


def _savings(terms: Sequence[Term], where: str) -> Iterator[Statement]:
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
            where=where,
        )


def _both_sides(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """收、支总计 told as two amounts are one and the same. Source: identities A1 and A2."""
    for left, right in pairwise(terms):
        if (
            left.role == right.role == AMOUNT
            and right.lead == left.lead
            and compiled(r"收\p{Han}{0,2}[、和与]?支\p{Han}{0,2}(?:总计|总额)").search(left.lead, timeout=TIMEOUT)
        ):
            yield _equal(left, right, where)
    totals = [
        e for e in terms if e.role == AMOUNT and compiled("(?:收入|支出)总计(?:为)?$").search(e.lead, timeout=TIMEOUT)
    ]
    for left, right in pairwise(totals):
        told = "收入" in left.lead and "支出" in right.lead and same_kind(left.figure, right.figure)
        if told and right.sentence - left.sentence <= 1:
            yield _equal(left, right, where)


def _equal(left: Term, right: Term, where: str) -> Statement:
    reading = Reading(in_unit_of(left.figure, right.figure))
    return Statement("balance", f"{left.label}与{right.label}", right.figure, (reading,), where=where)


def _vacancies(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """空编 = 编制 − 实有, within the clause chain that tells all three."""
    for posts, people, vacant in zip(terms, terms[1:], terms[2:], strict=False):
        told = compiled("空编|空缺|缺编|余编").search(vacant.lead, timeout=TIMEOUT) and "编" in posts.lead
        if told and posts.sentence == vacant.sentence and people.role == posts.role == AMOUNT:
            reading = Reading(figure(posts.figure) - figure(people.figure))
            yield Statement("balance", vacant.label or "空编", vacant.figure, (reading,), strength=LOOSE, where=where)


def _residues(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
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
            yield Statement("balance", f"{stated.label}结余", stated.figure, (reading,), strength=LOOSE, where=where)


def _own_money(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """全年预算 A（含上年结转 c），其中当年预算 b: b = A − c."""
    for whole, carried, own in zip(terms, terms[1:], terms[2:], strict=False):
        held = compiled("(?<!不)含.{0,4}结转").search(carried.lead, timeout=TIMEOUT) is not None
        told = held and carried.host == whole.order
        if told and compiled("当年|本年").search(own.lead, timeout=TIMEOUT) and own.sentence == whole.sentence:
            reading = Reading(_difference([whole], [carried], own.figure))
            yield Statement("balance", own.label, own.figure, (reading,), strength=LOOSE, where=where)


def _limits(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """People against posts, 三公 spending against its budget: a tick where within, no more than a question above."""
    for posts, people in pairwise(terms):
        if posts.sentence != people.sentence or posts.role != AMOUNT or people.role != AMOUNT:
            continue
        if not same_kind(posts.figure, people.figure) and not (
            is_count(posts.figure.unit) and is_count(people.figure.unit)
        ):
            continue
        staff = compiled("编制").search(posts.lead, timeout=TIMEOUT) and compiled("实有|在编|在职|在岗|现有").search(
            people.lead, timeout=TIMEOUT
        )
        spending = (
            compiled("三公|采购").search(posts.lead, timeout=TIMEOUT)
            and posts.stage in ("plan", "opening")
            and people.stage == "actual"
        )
        if staff or spending:
            yield Statement(
                "bound", people.label, people.figure, (Reading(figure(posts.figure)),), "<=", strength=OPEN, where=where
            )


def _reserved(terms: Sequence[Term], where: str, told: Sequence[Figure]) -> Iterator[Statement]:
    """Reserved and other procurement exclude each other: together no more than all. Source: disclosure template."""
    money = [e for e in terms if e.role == AMOUNT and e.dimension == "money"]
    reserved = [e for e in money if found("prose", "procurement.reserved", _clauses_before(terms, e))]
    other = [e for e in money if found("prose", "procurement.other", _clauses_before(terms, e)) and e not in reserved]
    own = [
        e.figure for e in money if e not in reserved and e not in other and found("prose", "procurement.whole", e.lead)
    ]
    wholes = own or [e for e in told if e.unit.dimension == "money" and found("prose", "procurement.whole", e.label)]
    if not reserved or not other or not wholes:
        return
    parts = [max(group, key=lambda e: e.figure.base_value) for group in (reserved, other)]
    whole = max(wholes, key=lambda e: e.base_value)
    reading = Reading(total([e.figure for e in parts], whole))
    yield Statement("bound", whole.label, whole, (reading,), ">=", where=where)


def _asides(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """An aside that quotes a table, (表中同一科目为 b), repeats the amount of the sentence nearest to it."""
    for term in terms:
        if (
            not term.depth
            or term.role != AMOUNT
            or not compiled("表.{0,12}(?:为|列示?|载明?)$").search(term.lead, timeout=TIMEOUT)
        ):
            continue
        outside = [
            e
            for e in terms[: term.order]
            if e.depth < term.depth
            and e.sentence == term.sentence
            and e.role == AMOUNT
            and same_kind(e.figure, term.figure)
        ]
        if outside:
            near = min(outside, key=lambda e: abs(e.figure.base_value - term.figure.base_value))
            reading, exact = twin(near.figure, term.figure)
            yield Statement(
                "repeat", near.label, term.figure, (Reading(reading),), strength=LOOSE, where=where, exact=exact
            )


def _clauses_before(terms: Sequence[Term], term: Term) -> str:
    """The words from the last ； or sentence end up to the figure, the figures between left out."""
    words = term.gap
    for other in reversed(terms[: term.order]):
        if compiled("[;。]").search(words, timeout=TIMEOUT):
            break
        words = other.gap + words
    return compiled("[;。]").split(words, timeout=TIMEOUT)[-1]


def _heads(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """An item's head amount is its final account: X 支出 a 万元 … 年初预算 b，支出决算 c: a = c."""
    for term in terms:
        if term.role != AMOUNT or "决算" not in term.lead or len(core(term.label)) >= 2 or not term.order:
            continue
        before = [e for e in terms[: term.order] if e.role == AMOUNT and same_kind(e.figure, term.figure)]
        budgets = [e for e in before[-1:] if e.stage in ("opening", "adjusted", "plan") and e.sentence == term.sentence]
        head = next((e for e in reversed(before) if not e.stage and len(core(e.label)) >= 2 and e.depth == 0), None)
        if (
            budgets
            and head is not None
            and head.sentence in (term.sentence, term.sentence - 1)
            and head.order == budgets[0].order - 1
        ):
            reading, exact = twin(head.figure, term.figure)
            yield Statement(
                "repeat", head.label, term.figure, (Reading(reading),), strength=LOOSE, where=where, exact=exact
            )


def _averages(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """户均 a = amount / households; averages are often rounded to tens, so final noughts are not held against them."""
    for term in terms:
        if term.role != AVERAGE or not term.dimension:
            continue
        level = [e for e in terms[: term.order] if e.sentence == term.sentence and e.item == term.item]
        money = [e for e in level if e.role in (AMOUNT, CHANGE, ADJUST) and e.dimension == term.dimension]
        counts = [e for e in level if e.role == AMOUNT and is_count(e.figure.unit) and e.figure.value]
        if not money or not counts:
            continue
        rounded = _rounded(term.figure)
        options = [in_unit_of(money[-1].figure, term.figure) / figure(each.figure) for each in reversed(counts)]
        expression = next((each for each in options if fits(rounded, each)), options[0])
        stated = rounded if fits(rounded, expression) and not fits(term.figure, expression) else term.figure
        people = [e for e in counts if e.figure.unit.symbol in ("人", "人次") and term.lead.startswith("人均")]
        if len(people) == 1 and len(money) == 1:
            expression = in_unit_of(money[-1].figure, term.figure) / figure(people[0].figure)
        sure = len(people) == 1 and len(money) == 1 or len(options) == 1 and slip(term.figure, expression)
        strength = LOOSE if sure else OPEN
        near = next((each for each in options if slip(term.figure, each)), None)
        if not fits(rounded, expression) and near is not None:
            expression, strength = near, LOOSE
        yield Statement("average", term.label or "平均", stated, (Reading(expression),), strength=strength, where=where)


def _rounded(stated: Figure) -> Figure:
    """The figure read as rounded to its last digit that is not nought: 1280 to tens."""
    noughts = len(stated.number) - len(stated.number.rstrip("0")) if "." not in stated.number else 0
    return replace(stated, resolution=stated.resolution * 10**noughts)


def _prices(terms: Sequence[Term], where: str) -> Iterator[Statement]:
    """price × count, alone or summed over tiers, where it gives an amount told before or after. A fit ticks."""
    tiers: list[tuple[Term, Term]] = []
    for left, right in pairwise(terms):
        if left.sentence != right.sentence:
            continue
        for count, price in ((left, right), (right, left)):
            if price.role == EACH and count.role == AMOUNT and is_count(count.figure.unit):
                tiers.append((count, price))
                break
    if not tiers:
        return
    for whole in terms:
        if whole.role != AMOUNT or whole.dimension != "money" or any(whole in tier for tier in tiers):
            continue
        for chosen in ([*tiers], *([tier] for tier in tiers)):
            if any(price.dimension != "money" for _, price in chosen):
                continue
            products = [in_unit_of(price.figure, whole.figure) * figure(count.figure) for count, price in chosen]
            expression = products[0] if len(products) == 1 else Expression("+", tuple(products))
            if any("月" in price.lead for _, price in chosen) and fits(whole.figure, expression * constant(12)):
                expression = expression * constant(12)
            said = len(chosen) == len(tiers) and found("prose", "role.total_back", whole.lead)
            if said or fits(whole.figure, expression) and (telling(whole.figure) or len(chosen) == 1):
                yield Statement(
                    "product",
                    whole.label or "单价×数量",
                    whole.figure,
                    (Reading(expression),),
                    strength=OPEN,
                    where=where,
                )
                break
