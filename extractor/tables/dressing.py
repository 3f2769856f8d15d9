"""What a table says of each of its figures: unit, label and period; running numbers and codes are no quantities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.document import Document
from extractor.figures import Figure
from extractor.tables.sheets import Block, blocks
from extractor.tables.stubs import Rung, Side, identifiers
from extractor.tables.words import NOT_MONEY, NOT_MONEY_ROW, RATE, SCORES, bracket_unit, found, pattern, period
from extractor.units import NONE, UNITS, Unit

_LABEL = 60
_LEADING = pattern(r"^\s*\d{3}(?:\d{2}){0,2}\s*(?=[\p{Han}(（])")
_PERCENT_HEAD = pattern(r"%|％")


def dress(document: Document, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures with unit, label and period where a table gives them; the order and all else stay."""
    changed: dict[str, Figure] = {}
    for block in blocks(document, figures):
        changed.update((figure.id, figure) for figure in _of_block(block))
    coded = _leading_codes(document, figures)
    return tuple(changed.get(figure.id) or coded.get(figure.id, figure) for figure in figures)


def _of_block(block: Block) -> Iterator[Figure]:
    kinds = identifiers(block.band)
    for row in block.band.rows:
        for slot in row:
            if slot is not None and slot.figure is not None and slot.figure.id in kinds:
                yield replace(slot.figure, kind=kinds[slot.figure.id])
    for side in block.sides:
        percent = {column for column in side.columns if _is_percent(block, side, column)}
        for rung in side.rungs:
            for column, figure in rung.amounts.items():
                if figure.id not in kinds:
                    yield _dressed(block, rung, column, figure, column in percent)
    yield from _copies(block)


def _copies(block: Block) -> Iterator[Figure]:
    """A number printed twice in one cell is one amount, read with doubt; its copy is no quantity."""
    for row in block.band.rows:
        for slot in row:
            if slot is not None and slot.copies and slot.figure is not None:
                yield from (replace(copy, kind="code", label="", doubt="doubled") for copy in slot.copies)


def _is_percent(block: Block, side: Side, column: int) -> bool:
    """Whether a column of rates is in per cent although its cells need not say so."""
    leaf = block.leaf(column)
    cells = [rung.amounts[column] for rung in side.rungs if column in rung.amounts]
    if any(figure.unit.symbol == "%" for figure in cells):
        return found(RATE, leaf) or not leaf
    if not found(RATE, leaf):
        return False
    return found(_PERCENT_HEAD, block.head(column)) or any(abs(figure.value) > 2 for figure in cells)


def _dressed(block: Block, rung: Rung, column: int, figure: Figure, percent: bool) -> Figure:
    head = block.head(column)
    unit = figure.unit if figure.unit.symbol else _unit(block, rung, column, percent)
    label = " / ".join(part for part in (rung.label, head) if part)[:_LABEL]
    told = period(head) or period(rung.label) or block.period
    doubt = figure.doubt or ("shifted" if rung.position in block.band.moved else None)
    doubt = doubt or ("doubled" if _is_doubled(block, rung, column) else None)
    return replace(figure, unit=unit, label=figure.label or label, period=figure.period or told, doubt=doubt)


def _is_doubled(block: Block, rung: Rung, column: int) -> bool:
    slot = block.band.rows[rung.position][column]
    return slot is not None and bool(slot.copies)


def _unit(block: Block, rung: Rung, column: int, percent: bool) -> Unit:
    """The unit of a bare number: its row label's, its head's, or the table's where the column counts money."""
    if percent:
        return UNITS["%"]
    for text in (rung.label, *reversed(block.band.paths[column])):
        read = bracket_unit(text)
        if read is not None and not (read.dimension == "money" and found(NOT_MONEY, block.leaf(column))):
            return read
    if (
        found(NOT_MONEY, block.leaf(column))
        or found(NOT_MONEY_ROW, rung.label)
        or found(SCORES, rung.label)
        or block.scored
    ):
        return NONE
    return block.unit


def _leading_codes(document: Document, figures: tuple[Figure, ...]) -> dict[str, Figure]:
    """Codes before a name in one cell (20805 行政事业单位养老支出)."""
    texts = {
        (table.number, cell.row, cell.column): cell.text
        for table in document.tables()
        for cell in table.cells
        if cell.text and _LEADING.match(cell.text[:20])
    }
    found_codes = {}
    for figure in figures:
        place = figure.place
        key = (place.table or 0, place.row or 0, place.column or 0)
        if place.table is not None and key in texts and place.start <= len(texts[key]) - len(texts[key].lstrip()):
            found_codes[figure.id] = replace(figure, kind="code")
    return found_codes
