"""XLSX: the working paper of a report, with its recomputation live; and one workbook for a folder.

Sheets: summary, findings with cells to sign, the recomputation over the figure ledger's cells, the ledger, and what
was not checked. A change of a figure in the ledger changes the verdicts that rest on it.
"""

from __future__ import annotations

from auditor.outputs import Reports, Source
from auditor.result import ReportAudit
from auditor.run import Run

NAME = "xlsx"
ENDING = ".xlsx"
BINARY = True
ORDER = 3
FOLDER = "audit"


def render(audit: ReportAudit, run: Run, source: Source) -> bytes:
    """The working paper of one report."""
    from auditor.outputs.workbook.report import report_workbook

    return report_workbook(audit, run)


def render_folder(run: Run, reports: Reports) -> bytes:
    """The workbook of a folder: a row per report, all findings, and counts by unit, year, rule and subject."""
    from auditor.outputs.workbook.folder import folder_workbook

    return folder_workbook(run, reports)
