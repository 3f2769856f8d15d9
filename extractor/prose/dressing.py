"""Units and labels that figures take from their clauses: bare numbers of a run, decimals in a sentence of money."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Passage
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.prose.clauses import lead_of, read_terms
from extractor.units import NONE, UNITS
from extractor.vocabulary import TIMEOUT, compiled, found


def dressed(passage: Passage, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of a passage of prose with units for the bare ones and labels from their clauses.

    A bare number in a run takes the unit of the run (分别为 4.1、5.2 万元); a bare number with
    decimals in a sentence of money takes the unit of the money before it, else after it.
    """
    done = list(figures)
    quantities = [place for place, each in enumerate(done) if each.is_quantity]
    text = narrow(passage.text)
    spans = [(done[place].place.start, done[place].place.end) for place in quantities]
    money = [each for each in done if each.unit.dimension == "money"]
    for place in quantities:
        own = done[place]
        if not own.unit.dimension and f"{own.unit.symbol}元" in UNITS and own.unit is not NONE and money:
            done[place] = own = replace(own, unit=UNITS[f"{own.unit.symbol}元"])
        if own.unit is NONE and own.resolution < 1 and money:
            done[place] = _with_unit(own, lead_of(text, own.place.start, spans), money)
    for here in range(1, len(quantities) - 1):
        own, around = done[quantities[here]], [done[quantities[here + step]] for step in (-1, 1)]
        if own.unit is NONE and own.resolution == 1 and money and _bare_in_money(own, around, quantities, done, here):
            done[quantities[here]] = replace(own, unit=money[0].unit)
    for here, following in reversed(list(itertools.pairwise(quantities))):
        own, after = done[here], done[following]
        between = text[own.place.end : after.place.start]
        if (
            own.unit is NONE
            and after.unit is not NONE
            and compiled(r"\s*[、,/和与及-]\s*").fullmatch(between, timeout=TIMEOUT)
        ):
            done[here] = replace(own, unit=after.unit)
    labels = {term.figure.id: term.label for term in read_terms(passage, done)}
    return tuple(
        replace(each, label=labels[each.id]) if labels.get(each.id, each.label) != each.label else each for each in done
    )


def _bare_in_money(
    own: Figure, around: Sequence[Figure], quantities: Sequence[int], done: Sequence[Figure], here: int
) -> bool:
    """A whole number without a unit in a list of bare money, its share in a bracket behind it: 节能 150(0.79%)、"""
    after = around[1]
    if after.unit.symbol != "%" or own.place.end + 1 != after.place.start:
        return False
    beside = [done[quantities[place]] for place in (here - 2, here + 2) if 0 <= place < len(quantities)]
    return any(each.unit.dimension == "money" and each.text == each.number for each in beside)


def _with_unit(own: Figure, lead: str, money: Sequence[Figure]) -> Figure:
    """A bare number with decimals: a percentage whose sign fell out (增长 13.95。), else money as beside it."""
    if any(found("prose", f"role.{key}", lead) for key in ("share", "growth_up", "growth_down")) and own.value < 1000:
        return replace(own, unit=UNITS["%"], doubt=own.doubt or "percent sign missing")
    before = [each for each in money if each.place.start < own.place.start]
    return replace(own, unit=(before[-1] if before else money[0]).unit)
