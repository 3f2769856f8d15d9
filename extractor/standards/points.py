"""The points that a standard allows: single values and ranges, one for every reading it leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extractor.interval import Interval

MOST = 120
"""Separate values that are kept; beyond it the range from lowest to highest stands for them."""


@dataclass(frozen=True, slots=True)
class Points:
    """Ranges in rising order, apart from each other. ``firm``: nobody's judgement is in them."""

    ranges: tuple[Interval, ...]
    firm: bool = True

    @staticmethod
    def of(*values: Decimal | int, firm: bool = True) -> Points:
        return merged((Interval.exactly(value) for value in values), firm)

    @staticmethod
    def between(low: Decimal | int, high: Decimal | int, firm: bool = False) -> Points:
        return Points((Interval(Decimal(low), Decimal(high)),), firm)

    @property
    def low(self) -> Decimal:
        value = self.ranges[0].low
        assert value is not None
        return value

    @property
    def high(self) -> Decimal:
        value = self.ranges[-1].high
        assert value is not None
        return value

    @property
    def hull(self) -> Interval:
        return Interval(self.low, self.high)

    @property
    def single(self) -> bool:
        return self.low == self.high

    def allows(self, score: Interval) -> bool:
        """Whether some value of the score is among the points."""
        return any(each.meets(score) for each in self.ranges)

    def nearest(self, score: Decimal) -> Interval:
        """The range that holds the score, or the one next to it."""
        return min(self.ranges, key=lambda each: _distance(each, score))

    def with_also(self, other: Points) -> Points:
        """Both sets of points: what either reading allows."""
        return merged((*self.ranges, *other.ranges), self.firm and other.firm)

    def plus(self, other: Points) -> Points:
        return merged((a + b for a in self.ranges for b in other.ranges), self.firm and other.firm)

    def held(self, low: Decimal, high: Decimal) -> Points:
        """The points held between low and high, as a floor and a cap do."""
        return merged(
            (Interval(_held(each.low, low, high), _held(each.high, low, high)) for each in self.ranges), self.firm
        )

    def less(self, amount: Decimal) -> Points:
        return merged((each - Interval.exactly(amount) for each in self.ranges), self.firm)

    def soft(self) -> Points:
        return Points(self.ranges, False)


def merged(ranges: Iterable[Interval], firm: bool = True) -> Points:
    """The ranges in order, those that touch as one. Raises ValueError for none."""
    ordered = sorted(set(ranges), key=lambda each: (each.low or Decimal(0), each.high or Decimal(0)))
    if not ordered:
        raise ValueError("no points")
    joined: list[Interval] = []
    for each in ordered:
        if joined and joined[-1].meets(each):
            assert joined[-1].high is not None and each.high is not None
            joined[-1] = Interval(joined[-1].low, max(joined[-1].high, each.high))
        else:
            joined.append(each)
    if len(joined) > MOST:
        joined = [Interval(joined[0].low, joined[-1].high)]
    return Points(tuple(joined), firm)


def _held(value: Decimal | None, low: Decimal, high: Decimal) -> Decimal:
    assert value is not None
    return min(max(value, low), high)


def _distance(each: Interval, score: Decimal) -> Decimal:
    assert each.low is not None and each.high is not None
    return max(each.low - score, score - each.high, Decimal(0))
