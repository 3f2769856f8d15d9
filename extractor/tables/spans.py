"""The tree of heads over the columns, also where a text format lost the spans of merged head cells."""

from __future__ import annotations

from itertools import combinations, pairwise

from extractor.tables.layout import Slot
from extractor.tables.words import AMONG, found, squeezed

_WIDEST = 14
"""Heads wider than this are not split among merged cells by trial."""


def filled(rows: list[list[Slot | None]], width: int, first: int) -> tuple[tuple[str, ...], ...]:
    """The heads over each column from top to bottom, each text once. ``first`` is the first column with amounts."""
    matrix = [[squeezed(slot.text) if slot is not None else "" for slot in row] for row in rows]
    spanned = any(slot is not None and slot.column_span > 1 for row in rows for slot in row)
    if not spanned:
        matrix = [matrix[0], *(_from_first(line, matrix[0], first) for line in matrix[1:])]
        for position in range(len(matrix) - 2, -1, -1):
            matrix[position] = _over(matrix[position], matrix[position + 1], width)
    return tuple(_path([line[column] for line in matrix]) for column in range(width))


def _from_first(line: list[str], above: list[str], first: int) -> list[str]:
    """A lower line that lost the blanks over the names of the rows, as the line above lost its spans, moved over the
    amounts: together they have as many heads as columns, and each that spans is over two at least."""
    used, wide = _used(line), _used(above)
    spanning = wide + used - len(line)
    fits = 1 <= spanning <= wide and used >= 2 * spanning and used <= len(line) - first
    lost = first > 0 and fits and all(line[:used]) and all(above[:wide])
    return [*[""] * first, *line[: len(line) - first]] if lost else line


def _used(line: list[str]) -> int:
    return max((column + 1 for column, text in enumerate(line) if text), default=0)


def _path(texts: list[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for text in texts:
        if text and (not kept or kept[-1] != text or found(AMONG, text)):
            kept.append(text)
    return tuple(kept)


def _over(upper: list[str], lower: list[str], width: int) -> list[str]:
    """The upper line of heads spread over the lower one."""
    used = _used(upper)
    leading = next((c for c, text in enumerate(upper) if text), 0)
    if used < width and all(upper[leading:used]) and lower[leading:used] != [""] * (used - leading):
        spread = _spread(upper[:used], lower[:width])
        if spread is not None:
            return spread
    return _forward(upper, lower)


def _forward(upper: list[str], lower: list[str]) -> list[str]:
    """Blanks of the upper line beside a head that the lower line divides belong to that head."""
    line = list(upper)
    for column in range(1, len(line)):
        if not line[column] and lower[column] and line[column - 1] and lower[column - 1]:
            line[column] = line[column - 1]
    return line


def _spread(cells: list[str], lower: list[str]) -> list[str] | None:
    """Cells that lost their spans laid over the lower line: a blank below goes on with one cell, a run divides some."""
    groups = _groups(lower)
    runs = [group for group in groups if lower[group[0]]]
    spare = len(cells) - len(groups)
    if spare < 0 or spare and len(runs) != 1:
        return None
    line, position = [""] * len(lower), 0
    for group in groups:
        if not lower[group[0]] or not spare:
            for column in group:
                line[column] = cells[position]
            position += 1
            continue
        shares = _split([lower[column] for column in group], cells[position : position + 1 + spare])
        if shares is None:
            return None
        for column, text in zip(group, shares, strict=True):
            line[column] = text
        position += 1 + spare
    return line


def _groups(lower: list[str]) -> list[list[int]]:
    """Each blank column by itself, each run of texts together."""
    groups: list[list[int]] = []
    for column, text in enumerate(lower):
        if text and groups and lower[groups[-1][-1]]:
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups


def _split(heads: list[str], cells: list[str]) -> list[str] | None:
    """The run of heads divided among the cells above, by the words that a head shares with its cell, else where the
    first head comes again (合计 甲 乙 合计 甲 乙)."""
    if len(heads) > _WIDEST or len(cells) > len(heads):
        return None
    best: tuple[int, int, int, list[str]] | None = None
    for cuts in combinations(range(1, len(heads)), len(cells) - 1):
        edges = (0, *cuts, len(heads))
        shares = [cell for cell, (a, b) in zip(cells, pairwise(edges), strict=True) for _ in range(b - a)]
        fit = sum(cell in head for cell, head in zip(shares, heads, strict=True))
        again = sum(heads[cut] == heads[0] for cut in cuts)
        candidate = (fit, again, cuts[0] if cuts else 0, shares)
        if best is None or candidate[:3] > best[:3]:
            best = candidate
    return best[3] if best else None
