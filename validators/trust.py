"""What a gap proves on a score sheet whose rows were put together from lines that print no borders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.report import Report
from extractor.statements import OPEN
from extractor.tables.evidence import bears_out
from validators.check import AGREES, DISAGREES, Check


def tempered(report: Report, checks: Sequence[Check]) -> Iterator[Check]:
    """The checks; open where a gap may come from the reading of the sheet rather than from its figures.

    That is so where most of a sheet's checks fail, or most of those that one rule makes of it, if it fails twice.
    """
    rebuilt = {table.number for table in report.document.tables() if table.rebuilt}
    sheets = {number for sheet in report.scorecards for number in sheet.tables} & rebuilt
    if not sheets:
        yield from checks
        return
    held, failed = _counted(checks, sheets, AGREES), _counted(checks, sheets, DISAGREES)
    misread = {
        (table, rule)
        for (table, rule), count in failed.items()
        if not bears_out(held[table, rule], count) and (not rule or count > 1)
    }
    rows = _rows_as_totals(report, sheets)
    for each in checks:
        doubted = any((table, rule) in misread for table in _tables(each) for rule in ("", each.rule))
        doubted = doubted or any(figure.id in rows for figure in each.figures)
        yield replace(each, strength=OPEN) if doubted else each


def _rows_as_totals(report: Report, sheets: set[int]) -> set[str]:
    """The totals that are less than a row of theirs, or have but one: a row was taken for the total."""
    return {
        sheet.total_score.id
        for sheet in report.scorecards
        if sheet.total_score is not None and sheets.intersection(sheet.tables)
        if len(sheet.leaves()) < 2
        or any(leaf.score is not None and leaf.score.value > sheet.total_score.value for leaf in sheet.leaves())
    }


def _counted(checks: Sequence[Check], sheets: set[int], verdict: str) -> Counter[tuple[int, str]]:
    """How many checks of each sheet come out so, by rule, and under no rule of all together."""
    return Counter(
        (table, rule)
        for each in checks
        if each.verdict == verdict
        for table in _tables(each) & sheets
        for rule in ("", each.rule)
    )


def _tables(check: Check) -> set[int]:
    return {figure.place.table for figure in check.figures if figure.place.table is not None}
