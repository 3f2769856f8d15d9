"""What is said beside a figure in the marked report: the remark on one finding, and the summary at its head."""

from __future__ import annotations

import unicodedata
from collections import Counter

from auditor.language import Language
from auditor.result import DISAGREES, SEVERITIES, CheckEntry, Group, Location, ReportAudit
from auditor.run import Run

AUTHOR = "gouji"
NOTES = 20
"""How many notes on the reading the summary lists; more are counted."""


def remark(check: CheckEntry, audit: ReportAudit, language: Language) -> tuple[str, ...]:
    """The lines of a finding's remark: head, message, both numbers, formula, cause, consequence, correction, place.

    One that is suppressed says so at its head, and why.
    """
    say = language.say
    lines = [say("marks.head", severity=grade(check, language), rule=check.rule, subject=check.subject)]
    if check.suppressed is not None:
        lines.append(language.suppressed(check.suppressed))
    lines.append(language.message(check))
    stated, expected = language.value(check.stated), language.expected(check)
    if stated or expected:
        lines.append(say("marks.compared", stated=stated, expected=expected))
    if check.arithmetic:
        lines.append(say("marks.formula", formula=check.arithmetic))
    if check.cause:
        lines.append(say("marks.cause", cause=language.sentence(check.cause)))
    if check.consequence:
        lines.append(say("marks.consequence", consequence=language.sentence(check.consequence)))
    lines += _group(check, audit, language)
    if check.locations:
        lines.append(say("marks.place", place=where(check.locations[0], language)))
    return tuple(clean(line) for line in lines if line)


def grade(check: CheckEntry, language: Language) -> str:
    """The check's severity in a word; that it is suppressed where it is, its verdict where it has no severity."""
    if check.suppressed is not None:
        return language.say("suppressed.short")
    return language.say(f"severity.{check.severity}" if check.severity else f"verdict.{check.verdict}")


def tick(check: CheckEntry, language: Language) -> str:
    """The line on a check that agrees."""
    return clean(language.say("marks.tick", rule=check.rule, message=language.message(check)))


def summary(audit: ReportAudit, run: Run) -> tuple[str, ...]:
    """The lines at the head of the marked report: who marked it, what was found, what was and was not checked."""
    say = run.language.say
    found = Counter(check.severity for check in audit.standing)
    verdicts = Counter(check.verdict for check in audit.checks)
    errors, warnings, notes = (found[name] for name in SEVERITIES)
    cover = audit.coverage
    lines = [
        say("marks.maker", version=run.version, rules=run.rules_sha256[:12]),
        say("marks.found", errors=errors, warnings=warnings, notes=notes, agrees=verdicts["agrees"],
            cannot_tell=verdicts["cannot_tell"]),
        say("marks.covered", figures=cover.figures, agrees=cover.agrees, disagrees=cover.disagrees,
            unlinked=cover.unlinked),
    ]  # fmt: skip
    if audit.accepted:
        lines.append(say("suppressed.count", count=len(audit.accepted)))
    if not audit.checked:
        lines.append(say("problem.nothing"))
    if audit.status == "partly":
        lines.append(say("marks.partly"))
    lines += [say("marks.note", note=run.language.sentence(note)) for note in audit.notes[:NOTES]]
    if len(audit.notes) > NOTES:
        lines.append(say("marks.more_notes", count=len(audit.notes) - NOTES))
    return tuple(clean(line) for line in lines)


def marked_at(check: CheckEntry) -> tuple[Location, ...]:
    """Where the finding is marked: at the stated figure; where none is stated, at every figure it rests on."""
    return (check.stated_figure.location,) if check.stated_figure else check.locations


def where(place: Location, language: Language) -> str:
    """The place in words: page, sheet, then the paragraph, or the table with row and column."""
    parts = []
    if place.page is not None:
        parts.append(language.say("where.page", page=place.page))
    if place.sheet is not None:
        parts.append(language.say("where.sheet", sheet=place.sheet))
    if place.table is not None:
        parts.append(language.say("where.cell", table=place.table, row=place.row, column=place.column))
    elif place.paragraph is not None:
        parts.append(language.say("where.paragraph", paragraph=place.paragraph))
    return " ".join(parts)


def clean(line: str) -> str:
    """The line without signs that neither XML nor a pop-up note may hold; line breaks become blanks."""
    return "".join(
        " " if sign in "\t\r\n" else sign
        for sign in line
        if sign in "\t\r\n" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn")
    )


def _group(check: CheckEntry, audit: ReportAudit, language: Language) -> list[str]:
    """What the finding's group adds: the likely correction, and how many findings share the cause."""
    group = next((each for each in audit.groups if each.id == check.group), None)
    if group is None:
        return []
    lines = _corrections(group, audit, language)
    shared = sum(each.group == group.id and each.verdict == DISAGREES for each in audit.checks) - 1
    if shared > 0:
        lines.append(language.say("marks.shared", count=shared))
    return lines


def _corrections(group: Group, audit: ReportAudit, language: Language) -> list[str]:
    figures = {figure.id: figure for figure in audit.figures}
    lines = []
    for each in group.corrections:
        figure = figures.get(each.figure)
        if figure is not None:
            place = where(figure.location, language)
            lines.append(language.say("marks.correction", figure=figure.text, place=place, to=language.value(each.to)))
    return lines
