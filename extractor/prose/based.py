"""Rates whose base the words themselves print (计划 180 公里的 103.61%), or print earlier under the same name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor import later
from extractor.expression import percent, total
from extractor.prose.fitting import fits
from extractor.prose.operands import (
    BASES,
    fresh_amounts,
    is_head,
    is_operand,
    named_stages,
    names_itself,
    rate_name,
    ratio,
)
from extractor.prose.terms import ADJUST, AMOUNT, LEVEL, RATE, SHARE, Term, core, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_OF_IT = later.compile("的(?:比例|比重|比率)?(?:分别)?(?:为|达到?|约|是)?")
_BASE_CUE = later.compile("(?<cue>完成|达到|占|相当于|^[为是])(?!率)[^,]{0,20}$")
_BEYOND = later.compile("超|比|较|增|减|低于|高于")
_PLANNED = later.compile("预算|计划|任务|目标|指标|应")
_EXECUTION = later.compile("执行率|支[出付](?:进度|率)|使用率|拨付率|兑付率")
_EXECUTED = later.compile("(?:总体|整体|年度|资金|项目|部门)*(?:预算|资金)?(?:执行率|完成率|执行进度|支出进度)")
_OVERALL = later.compile("总体|整体|综合|合计|总执行|总支出")
_MOVED = later.compile("调整|调剂|追加|调增|调减")
_LISTED = later.compile("其中|包括|[:：]")
_DEED = later.compile(
    r"(?:项目|资金|全年|当年|截至\p{Han}{2}|已|共|累计|实际|完成|支出|支付|拨付|使用|兑付|发放|执行|总额|合计|为|数|了)+"
)
_WHOLE_BODY = later.compile(
    r"(?:\d{4}\s?年度?|年初|年中|全年|当年|本(?:年度?)?|调整后的?|计划|投资|部门|单位|本级|整体|财政|(?<!项目|基本)支出|收支|预算|批复|核定|下达|到位|安排|资金|总额"
    r"|总计|共计|合计|总|数|为|的|共|其中|项目|实际|执行|完成|累计|截至)+"
)
"""Words that put an amount at the whole body or project, not at one of its items."""


def of_it(terms: Sequence[Term], term: Term) -> Statement | None:
    """完成计划 b 的 p %, 占全年预算 b 的比例分别为 p、q %: the base stands right before the rate."""
    base = _base_of_run(terms, term)
    cue = _BASE_CUE.search(base.lead, timeout=TIMEOUT) if base is not None else None
    if base is None or cue is None or base.figure.value == 0 or _BEYOND.search(base.lead, timeout=TIMEOUT):
        return None
    before = [
        e
        for e in terms[: base.order]
        if e.sentence == term.sentence and e.item == term.item and is_operand(e) and same_kind(e.figure, base.figure)
    ]
    own = _paired(terms, term)
    if own is not None and own in before:
        before = [own]
    before = before or _right_behind(terms, term, base)
    if not before or cue["cue"] in "为是" and not _PLANNED.search(base.lead, timeout=TIMEOUT):
        return None
    readings = tuple(Reading(ratio(top, base)) for top in reversed(before[-4:]))
    kind = "share" if cue["cue"] == "占" and not _PLANNED.search(base.lead, timeout=TIMEOUT) else "rate"
    name = f"{before[-1].label}占比" if kind == "share" else f"{base.label}完成率"
    hedged = base.figure.qualifier or before[-1].figure.qualifier
    strength = FIRM if len(before) == 1 and not hedged else OPEN
    return Statement(kind, name, term.figure, readings, strength=strength)


def _right_behind(terms: Sequence[Term], term: Term, base: Term) -> list[Term]:
    """The amount that the sentence tells after the rate, as the only one of its kind: 完成计划 b 的 p %，全年完成 a."""
    after = [e for e in terms[term.order + 1 :] if e.sentence == term.sentence and is_operand(e)]
    alike = [e for e in after if e.figure.unit == base.figure.unit and e.stage in ("", "actual")]
    return alike if len(alike) == 1 and alike == after[:1] else []


def _paired(terms: Sequence[Term], term: Term) -> Term | None:
    """The amount of the same place in a 分别 run as long as the rate's own."""
    if "分别" not in term.lead:
        return None
    run = [e for e in terms if e.lead == term.lead and e.sentence == term.sentence]
    told = [e for e in terms[: run[0].order] if e.role == AMOUNT and "分别" in e.lead and e.sentence == term.sentence]
    own = [e for e in told if e.lead == told[-1].lead]
    return own[run.index(term)] if len(own) == len(run) else None


