"""Changes and growth told in prose: against last year, against a budget, in points; and words of direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.expression import Expression, absolute, difference, figure, in_unit_of, percent, total
from extractor.normal import normalised
from extractor.prose.families import Families
from extractor.prose.fitting import fits, slip
from extractor.prose.terms import AMOUNT, BASE, CHANGE, GROWTH, POINTS, Term, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled, pattern


def comparisons(terms: Sequence[Term], families: Families, text: str, where: str) -> Iterator[Statement]:
    """Every growth rate with its change, every change with the two amounts it stands between."""
    for term in terms:
        if term.role == GROWTH:
            yield from _growth(terms, term, families, where)
        elif term.role == CHANGE:
            yield from _change(terms, term, where)
        elif term.role == POINTS:
            yield from _points(terms, term, where)
    yield from directions(terms, text, where)


def _growth(terms: Sequence[Term], term: Term, families: Families, where: str) -> Iterator[Statement]:
    """p = d / (A ∓ d), or d / B where the earlier amount B is printed, or (A − B) / B without a change."""
    change = _change_of(terms, term)
    subject = terms[term.subject] if term.subject is not None else None
    name = f"{subject.label if subject else term.label}增长率"
    if change is None:
        yield from _growth_without_change(terms, term, subject, name, where)
        return
    if subject is not None and not same_kind(subject.figure, change.figure):
        subject = None
    base = _base_told(terms, change)
    if base is not None:
        reading = Reading(percent(figure(change.figure), in_unit_of(base.figure, change.figure)))
        yield Statement("growth", name, term.figure, (reading,), where=where)
        return
    readings: list[Reading] = []
    elsewhere: list[Reading] = []
    subjects = _subjects(terms, term, change, subject, families)
    for own in subjects:
        now, moved = in_unit_of(own.figure, change.figure), figure(change.figure)
        before = difference([own.figure], [change.figure], change.figure)
        if change.sign < 0:
            before = total([own.figure, change.figure], change.figure)
        if own is subject and _is_nought(before):
            yield Statement(
                "undefined", name, term.figure, (Reading(percent(moved, before)),), strength=OPEN, where=where
            )
            return
        if before.value() <= 0:
            continue
        readings.append(Reading(percent(moved, before)))
        if change.lead.endswith(")"):
            readings.append(Reading(percent(moved, _other_way(own, change))))
        elsewhere.append(Reading(percent(moved, now), "cause.this_year_as_base"))
        elsewhere.append(Reading(moved / before, "cause.fraction_as_percentage"))
    for earlier in _earlier_amounts(terms, subject, change):
        readings.insert(0, Reading(percent(figure(change.figure), in_unit_of(earlier.figure, change.figure))))
    if not readings or change.figure.value == 0:
        return
    near = subject is not None and (subject.sentence, subject.item) == (change.sentence, change.item)
    certain = near or len(subjects) == 1 or slip(term.figure, readings[0].expression)
    yield Statement(
        "growth",
        name,
        term.figure,
        tuple(readings),
        elsewhere=tuple(elsewhere),
        strength=FIRM if near else LOOSE if certain else OPEN,
        where=where,
    )


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


def _base_told(terms: Sequence[Term], change: Term) -> Term | None:
    """The amount that the change's own clause compares with: 比年初预算 10.50 万元减少 …"""
    for each in reversed(terms[: change.order]):
        if each.sentence != change.sentence or each.role in (AMOUNT, CHANGE, GROWTH):
            return None
        if each.role == BASE and same_kind(each.figure, change.figure) and each.figure.value:
            return each
    return None


def _other_way(own: Term, change: Term) -> Expression:
    """The earlier amount where 增加（减少） was left as printed in the form and the other word was meant."""
    if change.sign < 0:
        return difference([own.figure], [change.figure], change.figure)
    return total([own.figure, change.figure], change.figure)


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


