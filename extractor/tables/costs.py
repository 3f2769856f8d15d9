"""Cost indicators of a form against its funds: what single things cost may be all that the money went to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.document import Document, Table
from extractor.expression import total
from extractor.figures import Figure
from extractor.statements import OPEN, Reading, Statement
from extractor.tables.evidence import fits
from extractor.tables.layout import CellKey, by_cell
from extractor.tables.words import found, pattern, squeezed
from extractor.units import NONE

_FUNDS = pattern(r"^(?:年度|项目)?资金总额|^资金合计")
_COST = pattern(r"成本(?!.{0,3}指标)")
_FEWEST = 2
"""Cost rows below which a fit with the funds says nothing."""


def costs(document: Document, figures: tuple[Figure, ...]) -> Iterator[Statement]:
    """资金总额 = the amounts of all 成本 rows of its form: a fit ticks, since a form need not list every cost."""
    cells = by_cell(figures)
    for table in document.tables():
        funds, parts = _rows(table, cells)
        if not funds or len(parts) < _FEWEST:
            continue
        made = [(replace(each, unit=parts[0].unit) if each.unit == NONE else each) for each in funds]
        made = [each for each in made if each.unit.dimension == "money"]
        stated = next((each for each in reversed(made) if fits(each, total(parts, each))), made[-1] if made else None)
        if stated is not None:
            reading = Reading(total(parts, stated), "tables.rows")
            yield Statement("total", "资金总额（各项成本）", stated, (reading,), strength=OPEN, home="table")


def _rows(table: Table, cells: dict[CellKey, list[Figure]]) -> tuple[list[Figure], tuple[Figure, ...]]:
    """The amounts of the row of the funds, and of each cost row the last amount that carries its unit."""
    funds: list[Figure] = []
    parts: dict[int, Figure] = {}
    named: dict[int, str] = {}
    for cell in table.cells:
        label = squeezed(cell.text)
        held = [each for each in cells.get((table.number, cell.row, cell.column), []) if each.is_quantity]
        if not held and (found(_FUNDS, label) or found(_COST, label)):
            named[cell.row] = label
        elif len(held) == 1 and cell.row in named:
            if found(_FUNDS, named[cell.row]) and (held[0].unit == NONE or held[0].unit.dimension == "money"):
                funds.append(held[0])
            elif found(_COST, named[cell.row]) and _is_told_in_money(held[0]):
                parts[cell.row] = held[0]
    return funds, tuple(parts.values())


def _is_told_in_money(figure: Figure) -> bool:
    """Whether the cell itself prints a unit of money: bare numbers of such a row may be points."""
    bare = figure.text.strip()[-1:].isdigit()
    return figure.unit.dimension == "money" and not figure.qualifier and not bare
