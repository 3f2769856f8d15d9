"""Markdown tables: cells between upright strokes, with or without a ruled line below the head."""

from __future__ import annotations

from dataclasses import replace

from extractor import later
from extractor.document import Table
from extractor.readers.plain_text.markup import without_tags
from extractor.readers.plain_text.paragraphs import Line
from extractor.readers.plain_text.shapes import is_head, is_numeric, kind
from extractor.slots import WIDEST, Slot, Spanned, from_grid, merge_down, merge_heads

TIMEOUT = 10
_STROKE = later.compile(r"(?<!\\)[|｜│]")
_FRAMED = later.compile(r"[|｜│].*[|｜│].*[|｜│]")
_RULE = later.compile(r"\s*:?\s?[-=—─]{2,}\s?:?\s*")


def pipe_cells(text: str) -> list[str]:
    """The cells of a line; the strokes at both ends part nothing."""
    cells = _STROKE.split(without_tags(text.strip()))
    if cells and not cells[0].strip():
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return [cell.replace("\\|", "|").strip() for cell in cells[:WIDEST]]


def pipe_end(lines: list[Line], start: int) -> int:
    """The line after a table that begins at ``start``; ``start`` itself where there is none.

    A table has a ruled second line, or at least two lines of the same number of strokes, two or more.
    """
    if not _STROKE.search(lines[start].text) or "\t" in lines[start].text:
        return start
    end = start
    while end < len(lines) and _STROKE.search(lines[end].text) and (end == start or lines[end].gap <= 1):
        end += 1
    run = lines[start:end]
    if any(is_rule(line.text) for line in run[1:2]):
        return end
    if len(run) > 1 and all(_FRAMED.fullmatch(line.text.strip(), timeout=TIMEOUT) for line in run):
        return end
    counts = [len(pipe_cells(line.text)) for line in run]
    return end if len(run) > 1 and min(counts) > 1 and max(counts) - min(counts) <= 1 else start


def is_rule(text: str) -> bool:
    """Whether a line only rules off the head."""
    cells = [cell for cell in _STROKE.split(text.strip().strip("|")) if cell.strip()]
    return bool(cells) and all(_RULE.fullmatch(cell) for cell in cells)


def pipe_rows(lines: list[Line]) -> list[Line]:
    """The same lines with tabs for strokes, rules left out: for tables whose rows differ in length."""
    return [replace(line, text="\t".join(pipe_cells(line.text))) for line in lines if not is_rule(line.text)]


def is_even(lines: list[Line]) -> bool:
    """Whether all rows have the same number of cells."""
    return len({len(pipe_cells(line.text)) for line in lines if not is_rule(line.text)}) == 1


def pipe_table(lines: list[Line]) -> Table | None:
    """The table of a run of such lines; None where only rules are left."""
    rows: list[list[str]] = []
    heads = 0
    for line in lines:
        if is_rule(line.text):
            heads = heads or len(rows)
            continue
        rows.append(pipe_cells(line.text))
    if not rows:
        return None
    width = max(len(row) for row in rows)
    heads = max(heads, 1 if is_head(rows[0]) else 0)
    while 0 < heads < len(rows) - 1 and is_head(rows[heads]) and not rows[heads][0]:
        heads += 1
    grid: list[list[Slot]] = [[*(Spanned(cell) for cell in row), *([None] * (width - len(row)))] for row in rows]
    merge_heads(grid, heads)
    merge_down(grid, heads, _labels(rows[heads:]))
    return from_grid(grid, lines[0].page)


def _labels(rows: list[list[str]]) -> int:
    """How many leading columns hold names only."""
    for column in range(max((len(row) for row in rows), default=0)):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        if (
            not cells
            or any(is_numeric(cell) for cell in cells)
            or sum(kind(cell) == "text" for cell in cells) * 10 < len(cells) * 7
        ):
            return column
    return 0
