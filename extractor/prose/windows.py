"""Totals that no cue opens: partitions known by rule, totals told after their parts, grades, and plain neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.expression import total
from extractor.interval import Interval
from extractor.prose.families import Families, adds, sentences, signed_total
from extractor.prose.fitting import fits, slip, telling
from extractor.prose.terms import ADJUST, AMOUNT, Term, same_kind
from extractor.remembered import of_words
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled, words

MOST_READINGS = 8


LONGEST_WINDOW = 12

MOST_AMOUNTS = 400
"""Amounts side by side beyond which a passage is no prose: every one would be held against all others."""


def partitions(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """Wholes whose parts are complete by rule, wherever they stand in the passage."""
    amounts = [each for each in terms if each.role == AMOUNT]
    for each in words("partitions")["partition"]:
        for stage in dict.fromkeys(term.stage for term in amounts):
            series = [term for term in amounts if term.stage == stage]
            present = _named_parts(each["parts"], series)
            if not present or not all(families.free(part) for part in present):
                continue
            first = min(part.order for part in present)
            wholes = [
                t
                for t in amounts
                if t.order < first and compiled(each["whole"]).search(t.lead, timeout=TIMEOUT) and t not in present
            ]
            wholes = [t for t in wholes if same_kind(t.figure, present[0].figure)]
            if not wholes:
                continue
            expression = total([part.figure for part in present], wholes[-1].figure)
            whole = next((t for t in reversed(wholes) if fits(t.figure, expression)), wholes[-1])
            if not fits(whole.figure, expression) and not slip(whole.figure, expression):
                continue
            families.join(whole.order, [part.order for part in present])
            yield Statement("total", whole.label, whole.figure, (Reading(expression),), strength=LOOSE)


def _named_parts(names: Sequence[str], series: Sequence[Term]) -> list[Term]:
    """The first amount under each of the names; nothing where one of them is missing."""
    present: list[Term] = []
    for name in names:
        part = next((term for term in series if _is_called(term.label, name)), None)
        if part is None:
            return []
        present.append(part)
    return present


@of_words
def _is_called(label: str, name: str) -> bool:
    return compiled(name).search(label, timeout=TIMEOUT) is not None


def grades(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """Projects by grade against the projects evaluated: 自评 n 个，其中优 a 个、良 b 个，其余 0 个."""
    graded = [
        each
        for each in terms
        if each.role == AMOUNT and each.dimension in ("count:个", "count:项") and _is_grade(each.label)
    ]
    for sentence in sentences(graded):
        wholes = [
            each
            for each in terms[: sentence[0].order]
            if each.role == AMOUNT
            and same_kind(each.figure, sentence[0].figure)
            and each.sentence >= sentence[0].sentence - 1
            and not _is_grade(each.label)
        ]
        if not wholes or not all(families.free(each) for each in sentence):
            continue
        expression = total([each.figure for each in sentence], wholes[-1].figure)
        whole = next((each for each in reversed(wholes) if fits(each.figure, expression)), wholes[-1])
        certain = len(sentence) > 1 or expression.value() > whole.figure.value
        families.join(whole.order, [each.order for each in sentence])
        yield Statement(
            "total",
            whole.label or "项目",
            whole.figure,
            (Reading(expression),),
            strength=FIRM if certain else OPEN,
        )


def _is_grade(label: str) -> bool:
    pattern = r".{0,12}?(?:优秀?|良好?|中|合格|一般|差|不合格|其余)(?:等次|等级|档)?[”\"]?(?:的?项目)?"
    return compiled(pattern).fullmatch(label.strip('“”"'), timeout=TIMEOUT) is not None


def windows(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """Amounts that add up to one told beside them, or whole sentences and items that do: ticks, never accusations."""
    for depth_host in dict.fromkeys((each.depth, each.host) for each in terms):
        level = [e for e in terms if (e.depth, e.host) == depth_host and e.role in (AMOUNT, ADJUST)]
        if len(level) > MOST_AMOUNTS:
            continue
        for place, whole in sorted(enumerate(level), key=lambda each: each[1].order in families.parts_of):
            if whole.role != AMOUNT or not telling(whole.figure):
                continue
            chosen = _adjacent(level, place, families) or _grouped(level, whole, families)
            if chosen:
                families.join(whole.order, [each.order for each in chosen])
                reading = Reading(signed_total(chosen, whole))
                yield Statement("total", whole.label, whole.figure, (reading,), strength=OPEN)


def _adjacent(level: Sequence[Term], place: int, families: Families) -> list[Term]:
    """The run right after, or right before, that adds up to the amount at ``place``; of one stage or of any.

    Also every second amount: 预算 and 决算 told in turns without a word between them.
    """
    whole = level[place]
    for run in (level[place + 1 :], level[:place][::-1]):
        near = [
            each
            for each in run[: LONGEST_WINDOW + 6]
            if families.free(each)
            and each.figure.value > 0
            and same_kind(each.figure, whole.figure)
            and abs(each.sentence - whole.sentence) <= 2
        ]
        amounts = [each for each in near if each.role == AMOUNT]
        stages = dict.fromkeys(each.stage for each in amounts)
        other = [each for each in run[1 : 2 * LONGEST_WINDOW : 2] if each in near]
        for series in (near, amounts, *([each for each in amounts if each.stage == stage] for stage in stages), other):
            for size in _in_reach(series[:LONGEST_WINDOW], whole):
                if fits(whole.figure, signed_total(series[:size], whole)):
                    return series[:size]
    return []


def _in_reach(series: Sequence[Term], whole: Term) -> Iterator[int]:
    """From which sizes on, two and more, the series may add up to the amount, each range taken as printed.

    Most do not, and one addition a size tells so; what the terms of a sum mean to one another is worked out after.
    """
    printed, factor = whole.figure.interval, whole.figure.unit.factor
    wanted = Interval(_times(printed.low, factor), _times(printed.high, factor))
    reached = Interval.exactly(0)
    for size, part in enumerate(series, 1):
        own, factor = part.figure.interval, part.figure.unit.factor
        added = Interval(_times(own.low, factor), _times(own.high, factor))
        reached = reached + added if adds(part, whole) else reached - added
        if size > 1 and reached.meets(wanted):
            yield size


def _times(end: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if end is None else end * factor


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
        usable = len(group) > 1 and whole not in group and telling(group[0].figure)
        if usable and fits(whole.figure, signed_total(group, whole)):
            return group
    return []
