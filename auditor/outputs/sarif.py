"""SARIF 2.1.0: every rule declared, every check a result of kind fail, pass or open, with a stable fingerprint."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from auditor.marker import MARK
from auditor.outputs import Lines
from auditor.result import CheckEntry, Location, ReportAudit
from auditor.run import Run

NAME = "sarif"
ENDING = ".sarif"
BINARY = False
ORDER = 13
BETWEEN = ""

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
KINDS = {"disagrees": "fail", "agrees": "pass", "cannot_tell": "open"}


def opening(run: Run) -> str:
    from auditor.explain import page, title
    from validators.rules import rules

    driver = {
        "name": "gouji",
        "version": run.version,
        "properties": {"generator": MARK, "rules_sha256": run.rules_sha256},
        "rules": [
            _rule(each.code, title(each.code, each.page, run.language), page(each.code, each.page, run.language))
            for each in rules()
        ]
        + [_rule("COV000", run.language.say("sarif.not_audited"))],
    }
    tool = json.dumps({"driver": driver}, ensure_ascii=False)
    language = {"zh": "zh-CN", "en": "en"}[run.language.name]
    return (
        f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n"properties": {{"generator": "{MARK}"}},\n'
        f'"tool": {tool},\n"language": "{language}",\n"columnKind": "unicodeCodePoints",\n"results": [\n'
    )


def entry(audit: ReportAudit, run: Run) -> str:
    """The report's results, each ended by a comma; the closing gives the last one."""
    shown = audit.checks if run.all_checks else audit.findings
    results = [_result(check, audit, run) for check in shown]
    if audit.problem is not None:
        results.insert(0, _problem(audit, run))
    return "".join(json.dumps(result, ensure_ascii=False) + ",\n" for result in results)


def closing(run: Run, lines: Lines) -> str:
    """The last result: the totals, as information."""
    failed = sum(line.failed for line in lines)
    text = run.language.say("sarif.totals", reports=len(lines), failed=failed)
    totals = {"ruleId": "COV000", "kind": "informational", "level": "none", "message": {"text": text}}
    return json.dumps(totals, ensure_ascii=False) + '\n],\n"invocations": [' + json.dumps({
        "executionSuccessful": failed == 0,
    }) + "]\n}]}\n"  # fmt: skip


def _rule(code: str, title: str, page: str = "") -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": title}}
    if page:
        rule["fullDescription"] = {"text": page}
    return rule


def _result(check: CheckEntry, audit: ReportAudit, run: Run) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": check.rule,
        "kind": KINDS[check.verdict],
        "level": check.severity or "none",
        "message": {"text": run.language.message(check)},
        "locations": [_location(place, audit) for place in check.locations[:1]]
        or [{"physicalLocation": _artifact(audit)}],
        "partialFingerprints": {"gouji/v1": check.id},
        "properties": {
            "subject": check.subject,
            "relation": check.relation,
            "stated": check.stated.text if check.stated else None,
            "expected": check.expected.text if check.expected else None,
            "formula": check.formula,
            "group": check.group,
            "cause": run.language.optional(check.cause),
            "consequence": run.language.optional(check.consequence),
        },
    }
    if check.suppressed is not None:
        text = run.language.suppressed(check.suppressed)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": text}]
    if len(check.locations) > 1:
        related = [_location(place, audit) for place in check.locations[1:]]
        result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(related)]
    return result


def _problem(audit: ReportAudit, run: Run) -> dict[str, Any]:
    assert audit.problem is not None
    return {
        "ruleId": "COV000",
        "kind": "open",
        "level": "none",
        "message": {"text": run.language.sentence(audit.problem)},
        "locations": [{"physicalLocation": _artifact(audit)}],
        "partialFingerprints": {"gouji/v1": f"COV000-{audit.status}"},
    }


def _artifact(audit: ReportAudit) -> dict[str, Any]:
    return {"artifactLocation": {"uri": quote(audit.path)}}


def _location(place: Location, audit: ReportAudit) -> dict[str, Any]:
    """The file with the quote; a report has no lines, so the place itself is a logical location."""
    parts = (("page", place.page), ("paragraph", place.paragraph), ("sheet", place.sheet), ("table", place.table),
             ("row", place.row), ("column", place.column))  # fmt: skip
    name = "/".join(f"{kind}:{value}" for kind, value in parts if value is not None)
    return {
        "physicalLocation": _artifact(audit),
        "logicalLocations": [{"fullyQualifiedName": f"{name}/{place.start}-{place.end}"}],
        "message": {"text": place.quote},
    }
