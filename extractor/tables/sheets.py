"""The tables of a document as sheets: caption, unit, scope and bands; a table that goes on is joined to its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.document import Document, Paragraph, Table
from extractor.figures import Figure
from extractor.tables.heads import Band, bands
from extractor.tables.layout import by_cell, slots
from extractor.tables.stubs import Side, identifiers, sides
from extractor.tables.words import (
    SCOPES,
    SCORE_SHEET,
    SCORES,
    STAGES,
    bracket_unit,
    caption_unit,
    found,
    pattern,
    period,
    squeezed,
)
from extractor.units import NONE, Unit

_BEFORE, _AFTER = 6, 2
"""Paragraphs before and after a table that may hold its caption."""
_CAPTION = 80
_TITLE = pattern(r"表|情况|明细|统计|决算|预算|附件")
_MONEY_HEADS = pattern(r"预算|执行|资金|金额|支出|决算")
_NO_TITLE = pattern(
    r"^\(?(?:金额|货币|计量)?单位[::].{1,8}\)?$|^(?:公开|附|报|决)?表?\d{1,2}(?:-\d{1,2})?表?$|^附[表件]\d*[::]?$"
)
"""A line that gives the unit or the number of a table only."""
_PAGE = pattern(r"^[-—\s第页共\d/]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A band with its sides, its unit and what its figures are about. ``sheet`` is the table's number; ``turned``: the
    columns are the table's rows."""

    sheet: int
    order: int
    title: str
    unit: Unit
    scope: frozenset[str]
    stage: str
    period: str | None
    band: Band
    sides: tuple[Side, ...]
    scored: bool
    turned: bool = False

    def head(self, column: int) -> str:
        """The heads over a column in one line."""
        return " ".join(self.band.paths[column])

    def leaf(self, column: int) -> str:
        return self.band.paths[column][-1] if self.band.paths[column] else ""


def blocks(document: Document, figures: tuple[Figure, ...]) -> tuple[Block, ...]:
    """Every band of every table, in reading order."""
    cells = by_cell(figures)
    found_blocks: list[Block] = []
    recent: list[Paragraph] = []
    for place, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            recent = [*recent, block][-_BEFORE:]
            continue
        after = [each for each in document.blocks[place + 1 : place + 1 + _AFTER] if isinstance(each, Paragraph)]
        near = found_blocks[-1].unit if found_blocks and not recent else None
        new = list(_of_table(block, tuple(bands(slots(block, cells))), recent, after, near))
        joined = _joined(found_blocks[-1], new[0], recent) if found_blocks and new else None
        if joined is not None:
            found_blocks[-1], new = joined, new[1:]
        found_blocks.extend(new)
        recent = [] if new else recent  # the caption over a table without amounts is the next one's
    return tuple(found_blocks)


def _of_table(
    table: Table, found_bands: tuple[Band, ...], before: list[Paragraph], after: list[Paragraph], near: Unit | None
) -> Iterator[Block]:
    texts = [each.text for each in before if len(each.text) <= _CAPTION]
    title = next(
        (text for text in reversed(texts) if found(_TITLE, squeezed(text)) and not found(_NO_TITLE, squeezed(text))),
        "",
    )
    title = title or table.sheet or ""
    around = [*reversed(texts), *(each.text for each in after if len(each.text) <= _CAPTION)]
    outer = next((read for read in map(caption_unit, around) if read is not None), near)
    scored = False
    for order, band in enumerate(found_bands):
        inner = next((read for read in map(caption_unit, reversed(band.captions)) if read is not None), None)
        parts = sides(band)
        given = outer if outer is not near or any(band.paths) else None
        unit = inner or _stub_unit(band, parts) or given or NONE
        outer = unit if unit.symbol else outer
        own = next((text for text in reversed(band.captions) if found(_TITLE, squeezed(text))), "")
        block = _block(table.number, order, own or title, unit, band, parts)
        scored = block.scored or scored and not found(_MONEY_HEADS, " ".join(" ".join(path) for path in band.paths))
        yield replace(block, scored=scored)


def _block(number: int, order: int, title: str, unit: Unit, band: Band, parts: tuple[Side, ...]) -> Block:
    flat = squeezed(title)
    heads = " ".join(" ".join(path) for path in band.paths)
    scope = frozenset(word for word in SCOPES if word in flat)
    stage = next((word for word in STAGES if word in flat), "")
    return Block(
        number, order, title.strip()[:_CAPTION], unit, scope, stage, period(title), band, parts, _scored(band, heads)
    )


def _scored(band: Band, heads: str) -> bool:
    """Whether a band is the indicator part of a score sheet: the score rules read it, not the table rules."""
    leaves = [path[-1] for path in band.paths if path]
    return any(found(SCORE_SHEET, leaf) for leaf in leaves) or (
        any(found(SCORES, leaf) for leaf in leaves) and not found(_MONEY_HEADS, heads)
    )


def _stub_unit(band: Band, parts: tuple[Side, ...]) -> Unit | None:
    """The unit that the head of the label column or the first row's label gives: 项目资金（万元）."""
    for side in parts:
        for column in side.labels:
            for text in band.paths[column]:
                read = bracket_unit(text)
                if read is not None and read.dimension == "money":
                    return read
        if side.rungs:
            read = bracket_unit(side.rungs[0].label)
            if read is not None and read.dimension == "money":
                return read
    return None


def _joined(last: Block, block: Block, between: list[Paragraph]) -> Block | None:
    """The last block with the rows of a table that goes on from it: as wide, without heads, nothing said between."""
    headless = not any(block.band.paths) and not block.band.captions
    if not headless or block.band.width != last.band.width or any(not found(_PAGE, each.text[:20]) for each in between):
        return None
    if not set(block.band.columns) <= {c for side in last.sides for c in side.columns} | _stub_columns(last):
        return None
    height = len(last.band.rows)
    moved = last.band.moved | {row + height for row in block.band.moved}
    columns = tuple(sorted({*last.band.columns, *block.band.columns}))
    band = replace(last.band, rows=last.band.rows + block.band.rows, columns=columns, moved=moved)
    return replace(last, band=band, sides=sides(band))


def _stub_columns(block: Block) -> set[int]:
    ids = identifiers(block.band)
    return {
        slot.column
        for row in block.band.rows
        for slot in row
        if slot is not None and slot.figure is not None and slot.figure.id in ids
    }
