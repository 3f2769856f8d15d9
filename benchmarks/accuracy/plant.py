"""Errors planted in figures of typed relations, drawn at random from a seed before gouji runs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.accuracy.changes import CHANGES, Change
from benchmarks.accuracy.relations import Printed, Relation, holding

_ROUNDS = 4
"""How often every figure is tried, each time with another change."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One error: characters ``start`` to ``end`` of the text are replaced by ``new``.

    ``figure`` is the changed figure; ``broken`` the relations that no longer hold, ``touched`` all that hold the
    figure. Nothing broken: a slip inside the combined range, listed and not counted.
    """

    kind: str
    relation: Relation
    figure: Printed
    start: int
    end: int
    new: str
    broken: tuple[Relation, ...]
    touched: tuple[Relation, ...]

    @property
    def counted(self) -> bool:
        return bool(self.broken)

    def applied(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


def planted(text: str, relations: Sequence[Relation], kind: str, amount: int, seed: str) -> list[Planted]:
    """``amount`` errors of one kind that break something, and the slips drawn on the way; each change once."""
    draw = random.Random(f"{seed}/{kind}")
    found: list[Planted] = []
    seen: set[tuple[int, int, str]] = set()
    choices = [(each, figure) for each in relations for figure in each.printed if figure.sure]
    for _ in range(_ROUNDS):
        draw.shuffle(choices)
        for relation, figure in choices:
            if sum(each.counted for each in found) >= amount:
                return found
            change = CHANGES[kind](draw, text, relation, figure, relations)
            if change is not None and change[:3] not in seen:
                seen.add(change[:3])
                found.append(_weighed(text, kind, relation, figure, change, relations))
    return found


def _weighed(
    text: str, kind: str, relation: Relation, figure: Printed, change: Change, relations: Sequence[Relation]
) -> Planted:
    """The error with the relations it touches and breaks, by the interval rule."""
    start, end, new, now = change
    inside = [each for every in relations for each in every.printed if start <= each.start < end]
    gone = inside if now is None else [figure]
    touched = holding(relations, gone)
    unit = new.removeprefix(now) if now and kind == "unit" else figure.unit

    def number(each: Printed) -> tuple[str, str]:
        if each.start == figure.start and now is not None:
            return now, unit
        return text[each.start : each.end], each.unit

    if now is None:
        dropped = {each.start for each in gone}
        broken = [each for each in touched if _summed(each, dropped)]
    else:
        broken = [each for each in touched if not each.equations or not each.holds(number)]
    return Planted(kind, relation, figure, start, end, new, tuple(broken), tuple(touched))


def _summed(relation: Relation, dropped: set[int]) -> bool:
    """Whether the relation adds up figures that are dropped, its total still there."""
    total = relation.printed[relation.stated] if relation.stated is not None else None
    return relation.adds and total is not None and total.start not in dropped
