"""All that the prose of a document states: every paragraph, and every cell that holds sentences."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Document, Home, Passage, passages
from extractor.figures import Figure
from extractor.prose.adjustments import adjustments
from extractor.prose.announced import announced
from extractor.prose.annual import annual
from extractor.prose.apportioned import apportioned
from extractor.prose.bounds import bounds
from extractor.prose.breakdowns import breakdowns
from extractor.prose.clauses import read_terms
from extractor.prose.comparisons import comparisons
from extractor.prose.dressing import dressed
from extractor.prose.folded import folded
from extractor.prose.items import items
from extractor.prose.ledgers import ledgers
from extractor.prose.limits import limits
from extractor.prose.listings import listings
from extractor.prose.pairs import pairs
from extractor.prose.points import points
from extractor.prose.prices import prices
from extractor.prose.products import Operands, products
from extractor.prose.rated import rated
from extractor.prose.rates import rates
from extractor.prose.repeats import headcounts, repeats, told_twice
from extractor.prose.sections import sections
from extractor.prose.shares import shares
from extractor.prose.standings import standings
from extractor.prose.stocks import stocks
from extractor.prose.tallies import tallies
from extractor.prose.targets import targets
from extractor.prose.terms import AMOUNT, Term, staged
from extractor.prose.wholes import wholes
from extractor.remembered import remembered
from extractor.statements import Statement

FARTHEST = 400
"""Amounts of earlier passages that a later one may name."""


@remembered
def passages_of_prose(
    document: Document, figures: tuple[Figure, ...]
) -> tuple[tuple[Passage, tuple[Figure, ...]], ...]:
    """Each paragraph, and each cell of more than one clause, with its own figures."""
    homes: dict[Home, list[Figure]] = {}
    for each in figures:
        homes.setdefault(each.place.home, []).append(each)
    found = []
    for passage in passages(document):
        own = [
            each for each in homes.get(passage.home, []) if passage.cell is not None or not _set_apart(passage, each)
        ]
        if own and (passage.cell is None or _is_prose(passage.text, own)):
            found.append((passage, tuple(own)))
    return tuple(found)


def _set_apart(passage: Passage, figure: Figure) -> bool:
    """Whether a number without a unit stands between wide blanks, as in a column of a table that lost its lines."""
    before, after = passage.text[: figure.place.start], passage.text[figure.place.end :]
    return not figure.unit.symbol and before.endswith("  ") and after.startswith("  ")


def _is_prose(text: str, figures: Sequence[Figure]) -> bool:
    return len(figures) >= 2 and len(text) >= 16 and any(mark in text for mark in "，,。；;：:")


def dress(document: Document, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures with units and labels that their sentences give them."""
    changed: dict[str, Figure] = {}
    for passage, own in passages_of_prose(document, figures):
        changed.update((each.id, each) for each in dressed(passage, own))
    return tuple(changed.get(each.id, each) for each in figures)


def statements(document: Document, figures: tuple[Figure, ...]) -> tuple[Statement, ...]:
    """What the prose states, passage by passage."""
    found: list[Statement] = []
    prose = passages_of_prose(document, figures)
    read = [(passage, read_terms(passage, own)) for passage, own in prose]
    index = wholes((terms for _, terms in read), figures)
    told: list[Figure] = []
    earlier: list[Term] = []
    before: Operands | None = None
    for (passage, terms), (_, own) in zip(read, prose, strict=True):
        if len(terms) > 1:
            stated, families = breakdowns(terms, told)
            found.extend(stated)
            found.extend(shares(terms, families, told, index))
            found.extend(apportioned(terms))
            found.extend(comparisons(terms, families, passage.text))
            found.extend(rates(terms, told, earlier))
            found.extend(adjustments(terms, families, earlier))
            found.extend(ledgers(terms, families))
            found.extend(stocks(terms, earlier))
            found.extend(bounds(terms, told))
            found.extend(limits(terms, passage.text))
            found.extend(items(terms, passage.text))
            found.extend(prices(terms))
            found.extend(products(terms, own, before))
            found.extend(targets(terms, passage.text))
            found.extend(standings(terms))
        before = Operands(terms, own)
        told.extend(each.figure for each in terms if each.role == AMOUNT)
        earlier.extend(each for each in staged(terms) if each.role == AMOUNT)
        del told[:-FARTHEST], earlier[:-FARTHEST]
    for passage, own in prose:
        found.extend(listings(passage, own))
        found.extend(points(passage, own))
        found.extend(tallies(passage, own))
        found.extend(folded(passage, own))
    found.extend(announced([each for each in passages(document) if each.paragraph is not None], figures))
    found.extend(rated(prose))
    found.extend(sections(read))
    found.extend(annual(read))
    stages = {each.figure.id: each.stage for _, terms in read for each in staged(terms)}
    runs = tuple(told_twice(prose, stages))
    found.extend(runs)
    known = {each.id for run in runs for each in run.readings[0].expression.figures()}
    found.extend(repeats(figures, known, stages))
    found.extend(headcounts(figures))
    found.extend(pairs(tuple(found)))
    return tuple(found)
