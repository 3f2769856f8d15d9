"""A folder at a glance: by unit, year, severity and indicator; copied text, last year's figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from auditor.language import Language
from auditor.likeness import Sketches, copied, unchanged
from auditor.overview_tables import COUNTS, Overview
from auditor.remarks import where
from auditor.result import SEVERITIES, CheckEntry, ReportAudit, line


class Audits(Protocol):
    """The audits of a folder: all in their order, and each by its number from 0."""

    def __iter__(self) -> Iterator[ReportAudit]: ...

    def __getitem__(self, number: int, /) -> ReportAudit: ...


def overview(audits: Audits, language: Language) -> Overview:
    """The tables of a folder. The audits are read one at a time, and those of which an example is told once more."""
    found, sketches = Overview(language), Sketches()
    for audit in audits:
        sketches.add(audit)
        _add(found, audit)
    alike = copied(sketches, audits)
    found.put("copied", ((each.first, each.second, each.shared, each.share, each.example) for each in alike.pairs))
    found.put("unchanged", (
        (each.organization, each.old, each.old_year, each.new, each.new_year, each.same, each.comparable,
         " / ".join(each.examples))
        for each in unchanged(sketches, audits)
    ))  # fmt: skip
    found.cut = ("copied",) if alike.cut else ()
    sketches.close()
    return found


def _add(found: Overview, audit: ReportAudit) -> None:
    """The rows of one report."""
    language, told, cover = found.language, line(audit), audit.coverage
    head = (audit.path, audit.organization, audit.fiscal_year)
    found.put("reports", [(
        *head, audit.status, language.optional(audit.problem), cover.figures, cover.agrees + cover.disagrees,
        *told.verdicts, *told.severities, told.suppressed, told.stated_total, told.recomputed_total, audit.sha256,
    )])  # fmt: skip
    found.put("tallies", [("organization", audit.organization, *told.severities, *told.verdicts)])
    found.put("tallies", [("fiscal_year", audit.fiscal_year, *told.severities, *told.verdicts)])
    found.put("tallies", _tallies(audit, language))
    found.put("findings", ((*head, *_finding(check, language)) for check in audit.findings))
    found.put("indicators", _indicators(audit, language))
    found.put("unread", ((audit.path, language.sentence(note)) for note in audit.notes))


def _tallies(audit: ReportAudit, language: Language) -> Iterator[tuple[object, ...]]:
    """What the report counts by rule and by subject; a suppressed finding is no error, but it disagrees."""
    counted: dict[tuple[str, str], list[int]] = {}
    for check in audit.checks:
        title = f"{check.rule}.title"
        rule = f"{check.rule} {language.say(title)}" if language.has(title) else check.rule
        for key in (("rule", rule), ("subject", check.subject)):
            counts = counted.setdefault(key, [0] * 6)
            counts[3 + COUNTS[4:].index(check.verdict)] += 1
            if check.severity and check.suppressed is None:
                counts[SEVERITIES.index(check.severity)] += 1
    for key, counts in counted.items():
        yield *key, *counts


def _finding(check: CheckEntry, language: Language) -> tuple[object, ...]:
    place = check.stated_figure.location if check.stated_figure else next(iter(check.locations), None)
    return (
        check.rule, check.severity, check.subject, where(place, language) if place else check.where,
        place.quote if place else "", language.value(check.stated), language.value(check.expected),
        check.stated.unit if check.stated else "", check.formula, language.optional(check.cause),
        language.optional(check.consequence), check.group,
        language.suppressed(check.suppressed) if check.suppressed else None, check.id,
    )  # fmt: skip


def _indicators(audit: ReportAudit, language: Language) -> Iterator[tuple[object, ...]]:
    """The first check of each subject with a stated figure: the indicator as this report tells it."""
    seen: set[tuple[str, str]] = set()
    for check in audit.checks:
        figure = check.stated_figure
        if figure is None or figure.kind != "quantity" or (check.subject, figure.unit) in seen:
            continue
        seen.add((check.subject, figure.unit))
        yield (
            check.subject, figure.unit, audit.path, audit.organization, audit.fiscal_year, figure.text, figure.value,
            language.value(check.expected), check.verdict, check.rule, where(figure.location, language),
        )  # fmt: skip
