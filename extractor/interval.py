"""The range of true values that a printed number allows, and arithmetic on such ranges, in Decimal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

EXACT = Context(prec=50)
"""All arithmetic on figures: fifty digits, so that only division is ever rounded."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high, ends included; None: no bound on that side."""

    low: Decimal | None
    high: Decimal | None

    @staticmethod
    def exactly(value: Decimal | int) -> Interval:
        return Interval(Decimal(value), Decimal(value))

    @staticmethod
    def around(value: Decimal, half: Decimal) -> Interval:
        return Interval(value - half, value + half)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (_below(self.high, other.low) or _below(other.high, self.low))

    @property
    def bounded(self) -> bool:
        """Whether both ends are known; a range without an end meets everything and proves nothing."""
        return self.low is not None and self.high is not None

    def holds(self, value: Decimal) -> bool:
        return self.meets(Interval.exactly(value))

    def widened(self, by: Decimal) -> Interval:
        return Interval(
            None if self.low is None else self.low - by,
            None if self.high is None else self.high + by,
        )

    def __add__(self, other: Interval) -> Interval:
        return Interval(_both(self.low, other.low), _both(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        return _corners(self, other, lambda a, b: a * b)

    def __truediv__(self, other: Interval) -> Interval:
        """The range of quotients; raises ZeroDivisionError where the divisor may be nought."""
        if other.holds(Decimal(0)):
            raise ZeroDivisionError("the divisor may be nought")
        with localcontext(EXACT):
            return _corners(self, other, lambda a, b: a / b)


def _below(a: Decimal | None, b: Decimal | None) -> bool:
    return a is not None and b is not None and a < b


def _both(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b


def _corners(left: Interval, right: Interval, combine) -> Interval:  # type: ignore[no-untyped-def]
    ends = (left.low, left.high, right.low, right.high)
    if any(end is None for end in ends):
        return _open_corners(left, right, combine)
    values = [combine(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return Interval(min(values), max(values))


def _open_corners(left: Interval, right: Interval, combine) -> Interval:  # type: ignore[no-untyped-def]
    """One-sided ranges: known only where nothing is negative and only one side is open."""
    positive = all(low is not None and low >= 0 for low in (left.low, right.low))
    if not positive or right.high is None:
        return Interval(None, None)
    low = min(combine(left.low, b) for b in (right.low, right.high) if b != 0) if right.high else None
    return Interval(low, None)