def _base_of_run(terms: Sequence[Term], term: Term) -> Term | None:
    """The amount right before a rate whose own words are only 的, or before the first of its run."""
    if term.role not in (LEVEL, RATE, SHARE) or not _OF_IT.fullmatch(term.lead, timeout=TIMEOUT):
        return None
    for each in reversed(terms[: term.order]):
        if each.lead == term.lead and each.dimension == "rate":
            continue
        return each if each.role == AMOUNT and each.dimension != "rate" and each.sentence == term.sentence else None
    return None


def bodies(terms: Sequence[Term], stages: Sequence[str]) -> list[Term]:
    """The amounts of the whole body at one of the stages, one of each value."""
    found: dict[object, Term] = {}
    for each in terms:
        staged = each.role == AMOUNT and each.stage in stages and each.figure.value and each.dimension == "money"
        if staged and _WHOLE_BODY.fullmatch(each.lead, timeout=TIMEOUT):
            found.setdefault(each.figure.base_value, each)
    return list(found.values())


def over_told(terms: Sequence[Term], term: Term, earlier: Sequence[Term]) -> Statement | None:
    """A rate over an amount that its words only name: the whole body's budget, told earlier."""
    if term.role != RATE:
        return None
    stages = named_stages(term)
    top = _told_top(terms, term) if term.named and stages else _whole_spent(terms, term)
    if top is None and stages and names_itself(term):
        top = _alone(terms, term)
    before = [*earlier, *terms[: term.order]]
    bases = next((told for each in ([stages] if term.named else _IN_THE_END) if (told := bodies(before, each))), [])
    if top is None or not bases:
        top, bases = _told_just_before(terms, term)
    if top is None or not bases or top.dimension != "money":
        return None
    readings = tuple(Reading(ratio(top, base)) for base in reversed(bases[-6:]))
    likely = term.named or _LEAST <= readings[0].expression.value() <= _MOST
    strength = LOOSE if len(bases) == 1 and likely else OPEN
    return Statement("rate", term.label or rate_name(term), term.figure, readings, strength=strength)


_LEAST, _MOST = Decimal(50), Decimal(130)
"""Per cent of its budget that a whole body spends; beyond it the two amounts are hardly of one body."""

_IN_THE_END = (("adjusted",), ("opening", "plan"))
"""The budgets that a rate of execution is of: as adjusted, else as passed."""


def _told_top(terms: Sequence[Term], term: Term) -> Term | None:
    """The numerator of a rate whose base is only named: of its run, or what was moved in the year."""
    top = _paired(terms, term)
    said = _MOVED.search(term.lead.partition("占")[0], timeout=TIMEOUT)
    if top is None and (said or not fresh_amounts(terms, term) and _MOVED.search(term.gap, timeout=TIMEOUT)):
        moves = [e for e in terms[: term.order] if e.role == ADJUST and e.host is None and "其中" not in e.gap]
        heads = {e.sentence: e for e in reversed(moves)}
        top = next(iter(heads.values())) if len(heads) == 1 else None
    return top


def _told_just_before(terms: Sequence[Term], term: Term) -> tuple[Term | None, list[Term]]:
    """What was spent, told by its deed alone, over the one budget that heads the sentence before: 安排资金 a 万元，其中
    …。累计支付 b 万元，支付率 p %."""
    fresh = fresh_amounts(terms, term)
    if term.named or len(fresh) != 1 or not _EXECUTION.search(term.label, timeout=TIMEOUT):
        return None, []
    top = fresh[0]
    row = [e for e in terms if e.sentence == top.sentence - 1 and is_operand(e) and e.dimension == "money"]
    heads = [each for each in row if is_head(each) and not each.depth and not _LISTED.search(each.gap, timeout=TIMEOUT)]
    alone = bool(heads) and heads == row[:1] and heads[0].stage in BASES and heads[0].figure.value
    told = top.stage == "actual" and _DEED.fullmatch(top.lead, timeout=TIMEOUT)
    return (top, heads) if alone and told else (None, [])


