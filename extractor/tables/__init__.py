"""Tables of figures: heads, row labels, levels, and what they state about their own numbers."""

from __future__ import annotations

from collections import defaultdict

from extractor.document import Document
from extractor.figures import Figure
from extractor.statements import Statement
from extractor.tables.accounts import economic, repeats, two_sided
from extractor.tables.bounds import bounds
from extractor.tables.causes import explained, failing, told, told_in_text, total_rates
from extractor.tables.costs import costs
from extractor.tables.dressing import dress
from extractor.tables.leftovers import leftovers
from extractor.tables.rates import ratios
from extractor.tables.sheets import Block, blocks
from extractor.tables.sums import sums
from extractor.tables.trust import tempered
from extractor.tables.turned import turned


def statements(document: Document, figures: tuple[Figure, ...]) -> tuple[Statement, ...]:
    """What the tables state about their figures, in reading order. ``figures`` are dressed."""
    found: list[Statement] = []
    every = blocks(document, figures)
    for block in every:
        for view in filter(None, (block, turned(block))):
            found.extend(sums(view))
            for side in view.sides:
                found.extend(ratios(view, side))
                found.extend(bounds(view, side))
        found.extend(two_sided(block))
    found.extend(repeats(every))
    found.extend(economic(every))
    found.extend(leftovers(every))
    found.extend(costs(document, figures))
    return tuple(tempered(document, figures, _once(_with_causes(document, figures, every, found))))


def _once(found: list[Statement]) -> list[Statement]:
    """The statements with those dropped that say the same of the same figures again."""
    kept: dict[tuple[str, str, frozenset[str], frozenset[str]], Statement] = {}
    for each in found:
        told_by = frozenset(figure.id for reading in each.readings[:1] for figure in reading.expression.figures())
        constants = frozenset(value for reading in each.readings[:1] for value in reading.expression.constants())
        kept.setdefault((each.stated.id, each.relation, told_by, constants), each)
    return list(kept.values())


def _with_causes(
    document: Document, figures: tuple[Figure, ...], every: tuple[Block, ...], found: list[Statement]
) -> list[Statement]:
    """The statements with causes for the totals that fail, and what follows from them."""
    failed = failing(found)
    if not failed:
        return found
    index = told(figures)
    by_table: dict[int | None, list[Statement]] = defaultdict(list)
    for each in failed:
        by_table[each.stated.place.table].append(each)
    reasons = {id(each): explained(each, index) for each in failed}
    more = [
        statement
        for block in every
        if by_table[block.sheet]
        for statement in (
            *total_rates(block, by_table[block.sheet]),
            *told_in_text(document, block, by_table[block.sheet], index),
        )
    ]
    return [reasons.get(id(each), each) for each in found] + more


__all__ = ["dress", "statements"]
