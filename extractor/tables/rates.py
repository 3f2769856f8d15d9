"""Rates, shares, growth, changes and balances across the columns of a table, by the roles of their heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractor.expression import Expression, in_unit_of, percent
from extractor.expression import figure as leaf
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.tables.changes import Make, Way, balances, changes, growths, nearest, net_values, same_group, vacancies
from extractor.tables.evidence import fits
from extractor.tables.formulas import formula
from extractor.tables.roles import Role, roles
from extractor.tables.sheets import Block
from extractor.tables.stubs import Rung, Side
from extractor.tables.words import ARRIVAL, EXECUTION, GROWTH, NET, SHARE, STAFF, TIMEOUT, VACANT, found, pattern

_WIDEST = 60
_MOST = 4
_FRACTION = Decimal("1.5")
"""A rate without a sign up to this may be a plain quotient."""
_STEM = pattern(r"率(?:\([^)]*\))?$")


def ratios(block: Block, side: Side) -> Iterator[Statement]:
    """Every rate, share, growth, change and balance that the columns of a side state."""
    if block.scored:
        return
    columns = side.columns[:_WIDEST]
    named = roles(block.band.paths, columns, block.band.marks)
    for place, column in enumerate(columns):
        kind, ways = _ways(block, side, named, columns[:place], column)
        if ways:
            yield from _statements(block, side, column, kind, ways)


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
        return "rate", _quotients(named, column, ("arrived",), ("budget",))
    if found(SHARE, text) and not found(EXECUTION, text):
        return "share", _shares(side, before, named, column)
    if found(EXECUTION, text):
        ways = _quotients(named, column, ("actual", "arrived"), ("budget", "arrived"))
        return "rate", ways or _heads_by_staff(named, column) or _neighbours(before, named)
    return "rate", _by_name(block, before, named, column) if block.band.paths[column] else _neighbours(before, named)


def _quotients(named: dict[int, Role], column: int, above: tuple[str, ...], below: tuple[str, ...]) -> list[Way]:
    """Actual over budget: the actual nearest to the left; the full-year budget before the opening one."""
    group = same_group(named, column)
    tops = nearest(group, column, above)
    ways: list[Way] = []
    for top in tops[:1]:
        bottoms = [
            role for role in nearest(group, column, below) if role.column != top.column and role.rest == top.rest
        ]
        bottoms = bottoms or [role for role in nearest(group, column, below) if role.column != top.column]
        bottoms.sort(key=lambda role: {"full": 0, "": 1, "opening": 2}[role.budget])
        text = named[column].text
        if found(pattern("年初"), text):
            bottoms = [role for role in bottoms if role.budget == "opening"] or bottoms
        ways += [Way(_quotient(top.column, bottom.column), f"tables.over_{bottom.name}") for bottom in bottoms[:_MOST]]
    return ways


def _quotient(top: int, bottom: int) -> Make:
    def make(rung: Rung) -> Expression | None:
        a, b = rung.amounts.get(top), rung.amounts.get(bottom)
        if a is None or b is None or a.unit.dimension != b.unit.dimension or a.qualifier or b.qualifier:
            return None
        return percent(in_unit_of(a, b), leaf(b))

    return make


def _heads_by_staff(named: dict[int, Role], column: int) -> list[Way]:
    """在职 over 编制 where the rate is one of staff."""
    staff = [
        role for role in named.values() if role.column != column and found(STAFF, role.text) or "在职" in role.text
    ]
    posts = [role for role in staff if "编制" in role.text or "核定" in role.text]
    persons = [role for role in staff if role not in posts]
    if len(posts) == 1 and len(persons) == 1:
        return [Way(_quotient(persons[0].column, posts[0].column), "tables.staff")]
    return []


def _neighbours(before: tuple[int, ...], named: dict[int, Role]) -> list[Way]:
    """A rate without words: the two amounts to its left, the later over the earlier; a gap says nothing."""
    near = [column for column in before if named[column].name not in ("score", "rate")]
    if len(near) < 2:
        return []
    return [Way(_quotient(near[-1], each), "tables.neighbours", sure=False) for each in near[-2:-4:-1]]


def _by_name(block: Block, before: tuple[int, ...], named: dict[int, Role], column: int) -> list[Way]:
    """甲率 = 甲… over a column to the left of it: the head names what is counted, not of what; the rows tell."""
    stem = _STEM.sub("", block.leaf(column), timeout=TIMEOUT)
    near = [each for each in before if named[each].name not in ("score", "rate", "change")]
    tops = [each for each in near if len(stem) > 1 and stem in block.leaf(each)]
    if len(tops) != 1:
        return []
    return [Way(_quotient(tops[0], each), "tables.neighbours", False) for each in near[::-1] if each != tops[0]][:_MOST]


def _shares(side: Side, before: tuple[int, ...], named: dict[int, Role], column: int) -> list[Way]:
    """An amount over the total row of its column, or over a total column of its row; the rows tell which amount."""
    near = [each for each in before if named[each].name not in ("score", "rate", "change")]
    chosen = list(dict.fromkeys((*near[-1:], *near[:1], *near[-2:-1])))
    ways = []
    for own in chosen:
        totals = [rung for rung in side.rungs if rung.total and own in rung.amounts]
        ways += [Way(_share(own, rung), "tables.share_of_total", len(chosen) == 1) for rung in totals[-1:]]
    ways += [Way(_quotient(near[-1], each), "tables.share_of_column", False) for each in near[:-1][::-1][:2]]
    return ways


def _share(column: int, whole: Rung) -> Make:
    def make(rung: Rung) -> Expression | None:
        a, b = rung.amounts.get(column), whole.amounts.get(column)
        if a is None or b is None or a.unit.dimension != b.unit.dimension:
            return None
        return percent(in_unit_of(a, b), leaf(b))

    return make


def _statements(block: Block, side: Side, column: int, kind: str, ways: list[Way]) -> Iterator[Statement]:
    rows = [(rung, rung.amounts[column]) for rung in side.rungs if column in rung.amounts]
    rows = [(rung, figure) for rung, figure in rows if not figure.qualifier and figure.is_quantity]
    finest = _finest(side)
    built = [[(way, _scaled(stated, _refined(way.make(rung), finest))) for way in ways] for rung, stated in rows]
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


def _scaled(stated: Figure, expression: Expression | None) -> tuple[Expression, ...]:
    """The rate in per cent, and as a plain quotient where the cell prints 0.958 without a sign."""
    if expression is None:
        return ()
    if expression.operation != "*" or stated.number.endswith("%") or stated.unit.symbol == "‰":
        return (expression,)
    plain = expression.nodes[0]
    if not stated.unit.symbol:
        return (plain, expression)
    return (expression, plain) if abs(stated.value) <= _FRACTION else (expression,)
