"""Breakdowns told in prose: a whole, its parts, their shares and their changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extractor.document import Place
from extractor.expression import Expression, difference, figure, in_unit_of, percent, total
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.prose.terms import ADJUST, AMOUNT, BARE, CHANGE, SHARE, WHOLE, Term, core, namesakes, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import UNITS, is_count
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


def breakdowns(terms: Sequence[Term], where: str, told: Sequence[Figure] = ()) -> tuple[list[Statement], Families]:
    """Totals told with a cue (其中 分别为 a colon a bracket), then those that show by adding up alone.

    ``told`` are amounts of the passages before, where a share may name its whole.
    """
    families = Families()
    statements: list[Statement] = []
    for opening in reversed(list(_cued(terms))):
        statements.extend(_total(terms, opening, families, where))
    statements.extend(_partitions(terms, families, where))
    statements.extend(_collected(terms, families, where))
    statements.extend(_grades(terms, families, where))
    statements.extend(_windows(terms, families, where))
    statements.extend(_changes(terms, families, where))
    statements.extend(_shares(terms, families, where, told))
    return statements, families


@dataclass(frozen=True, slots=True)
class Opening:
    """A list that a cue opens: its parts, the wholes it may break down (likeliest first), and how sure the first is."""

    wholes: tuple[Term, ...]
    parts: tuple[Term, ...]
    cue: str
    sure: bool


def _cued(terms: Sequence[Term]) -> Iterator[Opening]:
    """Each list that a cue opens, per stage where its items tell budget and actual side by side."""
    for before, first in zip(terms, terms[1:], strict=False):
        cue = _cue(terms[first.order - 1 if before.subject is None else before.subject], first) or _cue(before, first)
        if not cue or first.role not in (AMOUNT, CHANGE):
            continue
        reach = [
            each
            for each in terms[first.order :]
            if (each.role == first.role or first.role == AMOUNT and each.role == ADJUST and each.sign > 0)
            and each.sentence == first.sentence and each.depth == first.depth
            and each.host == first.host and same_kind(each.figure, first.figure)
        ]  # fmt: skip
        for series in _series(reach):
            wholes, sure = _wholes_for(terms, before, first, series, cue)
            if wholes:
                yield Opening(tuple(wholes[:4]), tuple(series), cue, sure)


def _series(reach: Sequence[Term]) -> list[list[Term]]:
    """One list, or one per stage where every item tells two (预算 a，支出 b；预算 c，支出 d)."""
    stages: dict[str, list[Term]] = {}
    for each in reach:
        stages.setdefault("actual" if each.stage == "actual" else "plan" if each.stage else "", []).append(each)
    paired = [group for group in stages.values() if len(group) >= 2]
    if len(paired) == 2 and abs(len(paired[0]) - len(paired[1])) <= 1 and "actual" in stages:
        return paired
    return [list(reach)]


def _cue(before: Term, after: Term) -> str:
    """What opens a list between two neighbouring figures: colon, among, bracket, exhaustive; "" for nothing."""
    gap = after.gap
    if after.host == before.order and after.depth > before.depth:
        return "bracket" if not found("prose", "list.among", gap) else "among"
    tail = regex.split(r"[。;\n]", gap)[-1]
    if found("prose", "list.among", tail):
        return "among"
    if found("prose", "list.exhaustive", tail):
        return "exhaustive"
    if found("prose", "list.use", tail):
        return "use"
    inner = _inner_whole(after)
    if inner and any(namesakes(each.label, inner) for each in (before,)):
        return "among"
    return "colon" if regex.search(r":\s*[^:,;。]*$", tail, timeout=TIMEOUT) else ""


def _wholes_for(
    terms: Sequence[Term], before: Term, first: Term, parts: Sequence[Term], cue: str
) -> tuple[list[Term], bool]:
    """The wholes a list may break down, likeliest first, and whether the words settle the first of them."""
    if cue == "bracket":
        host = terms[before.order]
        return ([host], True) if same_kind(host.figure, parts[0].figure) and host.role == parts[0].role else ([], False)
    earlier = [
        each
        for each in reversed(terms[: first.order])
        if each.role == WHOLE or (each.role == parts[0].role and each.depth <= first.depth)
        if same_kind(each.figure, parts[0].figure)
    ]
    staged = [each for each in earlier if each.stage == parts[0].stage]
    opening = _opening_words(first) or _inner_whole(first)
    if found("prose", "list.by_class", opening or first.gap):
        heads = _heads(earlier, first)
        return heads, bool(heads)
    if opening:
        named = [each for each in earlier if namesakes(each.label, opening)]
        return (named, True) if named else (earlier[:3], False)
    while before.depth > first.depth and before.host is not None:
        before = terms[before.host]
    adjacent = before if before.role in (first.role, WHOLE) else terms[before.subject] if before.subject is not None else None
    if adjacent is not None and adjacent in earlier and before.sentence == first.sentence:
        if parts[0].stage and adjacent.stage != parts[0].stage and staged and staged[0].sentence == first.sentence:
            return [staged[0], adjacent], True
        return [adjacent, *[each for each in earlier if each is not adjacent][:2]], True
    recent = [each for each in earlier if each.sentence >= first.sentence - 1]
    if parts[0].stage:
        recent = [each for each in recent if _stage_alike(each, parts[0])] or recent
    return recent[:4], bool(recent) and before.sentence == first.sentence - 1 and cue == "among"


def _stage_alike(left: Term, right: Term) -> bool:
    return (left.stage == "actual") == (right.stage == "actual")


def _heads(earlier: Sequence[Term], first: Term) -> list[Term]:
    """The first amounts of the sentences up to here, nearest first: what a second classification breaks down again."""
    by_sentence: dict[int, Term] = {}
    for each in earlier:
        by_sentence[each.sentence] = each
    return [each for _, each in sorted(by_sentence.items(), reverse=True)]


def _inner_whole(first: Term) -> str:
    """The whole that a clause itself opens: 基本支出中人员支出为 …"""
    match = regex.match(r"(\p{Han}{2,12})中(?=\p{Han}{2})(?!心)", first.lead, timeout=TIMEOUT)
    return match[1] if match else ""


def _opening_words(first: Term) -> str:
    """The words between the last figure and the colon that may name the whole: 工资福利下："""
    clause = regex.split(r"[。;,\n]", first.gap)
    match = regex.search(r"([^,;。:\n()]+):[^:]*$", clause[-1] if ":" in clause[-1] else first.gap, timeout=TIMEOUT)
    opening = match[1].strip() if match else ""
    return regex.sub(r"^(?:其中|其)|(?:下|中|内|由\p{Han}块构成|由.*构成|由.*组成|包括|分为|构成|明细|情况|如下|以下)+$", "", opening)


def _total(terms: Sequence[Term], opening: Opening, families: Families, where: str) -> Iterator[Statement]:
    """The first pair of whole and list that fits; else the likeliest pair, as strong as the words make it."""
    parts = [each for each in opening.parts if families.free(each)]
    if not parts:
        return
    nested = any(found("prose", "list.nested_levels", each.label) for each in parts)
    pairs = [(whole, scope) for whole in opening.wholes for scope in _scopes([p for p in parts if p.order > whole.order])]
    pairs = [pair for place, pair in enumerate(pairs) if not place or (telling(pair[0].figure) and not nested)]
    if not pairs:
        return
    for whole, scope in pairs[: 2 * MOST_READINGS]:
        expression = _signed_total(scope, whole)
        alone = len(scope) == 1
        if fits(whole.figure, expression) and (not alone or whole in opening.wholes[:1] and told_alike(whole.figure, scope[0].figure)):
            families.join(whole.order, [each.order for each in scope])
            yield Statement("total", whole.label or scope[0].label, whole.figure, (Reading(expression),), where=where)
            return
    whole, scope = pairs[0]
    if opening.cue in ("among", "use") and opening.sure and len(scope) == 1 and scope[0].stage in ("", whole.stage):
        families.whole_of.setdefault(scope[0].order, whole.order)
        limit, exact = twin(whole.figure, scope[0].figure)
        yield Statement("bound", scope[0].label, scope[0].figure, (Reading(limit),), "<=",
                        strength=LOOSE if scope[0].role == AMOUNT else OPEN, where=where, exact=exact)  # fmt: skip
        return
    strength = _strength(terms, whole, scope, opening) if opening.sure else OPEN
    if strength == OPEN and (len(scope) < 2 or opening.cue in ("among", "use")):
        return
    if strength != OPEN:
        families.join(whole.order, [each.order for each in scope])
    reading = Reading(_signed_total(scope, whole))
    yield Statement("total", whole.label or scope[0].label, whole.figure, (reading,), strength=strength, where=where,
                    elsewhere=_in_other_unit(scope, whole))  # fmt: skip


def _in_other_unit(parts: Sequence[Term], whole: Term) -> tuple[Reading, ...]:
    """The sum in the parts' own unit, where the whole's unit is another: 471.23元 for 189.63万元 and 281.6万元."""
    own = parts[0].figure.unit
    if own == whole.figure.unit or any(each.figure.unit != own for each in parts):
        return ()
    return (Reading(total([each.figure for each in parts], parts[0].figure), "cause.unit_told"),)


def _scopes(parts: list[Term]) -> list[list[Term]]:
    """The lists that the parts may make: to the first ；, to the end, then shorter by one from the end."""
    if not parts:
        return []
    first_item = [each for each in parts if each.item == parts[0].item]
    scopes = [first_item, parts] if 2 <= len(first_item) < len(parts) else [parts]
    scopes += [parts[:size] for size in range(len(parts) - 1, 1, -1)]
    unique: dict[tuple[int, ...], list[Term]] = {tuple(p.order for p in each): each for each in scopes}
    return list(unique.values())[:MOST_READINGS]


def _signed_total(parts: Sequence[Term], whole: Term) -> Expression:
    """The sum of the parts in the whole's unit; parts that move the other way are taken off."""
    same = [each.figure for each in parts if each.sign == whole.sign or each.role not in (CHANGE, ADJUST)]
    other = [each.figure for each in parts if each.figure not in same]
    return difference(same, other, whole.figure)


