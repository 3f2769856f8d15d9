"""The working paper of one report, sheet by sheet."""

from __future__ import annotations

from auditor.outputs.workbook.accepted import add_accepted
from auditor.outputs.workbook.comparison import compared
from auditor.outputs.workbook.findings import Anchor, add_findings
from auditor.outputs.workbook.ledger import add_ledger, rows
from auditor.outputs.workbook.live import Steps
from auditor.outputs.workbook.paper import Paper
from auditor.outputs.workbook.recomputation import (
    FIRST,
    FIRST_STEP,
    add_recomputation,
    difference,
    printed_decimals,
    signed,
)
from auditor.outputs.workbook.summary import add_summary
from auditor.outputs.workbook.unchecked import add_unchecked
from auditor.result import CheckEntry, ReportAudit
from auditor.run import Run

LARGE = 20_000
"""Figures and checks from which on the sheets are written out row by row instead of held in memory."""


def report_workbook(audit: ReportAudit, run: Run) -> bytes:
    """The workbook as bytes."""
    large = len(audit.figures) + len(audit.checks) > LARGE
    paper = Paper(run, audit.title or audit.path, constant_memory=large)
    ledger = rows(audit, paper)
    steps = Steps(paper.say("sheet.steps"), FIRST_STEP)
    comparisons = [compared(check, ledger, steps) for check in audit.checks]
    numbers = {check.id: f"R-{place:04d}" for place, check in enumerate(audit.checks, 1)}
    anchors = {
        each.check.id: Anchor(FIRST + place, difference(each), _format(each.check))
        for place, each in enumerate(comparisons)
    }
    add_summary(paper, audit)
    add_findings(paper, audit, anchors)
    if audit.accepted:
        add_accepted(paper, ((audit.path, check) for check in audit.accepted))
    add_recomputation(paper, comparisons, numbers, steps)
    add_ledger(paper, audit, ledger, numbers)
    add_unchecked(paper, audit, numbers)
    return paper.done()


def _format(check: CheckEntry) -> str:
    """The number format of the difference, with the decimals of both sides."""
    return signed(
        max(printed_decimals(each.text) for each in (check.stated, check.expected) if each) if check.stated else 0
    )
