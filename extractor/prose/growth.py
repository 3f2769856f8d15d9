"""Growth rates told in prose: a change over the earlier or planned amount, or two amounts of two years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor import later
from extractor.expression import Expression, constant, difference, figure, in_unit_of, percent, total
from extractor.prose.families import Families
from extractor.prose.fitting import fits, slip
from extractor.prose.grown import base_told, bases_beside, of_last_year, one_name, year, years
from extractor.prose.terms import AMOUNT, BASE, CHANGE, Term, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_EACH_CHANGE = later.compile(r"(?<name>(?:收入?、支出?)?\p{Han}{2,12}?)[各均](?=增|减|下降|上升)")
_COMPARED = later.compile("(?:相?比|较|与|同)(?!例)")
_STAGE_ALONE = later.compile(r"(?:当年|本年|年初|全年)?(?:预算|决算|执行|安排|批复|支出决算|实际支出|完成)+[数额]?")


def growth(terms: Sequence[Term], term: Term, families: Families) -> Iterator[Statement]:
    """p = d / (A ∓ d), or d / B where the earlier amount B is printed, or (A − B) / B without a change."""
    change = _change_of(terms, term)
    subject = terms[term.subject] if term.subject is not None else None
    name = f"{subject.label if subject else term.label}增长率"
    if change is None:
        yield from _without_change(terms, term, subject, name)
        return
    if subject is not None and not same_kind(subject.figure, change.figure):
        subject = None
    base = base_told(terms, change) or _opens_with_base(subject, change)
    if base is not None:
        reading = Reading(percent(figure(change.figure), in_unit_of(base.figure, change.figure)))
        yield Statement("growth", name, term.figure, (reading,))
        return
    readings: list[Reading] = []
    elsewhere: list[Reading] = []
    beside = bases_beside(terms, subject, change)
    subjects = _subjects(terms, term, change, subject, families)
    for own in subjects:
        before = _earlier(own, change)
        if own is subject and not beside and _is_nought(before):
            reading = Reading(percent(figure(change.figure), before))
            yield Statement("undefined", name, term.figure, (reading,), strength=OPEN)
            return
        if before.value() > 0:
            readings += _over(own, change, before)
            now = in_unit_of(own.figure, change.figure)
            elsewhere.append(Reading(percent(figure(change.figure), now), "cause.this_year_as_base"))
            elsewhere.append(Reading(figure(change.figure) / before, "cause.fraction_as_percentage"))
    told = [Reading(percent(figure(change.figure), in_unit_of(each.figure, change.figure))) for each in beside]
    readings = [*told, *readings]
    if not readings or change.figure.value == 0:
        return
    near = subject is not None and (subject.sentence, subject.item) == (change.sentence, change.item)
    certain = near or len(subjects) == 1 or slip(term.figure, readings[0].expression)
    strength = FIRM if near else LOOSE if certain else OPEN
    yield Statement("growth", name, term.figure, tuple(readings), elsewhere=tuple(elsewhere), strength=strength)
    yield from _contradicted(term, change, readings, name)


def _opens_with_base(subject: Term | None, change: Term) -> Term | None:
    """The amount that a sentence opens with comparing to: 较上年收入 3,655.02 万元增加 207.69 万元，增长 5.68%."""
    if subject is None or subject.sentence != change.sentence or not subject.figure.value:
        return None
    right_behind = change.order == subject.order + 1 and change.gap.strip() == change.lead.strip()
    opened = _COMPARED.match(subject.lead.strip(), timeout=TIMEOUT) is not None
    return subject if right_behind and opened and not any(mark in change.gap for mark in ",;。") else None


def _earlier(own: Term, change: Term, sign: int = 0) -> Expression:
    """The earlier amount: what is printed less its increase, or plus its fall."""
    if (sign or change.sign) < 0:
        return total([own.figure, change.figure], change.figure)
    return difference([own.figure], [change.figure], change.figure)


def _over(own: Term, change: Term, before: Expression) -> list[Reading]:
    """The change over the earlier amount; both ways where 增加（减少） was left as printed in the form."""
    ways = [before, _earlier(own, change, -change.sign)] if change.lead.endswith(")") else [before]
    return [Reading(percent(figure(change.figure), each)) for each in ways]


def _contradicted(term: Term, change: Term, readings: Sequence[Reading], name: str) -> Iterator[Statement]:
    """增加 d，下降 p %: the two words say opposite things of one movement."""
    if term.sign == change.sign or change.lead.endswith(")") or term.lead.endswith(")"):
        return
    fit = next((each for each in readings if fits(term.figure, each.expression)), None)
    if fit is not None and term.figure.value:
        reading = Reading(constant(0) - fit.expression)
        yield Statement("growth", name, term.figure, (reading,), strength=LOOSE)


def _subjects(terms: Sequence[Term], term: Term, change: Term, subject: Term | None, families: Families) -> list[Term]:
    """The amounts that may have grown: the nearest, and the whole it is part of; the whole first after a ；.

    Across a sentence end also the amounts that head the sentence before.
    """
    if subject is None:
        return []
    whole = families.whole_of.get(subject.order)
    pair = [subject] if whole is None or term.host is not None else [subject, terms[whole]]
    if change.sentence != subject.sentence and term.host is None:
        heads = [
            e for e in terms[: subject.order] if e.role == AMOUNT and e.sentence == subject.sentence and e.depth == 0
        ]
        heads = [e for e in heads if same_kind(e.figure, subject.figure) and e.stage in ("", subject.stage, "actual")]
        return [*pair[::-1], *(each for each in heads if each not in pair)][:6]
    return pair[::-1] if term.item != subject.item else pair


def _is_nought(expression: Expression) -> bool:
    return expression.value() == 0 or expression.interval().holds(expression.value() * 0)


def _change_of(terms: Sequence[Term], term: Term) -> Term | None:
    """The change that a growth rate goes with: the one of its own subject, told right before it, else right after."""
    for other in reversed(terms[: term.order]):
        if other.role == CHANGE and other.subject == term.subject and other.host == term.host:
            return other if other.sentence == term.sentence else None
        if other.role == CHANGE and term.host == other.order:
            return other
        if other.order == term.order - 1 and _told_by_all(terms, other, term):
            return other
        if other.role == AMOUNT and other.depth <= term.depth and other.order != term.subject:
            return None
    after = terms[term.order + 1] if term.order + 1 < len(terms) else None
    told = after is not None and after.role == CHANGE and after.subject == term.subject
    return after if told and after is not None and after.sentence == term.sentence else None


def _told_by_all(terms: Sequence[Term], change: Term, rate: Term) -> bool:
    """收、支总计各增加 d，增长 p %: one change of several totals of one value, right before its growth rate."""
    told = _EACH_CHANGE.match(change.lead, timeout=TIMEOUT)
    if change.role != CHANGE or told is None or rate.subject is None or change.subject is not None:
        return False
    own = terms[rate.subject].lead
    if "、" in told["name"] and own.rstrip("各均为共").endswith(told["name"][-2:]):
        return change.sentence - terms[rate.subject].sentence <= 1
    return change.sentence == rate.sentence and bool(told["name"]) and own.rstrip("各均为共").endswith(told["name"])


def _without_change(terms: Sequence[Term], term: Term, subject: Term | None, name: str) -> Iterator[Statement]:
    """Only two amounts and a rate: (A − B) / B. Where the words name no base a gap proves nothing."""
    if subject is None:
        return
    base = terms[term.order - 1]
    if (base.role, base.sentence) == (BASE, term.sentence) and same_kind(base.figure, subject.figure):
        strength = FIRM if subject.sentence == term.sentence else LOOSE
        yield Statement("growth", name, term.figure, (_grew(term, subject, base),), strength=strength)
        return
    dated = _of_years(terms, term, subject)
    if dated is not None:
        yield Statement("growth", name, term.figure, (_grew(term, *dated),))
        return
    others = [
        each
        for each in terms[max(0, subject.order - 3) : term.order]
        if each.role == AMOUNT
        and each.order != subject.order
        and each.sentence == subject.sentence
        and same_kind(each.figure, subject.figure)
        and each.figure.value != 0
        and not _years_apart(term, subject, each)
        and one_name(each, subject)
    ]
    pairs = [(each, subject) if _before(subject, each, terms) else (subject, each) for each in others]
    if pairs:
        readings = tuple(_grew(term, later, earlier) for later, earlier in pairs)
        told = any(of_last_year(each, terms) for each in (subject, *others))
        yield Statement("growth", name, term.figure, readings, strength=LOOSE if told else OPEN)


def _grew(term: Term, later: Term, earlier: Term) -> Reading:
    """The growth between two printed amounts, in the direction that the words name."""
    up, down = (later, earlier) if term.sign > 0 else (earlier, later)
    moved = difference([up.figure], [down.figure], later.figure)
    return Reading(percent(moved, in_unit_of(earlier.figure, later.figure)))


def _before(subject: Term, other: Term, terms: Sequence[Term]) -> bool:
    """Whether the subject is of the year before the other: by their own years where both print one."""
    own, beside = year(subject), year(other)
    return own < beside if own and beside else of_last_year(subject, terms)


def _years_apart(rate: Term, subject: Term, other: Term) -> bool:
    """Whether 比上年 cannot mean the other amount: both print their years, and these are not one apart."""
    own, beside = year(subject), year(other)
    return bool(own and beside and "上年" in rate.lead) and abs(int(own) - int(beside)) != 1


def _of_years(terms: Sequence[Term], term: Term, subject: Term) -> tuple[Term, Term] | None:
    """The amounts of the two years that the growth names: 2022年较2021年增长 …; the later may be the subject's."""
    named = years(term.lead)
    by_year = {year(e): e for e in terms[: term.order] if e.role == AMOUNT and e.sentence == term.sentence and year(e)}
    if len(named) == 1 and year(subject) > named[0]:
        named = [year(subject), *named]
        by_year[year(subject)] = subject
    if len(named) != 2:
        return None
    later, earlier = by_year.get(named[0]), by_year.get(named[1])
    if later is None or earlier is None or not earlier.figure.value:
        return None
    alike = later.label == earlier.label or _names_a_stage(later) and _names_a_stage(earlier)
    return (later, earlier) if alike and same_kind(later.figure, earlier.figure) else None


def _names_a_stage(term: Term) -> bool:
    """Whether the words of an amount say its stage alone (2026年预算安排), so that it is the measure spoken of."""
    return _STAGE_ALONE.fullmatch(term.label, timeout=TIMEOUT) is not None
