"""The figure ledger: every number of the report, how it ended, and the cells that the recomputation refers to."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from auditor.outputs.workbook.comparison import Rows, oversized
from auditor.outputs.workbook.paper import MOST_ROWS, Column, Paper, decimals, first_row
from auditor.remarks import where
from auditor.result import FigureEntry, ReportAudit

TICKS = {"agrees": "✓", "disagrees": "✗", "unlinked": "○", "identifier": "–"}

COLUMNS = (
    Column("mark", 6), Column("figure", 7), Column("printed", 15), Column("value", 13), Column("low", 13),
    Column("high", 13), Column("unit", 8), Column("label", 20), Column("period", 8), Column("where", 15),
    Column("quote", 42), Column("remark", 24), Column("in_checks", 16),
)  # fmt: skip

LEADS = ("ledger.lead", "ledger.change", "ledger.legend")
NEAR = 38
"""Characters of a quote that the ledger shows; the findings show all of it."""

MOST_CHECKS = 12
"""Checks that a figure's row names; more are counted."""


def rows(audit: ReportAudit, paper: Paper) -> Rows:
    """Where each figure will stand."""
    first = first_row(LEADS) + 1
    known = audit.figures[: MOST_ROWS - first]
    return Rows(paper.say("sheet.ledger"), {figure.id: (first + place, figure) for place, figure in enumerate(known)})


def add_ledger(paper: Paper, audit: ReportAudit, found: Rows, numbers: dict[str, str]) -> None:
    """Write the sheet. ``numbers`` are the checks' index numbers by their id."""
    say = paper.say
    lead = [say(key) for key in LEADS]
    sheet = paper.sheet(found.sheet, say("ledger.heading"), COLUMNS, frozen=3, lead=lead)
    named = _named(audit, numbers)
    for row, figure in found.figures.values():
        _row(paper, sheet, row - 1, figure, named.get(figure.id, []))
    last = first_row(lead) + len(found.figures) - 1
    if found.figures:
        sheet.autofilter(first_row(lead) - 1, 0, last, len(COLUMNS) - 1)
    left = len(audit.figures) - len(found.figures)
    if left:
        paper.text(sheet, last + 1, 0, say("ledger.cut", count=left), paper.style("hint"))


def _named(audit: ReportAudit, numbers: dict[str, str]) -> dict[str, list[str]]:
    """The index numbers of the checks in which each figure takes part."""
    named: dict[str, list[str]] = defaultdict(list)
    for check in audit.checks:
        own = (check.stated_figure, *check.operands) if check.stated_figure else check.operands
        for name in dict.fromkeys(figure.id for figure in own):
            named[name].append(numbers[check.id])
    return named


def _row(paper: Paper, sheet: Any, row: int, figure: FigureEntry, checks: list[str]) -> None:
    language = paper.language
    doubt, why = language.doubt(figure), language.optional(figure.why)
    joint = "、" if language.name == "zh" else ", "
    more = len(checks) - MOST_CHECKS
    words: dict[int, object] = {
        6: figure.unit, 7: figure.label, 8: figure.period, 9: where(figure.location, language),
        10: around(figure), 11: " ".join(part for part in (doubt, why) if part),
        12: joint.join(checks[:MOST_CHECKS]) + (f" +{more}" if more > 0 else ""),
    }  # fmt: skip
    paper.height(sheet, row, COLUMNS, words | {2: figure.text})
    paper.text(sheet, row, 0, TICKS.get(figure.mark, ""), paper.tone(figure.mark))
    paper.text(sheet, row, 1, figure.id, paper.style("centre"))
    paper.text(sheet, row, 2, figure.text)
    if oversized(figure.value):
        paper.text(sheet, row, 3, figure.value)
    elif figure.kind == "quantity" or checks:
        _values(paper, sheet, row, figure)
    else:
        for column in (3, 4, 5):
            paper.text(sheet, row, column, "", paper.style("number"))
    for column, word in words.items():
        paper.text(sheet, row, column, word, paper.style("small") if column > 8 else None)


def around(figure: FigureEntry) -> str:
    """The report's own words around the figure, short enough for one line or two."""
    words = " ".join(figure.location.quote.split())
    at = words.find(figure.text)
    first = max(0, min(at - (NEAR - len(figure.text)) // 2, len(words) - NEAR)) if at >= 0 else 0
    return ("…" if first else "") + words[first : first + NEAR] + ("…" if first + NEAR < len(words) else "")


def _values(paper: Paper, sheet: Any, row: int, figure: FigureEntry) -> None:
    """The value, which may be changed, and the ends of its range, which follow it."""
    places, value = decimals(figure.value), Decimal(figure.value)
    plain = figure.kind != "quantity"
    number = paper.style("input_number", num_format="0") if plain else paper.number(places, "input_number")
    sheet.write_number(row, 3, float(value), number)
    for column, end in ((4, figure.low), (5, figure.high)):
        if end is None:
            paper.text(sheet, row, column, paper.say("unbounded"), paper.style("number", font_color="#777777"))
            continue
        apart = Decimal(end) - value
        formula = f"=D{row + 1}" + (f"{'+' if apart > 0 else '-'}{abs(apart):f}" if apart else "")
        style = paper.style("number", num_format="0") if plain else paper.number(max(places, decimals(end)))
        sheet.write_formula(row, column, formula, style, float(Decimal(end)))
