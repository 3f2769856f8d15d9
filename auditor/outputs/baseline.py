"""The findings of a run, for a later one that counts only what is new: written by --write-baseline too."""

from __future__ import annotations

import json

from auditor.baseline import SCHEMA
from auditor.marker import MARK
from auditor.outputs import Lines
from auditor.result import ReportAudit
from auditor.run import Run

NAME = "baseline"
ENDING = ".baseline.json"
BINARY = False
ORDER = 90
BETWEEN = ",\n"


def opening(run: Run) -> str:
    tool = {"version": run.version, "rules_sha256": run.rules_sha256, "generator": MARK}
    return f'{{\n"schema": {_text(SCHEMA)},\n"tool": {_text(tool)},\n"reports": [\n'


def entry(audit: ReportAudit, run: Run) -> str:
    """The report's findings by id, suppressed ones left out, since a reason has been given for these."""
    found = [
        {"id": check.id, "severity": check.severity}
        for check in audit.findings
        if check.suppressed is None or not check.suppressed.reason
    ]
    return _text({"path": audit.path, "sha256": audit.sha256, "findings": found})


def closing(run: Run, lines: Lines) -> str:
    return "\n]\n}\n"


def _text(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)
