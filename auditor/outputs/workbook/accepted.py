"""Findings that somebody has accepted: a sheet of their own, with the reason, who gave it and until when it holds."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from auditor.outputs.workbook.findings import stands
from auditor.outputs.workbook.paper import MOST_ROWS, Column, Paper, first_row
from auditor.remarks import where
from auditor.result import CheckEntry, Suppressed

COLUMNS = (
    Column("index", 8), Column("severity", 6), Column("rule", 9), Column("report", 22), Column("subject", 17),
    Column("where", 19), Column("quote", 26), Column("stated", 13), Column("recomputed", 13), Column("formula", 26),
    Column("accepted.reason", 26), Column("accepted.author", 10), Column("accepted.expires", 11),
    Column("accepted.source", 14),
)  # fmt: skip
LEADS = ("accepted.lead",)
NUMBERS = (7, 8)
"""Columns of the stated and the recomputed value."""


def add_accepted(paper: Paper, found: Iterable[tuple[str, CheckEntry]]) -> None:
    """Write the sheet: a row per finding, each with its report's path."""
    say = paper.say
    lead = [say(key) for key in LEADS]
    sheet = paper.sheet(say("sheet.accepted"), say("accepted.heading"), COLUMNS, frozen=4, lead=lead)
    first = last = first_row(lead)
    for last, (path, check) in enumerate(islice(found, MOST_ROWS - first), first):
        _row(paper, sheet, last, f"S-{last - first + 1:03d}", path, check)
    sheet.autofilter(first - 1, 0, last, len(COLUMNS) - 1)


def _row(paper: Paper, sheet: Any, row: int, number: str, path: str, check: CheckEntry) -> None:
    words = _words(paper, path, check)
    paper.height(sheet, row, COLUMNS, words)
    paper.text(sheet, row, 0, number, paper.style("centre"))
    severity = check.severity or "note"
    paper.text(sheet, row, 1, paper.language.say(f"severity.{severity}"), paper.tone("cannot_tell"))
    paper.text(sheet, row, 2, check.rule, paper.style("centre"))
    for column, word in words.items():
        style = paper.style("number" if column in NUMBERS else "small", text_wrap=True)
        paper.text(sheet, row, column, word, style)


def _words(paper: Paper, path: str, check: CheckEntry) -> dict[int, object]:
    """What is wrapped in a row, by column."""
    language, place = paper.language, stands(check)
    accepted = check.suppressed or Suppressed("", "", "", "")
    reason = accepted.reason or language.say("suppressed.known")
    return dict(enumerate((
        path, check.subject, where(place, language) if place else check.where, place.quote if place else "",
        language.value(check.stated), language.expected(check), check.arithmetic or language.message(check),
        reason, accepted.author, accepted.expires, accepted.source,
    ), 3))  # fmt: skip
