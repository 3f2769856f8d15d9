"""The page of one report: what its template is told, and what its script knows of figures and checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from auditor.outputs.page import body, findings, markup
from auditor.remarks import where
from auditor.result import IDENTIFIER, SEVERITIES, ReportAudit, Value, line
from auditor.run import Run
from auditor.standing import families, standing
from extractor.document import Document

STYLES = ("shared.css", "report.css")
SCRIPTS = ("theme.js", "report.js")


def report_page(audit: ReportAudit, run: Run, document: Document | None) -> bytes:
    """The page as bytes."""
    language = run.language
    summary = line(audit)
    return markup.page(
        "report.html", run, STYLES, SCRIPTS,
        audit=audit,
        standing=standing(summary, language),
        severities=tuple(zip(SEVERITIES, summary.severities, strict=True)),
        verdicts=_verdicts(audit),
        share=_share(audit),
        scores=_scores(audit, run),
        notes=[language.sentence(note) for note in audit.notes],
        clusters=findings.clusters(audit, language),
        accepted=findings.accepted(audit, language),
        undecided=findings.undecided(audit, language),
        unlinked=findings.unlinked(audit, language),
        families=families((check.rule for check in audit.checks), language),
        rule_pages=findings.rule_pages((check.rule for check in audit.checks), language),
        accused=_accused(audit),
        blocks=body.blocks(document, audit.figures) if document else (),
        index="../" * audit.path.count("/") + "index.html" if run.many else None,
        value=language.value,
        expected=language.expected,
        against=findings.against,
        data=markup.island(_known(audit, run)),
    )  # fmt: skip


def _verdicts(audit: ReportAudit) -> dict[str, int]:
    """The checks by verdict, findings that were accepted apart from those that count."""
    agrees, _, cannot_tell = line(audit).verdicts
    return {"disagrees": len(audit.standing), "accepted": len(audit.accepted), "cannot_tell": cannot_tell,
            "agrees": agrees}  # fmt: skip


def _accused(audit: ReportAudit) -> set[str]:
    """The figures that a finding is about: the stated ones, and those whose correction would mend it.

    The others that a finding rests on are contradicted too, and are marked less strongly.
    """
    stated = {check.stated_figure.id for check in audit.standing if check.stated_figure}
    groups = {check.group for check in audit.standing}
    return stated | {each.figure for group in audit.groups if group.id in groups for each in group.corrections}


def _share(audit: ReportAudit) -> str:
    covered, figures = audit.coverage.agrees + audit.coverage.disagrees, audit.coverage.figures
    return f"{covered / figures:.0%}" if figures else "–"


def _scores(audit: ReportAudit, run: Run) -> dict[str, Any] | None:
    found = audit.scores
    if found is None:
        return None
    stated, recomputed = run.language.value(found.stated_total), run.language.value(found.recomputed_total)
    grades = found.stated_grade, found.recomputed_grade
    differ = apart(found.stated_total, found.recomputed_total) or (all(grades) and grades[0] != grades[1])
    return {"stated": stated, "recomputed": recomputed, "grades": grades, "differ": differ}


def apart(stated: Value | None, recomputed: Value | None) -> bool:
    """Whether both are there and no value lies in both ranges, however they are printed (98 分 is 98.00)."""
    if stated is None or recomputed is None:
        return False
    bounds = (stated.low, stated.high, recomputed.low, recomputed.high)
    lows_and_highs = [Decimal(each) for each in bounds if each is not None]
    if len(lows_and_highs) < len(bounds):
        return False
    low, high, other_low, other_high = lows_and_highs
    return high < other_low or other_high < low


def _known(audit: ReportAudit, run: Run) -> dict[str, Any]:
    """Figures and checks for the script, each as a row whose columns the script names."""
    language = run.language
    figures = {
        figure.id: [
            figure.mark, figure.label, figure.period or "", figure.unit, figure.value, figure.low or "",
            figure.high or "", language.doubt(figure) or "", language.optional(figure.why) or "",
            where(figure.location, language),
        ]
        for figure in audit.figures
        if figure.mark != IDENTIFIER
    }  # fmt: skip
    checks = [
        [
            check.id, check.rule, check.verdict, check.severity or "", check.subject, language.message(check),
            language.value(check.stated), check.relation, language.expected(check), check.arithmetic,
            [figure.id for figure in findings.figures_of(check)],
            language.suppressed(check.suppressed) if check.suppressed else "",
        ]
        for check in audit.checks
    ]  # fmt: skip
    return {"words": markup.script_words(run, "html.script."), "figures": figures, "checks": checks}
