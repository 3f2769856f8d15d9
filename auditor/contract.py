"""The audit in the shape that gouji's JSON promises (schema/gouji-1.json), in the language of the output."""

from __future__ import annotations

from typing import Any

from auditor.language import Language
from auditor.result import CheckEntry, FigureEntry, Group, Location, ReportAudit, Scores, Suppressed, Value

SCHEMA = "gouji/1"

Plain = dict[str, Any]


def report(audit: ReportAudit, language: Language, all_checks: bool) -> Plain:
    """One REPORT of the contract; checks and figures only where all of them are asked for."""
    found: Plain = {
        "path": audit.path,
        "sha256": audit.sha256,
        "format": audit.format,
        "status": audit.status,
        "problem": language.optional(audit.problem),
        "notes": [language.sentence(note) for note in audit.notes],
        "title": audit.title,
        "organization": audit.organization,
        "fiscal_year": audit.fiscal_year,
        "framework": audit.framework,
        "coverage": {
            "figures": audit.coverage.figures,
            "agrees": audit.coverage.agrees,
            "disagrees": audit.coverage.disagrees,
            "unlinked": audit.coverage.unlinked,
            "identifiers": audit.coverage.identifiers,
        },
        "scores": scores(audit.scores),
        "findings": [check(each, language) for each in audit.findings],
        "groups": [group(each, language) for each in audit.groups],
    }
    if all_checks:
        found["checks"] = [check(each, language) for each in audit.checks]
        found["figures"] = [marked(each, language) for each in audit.figures]
    return found


def check(entry: CheckEntry, language: Language) -> Plain:
    return {
        "id": entry.id,
        "rule": entry.rule,
        "verdict": entry.verdict,
        "severity": entry.severity,
        "subject": entry.subject,
        "message": language.message(entry),
        "relation": entry.relation,
        "stated": value(entry.stated),
        "stated_figure": entry.stated_figure.id if entry.stated_figure else None,
        "expected": value(entry.expected),
        "expression": entry.expression,
        "formula": entry.formula,
        "operands": [figure(each, language) for each in entry.operands],
        "locations": [place(each) for each in entry.locations],
        "cause": language.optional(entry.cause),
        "consequence": language.optional(entry.consequence),
        "group": entry.group,
        "suppressed": suppressed(entry.suppressed),
    }


def suppressed(found: Suppressed | None) -> Plain | None:
    """Why a finding does not count; null for one that does."""
    if found is None:
        return None
    return {"reason": found.reason, "author": found.author, "expires": found.expires, "source": found.source}


def value(found: Value | None) -> Plain | None:
    return None if found is None else {"text": found.text, "low": found.low, "high": found.high, "unit": found.unit}


def figure(entry: FigureEntry, language: Language) -> Plain:
    return {
        "id": entry.id,
        "text": entry.text,
        "value": entry.value,
        "low": entry.low,
        "high": entry.high,
        "unit": entry.unit,
        "label": entry.label,
        "period": entry.period,
        "doubt": language.doubt(entry),
        "location": place(entry.location),
    }


def marked(entry: FigureEntry, language: Language) -> Plain:
    return figure(entry, language) | {"mark": entry.mark, "why": language.optional(entry.why)}


def place(found: Location) -> Plain:
    return {
        "page": found.page,
        "paragraph": found.paragraph,
        "sheet": found.sheet,
        "table": found.table,
        "row": found.row,
        "column": found.column,
        "start": found.start,
        "end": found.end,
        "bbox": [list(box) for box in found.boxes] or None,
        "quote": found.quote,
    }


def group(found: Group, language: Language) -> Plain:
    return {
        "id": found.id,
        "cause": language.optional(found.cause),
        "consequence": language.optional(found.consequence),
        "corrections": [{"figure": each.figure, "to": value(each.to)} for each in found.corrections],
    }


def scores(found: Scores | None) -> Plain | None:
    if found is None:
        return None
    return {
        "stated_total": value(found.stated_total),
        "recomputed_total": value(found.recomputed_total),
        "stated_grade": found.stated_grade,
        "recomputed_grade": found.recomputed_grade,
    }
