"""Shares told in prose: each against its part and whole, and all of one whole against 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from extractor.document import Place
from extractor.expression import figure, in_unit_of, percent, total
from extractor.figures import Figure
from extractor.prose.families import Families
from extractor.prose.fitting import fits
from extractor.prose.terms import AMOUNT, BARE, SHARE, WHOLE, Term, core, namesakes, same_kind, stage
from extractor.prose.wholes import Wholes, named_as, told_wholes, undated
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import UNITS
from extractor.vocabulary import TIMEOUT, compiled, words

MOST_READINGS = 8


def shares(terms: Sequence[Term], families: Families, told: Sequence[Figure], index: Wholes) -> Iterator[Statement]:
    """Shares of one whole: each against its amounts, and all together against 100 %."""
    groups: dict[int, list[tuple[Term, bool]]] = {}
    for term in _with_names(terms, families):
        if term.role not in (SHARE, BARE) or term.subject is None or term.dimension != "rate":
            continue
        part = terms[term.subject]
        if part.gap.strip() == "/":
            continue
        elsewhere = _told_elsewhere(terms, term, part, index)
        if elsewhere is not None:
            yield elsewhere
            continue
        partners = _partners(terms, part) if term.role == SHARE else []
        candidates, strength = _share_wholes(terms, term, families)
        family = part.order in families.whole_of
        if len(partners) > 1 and strength == OPEN and not family and not _any_fits(term, part, candidates):
            yield from _of_partners(terms, term, partners)
            continue
        if not candidates and term.named:
            yield from _of_told(part, term, told)
            continue
        readings = [Reading(percent(figure(part.figure), in_unit_of(each.figure, part.figure))) for each in candidates]
        chosen = next((place for place, each in enumerate(readings) if fits(term.figure, each.expression)), None)
        if not readings or (chosen is None and strength == OPEN and term.role == BARE):
            continue
        place = chosen or 0
        near = readings[place].expression.interval().widened(term.figure.resolution / 2).meets(term.figure.interval)
        groups.setdefault(candidates[place].order, []).append((term, near))
        if strength == FIRM and term is not terms[term.order]:
            strength = LOOSE
        if _is_other(term, part):
            strength = OPEN
        yield Statement("share", f"{part.label}占比", term.figure, (readings[place],), strength=strength)
    yield from _hundreds(terms, groups, families)


def _with_names(terms: Sequence[Term], families: Families) -> Iterator[Term]:
    """The terms; a share that names no whole, in no list, is of the whole that the share before it in its sentence
    names: 甲占总支出的 p %；乙占 q %."""
    before: Term | None = None
    for term in terms:
        if term.role == SHARE and term.named and term.subject is None:
            name = term.lead.partition("占")[0]
            after = [e for e in terms[term.order + 1 :] if e.sentence == term.sentence and named_as(e, undated(name))]
            term = replace(term, subject=after[0].order) if len(name) > 2 and after else term
        if term.role == SHARE and not term.named and before is not None and before.sentence == term.sentence:
            alone = term.subject is not None and term.subject not in (*families.whole_of, before.subject)
            yield replace(term, named=before.named) if alone else term
            continue
        if term.role == SHARE:
            before = term if term.named else None
        yield term


def _told_elsewhere(terms: Sequence[Term], term: Term, part: Term, index: Wholes) -> Statement | None:
    """A share whose named whole its own passage does not print before it: LOOSE where the report tells it once."""
    before = [each for each in terms[: term.order] if each is not part]
    if term.role != SHARE or not term.named or any(_names(each, term.named) for each in before):
        return None
    found = told_wholes(index, term.named, part.figure)
    readings = [Reading(percent(figure(part.figure), in_unit_of(each, part.figure))) for each in found[:MOST_READINGS]]
    if not readings:
        return None
    strength = LOOSE if len(readings) == 1 and not _is_other(term, part) else OPEN
    return Statement("share", f"{part.label}占比", term.figure, tuple(readings), strength=strength)


def _names(each: Term, name: str) -> bool:
    return named_as(each, name) or _may_be(each, name)


def _may_be(each: Term, name: str) -> bool:
    """Whether an amount may be the whole of that name; 基本支出中人员经费 is one of its parts."""
    inside = compiled(regex.escape(name) + "[中里内]").search(each.lead, timeout=TIMEOUT)
    return each.role in (AMOUNT, WHOLE) and not inside and namesakes(each.label, name)


def _any_fits(term: Term, part: Term, wholes: Sequence[Term]) -> bool:
    return any(fits(term.figure, percent(figure(part.figure), in_unit_of(each.figure, part.figure))) for each in wholes)


def _share_wholes(terms: Sequence[Term], term: Term, families: Families) -> tuple[list[Term], str]:
    """The wholes a share may be of, likeliest first, and how far its words or its list settle the first.

    The named one, else the list's, else what stands before, nearest first. 全部为…占 100% is of itself.
    """
    part = terms[term.subject]  # type: ignore[index]
    earlier = [
        each
        for each in reversed(terms[: term.order])
        if each.role in (AMOUNT, WHOLE)
        and each.order != part.order
        and same_kind(each.figure, part.figure)
        and each.figure.value != 0
    ]
    if term.named:
        named = [each for each in earlier if named_as(each, term.named)]
        named = named or [each for each in earlier if _may_be(each, term.named)]
        named = _at_stage(named, earlier, term.named)
        if named or len(core(term.named)) > 1:
            return named, FIRM if named else OPEN
    family = [terms[families.whole_of[part.order]]] if part.order in families.whole_of else []
    if term.role == BARE:
        alike = [each for each in earlier if namesakes(each.label, part.label)]
        return [*alike, *family, *earlier][:MOST_READINGS], OPEN
    if family:
        return family, FIRM
    head = _head_of_list(terms, part)
    if head is not None:
        return [head], LOOSE
    if "全部" in term.gap or "均为" in term.gap:
        return [part], OPEN
    plan = [
        each for each in earlier if each.sentence == part.sentence and each.item == part.item and each.stage == "plan"
    ]
    large = [each for each in earlier if each.figure.base_value >= part.figure.base_value or each.role == WHOLE]
    return [*plan, *(each for each in large if each not in plan)][:MOST_READINGS], OPEN


def _at_stage(named: list[Term], earlier: Sequence[Term], name: str) -> list[Term]:
    """Of the amounts of a name those of the stage that the share names: 占“三公”经费支出决算 is not of the budget."""
    told = stage(name) if compiled("决算|实际|执行数").search(name, timeout=TIMEOUT) else ""
    if not told or not named:
        return named
    nameless = [e for e in earlier if e.stage == told and len(core(e.label)) < 2 and e.order > named[-1].order]
    return [each for each in named if each.stage in ("", told)] or nameless


def _is_other(term: Term, part: Term) -> bool:
    """Whether the share's own words name more than the amount that it was given to: 货物采购授予中小企业合同金额占 …"""
    name, label = core(undated(term.lead.partition("占")[0])), core(part.label)
    return len(name) > len(label) >= 2 and label in name


