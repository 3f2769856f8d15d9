"""The lists of a block: its sides, those joined that stand side by side over one total row."""

from __future__ import annotations

from dataclasses import replace

from extractor.tables.sheets import Block
from extractor.tables.stubs import Rung, Side


def lists(block: Block) -> tuple[Side, ...]:
    """The sides from left to right; where a total's name stands under one side and its amount under a later one,
    with no name between, the list goes on over these sides (公用经费合计 under 302, its amount under 310)."""
    found: list[Side] = []
    for side in block.sides:
        if found and _goes_on(block, found[-1], side):
            found[-1] = _joined(found[-1], side)
        else:
            found.append(side)
    return tuple(found)


def _goes_on(block: Block, left: Side, right: Side) -> bool:
    """Whether the left list ends with the name of a total, and its amount stands, with no other name, on the right."""
    heads = [[block.leaf(column) for column in side.columns] for side in (left, right)]
    named, amount = left.rungs[-1], right.rungs[-1]
    return (
        heads[0] == heads[1]
        and named.total
        and not (named.amounts or named.blocked)
        and amount.label in ("", named.label)
        and bool(amount.amounts)
        and named.row == amount.row
    )


def _joined(left: Side, right: Side) -> Side:
    """One list of both, with the rows of the right side below those of the left one; the total comes last."""
    offset = left.rungs[-1].position + 1
    moved = [_moved(rung, left, right, offset) for rung in right.rungs]
    end = replace(moved[-1], label=left.rungs[-1].label, style=left.rungs[-1].style, total=True)
    return replace(left, rungs=(*left.rungs[:-1], *moved[:-1], end), coded=left.coded or right.coded)


def _moved(rung: Rung, left: Side, right: Side, offset: int) -> Rung:
    columns = dict(zip(right.columns, left.columns, strict=True))
    amounts = {columns[column]: figure for column, figure in rung.amounts.items()}
    blocked = frozenset(columns[column] for column in rung.blocked)
    return replace(rung, position=rung.position + offset, amounts=amounts, blocked=blocked)
