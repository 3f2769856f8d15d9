"""Records to tables: the head found, torn rows glued, rows that lost cells aligned with the others."""

from __future__ import annotations

from itertools import combinations

from extractor import later
from extractor.document import Paragraph, Table
from extractor.readers.plain_text.alignment import Aligned, align, profiles
from extractor.readers.plain_text.paragraphs import Line, joined
from extractor.readers.plain_text.shapes import ITEM, NUMERIC, begins, ends, is_head, is_numeric, kind, squeezed
from extractor.readers.plain_text.tab_records import Row, records, sections
from extractor.slots import Slot, Spanned, from_grid, merge_down, merge_heads

TIMEOUT = 10
ALIGNED, PARTED, MISPLACED = "aligned", "parted", "misplaced"
"""Doubts of a cell: another column fits as well; parted from its neighbour; a figure under a column of words."""

_SCORE_AT_END = later.compile(r"(?s)(.*[。；;）)】])\s+(\d{1,3}(?:\.\d{1,2})?)\s*")
_WEIGHT_BEFORE = later.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s+(\p{Han}[\p{Han}（）()“”、]{1,20})")


def tab_blocks(lines: list[Line]) -> list[Paragraph | Table]:
    """The tables of a run of lines with tabs; lines without a tab among them are parts of cells, or captions."""
    blocks: list[Paragraph | Table] = []
    page = lines[0].page
    for section in sections(records(lines)):
        if isinstance(section, str):
            blocks.append(Paragraph(0, section, page=page))
        else:
            blocks.append(_table(section, page))
    return blocks


def _table(rows: list[Row], page: int | None) -> Table:
    """One table: heads, then rows with fragments glued, shifted cells parted and lost cells left open."""
    _drop_margin(rows)
    heads = _head_count(rows)
    width = _width(rows)
    body = rows[heads:]
    full = [row for row in body if len(row.cells) == width and row.has_figures]
    columns = profiles([row.cells for row in full], [row.cells for row in rows[:heads]], width)
    if body and full and heads:
        _part_scores(body, width, columns)
    body = _glued(body)
    grid: list[list[Slot]] = [_exact(row, width) for row in rows[:heads]]
    alignments = _alignments(body, width, columns, bool(full)) if full or heads else {}
    grid.extend(_placed(row, width, columns, alignments.get(number)) for number, row in enumerate(body))
    merge_heads(grid, heads)
    merge_down(grid, heads, _labels(columns))
    return from_grid(grid, page)


def _drop_margin(rows: list[Row]) -> None:
    """A first column that no row fills is only the indent of the table."""
    while all(len(row.cells) > 2 and not row.cells[0].strip() for row in rows):
        for row in rows:
            del row.cells[0]
            row.raw -= 1


def _head_count(rows: list[Row]) -> int:
    count = 0
    for row in rows[:4]:
        if not is_head(row.cells):
            break
        count += 1
    return count if count < len(rows) or count == 1 else count - 1


def _width(rows: list[Row]) -> int:
    """Columns of the table: the widest row, trailing blanks left out."""
    return max(row.filled[-1] + 1 if row.filled else 1 for row in rows)


def _labels(columns: list[dict[str, float]]) -> int:
    """How many leading columns hold short words: the levels of the stub."""
    for place, column in enumerate(columns):
        if column and column.get("text", 0.0) < 0.7:
            return place
    return len(columns)


def _part_scores(rows: list[Row], width: int, columns: list[dict[str, float]]) -> None:
    """A score behind the last words of a standard gets a cell of its own, where the last column holds scores."""
    last = columns[-1]
    if last.get("integer", 0.0) + last.get("decimal", 0.0) < 0.7:
        return
    for row in rows:
        if not row.filled or is_numeric(row.cells[row.filled[-1]]) or len(row.filled) > width - 1:
            continue
        match = _SCORE_AT_END.fullmatch(row.cells[row.filled[-1]], timeout=TIMEOUT)
        if match and kind(match[1]) == "long":
            place = row.filled[-1]
            row.cells[place : place + 1] = [match[1], match[2]]
            row.split.add(place + 1)


def _glued(rows: list[Row]) -> list[Row]:
    """Rows after a page break that hold only the rest of texts are joined to the cells they go on with."""
    found: list[Row] = []
    for row in rows:
        targets = _targets(found[-1], row) if found and row.torn and not row.has_figures else None
        if targets is None:
            found.append(row)
            continue
        above = found[-1]
        for place, target in zip(row.filled, targets, strict=True):
            parted = "\n" if begins(row.cells[place]) else ""
            text = row.cells[place].strip()
            above.cells[target] = (
                f"{above.cells[target].rstrip()}\n{text}" if parted else joined(above.cells[target], text)
            )
    return found


