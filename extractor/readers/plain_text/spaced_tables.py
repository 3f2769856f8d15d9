"""Tables whose columns are set apart by blanks, as layout-keeping converters and typists print them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractor import later
from extractor.document import Table
from extractor.readers.plain_text.paragraphs import Line
from extractor.readers.plain_text.shapes import NUMERIC, kind, width
from extractor.readers.plain_text.spaced_heads import head_rows, with_empty_columns
from extractor.readers.plain_text.spaced_pieces import Piece, Pieces, Span, nearest, overlapped, pieces
from extractor.slots import Slot, Spanned, from_grid, merge_down

TIMEOUT = 10
FEWEST = 3
"""Rows of figures below which spaced lines are prose, unless a head of several lines stands above them."""
LONGEST = 2_000
"""Lines of one table."""

_NO_ROW = later.compile(r"[。；！？]|单位\s?[:：]|^\s*(?:公开|附表|表)\s?\d{1,2}\s?表?\s*$")


def spaced_tables(lines: list[Line]) -> Iterator[tuple[int, int, Table]]:
    """The tables among the lines: the first line of each, the line after it, and the table."""
    position = 0
    while position < len(lines):
        rows = _run(lines, position)
        kept = _up_to_last_row(rows)
        first = next((place for place, row in enumerate(kept) if _is_row(row)), len(kept))
        if _is_table(kept[:first], [row for row in kept[first:] if _is_row(row)]):
            yield position, position + len(kept), _table(kept, first, lines[position].page)
        position += max(1, len(rows))


def _run(lines: list[Line], start: int) -> list[Pieces]:
    """The lines from ``start`` on that can be rows or heads of one table, in pieces."""
    rows: list[Pieces] = []
    for line in lines[start : start + LONGEST]:
        found = pieces(line.text) if not _NO_ROW.search(line.text, timeout=TIMEOUT) else ()
        if not found or len(found) == 1 and (not rows or _is_prose(found[0])):
            break
        rows.append(found)
    return rows


def _up_to_last_row(rows: list[Pieces]) -> list[Pieces]:
    last = max((place for place, row in enumerate(rows) if _is_row(row)), default=-1)
    return rows[: last + 1]


def _is_prose(piece: Piece) -> bool:
    return piece.end - piece.start > 60


def _is_row(row: Pieces) -> bool:
    """Whether a line holds figures set apart from what stands beside them."""
    return len(row) > 1 and any(kind(piece.text) in NUMERIC for piece in row)


def _is_table(heads: list[Pieces], figures: list[Pieces]) -> bool:
    """Whether rows of figures are a table: enough of them, or few under a head with as many names."""
    if len(figures) >= FEWEST:
        return True
    named = max((len(row) for row in heads), default=0)
    return bool(figures) and named > 2 and all(2 * len(row) >= named for row in figures)


def _table(rows: list[Pieces], first: int, page: int | None) -> Table:
    """The rows set into columns, with the lines of the head spread over the columns that they stand over."""
    columns = _columns(rows, first)
    grid = head_rows(rows[:first], columns)
    for row in rows[first:]:
        slots = _body(row, columns)
        if not _is_rest(row, slots, grid[first:], columns):
            grid.append(slots)
    merge_down(grid, first, _labels(grid[first:]))
    named = first == 1 and len(rows[0]) == len(columns)  # each column has its own name right above it
    sure = all(slot is None or not slot.doubt for row in grid for slot in row)
    return from_grid(grid, page, rebuilt=not (named and sure))


def _columns(rows: list[Pieces], first: int) -> list[Span]:
    """Where the columns of print stand: parted by blanks that no row of figures covers, else as in its fullest rows."""
    body = [row for row in rows[first:] if _is_row(row)]
    found = _parted(body)
    if any(len({overlapped(piece, found)[0] for piece in row}) < len(row) for row in body):
        found = _of_fullest(body)
    found = _merged(found, body, rows[first - 1] if first else ())
    return with_empty_columns(found, rows[first - 1]) if first else found


def _parted(rows: list[Pieces]) -> list[Span]:
    found: list[Span] = []
    for piece in sorted((piece for row in rows for piece in row), key=lambda piece: piece.start):
        if found and piece.start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], piece.end))
        else:
            found.append((piece.start, piece.end))
    return found


def _of_fullest(rows: list[Pieces]) -> list[Span]:
    """The places of the fullest rows' pieces, cut in the middle where a long one reaches into its neighbour."""
    most = max(len(row) for row in rows)
    fullest = [row for row in rows if len(row) == most]
    starts = [min(row[place].start for row in fullest) for place in range(most)]
    ends = [max(row[place].end for row in fullest) for place in range(most)]
    for place, (end, start) in enumerate(zip(ends, starts[1:], strict=False)):
        if end > start:
            ends[place] = starts[place + 1] = sorted(row[place + 1].start for row in fullest)[len(fullest) // 2]
    return list(zip(starts, ends, strict=True))


def _merged(columns: list[Span], rows: list[Pieces], head: Pieces) -> list[Span]:
    """The columns with neighbours joined that no row fills both: names set in by level, codes by length, figures of
    one column under a head that names only one of the two."""
    placed = [[(nearest(piece, columns), piece) for piece in row] for row in rows]
    used = [{place for place, _ in row} for row in placed]
    figures = {place for row in placed for place, piece in row if not _names(piece)}
    named = {place for piece in head for place in overlapped(piece, columns)} or set(range(len(columns)))
    found = columns[:1]
    group = {0}
    for place, (_, right) in enumerate(pairwise(columns), start=1):
        apart = any(place in row and group & row for row in used)
        if apart or figures & {place - 1, place} and {place - 1, place} <= named:
            found.append(right)
            group = {place}
        else:
            found[-1] = (found[-1][0], right[1])
            group.add(place)
    return found


def _names(piece: Piece) -> bool:
    """Whether a piece names its row: words, a running number, or a budget code."""
    return kind(piece.text) not in NUMERIC or piece.text.isdigit()


def _body(row: Pieces, columns: list[Span]) -> list[Slot]:
    slots: list[Slot] = [Spanned("")] * len(columns)
    for piece in row:
        place = nearest(piece, columns)
        before = slots[place]
        held = before.text if before is not None else ""
        doubt = None if overlapped(piece, columns) and not held else "aligned"
        slots[place] = Spanned(f"{held} {piece.text}".strip(), doubt=doubt)
    return slots


def _is_rest(row: Pieces, slots: list[Slot], above: list[list[Slot]], columns: list[Span]) -> bool:
    """Whether a line is the rest of a name that filled its column; it is added to that name, in place."""
    if len(row) != 1 or not above or kind(row[0].text) != "text":
        return False
    place = next(place for place, slot in enumerate(slots) if slot is not None and slot.text)
    name = above[-1][place]
    start, end = columns[place]
    if name is None or not name.text or place == 0 and row[0].start > start or width(name.text) < end - start - 2:
        return False
    if width(row[0].text) > (end - start) // 2:
        return False
    above[-1][place] = replace(name, text=name.text + row[0].text)
    return True


def _labels(rows: list[list[Slot]]) -> int:
    """How many columns at the left hold words only."""
    for place in range(len(rows[0]) if rows else 0):
        if any(slot is not None and kind(slot.text) in NUMERIC for row in rows for slot in row[place : place + 1]):
            return place
    return 0
