"""Breakdowns told in prose: a whole, its parts, their shares and their changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extractor.document import Place
from extractor.expression import Expression, constant, figure, percent, plus, total
from extractor.figures import Figure
from extractor.prose.terms import ADJUST, AMOUNT, BARE, CHANGE, GROWTH, SHARE, WHOLE, Term, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import UNITS
from extractor.vocabulary import TIMEOUT, found, words

MOST_READINGS = 8
LONGEST_WINDOW = 12


@dataclass(slots=True)
class Families:
    """Which amount is part of which, as the breakdowns of one passage settle it."""

    whole_of: dict[int, int] = field(default_factory=dict)
    parts_of: dict[int, list[tuple[int, ...]]] = field(default_factory=dict)

    def join(self, whole: int, parts: Sequence[int]) -> None:
        self.parts_of.setdefault(whole, []).append(tuple(parts))
        for part in parts:
            self.whole_of.setdefault(part, whole)

    def free(self, term: Term) -> bool:
        return term.order not in self.whole_of


def breakdowns(terms: Sequence[Term], where: str) -> tuple[list[Statement], Families]:
    """Totals told with a cue (其中 分别为 a colon a bracket), then those that show by adding up alone."""
    families = Families()
    statements: list[Statement] = []
    for whole, parts, cue in reversed(list(_cued(terms))):
        statements.extend(_total(terms, whole, parts, cue, families, where))
    statements.extend(_partitions(terms, families, where))
    statements.extend(_collected(terms, families, where))
    statements.extend(_windows(terms, families, where))
    statements.extend(_changes(terms, families, where))
    statements.extend(_shares(terms, families, where))
    return statements, families


def _cued(terms: Sequence[Term]) -> Iterator[tuple[Term, list[Term], str]]:
    """Each whole that a cue opens, with the terms in the cue's reach."""
    for before, after in zip(terms, terms[1:], strict=False):
        cue = _cue(before, after)
        if not cue:
            continue
        first = after
        if before.order == after.order - 1 and before.role not in (AMOUNT, CHANGE, WHOLE) and before.subject is None:
            continue
        for role in (AMOUNT, CHANGE):
            reach = [
                each
                for each in terms[first.order :]
                if each.role == role and each.sentence == first.sentence and each.depth == first.depth and each.host == first.host
            ]
            if not reach or (role == CHANGE and first.role != CHANGE) or (role == AMOUNT and first.role == CHANGE):
                continue
            for stage in dict.fromkeys(each.stage for each in reach):
                series = [each for each in reach if each.stage == stage]
                whole = _whole_for(terms, first, series, cue)
                if whole is not None:
                    yield whole, series, cue


def _cue(before: Term, after: Term) -> str:
    """What opens a list between two neighbouring figures: colon, among, bracket, exhaustive; "" for nothing."""
    gap = after.gap
    if after.host == before.order and after.depth > before.depth:
        return "bracket" if after.role in (AMOUNT, CHANGE) and not found("prose", "list.among", gap) else "among"
    tail = regex.split(r"[。;\n]", gap)[-1]
    if found("prose", "list.among", tail):
        return "among"
    if found("prose", "list.exhaustive", tail):
        return "exhaustive"
    if regex.search(r":\s*[^:,;。]*$", tail, timeout=TIMEOUT):
        return "colon"
    return ""


def _whole_for(terms: Sequence[Term], first: Term, parts: Sequence[Term], cue: str) -> Term | None:
    """The amount that the list breaks down: named in the cue's own clause, else the nearest of its stage before it."""
    if cue == "bracket" and first.host is not None:
        host = terms[first.host]
        return host if same_kind(host.figure, parts[0].figure) and host.role == parts[0].role else None
    earlier = [
        each
        for each in terms[: first.order]
        if each.role in (parts[0].role, WHOLE) and each.depth <= first.depth and same_kind(each.figure, parts[0].figure)
    ]
    opening = _opening_words(first)
    if opening:
        named = [each for each in reversed(earlier) if _names(each, opening)]
        if named:
            return named[0]
        if len(opening) > 3 and cue in ("colon", "exhaustive") and not found("prose", "list.by_class", opening):
            return None
    inside = [each for each in earlier if each.sentence == first.sentence] or [
        each for each in earlier if each.sentence == first.sentence - 1
    ]
    if found("prose", "list.by_class", opening or first.gap) and earlier:
        return earlier[0] if not inside else inside[-1]
    alike = [each for each in inside if each.stage == parts[0].stage] or ([] if parts[0].stage and len({p.stage for p in inside}) > 1 else inside)
    return alike[-1] if alike else None


