"""Tables that lost their lines: names and figures as loose lines, rebuilt by running number and kind of column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractor import later
from extractor.document import Block, Table
from extractor.readers.plain_text.alignment import Aligned, align, profiles
from extractor.readers.plain_text.paragraphs import Line, paragraphs
from extractor.readers.plain_text.score_sheets import sheet_at
from extractor.readers.plain_text.shapes import begins, ends, is_head, kind, squeezed, width
from extractor.readers.plain_text.spaced_tables import spaced_tables
from extractor.readers.plain_text.stacked_tables import stacked_at
from extractor.slots import Slot, Spanned, from_grid

TIMEOUT = 10
FEWEST = 3
"""Rows of figures below which loose lines are prose."""

_FIGURES = ("rate", "integer", "decimal")
_PUNCTUATION = later.compile(r"[。；，！？;]|[,](?!\d)")
_TOTAL = later.compile(r"(?:合|总|小)\s?计|总\s?[额分]|全部")
_UNIT = later.compile(r"[（(]?\s?(?:金额)?单位\s?[:：]")
_HEAD_ABOVE = 10
"""Lines above the first row in which its head is looked for."""


def bare_blocks(lines: list[Line], common: int) -> list[Block]:
    """Paragraphs of the lines, and the tables among them."""
    blocks: list[Block] = []
    position = 0
    for start, stop, table in spaced_tables(lines):
        blocks.extend(_loose_blocks(lines[position:start], common))
        blocks.append(table)
        position = stop
    return [*blocks, *_loose_blocks(lines[position:], common)]


def _loose_blocks(lines: list[Line], common: int) -> list[Block]:
    """Paragraphs of lines whose blanks tell no columns, and the tables among them."""
    blocks: list[Block] = []
    prose: list[Line] = []
    position = 0
    clusters = {start: (stop, count) for start, stop, count in _clusters(lines)}
    while position < len(lines):
        end, tables = stacked_at(lines, position)
        if end == position:
            end, tables = sheet_at(lines, position)
        if end == position and position in clusters:
            stop, count = clusters[position]
            end, tables = stop, [_table(lines[position:stop], count, _captions(prose))]
        if end == position:
            prose.append(lines[position])
            position += 1
            continue
        blocks.extend(paragraphs(prose, common))
        blocks.extend(tables)
        prose, position = [], end
    blocks.extend(paragraphs(prose, common))
    return blocks


def parted(text: str) -> tuple[list[str], list[str]]:
    """A line's words and the figures at its end."""
    tokens = text.split()
    place = len(tokens)
    while place and kind(tokens[place - 1]) in _FIGURES:
        place -= 1
    return tokens[:place], tokens[place:]


def _is_row(line: Line) -> bool:
    words, figures = parted(line.text)
    return len(figures) >= 2 and not _PUNCTUATION.search("".join(words)) and width("".join(words)) <= 60


def _clusters(lines: list[Line]) -> list[tuple[int, int, int]]:
    """Runs of lines that make a table: first line of its head, the line after it, the figures of a row."""
    found: list[tuple[int, int, int]] = []
    rows = [place for place, line in enumerate(lines) if _is_row(line)]
    group: list[int] = []
    for place in [*rows, -1]:
        if group and (place < 0 or not _bridged(lines, group[-1], place)):
            counts = Counter(len(parted(lines[each].text)[1]) for each in group)
            count, often = counts.most_common(1)[0]
            if often >= FEWEST and often * 10 >= len(group) * 6:
                after = found[-1][1] if found else 0
                found.append((_first_line(lines, group[0], after), group[-1] + 1, count))
            group = []
        if place >= 0:
            group.append(place)
    return found


def _bridged(lines: list[Line], above: int, below: int) -> bool:
    """Whether the lines between two rows can be names, captions or heads of the same table."""
    between = lines[above + 1 : below]
    if _TOTAL.match(lines[above].text.strip()) and not between[:0] and below - above > 1:
        return False
    return len(between) <= 7 and not any(_PUNCTUATION.search(line.text) or width(line.text) > 60 for line in between)


def _first_line(lines: list[Line], row: int, after: int) -> int:
    """The first line of the head above the first row: below the caption and the note of the unit."""
    first = row
    while first > max(after, row - _HEAD_ABOVE):
        text = lines[first - 1].text
        if ends(text) or _UNIT.match(text.strip()) or _PUNCTUATION.search(text) or width(text) > 60:
            break
        if begins(text) and not text.strip().startswith("1 "):
            break
        first -= 1
    return first


@dataclass(slots=True)
class _Row:
    number: str = ""
    name: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


