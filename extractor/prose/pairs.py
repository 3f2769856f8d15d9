"""Relations between statements: two breakdowns of the same parts, a rate told again in finer figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from extractor.expression import Expression, figure, in_unit_of, percent
from extractor.figures import Figure
from extractor.prose.fitting import fits
from extractor.prose.terms import core, same_kind
from extractor.statements import OPEN, Reading, Statement

MOST_BREAKDOWNS = 40


def pairs(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Ticks only: what follows when two statements that hold are laid side by side."""
    yield from _moved(statements)
    yield from _finer(statements)


def _moved(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Two breakdowns of the same parts, as before and after an adjustment: the whole moves by what its parts move."""
    sums = (each for each in statements if each.kind == "total" and each.home == "prose" and _is_sum(each))
    told = [(each, _by_name(each)) for each in islice(sums, MOST_BREAKDOWNS)]
    for place, (later, after) in enumerate(told):
        for earlier, before in told[:place]:
            if earlier.stated.value == later.stated.value or not same_kind(earlier.stated, later.stated):
                continue
            if not before or before.keys() != after.keys():
                continue
            expression = figure(earlier.stated)
            for name, each in after.items():
                expression = expression + (in_unit_of(each, later.stated) - in_unit_of(before[name], later.stated))
            if fits(later.stated, expression):
                yield Statement(
                    "change",
                    f"{later.subject}较{earlier.subject}的变动",
                    later.stated,
                    (Reading(expression),),
                    strength=OPEN,
                )


def _by_name(statement: Statement) -> dict[str, Figure]:
    """The parts of a total by the cores of their names; nothing where one has no name or shares it."""
    parts = statement.readings[0].expression.figures()
    named = {core(each.label): each for each in parts}
    return named if len(named) == len(parts) and "" not in named else {}


def _is_sum(statement: Statement) -> bool:
    expression = statement.readings[0].expression
    return len(expression.figures()) >= 2 and fits(statement.stated, expression)


def _finer(statements: Sequence[Statement]) -> Iterator[Statement]:
    """A rate of the text holds in the figures of the table too, where both its amounts are told there again."""
    twins: dict[str, Figure] = {}
    for each in statements:
        if each.kind == "repeat" and each.home == "prose" and each.stated.place.table is not None:
            for other in each.readings[0].expression.figures():
                twins.setdefault(other.id, each.stated)
    known = _same_amounts(statements)
    for each in statements:
        if each.kind != "rate" or each.home != "prose" or not fits(each.stated, each.readings[0].expression):
            continue
        own = each.readings[0].expression.figures()
        finer = [next((twins[name] for name in known(part.id) if name in twins), None) for part in own]
        if len(own) == 2 and finer[0] is not None and finer[1] is not None and finer[0].unit == finer[1].unit:
            expression: Expression = percent(figure(finer[0]), figure(finer[1]))
            if fits(each.stated, expression):
                yield Statement("rate", each.subject, each.stated, (Reading(expression),), strength=OPEN)


def _same_amounts(statements: Sequence[Statement]):  # type: ignore[no-untyped-def]
    """Which figures of the text are one amount told several times: a function from an id to all of them."""
    family: dict[str, set[str]] = {}
    for each in statements:
        if each.kind == "repeat" and each.stated.id and each.stated.place.table is None:
            for other in each.readings[0].expression.figures():
                joined = family.get(other.id, {other.id}) | family.get(each.stated.id, {each.stated.id})
                for name in joined:
                    family[name] = joined
    return lambda name: sorted(family.get(name, {name}))
