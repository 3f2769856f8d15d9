"""The same thing told twice: whole clauses, and amounts under one name in prose and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, pairwise
from operator import itemgetter
from types import MappingProxyType

from extractor.document import Passage, Place
from extractor.expression import Expression, absolute, figure, in_unit_of, plus
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.numerals import narrow
from extractor.prose.fitting import slip, telling, told_alike, twin
from extractor.prose.terms import core, namesakes, same_kind, stage
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import NONE, is_count
from extractor.vocabulary import TIMEOUT, compiled, found

SHORTEST = 8
"""Han characters that a clause told twice must have, so that it is no common phrase."""

NAMED = 4
"""Letters of a name that is told so fully that another value under it is worth a question."""

LONGEST_RUN = 3
"""Clauses with figures that are compared as one when they stand twice in a row."""

NEAREST = 60
"""Earlier figures of about the same value that one is held against, the nearest first: cost stays linear."""

NO_DIFFERENCE = Figure("", "0", "0", Decimal(0), Decimal(0), NONE, Place())
"""What two tellings of one clause should differ by; not a figure of the report."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its figures; ``shape`` is its text with every number as #, blanks dropped, ``letters`` the count
    of its Han characters."""

    shape: str
    text: str
    figures: tuple[Figure, ...]
    passage: int
    letters: int


def clauses(passages: Sequence[tuple[Passage, tuple[Figure, ...]]]) -> list[Clause]:
    """Every clause of the prose, in reading order."""
    found_clauses: list[Clause] = []
    for number, (passage, figures) in enumerate(passages):
        text = narrow(passage.text)
        inside = {place for each in figures for place in range(each.place.start, each.place.end)}
        ends = [m.end() for m in compiled(r"[,;。!?\n]").finditer(text, timeout=TIMEOUT) if m.start() not in inside]
        start = 0
        for end in [*ends, len(text)]:
            own = tuple(each for each in figures if start <= each.place.start < end)
            shape = _shape(text, start, end, own)
            letters = len(compiled(r"\p{Han}").findall(shape, timeout=TIMEOUT))
            found_clauses.append(Clause(shape, text[start:end].strip(" ,;。\n"), own, number, letters))
            start = end
    return found_clauses


def _shape(text: str, start: int, end: int, figures: Sequence[Figure]) -> str:
    parts, last = [], start
    for each in figures:
        if each.kind == "clause" and not text[last : each.place.start].strip(" ,;。\n"):
            last = each.place.end
            continue
        printed = "#" if each.is_quantity else each.text
        parts += [text[last : each.place.start], printed, each.unit.symbol if each.is_quantity else ""]
        last = each.place.end
    return compiled(r"[\s,;。“”\"]+|^\W+").sub("", "".join([*parts, text[last:end]]), timeout=TIMEOUT)


def told_twice(
    passages: Sequence[tuple[Passage, tuple[Figure, ...]]], stages: Mapping[str, str]
) -> Iterator[Statement]:
    """Runs of clauses that stand twice word for word, and whether their figures are the same.

    Figures of another stage (计划新建 …; 实际新建 …) may differ.
    """
    every = clauses(passages)
    seen: dict[str, int] = {}
    place = 0
    while place < len(every):
        first = seen.get(every[place].shape) if every[place].figures else None
        length = 0
        while first is not None and place + length < len(every) and first + length < place:
            if every[first + length].shape != every[place + length].shape:
                break
            length += 1
        if first is not None and length:
            yield from _same(every[first : first + length], every[place : place + length], stages)
        for each in range(place, place + max(length, 1)):
            if every[each].letters >= SHORTEST // 2:
                seen[every[each].shape] = each
        place += max(length, 1)


def _same(earlier: Sequence[Clause], later: Sequence[Clause], stages: Mapping[str, str]) -> Iterator[Statement]:
    """Each clause told twice, a short one of a small count with the one before it, and a run of two or three as one."""
    starts = [place for place, each in enumerate(later) if not place or not _leans(each)]
    for start, end in pairwise([*starts, len(later)]):
        yield from _compared(earlier[start:end], later[start:end], stages)
    told = sum(bool(each.figures) for each in later)
    if 1 < told <= LONGEST_RUN:
        yield from _compared(earlier, later, stages)


def _leans(clause: Clause) -> bool:
    """Whether a clause says too little to be known again by itself: 计划开展 5 次."""
    return clause.letters < SHORTEST and any(f.is_quantity and not telling(f) for f in clause.figures)


def _compared(earlier: Sequence[Clause], later: Sequence[Clause], stages: Mapping[str, str]) -> Iterator[Statement]:
    letters = sum(each.letters for each in later)
    left = [f for each in earlier for f in each.figures if f.is_quantity or f.kind == "date"]
    right = [f for each in later for f in each.figures if f.is_quantity or f.kind == "date"]
    if letters < SHORTEST or not any(f.is_quantity for f in right) or len(left) != len(right) or len(right) > 12:
        return
    differing = [(a, b) for a, b in zip(left, right, strict=True) if a.value != b.value]
    gaps = [absolute(_as_told(b) - _as_told(a)) for a, b in zip(left, right, strict=True)]
    subject = "".join(later[0].text.split())[:24]
    if not differing:
        yield Statement("repeat", subject, NO_DIFFERENCE, (Reading(plus(gaps)),), home="twice", strength=FIRM)
    elif len(differing) == 1 and len(right) > 1 and letters >= 2 * SHORTEST and any(a.value for a, _ in differing):
        a, b = differing[0]
        if slip(b, figure(a)) and stages.get(a.id) == stages.get(b.id):
            yield _repeat(subject, b, a, LOOSE)


def _as_told(each: Figure) -> Expression:
    """The figure as it stands where it is hedged: 五千多 is told again as 五千多."""
    return figure(each, Interval.exactly(each.value)) if each.qualifier else figure(each)


def repeats(
    figures: Sequence[Figure], known: Set[str] = frozenset(), stages: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Statement]:
    """Amounts and rates told again under a name of the same core: ticks; a slip under the very same name is a warning.

    ``known`` are the figures of clauses told twice, which are compared as a whole; ``stages`` the stage that
    the sentence gives a figure whose own words give none.
    """
    earlier: dict[tuple[Decimal, bool], list[tuple[int, Figure]]] = {}
    named: dict[tuple[str, str, str], int] = {}
    for place, each in enumerate(figures):
        if not each.is_quantity or each.qualifier or not each.value and each.place.table is not None:
            continue
        twins = _twins(each, earlier) if each.id not in known else []
        for other in twins:
            yield _repeat(each.label or other.label, each, other, OPEN)
        if not each.value:
            earlier.setdefault((_rough(each), False), []).append((place, each))
            continue
        if not twins and each.place.table is None and each.id not in known and _name(each, stages) in named:
            yield from _slipped(figures, named[_name(each, stages)], place)
        earlier.setdefault((_rough(each), each.place.table is not None), []).append((place, each))
        if each.place.table is None and len(core(each.label)) >= 3 and not _priced(each.label):
            named.setdefault(_name(each, stages), place)


def _priced(label: str) -> bool:
    """Whether a label tells a price for one of something (每亩补助, 单价): a text has as many as it has things."""
    return compiled(r"每\p{Han}|单价|各补").search(label, timeout=TIMEOUT) is not None


def _repeat(subject: str, later: Figure, earlier: Figure, strength: str) -> Statement:
    reading, exact = twin(earlier, later)
    return Statement("repeat", subject, later, (Reading(reading),), strength=strength, exact=exact)


def _rough(each: Figure) -> Decimal:
    """Three leading digits of the value in the first unit: tellings of one figure meet here whatever their rounding."""
    value = each.base_value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 2))


def _twins(each: Figure, earlier: Mapping[tuple[Decimal, bool], Sequence[tuple[int, Figure]]]) -> list[Figure]:
    """The last telling of the same value in the text, and the last one in a table, the later of them first."""
    rough = _rough(each)
    found: list[tuple[int, Figure]] = []
    for tabled in (False,) if each.place.table is not None else (False, True):
        told = islice(reversed(earlier.get((rough, tabled), ())), NEAREST)
        last = next((entry for entry in told if _is_twin(each, entry[1])), None)
        found += [last] if last is not None else []
    return [other for _, other in sorted(found, key=itemgetter(0), reverse=True)]


def _is_twin(each: Figure, other: Figure) -> bool:
    """Whether two figures, not both of tables, are one told twice: the same value, and names that share a core or
    four digits."""
    apart = other.place.paragraph != each.place.paragraph or each.place.table is not None
    if not apart and abs(other.place.start - each.place.start) < 12:
        return False
    if not same_kind(other, each) or other.exact != each.exact and is_count(each.unit):
        return False
    digits = len("".join(map(str, each.value.as_tuple().digits)).strip("0"))
    common = namesakes(other.label, each.label)
    return told_alike(each, other) and (common or digits >= 4) and (digits >= 3 or common and apart)


def _slipped(figures: Sequence[Figure], earlier: int, later: int) -> Iterator[Statement]:
    """The very same name, stage and unit with another value that one slip of the pen explains.

    In 项目 18 个 774 万元 the count goes with its amount: where the amount slipped the counts are compared too.
    """
    other, each = figures[earlier], figures[later]
    if (
        not namesakes(other.label, each.label)
        or other.place.paragraph == each.place.paragraph
        and not _apart(other, each)
    ):
        return
    if found("prose", "role.comparison", each.label) or other.period != each.period:
        return
    if each.unit.dimension != "money" and not is_count(each.unit):
        return
    if not slip(each, in_unit_of(other, each)):
        if each.label == other.label and len(core(each.label)) >= NAMED and not told_alike(each, other):
            yield _repeat(each.label, each, other, OPEN)
        return
    yield _repeat(each.label, each, other, LOOSE)
    before, after = _count_before(figures, earlier), _count_before(figures, later)
    if before is not None and after is not None and same_kind(before, after):
        yield _repeat(each.label, after, before, LOOSE)


def _count_before(figures: Sequence[Figure], place: int) -> Figure | None:
    """The count that stands right before an amount."""
    if not place:
        return None
    count, amount = figures[place - 1], figures[place]
    beside = count.place.paragraph == amount.place.paragraph and count.place.end == amount.place.start
    return count if beside and is_count(count.unit) else None


def _name(each: Figure, stages: Mapping[str, str]) -> tuple[str, str, str]:
    return core(each.label)[-4:], stages.get(each.id) or stage(each.label), each.unit.dimension


def _apart(left: Figure, right: Figure) -> bool:
    return abs(left.place.start - right.place.start) > 20


def headcounts(figures: Sequence[Figure]) -> Iterator[Statement]:
    """The people on the payroll at the year's end are told once: two numbers for them do not go together."""
    told: Figure | None = None
    for each in figures:
        if each.unit.dimension != "count:人" or each.place.table is not None:
            continue
        name = compiled(r"\([^)]*\)?").sub("", each.label, timeout=TIMEOUT)
        if not found("prose", "unique.on_payroll", name) or found("prose", "unique.parted", name):
            continue
        if told is None:
            told = each
        elif told.value != each.value and told.period == each.period:
            yield _repeat(each.label, each, told, LOOSE)