def _strength(terms: Sequence[Term], whole: Term, parts: Sequence[Term], opening: Opening) -> str:
    """What a gap proves. Too much is always wrong; too little only where the list says it is complete."""
    if any(found("prose", "list.nested_levels", each.label) for each in parts):
        return OPEN
    if any(found("prose", "list.rest", each.gap) for each in terms[whole.order + 1 :]):
        return OPEN
    if len(parts) < 2:
        return LOOSE if opening.cue in ("bracket", "colon") and slip(whole.figure, figure(parts[0].figure)) else OPEN
    if _is_partition(parts):
        return FIRM
    if found("prose", "list.open_end", parts[0].gap.rpartition(":")[0][-6:]) or "等" in parts[0].gap:
        return OPEN
    expression = _signed_total(parts, whole)
    if any(each.figure.base_value == whole.figure.base_value for each in parts):
        return OPEN
    if opening.cue in ("colon", "exhaustive", "bracket"):
        return FIRM if len({each.figure.unit for each in parts}) == 1 else LOOSE
    nested = is_count(whole.figure.unit)
    if expression.value() > whole.figure.value and whole.role == parts[0].role and len(parts) <= 6 and not nested:
        return LOOSE
    return LOOSE if slip(whole.figure, expression) else OPEN


def _is_partition(parts: Sequence[Term]) -> bool:
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


