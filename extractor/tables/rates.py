"""Rates, shares, growth, changes and balances across the columns of a table, by the roles of their heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractor.expression import Expression
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.tables.changes import Way, balances, changes, growths, net_values, vacancies
from extractor.tables.evidence import fits
from extractor.tables.formulas import formula
from extractor.tables.prices import averages, products
from extractor.tables.quotients import by_name, heads_by_staff, lost, neighbours, quotients, satisfied, scored, shares
from extractor.tables.roles import Role, roles
from extractor.tables.sheets import Block
from extractor.tables.stubs import Side
from extractor.tables.words import ARRIVAL, CONTENT, DEDUCTED, EXECUTION, GROWTH, NET, POINTS_RATE, SHARE, VACANT, found

_WIDEST = 60
_OF_RATES = ("rate", "share", "growth")
_FRACTION = Decimal("1.5")
"""A rate without a sign up to this may be a plain quotient."""


def ratios(block: Block, side: Side) -> Iterator[Statement]:
    """Every rate, share, growth, change and balance that the columns of a side state."""
    columns = side.columns[:_WIDEST]
    named = roles(block.band.paths, columns, block.band.marks)
    for place, column in enumerate(columns):
        if found(POINTS_RATE, block.leaf(column)):
            kind, ways = "rate", scored(named, column)
        elif found(DEDUCTED, block.leaf(column)):
            kind, ways = "balance", lost(named, column)
        elif block.scored:
            continue
        else:
            kind, ways = _ways(block, side, named, columns[:place], column)
        if ways:
            yield from _statements(block, side, column, kind, ways)
        if not block.scored:
            yield from _statements(block, side, column, "average", averages(block, side, column))
            yield from _statements(block, side, column, "product", products(block, side, column))


def _ways(
    block: Block, side: Side, named: dict[int, Role], before: tuple[int, ...], column: int
) -> tuple[str, list[Way]]:
    role, text = named[column], named[column].text
    printed = formula(block.band.paths[column], block.band.marks[column], named)
    cells = [rung.amounts[column] for rung in side.rungs if column in rung.amounts]
    in_percent = any(figure.unit.symbol == "%" for figure in cells)
    if printed is not None:
        kind = "rate" if role.name == "rate" else "total"
        return kind, [Way(lambda rung: printed(rung, kind == "rate"), "tables.printed_formula")]
    if found(VACANT, block.leaf(column)):
        return "balance", vacancies(named, column)
    if found(NET, block.leaf(column)):
        return "balance", net_values(named, column)
    if role.name == "change":
        return "change", changes(named, column)
    if role.name in ("left", "closed"):
        return "balance", balances(named, column)
    if role.name != "rate" and not (in_percent and not block.band.paths[column]):
        return "", []
    if found(GROWTH, text):
        return "growth", growths(named, column)
    if found(ARRIVAL, text):
        return "rate", quotients(named, column, ("arrived",), ("budget",))
    if found(SHARE, text) and not found(EXECUTION, text):
        return "share", shares(side, before, named, column)
    if found(EXECUTION, text):
        ways = quotients(named, column, ("actual", "arrived"), ("budget", "arrived"))
        return "rate", ways or heads_by_staff(named, column) or neighbours(before, named)
    if found(CONTENT, text):
        return "rate", satisfied(block, before)
    return "rate", by_name(block, before, named, column) if block.band.paths[column] else neighbours(before, named)


def _statements(block: Block, side: Side, column: int, kind: str, ways: list[Way]) -> Iterator[Statement]:
    rows = [(rung, rung.amounts[column]) for rung in side.rungs if column in rung.amounts]
    rows = [(rung, figure) for rung, figure in rows if not figure.qualifier and figure.is_quantity]
    finest = _finest(side)
    built = [[(way, _forms(kind, stated, _refined(way.make(rung), finest))) for way in ways] for rung, stated in rows]
    held = [sum(any(fits(figure, each) for each in row[i][1]) for (_, figure), row in zip(rows, built, strict=True))
            for i in range(len(ways))]  # fmt: skip
    order = sorted(range(len(ways)), key=lambda i: -held[i])
    usual = max(held, default=0)
    for (rung, stated), row in zip(rows, built, strict=True):
        readings: list[Reading] = []
        for i in order:
            way, expressions = row[i]
            for each in expressions:
                if all(each.code() != other.expression.code() for other in readings):
                    readings.append(Reading(each, way.because))
        if readings:
            sure = all(way.sure for way in ways)
            proves = FIRM if sure or usual > 2 and 3 * usual > 2 * len(rows) else (LOOSE if usual > 1 else OPEN)
            head = block.head(column)
            subject = " / ".join(part for part in (rung.label, head) if part)
            where = " / ".join(part for part in (block.title, rung.label, head) if part)
            yield Statement(
                kind, subject, stated, tuple(readings), strength=proves, where=where, home="table", period=stated.period
            )


def _finest(side: Side) -> dict[str, Decimal]:
    """For figures printed with fewer decimals than their column: the finest resolution there, so 12.5 is 12.50."""
    known: dict[str, Decimal] = {}
    for column in side.columns:
        cells = [rung.amounts[column] for rung in side.rungs if column in rung.amounts]
        rounded = [each for each in cells if not each.exact and not each.qualifier]
        finest = min((each.resolution * each.unit.factor for each in rounded), default=Decimal(0))
        known.update(
            (each.id, finest / each.unit.factor) for each in rounded if each.resolution * each.unit.factor > finest
        )
    return known


def _refined(expression: Expression | None, finest: dict[str, Decimal]) -> Expression | None:
    """The expression with the figures of ``finest`` read as finely as their columns are printed."""
    if expression is None or not finest:
        return expression
    figure = expression.figure
    if figure is not None:
        if figure.id not in finest:
            return expression
        return replace(expression, allowed=Interval.around(figure.value, finest[figure.id] / 2))
    nodes = tuple(_refined(node, finest) or node for node in expression.nodes)
    return replace(expression, nodes=nodes)


def _forms(kind: str, stated: Figure, expression: Expression | None) -> tuple[Expression, ...]:
    """The rate in per cent, and as a plain quotient where the cell prints 0.958 without a sign."""
    if expression is None:
        return ()
    if kind not in _OF_RATES or expression.operation != "*" or stated.number.endswith("%") or stated.unit.symbol == "‰":
        return (expression,)
    plain = expression.nodes[0]
    if not stated.unit.symbol:
        return (plain, expression)
    return (expression, plain) if abs(stated.value) <= _FRACTION else (expression,)
