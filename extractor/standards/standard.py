"""A printed standard put together: parts with their points, and the points that follow from measures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.standards.clauses import (
    At,
    Award,
    Check,
    Clause,
    Gain,
    Grade,
    Linear,
    PerItem,
    PerPoint,
    Relation,
    Share,
    Tier,
)  # fmt: skip

SUM, CHOICE = "sum", "choice"
SCORED = (Tier, Relation, Grade, PerPoint, PerItem, Gain, Linear, Share, Check)
"""The clauses that give or take points."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a standard, its clauses and sub-parts. ``mode`` says whether sub-parts add up or exclude each other.

    ``tag`` is the points printed for the part as a whole; ``points`` the most it can give, None where
    the text does not say; ``terms`` are the printed numbers that make up ``points``.
    """

    words: str
    clauses: tuple[Clause, ...]
    parts: tuple[Part, ...] = ()
    mode: str = SUM
    tag: Award | None = None
    points: Decimal | None = None
    terms: tuple[Award, ...] = ()
    unread: tuple[At, ...] = ()
    at: At = (0, 0)


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard of one indicator: its print, its weight if printed, and the tree of its parts."""

    text: str
    weight: Decimal | None
    name: str
    root: Part

    @property
    def unread(self) -> tuple[str, ...]:
        """The pieces of the print that carry points and were not understood, as printed."""
        return tuple(self.text[start:end] for start, end in _unread(self.root))

    @property
    def read(self) -> bool:
        """Whether the text gives points by a rule, and all of it was understood."""
        return not self.unread and any(isinstance(each, SCORED) for each in self.clauses())

    @property
    def top(self) -> Decimal | None:
        """The most that the printed parts or the best tier give; None where no points are printed."""
        return self.root.points

    @property
    def terms(self) -> tuple[Award, ...]:
        """The printed numbers whose sum is ``top``."""
        return self.root.terms

    def clauses(self) -> tuple[Clause, ...]:
        return tuple(_clauses(self.root))


def _unread(part: Part) -> list[At]:
    return [*part.unread, *(at for each in part.parts for at in _unread(each))]


def _clauses(part: Part) -> list[Clause]:
    return [*part.clauses, *(clause for each in part.parts for clause in _clauses(each))]
