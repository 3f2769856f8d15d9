"""What a gap in a table proves, by how surely its figures stand under their heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.document import Document
from extractor.figures import Figure
from extractor.statements import OPEN, Statement
from extractor.tables.evidence import bears_out, fits

SHIFTED = ("aligned", "misplaced", "shifted")
"""Doubts of a figure whose row had lost cells: it may belong under another head."""


def tempered(document: Document, figures: Sequence[Figure], statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements; open where a gap may come from the reading of the table rather than from its figures."""
    lost = {each.place.table for each in figures if each.doubt in SHIFTED}
    misread = _misread(document, statements)
    for each in statements:
        table = each.stated.place.table
        doubted = table in misread or table in lost and _sums_rows(each) or _is_shifted(each)
        yield replace(each, strength=OPEN) if doubted else each


def _told(statement: Statement) -> tuple[Figure, ...]:
    return (statement.stated, *(figure for each in statement.readings for figure in each.expression.figures()))


def _is_shifted(statement: Statement) -> bool:
    return any(each.doubt in SHIFTED for each in _told(statement))


def _sums_rows(statement: Statement) -> bool:
    """Whether figures of several rows meet: one of them may have gone to another column."""
    return len({each.place.row for each in _told(statement)}) > 1


def _misread(document: Document, statements: Sequence[Statement]) -> set[int | None]:
    """The tables rebuilt from loose lines whose own sums and rates do not bear the reading out."""
    rebuilt = {table.number for table in document.tables() if table.rebuilt}
    held: Counter[int | None] = Counter()
    failed: Counter[int | None] = Counter()
    for each in statements:
        if each.stated.place.table in rebuilt:
            fitting = any(fits(each.stated, reading.expression) for reading in each.readings)
            (held if fitting else failed)[each.stated.place.table] += 1
    return {table for table in failed if not bears_out(held[table], failed[table])}
