"""Which rows of a side make up which: by code length, by numbering, by 其中, by total rows. Structure only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.figures import Figure
from extractor.tables.nesting import by_code, by_depth
from extractor.tables.stubs import Rung, Side
from extractor.tables.totals import Block, names_parts
from extractor.tables.words import (
    BUDGET_KIND,
    OTHERS,
    SOURCE,
    STRONG,
    SUBTOTAL,
    found,
)

SURE, LIKELY, POSSIBLE = "sure", "likely", "possible"
"""Whether the parts are all of the whole: sure, by a total row or a whole code tree; likely, by numbering, if other
columns or groups bear it out; possible, 其中, whose list may be of examples."""
_MOST_READINGS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """A row and the ways to make it up from other rows, the likeliest first."""

    parent: Rung
    readings: tuple[tuple[Rung, ...], ...]
    certainty: str
    children: dict[int, list[Rung]]

    def parts(self, rows: tuple[Rung, ...], column: int) -> list[Figure]:
        """The figures of some rows in one column; a row that is blank there stands for the rows below it."""
        found_parts: list[Figure] = []
        for rung in rows:
            if column in rung.amounts:
                found_parts.append(rung.amounts[column])
            elif rung.position in self.children and rung.position != self.parent.position:
                found_parts += self.parts(tuple(self.children[rung.position]), column)
        return found_parts


def groups(side: Side) -> Iterator[Group]:
    """Every group of rows of a side, each parent in one group."""
    if len(side.rungs) < 2:
        return
    parents = by_code(side.rungs) if side.coded else by_depth(side.rungs)
    children = _children(side.rungs, parents)
    if not side.coded:
        _dissolve(side.rungs, parents, children)
    for rung in side.rungs:
        below = children.get(rung.position, ())
        if below and not rung.total:
            yield Group(rung, (tuple(below),), _certainty(rung, list(below), side.coded), children)
    tops = [rung for rung in side.rungs if rung.position not in parents and (rung.amounts or not rung.blocked)]
    yield from _totals(side, tops, children)


def _children(rungs: tuple[Rung, ...], parents: dict[int, int]) -> dict[int, list[Rung]]:
    children: dict[int, list[Rung]] = {}
    for rung in rungs:
        parent = parents.get(rung.position)
        if parent is not None:
            children.setdefault(parent, []).append(rung)
    return children


def _dissolve(rungs: tuple[Rung, ...], parents: dict[int, int], children: dict[int, list[Rung]]) -> None:
    """Numbered rows below an unnumbered one are its parts only where the sums bear it out in some column."""
    for rung in rungs:
        below = children.get(rung.position, [])
        if rung.style or rung.total or not below or not all(each.style for each in below):
            continue
        own = [column for column in rung.amounts if any(column in each.amounts for each in below)]
        sums = (sum(each.amounts[c].value for each in below if c in each.amounts) == rung.amounts[c].value for c in own)
        if own and not any(sums):
            for each in below:
                del parents[each.position]
            del children[rung.position]


def _certainty(parent: Rung, below: list[Rung], coded: bool) -> str:
    if coded and all(rung.code for rung in below):
        return SURE
    if len(below) > 1 and all(found(BUDGET_KIND, rung.label) for rung in below):
        return SURE
    if any(rung.among for rung in below):
        named = names_parts(parent, below)
        rest = any(found(OTHERS, rung.label) for rung in below) and len(below) > 1
        return SURE if named else (LIKELY if rest else POSSIBLE)
    return LIKELY


def _totals(side: Side, tops: list[Rung], children: dict[int, list[Rung]]) -> Iterator[Group]:
    """The total rows of a side, each with the ways to make it up from the rows of the highest level."""
    whole = _whole_tree(tops, children) if side.coded else not _mixed(tops)
    block = Block.of(tops)
    for order, place in enumerate(block.places):
        rung = tops[place]
        listed = children.get(rung.position, [])
        if listed:
            rest = any(found(OTHERS, each.label) for each in listed)
            certain = len(listed) > 1 and (rest or all(found(SOURCE, each.label) for each in listed))
            yield Group(rung, (tuple(listed),), SURE if certain else POSSIBLE, children)
            if not any(each.amounts for each in tops[:place]):
                continue
        certainty = SURE if whole else POSSIBLE
        if not found(STRONG, rung.label):
            readings, certainty = block.weak(place), LIKELY
        elif block.is_partial(order):
            readings, certainty = block.partial(order), (SURE if side.coded else POSSIBLE)
        else:
            readings = [*block.ways(order), *block.everything()]
            if found(SUBTOTAL, rung.label) and not (block.trailing or block.leading or block.named_below(place)):
                certainty = POSSIBLE  # where its group ends is not printed
        kept = _different(readings)
        if kept:
            yield Group(rung, kept, certainty, children)


def _mixed(tops: list[Rung]) -> bool:
    """Whether numbered and plain rows stand side by side, so that some may be parts of others."""
    rows = [rung for rung in tops if not rung.total and rung.amounts]
    numbered = [rung for rung in rows if rung.style]
    return 1 < len(numbered) < len(rows) - 1


def _whole_tree(tops: list[Rung], children: dict[int, list[Rung]]) -> bool:
    """Whether a code tree is listed in full: either every top row has rows below it, or none has."""
    having = [rung.position in children for rung in tops if rung.code]
    return all(having) or not any(having)


def _different(readings: list[tuple[Rung, ...]]) -> tuple[tuple[Rung, ...], ...]:
    kept: list[tuple[Rung, ...]] = []
    for rows in readings:
        if rows and rows not in kept:
            kept.append(rows)
    return tuple(kept[:_MOST_READINGS])


__all__ = ["LIKELY", "POSSIBLE", "SURE", "Group", "groups"]
