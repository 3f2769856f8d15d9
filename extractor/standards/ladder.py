"""Tiers and deductions of one measure: which points a value of it gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from extractor.interval import Interval
from extractor.standards.bounds import Reach
from extractor.standards.clauses import At, Award, PerPoint, Requirement, Tier
from extractor.standards.points import Points, merged

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The tiers of a measure with ends resolved, its deductions, and the points of all other cases."""

    name: str
    tiers: tuple[Tier, ...]
    offs: tuple[PerPoint, ...]
    rest: Award | None
    full: Decimal

    def value(self, measure: Interval | None) -> Points:
        """The points that the measure allows; of an unknown measure, all that the ladder can give."""
        if measure is None or measure.low is None or measure.high is None:
            return self.possible()
        marks = sorted({measure.low, measure.high, *(edge for edge in self.edges() if measure.holds(edge))})
        found = self._at(marks[0])
        for low, high in pairwise(marks):
            found = found.with_also(self._over(low, high)).with_also(self._at(high))
        return found

    def possible(self) -> Points:
        ranges: list[Interval] = []
        firm = True
        awards = [tier.award for tier in self.tiers] + ([self.rest] if self.rest else [])
        for award in awards:
            points = award.points(self.full)
            if points is not None:
                ranges.append(Interval(*points))
                firm = firm and points[0] == points[1]
        if self.offs or not ranges:
            ranges.append(Interval(Decimal(0), self.top))
        elif not self.covers():
            return Points.between(0, self.full)
        return merged(ranges, firm)

    def covers(self) -> bool:
        """Whether some tier takes every value that the measure may have.

        None is below nought, and where more is better none above 100.
        """
        edges = self.edges()
        if self.rest is not None or not edges:
            return True
        samples = [(low + high) / 2 for low, high in pairwise(edges)]
        samples += [edges[0] - 1] if edges[0] > 0 else []
        best = max(
            self.tiers,
            key=lambda tier: (points := tier.award.points(self.full)) is not None and points[1] or Decimal(0),
        )
        if edges[-1] != HUNDRED or best.reach.high is None or best.reach.high != HUNDRED:
            samples.append(edges[-1] + 1)
        return all(self.matching(each) for each in samples)

    @property
    def of_rate(self) -> bool:
        """Whether the tiers are bounds of a rate, not of months, yuan or points."""
        return all(tier.reach.unit in ("%", "") for tier in self.tiers)

    @property
    def top(self) -> Decimal:
        highest = [points[1] for tier in self.tiers if (points := tier.award.points(self.full)) is not None]
        return min(max(highest, default=self.full), self.full) if highest else self.full

    def edges(self) -> tuple[Decimal, ...]:
        """Every number at which the points may change."""
        found = {each for tier in self.tiers for each in (tier.reach.low, tier.reach.high) if each is not None}
        found.update(off.base for off in self.offs if off.base is not None)
        return tuple(sorted(found))

    def matching(self, value: Decimal) -> tuple[Tier, ...]:
        """The tiers that hold the value; of one-sided ones nested in each other the tightest."""
        found = [tier for tier in self.tiers if tier.reach.holds(value)]
        if len(found) > 1 and all(tier.reach.one_sided for tier in found):
            lows = [tier for tier in found if tier.reach.low is not None]
            highs = [tier for tier in found if tier.reach.high is not None]
            if not highs:
                return (max(lows, key=lambda tier: tier.reach.low or Decimal(0)),)
            if not lows:
                return (min(highs, key=lambda tier: tier.reach.high or Decimal(0)),)
        if (
            len(found) > 1
            and len(inner := [tier for tier in found if all(_within(tier.reach, other.reach) for other in found)]) == 1
        ):
            return (inner[0],)
        return tuple(found)

    def deciding(self, measure: Interval) -> list[At]:
        """Where the tiers and deductions are printed that decide for the measure."""
        found: list[At] = []
        for value in (measure.low, measure.high):
            if value is None:
                continue
            tiers = self.matching(value)
            offs = [off for off in self.offs if not tiers and _beyond(off, value) is not None]
            best = [tier for tier in self.tiers if offs and tier.award.high == self.top]
            found += [*(tier.at for tier in (*tiers, *best)), *(off.at for off in offs)]
            found += [off.at for off in self.offs if not self.tiers]
        return list(dict.fromkeys(found))

    def _at(self, value: Decimal) -> Points:
        found = self.matching(value)
        if found:
            return merged(Interval(*points) for tier in found if (points := tier.award.points(self.full)) is not None)
        offs = [off for off in self.offs if _beyond(off, value) is not None]
        if len(offs) == 1:
            return _readings(offs[0], _beyond(offs[0], value) or Decimal(0), self.top, self.full)
        if self.offs and not self.tiers and not offs and all(off.base is not None for off in self.offs):
            return Points.of(self.full)
        if self.rest is not None and not offs and (points := self.rest.points(self.full)) is not None:
            return merged([Interval(*points)])
        return Points.between(0, self.full)

    def _over(self, low: Decimal, high: Decimal) -> Points:
        """The points between two edges, ends left out."""
        middle = self._at((low + high) / 2)
        if self.matching((low + high) / 2) or not self.offs:
            return middle
        ends = [points for points in (self._at(low), middle, self._at(high)) if points.firm]
        values = [end for points in ends for end in (points.low, points.high)]
        return Points.between(min(values), max(values), firm=True) if values else middle