def twin(other: Figure, like: Figure) -> tuple[Expression, bool]:
    """One value printed once more: exact where unit and decimals are the same, else within both roundings."""
    if other.unit == like.unit and other.resolution == like.resolution and not other.qualifier and not like.qualifier:
        return figure(other, Interval.exactly(other.value)), True
    return in_unit_of(other, like), False


def told_alike(left: Figure, right: Figure) -> bool:
    """Whether two prints can be of one value."""
    expression, exact = twin(right, left)
    return left.value == right.value if exact else fits(left, expression)


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
    """A total told after its parts: 甲 a、乙 b，共计 c; or told once more for a whole sentence of amounts."""
    for term in terms:
        if term.role != AMOUNT or not found("prose", "role.total_back", term.lead):
            continue
        before = [
            each for each in terms[: term.order]
            if each.role == AMOUNT and each.depth == term.depth and same_kind(each.figure, term.figure) and families.free(each)
        ]  # fmt: skip
        own = [each for each in before if each.sentence == term.sentence]
        lists = [own[-size:] for size in range(len(own), 1, -1)]
        lists += [list(each) for each in _sentences(before) if len(each) > 1 and each[0].sentence < term.sentence]
        lists = lists[:MOST_READINGS]
        fit = next((each for each in lists if fits(term.figure, total([p.figure for p in each], term.figure))), None)
        near = next((each for each in lists if slip(term.figure, total([p.figure for p in each], term.figure))), None)
        chosen = fit or near
        if chosen is None:
            continue
        if fit:
            families.join(term.order, [each.order for each in chosen])
        reading = Reading(total([each.figure for each in chosen], term.figure))
        yield Statement("total", term.label or "合计", term.figure, (reading,), strength=LOOSE, where=where)


