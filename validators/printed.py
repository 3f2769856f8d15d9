"""The printed points of a standard found again as figures of its cell, and points as a reader writes them."""

from __future__ import annotations

from decimal import Decimal

from extractor.expression import Expression, constant, figure, plus
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.scorecard import Indicator
from extractor.standards import Points
from extractor.standards.clauses import At, Award
from validators.scoring import points as told_points


def printed(indicator: Indicator, awards: tuple[Award, ...]) -> Expression | None:
    """The sum of printed points as an expression over the figures of the standard's cell."""
    if not awards or any(each.high is None or each.share for each in awards):
        return None
    places = spots(indicator)
    nodes = []
    for each in awards:
        own = next((fig for (start, end), fig in places if start <= each.at[0] < end and fig.value == each.high), None)
        assert each.high is not None
        nodes.append(figure(own) if own is not None else constant(each.high))
    return plus(nodes)


def within(indicator: Indicator, spans: list[At]) -> tuple[Figure, ...]:
    """The figures that stand inside the given places of the standard."""
    places = spots(indicator)
    return tuple(each for (start, end), each in places if any(first <= start and end <= last for first, last in spans))


def award_figure(indicator: Indicator, award: Award) -> Figure | None:
    """The figure of a printed number of points."""
    return next(
        (fig for (start, end), fig in spots(indicator) if start <= award.at[0] < end and fig.value == award.high),
        None,
    )


def spots(indicator: Indicator) -> list[tuple[tuple[int, int], Figure]]:
    """The figures of the standard's cell with their places in its text, in the order of the print."""
    found = []
    cursor = 0
    for each in indicator.standard_figures:
        if not each.is_quantity:
            continue
        start = indicator.standard.find(each.text, cursor)
        if start < 0:
            continue
        found.append(((start, start + len(each.text)), each))
        cursor = start + len(each.text)
    return found


def span(interval: Interval) -> str:
    assert interval.low is not None and interval.high is not None
    if interval.low == interval.high:
        return told_points(interval.low)
    return f"{told_points(interval.low).removesuffix('分')}–{told_points(interval.high)}"


def listed(given: Points) -> str:
    """The allowed points as a reader writes them: 4分, 4.5分 or a range; many values as their range."""
    if len(given.ranges) > 5:
        return span(given.hull)
    return "、".join(span(each) for each in given.ranges)


def shown(edge: Decimal) -> str:
    """An edge of a tier as a reader writes it: 90%, 2.5%."""
    return f"{edge.normalize():f}%"
