"""Tables that lie on their side: measures down the rows (分值, 得分, 得分率), things measured across the columns."""

from __future__ import annotations

from dataclasses import replace

from extractor.tables.heads import Band
from extractor.tables.layout import Slot
from extractor.tables.roles import role_of
from extractor.tables.sheets import Block
from extractor.tables.stubs import Side, sides
from extractor.tables.words import is_total

_TALLEST = 12
"""A table of more rows lists things, not measures."""
_FEWEST = 3
"""Fewer columns tell no list of things."""


def turned(block: Block) -> Block | None:
    """The block with its rows as columns, where its row labels are measures and its heads are not; else None."""
    if len(block.sides) != 1 or not _lies(block, block.sides[0]):
        return None
    side = block.sides[0]
    paths = ((), *((rung.label,) for rung in side.rungs))
    rows = tuple(_row(block, side, column) for column in side.columns)
    columns = tuple(range(1, len(paths)))
    band = Band((), paths, ("",) * len(paths), rows, columns)
    return replace(block, band=band, sides=sides(band), scored=False, turned=True)


def _lies(block: Block, side: Side) -> bool:
    """Whether the labels name two measures or more and no head names one; heads of one line each."""
    if not 2 <= len(side.rungs) <= _TALLEST or len(side.columns) < _FEWEST:
        return False
    heads = [block.leaf(column) for column in side.columns]
    plain = all(len(block.band.paths[column]) == 1 for column in side.columns)
    measures = [role_of(rung.label) for rung in side.rungs]
    derived = any(name in ("rate", "left", "change", "score") for name in measures)
    return plain and all(measures) and derived and all(is_total(head) or not role_of(head) for head in heads)


def _row(block: Block, side: Side, column: int) -> tuple[Slot | None, ...]:
    """One column of the table as a row: its head, then its amounts in the order of the rows."""
    label = Slot(block.leaf(column), column, 0, True)
    cells = [block.band.rows[rung.position][column] for rung in side.rungs]
    return (label, *(replace(slot, column=place + 1) if slot is not None else None for place, slot in enumerate(cells)))
