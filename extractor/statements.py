"""What a report states about its own figures: one shape for prose and tables alike."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.expression import Expression
from extractor.figures import Figure

FIRM, LOOSE, SLIGHT, OPEN = "firm", "loose", "slight", "open"
"""What a gap proves: FIRM, that the figures cannot all be true; LOOSE, that somebody should look;
SLIGHT, a slip of form, no wrong figure;
OPEN, nothing (the list need not be complete, the base is not named): a fit ticks, a gap is *cannot tell*."""

KINDS = (
    "total",  # stated = sum of its parts
    "shares",  # the shares of one whole make 100 %
    "share",  # stated % = part / whole
    "rate",  # stated % = actual / base (execution, completion, control, use …)
    "growth",  # stated % = change / earlier value
    "change",  # stated change = later − earlier
    "points",  # change in percentage points
    "balance",  # stated = opening + in − out
    "repeat",  # the same figure told twice
    "average",  # stated = amount / count
    "product",  # stated = price × count
    "bound",  # stated ≤ or ≥ another figure
    "count",  # stated count = number of things listed
    "numbering",  # the last number of a list = the count of its items
    "target",  # actual against target
    "loss",  # stated = points taken off together, or the whole less them
    "folded",  # stated = score × weight
    "by rate",  # stated = weight × rate
    "undefined",  # a rate whose base is nought
    "nothing",  # a rate of nought beside an amount above nought
    "direction",  # the word (more, fewer) against the two figures
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to recompute the stated figure. ``because`` is a message key that names the base or the parts."""

    expression: Expression
    because: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation that the report states: ``stated`` should lie where one of the ``readings`` puts it.

    The readings all stand at the nearest level that supplies every operand (clause, sentence,
    paragraph, table). ``elsewhere`` are readings from farther away: they name a cause, they never
    acquit. ``subject`` is the measure or row in the report's own words; ``where`` the structural
    place (headings, table title, row and column label); ``home`` is prose, table or both. ``exact``: prints are
    compared as they stand, since one value printed twice with the same decimals is printed alike.
    """

    kind: str
    subject: str
    stated: Figure
    readings: tuple[Reading, ...]
    relation: str = "="
    elsewhere: tuple[Reading, ...] = ()
    strength: str = FIRM
    where: str = ""
    home: str = "prose"
    period: str | None = None
    exact: bool = False
