"""Whether a way to recompute fits, over all rows or columns of a table: what tells one reading from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from extractor.expression import Expression
from extractor.figures import Figure
from extractor.statements import FIRM, LOOSE, OPEN
from extractor.tables.levels import LIKELY, SURE

Item = TypeVar("Item")


def fits(stated: Figure, expression: Expression) -> bool:
    """Whether the stated figure lies where the expression puts it; never for a divisor of nought."""
    try:
        return stated.interval.meets(expression.interval())
    except ZeroDivisionError:
        return False


BORNE_OUT = 2
"""What holds for each that does not, so that a table rebuilt from loose lines is taken as rightly read."""


def bears_out(held: int, failed: int) -> bool:
    """Whether what a rebuilt table says of itself shows that its cells were put where they belong."""
    return held >= BORNE_OUT * failed


def ordered(ways: Sequence[Item], score: Callable[[Item], int]) -> list[Item]:
    """The ways by how often each fits, the first named first among equals."""
    return sorted(ways, key=lambda way: -score(way))


def is_telling(parts: Iterable[Figure]) -> bool:
    """Whether a fit means something: two parts at least that are not nought."""
    return sum(part.value != 0 for part in parts) > 1


def same_kind(figures: Iterable[Figure]) -> bool:
    """Whether figures may be added: one dimension, bare numbers aside; none hedged."""
    figures = tuple(figures)
    dimensions = {figure.unit.dimension for figure in figures}
    return len(dimensions) == 1 and not any(figure.qualifier for figure in figures)


def strength(certainty: str, held: int, failed: int) -> str:
    """What a gap proves, from what the structure says and how often the same structure holds in this table."""
    if certainty == SURE:
        return FIRM
    if certainty == LIKELY:
        return FIRM if held > 1 and held > failed else (LOOSE if held and held >= failed else OPEN)
    return OPEN
