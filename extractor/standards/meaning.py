"""The points that follow from a standard once its measures are known; judgement and open readings leave a range."""

from __future__ import annotations

from decimal import Decimal

from extractor.interval import Interval
from extractor.standards.clauses import (
    Clause,
    Definition,
    Discretion,
    Exempt,
    Gain,
    Grade,
    Linear,
    PerItem,
    PerPoint,
    Relation,
    Share,
    Tier,
    Zero,
)  # fmt: skip
from extractor.standards.deductions import discrete
from extractor.standards.grouping import ladders
from extractor.standards.known import COUNT, HUNDRED, RATIO, ROW, Known, Measures, plain
from extractor.standards.points import Points, merged
from extractor.standards.standard import CHOICE, Part, Standard

_NIL = Decimal(0)


def points(standard: Standard, measures: Measures) -> Points:
    """The points that the printed standard gives for these measures, held between nought and the weight."""
    weight = standard.weight if standard.weight is not None else standard.root.points
    if weight is None:
        weight = Decimal(100)
    found = _Scorer(Known(measures, standard)).part(standard.root, weight)
    if not standard.read:
        found = found.with_also(Points.between(_NIL, weight)).soft() if standard.unread else found.soft()
    top = standard.root.points
    if top is not None and top < weight and standard.root.parts:
        found = found.with_also(Points.between(found.high, weight))
    return found.held(_NIL, weight)


def names(standard: Standard) -> tuple[str, ...]:
    """Every measure that the standard speaks of, in order; ``ROW`` for the row's own rate."""
    found: list[str] = []
    for clause in standard.clauses():
        match clause:
            case Tier() | PerPoint() | Share():
                found.append(clause.name)
            case Relation() | Zero():
                found.extend(side for each in clause.comparisons for side in (each.left, each.right) if side)
            case Linear() | Definition():
                found.extend(
                    (clause.name, *clause.formula.names()) if isinstance(clause, Definition) else clause.formula.names()
                )
            case _:
                continue
    return tuple(dict.fromkeys(found))


