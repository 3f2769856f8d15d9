"""Figures that the tables of one set of accounts tell more than once: both sides of 总计, totals, classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.expression import in_unit_of, total
from extractor.figures import Figure
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.tables.lists import lists
from extractor.tables.sheets import Block
from extractor.tables.stubs import Rung, Side
from extractor.tables.words import GRAND, STRONG, WHOLE_HEAD, found, pattern, squeezed, unnumbered

_INCOME, _SPENDING = pattern(r"收入"), pattern(r"支出")
_BUDGETS = ("一般公共预算", "政府性基金", "国有资本经营")
_PLAIN_TOTAL = pattern(r"^(?:合计|总计|小计|共计)$")
_THIS_YEAR = pattern(r"^本年.{0,8}(?:收入|支出)(?:合计|总计|小计)?$")
_GRANTS = "财政拨款收入"
_ECONOMIC = ("3", "5")
_POST = "机关事业单位"

Key = tuple[str, frozenset[str], str, str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what it is about, so that its like in another table is known."""

    key: Key
    figure: Figure
    where: str
    strength: str


def two_sided(block: Block) -> Iterator[Statement]:
    """收入总计 = 支出总计 where both stand in one row of a table with two sides."""
    for left, right in zip(block.sides, block.sides[1:], strict=False):
        ends = [_grand(side) for side in (left, right)]
        if ends[0] is None or ends[1] is None or ends[0].position != ends[1].position:
            continue
        incoming, spent = (
            rung.amounts.get(side.columns[0]) for rung, side in zip(ends, (left, right), strict=True) if rung
        )
        flows = f"{block.head(left.columns[0])}{ends[0].label}", f"{block.head(right.columns[0])}{ends[1].label}"
        if incoming is None or spent is None or incoming.unit.dimension != spent.unit.dimension:
            continue
        if not (found(_INCOME, flows[0]) and found(_SPENDING, flows[1])):
            continue
        subject = f"{ends[0].label} / {ends[1].label}" if ends[0].label != ends[1].label else ends[0].label
        reading = Reading(in_unit_of(incoming, spent), "tables.both_sides")
        where = f"{block.title} / {subject}"
        yield Statement(
            "balance", subject, spent, (reading,), strength=FIRM, where=where, home="table", period=spent.period
        )


def _grand(side: Side) -> Rung | None:
    last = next((rung for rung in reversed(side.rungs) if rung.amounts), None)
    return last if last is not None and last.total and found(GRAND, unnumbered(last.label)) else None


def repeats(blocks: tuple[Block, ...]) -> Iterator[Statement]:
    """Totals and classes told in more than one table of a set; a table that comes again begins a new set."""
    first: dict[Key, Told] = {}
    titles: set[str] = set()
    for block in blocks:
        if block.scored or not block.stage:
            continue
        title = squeezed(block.title) + str(block.order)
        if title in titles:
            first, titles = {}, set()
        titles.add(title)
        for told in _told(block):
            earlier = first.setdefault(told.key, told)
            if earlier.figure.id == told.figure.id or earlier.figure.place.table == told.figure.place.table:
                continue
            yield _repeat(told, earlier)
        yield from _basic(block, first)


def _repeat(told: Told, earlier: Told) -> Statement:
    reading = Reading(in_unit_of(earlier.figure, told.figure), "tables.told_before")
    name = told.key[0]
    strength = min(told.strength, earlier.strength, key=(OPEN, LOOSE, FIRM).index)
    return Statement("repeat", name, told.figure, (reading,), strength=strength, where=told.where, home="table",
                     period=told.figure.period)  # fmt: skip


def _told(block: Block) -> Iterator[Told]:
    """The figures of a block that other tables tell too: its totals, and the classes in its whole column."""
    for side in block.sides:
        flow = _flow(block, side)
        whole = _whole_column(block, side)
        if not flow or whole is None:
            continue
        summed = False
        for rung in side.rungs:
            figure = rung.amounts.get(whole)
            if figure is None or figure.unit.dimension != "money":
                continue
            where = f"{block.title} / {rung.label}"
            if rung.total:
                yield from _of_total(block, side, rung, flow, whole, where)
                summed = True  # what follows is of the carry-over
            elif flow == "收入" and not summed and (budget := _budget(rung)):
                yield Told(
                    (f"{budget}财政拨款收入", frozenset({budget}), block.stage, block.period), figure, where, LOOSE
                )
            elif (rung.style == 1 and not side.coded) or len(rung.code) == 3 and rung.code[0] == "2":
                name = unnumbered(rung.label)
                name = name.lstrip("0123456789") if not rung.style else name
                if len(name) >= 4 and flow == "支出":
                    yield Told((name, _scope(block, whole), block.stage, block.period), figure, where, LOOSE)


