"""Tables that go on over pages become one: repeated heads dropped, broken rows and vertical merges continued."""

from __future__ import annotations

import re

from extractor.readers.pdf.cells import Grid, GridCell
from extractor.readers.pdf.wrapping import starts_heading

_NEAR = 3.0
"""Points within which the column edges of two parts agree."""
_CUT = re.compile(r"-?\d{1,3}(?:,\d{3})*,\d{0,2}|-?[\d,]*\d\.")
"""A figure that ends in the middle of a group of three, or at its point."""
_WHOLE = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|-?\d+\.\d+%?")
_ENDS = ("。", "；", ";", "：", ":", "！", "？")
_TOTALS = ("合计", "总计", "总额")


def join(first: Grid, second: Grid, recaptioned: bool) -> bool:
    """Put ``second`` under ``first`` if it goes on that table; false if it is a table of its own.

    ``recaptioned`` says that the title of ``first`` is printed again before ``second``.
    """
    columns = _match(first, second)
    if columns is None:
        return False
    _align(first, second, columns)
    repeated = _repeated_rows(first, second)
    if recaptioned and (not repeated or _ends_with_total(first)):
        return False
    if not repeated and _has_own_head(first, second):
        return False
    _drop_rows(second, repeated)
    _append(first, second)
    return True


def _match(first: Grid, second: Grid) -> tuple[float, ...] | None:
    """The column edges that both share, those of the finer one; None if the grids differ."""
    ours, theirs = (*first.xs, first.right), (*second.xs, second.right)
    fine, coarse = (ours, theirs) if len(ours) >= len(theirs) else (theirs, ours)
    if len(coarse) < 2 or abs(fine[0] - coarse[0]) > _NEAR or abs(fine[-1] - coarse[-1]) > _NEAR:
        return None
    if not all(any(abs(edge - other) <= _NEAR for other in fine) for edge in coarse):
        return None
    return fine


def _align(first: Grid, second: Grid, edges: tuple[float, ...]) -> None:
    """Number the columns of both by the same edges."""
    for grid in (first, second):
        own = (*grid.xs, grid.right)
        places = [min(range(len(edges)), key=lambda place, x=x: abs(edges[place] - x)) for x in own]  # type: ignore[misc]
        for cell in grid.cells:
            end = places[min(cell.column + cell.column_span, len(own) - 1)]
            cell.column = places[cell.column]
            cell.column_span = end - cell.column
        grid.xs, grid.right = edges[:-1], edges[-1]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_figure(text: str) -> bool:
    """Whether a cell holds a figure, a dash or nothing."""
    text = _squeezed(text)
    digits = text.lstrip("+-−－").rstrip("%％‰")
    return not text.strip("-—–/") or bool(digits) and all(mark.isdecimal() or mark in ",.，" for mark in digits)


def _print_of(grid: Grid, row: int) -> list[tuple[int, int, str]]:
    return [(cell.column, cell.column_span, _squeezed(cell.text)) for cell in grid.row(row)]


def _repeated_rows(first: Grid, second: Grid) -> int:
    """How many rows at the top of the second part repeat the head of the first."""
    count = 0
    while count < min(first.height, second.height):
        ours, theirs = _print_of(first, count), _print_of(second, count)
        if ours != theirs:
            break
        count += 1
    while count and not any(text and not _is_figure(text) for _, _, text in _print_of(second, count - 1)):
        count -= 1
    return count


def _ends_with_total(grid: Grid) -> bool:
    return any(word in _squeezed(cell.text) for cell in grid.row(grid.height - 1) for word in _TOTALS)


def _figure_columns(grid: Grid) -> set[int]:
    """Columns that hold figures and little else."""
    figures: dict[int, int] = {}
    words: dict[int, int] = {}
    for cell in grid.cells:
        if cell.column_span == 1 and cell.text.strip():
            counted = figures if _is_figure(cell.text) else words
            counted[cell.column] = counted.get(cell.column, 0) + 1
    return {column for column, count in figures.items() if count > words.get(column, 0)}


def _has_own_head(first: Grid, second: Grid) -> bool:
    """Whether the second part begins with words over the first part's figures: a head of its own."""
    figures = _figure_columns(first)
    top = [cell for cell in second.row(0) if cell.text.strip()]
    over = [cell for cell in top if set(range(cell.column, cell.column + cell.column_span)) & figures]
    words = [cell for cell in over if not _is_figure(cell.text)]
    if len(over) >= 2:
        return len(words) > len(over) / 2
    spanning = [cell for cell in top if cell.column_span >= len(first.xs) > 2]
    return bool(words) and len(top) > 2 or bool(spanning) and bool(figures)


