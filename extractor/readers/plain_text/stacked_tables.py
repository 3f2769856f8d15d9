"""Tables copied out one cell a line: the names of the columns, then row after row its names and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor import later
from extractor.document import Paragraph, Table
from extractor.readers.plain_text.alignment import align, profiles
from extractor.readers.plain_text.paragraphs import Line
from extractor.readers.plain_text.shapes import is_head, is_numeric, kind, squeezed
from extractor.slots import Slot, Spanned, from_grid, merge_down

_TITLE = later.compile(r"(?:表|情况|明细|统计|汇总)\s*(?:[(（].{1,12}[)）])?\s*$|[：:]")
_YEARLY = later.compile(r"20\d\d年度?\p{Han}{2,6}")
_ASTRAY = later.compile(r"单位[：:]|^\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[、.．]")
_NUMBER = later.compile(r"序|号|编码|代码|行次|栏次")

WIDEST = 14
"""Columns of such a table."""
MOST_NAMES = 3
"""Columns at the left that name a row: its number or code, its class, its name."""
FEWEST = 3
"""Rows below which loose lines are prose."""


@dataclass(frozen=True, slots=True)
class _Row:
    names: tuple[str, ...]
    figures: tuple[str, ...]

    @property
    def lines(self) -> int:
        return len(self.names) + len(self.figures)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How many columns name a row, and how many hold its figures."""

    names: int
    figures: int


def stacked_at(lines: list[Line], start: int) -> tuple[int, list[Paragraph | Table]]:
    """The line after the table that begins at ``start``, and the table; ``start`` and nothing where none begins.

    The shape is the one by which most lines are rows without a rest.
    """
    if start and not _may_head(lines[start - 1], lines[start]):
        return start, []
    best: tuple[int, list[str], _Shape, list[_Row]] = (start, [], _Shape(1, 1), [])
    for width in range(2, WIDEST + 1):
        first = start + width
        if first + 1 >= len(lines) or not _is_name(lines[first - 1]):
            break
        printed = [line.text.strip() for line in lines[start:first]]
        for head, names in _heads(printed):
            shape = _Shape(names, len(head) - names)
            rows = list(_rows(lines, first, shape))
            end = first + sum(row.lines for row in rows)
            if _are_rows(rows, shape, head) and end > best[0]:
                best = (end, head, shape, rows)
    end, head, shape, rows = best
    return (end, [_table(head, rows, shape, lines[start].page)]) if rows else (start, [])


def _heads(printed: list[str]) -> Iterator[tuple[list[str], int]]:
    """The ways to read a head: how many of its columns name a row. Where one name stood over these columns, their own
    names were printed last (项目, 预算数, 决算数, 科目编码, 科目名称)."""
    if not _is_titled(printed):
        return
    for names in range(1, min(MOST_NAMES, len(printed) - 1) + 1):
        yield printed, names
        if names > 1 and len(printed) > names + 1 and _NUMBER.search(printed[-names]):
            yield [*printed[-names:], *printed[1:-names]], names


def _may_head(above: Line, first: Line) -> bool:
    """Whether a head may begin at a line: names that stand right above it would be names of columns too."""
    return bool(first.gap) or not is_numeric(above.text) and (not _is_name(above) or bool(_TITLE.search(above.text)))


def _is_titled(printed: list[str]) -> bool:
    names = [squeezed(name) for name in printed]
    short = len(names) > 2 and all(len(name) <= 12 for name in names)
    return len(set(names)) == len(names) and (short or is_head(names))


def _are_rows(rows: list[_Row], shape: _Shape, head: list[str]) -> bool:
    """Whether the rows make a table: enough of them, most of them full, and all where numbers or codes begin them."""
    full = sum(len(row.figures) == shape.figures for row in rows)
    named = sum(len(row.names) == shape.names for row in rows)
    coded = any(is_numeric(row.names[0]) for row in rows)
    if coded and not _NUMBER.search(head[0]):
        return False
    return (
        named > 1
        and 4 * named >= len(rows)
        and full >= FEWEST
        and (full == len(rows) if coded else 10 * full >= 7 * len(rows))
    )


def _rows(lines: list[Line], first: int, shape: _Shape) -> Iterator[_Row]:
    """Rows of names and figures as long as they come; a total has no number, a class is named once."""
    while first < len(lines):
        names = _names(lines, first, shape.names)
        at = first + len(names)
        figures = tuple(_figures(lines, at, shape.figures))
        if not names or not figures:
            return
        yield _Row(names, figures)
        first = at + len(figures)


def _names(lines: list[Line], first: int, most: int) -> tuple[str, ...]:
    """The names that begin a row: words, before them its number or code where there is a column for it."""
    found: list[str] = []
    for line in lines[first : first + most]:
        number = not found and most > 1 and line.text.strip().isdigit()
        if not number and not _is_name(line):
            break
        found.append(line.text.strip())
    return tuple(found) if found and not found[-1].isdigit() else ()


def _figures(lines: list[Line], first: int, most: int) -> Iterator[str]:
    for line in lines[first : first + most]:
        if not is_numeric(line.text) and kind(line.text) != "mark":
            return
        yield line.text.strip()


def _is_name(line: Line) -> bool:
    """Whether a line is a name: short words, no figure and no sentence."""
    named = kind(line.text) == "text" or bool(_YEARLY.fullmatch(line.text.strip()))
    return named and not any(mark in line.text for mark in "。；;!！?？\t")


def _table(head: list[str], rows: list[_Row], shape: _Shape, page: int | None) -> Table:
    """The rows under the head; figures of a row that lost cells stand where their kinds fit, and are doubted."""
    full = [list(row.figures) for row in rows if len(row.figures) == shape.figures]
    kinds = profiles(full, [], shape.figures)
    grid: list[list[Slot]] = [[Spanned(name) for name in head]]
    for row in rows:
        blank = [Spanned("")] * (shape.names - len(row.names))
        grid.append([*blank, *map(Spanned, row.names), *_placed(row, kinds)])
    merge_down(grid, 1, shape.names - 1)
    return from_grid(grid, page, rebuilt=not (_is_plain(head) and all(_is_full(row, shape) for row in rows)))


def _is_full(row: _Row, shape: _Shape) -> bool:
    """Whether a row lost no cell, has its code in the first column, and took no code of the next row as a figure."""
    taken = len(row.figures) > 1 and row.figures[-1].isdigit() and "." in row.figures[-2]
    moved = len(row.names) < shape.names and row.names[0].isdigit()
    return len(row.figures) == shape.figures and not taken and not moved


def _is_plain(head: list[str]) -> bool:
    """Whether the head can only name columns: a unit, or the name of an item, shows lines that went astray."""
    return not any(_ASTRAY.search(name) for name in head)


def _placed(row: _Row, kinds: list[dict[str, float]]) -> list[Slot]:
    if len(row.figures) == len(kinds):
        return [Spanned(each) for each in row.figures]
    slots: list[Slot] = [Spanned("")] * len(kinds)
    for place, column in enumerate(align([list(row.figures)], kinds).columns):
        if column >= 0:
            slots[column] = Spanned(row.figures[place], doubt="aligned")
    return slots
