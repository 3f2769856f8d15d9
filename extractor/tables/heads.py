"""Bands of a table: rows of heads with the rows of data below them; the tree of heads over each column."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.tables.layout import Grid, Slot, is_year
from extractor.tables.spans import filled
from extractor.tables.words import AMONG, AMOUNTS, NO_AMOUNTS, TIMEOUT, found, pattern

Line = list[Slot | None]
_MARK = pattern(r"\(?(?:\d{1,2}|[A-Za-z①-⑳]|栏次|行次)\)?(?:\s?=.{1,30})?")
_FEWEST = 3
"""A row with fewer amounts may simply leave columns blank: it is not moved."""
_ENTRY = pattern(
    r"^(?:项目|单位|部门|机构|实施|主管|填报).{0,8}(?:名称|单位|部门|代码|编码|负责人)(?:\([^)]*\))?[::]?$"
    r"|^(?:主管部门|实施单位|负责人|联系人|联系电话)"
)
_RARE = 0.3
"""A column that holds amounts in fewer rows than this share of the fullest column is out of place."""


@dataclass(frozen=True, slots=True)
class Band:
    """Heads over data. ``captions`` are the lines of one cell above; ``paths`` the heads over each column, top first;
    ``marks`` the column numbers or formulas printed under the heads; ``moved`` the rows that had lost a cell."""

    captions: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]
    rows: tuple[tuple[Slot | None, ...], ...]
    columns: tuple[int, ...]
    moved: frozenset[int] = frozenset()
    carried: bool = False

    @property
    def width(self) -> int:
        return len(self.paths)


def bands(grid: Grid) -> Iterator[Band]:
    """The bands of a table from top to bottom; words without amounts below them are passed over."""
    kinds = [_kind(row) for row in grid]
    following = _next_amounts(grid, kinds)
    head: list[Line] = []
    data: list[Line] = []
    for row, kind, below in zip(grid, kinds, following, strict=True):
        if kind == "blank":
            continue
        if kind == "data" and len(own_labels(row)) > 1 and data:
            yield from _band(*_closing(head, data))
            head, data = [], [row]
        elif kind == "data":
            data.append(row)
        elif data and (kind == "marks" or _is_head(row, below)):
            kept, carried = _closing(head, data)
            yield from _band(kept, carried)
            head, data = [*_trailing(data), row], []
        else:
            (data if data else head).append(row)
    if data:
        yield from _band(*_closing(head, data))


def own_labels(row: Line) -> list[Slot]:
    """The cells of a row that print a label beside their amount."""
    return [slot for slot in row if slot is not None and slot.own]


def _kind(row: Line) -> str:
    amounts = [slot for slot in row if slot is not None and slot.figure is not None]
    words = [slot for slot in row if slot is not None and slot.words]
    if not amounts:
        return "text" if words else "blank"
    return "marks" if _are_marks(amounts, words) else "data"


def _are_marks(amounts: list[Slot], words: list[Slot]) -> bool:
    """A row of column numbers: 1 2 3 …, or with formulas such as 3=1+2."""
    values = [slot.figure.value for slot in amounts if slot.figure is not None]
    plain = all(slot.text.strip(" ()（）").isdigit() for slot in amounts)
    rising = all(later - earlier == 1 for earlier, later in itertools.pairwise(values))
    marked = all(_MARK.fullmatch(slot.words, timeout=TIMEOUT) for slot in words if slot.column > 0)
    return (
        plain and rising and len(values) >= 2 and values[0] <= 3 and (marked or len(values) >= 3) and not _long(words)
    )


def _long(words: list[Slot]) -> bool:
    return any(slot.origin and len(slot.words) > 12 for slot in words)


def _next_amounts(grid: Grid, kinds: list[str]) -> list[set[int]]:
    """For each row the columns that hold amounts in the next row that has any."""
    found_below: list[set[int]] = []
    below: set[int] = set()
    for row, kind in zip(reversed(grid), reversed(kinds), strict=True):
        found_below.append(below)
        if kind == "data":
            below = {slot.column for slot in row if slot is not None and slot.figure is not None}
    return found_below[::-1]


def _is_head(row: Line, below: set[int]) -> bool:
    """Whether a row of words stands over amounts: its words lie above the amounts of the next data row."""
    words = [slot for slot in row if slot is not None and slot.words and slot.origin]
    hits = [slot for slot in words if any(slot.column <= c < slot.column + slot.column_span for c in below)]
    return len(hits) >= 2 or bool(hits) and len(words) - len(hits) <= 1 and len(words) > 1


def _trailing(data: list[Line]) -> list[Line]:
    """The lines of one cell at the end of a band's data: they are the captions of the next."""
    kept: list[Line] = []
    for row in reversed(data):
        if _kind(row) != "text" or len(_distinct(row)) > 1:
            break
        kept.append(row)
    return kept[::-1]


def _closing(head: list[Line], data: list[Line]) -> tuple[list[Line], list[Line]]:
    """Heads and data with the rows of words before the first amounts sorted out between them."""
    first = next((i for i, row in enumerate(data) if _kind(row) == "data"), 0)
    rows = [*head, *data[:first]]
    columns = {slot.column for row in data for slot in row if slot is not None and slot.figure is not None}
    last = max((i for i, row in enumerate(rows) if _kind(row) == "marks" or _over(row, columns)), default=-1)
    return rows[: last + 1], [*rows[last + 1 :], *data[first:]]


def _over(row: Line, columns: set[int]) -> bool:
    return any(slot is not None and slot.words and slot.column in columns for slot in row)