def _head_of_list(terms: Sequence[Term], part: Term) -> Term | None:
    """The amount that opens the list in which a part tells its share, though the list need not add up: 支出 a，主要用于
    以下方面：甲 b，占 p %；乙 c，占 q %. Every part of the list tells its share."""
    told = {each.subject for each in terms if each.role == SHARE and not each.named}
    row = [e for e in terms if e.sentence == part.sentence and e.depth == part.depth and e.role == AMOUNT]
    shared = [e for e in row if e.order in told]
    before = [e for e in row if shared and e.order < shared[0].order]
    if len(shared) < 2 or not before or row[row.index(shared[0]) :] != shared:
        return None
    first = shared[0]
    opened = compiled("[:]|其中|用于|包括").search(first.gap, timeout=TIMEOUT) and before[-1].order == first.order - 1
    return before[-1] if opened and same_kind(before[-1].figure, first.figure) else None


def _of_partners(terms: Sequence[Term], term: Term, partners: Sequence[Term]) -> Iterator[Statement]:
    """A share of a whole that is never printed: the parts of the known partition make it up, and make 100 %."""
    part = terms[term.subject]  # type: ignore[index]
    whole = total([each.figure for each in partners], part.figure)
    yield Statement("share", f"{part.label}占比", term.figure, (Reading(percent(figure(part.figure), whole)),))
    by_part = {each.subject: each for each in reversed(terms) if each.role == SHARE and each.order <= term.order}
    told = [by_part[each.order] for each in partners if each.order in by_part]
    if len(told) == len(partners):
        yield hundred([each.figure for each in told], part.label)


def _of_told(part: Term, term: Term, told: Sequence[Figure]) -> Iterator[Statement]:
    """A share of a whole named here and printed in a passage before: a fit ticks."""
    wholes = [
        each
        for each in reversed(told)
        if namesakes(each.label, term.named) and same_kind(each, part.figure) and each.value
    ]
    readings = [Reading(percent(figure(part.figure), in_unit_of(each, part.figure))) for each in wholes[:MOST_READINGS]]
    fit = next((each for each in readings if fits(term.figure, each.expression)), None)
    if fit is not None:
        yield Statement("share", f"{part.label}占比", term.figure, (fit,), strength=OPEN)


def _partners(terms: Sequence[Term], part: Term) -> list[Term]:
    """The parts of the known partition that a part belongs to, itself among them; empty where one is missing."""
    for each in words("partitions")["partition"]:
        hits = [
            next(
                (
                    t
                    for t in sorted(terms, key=lambda t: t.stage != part.stage)
                    if t.role == AMOUNT and compiled(p).search(t.label, timeout=TIMEOUT)
                ),
                None,
            )
            for p in each["parts"]
        ]
        if part in hits and all(hit is not None for hit in hits):
            return [hit for hit in hits if hit is not None]
    return []


def _hundreds(
    terms: Sequence[Term], groups: dict[int, list[tuple[Term, bool]]], families: Families
) -> Iterator[Statement]:
    """The shares of the parts of one whole make 100 %, where every part tells its share.

    Where a single share already fails against its amounts the sum tells nothing new.
    """
    for whole, shares in groups.items():
        by_part = {each.subject: (each, fitting) for each, fitting in shares}
        for parts in families.parts_of.get(whole, []):
            told = [by_part[part] for part in parts if part in by_part]
            if len(told) >= 2 and all(fitting for _, fitting in told):
                complete = len(told) == len(parts)
                yield hundred([each.figure for each, _ in told], terms[whole].label, FIRM if complete else OPEN)


HUNDRED = Figure("", "100%", "100%", Decimal(100), Decimal(0), UNITS["%"], Place())
"""What the shares of one whole make; not a figure of the report."""


def hundred(shares: Sequence[Figure], subject: str, strength: str = FIRM) -> Statement:
    """All shares of one whole make 100 %; OPEN where a part tells no share."""
    reading = Reading(total(shares, HUNDRED))
    return Statement("shares", f"{subject}构成占比合计", HUNDRED, (reading,), strength=strength)
