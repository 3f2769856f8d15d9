"""One worksheet as it shows: text by slot, merges, and what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

Slot = tuple[int, int]
"""Row and column of the sheet, from 1."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows. ``doubt`` names a message where the reading is not sure."""

    text: str
    doubt: str | None = None


@dataclass(slots=True)
class Sheet:
    """A worksheet: only cells that show something, so that a stray cell far off costs nothing.

    ``merges`` are first row, first column, last row, last column, ends included.
    """

    name: str
    hidden: bool = False
    cells: dict[Slot, Shown] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    without_value: int = 0
    """Formulas whose result the file does not hold."""


def address(row: int, column: int) -> str:
    """The name of a cell, such as B5."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