def _told_by_all(terms: Sequence[Term], change: Term, growth: Term) -> bool:
    """收、支总计各增加 d，增长 p %: one change of several totals of one value, right before its growth rate."""
    told = _EACH_CHANGE.match(change.lead, timeout=TIMEOUT)
    if change.role != CHANGE or told is None or growth.subject is None or change.subject is not None:
        return False
    own = terms[growth.subject].lead
    return change.sentence == growth.sentence and bool(told["name"]) and own.rstrip("各均为共").endswith(told["name"])


_EACH_CHANGE = regex.compile(r"(?<name>\p{Han}{2,12}?)[各均](?=增|减|下降|上升)")


def _earlier_amounts(terms: Sequence[Term], subject: Term | None, change: Term) -> list[Term]:
    """Amounts of last year that the sentence prints beside this year's."""
    start = subject.order if subject is not None else change.order
    return [
        each
        for each in terms[max(0, start - 3) : change.order]
        if each.role == AMOUNT
        and each.sentence == change.sentence
        and same_kind(each.figure, change.figure)
        and each.depth == change.depth
        and _of_last_year(each, terms)
    ][:2]


def _of_last_year(term: Term, terms: Sequence[Term]) -> bool:
    if compiled(r"(?:上年|去年|上一年|同期)(?!结转|结余|度?末|转入)").search(term.lead, timeout=TIMEOUT):
        return True
    own = _year(term)
    others = [year for year in (_year(each) for each in terms) if year]
    return bool(own and others and own < max(others))


def _year(term: Term) -> str:
    match = compiled(r"(?:19|20)\d{2}(?=\s?年)").search(term.lead, timeout=TIMEOUT)
    return match[0] if match else ""


def _growth_without_change(
    terms: Sequence[Term], term: Term, subject: Term | None, name: str, where: str
) -> Iterator[Statement]:
    """Only two amounts and a rate: (A − B) / B. Where the words name no base a gap proves nothing."""
    if subject is None:
        return
    dated = _of_years(terms, term)
    if dated is not None:
        later, earlier = dated
        moved = difference([later.figure], [earlier.figure], later.figure)
        if term.sign < 0:
            moved = difference([earlier.figure], [later.figure], later.figure)
        reading = Reading(percent(moved, in_unit_of(earlier.figure, later.figure)))
        yield Statement("growth", name, term.figure, (reading,), where=where)
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
    ]
    readings = []
    for other in others:
        later, earlier = (other, subject) if _earlier_than(subject, other, terms) else (subject, other)
        moved = figure(later.figure) - in_unit_of(earlier.figure, later.figure)
        if term.sign < 0:
            moved = in_unit_of(earlier.figure, later.figure) - figure(later.figure)
        readings.append(Reading(percent(moved, in_unit_of(earlier.figure, later.figure))))
    if readings:
        told = any(_of_last_year(each, terms) for each in (subject, *others))
        yield Statement("growth", name, term.figure, tuple(readings), strength=LOOSE if told else OPEN, where=where)


def _earlier_than(subject: Term, other: Term, terms: Sequence[Term]) -> bool:
    """Whether the subject is of the year before the other: by their own years where both print one."""
    own, beside = _year(subject), _year(other)
    return own < beside if own and beside else _of_last_year(subject, terms)


def _years_apart(growth: Term, subject: Term, other: Term) -> bool:
    """Whether 比上年 cannot mean the other amount: both print their years, and these are not one apart."""
    own, beside = _year(subject), _year(other)
    return bool(own and beside and "上年" in growth.lead) and abs(int(own) - int(beside)) != 1


def _of_years(terms: Sequence[Term], term: Term) -> tuple[Term, Term] | None:
    """The amounts of the two years that the growth itself names: 2022年较2021年增长 …"""
    years = compiled(r"(?:19|20)\d{2}(?=\s?年)").findall(term.lead, timeout=TIMEOUT)
    if len(years) != 2:
        return None
    by_year = {
        _year(e): e for e in terms[: term.order] if e.role == AMOUNT and e.sentence == term.sentence and _year(e)
    }
    later, earlier = by_year.get(years[0]), by_year.get(years[1])
    return (later, earlier) if later is not None and earlier is not None and earlier.figure.value else None


