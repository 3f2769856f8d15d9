"""The findings: one row each, with cells for disposition, preparer, reviewer and dates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from auditor.dispositions import CELLS, DISPOSITIONS, Signed
from auditor.outputs.workbook.paper import TONES, Column, Paper, first_row
from auditor.remarks import where
from auditor.result import CheckEntry, FigureEntry, Location, ReportAudit

COLUMNS = (
    Column("index", 7), Column("severity", 6), Column("rule", 9), Column("subject", 17), Column("where", 19),
    Column("quote", 26), Column("stated", 13), Column("recomputed", 13), Column("difference", 11),
    Column("formula", 26), Column("cause", 21), Column("consequence", 15), Column("group", 6),
    Column("correction", 20), Column("disposition", 10), Column("basis", 14), Column("preparer", 9),
    Column("prepared", 11), Column("reviewer", 9), Column("reviewed", 11), Column("fingerprint", 12),
)  # fmt: skip
LEADS = ("findings.lead", "findings.sign")
FIRST = first_row(LEADS) + 1
"""The row, from 1, of the first finding."""

DISPOSITION = "O"
"""The column of the disposition."""

EARLIEST = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a finding's check stands in the recomputation: its row, and its difference as found."""

    row: int
    difference: Decimal | None
    style: str


def add_findings(paper: Paper, audit: ReportAudit, anchors: Mapping[str, Anchor]) -> None:
    """Write the sheet: the findings that count, in the order of the report."""
    say = paper.say
    lead = [say(key) for key in LEADS]
    sheet = paper.sheet(say("sheet.findings"), say("findings.heading"), COLUMNS, frozen=4, lead=lead)
    page = paper.run.page(audit.path)
    corrections = corrected(paper, audit)
    for place, check in enumerate(audit.standing):
        row = FIRST - 1 + place
        correction = corrections.get(check.group or "", "")
        paper.height(sheet, row, COLUMNS, _words(paper, check) | {13: correction})
        anchor = anchors[check.id]
        at = f"internal:'{say('sheet.recomputation')}'!A{anchor.row}"
        index = f"F-{place + 1:03d}"
        _index(paper, sheet, row, index, check, f"{quote(page)}#{check.id}" if page else None, at)
        _numbers(paper, sheet, row, check, anchor)
        paper.text(sheet, row, 13, correction, paper.style("small"))
        sign_cells(paper, sheet, row, 14, signed(paper, audit.path, check), check)
    last = FIRST + len(audit.standing) - 1
    if audit.standing:
        sheet.autofilter(FIRST - 2, 0, last - 1, len(COLUMNS) - 1)
        validate(paper, sheet, FIRST - 1, last - 1, 14)
    else:
        paper.text(
            sheet, FIRST - 1, 0, say("findings.none" if audit.checked else "findings.unchecked"), paper.style("plain")
        )


def _words(paper: Paper, check: CheckEntry) -> dict[int, object]:
    """What is wrapped in a finding's row, by column."""
    language = paper.language
    place = stands(check)
    return {
        3: check.subject, 4: where(place, language) if place else "", 5: place.quote if place else "",
        6: language.value(check.stated), 7: language.expected(check),
        9: check.arithmetic or language.message(check), 10: language.optional(check.cause),
        11: language.optional(check.consequence),
    }  # fmt: skip


def stands(check: CheckEntry) -> Location | None:
    """Where the finding is shown: at its stated figure, else at its first place."""
    return check.stated_figure.location if check.stated_figure else next(iter(check.locations), None)


def _index(
    paper: Paper, sheet: Any, row: int, number: str, check: CheckEntry, page: str | None, recomputed: str
) -> None:
    """Index number (a link to the recomputation), severity, rule, subject, place (a link to the page) and quote."""
    text, severity = paper.text, check.severity or "note"
    paper.link(sheet, row, 0, recomputed, number, paper.say("to_recomputation"))
    text(sheet, row, 1, paper.language.say(f"severity.{severity}"), paper.tone(severity))
    text(sheet, row, 2, check.rule, paper.style("centre"))
    text(sheet, row, 3, check.subject)
    place = stands(check)
    words = where(place, paper.language) if place else ""
    if page and words:
        paper.link(sheet, row, 4, page, words, paper.say("to_page"))
    else:
        text(sheet, row, 4, words)
    text(sheet, row, 5, place.quote if place else "", paper.style("small"))


