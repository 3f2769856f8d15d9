"""JSON Lines: a report a line, each as in the JSON, for tools that read one at a time."""

from __future__ import annotations

import json

from auditor import contract
from auditor.marker import MARK
from auditor.outputs import Lines
from auditor.result import ReportAudit
from auditor.run import Run

NAME = "jsonl"
ENDING = ".jsonl"
BINARY = False
ORDER = 11
BETWEEN = ""


def opening(run: Run) -> str:
    return ""


def entry(audit: ReportAudit, run: Run) -> str:
    tool = {"version": run.version, "rules_sha256": run.rules_sha256, "generator": MARK}
    report = contract.report(audit, run.language, run.all_checks)
    return json.dumps({"schema": contract.SCHEMA, "tool": tool} | report, ensure_ascii=False) + "\n"


def closing(run: Run, lines: Lines) -> str:
    return ""
