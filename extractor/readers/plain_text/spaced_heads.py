"""Heads printed above columns that blanks set apart: which columns each name of each line stands over."""

from __future__ import annotations

from extractor.readers.plain_text.spaced_pieces import Piece, Pieces, Span, nearest, overlapped
from extractor.slots import Slot, Spanned

_OFF = 4
"""Twice the columns of print by which a name may stand worse in the middle of more columns than of fewer."""


def with_empty_columns(columns: list[Span], head: Pieces) -> list[Span]:
    """The columns, and those of which only the head's last line tells since no row fills them."""
    places = _places(head, columns)
    return sorted([*columns, *((each.start, each.end) for each, place in zip(head, places, strict=True) if not place)])


def head_rows(lines: list[Pieces], columns: list[Span]) -> list[list[Slot]]:
    """The lines of a head as rows of slots, names over several columns spanning them; told from the deepest line
    upwards, since a name reaches over columns that have names of their own below it."""
    rows: list[list[Slot]] = []
    below: set[int] = set()
    wide = list(columns)
    for line in reversed(lines):
        rows.append(_row(line, columns, wide, below))
        for piece, place in zip(line, _places(line, columns), strict=True):
            if len(place) == 1 and place[0] not in below:
                start, end = wide[place[0]]
                wide[place[0]] = (min(start, piece.start), max(end, piece.end))
        below |= {column for column, slot in enumerate(rows[-1]) if slot is None or slot.text}
    return rows[::-1]


def _places(line: Pieces, columns: list[Span]) -> list[list[int]]:
    """The columns that each name of a line stands right over; beside its column where the print is set to one side:
    the free one between its neighbours' columns. None where there is no such column."""
    over = [overlapped(piece, columns) for piece in line]
    taken = {column for place in over for column in place}
    for number, piece in enumerate(line):
        if over[number]:
            continue
        left = max((column for place in over[:number] for column in place), default=-1)
        right = min((column for place in over[number + 1 :] for column in place), default=len(columns))
        free = [column for column in range(left + 1, right) if column not in taken]
        if free:
            chosen = free[nearest(piece, [columns[each] for each in free])]
            over[number] = [chosen]
            taken.add(chosen)
    return over


def _row(line: Pieces, columns: list[Span], wide: list[Span], below: set[int]) -> list[Slot]:
    """One line of the head; ``wide`` are the columns with their own names, by which the middle of several is told."""
    slots: list[Slot] = [Spanned("")] * len(columns)
    places = _places(line, columns)
    taken = {column for place in places for column in place}
    for piece, place in zip(line, places, strict=True):
        if not place:
            continue
        low, high = place[0], place[-1] + 1
        if below & set(place):
            low, high = _reach(piece, wide, (low, high), below - taken)
        held = slots[low]
        if held is None or held.text:
            low = next((column for column in place if (slot := slots[column]) is not None and not slot.text), -1)
            high = low + 1
        if low >= 0:
            slots[low] = Spanned(piece.text, columns=high - low)
            slots[low + 1 : high] = [None] * (high - low - 1)
            taken |= set(range(low, high))
    return slots


def _reach(piece: Piece, columns: list[Span], over: Span, free: set[int]) -> Span:
    """The columns that a name over other names covers: of the free ones beside it all to its right where it is set
    left, else as many as it stands in the middle of."""
    low, high = over
    while low - 1 in free:
        low -= 1
    while high in free:
        high += 1
    runs = [(start, end) for start in range(low, over[0] + 1) for end in range(over[1], high + 1)]
    off = {run: abs(columns[run[0]][0] + columns[run[1] - 1][1] - piece.start - piece.end) for run in runs}
    best = min(off.values())
    centred = max((run for run in runs if off[run] <= best + _OFF), key=lambda run: run[1] - run[0])
    set_left = abs(piece.start - columns[over[0]][0]) <= 1
    return (over[0], high) if set_left and (low == over[0] or off[centred] > _OFF) else centred
