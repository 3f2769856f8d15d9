"""Which marks a report gets, page by page: highlights on findings, ticks on confirmed figures, notes in the margin."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.language import Language
from auditor.remarks import marked_at, remark, summary, tick
from auditor.result import AGREES, SEVERITIES, CheckEntry, FigureEntry, Location, ReportAudit
from auditor.run import Run

HIGHLIGHT, TICK, NOTE = "highlight", "tick", "note"
SUPPRESSED = "suppressed"
GRADES = (*SEVERITIES, SUPPRESSED)
"""What a highlight is coloured by, the gravest first."""

Boxes = tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark with the text of its note. ``boxes`` are on the page as shown; a note in the margin has none.

    ``severity`` is one of GRADES for a highlight.
    """

    kind: str
    boxes: Boxes
    severity: str
    text: str


def marks(audit: ReportAudit, run: Run) -> dict[int, list[Mark]]:
    """The marks of each page, pages from 1; the summary comes first, in the margin of page 1."""
    found: dict[int, list[Mark]] = {1: [Mark(NOTE, (), "", "\n".join(summary(audit, run)))]}
    for (page, boxes), checks in _marked_places(audit).items():
        texts = ["\n".join(_lines(check, audit, run.language, page, boxes)) for check in checks]
        severity = min((_severity(check) for check in checks), key=GRADES.index)
        kind = HIGHLIGHT if boxes else NOTE
        found.setdefault(page or 1, []).append(Mark(kind, boxes, severity, "\n\n".join(texts)))
    if run.all_checks:
        for figure, text in _ticked(audit, run.language):
            found.setdefault(figure.location.page or 1, []).append(Mark(TICK, figure.location.boxes, "", text))
    return found


def _marked_places(audit: ReportAudit) -> dict[tuple[int | None, Boxes], list[CheckEntry]]:
    """The places to mark with the findings told there; a finding without any place is told on the first page."""
    places: dict[tuple[int | None, Boxes], list[CheckEntry]] = {}
    for check in audit.findings:
        keys = {(place.page, place.boxes if place.page else ()): None for place in marked_at(check)}
        for key in keys or {(None, ()): None}:
            places.setdefault(key, []).append(check)
    return places


def _severity(check: CheckEntry) -> str:
    return SUPPRESSED if check.suppressed is not None else check.severity or SEVERITIES[-1]


def _lines(
    check: CheckEntry, audit: ReportAudit, language: Language, page: int | None, boxes: Boxes
) -> tuple[str, ...]:
    """The finding's remark, and why it does not stand at the figure where it does not."""
    lines = remark(check, audit, language)
    if boxes:
        return lines
    return (*lines, language.say("marks.on_page" if page else "marks.at_head"))


def _ticked(audit: ReportAudit, language: Language) -> list[tuple[FigureEntry, str]]:
    """Every confirmed figure that has a place, with the checks that it is stated in, or else that it serves."""
    stated: dict[str, list[CheckEntry]] = {}
    serving: dict[str, list[CheckEntry]] = {}
    for check in audit.checks:
        if check.verdict != AGREES:
            continue
        if check.stated_figure:
            stated.setdefault(check.stated_figure.id, []).append(check)
        for figure in check.operands:
            serving.setdefault(figure.id, []).append(check)
    found = []
    for figure in audit.figures:
        if figure.mark == AGREES and _placed(figure.location):
            checks = stated.get(figure.id) or serving.get(figure.id, [])
            found.append((figure, "\n".join(tick(check, language) for check in checks)))
    return found


def _placed(place: Location) -> bool:
    return place.page is not None and bool(place.boxes)