def _grades(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
    """Projects by grade against the projects evaluated: 自评 n 个，其中优 a 个、良 b 个，其余 0 个."""
    graded = [each for each in terms if each.role == AMOUNT and each.dimension in ("count:个", "count:项") and _is_grade(each.label)]
    for sentence in _sentences(graded):
        wholes = [
            each for each in terms[: sentence[0].order]
            if each.role == AMOUNT and same_kind(each.figure, sentence[0].figure) and each.sentence >= sentence[0].sentence - 1
            and not _is_grade(each.label)
        ]  # fmt: skip
        if not wholes or not all(families.free(each) for each in sentence):
            continue
        expression = total([each.figure for each in sentence], wholes[-1].figure)
        whole = next((each for each in reversed(wholes) if fits(each.figure, expression)), wholes[-1])
        certain = len(sentence) > 1 or expression.value() > whole.figure.value
        families.join(whole.order, [each.order for each in sentence])
        yield Statement("total", whole.label or "项目", whole.figure, (Reading(expression),),
                        strength=FIRM if certain else OPEN, where=where)  # fmt: skip


def _is_grade(label: str) -> bool:
    pattern = r".{0,12}?(?:优秀?|良好?|中|合格|一般|差|不合格|其余)(?:等次|等级|档)?[”\"]?(?:的?项目)?"
    return regex.fullmatch(pattern, label.strip("“”\""), timeout=TIMEOUT) is not None


def _sentences(terms: Sequence[Term]) -> list[list[Term]]:
    groups: dict[int, list[Term]] = {}
    for each in terms:
        groups.setdefault(each.sentence, []).append(each)
    return list(groups.values())


def _windows(terms: Sequence[Term], families: Families, where: str) -> Iterator[Statement]:
    """Amounts that add up to one told beside them, or whole sentences and items that do: ticks, never accusations."""
    for depth_host in dict.fromkeys((each.depth, each.host) for each in terms):
        level = [e for e in terms if (e.depth, e.host) == depth_host and e.role in (AMOUNT, ADJUST)]
        for place, whole in sorted(enumerate(level), key=lambda each: each[1].order in families.parts_of):
            if whole.role != AMOUNT or not telling(whole.figure):
                continue
            chosen = _adjacent(level, place, families) or _grouped(level, whole, families)
            if chosen:
                families.join(whole.order, [each.order for each in chosen])
                reading = Reading(_signed_total(chosen, whole))
                yield Statement("total", whole.label, whole.figure, (reading,), strength=OPEN, where=where)


def _adjacent(level: Sequence[Term], place: int, families: Families) -> list[Term]:
    """The run right after, or right before, that adds up to the amount at ``place``; of one stage or of any.

    Also every second amount: 预算 and 决算 told in turns without a word between them.
    """
    whole = level[place]
    for run in (level[place + 1 :], level[:place][::-1]):
        near = [
            each for each in run[: LONGEST_WINDOW + 6]
            if families.free(each) and each.figure.value > 0 and same_kind(each.figure, whole.figure)
            and abs(each.sentence - whole.sentence) <= 2
        ]  # fmt: skip
        amounts = [each for each in near if each.role == AMOUNT]
        stages = dict.fromkeys(each.stage for each in amounts)
        other = [each for each in run[1 : 2 * LONGEST_WINDOW : 2] if each in near]
        for series in (near, amounts, *([each for each in amounts if each.stage == stage] for stage in stages), other):
            for size in range(2, min(len(series), LONGEST_WINDOW) + 1):
                if fits(whole.figure, _signed_total(series[:size], whole)):
                    return series[:size]
    return []


def _grouped(level: Sequence[Term], whole: Term, families: Families) -> list[Term]:
    """A sentence or item whose free amounts, all of them, add up to an amount told elsewhere in the passage;
    or a run of sentence heads that does."""
    free = [e for e in level if families.free(e) and same_kind(e.figure, whole.figure) and e.figure.value > 0]
    groups: dict[tuple[int, int | None], list[Term]] = {}
    for each in free:
        groups.setdefault((each.sentence, None), []).append(each)
        groups.setdefault((each.sentence, each.item), []).append(each)
    heads = [group[0] for (_, item), group in groups.items() if item is None and group[0].sentence > whole.sentence]
    lists = [*groups.values(), *(heads[:size] for size in range(2, min(len(heads), 6) + 1))]
    for group in lists:
        if len(group) > 1 and whole not in group and telling(group[0].figure):
            if fits(whole.figure, _signed_total(group, whole)):
                return group
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


def _shares(terms: Sequence[Term], families: Families, where: str, told: Sequence[Figure]) -> Iterator[Statement]:
    """Shares of one whole: each against its amounts, and all together against 100 %."""
    groups: dict[int, list[tuple[Term, bool]]] = {}
    for term in terms:
        if term.role not in (SHARE, BARE) or term.subject is None or term.dimension != "rate":
            continue
        part = terms[term.subject]
        if part.gap.strip() == "/":
            continue
        partners = _partners(terms, part) if term.role == SHARE else []
        candidates, certain = _share_wholes(terms, term, families)
        family = part.order in families.whole_of
        if len(partners) > 1 and not certain and not family and not _any_fits(term, part, candidates):
            yield from _of_partners(terms, term, partners, where)
            continue
        if not candidates and term.named:
            yield from _of_told(part, term, told, where)
            continue
        readings = [Reading(percent(figure(part.figure), in_unit_of(each.figure, part.figure))) for each in candidates]
        chosen = next((place for place, each in enumerate(readings) if fits(term.figure, each.expression)), None)
        if not readings or (chosen is None and not certain and term.role == BARE):
            continue
        place = chosen or 0
        near = readings[place].expression.interval().widened(term.figure.resolution / 2).meets(term.figure.interval)
        groups.setdefault(candidates[place].order, []).append((term, near))
        yield Statement("share", f"{part.label}占比", term.figure, (readings[place],),
                        strength=FIRM if certain else OPEN, where=where)  # fmt: skip
    yield from _hundreds(terms, groups, families, where)


def _any_fits(term: Term, part: Term, wholes: Sequence[Term]) -> bool:
    return any(fits(term.figure, percent(figure(part.figure), in_unit_of(each.figure, part.figure))) for each in wholes)


def _share_wholes(terms: Sequence[Term], term: Term, families: Families) -> tuple[list[Term], bool]:
    """The wholes a share may be of, likeliest first, and whether its words or its list settle the first.

    The named one, else the list's, else what stands before, nearest first. 全部为…占 100% is of itself.
    """
    part = terms[term.subject]  # type: ignore[index]
    earlier = [
        each for each in reversed(terms[: term.order])
        if each.role in (AMOUNT, WHOLE) and each.order != part.order and same_kind(each.figure, part.figure)
        and each.figure.value != 0
    ]  # fmt: skip
    if term.named:
        named = [each for each in earlier if namesakes(each.label, term.named)]
        if named or len(core(term.named)) > 1:
            return named, bool(named)
    family = [terms[families.whole_of[part.order]]] if part.order in families.whole_of else []
    if term.role == BARE:
        alike = [each for each in earlier if namesakes(each.label, part.label)]
        return [*alike, *family, *earlier][:MOST_READINGS], False
    if family:
        return family, True
    if "全部" in term.gap or "均为" in term.gap:
        return [part], False
    plan = [each for each in earlier if each.sentence == part.sentence and each.item == part.item and each.stage == "plan"]
    large = [each for each in earlier if each.figure.base_value >= part.figure.base_value or each.role == WHOLE]
    return [*plan, *(each for each in large if each not in plan)][:MOST_READINGS], False


def _of_partners(terms: Sequence[Term], term: Term, partners: Sequence[Term], where: str) -> Iterator[Statement]:
    """A share of a whole that is never printed: the parts of the known partition make it up, and make 100 %."""
    part = terms[term.subject]  # type: ignore[index]
    whole = total([each.figure for each in partners], part.figure)
    yield Statement("share", f"{part.label}占比", term.figure, (Reading(percent(figure(part.figure), whole)),), where=where)
    by_part = {each.subject: each for each in reversed(terms) if each.role == SHARE and each.order <= term.order}
    told = [by_part[each.order] for each in partners if each.order in by_part]
    if len(told) == len(partners):
        yield hundred([each.figure for each in told], part.label, where)


def _of_told(part: Term, term: Term, told: Sequence[Figure], where: str) -> Iterator[Statement]:
    """A share of a whole named here and printed in a passage before: a fit ticks."""
    wholes = [each for each in reversed(told) if namesakes(each.label, term.named) and same_kind(each, part.figure) and each.value]
    readings = [Reading(percent(figure(part.figure), in_unit_of(each, part.figure))) for each in wholes[:MOST_READINGS]]
    fit = next((each for each in readings if fits(term.figure, each.expression)), None)
    if fit is not None:
        yield Statement("share", f"{part.label}占比", term.figure, (fit,), strength=OPEN, where=where)


def _partners(terms: Sequence[Term], part: Term) -> list[Term]:
    """The parts of the known partition that a part belongs to, itself among them; empty where one is missing."""
    for each in words("partitions")["partition"]:
        hits = [
            next((t for t in sorted(terms, key=lambda t: t.stage != part.stage) if t.role == AMOUNT and regex.search(p, t.label)), None)
            for p in each["parts"]
        ]
        if part in hits and all(hit is not None for hit in hits):
            return [hit for hit in hits if hit is not None]
    return []


def _hundreds(
    terms: Sequence[Term], groups: dict[int, list[tuple[Term, bool]]], families: Families, where: str
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
                yield hundred([each.figure for each, _ in told], terms[whole].label, where, FIRM if complete else OPEN)


HUNDRED = Figure("", "100%", "100%", Decimal(100), Decimal(0), UNITS["%"], Place())
"""What the shares of one whole make; not a figure of the report."""


def hundred(shares: Sequence[Figure], subject: str, where: str, strength: str = FIRM) -> Statement:
    """All shares of one whole make 100 %; OPEN where a part tells no share."""
    reading = Reading(total(shares, HUNDRED))
    return Statement("shares", f"{subject}构成占比合计", HUNDRED, (reading,), strength=strength, where=where)