def _targets(above: Row, row: Row) -> tuple[int, ...] | None:
    """The cells of the row above that the fragments go on with, in order; None where they do not."""
    texts = [place for place in above.filled if kind(above.cells[place]) in ("text", "long")]
    pieces = row.filled
    if not pieces or len(pieces) > len(texts) or len(texts) > 12:
        return None
    best = max(combinations(texts, len(pieces)), key=lambda chosen: _fit(above, row, chosen))
    return best if _fit(above, row, best) > 2 * len(pieces) else None


def _fit(above: Row, row: Row, chosen: tuple[int, ...]) -> int:
    """How well fragments go on with those cells: unfinished long texts before others, lists before words."""
    score = 0
    for place, target in zip(row.filled, chosen, strict=True):
        text, piece = above.cells[target], row.cells[place]
        score += 3 if not ends(text) else 0
        score += 3 if kind(text) == "long" else 1 if len(squeezed(text)) >= 9 else 0
        score += 1 if place == target else 0
        score += 4 if ITEM.match(piece) and ITEM.match(text) else 0
        score -= 3 if ends(text) and not ITEM.match(piece) and kind(text) != "long" else 0
        score -= 4 if kind(piece) == "long" and kind(text) != "long" and len(squeezed(text)) < 9 else 0
    return score


def _exact(row: Row, width: int) -> list[Slot]:
    """Cells from the left, one a column."""
    slots: list[Slot] = [
        Spanned(cell.strip(), doubt=PARTED if place in row.split else None)
        for place, cell in enumerate(row.cells[:width])
    ]
    return slots + [None] * (width - len(slots))


def _alignments(rows: list[Row], width: int, columns: list[dict[str, float]], known: bool) -> dict[int, Aligned]:
    """For each row that is not full, by its number: the columns of its places.

    Rows of one page with as many cells lost the same columns, so they are aligned together.
    """
    groups: dict[tuple[int, int, int], list[int]] = {}
    page = 0
    for number, row in enumerate(rows):
        page += row.torn
        if row.filled and not _is_full(row, width):
            groups.setdefault((page, len(row.cells), row.filled[-1]), []).append(number)
    found: dict[int, Aligned] = {}
    for (_, _, last), numbers in groups.items():
        aligned = align([rows[number].cells[: last + 1] for number in numbers], columns, known)
        found |= dict.fromkeys(numbers, aligned)
    return found


def _is_full(row: Row, width: int) -> bool:
    return len(row.cells) == width or len(row.cells) > width and bool(row.filled) and row.filled[-1] == width - 1


def _placed(row: Row, width: int, columns: list[dict[str, float]], aligned: Aligned | None) -> list[Slot]:
    """A row's cells in their columns; a full row stands as it is, its figures under words doubted."""
    if aligned is None:
        slots = _exact(row, width)
        for place, slot in enumerate(slots):
            if slot is not None and kind(slot.text) in NUMERIC and _only_words(columns[place]):
                slots[place] = Spanned(slot.text, doubt=MISPLACED)
        return slots
    slots = [None] * width
    for place, column in enumerate(aligned.columns[: len(row.cells)]):
        if column >= 0:
            slots[column] = _cell(row, place, aligned)
    return _parted_weight(slots, columns)


def _cell(row: Row, place: int, aligned: Aligned) -> Spanned:
    text = row.cells[place].strip()
    doubt = PARTED if place in row.split else ALIGNED if place in aligned.doubted and is_numeric(text) else None
    return Spanned(text, doubt=doubt)


def _only_words(column: dict[str, float]) -> bool:
    return sum(column.get(each, 0.0) for each in ("text", "long")) > 0.8


def _parted_weight(slots: list[Slot], columns: list[dict[str, float]]) -> list[Slot]:
    """A weight that ran into the name before it ("3 name") goes to the empty weight column at its right."""
    for place in range(len(slots) - 1):
        slot, right = slots[place], slots[place + 1]
        empty = right is None or not right.text.strip()
        if (
            slot is None
            or not empty
            or columns[place + 1].get("integer", 0.0) + columns[place + 1].get("decimal", 0.0) < 0.7
        ):
            continue
        match = _WEIGHT_BEFORE.fullmatch(slot.text, timeout=TIMEOUT)
        if match:
            slots[place], slots[place + 1] = Spanned(match[2], doubt=PARTED), Spanned(match[1], doubt=PARTED)
    return slots
