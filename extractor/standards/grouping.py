"""The ladders of a run of clauses: one for each measure that it speaks of."""

from __future__ import annotations

from decimal import Decimal

from extractor.standards.clauses import Clause, Grade, PerPoint, Requirement, Tier
from extractor.standards.ladder import Ladder, additive, build


def ladders(clauses: tuple[Clause, ...], full: Decimal) -> tuple[Ladder, ...]:
    """The ladders of a run of clauses, one a measure; what names none goes with the one before."""
    tiers = [each for each in clauses if isinstance(each, Tier)]
    offs = [each for each in clauses if isinstance(each, PerPoint)]
    needs = tuple(each for each in clauses if isinstance(each, Requirement))
    rest = next((each.award for each in clauses if isinstance(each, Grade) and each.rest), None)
    if additive(tuple(tiers), full):
        return ()
    named: list[Tier | PerPoint] = [*tiers, *offs]
    order = list(dict.fromkeys(each.name for each in named if each.name)) or ([""] if named else [])
    if len(order) > 1 and not all(
        any(tier.name == name and (tier.award.high or 1) > 0 for tier in tiers) for name in order
    ):
        order = order[:1]
    found = []
    for name in order:
        mine = tuple(each for each in tiers if len(order) == 1 or _home(each, tiers, order) == name)
        off = tuple(each for each in offs if len(order) == 1 or _home(each, tiers, order) == name)
        found.append(build(name, mine, off, needs, rest, full))
    return tuple(found)


def _home(clause: Tier | PerPoint, tiers: list[Tier], order: list[str]) -> str:
    """The measure of a clause: its own name, else that of the named tier before it."""
    before = [tier.name for tier in tiers if tier.name and tier.at[0] <= clause.at[0]]
    return clause.name or (before[-1] if before else order[0])
