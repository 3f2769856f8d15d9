"""A figure of a passage as a term: what part it plays in its clause, whose it is, and at which stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.figures import Figure
from extractor.remembered import of_words
from extractor.vocabulary import TIMEOUT, compiled, found, pattern

AMOUNT, CHANGE, SHARE, GROWTH, RATE, BARE, POINTS = "amount", "change", "share", "growth", "rate", "bare", "points"
EACH, AVERAGE, WHOLE, ADJUST, TARGET, BASE, LEVEL, AGAIN, OTHER = (
    "each",
    "average",
    "whole",
    "adjust",
    "target",
    "base",
    "level",
    "again",
    "other",
)

_ALIKE = ({"count:个", "count:项"}, {"count:人", "count:名"})
"""Units of counting that name the same thing: 项目 18 个, 项目 18 项; 编制 32 名, 在编 29 人."""


@dataclass(frozen=True, slots=True)
class Term:
    """A figure in its sentence. ``order`` counts in the passage; ``host`` is the order of the term whose
    bracket it stands in; ``subject`` is the order of the amount it says something about; ``after`` are the
    words from the figure to the next one or to the sentence's end."""

    order: int
    figure: Figure
    role: str
    sign: int = 1
    label: str = ""
    lead: str = ""
    gap: str = ""
    after: str = ""
    stage: str = ""
    against: str = ""
    named: str = ""
    depth: int = 0
    host: int | None = None
    subject: int | None = None
    sentence: int = 0
    item: int = 0

    @property
    def dimension(self) -> str:
        return self.figure.unit.dimension


@of_words
def stage(lead: str) -> str:
    """At which stage of the budget the words put an amount; "" where they do not say."""
    lead = pattern("prose", "label.masked").sub("", lead, timeout=TIMEOUT)
    for name in ("actual", "adjusted", "opening", "received", "carry", "spent", "plan"):
        if found("prose", f"stage.{name}", lead):
            return "actual" if name == "spent" else name
    return ""


@of_words
def core(label: str) -> str:
    """What is left of a label when words of stage, time and change are taken away."""
    bare = pattern("prose", "label.change_words").sub("", label, timeout=TIMEOUT)
    bare = pattern("prose", "label.generic").sub("", bare, timeout=TIMEOUT)
    return compiled(r"[\s“”\"()、,:]|\d+").sub("", bare, timeout=TIMEOUT)


def namesakes(left: str, right: str) -> bool:
    """Whether two labels name one measure: the core of one is, or ends, the core of the other."""
    own, other = core(left), core(right)
    return len(own) >= 2 and len(other) >= 2 and (own in other or other in own)


def staged(terms: Sequence[Term]) -> list[Term]:
    """The terms with the stage that the amount before them in their sentence has, where their own words give none:
    实际支出 15.81 万元，其中运行费 14.50 万元 tells two amounts that were spent."""
    done: list[Term] = []
    for term in terms:
        if not term.stage:
            before = next((e.stage for e in reversed(done) if e.sentence == term.sentence and e.stage), "")
            term = replace(term, stage=before) if before else term
        done.append(term)
    return done


def same_kind(left: Figure, right: Figure) -> bool:
    """Whether two figures may be added or compared: they are of one dimension."""
    pair = {left.unit.dimension, right.unit.dimension}
    return len(pair) == 1 or any(pair <= each for each in _ALIKE)
