"""A score sheet as a tree of indicators, each with its weight, score, standard, target and actual value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.document import Place
from extractor.figures import Figure

EXECUTION, PROPORTION = "execution", "proportion"


@dataclass(frozen=True, slots=True)
class Entry:
    """A target or an actual value as filled in: the words, the first figure, and the sign printed with it.

    ``relation`` is ">=", "<=", "=", ">" or "<" where a sign or a word (不少于, 以内 …) says so, else "".
    """

    text: str
    figure: Figure | None = None
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a score sheet, or a head with ``children``. ``level`` counts from 1 (一级指标).

    ``weight`` is the printed full score, ``score`` the points given. Where one merged weight covers
    several rows each of them carries the same figure and ``shared`` is true: count it once.
    ``kind`` is "execution" for the row of the money block that scores the rate of execution, "proportion" for an
    indicator that a sentence scores in proportion to its rate, else "".
    ``rate`` is that row's printed rate, ``amounts`` its budget and its spending. ``share`` and ``folded``
    are the percentage weight and the score times that weight, where a form folds scores.
    ``remark`` is the cell of reasons, or the words between weight and score of a scored paragraph.
    ``repeats`` are the same head's weight printed again after a page break.
    ``doubt`` says why the reading of the row is not sure; ``name`` is "" where it could not be read.
    """

    name: str
    level: int
    weight: Figure | None = None
    score: Figure | None = None
    standard: str = ""
    standard_figures: tuple[Figure, ...] = ()
    definition: str = ""
    target: Entry | None = None
    actual: Entry | None = None
    remark: str = ""
    children: tuple[Indicator, ...] = ()
    table: int | None = None
    row: int | None = None
    shared: bool = False
    kind: str = ""
    rate: Figure | None = None
    amounts: tuple[Figure, ...] = ()
    share: Figure | None = None
    folded: Figure | None = None
    doubt: str | None = None
    repeats: tuple[Figure, ...] = ()
    remark_figures: tuple[Figure, ...] = ()
    paragraph: int | None = None

    def leaves(self) -> Iterator[Indicator]:
        """The rows that are scored: itself, or those below it."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterator[Indicator]:
        """Itself and all below it, heads before their rows."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A score sheet. ``home`` is "table" or "prose"; ``tables`` and ``paragraphs`` say where it stands.

    ``total_weight``, ``total_score`` and ``grade`` are those of the sheet's own total row
    (``total_name`` as it is called there); ``whole`` is
    false where rows may be missing (a cell fell out, a part could not be read).
    """

    title: str
    home: str
    indicators: tuple[Indicator, ...]
    total_weight: Figure | None = None
    total_score: Figure | None = None
    grade: str = ""
    grade_place: Place | None = None
    tables: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()
    whole: bool = True
    total_name: str = ""

    def leaves(self) -> tuple[Indicator, ...]:
        """Every scored row, in the order of the report."""
        return tuple(leaf for root in self.indicators for leaf in root.leaves())

    def walk(self) -> tuple[Indicator, ...]:
        """Every indicator of every level, heads before their rows."""
        return tuple(each for root in self.indicators for each in root.walk())


def distinct_weights(indicators: tuple[Indicator, ...]) -> tuple[Figure, ...]:
    """The weights of the indicators in order, a shared one once."""
    found: dict[str, Figure] = {}
    for each in indicators:
        if each.weight is not None:
            found[each.weight.id] = each.weight
    return tuple(found.values())
