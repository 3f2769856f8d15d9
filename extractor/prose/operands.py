"""Numerator and base of a rate: which amounts of the sentence the words leave for either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.expression import Expression, difference, figure, in_unit_of, percent
from extractor.prose.terms import ADJUST, AMOUNT, BARE, BASE, RATE, Term, core, namesakes, same_kind
from extractor.vocabulary import TIMEOUT, compiled

FARTHEST = 14
"""Amounts before a rate that are tried as its base from farther away; a fit among them never acquits."""

BASES = ("adjusted", "opening", "plan", "received")

Pair = tuple[Term, Term]


@dataclass(frozen=True, slots=True)
class Operands:
    """Numerators over bases. ``near``: those of the nearest level that the words leave; ``passed_over``: bases of that
    level that the words pass over, as 年初预算 for an 执行率 beside 全年预算; ``far``: those of other levels."""

    near: tuple[Pair, ...] = ()
    passed_over: tuple[Pair, ...] = ()
    far: tuple[Pair, ...] = ()


def ratio(top: Term, bottom: Term) -> Expression:
    return percent(figure(top.figure), in_unit_of(bottom.figure, top.figure))


def told_behind(terms: Sequence[Term], term: Term) -> list[Pair]:
    """Operands told after their rate: both (执行率 p %，即支出 a，预算 b), or the plan that its words name
    (完成年度任务的 p %，年度任务为 b)."""
    before = [e for e in terms[: term.order] if e.sentence == term.sentence and is_operand(e)]
    behind: list[Term] = []
    for each in terms[term.order + 1 :]:
        if each.sentence > term.sentence + 1 or each.dimension == "rate":
            break
        behind += [each] if is_operand(each) else []
    if not before:
        own = [e for e in behind if e.sentence == term.sentence]
        return _staged(own, term, named_stages(term) or BASES, ()) if len(own) == 2 else []
    top = before[-1]
    plans = [e for e in behind if e.stage in (named_stages(term) or BASES) and same_kind(e.figure, top.figure)]
    if not term.named or top.stage in BASES or len(plans) != 1 or not plans[0].figure.value:
        return []
    return [(top, plans[0])] if _told_of(plans[0], top, term) else []


def _told_of(plan: Term, top: Term, term: Term) -> bool:
    """Whether a plan told later is the one of the rate's own words, or of the amount that it is held against."""
    named = compiled("(?:的|为)$").sub("", term.named, timeout=TIMEOUT)
    return bool(len(named) > 2 and named in plan.lead) or namesakes(plan.label, top.label)


def over_moved(terms: Sequence[Term], top: Term, bottom: Term) -> Expression | None:
    """The numerator over a budget with what was added to it and cut from it right behind: 年初 A，追加 d，支出 B."""
    moves: list[Term] = []
    for each in terms[bottom.order + 1 : top.order]:
        if each.role != ADJUST or each.sentence != bottom.sentence or not same_kind(each.figure, bottom.figure):
            break
        moves.append(each)
    if not moves:
        return None
    come = [bottom.figure, *(each.figure for each in moves if each.sign > 0)]
    base = difference(come, [each.figure for each in moves if each.sign < 0], top.figure)
    return percent(figure(top.figure), base) if base.value() > 0 else None


def operands(terms: Sequence[Term], term: Term) -> Operands:
    """Numerators and bases: those of the nearest level (item, sentence), and those from farther away."""
    fresh = fresh_amounts(terms, term)
    near = pairs_among(fresh, term)
    if not near:
        sentence = [e for e in terms[: term.order] if e.sentence == term.sentence and is_operand(e)]
        near = pairs_among(sentence, term, needed=fresh)
    near = _of_namesake(terms, term, near)
    meant = _meant(_named(near, term), term)
    return Operands(tuple(meant), tuple(e for e in near if e not in meant), tuple(_far(terms, term, near, fresh)))


