"""Which amount is part of which, as the breakdowns of a passage settle it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.expression import Expression, difference
from extractor.prose.terms import ADJUST, CHANGE, Term


@dataclass(slots=True)
class Families:
    """Which amount is part of which, as the breakdowns of one passage settle it."""

    whole_of: dict[int, int] = field(default_factory=dict)
    parts_of: dict[int, list[tuple[int, ...]]] = field(default_factory=dict)

    def join(self, whole: int, parts: Sequence[int]) -> None:
        self.parts_of.setdefault(whole, []).append(tuple(parts))
        for part in parts:
            self.whole_of.setdefault(part, whole)

    def free(self, term: Term) -> bool:
        return term.order not in self.whole_of


def signed_total(parts: Sequence[Term], whole: Term) -> Expression:
    """The sum of the parts in the whole's unit; parts that move the other way are taken off."""
    same = [each.figure for each in parts if adds(each, whole)]
    other = [each.figure for each in parts if each.figure not in same]
    return difference(same, other, whole.figure)


def adds(part: Term, whole: Term) -> bool:
    """Whether the part goes into the sum, rather than off it: one that moves the same way, or does not move."""
    return part.sign == whole.sign or part.role not in (CHANGE, ADJUST)


def sentences(terms: Sequence[Term]) -> list[list[Term]]:
    groups: dict[int, list[Term]] = {}
    for each in terms:
        groups.setdefault(each.sentence, []).append(each)
    return list(groups.values())
