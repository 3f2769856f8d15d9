"""A number as it is printed: what stands there, its value, unit and place, and what kind of thing it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.document import Paragraph, Place, Table
from extractor.interval import Interval
from extractor.units import Unit, is_count

QUANTITY = "quantity"
TIMEOUT = 10
"""Seconds that one pattern may take on one passage."""

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number. ``text`` stands verbatim at ``place``; ``value`` is in the printed unit.

    ``resolution`` is one unit of the last printed digit; ``qualifier`` is "", about, least, most;
    ``kind`` is quantity, or one of the identifiers; ``doubt`` says why the reading is not sure.
    """

    id: str
    text: str
    number: str
    value: Decimal
    resolution: Decimal
    unit: Unit
    place: Place
    qualifier: str = ""
    kind: str = QUANTITY
    label: str = ""
    period: str | None = None
    doubt: str | None = None
    signed: bool = False
    _range: Interval | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def exact(self) -> bool:
        """Counts, scores and yuan with cents are exact; all else is rounded to its last printed digit."""
        dimension, factor = self.unit.dimension, self.unit.factor
        if dimension == "score" or is_count(self.unit) or dimension in ("", "date"):
            return factor == 1 and (dimension == "score" or self.resolution == 1)
        return dimension == "money" and self.resolution * factor <= _CENT

    @property
    def interval(self) -> Interval:
        """The true values that the print allows, in the printed unit; worked out when first asked for."""
        if self._range is None:
            object.__setattr__(self, "_range", self._allowed())
        assert self._range is not None
        return self._range

    def _allowed(self) -> Interval:
        if self.qualifier == "about":
            return Interval(None, None)
        if self.qualifier == "least":
            return Interval(self.value, None)
        if self.qualifier == "most":
            return Interval(None, self.value)
        return Interval.exactly(self.value) if self.exact else Interval.around(self.value, self.resolution / 2)

    @property
    def is_quantity(self) -> bool:
        return self.kind == QUANTITY

    @property
    def base_value(self) -> Decimal:
        """The value in the first unit of its dimension (元, %, one …)."""
        return self.value * self.unit.factor


def figures_of(figures: tuple[Figure, ...], block: Paragraph | Table) -> tuple[Figure, ...]:
    """The figures that stand in one paragraph or table."""
    if isinstance(block, Paragraph):
        return tuple(each for each in figures if each.place.paragraph == block.number)
    return tuple(each for each in figures if each.place.table == block.number)