def _of_namesake(terms: Sequence[Term], term: Term, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of what was spent under the name of an amount before it: 其中甲 60 万元；甲支出 57 万元，执行率 95%."""
    tops = {top.order: top for top, _ in pairs}
    top = next(iter(tops.values()), None)
    if top is None or len(tops) > 1 or len(core(top.label)) < 2 or term.named:
        return list(pairs)
    own = [
        each
        for each in terms[: top.order]
        if is_operand(each)
        and each.sentence == term.sentence
        and core(each.label) == core(top.label)
        and each.stage not in ("actual", "carry")
        and same_kind(each.figure, top.figure)
        and each.figure.value
    ]
    return [(top, own[-1])] if own else list(pairs)


def _named(pairs: Sequence[Pair], term: Term) -> list[Pair]:
    """A rate that names its measure (“三公”经费控制率) is of the amounts so named, not of the parts of their lists."""
    side = compiled("^(?:收入|支出)").match(term.label, timeout=TIMEOUT)
    if side is not None:
        own = [pair for pair in pairs if all(side[0] in each.lead for each in pair)]
        return own or list(pairs)
    stem = compiled("(?:预算)?(?:控制|执行|完成|支出|使用)?(?:率|比例|进度)$").sub("", term.label, timeout=TIMEOUT)
    named = [pair for pair in pairs if namesakes(pair[1].label, stem)]
    heads = [pair for pair in named if is_head(pair[0]) and is_head(pair[1])]
    return heads or list(pairs)


def is_head(term: Term) -> bool:
    """Whether an amount heads its clause, neither in a bracket nor in a list."""
    tail = term.gap[-len(term.lead) - 2 :]
    return term.host is None and not compiled("其中|[、]").search(tail, timeout=TIMEOUT)


def _meant(pairs: Sequence[Pair], term: Term) -> list[Pair]:
    """A rate of execution is of the budget as it stands in the end; the opening one is passed over beside it."""
    outside = [(top, bottom) for top, bottom in pairs if bottom.depth <= top.depth]
    pairs = outside or pairs
    spent = [(top, bottom) for top, bottom in pairs if top.stage == "actual" and top.dimension == "money"]
    pairs = [pair for pair in spent if is_head(pair[0])] or pairs
    ends = [pair for pair in pairs if pair[1].stage == "adjusted"]
    if not ends or not compiled("执行|预算完成|支出进度|支出率").search(term.label, timeout=TIMEOUT):
        return list(pairs)
    return [pair for pair in pairs if pair[1].stage not in ("opening", "plan")]


def _far(terms: Sequence[Term], term: Term, near: Sequence[Pair], fresh: Sequence[Term]) -> list[Pair]:
    """Pairs of the passage beyond the nearest level; heads, which are no part of a list, first."""
    wide = [e for e in terms[: term.order] if is_operand(e)][-FARTHEST:]
    heads = [e for e in wide if is_head(e)]
    found: list[Pair] = []
    for pair in [
        *pairs_among(heads, term, needed=fresh),
        *pairs_among(wide, term, needed=fresh),
        *((top, bottom) for top in fresh[-1:] for bottom in wide),
    ]:
        top, bottom = pair
        if pair not in near and top is not bottom and same_kind(top.figure, bottom.figure) and bottom.figure.value:
            found.append(pair)
    return found


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


def pairs_among(level: Sequence[Term], term: Term, needed: Sequence[Term] = ()) -> list[Pair]:
    """Actual over base where stages tell them apart; else the last over the one before it."""
    named = named_stages(term)
    pairs = _staged(level, term, named or BASES, needed)
    if not pairs and named == ("opening",):
        return _staged(level, term, ("plan",), needed)
    if pairs or named:
        return pairs[:8]
    alike = [e for e in level if same_kind(e.figure, level[-1].figure)]
    if len(alike) < 2:
        return []
    last, before = alike[-1], alike[-2]
    if last.stage in BASES and before.stage in BASES and last.stage != before.stage:
        return []  # two stages of one budget: what was done is told elsewhere
    order = [(last, before), (before, last)] if last.stage not in BASES else [(before, last)]
    return [(top, bottom) for top, bottom in order if bottom.figure.value != 0]


def _staged(level: Sequence[Term], term: Term, stages: Sequence[str], needed: Sequence[Term]) -> list[Pair]:
    """What was done over what was due at one of the stages."""
    tops = [e for e in reversed(level) if _may_be_done(e, term)]
    done = [e for e in tops if e.stage != "carry"]
    if any(e.stage == "actual" for e in done):
        done = [e for e in done if e.stage == "actual" or is_head(e) or e.dimension != "money"]
    if "到位" in rate_name(term):
        done = [e for e in tops if "到位" in e.lead] or done
    found: list[Pair] = []
    for top in (done or tops)[:3]:
        for bottom in reversed(level):
            if bottom is top or not same_kind(top.figure, bottom.figure):
                continue
            if bottom.figure.value == 0 or (needed and top not in needed and bottom not in needed):
                continue
            if bottom.stage in stages:
                found.append((top, bottom))
    return found


def _may_be_done(each: Term, term: Term) -> bool:
    return each.stage in ("actual", "", "carry") or (each.stage == "received" and "到位" in rate_name(term))


def named_stages(term: Term) -> tuple[str, ...]:
    """The stages that the cue itself fixes as the base."""
    words = term.named + term.label
    if "年初" in words:
        return ("opening",)
    if compiled("全年预算|调整后?预算|调整后").search(words, timeout=TIMEOUT):
        return ("adjusted",)
    if compiled("到位|下达").search(term.named, timeout=TIMEOUT):
        return ("received",)
    if "到位" in words:
        return ("plan", "opening", "adjusted", "received")
    return ()


def rate_name(term: Term) -> str:
    if term.named and not names_itself(term):
        return f"{term.named}完成率"
    return term.label or "完成率"


def names_itself(term: Term) -> bool:
    """Whether a rate is called by its own name beside that of its base: 执行率 95%（按到位资金计算）."""
    return term.label.endswith(("率", "进度", "比例"))