def _budget(rung: Rung) -> str:
    """The budget whose grants a numbered row of income tells (一、一般公共预算财政拨款收入)."""
    grants = rung.style == 1 and "财政拨款" in rung.label
    return next((budget for budget in _BUDGETS if grants and budget in rung.label), "")


def _of_total(block: Block, side: Side, rung: Rung, flow: str, whole: int, where: str) -> Iterator[Told]:
    label = unnumbered(rung.label)
    plain = found(_PLAIN_TOTAL, label) and len(block.sides) == 1
    this_year = found(_THIS_YEAR, label)
    if not (plain or this_year):
        return
    for column, figure in rung.amounts.items():
        scope = _scope(block, column)
        head = block.leaf(column)
        if figure.unit.dimension != "money" or not (column == whole or _names_part(head)):
            continue
        if column != whole and head == _GRANTS:
            yield Told((f"本年{flow}", frozenset({"财政拨款"}), block.stage, block.period), figure, where, LOOSE)
            continue
        if column != whole and head in ("基本支出", "项目支出"):
            scope = scope | {head}
        elif column != whole and not any(budget in head for budget in _BUDGETS):
            continue
        yield Told((f"本年{flow}", scope, block.stage, block.period), figure, where, FIRM)


def _names_part(head: str) -> bool:
    return head in ("基本支出", "项目支出", _GRANTS) or any(budget in head for budget in _BUDGETS)


def _flow(block: Block, side: Side) -> str:
    """Whether a side is of income or of spending, from its heads and labels, else from the title."""
    heads = "".join(block.head(column) for column in (*side.labels, *side.columns[:1]))
    labels = "".join(rung.label for rung in side.rungs if rung.total)
    for text in (labels, heads, block.title):
        if found(_INCOME, text) != found(_SPENDING, text):
            return "收入" if found(_INCOME, text) else "支出"
    return ""


def _whole_column(block: Block, side: Side) -> int | None:
    """The column of the whole: 合计, or the only one."""
    if len(side.columns) == 1:
        return side.columns[0]
    first = side.columns[0]
    head = block.leaf(first)
    return first if found(WHOLE_HEAD, head) and found(STRONG, head) else None


def _scope(block: Block, column: int) -> frozenset[str]:
    """The budgets that a column is about, from the title and its heads; a named budget stands for itself."""
    head = block.head(column)
    budgets = {budget for budget in _BUDGETS if budget in head} or {b for b in _BUDGETS if b in block.scope}
    rest = {"基本支出", "项目支出"} & set(block.scope)
    if budgets:
        return frozenset(budgets | rest)
    return frozenset(({"财政拨款"} if "财政拨款" in block.scope else set()) | rest)


def _basic(block: Block, first: dict[Key, Told]) -> Iterator[Statement]:
    """基本支出 of the spending table = 人员经费合计 + 公用经费合计 of the table of basic spending."""
    if "基本支出" not in block.scope:
        return
    staff = _named_total(block, "人员经费")
    running = _named_total(block, "公用经费")
    if staff is None or running is None:
        return
    for key, told in first.items():
        if key[0] == "本年支出" and "基本支出" in key[1] and key[1] == _scope(block, block.sides[0].columns[0]):
            if told.figure.place.table == staff.place.table or key[2:] != (block.stage, block.period):
                continue
            reading = Reading(total((staff, running), told.figure), "tables.staff_and_running")
            yield Statement("total", "基本支出", told.figure, (reading,), strength=FIRM, where=told.where, home="table",
                            period=told.figure.period)  # fmt: skip


def _named_total(block: Block, name: str) -> Figure | None:
    for side in lists(block):
        for rung in side.rungs:
            if rung.total and name in rung.label and len(rung.amounts) == 1:
                return next(iter(rung.amounts.values()))
    return None


def economic(blocks: tuple[Block, ...]) -> Iterator[Statement]:
    """The same item by function and by economic class (2210201 and 30113): a fit ticks, a gap says nothing."""
    by_function: dict[tuple[str, str, str | None], Figure] = {}
    for block in blocks:
        for side in block.sides:
            whole = _whole_column(block, side)
            if not side.coded or whole is None or "一般公共预算" not in block.scope:
                continue
            for rung in side.rungs:
                figure = rung.amounts.get(whole)
                if figure is None:
                    continue
                name = rung.label.lstrip("0123456789").removesuffix("支出").removeprefix(_POST)
                key = (name, block.stage, block.period)
                if len(rung.code) == 7:
                    by_function[key] = figure
                elif len(rung.code) == 5 and rung.code[0] in _ECONOMIC and key in by_function:
                    reading = Reading(in_unit_of(by_function[key], figure), "tables.by_function")
                    where = f"{block.title} / {rung.label}"
                    yield Statement("repeat", name, figure, (reading,), strength=OPEN, where=where, home="table")
