"""A check: a reported figure beside the range it should lie in. The verdict is derived, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.document import Place
from extractor.expression import Expression
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.statements import FIRM, LOOSE, OPEN, SLIGHT

AGREES, DISAGREES, CANNOT_TELL = "agrees", "disagrees", "cannot_tell"
ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue by key, with the values that fill it."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A stated or expected value: its text with unit, and the range it stands for."""

    text: str
    interval: Interval
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison. ``relation`` says how stated should stand to expected (= <= >=).

    ``reason`` is given where nothing can be told. ``slack`` is the gap that rounding habits explain
    (truncation, one last digit) in the stated unit. ``strength`` is what a gap proves. ``operands``
    are the figures it rests on, the stated one left out.
    """

    rule: str
    subject: str
    message: Message
    relation: str = "="
    stated: Value | None = None
    stated_figure: Figure | None = None
    expected: Value | None = None
    expression: Expression | None = None
    operands: tuple[Figure, ...] = ()
    strength: str = FIRM
    slack: Decimal = Decimal(0)
    reason: Message | None = None
    cause: Message | None = None
    consequence: Message | None = None
    where: str = ""
    period: str | None = None
    id: str = ""
    group: str | None = None

    @property
    def verdict(self) -> str:
        if self.reason is not None or self.stated is None or self.expected is None:
            return CANNOT_TELL
        if compare(self.stated.interval, self.relation, self.expected.interval):
            return AGREES
        return CANNOT_TELL if self.strength == OPEN else DISAGREES

    @property
    def severity(self) -> str | None:
        """error: the printed figures cannot all be true; warning: to be judged; note: a last digit, a slip of form."""
        if self.verdict != DISAGREES:
            return None
        assert self.stated is not None and self.expected is not None
        if self.slack and compare(self.stated.interval, self.relation, self.expected.interval.widened(self.slack)):
            return NOTE
        if self.strength == SLIGHT:
            return NOTE
        doubted = any(figure.doubt for figure in self.figures)
        return WARNING if doubted or self.strength == LOOSE else ERROR

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The stated figure, if it is one, and the operands."""
        own = (self.stated_figure,) if self.stated_figure is not None else ()
        return own + tuple(each for each in self.operands if each is not self.stated_figure)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(figure.place for figure in self.figures)


def compare(stated: Interval, relation: str, expected: Interval) -> bool:
    """Whether stated can stand in the relation to expected for some true values in both ranges."""
    if relation == "<=":
        return stated.low is None or expected.high is None or stated.low <= expected.high
    if relation == ">=":
        return stated.high is None or expected.low is None or stated.high >= expected.low
    return stated.meets(expected)
