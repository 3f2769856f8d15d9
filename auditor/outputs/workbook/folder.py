"""The workbook of a folder: a row per report, all findings to sign, and the tables of the overview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from auditor.outputs import Reports
from auditor.outputs.workbook.accepted import add_accepted
from auditor.outputs.workbook.findings import sign_cells, signed, stands, validate
from auditor.outputs.workbook.paper import MOST_ROWS, Column, Paper, first_row, wide
from auditor.overview_tables import TABLES, Overview
from auditor.remarks import where
from auditor.result import UNREADABLE, CheckEntry, ReportAudit, ReportLine
from auditor.run import Run

REPORT_COLUMNS = (
    Column("number", 7), Column("report", 34), Column("organization", 24), Column("fiscal_year", 8),
    Column("status", 18), Column("figures.all", 9), Column("figures.share", 9), Column("agreeing", 9),
    Column("disagreeing", 9), Column("untold", 9), Column("errors", 7), Column("warnings", 7), Column("notes", 7),
    Column("total_stated", 10), Column("total_recomputed", 11), Column("digest", 19),
)  # fmt: skip
FINDING_COLUMNS = (
    Column("index", 8), Column("severity", 6), Column("rule", 9), Column("report", 22), Column("organization", 16),
    Column("subject", 17), Column("where", 19), Column("quote", 26), Column("stated", 13), Column("recomputed", 13),
    Column("formula", 24), Column("cause", 18), Column("consequence", 14), Column("group", 6),
    Column("disposition", 10), Column("basis", 14), Column("preparer", 9), Column("prepared", 11),
    Column("reviewer", 9), Column("reviewed", 11), Column("fingerprint", 12),
)  # fmt: skip
UNCHECKED_COLUMNS = (Column("report", 40), Column("status", 18), Column("reason", 80))
COUNTED = ("by_unit", "by_year", "by_rule", "by_indicator")
COMPARED = ("spread", "indicators", "copied", "unchanged")
NARROW, WIDEST, SAMPLE = 10.0, 44.0, 100
"""Widths of a column in characters, and the rows from which they are taken."""


def folder_workbook(run: Run, reports: Reports) -> bytes:
    """The workbook as bytes. The audits are read one at a time."""
    paper = Paper(run, run.language.say("xlsx.folder.heading"), constant_memory=True)
    _listed(paper, reports)
    _findings(paper, reports)
    if any(line.suppressed for line in reports.lines):
        add_accepted(paper, ((audit.path, check) for audit in reports for check in audit.accepted))
    for name in COUNTED:
        _table(paper, name, reports.overview, paper.say("folder.counts"))
    for name in COMPARED:
        _table(paper, name, reports.overview, paper.say(f"folder.{name}"))
    _unchecked(paper, reports)
    return paper.done()


def _listed(paper: Paper, reports: Reports) -> None:
    """A row per report, with a link to its own working paper."""
    say = paper.say
    lead = [say("folder.lead", reports=len(reports)), say("folder.skipped", skipped=paper.run.skipped)]
    sheet = paper.sheet(say("sheet.summary"), say("folder.heading"), REPORT_COLUMNS, frozen=2, lead=lead)
    first = first_row(lead)
    for row, line in enumerate(reports.lines[: MOST_ROWS - first], first):
        _report(paper, sheet, row, row - first + 1, line, reports.name(line.path))
    if len(reports):
        sheet.autofilter(first - 1, 0, first + len(reports) - 1, len(REPORT_COLUMNS) - 1)


def _report(paper: Paper, sheet: Any, row: int, number_of: int, line: ReportLine, file: str) -> None:
    number, centre, cover = paper.style("number"), paper.style("centre"), line.coverage
    status = paper.say(f"status.{line.status}" if line.checked or line.status == UNREADABLE else "status.nothing")
    if line.suppressed:
        status += " · " + paper.language.say("suppressed.count", count=line.suppressed)
    paper.height(sheet, row, REPORT_COLUMNS, {1: line.path, 2: line.organization, 4: status})
    sheet.write_number(row, 0, number_of, centre)
    if file and line.status != UNREADABLE:
        paper.link(sheet, row, 1, quote(file), line.path)
    else:
        paper.text(sheet, row, 1, line.path)
    paper.text(sheet, row, 2, line.organization)
    paper.text(sheet, row, 3, line.fiscal_year, centre)
    paper.text(sheet, row, 4, status, paper.tone("cannot_tell") if line.failed else paper.style("text"))
    paper.text(sheet, row, 15, (line.sha256 or "")[:16], paper.style("line", font_size=9))
    if line.status == UNREADABLE:
        for column in range(5, 15):
            paper.text(sheet, row, column, "–", paper.style("number", font_color="#777777"))
        return
    share = (cover.agrees + cover.disagrees) / cover.figures if cover.figures else 0
    sheet.write_number(row, 5, cover.figures, number)
    sheet.write_number(row, 6, share, paper.style("number", num_format="0%"))
    for column, count in enumerate(line.verdicts, 7):
        sheet.write_number(row, column, count, number)
    for column, (name, count) in enumerate(zip(("error", "warning", "note"), line.severities, strict=True), 10):
        sheet.write_number(row, column, count, paper.tone(name, "number") if count else number)
    paper.text(sheet, row, 13, line.stated_total, number)
    paper.text(sheet, row, 14, line.recomputed_total, number)


def _findings(paper: Paper, reports: Reports) -> None:
    """Every finding that counts, of every report, with cells to sign."""
    say = paper.say
    lead = [say("folder.findings"), say("findings.sign")]
    sheet = paper.sheet(say("sheet.findings"), say("findings.heading"), FINDING_COLUMNS, frozen=4, lead=lead)
    first = row = first_row(lead)
    for audit in reports:
        for check in audit.standing:
            if row < MOST_ROWS:
                _finding(paper, sheet, row, row - first + 1, audit, check, reports.name(audit.path))
            row += 1
    last = min(row, MOST_ROWS)
    if row > MOST_ROWS:
        paper.text(sheet, last, 0, say("folder.cut", count=row - MOST_ROWS), paper.style("hint"))
    if last > first:
        sheet.autofilter(first - 1, 0, last - 1, len(FINDING_COLUMNS) - 1)
        validate(paper, sheet, first, last - 1, 14)
    else:
        paper.text(sheet, first, 0, say("folder.none"), paper.style("plain"))


def _finding(
    paper: Paper, sheet: Any, row: int, number: int, audit: ReportAudit, check: CheckEntry, file: str
) -> None:  # fmt: skip
    language, severity, place = paper.language, check.severity or "note", stands(check)
    words: dict[int, object] = {
        3: audit.path, 4: audit.organization, 5: check.subject, 6: where(place, language) if place else "",
        7: place.quote if place else "", 8: language.value(check.stated), 9: language.expected(check),
        10: check.arithmetic or language.message(check), 11: language.optional(check.cause),
        12: language.optional(check.consequence),
    }  # fmt: skip
    paper.height(sheet, row, FINDING_COLUMNS, words)
    paper.text(sheet, row, 0, f"F-{number:05d}", paper.style("centre"))
    paper.text(sheet, row, 1, language.say(f"severity.{severity}"), paper.tone(severity))
    paper.text(sheet, row, 2, check.rule, paper.style("centre"))
    page = paper.run.page(audit.path)
    folder = audit.path.rpartition("/")[0]
    target = f"{folder}/{page}" if page and folder else page
    for column, word in words.items():
        if column == 3 and file:
            paper.link(sheet, row, 3, quote(file), audit.path)
        elif column == 6 and target and word:
            paper.link(sheet, row, 6, f"{quote(target)}#{check.id}", str(word), paper.say("to_page"))
        else:
            paper.text(sheet, row, column, word, paper.style("number" if column in (8, 9) else "small", text_wrap=True))
    paper.text(sheet, row, 13, check.group, paper.style("centre"))
    sign_cells(paper, sheet, row, 14, signed(paper, audit.path, check), check)


def _table(paper: Paper, name: str, found: Overview, lead: str) -> None:
    """One table of the overview as a sheet."""
    language, heads = paper.language, [paper.language.say(f"overview.column.{column}") for column in TABLES[name]]
    columns = [Column("", width) for width in _widths(heads, found.rows(name, SAMPLE))]
    told = [lead, *([language.say("overview.cut", table=language.say(f"overview.{name}"))] * (name in found.cut))]
    title = language.say(f"overview.{name}")
    sheet = paper.sheet(title, title, columns, lead=told, heads=heads)
    first = row = first_row(told)
    for row, cells in enumerate(found.rows(name, MOST_ROWS - first), first):
        for place, cell in enumerate(cells):
            if isinstance(cell, int | float):
                share = {"num_format": "0%"} if isinstance(cell, float) else {}
                sheet.write_number(row, place, cell, paper.style("number", **share))
            else:
                words = language.say(f"verdict.{cell}") if TABLES[name][place] == "verdict" else cell
                paper.text(sheet, row, place, words if place or words else paper.say("unknown"))
    sheet.autofilter(first - 1, 0, max(row, first), len(heads) - 1)


def _widths(heads: Sequence[str], rows: Iterable[tuple[object, ...]]) -> list[float]:
    """The width of each column, from its head and its first cells."""
    longest = [max(NARROW, wide(head) + 3.0) for head in heads]
    for row in rows:
        longest = [max(most, wide(str(cell or "")) + 2.0) for most, cell in zip(longest, row, strict=True)]
    return [min(WIDEST, width) for width in longest]


def _unchecked(paper: Paper, reports: Reports) -> None:
    """Reports that could not be audited, in which nothing could be checked, or of which a part was not read."""
    say, language = paper.say, paper.language
    lead = [say("unchecked.lead")]
    sheet = paper.sheet(say("sheet.unchecked"), say("unchecked.heading"), UNCHECKED_COLUMNS, lead=lead)
    found = (
        (line.path, say(f"status.{line.status}"), language.optional(line.problem) or say("unchecked.partly_why"))
        for line in reports.lines
        if line.failed or line.status != "audited"
    )
    notes = ((str(path), say("unchecked.note"), str(note)) for path, note in reports.overview.rows("unread"))
    first = row = first_row(lead)
    for path, status, why in islice(chain(found, notes), MOST_ROWS - first):
        paper.height(sheet, row, UNCHECKED_COLUMNS, {0: path, 2: why})
        for column, words in enumerate((path, status, why)):
            paper.text(sheet, row, column, words)
        row += 1
    if row == first:
        paper.text(sheet, row, 0, say("unchecked.all_read"), paper.style("plain"))
