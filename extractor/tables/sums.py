"""Totals of rows and columns as statements: each total figure with the figures that should make it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.expression import in_unit_of, total
from extractor.figures import Figure
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.tables.columns import Split, splits
from extractor.tables.evidence import fits, is_telling, ordered, same_kind, strength
from extractor.tables.levels import LIKELY, POSSIBLE, Group, groups
from extractor.tables.lists import lists
from extractor.tables.sheets import Block
from extractor.tables.stubs import Rung, Side
from extractor.tables.words import NOT_ADDED, RATE, found

ROWS, COLUMNS = "tables.rows", "tables.columns"

_COLUMNS_ENOUGH = 2
"""A list that is complete in this many other columns is taken to be complete, so that a gap is worth a look."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total figure with its ways to be made up, before it is known how much a gap proves."""

    stated: Figure
    ways: tuple[tuple[Figure, ...], ...]
    certainty: str
    label: str
    head: str
    because: str
    complete: bool = True
    single: bool = False
    borne_out: int = 0

    def holds(self) -> bool:
        return fits(self.stated, total(self.ways[0], self.stated))


def sums(block: Block) -> Iterator[Statement]:
    """Every total of a block: down its rows and across its columns."""
    if block.scored:
        return
    found_sums = [each for side in lists(block) for each in (*_down(block, side), *_across(block, side))]
    held, failed = _tally(found_sums)
    for each in found_sums:
        yield _statement(block, each, held[each.because], failed[each.because])


def _tally(found_sums: list[Sum]) -> tuple[dict[str, int], dict[str, int]]:
    """How often sums of one make hold and fail in this table, among those that are only likely."""
    held: dict[str, int] = defaultdict(int)
    failed: dict[str, int] = defaultdict(int)
    for each in found_sums:
        if each.certainty == LIKELY and is_telling(each.ways[0]):
            (held if each.holds() else failed)[each.because] += 1
    return held, failed


def _down(block: Block, side: Side) -> Iterator[Sum]:
    columns = [column for column in side.columns if _is_added(block, column)]
    for group in groups(side):
        yield from _group(block, group, columns)


def _is_added(block: Block, column: int) -> bool:
    path = block.band.paths[column]
    if block.turned:
        return not found(RATE, path[-1])
    return not (path and found(NOT_ADDED, path[-1])) and not any(found(NOT_ADDED, text) for text in path[:-1])


def _group(block: Block, group: Group, columns: list[int]) -> Iterator[Sum]:
    stated = {column: group.parent.amounts[column] for column in columns if column in group.parent.amounts}

    def score(rows: tuple[Rung, ...]) -> int:
        score = 0
        for column, figure in stated.items():
            parts = group.parts(rows, column)
            score += bool(parts) and same_kind((figure, *parts)) and fits(figure, total(parts, figure))
        return score

    ways = ordered(group.readings, score)
    for column, figure in stated.items():
        if figure.unit.dimension in ("rate", "score") or figure.qualifier:
            continue
        usable = [parts for rows in ways if (parts := tuple(group.parts(rows, column))) and same_kind((figure, *parts))]
        if not usable:
            continue
        rows = ways[0]
        complete = not any(column in rung.blocked or len(rung.blocked) > 1 for rung in rows)
        certainty = group.certainty if len(rows) > 1 or group.certainty != LIKELY else POSSIBLE
        others = len({stated[c].value for c in stated if c != column and _holds(group, rows, c, stated[c])})
        yield Sum(
            figure, tuple(usable), certainty, group.parent.label, block.head(column), ROWS, complete, borne_out=others
        )  # fmt: skip


def _holds(group: Group, rows: tuple[Rung, ...], column: int, figure: Figure) -> bool:
    """Whether two parts or more in one column make up the figure of the head."""
    parts = group.parts(rows, column)
    return is_telling(parts) and same_kind((figure, *parts)) and fits(figure, total(parts, figure))


def _across(block: Block, side: Side) -> Iterator[Sum]:
    for split in splits(block, side):
        for rung in side.rungs:
            made = _split(block, split, rung)
            if made is not None:
                yield made


def _split(block: Block, split: Split, rung: Rung) -> Sum | None:
    stated = rung.amounts.get(split.whole)
    if stated is None or stated.unit.dimension in ("rate", "score") or stated.qualifier:
        return None
    ways = []
    for columns in split.readings:
        parts = tuple(rung.amounts[column] for column in columns if column in rung.amounts)
        if parts and same_kind((stated, *parts)):
            ways.append(parts)
    if not ways:
        return None
    complete = not any(column in rung.blocked for column in split.readings[0])
    head = block.head(split.whole)
    return Sum(stated, tuple(ways), split.certainty, rung.label, head, COLUMNS, complete, split.single)


def _statement(block: Block, made: Sum, held: int, failed: int) -> Statement:
    subject = " / ".join(part for part in (made.label, made.head) if part)
    where = " / ".join(part for part in (block.title, made.label, made.head) if part)
    readings = tuple(Reading(total(parts, made.stated), made.because) for parts in made.ways)
    told = {"where": where, "home": "table", "period": made.stated.period}
    first = made.ways[0]
    if made.single:
        whole = Reading(in_unit_of(made.stated, first[0]), made.because)
        return Statement("bound", subject, first[0], (whole,), "<=", strength=LOOSE, **told)  # type: ignore[arg-type]
    proves = strength(made.certainty, held, failed) if made.complete else OPEN
    if proves == OPEN and made.complete and made.borne_out >= _COLUMNS_ENOUGH:
        proves = LOOSE
    relation = "="
    if proves == OPEN and _exceeds(made, first):
        relation, proves = ">=", LOOSE
    return Statement("total", subject, made.stated, readings, relation, strength=proves, **told)  # type: ignore[arg-type]


def _exceeds(made: Sum, parts: tuple[Figure, ...]) -> bool:
    """Whether parts that are all positive come to more than their whole, whatever the list leaves out."""
    if made.certainty == LIKELY or any(part.value < 0 for part in parts) or not made.complete:
        return False
    low, high = total(parts, made.stated).interval().low, made.stated.interval.high
    return low is not None and high is not None and low > high