def _numbers(paper: Paper, sheet: Any, row: int, check: CheckEntry, anchor: Anchor) -> None:
    """Both numbers, the live difference, arithmetic, cause, consequence and group."""
    language, name = paper.language, paper.say("sheet.recomputation")
    paper.text(sheet, row, 6, language.value(check.stated), paper.style("number", text_wrap=True))
    paper.text(sheet, row, 7, language.expected(check), paper.style("number", text_wrap=True))
    if anchor.difference is None:
        paper.text(sheet, row, 8, "")
    else:
        style = paper.style("number", num_format=anchor.style)
        sheet.write_formula(row, 8, f"={name}!M{anchor.row}", style, float(anchor.difference))
    paper.text(sheet, row, 9, check.arithmetic or language.message(check), paper.style("small"))
    paper.text(sheet, row, 10, language.optional(check.cause), paper.style("small"))
    paper.text(sheet, row, 11, language.optional(check.consequence), paper.style("small"))
    paper.text(sheet, row, 12, check.group, paper.style("centre"))


def corrected(paper: Paper, audit: ReportAudit) -> dict[str, str]:
    """What would make each group hold, in words."""
    known: dict[str, FigureEntry] = {figure.id: figure for figure in audit.figures}
    found = {}
    for group in audit.groups:
        told = []
        for each in group.corrections:
            if each.figure in known:
                figure = known[each.figure]
                told.append(paper.say("correct", figure=figure.text, to=paper.language.value(each.to),
                                      where=where(figure.location, paper.language)))  # fmt: skip
        found[group.id] = "\n".join(told)
    return found


def signed(paper: Paper, path: str, check: CheckEntry) -> Signed:
    """What an earlier working paper says of the finding; nothing where there is none."""
    earlier = paper.run.dispositions
    found = earlier.of(path, check, paper.language) if earlier else Signed()
    return found if found.reviewer else replace(found, reviewer=paper.run.reviewer)


def sign_cells(paper: Paper, sheet: Any, row: int, column: int, found: Signed, check: CheckEntry) -> None:
    """Disposition, its basis, preparer with date, reviewer with date, and by what the finding is known again."""
    paper.text(sheet, row, column, paper.say(f"disposition.{found.disposition}"), paper.style("input", align="center"))
    for place, name in enumerate(CELLS[1:], 1):
        words = getattr(found, name)
        if name in ("prepared", "reviewed") and (day := _date(words)):
            sheet.write_datetime(row, column + place, day, paper.style("input_date"))
        else:
            paper.text(sheet, row, column + place, words, paper.style("input"))
    paper.text(sheet, row, column + len(CELLS), check.id, paper.style("line", font_size=8, font_color="#777777"))


def _date(words: str) -> datetime.datetime | None:
    """The day, as a cell takes it; None where the words are none."""
    try:
        return datetime.datetime.fromisoformat(words[:10])
    except ValueError:
        return None


def validate(paper: Paper, sheet: Any, first: int, last: int, column: int) -> None:
    """The list of dispositions, and real dates in the date cells."""
    choices = [paper.say(f"disposition.{name}") for name in DISPOSITIONS]
    sheet.data_validation(first, column, last, column, {
        "validate": "list", "source": choices, "error_title": paper.say("disposition")[:30],
        "error_message": paper.say("disposition.error"),
    })  # fmt: skip
    for date in (column + 3, column + 5):
        sheet.data_validation(first, date, last, date, {
            "validate": "date", "criteria": ">=", "value": EARLIEST, "error_message": paper.say("date.error"),
        })  # fmt: skip
    for name, tone in (("confirmed", "error"), ("explained", "note"), ("excluded", "cannot_tell")):
        style = paper.book.add_format({"bold": name == "confirmed", "font_color": TONES[tone][0]})
        sheet.conditional_format(first, column, last, column, {
            "type": "cell", "criteria": "==", "value": f'"{paper.say(f"disposition.{name}")}"', "format": style,
        })  # fmt: skip
