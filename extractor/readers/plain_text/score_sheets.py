"""Score sheets that lost their lines: names, weights, standards and scores as loose lines, rebuilt into rows."""

from __future__ import annotations

from dataclasses import replace

from extractor import later
from extractor.document import Block, Table
from extractor.readers.plain_text.paragraphs import Line, joined
from extractor.readers.plain_text.score_records import Assembly, Record
from extractor.readers.plain_text.shapes import ITEM, ends, squeezed, width
from extractor.slots import Slot, Spanned, from_grid
from extractor.vocabulary import compiled

TIMEOUT = 10
DOUBT = "rebuilt"
"""Doubt of a cell whose row was put together from lines that another row could claim."""

_SENTENCE_FIRST = later.compile(r"(.*?。)\s+(\S.*)")
_LEVEL = later.compile(r"[一二三四]级指标")
_HEAD_TOKEN = later.compile(
    r"(?:[一二三四]级指?标?|评价指标|指标(?:名称|说明|解释|内容|内涵|值)?|名称|权重|分值|[\p{Han}]{0,6}(?:说明|标准|得分|分值|分数|评分|依据|备注|原因|满分))"
    r"(?:[(（]?[%分]?[)）]?)|[(（]?%[)）]?|指?标"
)
_SCORED = later.compile(r"得分|分数|评分")
_EXPLAINED = later.compile(r"说明|解释|内涵|内容")
_STANDARD = later.compile(r"标准|依据|办法|细则")
_TOTAL = later.compile(r"\s*(?:总\s*分|合\s*计|总\s*计|综合\s*得分|总\s*得\s*分)(?:\s+[\d.]+)+\s*")


def sheet_at(lines: list[Line], start: int) -> tuple[int, list[Block]]:
    """The line after a score sheet whose head begins at ``start``, with its table; ``start`` itself where none does."""
    head = _head_end(lines, start)
    if head == start:
        return start, []
    printed = "".join(squeezed(line.text) for line in lines[start:head])
    levels = _LEVEL.findall(printed)
    if len(levels) < 2 or not _SCORED.search(printed):
        return start, []
    caption = squeezed(lines[start - 1].text) if start else ""
    weighed = printed.count("权重") + printed.count("分值")
    if not weighed:
        return start, []
    depth = len(levels)
    records, total, end = _records(lines, head, printed, caption, depth, single=weighed < depth)
    if len([record for record in records if record.score]) < 2:
        return start, []
    weights = depth if weighed >= depth else 1
    return end, [_table(records, total, levels, weights, _titles(lines[start:head]), lines[start].page)]


def _head_end(lines: list[Line], start: int) -> int:
    """The line after the lines that hold nothing but names of columns."""
    end = start
    while end < min(len(lines), start + 14) and all(
        _HEAD_TOKEN.fullmatch(token, timeout=TIMEOUT) for token in squeezed_tokens(lines[end].text)
    ):
        end += 1
    return end


def squeezed_tokens(text: str) -> list[str]:
    return [squeezed(token) for token in text.split()]


def _records(
    lines: list[Line], start: int, head: str, caption: str, depth: int, single: bool
) -> tuple[list[Record], list[str], int]:
    """The rows from the line after the head to the row of totals; heads and captions printed again are passed over."""
    state = Assembly(depth, single)
    position = start
    while position < len(lines):
        text = lines[position].text
        if _TOTAL.fullmatch(text, timeout=TIMEOUT):
            return (
                state.finished(),
                [text.split()[0], *compiled(r"[\d.]+").findall(text, timeout=TIMEOUT)],
                position + 1,
            )
        again = _repeated(lines, position, head, caption)
        if again > position:
            state.turn()
            position = again
            continue
        state.take(text, lines[position].turned or text.startswith((" ", "\u3000")))
        position += 1
    return state.finished(), [], position


def _repeated(lines: list[Line], start: int, head: str, caption: str) -> int:
    """The line after a caption or head printed again on the next page."""
    position = start
    if caption and squeezed(lines[position].text) == caption:
        position += 1
    first = position
    while position < len(lines) and _is_head_piece(lines[position].text, head):
        position += 1
    told = "".join(squeezed(line.text) for line in lines[first:position])
    return position if position > start and (first > start or _LEVEL.search(told)) else start


def _is_head_piece(text: str, head: str) -> bool:
    tokens = squeezed_tokens(text)
    return bool(tokens) and not any(token.isdigit() for token in tokens) and all(token in head for token in tokens)


def _titles(head: list[Line]) -> tuple[str, str, str, str]:
    """The printed names of the columns for weight, explanation, standard and score; "" where there is none."""
    tokens = [squeezed(token) for line in head for token in line.text.split()]
    weight = next((token for token in tokens if token.startswith(("权重", "分值"))), "权重")
    standard = next((token for token in tokens if _STANDARD.search(token)), "")
    explained = next((token for token in tokens if _EXPLAINED.search(token) and token != standard), "")
    score = next((token for token in tokens if _SCORED.search(token) and token != standard), "得分")
    return weight, explained, standard, score