def _opening_words(first: Term) -> str:
    """The words between the last figure's clause and the colon, which may name the whole: 工资福利下："""
    clause = regex.split(r"[。;,\n]", first.gap)
    match = regex.search(r"([^,;。:\n()]+):[^:]*$", clause[-1] if ":" in clause[-1] else first.gap, timeout=TIMEOUT)
    opening = match[1].strip() if match else ""
    return regex.sub(r"^(?:其中|其)|(?:下|中|内|由\p{Han}块构成|由.*构成|由.*组成|包括|分为|构成|明细|情况|如下|以下)+$", "", opening)


def _names(term: Term, opening: str) -> bool:
    """Whether the opening words name the term's measure."""
    own = regex.sub(r"支出|金额|数$|总额|经费|资金|取得|为", "", term.label)
    other = regex.sub(r"支出|金额|数$|总额|经费|资金|取得|为", "", opening)
    return len(own) >= 2 and len(other) >= 2 and (own in other or other in own)


def _total(
    terms: Sequence[Term], whole: Term, parts: list[Term], cue: str, families: Families, where: str
) -> Iterator[Statement]:
    parts = [each for each in parts if families.free(each) and each.order > whole.order and same_kind(each.figure, whole.figure)]
    if not parts or (len(parts) == 1 and cue not in ("bracket", "colon", "exhaustive")):
        return
    lists = _scopes(parts)
    readings = [Reading(_signed_total(each, whole)) for each in lists]
    fitting = next((each for each, reading in zip(lists, readings, strict=True) if fits(whole.figure, reading.expression)), None)
    if fitting is None and len(lists[0]) == 1:
        return
    strength = FIRM if fitting else _strength(terms, whole, lists[0], cue)
    chosen = fitting or lists[0]
    families.join(whole.order, [each.order for each in chosen])
    ordered = [Reading(_signed_total(chosen, whole))] if fitting else readings[:1]
    yield Statement("total", whole.label or chosen[0].label, whole.figure, tuple(ordered), strength=strength, where=where)


def _scopes(parts: list[Term]) -> list[list[Term]]:
    """The lists that the parts may make: to the first ；, to the end, then shorter by one from the end."""
    first_item = [each for each in parts if each.item == parts[0].item]
    scopes = [first_item, parts] if 2 <= len(first_item) < len(parts) else [parts]
    if len(first_item) < 2:
        scopes = [parts]
    for size in range(len(parts) - 1, 1, -1):
        scopes.append(parts[:size])
    unique: dict[tuple[int, ...], list[Term]] = {tuple(p.order for p in each): each for each in scopes}
    return list(unique.values())[:MOST_READINGS]


def _signed_total(parts: Sequence[Term], whole: Term) -> Expression:
    """The sum of the parts in the whole's unit; parts that move the other way are taken off."""
    same = [each.figure for each in parts if each.sign == whole.sign or each.role != CHANGE]
    other = [each.figure for each in parts if each.sign != whole.sign and each.role == CHANGE]
    if not other:
        return total(same, whole.figure)
    if not same:
        return constant(0) - total(other, whole.figure)
    return total(same, whole.figure) - total(other, whole.figure)


