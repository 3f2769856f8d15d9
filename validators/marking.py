"""A row of a score sheet marked by its printed standard: the points that follow from what the report states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product

from extractor.figures import Figure
from extractor.interval import Interval
from extractor.remembered import remembered
from extractor.report import Report
from extractor.scorecard import Indicator, Scorecard
from extractor.standards import RATIO, ROW, Points, Standard, parse, points
from extractor.standards.clauses import At, Definition, Linear, PerPoint, Relation, Share, Tier, Zero
from extractor.standards.faults import bodies
from extractor.standards.formulas import Formula
from extractor.standards.grouping import ladders
from validators.catalogue import bare
from validators.framework import framework_of
from validators.measured import Found, Register, Search, amount, rate, register
from validators.printed import within
from validators.row_measures import names_row, reached, remarked, row_rate, unsigned
from validators.scoring import resolution, row_name, trusted

MOST_READINGS = 8
parsed = lru_cache(maxsize=512)(parse)


@dataclass(frozen=True, slots=True)
class Row:
    """A scored row with its standard read. ``weight`` is the printed one where the sheet's columns can be trusted."""

    sheet: Scorecard
    indicator: Indicator
    standard: Standard
    weight: Decimal | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the standard gives: ``possible`` without any measure, ``given`` with those the report states.

    ``nominal`` takes printed rates as they stand, 100% for 100%, where ``given`` allows for their rounding.
    ``measures`` are the names with their values, ``missing`` the names that nothing was found for, by problem.
    """

    row: Row
    possible: Points
    given: Points
    nominal: Points
    figures: tuple[Figure, ...]
    measures: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def measured(self) -> bool:
        return bool(self.measures)


def subject_of(row: Row) -> str:
    """The row in the report's own words; where its name was lost, the rate that its standard speaks of."""
    rates = {each.name for each in row.standard.clauses() if isinstance(each, Tier | PerPoint) and each.name}
    return row.indicator.name or (rates.pop() if len(rates) == 1 else row_name(row.indicator))


def rows(report: Report) -> Iterator[Row]:
    """Every row of the score sheets that prints a standard."""
    for sheet in report.scorecards:
        sound = trusted(sheet)
        for leaf in sheet.leaves():
            if not leaf.standard.strip():
                continue
            weight = None if leaf.weight is None or leaf.shared else leaf.weight.value
            standard = parsed(leaf.standard, weight, leaf.name)
            if weight is not None and not sound and standard.top is not None and weight > standard.top:
                weight = None
                standard = parsed(leaf.standard, None, leaf.name)
            yield Row(sheet, leaf, standard, weight)


def framework_rows(report: Report) -> Iterator[Row]:
    """Rows whose own standard gives no points, with the standard that the report's framework prints for them.

    Only where name and weight are those of the framework: another sheet may lawfully differ.
    """
    framework = framework_of(report)
    if framework is None:
        return
    for sheet in report.scorecards:
        if not trusted(sheet):
            continue
        for head, leaf in _headed(sheet):
            own = parsed(leaf.standard, None, leaf.name)
            entry = framework.find(leaf.name, head) if leaf.name and not own.read and not own.unread else None
            if entry is None or entry.standard is None or leaf.weight is None or leaf.shared:
                continue
            if leaf.weight.value == entry.weight:
                yield Row(sheet, leaf, entry.standard, entry.weight)


def _headed(sheet: Scorecard) -> Iterator[tuple[str, Indicator]]:
    """Every scored row with the name of the head above it."""
    for head in sheet.walk():
        yield from ((head.name, child) for child in head.children if not child.children)
    yield from (("", root) for root in sheet.indicators if not root.children)


def framework_marks(report: Report) -> Iterator[Mark]:
    """The marks of those rows by the framework's standard."""
    told: Register | None = None
    for row in framework_rows(report):
        told = told or register(report)
        yield _mark(told, row)


@remembered
def marks(report: Report) -> tuple[Mark, ...]:
    """The mark of every row whose full points are known."""
    known = (row for row in rows(report) if row.weight is not None or _tells_points(row))
    return tuple(_mark(register(report), row) for row in known)


def _tells_points(row: Row) -> bool:
    """Whether the standard alone says how many points there are."""
    return row.standard.top is not None and not row.indicator.shared


def _mark(told: Register, row: Row) -> Mark:
    found, missing = _measures(told, row)
    possible = points(row.standard, {})
    given: Points | None = None
    nominal: Points | None = None
    if found:
        for readings in list(product(*found.values()))[:MOST_READINGS]:
            known = {name: reading.interval for name, reading in zip(found, readings, strict=True)}
            each = points(row.standard, known)
            given = each if given is None else given.with_also(each)
            plain = points(
                row.standard, {name: _nominal(reading) for name, reading in zip(found, readings, strict=True)}
            )
            nominal = plain if nominal is None else nominal.with_also(plain)
    figures = {each.id: each for readings in found.values() for reading in readings for each in reading.figures}
    figures |= {each.id: each for each in _deciding(row, found)}
    measures = tuple(
        (name or row.indicator.name, _told(readings[0])) for name, readings in found.items() if name != RATIO
    )
    return Mark(row, possible, given or possible, nominal or possible, tuple(figures.values()), measures, missing)