def _distinct(row: Line) -> list[Slot]:
    return [slot for slot in row if slot is not None and slot.words and slot.origin]


def _band(head: list[Line], data: list[Line]) -> Iterator[Band]:
    if not any(_kind(row) == "data" for row in data):
        return
    captions = tuple(slot.text.strip() for row in head if len(_distinct(row)) == 1 for slot in _distinct(row))
    width = len(data[0])
    marks = next((row for row in head if _kind(row) == "marks"), None)
    titles = [row for place, row in enumerate(head) if row is not marks and _is_title(row, head[:place], width)]
    titles = [row for place, row in enumerate(titles) if place == len(titles) - 1 or not _is_entry(row)]
    heads = filled(titles, width, _first_amount(data)) if titles else ()
    coded = {column for column, path in enumerate(heads) if path and found(NO_AMOUNTS, path[-1])}
    rows, columns, moved = _aligned(data, coded)
    paths = _shifted(heads, columns) if heads else _own_paths(rows, width)
    printed = tuple((slot.text.strip() if slot is not None else "") for slot in marks) if marks else ("",) * width
    yield Band(captions, paths, printed, tuple(tuple(row) for row in rows), columns, moved)


def _first_amount(data: list[Line]) -> int:
    """The first column that holds amounts in most rows with any."""
    firsts = [next((slot.column for slot in row if slot is not None and slot.figure), None) for row in data]
    counts = Counter(column for column in firsts if column is not None)
    return counts.most_common(1)[0][0] if counts else 0


def _is_title(row: Line, above: list[Line], width: int) -> bool:
    """A line of several cells is a head; so is one cell over some columns only, if not the first, or below heads.
    One cell over all columns is a caption."""
    words = _distinct(row)
    if len(words) != 1:
        return len(words) > 1
    headed = any(len(_distinct(line)) > 1 for line in above)
    return words[0].column_span < width and (words[0].column > 0 or headed and words[0].column_span > 1)


def _is_entry(row: Line) -> bool:
    """A line that fills in a form (项目名称: 甲) above the heads is no head."""
    words = _distinct(row)
    if len(words) not in (2, 4, 6) or not found(_ENTRY, words[0].words):
        return False
    if len(words) == 2 and words[1].column_span > 2:
        return True
    return not any(found(AMOUNTS, slot.words) or found(AMONG, slot.words) for slot in words[1::2])


def _own_paths(rows: list[Line], width: int) -> tuple[tuple[str, ...], ...]:
    """Heads from the labels that the first row's cells print beside their amounts."""
    labels = {slot.column: slot.own for slot in own_labels(rows[0])} if rows else {}
    return tuple((labels[column],) if len(labels) > 1 and column in labels else () for column in range(width))


def _aligned(data: list[Line], coded: set[int]) -> tuple[list[Line], tuple[int, ...], frozenset[int]]:
    """The rows with those that lost a cell moved under the columns where the other rows hold their amounts;
    the columns ``coded`` hold none."""
    patterns = [frozenset(slot.column for slot in row if slot is not None and slot.figure) - coded for row in data]
    counts: Counter[int] = Counter(column for pattern in patterns for column in pattern)
    if not counts:
        return data, (), frozenset()
    most = max(counts.values())
    usual = {column for column, count in counts.items() if count >= _RARE * most and (count > 1 or most == 1)}
    size = len(Counter(pattern for pattern in patterns if pattern).most_common(1)[0][0])
    rows, moved = [], set()
    for position, (row, own) in enumerate(zip(data, patterns, strict=True)):
        step = _step(own, usual) if len(own) == size >= _FEWEST and not own <= usual else 0
        if step:
            moved.add(position)
        rows.append(_move(row, step) if step else row)
    columns = {slot.column for row in rows for slot in row if slot is not None and slot.figure is not None}
    return rows, tuple(sorted(columns)), frozenset(moved)


def _step(own: frozenset[int], usual: set[int]) -> int:
    """How many columns a row must move so that its amounts stand in the usual columns; nought if not one way."""
    steps = [step for step in (1, -1, 2, -2) if {column + step for column in own} <= usual]
    return steps[0] if len(steps) == 1 else 0


def _move(row: Line, step: int) -> Line:
    moved: Line = [None] * len(row)
    for column, slot in enumerate(row):
        if slot is None:
            continue
        target = column + step if slot.figure is not None or column >= len(row) else column
        if 0 <= target < len(row) and (slot.figure is not None or moved[target] is None):
            moved[target] = replace(slot, column=target)
    return moved


def _shifted(paths: tuple[tuple[str, ...], ...], columns: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """The heads moved over the amounts where the data rows lost a cell and the heads did not."""
    columns = tuple(c for c in columns if not paths[c] or not found(NO_AMOUNTS, paths[c][-1]))

    def fits(step: int) -> int:
        heads = [paths[c + step][-1] if 0 <= c + step < len(paths) and paths[c + step] else "" for c in columns]
        return sum(found(AMOUNTS, head) for head in heads)

    if fits(0) == len(columns) or len(columns) < 2:
        return paths
    best = max((0, 1, 2, -1), key=lambda step: (fits(step), -abs(step)))
    likely = sum(bool(path) and found(AMOUNTS, path[-1]) for path in paths[max(0, columns[0] + best) :])
    if best == 0 or fits(best) < len(columns) or likely != len(columns):
        return paths
    empty: tuple[str, ...] = ()
    return tuple(paths[c + best] if 0 <= c + best < len(paths) else empty for c in range(len(paths)))


__all__ = ["Band", "bands", "is_year", "own_labels"]
