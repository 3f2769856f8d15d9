"""The clauses of one part of a standard: awards, deductions, formulas, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.standards.bounds import Reach
from extractor.standards.formulas import Formula

At = tuple[int, int]
"""Where something stands in the print: from, to."""


@dataclass(frozen=True, slots=True)
class Award:
    """The points given: a number, a range of numbers, a share of the full points, or full points (low None)."""

    low: Decimal | None
    high: Decimal | None
    at: At
    share: bool = False

    def points(self, full: Decimal | None) -> tuple[Decimal, Decimal] | None:
        """From, to; None where they hang on full points that nobody knows."""
        if self.low is None or self.high is None:
            return None if full is None else (full, full)
        if self.share:
            return None if full is None else (full * self.low / 100, full * self.high / 100)
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Tier:
    """Points for a measure that lies in a reach."""

    name: str
    reach: Reach
    award: Award
    at: At


@dataclass(frozen=True, slots=True)
class Comparison:
    """One amount against another, or against nought (right "")."""

    left: str
    sign: str
    right: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Points for amounts that stand so to each other: all the comparisons hold."""

    comparisons: tuple[Comparison, ...]
    award: Award
    at: At


@dataclass(frozen=True, slots=True)
class Grade:
    """Points for a quality that somebody must judge; ``rest`` where it is said of all other cases."""

    words: str
    award: Award
    at: At
    rest: bool = False


@dataclass(frozen=True, slots=True)
class PerPoint:
    """So much off for each step of a rate beyond a base. ``over``: beyond means above; None: unsaid."""

    name: str
    over: bool | None
    base: Decimal | None
    step: Decimal
    each: Award
    floor: Decimal | None
    at: At
    unit: str = "%"


@dataclass(frozen=True, slots=True)
class PerItem:
    """So much off for each thing found; ``unit`` is "" where no unit is printed."""

    thing: str
    unit: str
    step: Decimal
    each: Award
    floor: Decimal | None
    at: At


@dataclass(frozen=True, slots=True)
class Gain:
    """So much for each thing done, up to a cap."""

    thing: str
    each: Award
    at: At


@dataclass(frozen=True, slots=True)
class Linear:
    """The value of a formula times points; ``cap`` None where none is printed; ``times`` None: all points."""

    name: str
    formula: Formula
    times: Award
    cap: Decimal | None
    at: At


@dataclass(frozen=True, slots=True)
class Share:
    """Points in proportion to the target, or to ``base`` where one is named."""

    name: str
    base: Decimal | None
    at: At
    deducts: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A requirement with the points it carries, met or not."""

    words: str
    award: Award
    at: At


@dataclass(frozen=True, slots=True)
class Zero:
    """An event that sets the part or the whole indicator to nought. ``whole`` None: unsaid which."""

    words: str
    comparisons: tuple[Comparison, ...]
    whole: bool | None
    at: At


@dataclass(frozen=True, slots=True)
class Exempt:
    """A case that takes full points without a test."""

    words: str
    at: At


@dataclass(frozen=True, slots=True)
class Discretion:
    """Points are taken off at discretion."""

    words: str
    at: At


@dataclass(frozen=True, slots=True)
class Definition:
    """A formula printed for a rate: name = quotient."""

    name: str
    formula: Formula
    at: At


@dataclass(frozen=True, slots=True)
class Requirement:
    """A number that is required, without points: the base of a deduction that follows."""

    name: str
    reach: Reach
    at: At


@dataclass(frozen=True, slots=True)
class Band:
    """A grade of the total, no tier of the row."""

    grade: str
    low: Decimal
    high: Decimal
    at: At


@dataclass(frozen=True, slots=True)
class Cap:
    """The most or the least that a part can give; ``low`` of a floor."""

    points: Decimal
    at: At


Clause = (
    Tier | Relation | Grade | PerPoint | PerItem | Gain | Linear | Share | Check | Zero | Exempt | Discretion
    | Definition | Requirement | Band | Cap
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """The clauses of one run of text, and the pieces of it that carry points but were not understood."""

    clauses: tuple[Clause, ...]
    unread: tuple[At, ...] = ()
