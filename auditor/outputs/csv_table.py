"""CSV: a line per finding (or per check, with all of them), for a spreadsheet or a database."""

from __future__ import annotations

import csv
import io

from auditor.language import Language
from auditor.marker import MARK
from auditor.outputs import Lines
from auditor.result import CheckEntry, Location, ReportAudit, Suppressed
from auditor.run import Run

NAME = "csv"
ENDING = ".csv"
BINARY = False
ORDER = 12
BETWEEN = ""

COLUMNS = (
    "path", "status", "problem", "organization", "fiscal_year", "id", "rule", "verdict", "severity", "subject",
    "message", "relation", "stated", "expected", "unit", "formula", "page", "paragraph", "sheet", "table", "row",
    "column", "quote", "cause", "consequence", "group", "suppressed", "suppressed_by", "suppressed_until",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs with which a spreadsheet begins a formula; a cell of text that begins so gets an apostrophe before it."""

RELATIONS = ("=", "<=", ">=")


def opening(run: Run) -> str:
    """The head, after a byte order mark, by which spreadsheets know UTF-8; its last column names the maker."""
    return "\ufeff" + _line((*COLUMNS, MARK))


def entry(audit: ReportAudit, run: Run) -> str:
    """The report's findings; one line with its status where there are none, so that no report is missing."""
    shown = audit.checks if run.all_checks else audit.findings
    if not shown:
        return _line(_head(audit, run) + [None] * (len(COLUMNS) - 5))
    return "".join(_line(_head(audit, run) + _row(check, run)) for check in shown)


def closing(run: Run, lines: Lines) -> str:
    return ""


def _head(audit: ReportAudit, run: Run) -> list[object]:
    problem = run.language.optional(audit.problem)
    return [audit.path, audit.status, problem, audit.organization, audit.fiscal_year]


def _row(check: CheckEntry, run: Run) -> list[object]:
    language = run.language
    unit = check.stated.unit if check.stated else ""
    return [
        check.id, check.rule, check.verdict, check.severity, check.subject, language.message(check), check.relation,
        check.stated.text if check.stated else None, check.expected.text if check.expected else None, unit,
        check.formula,
        *_place(check.locations[0] if check.locations else None),
        language.optional(check.cause), language.optional(check.consequence), check.group,
        *_suppressed(check.suppressed, language),
    ]  # fmt: skip


def _suppressed(found: Suppressed | None, language: Language) -> list[object]:
    """The reason, who gave it and until when, of a finding that does not count."""
    if found is None:
        return [None] * 3
    return [found.reason or language.say("suppressed.known"), found.author, found.expires]


def _place(place: Location | None) -> list[object]:
    if place is None:
        return [None] * 7
    return [place.page, place.paragraph, place.sheet, place.table, place.row, place.column, place.quote]


def _line(cells: list[object] | tuple[object, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return written.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell not in RELATIONS and cell.startswith(FORMULA) and not _number(cell):
        return "'" + cell
    return cell


def _number(cell: str) -> bool:
    """Whether the text is a signed number as printed, which is no formula: -12.5, +3.2%."""
    return cell[1:].rstrip("%").replace(",", "").replace(".", "", 1).isdecimal()