def _table(
    records: list[Record],
    total: list[str],
    levels: list[str],
    weights: int,
    titles: tuple[str, str, str, str],
    page: int | None,
) -> Table:
    """Columns: each level's name and, where it has one, its weight; the texts; the score."""
    depth = len(levels)
    weight, explained, standard, score = titles
    texts = [title for title in (explained, standard) if title]
    names = [level * 2 if weights == depth else level for level in range(depth)]
    grid: list[list[Slot]] = _head(levels, weight, weights, [*texts, score])
    width_ = depth + weights + len(texts) + 1
    tops: list[int | None] = [None] * depth
    for record in records:
        slots: list[Slot] = [None] * width_
        _set_levels(grid, slots, record, names, tops)
        for place, text in enumerate(_texts(record, len(texts))):
            slots[depth + weights + place] = Spanned(text) if text else None
        slots[-1] = Spanned(record.score, doubt=record.doubt) if record.score else None
        grid.append(slots)
    if total:
        grid.append(_total(total, names, weights, width_))
    return from_grid(grid, page, rebuilt=True)


def _head(levels: list[str], weight: str, weights: int, others: list[str]) -> list[list[Slot]]:
    if weights < len(levels):
        return [[*(Spanned(level) for level in levels), Spanned(weight), *(Spanned(title) for title in others)]]
    upper: list[Slot] = []
    lower: list[Slot] = []
    for level in levels:
        upper.extend((Spanned(level, columns=2), None))
        lower.extend((Spanned("名称"), Spanned(weight)))
    upper.extend(Spanned(title, rows=2) for title in others)
    lower.extend([None] * len(others))
    return [upper, lower]


def _set_levels(
    grid: list[list[Slot]], slots: list[Slot], record: Record, columns: list[int], tops: list[int | None]
) -> None:
    """Level names into their columns, the last of them the deepest; a group told again on a new page goes on."""
    depth = len(columns)
    names = record.names[-depth:]
    if len(record.names) > depth:
        record.doubt = DOUBT
    row = len(grid)
    level = depth - len(names)
    for above in range(level):
        _extend(grid, tops[above], columns[above])
    opened = False
    for name, weight in names:
        column = columns[level]
        again = record.fresh and not opened and level < depth - 1
        if again and _same(grid, tops[level], column, name, weight):
            _extend(grid, tops[level], column)
        else:
            slots[column] = Spanned(name, doubt=record.doubt)
            if weight:
                slots[column + 1] = Spanned(weight, doubt=record.doubt)
            tops[level], opened = row, True
        level += 1


def _same(grid: list[list[Slot]], top: int | None, column: int, name: str, weight: str) -> bool:
    """Whether the group that is open has that name and, where it has one, that weight."""
    if top is None:
        return False
    told = [cell.text if cell is not None else "" for cell in grid[top][column : column + (2 if weight else 1)]]
    return told == ([name, weight] if weight else [name])


def _extend(grid: list[list[Slot]], top: int | None, column: int) -> None:
    """One row more for the group's name and its weight."""
    if top is None:
        return
    named = grid[top][column]
    for place in (column, column + 1):
        cell = grid[top][place]
        if cell is not None and named is not None and cell.rows == named.rows:
            grid[top][place] = replace(cell, rows=cell.rows + 1)


def _texts(record: Record, columns: int) -> list[str]:
    """The texts of a row: one, or explanation and standard parted where the print says so."""
    if columns < 2:
        return [_paragraphs([*record.lines, *record.late])]
    cut = _boundary(record.lines)
    first, second = record.lines[:cut], record.lines[cut:]
    for place, line in enumerate(record.late):
        if first and not ends(first[-1]):
            match = _SENTENCE_FIRST.fullmatch(line, timeout=TIMEOUT)
            first.append(match[1] if match else line)
            if match:
                second.append(match[2])
        else:
            second.extend(record.late[place:])
            break
    return [_paragraphs(first), _paragraphs(second)]


def _boundary(lines: list[str]) -> int:
    """The line at which the standard begins: after a sentence end, at a list mark, where lines grow wider."""
    best, score = len(lines), 0.0
    widest = 0
    for place in range(1, len(lines)):
        widest = max(widest, width(lines[place - 1]))
        found = (
            2.0 * ends(lines[place - 1])
            + 2.0 * bool(ITEM.match(lines[place]))
            + 2.5 * (width(lines[place]) > widest * 1.2)
            + 0.5 * (width(lines[place]) > widest * 1.6)
        )
        found += 1.0 * ("=" in squeezed(lines[place])) - 0.5 * (
            width(lines[place]) < widest * 0.8 and place + 1 < len(lines)
        )
        if found > score:
            best, score = place, found
    return best if score >= 3.0 else len(lines)


def _paragraphs(lines: list[str]) -> str:
    """Printed lines of a cell as one text; a list mark after a sentence end begins a line of its own."""
    text = ""
    for line in lines:
        if text and ITEM.match(line) and (ends(text) or text[-1] in ",，"):
            text = f"{text}\n{line}"
        else:
            text = joined(text, line)
    return text


def _total(total: list[str], columns: list[int], weights: int, width_: int) -> list[Slot]:
    """The row of totals: its figures under the weights from the first level on, the last under the score."""
    slots: list[Slot] = [None] * width_
    slots[0] = Spanned(total[0])
    figures = total[1:]
    doubt = None if len(figures) == weights + 1 else DOUBT
    slots[-1] = Spanned(figures[-1], doubt=doubt)
    under = columns if weights == len(columns) else columns[-1:]
    for column, figure in zip(under, figures[:-1], strict=False):
        slots[column + 1] = Spanned(figure, doubt=doubt)
    return slots
