"""The ledger: every figure of a report ends as ticked, contradicted, unlinked with a reason, or an identifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from auditor.result import AGREES, CANNOT_TELL, DISAGREES, IDENTIFIER, UNLINKED, Coverage, Sentence
from extractor.figures import Figure
from validators.check import Check

Mark = tuple[str, Sentence | None]

ITEM_NUMBERS = ("clause", "ordinal")
"""Kinds of numbers that count the items of a text; they are no figures of the report, whatever is said of them."""


def marks(figures: Sequence[Figure], checks: Iterable[Check]) -> list[Mark]:
    """How each figure ended, and why it is unlinked. A contradiction outweighs any number of ticks."""
    ended: dict[str, str] = {}
    rank = {CANNOT_TELL: 0, AGREES: 1, DISAGREES: 2}
    for check in checks:
        verdict = check.verdict
        for figure in check.figures:
            if rank[verdict] >= rank.get(ended.get(figure.id, CANNOT_TELL), 0):
                ended[figure.id] = verdict
    return [_mark(figure, ended.get(figure.id)) for figure in figures]


def _mark(figure: Figure, verdict: str | None) -> Mark:
    if verdict in (AGREES, DISAGREES) and figure.kind not in ITEM_NUMBERS:
        return str(verdict), None
    if not figure.is_quantity:
        return IDENTIFIER, None
    if verdict == CANNOT_TELL:
        return UNLINKED, Sentence("why.cannot_tell")
    if figure.doubt:
        return UNLINKED, Sentence("why.doubt")
    if figure.qualifier:
        return UNLINKED, Sentence("why.qualified")
    return UNLINKED, Sentence("why.table" if figure.place.table is not None else "why.prose")


def coverage(marks: Iterable[Mark]) -> Coverage:
    """The count of figures by how they ended."""
    count = Counter(mark for mark, _ in marks)
    related = count[AGREES] + count[DISAGREES] + count[UNLINKED]
    return Coverage(related, count[AGREES], count[DISAGREES], count[UNLINKED], count[IDENTIFIER])
