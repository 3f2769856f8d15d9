"""PER: years and periods."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import regex

from extractor.document import Table
from extractor.expression import constant
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.report import Report
from extractor.vocabulary import TIMEOUT
from validators.check import Check, Message, Value
from validators.rule import rule

_BUDGET_YEAR = regex.compile(r"^(?:预算|评价|绩效|项目)?年度$|^(?:预算|评价)年份?$")
_YEAR = regex.compile(r"(?:19|20)\d{2}\s?年?度?")
_YEAR_END = regex.compile(r"^((?:19|20)\d{2})\s?年\s?12\s?月\s?31\s?日$|^((?:19|20)\d{2})\s?年末$")


@rule("PER001")
def reporting_year(report: Report) -> Iterable[Check]:
    """The year in a form's year cell, and the year's end told in the text, are the year that the report is on.

    A warning only: an earlier year's end may be meant. Cannot tell: the report names no year of its own.
    Source: disclosure rules; field practice.
    """
    if report.fiscal_year is None:
        return
    for each in [*_year_cells(report), *_year_ends(report)]:
        year = Decimal(int(regex.search(r"\d{4}", each.text)[0]))  # type: ignore[index]
        if year > report.fiscal_year + 1 or year < report.fiscal_year - 1:
            continue
        expected = Decimal(report.fiscal_year)
        behind = year < expected and each.place.table is None
        yield Check(
            "PER001",
            "报告年度",
            Message("PER001"),
            "=",
            Value("".join(each.text.split()), Interval.exactly(year)),
            each,
            Value(f"{report.fiscal_year}年", Interval.exactly(expected)),
            constant(expected),
            (),
            "open" if behind else "loose",
        )


def _year_cells(report: Report) -> list[Figure]:
    """Figures of four digits beside a cell that says 预算年度 or the like."""
    tables = {block.number: block.grid() for block in report.document.blocks if isinstance(block, Table)}
    found = []
    for each in report.figures:
        place = each.place
        if (
            place.table is None
            or place.row is None
            or place.column is None
            or not _YEAR.fullmatch(each.text, timeout=TIMEOUT)
        ):
            continue
        row = tables[place.table][place.row - 1]
        before = [cell.text.strip() for cell in row[: place.column - 1] if cell is not None and cell.text.strip()]
        if before and _BUDGET_YEAR.match(regex.sub(r"\s", "", before[-1]), timeout=TIMEOUT):
            found.append(each)
    return found


def _year_ends(report: Report) -> list[Figure]:
    return [
        each
        for each in report.figures
        if each.kind == "date" and _YEAR_END.match(each.text, timeout=TIMEOUT) and each.place.table is None
    ]
