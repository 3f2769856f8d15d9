"""The fewest corrections that make all relations hold: findings of one root cause form one group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.figures import Figure
from validators.causes import TELLING, significant, slips
from validators.check import AGREES, DISAGREES, NOTE, Check, Value
from validators.judge import printed
from validators.solving import Solution, holds_with, holds_with_all, solutions


@dataclass(frozen=True, slots=True)
class Correction:
    """In group ``group``: the figure, and the value that makes the group's relations hold."""

    group: str
    figure: Figure
    to: Value


def repaired(checks: Iterable[Check]) -> tuple[tuple[Check, ...], tuple[Correction, ...]]:
    """The checks with their groups g1, g2 … in the order of the report, and each group's corrections.

    Disagreements that share a figure belong together. In each group the figure is corrected first whose
    one new value mends most disagreements and breaks fewest agreements, until none is left that can be mended.
    """
    every = tuple(checks)
    accused = [each for each in every if each.verdict == DISAGREES and each.severity != NOTE]
    ticked: dict[str, list[Check]] = {}
    for each in every:
        if each.verdict == AGREES:
            for figure in each.figures:
                ticked.setdefault(figure.id, []).append(each)
    names: dict[str, str] = {}
    corrections: list[Correction] = []
    for number, family in enumerate(_families(accused), 1):
        group = f"g{number}"
        names.update((each.id, group) for each in family)
        corrections.extend(_corrections(group, family, ticked))
    grouped = (replace(each, group=names[each.id]) if each.id in names else each for each in every)
    return tuple(grouped), tuple(corrections)


def _families(accused: Sequence[Check]) -> list[list[Check]]:
    """Disagreements that hang together by shared figures, each family in order."""
    family_of: dict[str, int] = {}
    families: dict[int, list[Check]] = {}
    for place, check in enumerate(accused):
        joined = {family_of[figure.id] for figure in check.figures if figure.id in family_of}
        members = [check]
        for each in sorted(joined):
            members = families.pop(each) + members
        families[place] = members
        for member in members:
            family_of.update((figure.id, place) for figure in member.figures)
    order = {id(check): place for place, check in enumerate(accused)}
    return sorted(families.values(), key=lambda family: order[id(family[0])])


def _corrections(group: str, family: Sequence[Check], ticked: dict[str, list[Check]]) -> Iterable[Correction]:
    open_checks = list(family)
    joint = _jointly(family, ticked)
    if joint:
        yield from (_correction(group, each) for each in joint)
        return
    while open_checks:
        best = _best(open_checks, ticked)
        if best is None:
            return
        solution, mended = best
        yield _correction(group, solution)
        open_checks = [each for each in open_checks if each not in mended]


def _correction(group: str, solution: Solution) -> Correction:
    figure = solution.figure
    text = printed(solution.value, figure.resolution, figure.unit.symbol)
    return Correction(group, figure, Value(text, replace(figure, value=solution.value).interval, figure.unit.symbol))


def _jointly(family: Sequence[Check], ticked: dict[str, list[Check]]) -> list[Solution]:
    """Two or more stated figures corrected at once, where together they mend all and break nothing
    (two scores that changed places leave the total as it is); else none."""
    chosen: dict[str, Solution] = {}
    for check in family:
        own = [
            each
            for each in solutions(check)
            if check.stated_figure is not None and each.figure.id == check.stated_figure.id
        ]
        for each in own:
            chosen.setdefault(each.figure.id, each)
    if len(chosen) < 2:
        return []
    values = {each.figure.id: each.value for each in chosen.values()}
    touched = {id(each): each for name in chosen for each in ticked.get(name, ()) if each.expression is not None}
    if all(holds_with_all(each, values) for each in (*family, *touched.values())):
        return list(chosen.values())
    return []


def _best(open_checks: Sequence[Check], ticked: dict[str, list[Check]]) -> tuple[Solution, list[Check]] | None:
    """The correction that mends most, breaks least, and looks most like a slip; ties go to what stands first."""
    options: dict[tuple[str, Decimal], Solution] = {}
    for check in open_checks:
        for each in solutions(check):
            options.setdefault((each.figure.id, each.value), each)
    ranked = []
    for place, option in enumerate(options.values()):
        mended = [each for each in open_checks if _mends(each, option)]
        broken = sum(
            not holds_with(each, option.figure, option.value)
            for each in ticked.get(option.figure.id, ())
            if each.expression
        )
        likely = significant(option.figure.value) >= TELLING and any(
            True for _ in slips(option.figure.value, option.value)
        )
        stated = any(each.stated_figure is not None and each.stated_figure.id == option.figure.id for each in mended)
        ranked.append((len(mended) - broken, likely, stated, -place, option, mended))
    best = max(ranked, key=lambda each: each[:4], default=None)
    return (best[4], best[5]) if best is not None and best[0] > 0 else None


def _mends(check: Check, option: Solution) -> bool:
    return any(each.id == option.figure.id for each in check.figures) and holds_with(check, option.figure, option.value)