def _deciding(row: Row, found: dict[str, tuple[Found, ...]]) -> tuple[Figure, ...]:
    """The printed bounds and points of the tiers and deductions that decide for the measures found."""
    spans: list[At] = []
    full = row.weight if row.weight is not None else row.standard.top or Decimal(0)
    for part, most in bodies(row.standard):
        for ladder in ladders(part.clauses, min(most, full)):
            readings = found.get(ladder.name) or found.get(row.indicator.name) or found.get(ROW) or ()
            for reading in readings:
                spans += ladder.deciding(_nominal(reading))
        if found:
            spans += [each.at for each in part.clauses if isinstance(each, Linear)]
    if any(isinstance(each, Relation) for each in row.standard.clauses()) and found:
        best = points(row.standard, {name: _nominal(each[0]) for name, each in found.items()})
        spans += [
            each.at for each in row.standard.clauses() if isinstance(each, Relation) and each.award.high == best.high
        ]
    return within(row.indicator, spans)


def _nominal(found: Found) -> Interval:
    """A printed rate as it stands."""
    if found.figures[0].unit.symbol == "%":
        return Interval.exactly(found.figures[0].value)
    return found.interval


def _told(found: Found) -> str:
    if found.figures[0].unit.symbol == "%":
        return found.figures[0].text
    return "、".join(each.text for each in found.figures)


def _measures(told: Register, row: Row) -> tuple[dict[str, tuple[Found, ...]], tuple[tuple[str, str], ...]]:
    """The readings of every measure that the standard turns on, and the names nothing was found for."""
    found: dict[str, tuple[Found, ...]] = {}
    missing: dict[str, str] = {}
    for name, kind, formula in _needed(row.standard):
        own = name == ROW or kind == "rate" and names_row(name, row.indicator)
        search = row_rate(told, row.indicator, formula) if own else None
        if search is None:
            search = reached(row.indicator) if kind == "ratio" else _searched(told, name, kind, formula)
        beside = remarked(row.indicator, name) if kind == "rate" and not search.readings else None
        if beside is not None:
            search = Search((Found(beside.interval, (beside,)),), "")
        if search.readings:
            signless = "绝对值" in row.standard.text
            found[name] = tuple(map(unsigned, search.readings)) if signless else search.readings
        else:
            missing[name or row.indicator.name] = search.problem
    return found, tuple(missing.items())


def _searched(told: Register, name: str, kind: str, formula: Formula | None) -> Search:
    return rate(told, name, formula) if kind == "rate" else amount(told, (name,))


def _needed(standard: Standard) -> Iterator[tuple[str, str, Formula | None]]:
    """The measures of the standard: name; whether a rate, an amount or the part of the target reached; formula."""
    definitions = {bare(each.name): each.formula for each in standard.clauses() if isinstance(each, Definition)}
    only = next(iter(definitions.values())) if len(definitions) == 1 else None
    seen: set[str] = set()
    named = {clause.name for clause in standard.clauses() if isinstance(clause, Tier | PerPoint) and clause.name}
    for clause in standard.clauses():
        wanted: list[tuple[str, str]] = []
        if isinstance(clause, Tier) and clause.reach.unit in ("%", "") or isinstance(clause, PerPoint):
            wanted = [(clause.name, "rate")]
        elif isinstance(clause, Linear):
            wanted = [
                (name, "rate" if name.endswith(("率", "进度", "度")) else "amount") for name in clause.formula.names()
            ]
        elif isinstance(clause, Relation | Zero):
            wanted = [(side, "amount") for each in clause.comparisons for side in (each.left, each.right) if side]
        elif isinstance(clause, Share):
            wanted = [(clause.name, "rate")] if clause.base else [(RATIO, "ratio")]
        for name, kind in wanted:
            if name not in seen and not (name == ROW and kind == "rate" and len(named) == 1):
                seen.add(name)
                yield name, kind, definitions.get(bare(name), only if name == ROW else None)


@dataclass(frozen=True, slots=True)
class Remarked:
    """The total of a sheet where contradicted scores give way to what the standard allows."""

    stated: Figure
    total: Interval
    changed: tuple[tuple[str, Figure, Interval], ...]


def remarked_total(sheet: Scorecard, found: Iterable[Mark]) -> Remarked | None:
    """The printed total less contradicted scores plus what the printed standard gives for them, as a range.

    None where the sheet prints no total. Rows without a measure keep their printed score, and so do those
    above their weight: that is no matter of the standard.
    """
    if sheet.total_score is None:
        return None
    total = Interval.exactly(sheet.total_score.value)
    changed = []
    for each in found:
        score = each.row.indicator.score
        if each.row.sheet is not sheet or score is None or score.value > full(each) or allowed(each, score) is not None:
            continue
        total = total - Interval.exactly(score.value) + each.given.hull
        changed.append((each.row.indicator.name, score, each.given.hull))
    return Remarked(sheet.total_score, total, tuple(changed))


def full(mark: Mark) -> Decimal:
    """The most that the row can be given: its weight, else what its standard adds up to."""
    weight = mark.row.weight if mark.row.weight is not None else mark.row.standard.top
    assert weight is not None
    return weight


def allowed(mark: Mark, score: Figure) -> Interval | None:
    """The range of given points that holds the score, rounding to the sheet's decimals allowed; None where none does.

    Points with more decimals than the sheet prints are rounded there; whole tiers are exact.
    """
    step = resolution(mark.row.sheet)
    for each in mark.given.ranges:
        assert each.low is not None and each.high is not None
        low = each.low if each.low % step == 0 else each.low - step / 2
        high = each.high if each.high % step == 0 else each.high + step / 2
        if Interval(low, high).meets(score.interval):
            return Interval(low, high)
    return None
