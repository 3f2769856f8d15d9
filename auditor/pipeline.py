"""The whole program on one screen: bytes, document, report, checks, and the audit as plain data."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from auditor import border, ledger
from auditor.options import Options
from auditor.result import AUDITED, PARTLY, ReportAudit, Sentence, unreadable
from auditor.scores import scores
from extractor.document import Document, Unreadable
from extractor.limits import within
from extractor.reading import read
from extractor.remembered import forget
from extractor.report import extract
from validators.audit import audit
from validators.causes import explained
from validators.consequences import consequences
from validators.framework import framework_of
from validators.repair import repaired
from validators.rules import rules


def audit_file(path: str | Path, options: Options = Options()) -> ReportAudit:
    """The audit of one file, as plain data. Raises OSError where the file cannot be opened."""
    path = Path(path)
    return audit_bytes(path.read_bytes(), path.name, options)[0]


def audit_bytes(data: bytes, name: str, options: Options = Options()) -> tuple[ReportAudit, Document | None]:
    """The audit of a submitted file and the document as read; None where it is unreadable."""
    try:
        with within(options.limits):
            document = read(data, name)
    except Unreadable as error:
        problem = Sentence(error.key, tuple((key, str(value)) for key, value in error.values.items()))
        return unreadable(name, problem, hashlib.sha256(data).hexdigest()), None
    try:
        return audit_document(document, options), document
    finally:
        forget()


def audit_document(document: Document, options: Options = Options()) -> ReportAudit:
    """The audit of a document that was read."""
    report = replace(extract(document), framework=options.framework, names=options.names)
    chosen = [rule for rule in rules() if options.runs(rule.code)]
    mended, corrections = repaired(explained(audit(report, chosen), report))
    checks = consequences(mended, report)
    marks = ledger.marks(report.figures, checks)
    entries = border.checks(checks)
    framework = framework_of(report)
    partly = any(note.lost for note in document.notes)
    return ReportAudit(
        path=document.name,
        sha256=document.sha256,
        format=document.format,
        status=PARTLY if partly else AUDITED,
        problem=None if any(check.verdict != "cannot_tell" for check in checks) else Sentence("problem.nothing"),
        notes=(*(Sentence(note.key, note.values) for note in document.notes), *left_out(options)),
        title=report.title,
        organization=report.organization,
        fiscal_year=report.fiscal_year,
        framework=framework.id if framework is not None else None,
        coverage=ledger.coverage(marks),
        scores=scores(report, checks),
        groups=border.groups(entries, border.corrections(corrections)),
        checks=entries,
        figures=tuple(border.figure(each, *mark) for each, mark in zip(report.figures, marks, strict=True)),
    )


def left_out(options: Options) -> tuple[Sentence, ...]:
    """Notes on the rules that somebody chose not to run, since what was not checked is said."""
    notes = (("note.selected", options.select), ("note.ignored", options.ignore))
    return tuple(Sentence(key, (("rules", "、".join(codes)),)) for key, codes in notes if codes)