def _captions(prose: list[Line]) -> set[str]:
    """The last lines above the table, which the next page may print again."""
    return {squeezed(line.text) for line in prose[-3:] if not ends(line.text) or _UNIT.match(line.text.strip())}


def _table(lines: list[Line], usual: int, captions: set[str]) -> Table:
    heads, body = _parted_head(lines)
    count = _widest(body, usual)
    repeated = captions | {squeezed(line.text) for line in heads}
    rows = _rows([line for line in body if squeezed(line.text) not in repeated], count)
    numbered = any(row.number for row in rows)
    names = _head_names(heads, count + 1 + numbered)
    kinds = profiles([row.figures for row in rows if len(row.figures) == count], [], count)
    grid: list[list[Slot]] = [names] if names else []
    grid.extend(_slots(row, numbered, kinds) for row in rows)
    return from_grid(grid, lines[0].page, rebuilt=True)


def _widest(lines: list[Line], usual: int) -> int:
    """The columns of figures: as many as the fullest rows hold, where blank cells were not printed in the others.

    A row is trusted to be full only if all its figures are amounts: a plain integer may end a name.
    """
    full = Counter(len(figures) for _, figures in map(parted, (line.text for line in lines)) if _are_amounts(figures))
    return max((count for count, often in full.items() if often > 1), default=usual)


def _are_amounts(figures: list[str]) -> bool:
    return bool(figures) and all("," in each or "." in each for each in figures)


def _parted_head(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the head, and the rest from the first row's name on."""
    first = next((place for place, line in enumerate(lines) if _is_row(line)), 0)
    numbered = next((place for place, line in enumerate(lines[: first + 1]) if line.text.split()[:1] == ["1"]), None)
    if numbered is not None:
        return lines[:numbered], lines[numbered:]
    words, _ = parted(lines[first].text)
    start = first if words or not first or is_head([lines[first - 1].text] * 2) else first - 1
    return lines[:start], lines[start:]


def _rows(lines: list[Line], count: int) -> list[_Row]:
    """Rows from names and figures in printed order; the running number, where there is one, begins a row."""
    rows: list[_Row] = []
    numbered = bool(lines) and lines[0].text.split()[:1] == ["1"]
    expected = 1
    for line in lines:
        words, figures = parted(line.text)
        tokens = line.text.split()
        if numbered and tokens[0] == str(expected) and (len(words) > 1 or len(tokens) == 1 + count or not figures):
            rows.append(_Row(tokens[0]))
            expected += 1
            words, figures = (words[1:], figures) if words else ([], figures[1:])
        elif not rows or _TOTAL.match(line.text.strip()) or rows[-1].figures and (figures or not numbered):
            rows.append(_Row())
        extra = max(0, len(figures) - count) if words else 0
        rows[-1].name.append(" ".join([*words, *figures[:extra]]))
        rows[-1].figures.extend(figures[extra:])
    return rows


def _slots(row: _Row, numbered: bool, kinds: list[dict[str, float]]) -> list[Slot]:
    name: Slot = Spanned("".join(part for part in row.name if part))
    slots: list[Slot] = [Spanned(row.number) if row.number else None, name] if numbered else [name]
    figures: list[Slot] = [None] * len(kinds)
    if len(row.figures) == len(kinds):
        figures = [Spanned(each) for each in row.figures]
    else:
        aligned = align([row.figures], kinds) if row.figures else Aligned(())
        for place, column in enumerate(aligned.columns):
            if 0 <= column < len(figures):
                figures[column] = Spanned(row.figures[place], doubt="aligned")
    if numbered and not row.number:
        slots = [Spanned(name.text if name else "", columns=2), None]
    return [*slots, *figures]


def _head_names(heads: list[Line], width_: int) -> list[Slot]:
    """The names of the columns; names printed on two lines are put together until they are as many as columns."""
    tokens = [line.text.split() for line in heads]
    while sum(map(len, tokens)) > width_:
        place = next((each for each in range(len(tokens) - 1) if len(tokens[each]) == len(tokens[each + 1]) == 1), None)
        if place is None:
            place = next(
                (each for each in range(len(tokens) - 1) if 1 in (len(tokens[each]), len(tokens[each + 1]))), None
            )
        if place is None:
            break
        tokens[place : place + 2] = [
            [*tokens[place][:-1], tokens[place][-1] + tokens[place + 1][0], *tokens[place + 1][1:]]
        ]
    flat = [token for line in tokens for token in line]
    if not flat:
        return []
    if len(flat) > width_:
        return [Spanned(" ".join(flat), columns=width_), *([None] * (width_ - 1))]
    doubt = "aligned" if len(flat) < width_ else None
    return [*([None] * (width_ - len(flat))), *(Spanned(token, doubt=doubt) for token in flat)]
