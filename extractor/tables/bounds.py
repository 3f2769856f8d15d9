"""What was spent stays within what was budgeted, row by row; an overrun may be approved, so it proves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.expression import in_unit_of
from extractor.figures import Figure
from extractor.statements import OPEN, Reading, Statement
from extractor.tables.changes import nearest, same_group
from extractor.tables.roles import Role, roles
from extractor.tables.sheets import Block
from extractor.tables.stubs import Side

_WIDEST = 60
_RANK = {"full": 0, "": 1, "opening": 2}


def bounds(block: Block, side: Side) -> Iterator[Statement]:
    """For every row 执行数 ≤ 预算数, of the columns of one group and one year; the full-year budget first."""
    if block.scored:
        return
    named = roles(block.band.paths, side.columns[:_WIDEST], block.band.marks)
    for actual in named.values():
        budget = _budget(named, actual) if actual.name == "actual" else None
        if budget is None:
            continue
        for rung in side.rungs:
            spent, planned = rung.amounts.get(actual.column), rung.amounts.get(budget.column)
            if spent is None or planned is None or not _comparable(spent, planned):
                continue
            head = block.head(actual.column)
            subject = " / ".join(part for part in (rung.label, head) if part)
            where = " / ".join(part for part in (block.title, rung.label, head) if part)
            reading = Reading(in_unit_of(planned, spent), "tables.within_budget")
            yield Statement(
                "bound", subject, spent, (reading,), "<=", strength=OPEN, where=where, home="table", period=spent.period
            )


def _budget(named: dict[int, Role], actual: Role) -> Role | None:
    """The budget that the actual answers to: same other heads and year, the full year's before the opening one."""
    budgets = [
        role
        for role in nearest(same_group(named, actual.column), actual.column, ("budget",))
        if role.rest == actual.rest and role.year == actual.year and role.relative == actual.relative
    ]
    return min(budgets, key=lambda role: _RANK[role.budget], default=None)


def _comparable(spent: Figure, planned: Figure) -> bool:
    """Whether both are amounts of one kind, none hedged, and something was planned or spent."""
    money = {"money", ""}
    return (
        spent.unit.dimension == planned.unit.dimension
        and spent.unit.dimension in money
        and not (spent.qualifier or planned.qualifier)
        and bool(spent.value or planned.value)
    )