def _alone(terms: Sequence[Term], term: Term) -> Term | None:
    """The only amount since the last rate before a rate whose aside names the base."""
    fresh = fresh_amounts(terms, term) if term.named else []
    return fresh[0] if len(fresh) == 1 and fresh[0].stage in ("actual", "") else None


def _whole_spent(terms: Sequence[Term], term: Term) -> Term | None:
    """What the whole body or project spent, alone in the sentence of its execution rate."""
    if term.named or not _EXECUTED.fullmatch(term.label, timeout=TIMEOUT):
        return None
    own = [e for e in terms[: term.order] if e.sentence == term.sentence]
    own = own or [e for e in terms[: term.order] if e.sentence == term.sentence - 1][:1]
    if len(own) != 1 or not is_operand(own[0]) or own[0].stage != "actual":
        return None
    return own[0] if _WHOLE_BODY.fullmatch(own[0].lead, timeout=TIMEOUT) else None


def by_level(terms: Sequence[Term], earlier: Sequence[Term]) -> dict[int, Statement]:
    """中央财政资金 … 执行率, 省级财政资金 … 执行率: each over what was told earlier under the same name.

    Where one of them fits its base, the one told latest or the only one, the others accuse; else no base is settled.
    """
    found: dict[int, Statement] = {}
    for term in terms:
        if term.role != RATE or term.named or not _EXECUTION.search(term.label, timeout=TIMEOUT):
            continue
        fresh = fresh_amounts(terms, term)
        if not fresh or fresh[-1].order != term.order - 1 or any(e.stage in BASES for e in fresh):
            continue
        top = fresh[-1]
        bases = _told_under(core(top.label), top, [*earlier, *(e for e in terms if e.sentence < top.sentence)])
        if bases and (len(fresh) == 1 or "其中" in top.gap):
            readings = tuple(Reading(ratio(top, base)) for base in bases[:6])
            found[term.order] = Statement("rate", term.label, term.figure, readings, strength=OPEN)
    found.update(_overall(terms, found))
    fitting = [r for each in found.values() for r in enumerate(each.readings) if fits(each.stated, r[1].expression)]
    latest = any(place == 0 for place, _ in fitting)
    return {
        order: replace(each, strength=LOOSE) if latest or fitting and len(each.readings) == 1 else each
        for order, each in found.items()
    }


def _overall(terms: Sequence[Term], levels: Mapping[int, Statement]) -> dict[int, Statement]:
    """总体执行率 after the rates of the levels: what all of them spent over what all of them had."""
    last = max(levels, default=-1)
    term = next((e for e in terms[last + 1 :] if e.role == RATE and _OVERALL.search(e.label, timeout=TIMEOUT)), None)
    if len(levels) < 2 or term is None or term.sentence != terms[last].sentence or fresh_amounts(terms, term):
        return {}
    sides = [each.readings[0].expression.figures() for each in levels.values()]
    top, base = (total([side[place] for side in sides], sides[0][0]) for place in (0, -1))
    return {term.order: Statement("rate", term.label, term.figure, (Reading(percent(top, base)),), strength=OPEN)}


def _told_under(name: str, top: Term, before: Sequence[Term]) -> list[Term]:
    """The amounts told under a name that were not spent, one of each value, the latest first."""
    if len(name) < 2:
        return []
    found: dict[object, Term] = {}
    for each in reversed(before):
        spent = each.stage in ("actual", "carry") and "到位" not in each.lead
        alike = each.role == AMOUNT and core(each.label) == name and same_kind(each.figure, top.figure)
        if alike and each.figure.value and not spent:
            found.setdefault(each.figure.base_value, each)
    return list(found.values())