def additive(tiers: tuple[Tier, ...], full: Decimal) -> bool:
    """Whether bounds of one measure are each worth points of their own (50% by June, 75% by September …)."""
    highs = [tier.award.high for tier in tiers if tier.award.high is not None]
    one = len({tier.name for tier in tiers if tier.name}) <= 1
    ways = {(tier.reach.low is None, tier.reach.high is None) for tier in tiers}
    plain = (
        one and len(ways) == 1 and all(tier.reach.one_sided for tier in tiers) and not any(t.award.share for t in tiers)
    )
    return plain and len(highs) == len(tiers) > 1 and max(highs) < sum(highs) == full


def _within(one: Reach, other: Reach) -> bool:
    """Whether both ends of one reach lie inside the other's, as ±5% does in ±10%."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return one is other
    return one is other or other.low < one.low and one.high < other.high


def _beyond(off: PerPoint, value: Decimal) -> Decimal | None:
    """How far the value lies beyond the base; None on the other side of it, or where no base is known."""
    if off.base is None:
        return None
    gap = value - off.base
    if off.over is None:
        return abs(gap)
    gap = gap if off.over else -gap
    return gap if gap >= 0 else None


def _readings(off: PerPoint, gap: Decimal, top: Decimal, full: Decimal) -> Points:
    """Pro rata, begun and full steps: the text does not say which, so all three are allowed."""
    each = off.each.points(full)
    if each is None or off.step <= 0:
        return Points.between(0, full)
    steps = gap / off.step
    whole = (steps, steps.to_integral_value(ROUND_FLOOR), steps.to_integral_value(ROUND_CEILING))
    return Points.of(*(top - each[1] * count for count in whole)).held(Decimal(0), full)


def build(
    name: str,
    tiers: tuple[Tier, ...],
    offs: tuple[PerPoint, ...],
    needs: tuple[Requirement, ...],
    rest: Award | None,
    full: Decimal,
) -> Ladder:
    """The ladder of one measure: bare numbers, unsaid ends and unsaid bases take their meaning from the neighbours."""
    tiers = tuple(replace(tier, reach=_opened(_in_per_cent(tier.reach, tiers), offs)) for tier in tiers)
    reaches = _filled([tier.reach for tier in tiers])
    tiers = tuple(replace(tier, reach=_closed(place, reaches)) for place, tier in enumerate(reaches_of(tiers, reaches)))
    return Ladder(name, tiers, tuple(_based(off, tiers, needs, full) for off in offs), rest, full)


def _in_per_cent(reach: Reach, tiers: tuple[Tier, ...]) -> Reach:
    """Rates printed as plain quotients (≤1) stand for per cent; a ladder with a % or a larger number is left alone."""
    edges = [edge for tier in tiers for edge in (tier.reach.low, tier.reach.high) if edge is not None]
    if (
        any(tier.reach.unit for tier in tiers)
        or not edges
        or max(edges) > Decimal("1.5")
        or max(edges) < Decimal("0.5")
    ):
        return reach
    low, high = reach.low, reach.high
    return replace(reach, low=None if low is None else low * HUNDRED, high=None if high is None else high * HUNDRED)


def reaches_of(tiers: tuple[Tier, ...], reaches: list[Reach]) -> tuple[Tier, ...]:
    return tuple(replace(tier, reach=reach) for tier, reach in zip(tiers, reaches, strict=True))


def _opened(reach: Reach, offs: tuple[PerPoint, ...]) -> Reach:
    """100%计满分 with a deduction below it means 100% or more."""
    if not reach.loose:
        return reach
    for off in offs:
        if off.base in (None, reach.low) and off.over is not None:
            if off.over:
                return Reach(None, reach.high, None, True, reach.unit, loose=True)
            return Reach(reach.low, None, True, None, reach.unit, loose=True)
    return reach


def _filled(reaches: list[Reach]) -> list[Reach]:
    """Bands printed in whole numbers (80-89, 90-100) reach up to the next one."""
    lows = sorted(reach.low for reach in reaches if reach.low is not None)
    found = []
    for reach in reaches:
        following = next((low for low in lows if reach.high is not None and low > reach.high), None)
        if following is not None and reach.low != reach.high and reach.high is not None and reach.low is not None:
            step = Decimal(1).scaleb(_exponent(reach.high, following))
            whole = step <= 1 and following - reach.high == step
            reach = replace(reach, high=following, high_in=False) if whole else reach
        found.append(reach)
    return found


def _exponent(*values: Decimal) -> int:
    return min(int(value.as_tuple().exponent) for value in values)


def _closed(place: int, reaches: list[Reach]) -> Reach:
    """Ends of which nothing is said: open where a neighbour takes the number, else closed."""
    reach = reaches[place]
    others = [each for order, each in enumerate(reaches) if order != place]
    low_in, high_in = reach.low_in, reach.high_in
    if reach.low is not None and low_in is None:
        low_in = None if _unsaid(reach.low, others) else not _taken(reach.low, others)
    if reach.high is not None and high_in is None:
        high_in = None if _unsaid(reach.high, others) else not _taken(reach.high, others)
    return replace(reach, low_in=low_in, high_in=high_in)


def _taken(edge: Decimal, others: list[Reach]) -> bool:
    return any(
        each.low == edge and each.low_in is True or each.high == edge and each.high_in is True for each in others
    )


def _unsaid(edge: Decimal, others: list[Reach]) -> bool:
    """Whether another tier leaves the same end unsaid and none closes it: either may take it."""
    if _taken(edge, others):
        return False
    return any(
        each.low == edge and each.low_in is None or each.high == edge and each.high_in is None for each in others
    )


def _based(off: PerPoint, tiers: tuple[Tier, ...], needs: tuple[Requirement, ...], full: Decimal) -> PerPoint:
    """The base of a deduction that names none: the bound of the full tier, else the last number required."""
    if off.base is not None:
        return off
    highest = max((points[1] for tier in tiers if (points := tier.award.points(full)) is not None), default=None)
    tops = [tier.reach for tier in tiers if (points := tier.award.points(full)) is not None and points[1] == highest]
    before = [need.reach for need in needs if need.at[0] <= off.at[0]]
    for reach in (*tops, *reversed(before)):
        found = _edge(reach, off.over)
        if found is not None:
            base, over = found
            return replace(off, base=base, over=over)
    return off


def _edge(reach: Reach, over: bool | None) -> tuple[Decimal, bool | None] | None:
    if over is None:
        if reach.one_sided:
            return (
                (reach.low, False) if reach.low is not None else (reach.high, True) if reach.high is not None else None
            )
        return (reach.low, None) if reach.point and reach.low is not None else None
    first, second = (reach.high, reach.low) if over else (reach.low, reach.high)
    edge = first if first is not None else second
    return None if edge is None else (edge, over)
