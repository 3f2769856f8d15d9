"""What a folder's findings add up to, by unit, year, rule and subject."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.language import Language
from auditor.result import ReportAudit, line

MOST_SUBJECTS = 50_000
"""Subjects that are counted apart; memory stays bounded whatever the folder."""

MOST_NOTES = 20_000
"""Notes on reading that are listed."""


@dataclass(slots=True)
class Tally:
    """Reports, findings by severity (error, warning, note) and checks by verdict (agrees, disagrees, cannot tell)."""

    reports: int = 0
    severities: list[int] = field(default_factory=lambda: [0, 0, 0])
    verdicts: list[int] = field(default_factory=lambda: [0, 0, 0])


@dataclass(slots=True)
class Tallies:
    """The tallies of a folder; ``notes`` are what reading had to say, with the report's path."""

    organizations: dict[str, Tally] = field(default_factory=dict)
    years: dict[str, Tally] = field(default_factory=dict)
    rules: dict[str, Tally] = field(default_factory=dict)
    subjects: dict[str, Tally] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)


def gathered(tallies: Tallies, audit: ReportAudit, language: Language) -> None:
    """Add a report."""
    summary = line(audit)
    for table, key in ((tallies.organizations, audit.organization), (tallies.years, str(audit.fiscal_year or ""))):
        tally = table.setdefault(key, Tally())
        tally.reports += 1
        tally.severities = [a + b for a, b in zip(tally.severities, summary.severities, strict=True)]
        tally.verdicts = [a + b for a, b in zip(tally.verdicts, summary.verdicts, strict=True)]
    _checks(tallies, audit, language)
    room = MOST_NOTES - len(tallies.notes)
    tallies.notes.extend((audit.path, language.sentence(note)) for note in audit.notes[: max(0, room)])


def _checks(tallies: Tallies, audit: ReportAudit, language: Language) -> None:
    """By rule and by subject; a report counts once for each."""
    seen: set[tuple[int, str]] = set()
    for check in audit.checks:
        title = f"{check.rule}.title"
        rule = f"{check.rule} {language.say(title)}" if language.has(title) else check.rule
        for place, (table, key) in enumerate(((tallies.rules, rule), (tallies.subjects, check.subject))):
            if key not in table and len(table) >= MOST_SUBJECTS:
                continue
            tally = table.setdefault(key, Tally())
            tally.reports += (place, key) not in seen
            seen.add((place, key))
            tally.verdicts[("agrees", "disagrees", "cannot_tell").index(check.verdict)] += 1
            if check.severity:
                tally.severities[("error", "warning", "note").index(check.severity)] += 1