class _Scorer:
    """Scores the parts of one standard with what is known."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def part(self, part: Part, full: Decimal) -> Points:
        """The points of a part that can give ``full`` at most."""
        full = min(full, part.tag.high) if part.tag is not None and part.tag.high is not None else full
        if not part.parts:
            return self.body(part.clauses, full)
        inner = [self.part(each, min(full, each.points if each.points is not None else full)) for each in part.parts]
        if part.mode == CHOICE:
            firm = [each for each in inner if each.firm]
            total = firm[0] if len(firm) == 1 and self._by_formula(part) else _either(inner)
        else:
            total = Points.of(0)
            for each in inner:
                total = total.plus(each)
        return self._adjusted(total.held(_NIL, full), part, full)

    def _by_formula(self, part: Part) -> bool:
        return any(isinstance(clause, Linear | Share) for each in part.parts for clause in each.clauses)

    def _adjusted(self, total: Points, part: Part, full: Decimal) -> Points:
        offs = [each for each in part.clauses if isinstance(each, PerItem | PerPoint)]
        if offs:
            total = self._taken_off(total, tuple(each for each in offs if isinstance(each, PerItem)), full)
            if any(isinstance(each, PerPoint) for each in offs):
                total = Points.between(_NIL, total.high)
        nested = [
            clause
            for each in part.parts
            for clause in each.clauses
            if isinstance(clause, Zero) and clause.whole is None
        ]
        return self._events(total, (*part.clauses, *nested), full)

    def body(self, clauses: tuple[Clause, ...], full: Decimal) -> Points:
        """The points of one run of clauses."""
        base = self._base(clauses, full)
        base = self._taken_off(base, tuple(each for each in clauses if isinstance(each, PerItem)), full)
        return self._events(base.held(_NIL, full), clauses, full)

    def _events(self, found: Points, clauses: tuple[Clause, ...], full: Decimal) -> Points:
        """Discretion, zero clauses and exemptions: each adds what it allows, or decides where its amounts are known."""
        for clause in clauses:
            if isinstance(clause, Discretion):
                found = found.with_also(Points.between(_NIL, full))
            elif isinstance(clause, Zero):
                happened = self.known.holds(clause.comparisons) if clause.comparisons else None
                if happened:
                    return Points.of(0)
                if happened is None:
                    found = found.with_also(Points.of(0)).soft()
            elif isinstance(clause, Exempt):
                found = found.with_also(Points.of(full)).soft()
        return found

    def _base(self, clauses: tuple[Clause, ...], full: Decimal) -> Points:
        rest = next((each.award for each in clauses if isinstance(each, Grade) and each.rest), None)
        groups: list[tuple[Points, Decimal]] = []
        shares = [each for each in clauses if isinstance(each, Share)]
        if shares and (decided := self._proportional(shares[0], full)) is not None:
            return decided
        for ladder in ladders(clauses, full):
            measure = self.known.lookup(ladder.name) if ladder.of_rate else None
            groups.append((ladder.possible().soft() if measure is None else ladder.value(measure), ladder.top))
        for clause in clauses:
            if isinstance(clause, Linear):
                groups.append((self._linear(clause, full), clause.times.high or full))
            elif isinstance(clause, Share) and (clause.base is None or self.known.lookup(clause.name) is None):
                groups.append((Points.between(_NIL, full), full))
        relations = [each for each in clauses if isinstance(each, Relation)]
        if relations:
            groups.append((self._related(relations, rest is not None, full), full))
        grades = [
            Interval(*award) for each in clauses
            if isinstance(each, Grade) and not each.rest and (award := each.award.points(full)) is not None
        ]  # fmt: skip
        if groups and grades and not any(isinstance(each, Share | Linear) for each in clauses):
            judged = merged(grades, firm=False)
            groups.append((judged, judged.high))
        return _combined(groups, full) if groups else self._judged(clauses, full)

    def _judged(self, clauses: tuple[Clause, ...], full: Decimal) -> Points:
        """Without a measure: the choices of quality, or a requirement that judgement finds met more or less."""
        grades = [each for each in clauses if isinstance(each, Grade)]
        ranges = [Interval(*award) for each in grades if (award := each.award.points(full)) is not None]
        offs = any(isinstance(each, PerItem) for each in clauses)
        if any(isinstance(each, Gain) for each in clauses):
            return Points.between(_NIL, full)
        if not ranges:
            return Points.of(full, firm=False) if offs else Points.between(_NIL, full)
        if len(ranges) == 1:
            best = merged(ranges, firm=False)
            return best if offs else best.with_also(Points.between(_NIL, best.high))
        if all(each.high for each in ranges) and sum((each.high or _NIL for each in ranges), _NIL) == full:
            return Points.between(_NIL, full)
        return merged(ranges, firm=False)

    def _taken_off(self, base: Points, items: tuple[PerItem, ...], full: Decimal) -> Points:
        for item in items:
            award = item.each.points(full)
            each = award[1] if award is not None else None
            count = self.known.measures.get(COUNT)
            once = not item.unit and item.floor is None
            if each is None or each <= 0 or item.step <= 0:
                base = Points.between(_NIL, base.high)
            elif once:
                base = base.with_also(base.less(each)).soft()
            elif count is not None and len(items) == 1 and count.low is not None and count.low == count.high:
                start = Points.of(min(base.high, full))
                base = start.less(each * count.low / item.step).held(_NIL, full)
            elif discrete(item.unit) and full / each <= 60:
                base = _either([base.less(each * number) for number in range(int(full / each) + 2)]).soft()
            else:
                base = Points.between(_NIL, base.high)
        return base.held(_NIL, full)

    def _linear(self, clause: Linear, full: Decimal) -> Points:
        times = clause.times.points(full)
        most = full if times is None else min(full, clause.cap or times[1])
        try:
            factor = clause.formula.value(self.known.lookup)
        except ZeroDivisionError:
            factor = None
        if factor is None and len(clause.formula.names()) == 1 and self.known.lookup(ROW) is not None:
            only = plain(clause.formula.names()[0])
            row = self.known.lookup(ROW)
            factor = (
                row / HUNDRED
                if row is not None and (not self.known.name or only in self.known.name or self.known.name in only)
                else None
            )
        if factor is None or times is None:
            return Points.between(_NIL, most)
        return merged([factor * Interval.exactly(times[1])]).held(_NIL, most)

    def _proportional(self, clause: Share, full: Decimal) -> Points | None:
        """The points in proportion to the target, or below a base; None where a tier decides or nothing is known."""
        reached = self.known.measures.get(RATIO)
        if clause.base is None:
            return None if reached is None else merged([reached * Interval.exactly(full)]).held(_NIL, full)
        value = self.known.lookup(clause.name)
        if value is None or value.high is None or value.high >= clause.base:
            return None
        base = Interval.exactly(clause.base)
        lost = Interval.exactly(1) - (base - value) / HUNDRED
        return merged([value / base * Interval.exactly(full), lost * Interval.exactly(full)]).held(_NIL, full)

    def _related(self, relations: list[Relation], rest: bool, full: Decimal) -> Points:
        """The first relation that holds gives the points, as the list is read from the top."""
        held = [(each, self.known.holds(each.comparisons)) for each in relations]
        certain = [each for each, holds in held if holds]
        if certain and all(holds is not None for _, holds in held):
            award = certain[0].award.points(full)
            if award is not None:
                return merged([Interval(*award)])
        open_cases = [each for each, holds in held if holds is not False]
        ranges = [Interval(*award) for each in open_cases if (award := each.award.points(full)) is not None]
        if not ranges or rest:
            return Points.between(_NIL, full)
        return merged(ranges, firm=False)


def _combined(groups: list[tuple[Points, Decimal]], full: Decimal) -> Points:
    """Several measures in one run of text: they add up where their best points make the whole."""
    if len(groups) > 1 and sum(top for _, top in groups) == full:
        total = Points.of(0)
        for each, _ in groups:
            total = total.plus(each)
        return total
    return groups[0][0] if len(groups) == 1 else _either([each for each, _ in groups]).soft()


def _either(groups: list[Points]) -> Points:
    found = groups[0]
    for each in groups[1:]:
        found = found.with_also(each)
    return found


__all__ = ["COUNT", "RATIO", "ROW", "Measures", "names", "points"]
