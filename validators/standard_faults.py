"""Checks of a printed standard against itself: a clause against its part, tiers that meet, the way they go."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.expression import figure
from extractor.interval import Interval
from extractor.standards import Part
from extractor.standards.clauses import Award
from extractor.standards.faults import gaps, higher_or_lower, way_of
from extractor.standards.ladder import Ladder
from extractor.statements import LOOSE
from validators.catalogue import catalogue
from validators.check import Check, Message, Value
from validators.marking import Row, subject_of
from validators.printed import award_figure, shown, within
from validators.scoring import place_of, untold
from validators.scoring import points as told_points


def parts(part: Part) -> Iterator[Part]:
    yield part
    for each in part.parts:
        yield from parts(each)


def awards(part: Part) -> Iterator[Award]:
    """The best award of the part's own clauses and of those below it, beside its tag."""
    for each in part.clauses:
        award = getattr(each, "award", None)
        if isinstance(award, Award) and award is not part.tag and award.high and not award.share:
            yield award
    for inner in part.parts:
        if inner.tag is None:
            yield from awards(inner)


def clause_within(row: Row, award: Award, tag: Award) -> Check:
    subject, where = subject_of(row), place_of(row.sheet, row.indicator)
    own, limit = award_figure(row.indicator, award), award_figure(row.indicator, tag)
    if own is None or limit is None:
        return untold("STD003", subject, "STD003.lost", (), where)
    return Check(
        "STD003", subject, Message("STD003"), "<=", Value(told_points(own.value), own.interval, "分"), own,
        Value(told_points(limit.value), limit.interval, "分"), figure(limit), (limit,), LOOSE, where=where,
    )  # fmt: skip


def ladder_check(row: Row, ladder: Ladder) -> Check:
    subject, where = subject_of(row), place_of(row.sheet, row.indicator)
    if row.standard.unread:
        return untold("STD004", subject, "STD004.unread", (), where, text=row.standard.unread[0][:40])
    edges = {
        edge: next((each for each in row.indicator.standard_figures if each.value == edge), None)
        for edge in ladder.edges()
    }
    faults = gaps(ladder)
    spans = [tier.at for tier in ladder.tiers]
    operands = within(row.indicator, spans)
    if not any(each is not None for each in edges.values()):
        return untold("STD004", subject, "STD004.lost", (), where)
    if not faults:
        edge = next(each for each, own in edges.items() if own is not None)
        same = Value(shown(edge), Interval.exactly(edge), "%")
        return Check(
            "STD004", subject, Message("STD004"), "=", same, edges[edge], same, None, operands, LOOSE, where=where
        )
    kind, low, high = faults[0]
    first, second = (low, high) if kind == "gap" else (high, low)
    return Check(
        "STD004", subject, Message(f"STD004.{kind}", (("low", shown(low)), ("high", shown(high)))), "=",
        Value(shown(first), Interval.exactly(first), "%"), edges.get(first),
        Value(shown(second), Interval.exactly(second), "%"), None, operands, LOOSE, where=where,
    )  # fmt: skip


def direction_check(row: Row, ladder: Ladder) -> Check | None:
    name = ladder.name or row.indicator.name
    kind = catalogue().find(name)
    wanted = {"higher": 1, "lower": -1}.get(kind.direction, 0) if kind is not None else higher_or_lower(name)
    ends = way_of(ladder)
    if not wanted or ends is None:
        return None
    lowest, highest = ends
    own, other = award_figure(row.indicator, highest), award_figure(row.indicator, lowest)
    subject, where = subject_of(row), place_of(row.sheet, row.indicator)
    if highest.high is None or lowest.high is None or highest.low != highest.high or lowest.low != lowest.high:
        return untold("STD006", subject, "STD006.lost", (), where, name=name)
    return Check(
        "STD006", subject, Message("STD006.higher" if wanted > 0 else "STD006.lower", (("name", name),)),
        ">=" if wanted > 0 else "<=",
        Value(told_points(highest.high), Interval.exactly(highest.high), "分"), own,
        Value(told_points(lowest.high), Interval.exactly(lowest.high), "分"), figure(other) if other else None,
        (other,) if other else (), LOOSE, where=where,
    )  # fmt: skip
