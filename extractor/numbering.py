"""Numbered lists: 1. 2. 3. of paragraphs with （1）（2） under them, 任务1：任务2： in a cell, the 序号 of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.document import Document, Home, Passage, passages
from extractor.expression import constant, figure
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.statements import OPEN, SLIGHT, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled

LEAST = 3
"""Marks that make a list; fewer may be anything."""

TITLE = 16
"""Characters of an item that name it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of an item. ``style`` is what is printed around the digits: 1. and （1） are marks of two lists."""

    figure: Figure
    style: str
    passage: Passage

    @property
    def title(self) -> str:
        """The first words of the item."""
        text = (self.passage.row or self.passage.text)[self.passage.offset + self.figure.place.start :]
        return "".join(text[: 3 * TITLE].split())[:TITLE].rstrip("。；;，,、")


def numbering(document: Document, figures: Sequence[Figure]) -> Iterator[Statement]:
    """Each list of the document: that its last number counts its items, or else each place where it slips."""
    for marks in _streams(document, figures):
        for run in _runs(marks):
            yield from _stated(run)


def _stated(run: list[Mark]) -> Iterator[Statement]:
    slips = [(before, each, 1) for before, each in pairwise(run) if each.figure.value != before.figure.value + 1]
    if len(run) < LEAST or len(slips) > len(run) // LEAST:
        return
    for before, each, steps in slips or [(run[0], run[-1], len(run) - 1)]:
        expected = Reading(figure(before.figure) + constant(steps))
        home = "table" if each.figure.place.table else "prose"
        strength = OPEN if slips and _hidden(before, each) else SLIGHT
        yield Statement("numbering", each.title, each.figure, (expected,), strength=strength, home=home)


def _hidden(before: Mark, after: Mark) -> bool:
    """Whether the number that is missed stands between the two after all, where no item was seen to open."""
    first = before.figure.place.end
    last = after.figure.place.start if after.passage is before.passage else None
    between = narrow(before.passage.text)[first:last]
    return compiled(rf"(?<!\d){before.figure.value + 1}[.、)]").search(between, timeout=TIMEOUT) is not None


def _streams(document: Document, figures: Sequence[Figure]) -> Iterable[list[Mark]]:
    """The marks that follow one another: of all paragraphs, inside one cell, or down one column."""
    own: dict[Home, list[Figure]] = defaultdict(list)
    for each in figures:
        if each.kind in ("clause", "ordinal"):
            own[each.place.home].append(each)
    streams: dict[Home, list[Mark]] = defaultdict(list)
    for passage in passages(document):
        found = own.get(passage.home, ())
        marks = [Mark(each, style, passage) for each in found if (style := _style(passage, each)) is not None]
        _, table, row, column = passage.home
        streams[None, table, row if len(marks) > 1 else None, column].extend(marks)
    return streams.values()


def _style(passage: Passage, mark: Figure) -> str | None:
    """What a mark looks like without its number; None where it does not open a line or a clause."""
    before = narrow(passage.text[: mark.place.start])
    opening = compiled(r"(?:^|[\n。;:])\s*(\p{Han}{0,4})$").search(before, timeout=TIMEOUT)
    if opening is None:
        return None
    return opening[1] + compiled(r"\s|\d").sub("", narrow(mark.text), timeout=TIMEOUT)


def _runs(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """The lists of a stream: 1 opens one, a mark of its style goes on with it, and closes what stood inside it."""
    opened: list[list[Mark]] = []
    for mark in marks:
        depth = next((at for at, run in enumerate(opened) if run[0].style == mark.style), None)
        if depth is not None:
            goes_on = mark.figure.value != 1
            yield from opened[depth + goes_on :]
            del opened[depth + goes_on :]
            if goes_on:
                opened[depth].append(mark)
        if mark.figure.value == 1:
            opened.append([mark])
    yield from opened
