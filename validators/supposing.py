"""A report as it would be with one figure corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.figures import Figure
from extractor.report import Report
from extractor.scorecard import Entry, Indicator
from validators.marking import Mark, marks


def marks_with(report: Report, figure: Figure) -> Iterator[Mark]:
    """The marks that the printed standards give when the figure of that id has the value of this one."""
    return iter(marks(with_figure(report, figure)))


def with_figure(report: Report, figure: Figure) -> Report:
    """The report with the figure in place of that of the same id, in its text and as filled in for scored rows."""
    figures = tuple(figure if each.id == figure.id else each for each in report.figures)
    sheets = tuple(
        replace(sheet, indicators=tuple(_row(each, figure) for each in sheet.indicators)) for sheet in report.scorecards
    )
    return replace(report, figures=figures, scorecards=sheets)


def _row(row: Indicator, figure: Figure) -> Indicator:
    return replace(
        row,
        rate=_swapped(row.rate, figure),
        actual=_entry(row.actual, figure),
        amounts=tuple(figure if each.id == figure.id else each for each in row.amounts),
        children=tuple(_row(each, figure) for each in row.children),
    )


def _entry(entry: Entry | None, figure: Figure) -> Entry | None:
    return None if entry is None else replace(entry, figure=_swapped(entry.figure, figure))


def _swapped(own: Figure | None, figure: Figure) -> Figure | None:
    return figure if own is not None and own.id == figure.id else own
