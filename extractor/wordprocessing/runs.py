"""Characters of a paragraph or cell, and the element that prints each: the way from a figure back into the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.document import Place
from extractor.wordprocessing.names import Element

Home = tuple[int | None, int | None, int | None, int | None]
"""Paragraph number, table number, row, column: what names a paragraph or a cell."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters start to end (a slice) that ``element`` prints: a w:t, or one w:tab, w:br, w:sym …

    In a layout the offsets count in the text of the paragraph or cell; out of ``locate`` they count
    in the text of the element itself. A computed list number has no element.
    """

    element: Element
    start: int
    end: int


@dataclass(slots=True)
class Text:
    """Text that is being read, run by run."""

    parts: list[str]
    runs: list[Run]
    length: int = 0

    def add(self, text: str, element: Element | None = None) -> None:
        """Puts text at the end; without an element it is text that the file does not hold (a list number)."""
        if text:
            self.parts.append(text)
            if element is not None:
                self.runs.append(Run(element, self.length, self.length + len(text)))
            self.length += len(text)

    def append(self, other: Text) -> None:
        """Puts all of another text at the end."""
        self.runs.extend(Run(run.element, run.start + self.length, run.end + self.length) for run in other.runs)
        self.parts.extend(other.parts)
        self.length += other.length

    @property
    def string(self) -> str:
        return "".join(self.parts)


def new_text() -> Text:
    """A text with nothing in it."""
    return Text([], [])


def home(place: Place) -> Home:
    """The paragraph or cell that a place lies in."""
    return (place.paragraph, place.table, place.row, place.column)


def locate(runs: Mapping[Home, tuple[Run, ...]], place: Place) -> tuple[Run, ...]:
    """The elements that print the characters of a place, each with the slice of its own text."""
    found = []
    for run in runs.get(home(place), ()):
        first, last = max(run.start, place.start), min(run.end, place.end)
        if first < last:
            found.append(Run(run.element, first - run.start, last - run.start))
    return tuple(found)
