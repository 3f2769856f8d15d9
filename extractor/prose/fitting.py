"""When two prints can be of one value: what fits, what one slip of the pen explains."""

from __future__ import annotations

from extractor.expression import Expression, figure, in_unit_of
from extractor.figures import Figure
from extractor.interval import Interval


def fits(stated: Figure, expression: Expression) -> bool:
    try:
        expected = expression.interval()
    except ZeroDivisionError:
        return False
    return expected.bounded and stated.interval.meets(expected)


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


def telling(value: Figure) -> bool:
    """Whether a figure has three significant digits, so that a fit is no chance."""
    return len("".join(map(str, value.value.as_tuple().digits)).strip("0")) >= 3


def twin(other: Figure, like: Figure) -> tuple[Expression, bool]:
    """One value printed once more: exact where unit and decimals are the same, else within both roundings."""
    if other.unit == like.unit and other.resolution == like.resolution and not other.qualifier and not like.qualifier:
        return figure(other, Interval.exactly(other.value)), True
    return in_unit_of(other, like), False


def told_alike(left: Figure, right: Figure) -> bool:
    """Whether two prints can be of one value."""
    expression, exact = twin(right, left)
    return left.value == right.value if exact else fits(left, expression)
