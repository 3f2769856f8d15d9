"""Lines with tabs to records: what goes over several lines is one row, and rows part into tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractor import later
from extractor.readers.plain_text.markup import without_tags
from extractor.readers.plain_text.paragraphs import Line, joined
from extractor.readers.plain_text.shapes import ITEM, ends, is_head, is_numeric, kind, squeezed
from extractor.slots import WIDEST

TIMEOUT = 10
MOST_LOOKED_AT = 500
"""Full rows from which the kinds of columns are learnt."""

LONGEST_RECORD = 40
"""Lines that one record may go over."""

_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
_NARROW = str.maketrans("（）．", "().")
_NUMBERED = later.compile(
    r"\s*(?P<open>[（(]?)(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})(?P<close>[)）]|[.．、])(?!\d)"
)
_PROSE_AFTER = later.compile(r"(\S{1,20}?)[。；](\S.{19,})")


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
    shapes = _shapes(lines)
    number = 0
    while number < len(lines):
        line = lines[number]
        cells = [without_tags(cell) for cell in _cells(line)]
        common, figures = shapes[number]
        over, after = _record_over(lines, number, common, figures)
        last = rows[-1] if rows else None
        number += 1
        if over:
            rows.append(Row(over, line.gap > 0 or line.turned, len(over)))
            number = after
        elif len(cells) == 1 and isinstance(last, Row) and _continues(last, lines, number - 1, common):
            last.cells[-1] = f"{last.cells[-1]}\n{cells[0].strip()}".strip("\n")
        elif len(cells) == 1:
            rows.append(cells[0].strip())
        elif isinstance(last, Row) and not line.gap and _completes(last, cells, common):
            last.cells[-1] = joined(last.cells[-1], cells[0])
            last.cells.extend(cells[1:])
            last.raw = len(last.cells)
        else:
            rows.append(Row(cells, line.gap > 0 or line.turned, len(cells)))
            _part_prose(rows, cells)
    return rows


def _part_prose(rows: list[Row | str], cells: list[str]) -> None:
    """A sentence that ran on behind the last figure of a row is a paragraph of its own."""
    prose = _PROSE_AFTER.fullmatch(cells[-1], timeout=TIMEOUT)
    if prose and is_numeric(prose[1]):
        cells[-1] = prose[1]
        rows.append(prose[2])


def _shapes(lines: list[Line]) -> list[tuple[int, frozenset[int]]]:
    """For each line, how many cells a full record of its table has, and which of them hold figures.

    A head tells the number; before the first head it is that of most lines.
    """
    counts = [min(line.text.count("\t") + 1, WIDEST) for line in lines]
    starts = [place for place, count in enumerate(counts) if count > 2 and is_head(_cells(lines[place]))]
    found: list[tuple[int, frozenset[int]]] = []
    for first, last in zip([0, *starts], [*starts, len(lines)], strict=True):
        usual = Counter(count for count in counts[first:last] if count > 1)
        common = counts[first] if first in starts else max(usual, key=lambda each: (usual[each], each), default=0)
        full = [_cells(lines[place]) for place in range(first, last) if counts[place] == common]
        found.extend([(common, _figure_places(full, common))] * (last - first))
    return found


def _figure_places(rows: list[list[str]], common: int) -> frozenset[int]:
    """The places that hold figures in most full rows."""
    found = set()
    body = [row for row in rows[:MOST_LOOKED_AT] if not is_head(row)]
    for place in range(common):
        filled = [row[place] for row in body if row[place].strip()]
        if len(filled) > 1 and sum(map(is_numeric, filled)) * 10 >= len(filled) * 8:
            found.add(place)
    return frozenset(found)


def _record_over(lines: list[Line], first: int, common: int, figures: frozenset[int]) -> tuple[list[str], int]:
    """A record printed on several lines because its cells hold line breaks, and the line after it.

    The lines make up the cells of one full record, and figures stand where the other records have
    theirs; nothing where they do not.
    """
    cells = [without_tags(cell) for cell in _cells(lines[first])]
    if not figures or len(cells) < 2 or len(cells) >= common:
        return [], first
    for number in range(first + 1, min(len(lines), first + LONGEST_RECORD)):
        more = [without_tags(cell) for cell in _cells(lines[number])]
        if lines[number].gap or len(cells) + len(more) - 1 > common or is_numeric(cells[-1]):
            return [], first
        cells[-1] = _piece(cells[-1], more[0])
        cells.extend(more[1:])
        if len(cells) == common:
            told = [place for place in figures if cells[place].strip()]
            fits = all(is_numeric(cell) == (place in figures) for place, cell in enumerate(cells) if cell.strip())
            return (cells, number + 1) if told and fits else ([], first)
    return [], first


def _piece(above: str, below: str) -> str:
    """Two lines of a cell: pieces of a name are joined, sentences stay lines."""
    if not above.strip() or not below.strip():
        return (above + below).strip()
    apart = ITEM.match(below) or ends(above) or kind(above) == "long"
    return f"{above.rstrip()}\n{below.lstrip()}" if apart else joined(above, below)


def _cells(line: Line) -> list[str]:
    """The cells of a line; what stands right of the widest table is told in its last cell."""
    cells = line.text.split("\t", WIDEST - 1)
    return [*cells[:-1], cells[-1].replace("\t", " ")] if len(cells) == WIDEST else cells


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
        and not _is_numbered_on(rows, number)
        and not _is_amid(rows, number)
    )


def _is_amid(rows: list[Row | str], number: int) -> bool:
    """Whether rows of figures with as many cells stand right above and below: the row heads a group of one table."""
    near = rows[max(0, number - 1) : number + 2]
    shapes = {len(row.cells) for row in near if isinstance(row, Row)}
    figures = [isinstance(row, Row) and row.has_figures and not is_head(row.cells) for row in near]
    return len(near) == 3 and len(shapes) == 1 and figures[0] and figures[2]


def _is_numbered_on(rows: list[Row | str], number: int) -> bool:
    """Whether a row without amounts is one of a numbered list whose next or last row has amounts."""
    own = _ordinal(rows[number])
    if own is None:
        return False
    for step in (1, -1):
        place = number + step
        while 0 <= place < len(rows) and abs(place - number) <= LONGEST_RECORD:
            row = rows[place]
            if isinstance(row, str) or is_head(row.cells):
                break
            found = _ordinal(row)
            if found is not None and found[0] == own[0]:
                if found[1] == own[1] + step and row.has_figures:
                    return True
                break
            place += step
    return False


def _ordinal(row: Row | str) -> tuple[str, int] | None:
    """The numbering of a row's first cell: its marks, and its number."""
    match = _NUMBERED.match(row.cells[0], timeout=TIMEOUT) if isinstance(row, Row) else None
    if match is None:
        return None
    number = match["number"]
    value = int(number) if number.isdigit() else _CHINESE.index(number) + 1 if number in _CHINESE else 0
    marks = f"{match['open']}{'1' if number.isdigit() else '一'}{match['close']}"
    return (marks.translate(_NARROW), value) if value else None


def _opens(current: list[Row], row: Row, rows: list[Row | str], number: int) -> bool:
    """Whether the row is the head of another table, or a pair of name and value after a wide table."""
    if is_head(row.cells):
        heads = len(current) <= 2 and all(is_head(each.cells) for each in current)
        covered = len(current) <= 2 and not row.cells[0].strip() and not any(each.has_figures for each in current)
        return not (heads or covered)
    pair = row.torn and len(row.filled) == 2 and len(row.cells) == 2
    return pair and max(len(each.filled) for each in current) >= 5