def _strength(terms: Sequence[Term], whole: Term, parts: Sequence[Term], cue: str) -> str:
    """What a gap proves. Too much is always wrong; too little only where the list says it is complete."""
    if any(found("prose", "list.nested_levels", each.label) for each in parts):
        return OPEN
    words_after = parts[-1].figure.place.quote
    if any(found("prose", "list.rest", each.gap) for each in terms[whole.order + 1 :]):
        return OPEN
    if len(parts) < 2 or {each.dimension for each in parts} != {whole.dimension}:
        return OPEN
    if _is_partition(whole, parts):
        return FIRM
    if found("prose", "list.open_end", parts[0].gap.rpartition(":")[0][-6:]) or "等" in parts[0].gap:
        return OPEN
    if cue in ("colon", "exhaustive", "bracket"):
        homogeneous = len({each.stage for each in parts}) == 1
        return FIRM if homogeneous and words_after else LOOSE
    more = plus([figure(each.figure) for each in parts]).value() > whole.figure.value
    same_unit = len({each.figure.unit for each in (*parts, whole)}) == 1
    if more and same_unit and len(parts) <= 4:
        return LOOSE
    return LOOSE if slip(whole.figure, total([each.figure for each in parts], whole.figure)) else OPEN


def _is_partition(whole: Term, parts: Sequence[Term]) -> bool:
    """Whether the parts are all the parts of a known partition, told one each."""
    for each in words("partitions")["partition"]:
        hits = [sum(bool(regex.search(pattern, part.label)) for part in parts) for pattern in each["parts"]]
        if all(hit == 1 for hit in hits) and len(parts) == len(hits):
            return True
    return False


def slip(stated: Figure, expected: Expression) -> bool:
    """Whether the gap is what one wrong digit, two swapped digits or a lost one would leave.

    A list that is merely incomplete leaves such a gap about once in two hundred times.
    """
    value = expected.value()
    if len(stated.value.as_tuple().digits) < 3:
        return False
    gap = abs(stated.value - value).normalize()
    digits = "".join(map(str, gap.as_tuple().digits)).strip("0")
    if len(digits) == 1:
        return True
    return len(digits) == 2 and int(digits) % 9 == 0


def fits(stated: Figure, expression: Expression) -> bool:
    try:
        return stated.interval.meets(expression.interval())
    except ZeroDivisionError:
        return False


def telling(value: Figure) -> bool:
    """Whether a figure has three significant digits, so that a fit is no chance."""
    return len("".join(map(str, value.value.as_tuple().digits)).strip("0")) >= 3


