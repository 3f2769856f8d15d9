"""JSON as schema/gouji-1.json has it: one file for the run, a report after the other as they come."""

from __future__ import annotations

import json

from auditor import contract
from auditor.marker import MARK
from auditor.outputs import Lines
from auditor.result import ReportAudit
from auditor.run import Run

NAME = "json"
ENDING = ".json"
BINARY = False
ORDER = 10
BETWEEN = ",\n"


def opening(run: Run) -> str:
    tool = {"version": run.version, "rules_sha256": run.rules_sha256, "generator": MARK}
    return f'{{\n"schema": {_text(contract.SCHEMA)},\n"tool": {_text(tool)},\n"skipped": {run.skipped},\n"reports": [\n'


def entry(audit: ReportAudit, run: Run) -> str:
    return _text(contract.report(audit, run.language, run.all_checks))


def closing(run: Run, lines: Lines) -> str:
    return "\n]\n}\n"


def _text(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)
