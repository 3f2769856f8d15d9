"""Lines with tabs to records: what goes over several lines is one row, and rows part into tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import regex

from extractor.readers.plain_text.markup import without_tags
from extractor.readers.plain_text.paragraphs import Line, joined
from extractor.readers.plain_text.shapes import ITEM, ends, is_head, is_numeric, kind, squeezed
from extractor.slots import WIDEST

TIMEOUT = 10
_PROSE_AFTER = regex.compile(r"(\S{1,20}?)[。；](\S.{19,})")


@dataclass(slots=True)
class Row:
    """The cells of one record; ``torn``: empty lines stand above it; ``raw`` the cells before trailing blanks fell."""

    cells: list[str]
    torn: bool = False
    raw: int = 0
    split: set[int] = field(default_factory=set)

    @property
    def filled(self) -> list[int]:
        return [place for place, cell in enumerate(self.cells) if cell.strip()]

    @property
    def has_figures(self) -> bool:
        return any(is_numeric(cell) for cell in self.cells)


def records(lines: list[Line]) -> list[Row | str]:
    """Rows, a record that goes over several lines in one; a line that belongs to no row as it is."""
    rows: list[Row | str] = []
    common = _usual_count(lines)
    for number, line in enumerate(lines):
        cells = [without_tags(cell) for cell in _cells(line)]
        last = rows[-1] if rows else None
        if len(cells) == 1:
            if isinstance(last, Row) and _continues(last, lines, number, common):
                last.cells[-1] = f"{last.cells[-1]}\n{cells[0].strip()}".strip("\n")
            else:
                rows.append(cells[0].strip())
            continue
        if isinstance(last, Row) and not line.gap and _completes(last, cells, common):
            last.cells[-1] = joined(last.cells[-1], cells[0])
            last.cells.extend(cells[1:])
            last.raw = len(last.cells)
            continue
        rows.append(Row(cells, line.gap > 0 or line.turned, len(cells)))
        prose = _PROSE_AFTER.fullmatch(cells[-1], timeout=TIMEOUT)
        if prose and is_numeric(prose[1]):
            cells[-1] = prose[1]
            rows.append(prose[2])
    return rows


def _cells(line: Line) -> list[str]:
    """The cells of a line; what stands right of the widest table is told in its last cell."""
    cells = line.text.split("\t", WIDEST - 1)
    return [*cells[:-1], cells[-1].replace("\t", " ")] if len(cells) == WIDEST else cells


def _usual_count(lines: list[Line]) -> int:
    """The cells of the first line that names columns, else of most lines."""
    counts = Counter(line.text.count("\t") + 1 for line in lines if "\t" in line.text)
    head = next((len(cells) for cells in map(_cells, lines) if len(cells) > 2 and is_head(cells)), 0)
    return head or max(counts, key=lambda each: (counts[each], each), default=0)


def _continues(row: Row, lines: list[Line], number: int, common: int) -> bool:
    """Whether a line without a tab goes on with the last cell of the row above."""
    line = lines[number]
    following = lines[number + 1] if number + 1 < len(lines) else None
    if line.gap or following is None or not row.cells[-1].strip() or is_numeric(row.cells[-1]):
        return False
    if "\t" in following.text and is_head(_cells(following)):
        return False
    if kind(row.cells[-1]) == "long" or ITEM.match(line.text) and not ends(row.cells[-1]):
        return True
    return len(row.cells) < common and (ITEM.match(line.text) is not None or kind(line.text) == "long")


def _completes(row: Row, cells: list[str], common: int) -> bool:
    """Whether two lines make one record: the first breaks off in a text and together they fill the columns."""
    above, below = row.cells[-1], cells[0]
    if len(row.cells) >= common or len(row.cells) + len(cells) - 1 != common or not above.strip() or not below.strip():
        return False
    if kind(above) not in ("text", "long") or kind(below) not in ("text", "long") or is_head(row.cells):
        return False
    return kind(above) == "long" and not ends(above) and kind(below) == "long" or ITEM.match(below) is not None


def sections(rows: list[Row | str]) -> list[list[Row] | str]:
    """Rows parted into tables: a new head, a title over the whole width, or a change of shape begins one."""
    sections: list[list[Row] | str] = []
    current: list[Row] = []
    for number, row in enumerate(rows):
        if isinstance(row, str):
            _finish(sections, current)
            current = []
            sections.append(row)
            continue
        if len(row.filled) == 1 and len(row.cells) > 2 and row.filled[0] == 0 and _is_title(rows, number):
            _finish(sections, current)
            current = []
            sections.append(row.cells[0].strip())
            continue
        if current and _opens(current, row, rows, number):
            _finish(sections, current)
            current = []
        current.append(row)
    _finish(sections, current)
    return sections


def _finish(sections: list[list[Row] | str], rows: list[Row]) -> None:
    if rows:
        sections.append(rows)


def _is_title(rows: list[Row | str], number: int) -> bool:
    """Whether a row of one cell is the title of what follows, not the rest of a cell above."""
    row = rows[number]
    assert isinstance(row, Row)
    text = row.cells[0]
    return (
        not row.has_figures
        and kind(text) != ""
        and len(squeezed(text)) <= 40
        and not ends(text)
        and not (row.torn and number > 0)
    )


def _opens(current: list[Row], row: Row, rows: list[Row | str], number: int) -> bool:
    """Whether the row is the head of another table, or a pair of name and value after a wide table."""
    if is_head(row.cells):
        heads = len(current) <= 2 and all(is_head(each.cells) for each in current)
        covered = len(current) <= 2 and not row.cells[0].strip() and not any(each.has_figures for each in current)
        return not (heads or covered)
    pair = row.torn and len(row.filled) == 2 and len(row.cells) == 2
    return pair and max(len(each.filled) for each in current) >= 5
