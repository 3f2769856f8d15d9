"""What was done and what was not: 26 个村中，已通车的 21 个，未通车的 5 个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.expression import total
from extractor.prose.completeness import opposite
from extractor.prose.families import Families
from extractor.prose.openings import is_back_total
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.statements import LOOSE, Reading, Statement


def complements(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """Two neighbours of which one denies the other make up the one amount that the sentence tells before them."""
    for done, undone in pairwise(terms):
        if not done.role == undone.role == AMOUNT or done.sentence != undone.sentence or not opposite(done, undone):
            continue
        whole = _whole(terms, done, undone, families)
        if whole is None or families.whole_of.get(done.order) == whole.order:
            continue
        families.join(whole.order, (done.order, undone.order))
        reading = Reading(total([done.figure, undone.figure], whole.figure))
        yield Statement("total", whole.label or done.label, whole.figure, (reading,), strength=LOOSE)


def _whole(terms: Sequence[Term], done: Term, undone: Term, families: Families) -> Term | None:
    """The only amount of their kind before the two, parts of it left out; None where a third stands beside."""
    level = [
        each
        for each in terms
        if each.sentence == done.sentence
        and each.role == AMOUNT
        and each.depth == done.depth
        and same_kind(each.figure, done.figure)
        and each not in (done, undone)
    ]
    before = [each for each in level if each.order < done.order]
    after = [each for each in level if each.order == undone.order + 1 and each.item == undone.item]
    if not same_kind(done.figure, undone.figure) or not before or after and not is_back_total(after[0]):
        return None
    heads = [each for each in before if families.whole_of.get(each.order) not in {other.order for other in before}]
    return heads[0] if len(heads) == 1 else None
