"""Bounds that say something: a part within its whole is no news where an equation already holds the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractor.statements import OPEN, Statement

EQUATIONS = ("total", "share", "rate", "growth", "change", "balance")


def telling(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements without the bounds whose figures one equation holds already.

    An equation that may not be meant (OPEN) holds nothing. Two figures drawn at random lie in the right order half of
    the time, so that such a tick would prove nothing.
    """
    held: dict[str, set[int]] = defaultdict(set)
    for number, each in enumerate(statements):
        if each.kind in EQUATIONS and each.strength != OPEN:
            for known in _ids(each):
                held[known].add(number)
    for each in statements:
        if each.kind != "bound" or not _held(_ids(each), held):
            yield each


def _held(ids: Iterable[str], held: dict[str, set[int]]) -> bool:
    """Whether one equation holds all the figures."""
    groups = [held.get(each, set()) for each in ids]
    return len(groups) > 1 and bool(set.intersection(*groups))


def _ids(statement: Statement) -> set[str]:
    own = {statement.stated.id} if statement.stated.id else set()
    return own.union(f.id for each in statement.readings[:1] for f in each.expression.figures())