def _partitions(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
    """Wholes whose parts are complete by rule, wherever they stand in the passage."""
    amounts = [each for each in terms if each.role == AMOUNT]
    for each in words("partitions")["partition"]:
        for stage in dict.fromkeys(term.stage for term in amounts):
            series = [term for term in amounts if term.stage == stage]
            parts = [next((t for t in series if regex.search(p, t.label)), None) for p in each["parts"]]
            present = [part for part in parts if part is not None]
            if len(present) < len(parts) or not all(families.free(part) for part in present):
                continue
            first = min(part.order for part in present)
            wholes = [t for t in series if t.order < first and regex.search(each["whole"], t.label) and t not in present]
            wholes = [t for t in wholes if same_kind(t.figure, present[0].figure)]
            if not wholes:
                continue
            expression = total([part.figure for part in present], wholes[-1].figure)
            whole = next((t for t in reversed(wholes) if fits(t.figure, expression)), wholes[-1])
            if not fits(whole.figure, expression) and not slip(whole.figure, expression):
                continue
            families.join(whole.order, [part.order for part in present])
            yield Statement("total", whole.label, whole.figure, (Reading(expression),), where=where, strength=LOOSE)


def _collected(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
    """A total told after its parts: 甲 a、乙 b，共计 c."""
    for term in terms:
        if term.role != AMOUNT or term.order in families.parts_of or not found("prose", "role.total_back", term.lead):
            continue
        before = [
            each for each in terms[: term.order]
            if each.role == AMOUNT and each.sentence == term.sentence and each.depth == term.depth
            and same_kind(each.figure, term.figure) and families.free(each)
        ]  # fmt: skip
        lists = [before[-size:] for size in range(len(before), 1, -1)][:MOST_READINGS]
        fit = next((each for each in lists if fits(term.figure, total([p.figure for p in each], term.figure))), None)
        if fit is None and not (lists and slip(term.figure, total([p.figure for p in lists[0]], term.figure))):
            continue
        chosen = fit or lists[0]
        families.join(term.order, [each.order for each in chosen])
        reading = Reading(total([each.figure for each in chosen], term.figure))
        yield Statement("total", term.label or chosen[0].label, term.figure, (reading,), strength=LOOSE, where=where)


def _windows(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
    """Neighbouring amounts that add up to the one before or after them: ticks only, never an accusation."""
    for depth_host in dict.fromkeys((each.depth, each.host) for each in terms):
        level = [e for e in terms if (e.depth, e.host) == depth_host and e.role in (AMOUNT, ADJUST)]
        for place, whole in enumerate(level):
            if whole.order in families.parts_of or not telling(whole.figure):
                continue
            chosen = _adjacent(level, place, families)
            if chosen:
                families.join(whole.order, [each.order for each in chosen])
                reading = Reading(total([each.figure for each in chosen], whole.figure))
                yield Statement("total", whole.label, whole.figure, (reading,), strength=OPEN, where=where)


def _adjacent(level: Sequence[Term], place: int, families: Families) -> list[Term]:
    whole = level[place]

    def usable(each: Term) -> bool:
        return (
            families.free(each) and each.figure.value > 0 and same_kind(each.figure, whole.figure)
            and each.figure.value != whole.figure.value and abs(each.sentence - whole.sentence) <= 2
        )  # fmt: skip

    for run in (level[place + 1 :], level[:place][::-1]):
        chosen: list[Term] = []
        for each in run[: LONGEST_WINDOW + 4]:
            if not usable(each) or (chosen and each.stage != chosen[0].stage):
                if each.figure.value == 0 or not chosen:
                    continue
                if each.stage != chosen[0].stage:
                    continue
                break
            chosen.append(each)
            if len(chosen) >= 2 and fits(whole.figure, total([part.figure for part in chosen], whole.figure)):
                return chosen
    return []


def _changes(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
    """The changes of the parts add up to the change of the whole, signs heeded."""
    change_of = {each.subject: each for each in reversed(terms) if each.role == CHANGE and each.subject is not None}
    for whole, lists in families.parts_of.items():
        for parts in lists:
            own = change_of.get(whole)
            moved = [change_of[part] for part in parts if part in change_of]
            if own is None or len(moved) < 2 or own in moved or not all(same_kind(own.figure, m.figure) for m in moved):
                continue
            if len({each.against for each in (own, *moved)} - {""}) > 1:
                continue
            reading = Reading(_signed_total(moved, own))
            complete = len(moved) == len(parts)
            firm = complete or slip(own.figure, reading.expression)
            yield Statement("total", f"{terms[whole].label}变动额", own.figure, (reading,),
                            strength=LOOSE if firm else OPEN, where=where)  # fmt: skip


def _shares(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
    """Shares of one whole: each against its amounts, and all together against 100 %."""
    groups: dict[int, list[Term]] = {}
    for term in terms:
        if term.role not in (SHARE, BARE) or term.subject is None or term.dimension != "rate":
            continue
        candidates = _wholes(terms, term, families)
        part = terms[term.subject]
        readings = tuple(Reading(percent(figure(part.figure), _alike(each, part))) for each in candidates[:MOST_READINGS])
        chosen = next((each for each, r in zip(candidates, readings, strict=False) if fits(term.figure, r.expression)), None)
        certain = _certain(terms, term, candidates, families)
        if term.role == BARE and chosen is None and not certain:
            continue
        whole = chosen or (candidates[0] if certain else None)
        if whole is not None:
            groups.setdefault(whole.order, []).append(term)
        if not readings:
            yield from _implied_whole(terms, term, where)
            continue
        subject = f"{part.label}占比"
        kept = readings if not chosen else (readings[candidates.index(chosen)],)
        yield Statement("share", subject, term.figure, kept[:1] if certain or chosen else kept,
                        strength=FIRM if certain else OPEN, where=where)  # fmt: skip
    yield from _hundreds(terms, groups, families, where)


def _alike(whole: Term, part: Term) -> Expression:
    factor = whole.figure.unit.factor / part.figure.unit.factor
    own = figure(whole.figure)
    return own if factor == 1 or not whole.figure.unit.symbol or not part.figure.unit.symbol else own * constant(factor)


def _wholes(terms: Sequence[Term], term: Term, families: Families) -> list[Term]:
    """The wholes a share may be of: the named one, else the list's, else what stands before, nearest first."""
    part = terms[term.subject]  # type: ignore[index]
    earlier = [
        each for each in reversed(terms[: term.order])
        if each.role in (AMOUNT, WHOLE) and each.order != part.order and same_kind(each.figure, part.figure)
    ]  # fmt: skip
    if term.named:
        named = [each for each in earlier if _named_alike(each.label, term.named)]
        if named:
            return named
    if part.order in families.whole_of:
        return [terms[families.whole_of[part.order]]]
    return [each for each in earlier if each.figure.base_value >= part.figure.base_value or each.role == WHOLE][:MOST_READINGS]


def _named_alike(label: str, named: str) -> bool:
    strip = r"总额|总数|合计|总|数$|金额|的|资金|本年|全年|年度|预算"
    own, other = (regex.sub(strip, "", each, timeout=TIMEOUT) for each in (label, named))
    return len(own) >= 2 and len(other) >= 2 and (own in other or other in own)


def _certain(terms: Sequence[Term], term: Term, candidates: Sequence[Term], families: Families) -> bool:
    """Whether the whole is settled by name or by a list that adds up, so that a gap is an error."""
    part = terms[term.subject]  # type: ignore[index]
    if term.role == BARE:
        return False
    if term.named:
        return any(_named_alike(each.label, term.named) for each in candidates)
    return part.order in families.whole_of and bool(candidates)


def _implied_whole(terms: Sequence[Term], term: Term, where: str) -> Iterator[Statement]:
    """A share of a whole that is never printed: the parts of the known partition make it up."""
    part = terms[term.subject]  # type: ignore[index]
    partners = _partners(terms, part)
    if len(partners) < 2:
        return
    whole = total([each.figure for each in partners], part.figure)
    yield Statement("share", f"{part.label}占比", term.figure, (Reading(percent(figure(part.figure), whole)),), where=where)


def _partners(terms: Sequence[Term], part: Term) -> list[Term]:
    for each in words("partitions")["partition"]:
        hits = [
            next((t for t in terms if t.role == AMOUNT and t.stage == part.stage and regex.search(p, t.label)), None)
            for p in each["parts"]
        ]
        if part in hits and all(hit is not None for hit in hits):
            return [hit for hit in hits if hit is not None]
    return []


def _hundreds(
    terms: Sequence[Term], groups: dict[int, list[Term]], families: Families, where: str
) -> Iterator[Statement]:
    """The shares of the parts of one whole make 100 %, where every part tells its share."""
    for whole, shares in groups.items():
        by_part = {each.subject: each for each in shares}
        for parts in families.parts_of.get(whole, []):
            told = [by_part[part] for part in parts if part in by_part]
            if len(told) == len(parts) >= 2:
                yield hundred([each.figure for each in told], terms[whole].label, where)


HUNDRED = Figure("", "100%", "100%", Decimal(100), Decimal(0), UNITS["%"], Place())
"""What the shares of one whole make; not a figure of the report."""


def hundred(shares: Sequence[Figure], subject: str, where: str) -> Statement:
    """All shares of one whole make 100 %."""
    return Statement("shares", f"{subject}构成占比合计", HUNDRED, (Reading(total(shares, HUNDRED)),), where=where)


__all__ = ["ADJUST", "GROWTH", "Families", "breakdowns", "fits", "hundred", "slip", "telling"]
