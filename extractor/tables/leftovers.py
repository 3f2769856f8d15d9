"""What is left over, where income stands in one table and spending in the next: row by row of the same name."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import regex

from extractor.expression import Expression, in_unit_of
from extractor.figures import Figure
from extractor.statements import LOOSE, Reading, Statement
from extractor.tables.evidence import fits
from extractor.tables.sheets import Block
from extractor.tables.words import WHOLE_HEAD, found, pattern

_INCOME, _SPENDING = pattern(r"收入"), pattern(r"支出")
_OF_YEAR, _IN_ALL = pattern(r"^(?:当年|本年).{0,4}(?:结余|结转)"), pattern(r"^(?:累计|年末).{0,4}(?:结余|结转)")
_BROUGHT = pattern(r"上年结转|上年结余|年初结转|年初结余")


def leftovers(blocks: tuple[Block, ...]) -> Iterator[Statement]:
    """当年结余 = 收入合计 − 支出合计 and 累计结余 = 上年结转 + 当年结余, over two tables that follow each other."""
    for income, spending in itertools.pairwise(blocks):
        if income.scored or spending.scored or len(income.sides) != 1 or len(spending.sides) != 1:
            continue
        received, brought = _column(income, _INCOME, True), _column(income, _BROUGHT, False)
        spent = _column(spending, _SPENDING, True)
        of_year, in_all = _column(spending, _OF_YEAR, False), _column(spending, _IN_ALL, False)
        if received is None or spent is None:
            continue
        above = _rows(income)
        for name, here in _rows(spending).items():
            there = above.get(name, {})
            carried = (there.get(brought),) if brought is not None else ()
            yield from _told(
                spending, name, of_year, here.get(of_year), there.get(received), (here.get(spent), *carried)
            )
            yield from _told(
                spending, name, in_all, here.get(in_all), there.get(brought), (here.get(of_year),), add=True
            )


def _told(
    block: Block,
    name: str,
    column: int | None,
    stated: Figure | None,
    first: Figure | None,
    others: tuple[Figure | None, ...],
    add: bool = False,
) -> Iterator[Statement]:
    """``stated`` is the first and the other; or the first less the others, or less only the first of them:
    whether 收入合计 holds what was brought forward is not said.
    """
    told = [each for each in others if each is not None]
    if column is None or stated is None or first is None or len(told) < len(others):
        return
    if len({figure.unit.dimension for figure in (stated, first, *told)}) > 1:
        return
    nodes: list[Expression] = []
    for count in range(len(told), 0, -1):
        node: Expression = in_unit_of(first, stated)
        for each in told[:count]:
            node = node + in_unit_of(each, stated) if add else node - in_unit_of(each, stated)
        nodes.append(node)
    subject = f"{name} / {block.head(column)}"
    where = f"{block.title} / {subject}"
    nodes.sort(key=lambda node: not fits(stated, node))
    readings = tuple(Reading(node, "tables.balance") for node in nodes)
    yield Statement("balance", subject, stated, readings, strength=LOOSE, where=where, home="table")


def _column(block: Block, words: regex.Pattern[str], whole: bool) -> int | None:
    """The one column whose leaf head holds the words, and is a whole where that is asked."""
    columns = [c for c in block.sides[0].columns if found(words, block.leaf(c))]
    columns = [c for c in columns if not whole or found(WHOLE_HEAD, block.leaf(c))]
    return columns[0] if len(columns) == 1 else None


def _rows(block: Block) -> dict[str, dict[int | None, Figure]]:
    """The amounts of each row by its label; labels that come twice are left out."""
    rows: dict[str, dict[int | None, Figure]] = {}
    twice = set()
    for rung in block.sides[0].rungs:
        if rung.label in rows:
            twice.add(rung.label)
        amounts: dict[int | None, Figure] = {}
        amounts.update(rung.amounts.items())
        rows[rung.label] = amounts
    return {label: amounts for label, amounts in rows.items() if label and label not in twice}