def _change(terms: Sequence[Term], term: Term, where: str) -> Iterator[Statement]:
    """A change between two printed amounts: d = A − B."""
    subject = terms[term.subject] if term.subject is not None else None
    if subject is None or not same_kind(subject.figure, term.figure):
        return
    base = _base_told(terms, term)
    if base is not None:
        gap = absolute(in_unit_of(subject.figure, term.figure) - in_unit_of(base.figure, term.figure))
        near = subject.sentence == term.sentence
        yield Statement(
            "change",
            f"{subject.label}变动额",
            term.figure,
            (Reading(gap),),
            strength=LOOSE if near else OPEN,
            where=where,
        )
        return
    others = [
        each
        for each in terms[max(0, subject.order - 3) : term.order]
        if each.role == AMOUNT
        and each.order != subject.order
        and each.sentence == term.sentence
        and each.depth == subject.depth
        and same_kind(each.figure, subject.figure)
    ]
    dated = [each for each in others if _of_last_year(each, terms)] if term.against != "budget" else []
    budget = (
        [each for each in others if each.stage in ("plan", "opening", "adjusted")]
        if term.against != "last year"
        else []
    )
    candidates = dated or budget or others
    for other in candidates[-2:]:
        gap = absolute(in_unit_of(subject.figure, term.figure) - in_unit_of(other.figure, term.figure))
        if fits(term.figure, gap):
            yield Statement("change", f"{subject.label}变动额", term.figure, (Reading(gap),), where=where)
            return
    years = bool(dated) or bool(others) and _of_last_year(subject, terms)
    named = dated or (others if years else budget if term.against == "budget" else [])
    if named:
        gap = absolute(in_unit_of(subject.figure, term.figure) - in_unit_of(named[-1].figure, term.figure))
        strength = LOOSE if years or slip(term.figure, gap) else OPEN
        yield Statement(
            "change", f"{subject.label}变动额", term.figure, (Reading(gap),), strength=strength, where=where
        )


def _points(terms: Sequence[Term], term: Term, where: str) -> Iterator[Statement]:
    """A difference of two printed rates, in percentage points."""
    rates = [each for each in terms[: term.order] if each.dimension == "rate" and each.sentence == term.sentence]
    if len(rates) < 2:
        return
    gap = absolute(figure(rates[-1].figure) - figure(rates[-2].figure))
    compared = compiled("[比较由从]").search(rates[-1].lead + rates[-2].lead, timeout=TIMEOUT) is not None
    strength = LOOSE if compared and len(rates) == 2 else OPEN
    yield Statement("points", f"{rates[0].label}变动", term.figure, (Reading(gap),), strength=strength, where=where)


def directions(terms: Sequence[Term], text: str, where: str) -> Iterator[Statement]:
    """决算数小于预算数 and its like, against the last budget and actual amounts told before the words."""
    plain, places = normalised(text)
    for match in pattern("prose", "direction.compare").finditer(plain, timeout=TIMEOUT):
        before = [each for each in terms if each.figure.place.end <= places[match.start()] and each.role == AMOUNT]
        recent = [each for each in before if each.sentence >= before[-1].sentence - 1] if before else []
        actual = next((each for each in reversed(recent) if each.stage == "actual"), None)
        base = _base(recent, match["base"])
        if actual is None or base is None or not same_kind(actual.figure, base.figure):
            continue
        word = match["word"]
        relation = "=" if "平" in word or word == "等于" else "<=" if word in ("小于", "低于", "少于") else ">="
        if word == "大小于":
            continue
        yield Statement(
            "direction",
            f"{actual.label}与{base.label}",
            actual.figure,
            (Reading(in_unit_of(base.figure, actual.figure)),),
            relation,
            strength=LOOSE if actual.sentence == base.sentence else OPEN,
            where=where,
        )


def _base(recent: Sequence[Term], words: str) -> Term | None:
    stages = ("opening",) if "年初" in words else ("adjusted",) if "全年" in words or "调整" in words else ()
    candidates = [each for each in reversed(recent) if each.stage in (stages or ("adjusted", "opening", "plan"))]
    return candidates[0] if candidates else None
