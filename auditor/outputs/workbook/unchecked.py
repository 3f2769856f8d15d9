"""What was not checked, and why: what was not read, what could not be told, which figures nothing is linked to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from auditor.outputs.workbook.paper import Column, Paper, first_row
from auditor.remarks import where
from auditor.result import CANNOT_TELL, PARTLY, UNLINKED, ReportAudit

COLUMNS = (Column("kind", 16), Column("item", 34), Column("where", 26), Column("reason", 60), Column("count", 8))
LEADS = ("unchecked.lead",)

Row = tuple[str, str, str, str, int]


def add_unchecked(paper: Paper, audit: ReportAudit, numbers: Mapping[str, str]) -> None:
    """Write the sheet."""
    say = paper.say
    lead = [say(key) for key in LEADS]
    sheet = paper.sheet(say("sheet.unchecked"), say("unchecked.heading"), COLUMNS, lead=lead)
    first = first_row(lead)
    found = [*_unread(paper, audit), *_untold(paper, audit, numbers), *_unlinked(paper, audit), *_unused(paper, audit)]
    for row, (kind, item, place, reason, count) in enumerate(found, first):
        paper.height(sheet, row, COLUMNS, dict(enumerate((kind, item, place, reason))))
        for column, words in enumerate((kind, item, place, reason)):
            paper.text(sheet, row, column, words)
        sheet.write_number(row, 4, count, paper.style("number"))
    if found:
        sheet.autofilter(first - 1, 0, first + len(found) - 1, len(COLUMNS) - 1)
    else:
        paper.text(sheet, first, 0, say("unchecked.nothing"), paper.style("plain"))


def _unread(paper: Paper, audit: ReportAudit) -> list[Row]:
    """Notes of the reader, and that the report was read in part only or gave nothing to check."""
    kind, language = paper.say("unchecked.reading"), paper.language
    found: list[Row] = []
    if audit.status == PARTLY:
        found.append((kind, paper.say("unchecked.partly"), "", paper.say("unchecked.partly_why"), 1))
    if audit.problem is not None:
        found.append((kind, paper.say("unchecked.report"), "", language.sentence(audit.problem), 1))
    return found + [(kind, paper.say("unchecked.note"), "", language.sentence(note), 1) for note in audit.notes]


def _untold(paper: Paper, audit: ReportAudit, numbers: Mapping[str, str]) -> list[Row]:
    """Checks that came to no verdict, each with its reason."""
    language, kind = paper.language, paper.say("unchecked.cannot_tell")
    found: list[Row] = []
    for check in audit.checks:
        if check.verdict == CANNOT_TELL:
            place = where(check.locations[0], language) if check.locations else ""
            item = f"{numbers[check.id]} {check.rule} {check.subject}"
            found.append((kind, item, place, language.optional(check.reason) or language.message(check), 1))
    return found


def _unlinked(paper: Paper, audit: ReportAudit) -> list[Row]:
    """Figures in no check that came to a verdict, counted by reason."""
    language = paper.language
    reasons = Counter(language.optional(each.why) or "" for each in audit.figures if each.mark == UNLINKED)
    item, place = paper.say("unchecked.figures"), paper.say("unchecked.filter")
    return [(paper.say("unchecked.unlinked"), item, place, reason, count) for reason, count in reasons.most_common()]


def _unused(paper: Paper, audit: ReportAudit) -> list[Row]:
    """Rules that found nothing to compare in this report."""
    from validators.rules import rules

    used = {check.rule for check in audit.checks}
    idle = [rule.code for rule in rules() if rule.code not in used]
    if not idle:
        return []
    return [(paper.say("unchecked.rules"), ", ".join(idle), "", paper.say("unchecked.rules_why"), len(idle))]