def _drop_rows(grid: Grid, count: int) -> None:
    """Drop the repeated head; a cell that reaches below it stays away with it."""
    if count:
        grid.cells = [cell for cell in grid.cells if cell.row >= count]
        for cell in grid.cells:
            cell.row -= count
        grid.height -= count


def _append(first: Grid, second: Grid) -> None:
    if second.height <= 0:
        return
    last = first.height - 1
    ending = {cell.column: cell for cell in first.cells if cell.row + cell.row_span == first.height}
    opening = second.row(0)
    if _is_rest(first, ending, opening):
        for cell in opening:
            if cell.text:
                ending[cell.column].append(cell.text, cell.lines)
        for cell in opening:
            if cell.row_span > 1 and cell.column in ending:
                ending[cell.column].row_span += cell.row_span - 1
        second.cells = [cell for cell in second.cells if cell.row > 0]
        shift = last
    else:
        shift = first.height
        second.cells = [cell for cell in second.cells if not _continues(first, ending, cell)]
    for cell in second.cells:
        cell.row += shift
    first.cells += second.cells
    first.height = shift + second.height
    first.page, first.bottom = second.page, second.bottom


def _is_rest(first: Grid, ending: dict[int, GridCell], opening: list[GridCell]) -> bool:
    """Whether the first row of the next page is the rest of a row that broke: a figure that was cut in two,
    or no key, no figures, only more words.
    """
    written = [cell for cell in opening if cell.text.strip()]
    figures = _figure_columns(first)
    if not written or not all(cell.column in ending and ending[cell.column].text.strip() for cell in written):
        return False
    if any(_was_cut(ending[cell.column].text, cell.text) for cell in written):
        return True
    if any(_is_figure(cell.text) or cell.column in figures for cell in written):
        return False
    if all(starts_heading(_squeezed(cell.text)) for cell in written):
        return False
    if _words_run_on(ending, written, figures):
        return True
    grouped = {cell.column for cell in first.cells if cell.row_span > 1 and cell.text.strip()}
    keys = [cell for cell in opening if cell.column not in grouped]
    if not keys or keys[0].text.strip():
        return False
    lost = [cell for cell in opening if not cell.text.strip() and cell.column in ending and cell.column not in grouped]
    return any(ending[cell.column].text.strip() for cell in lost)


def _words_run_on(ending: dict[int, GridCell], written: list[GridCell], figures: set[int]) -> bool:
    """Whether two cells or more go on in the middle of a sentence, while no figure of the row above goes on."""
    above = [ending[cell.column] for cell in written]
    told = [cell for column, cell in ending.items() if column in figures and cell.text.strip() and cell.row_span == 1]
    open_ended = [cell for cell in above if not _squeezed(cell.text).endswith(_ENDS)]
    return bool(told) and len(written) >= 2 and len(open_ended) == len(above)


def _closes(above: str, below: str) -> bool:
    """Whether the first text ends inside a bracket that the short second one closes."""
    rest = _squeezed(below)
    return (
        above.count("（") + above.count("(") > above.count("）") + above.count(")")
        and rest[-1:] in (")", "）")
        and len(rest) <= 6
    )


def _was_cut(above: str, below: str) -> bool:
    """Whether a figure was cut by the break: 3,913,4 above and 00.00 below."""
    first, rest = _squeezed(above), _squeezed(below)
    return _CUT.fullmatch(first) is not None and _WHOLE.fullmatch(first + rest) is not None


def _continues(first: Grid, ending: dict[int, GridCell], cell: GridCell) -> bool:
    """Whether a cell at the top of a page goes on the merged cell above the break: it is empty, or closes the
    bracket that the one above left open, 管理（10 and 分）; it is then put on it.
    """
    above = ending.get(cell.column)
    if not cell.row and above is not None and above.column_span == cell.column_span and _closes(above.text, cell.text):
        above.append(cell.text, cell.lines)
        above.row_span += cell.row_span
        return True
    if (
        cell.row
        or cell.text.strip()
        or above is None
        or not above.text.strip()
        or above.column_span != cell.column_span
    ):
        return False
    if _is_figure(above.text) and above.row_span == 1 and cell.row_span == 1:
        return False
    grouped = any(each.column == cell.column and each.row_span > 1 and each.row > 0 for each in first.cells)
    if above.row_span > 1 or cell.row_span > 1 or (grouped and cell.column == 0):
        above.row_span += cell.row_span
        return True
    return False
