"""The summary in a terminal: a table per report with findings, a line per report, and the totals."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

from auditor import amendments
from auditor.marker import MARK
from auditor.outputs import Lines
from auditor.remarks import grade, where
from auditor.result import CANNOT_TELL, DISAGREES, SEVERITIES, CheckEntry, Coverage, ReportAudit, ReportLine
from auditor.run import Run

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

NAME = "console"
ENDING = ".txt"
BINARY = False
ORDER = 0
BETWEEN = ""

NARROW = 110
"""Columns of a terminal below which a table would be mostly white."""

COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan", "agrees": "green", "cannot_tell": "dim"}


def opening(run: Run) -> str:
    return run.language.say("console.opening", version=run.version, rules=run.rules_sha256[:12], mark=MARK) + "\n"


def entry(audit: ReportAudit, run: Run) -> str:
    """The report's table; nothing where there is nothing to show, since its line follows at the end."""
    say = run.language.say
    everything = audit.checks if run.all_checks else audit.findings
    shown = tuple(check for check in everything if check.suppressed is None)
    if not everything and not audit.notes:
        return ""
    parts: list[RenderableType] = ["", _text(_title(audit), "bold")]
    parts += [_text(say("console.note", note=run.language.sentence(note)), "yellow") for note in audit.notes]
    if run.filer:
        parts += [_text(line) for line in amendments.lines(audit, run.language)]
        return _rendered(parts, run)
    if shown:
        parts += _listed(shown, run)
    if audit.accepted:
        parts += ["", _text(say("console.accepted", count=len(audit.accepted)), "dim"), *_listed(audit.accepted, run)]
    parts.append(_text(coverage(audit.coverage, run), "dim"))
    return _rendered(parts, run)


def closing(run: Run, lines: Lines) -> str:
    """One line per report, then the totals."""
    say = run.language.say
    parts: list[RenderableType] = [""]
    parts += [_text(report_line(line, run), _tone(line)) for line in lines]
    parts += ["", _text(totals(run, lines), "bold")]
    if run.skipped:
        parts.append(_text(say("console.skipped", count=run.skipped), "dim"))
    return _rendered(parts, run)


def report_line(line: ReportLine, run: Run) -> str:
    """The report in a line; it never says that all is well where nothing could be checked."""
    say = run.language.say
    if line.status == "unreadable":
        problem = run.language.optional(line.problem) or ""
        return f"✗ {line.path}  " + say("console.unreadable", problem=problem)
    found = [
        say(f"severity.{name}") + f" {count}" for name, count in zip(SEVERITIES, line.severities, strict=True) if count
    ]
    if not line.checked:
        sign, verdict = "?", say("problem.nothing")
    elif found:
        sign, verdict = "✗", " · ".join(found)
    elif line.status == "partly":
        sign, verdict = "◐", say("console.partly")
    else:
        sign, verdict = "✓", say("console.clean_but" if line.suppressed else "console.clean")
    if line.suppressed:
        verdict += " · " + say("suppressed.count", count=line.suppressed)
    partly = say("console.partly") + "  " if line.status == "partly" and sign != "◐" else ""
    total = ""
    if line.stated_total and line.recomputed_total:
        total = "  " + say("console.scores", stated=line.stated_total, recomputed=line.recomputed_total)
    return f"{sign} {line.path}  {partly}{verdict}  {coverage(line.coverage, run)}{total}"


def totals(run: Run, lines: Lines) -> str:
    severities = [sum(line.severities[position] for line in lines) for position in range(3)]
    return run.language.say(
        "console.totals",
        reports=len(lines),
        unreadable=sum(line.status == "unreadable" for line in lines),
        unchecked=sum(line.status != "unreadable" and not line.checked for line in lines),
        errors=severities[0],
        warnings=severities[1],
        notes=severities[2],
        agrees=sum(line.verdicts[0] for line in lines),
        disagrees=sum(line.verdicts[1] for line in lines),
        cannot_tell=sum(line.verdicts[2] for line in lines),
    )


def coverage(found: Coverage, run: Run) -> str:
    covered = found.agrees + found.disagrees
    return run.language.say(
        "console.coverage", figures=found.figures, covered=covered, agrees=found.agrees, disagrees=found.disagrees,
        unlinked=found.unlinked, share=f"{covered / found.figures:.0%}" if found.figures else "–",
    )  # fmt: skip


def _title(audit: ReportAudit) -> str:
    return "  ".join(part for part in (audit.path, audit.title, audit.organization) if part)


def _tone(line: ReportLine) -> str:
    if line.failed or line.severities[0]:
        return "red"
    return "yellow" if line.severities[1] or line.status == "partly" else ""


def _listed(checks: tuple[CheckEntry, ...], run: Run) -> list[RenderableType]:
    """The checks as a table; in a terminal too narrow for its columns one below the other."""
    return [_table(checks, run)] if run.width >= NARROW else [part for check in checks for part in _stacked(check, run)]


def _stacked(check: CheckEntry, run: Run) -> list[RenderableType]:
    """A check in a few lines: level, rule, subject and place; both values; the arithmetic and why."""
    from rich.padding import Padding

    place = where(check.locations[0], run.language) if check.locations else ""
    head = _text(grade(check, run.language), _colour(check))
    head.append_text(_text(f"  {check.rule}  {check.subject}  {place}".rstrip()))
    compared = _text(run.language.say("column.compared") + "  ", "dim")
    compared.append_text(_text(_compared(check, run), "bold"))
    below = [compared, *(_text(line) for line in _why(check, run).splitlines())]
    return [head, *(Padding(line, (0, 0, 0, 4), expand=False) for line in below)]


def _colour(check: CheckEntry) -> str:
    return "dim" if check.suppressed is not None else COLOURS[check.severity or check.verdict]


def _table(checks: tuple[CheckEntry, ...], run: Run) -> RenderableType:
    from rich import box
    from rich.table import Table

    say = run.language.say
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    table.add_column(say("column.severity"), no_wrap=True)
    table.add_column(say("column.rule"), no_wrap=True)
    table.add_column(say("column.subject"), ratio=3, overflow="fold")
    table.add_column(say("column.compared"), ratio=3, overflow="fold")
    table.add_column(say("column.why"), ratio=6, overflow="fold")
    table.add_column(say("column.where"), ratio=2, overflow="fold")
    for check in checks:
        table.add_row(
            _text(grade(check, run.language), _colour(check)),
            _text(check.rule),
            _text(check.subject),
            _text(_compared(check, run)),
            _text(_why(check, run)),
            _text(where(check.locations[0], run.language) if check.locations else ""),
        )
    return table


def _compared(check: CheckEntry, run: Run) -> str:
    """Stated against recomputed, both with their units."""
    stated, expected = run.language.value(check.stated), run.language.expected(check)
    if check.verdict != DISAGREES and not expected:
        return stated
    return run.language.say("console.compared", stated=stated, expected=expected)


def _why(check: CheckEntry, run: Run) -> str:
    language = run.language
    lines = [language.message(check) if check.verdict == CANNOT_TELL else check.arithmetic or language.message(check)]
    if check.suppressed is not None:
        lines.append(language.suppressed(check.suppressed))
    if check.cause:
        lines.append(language.say("console.cause", cause=language.sentence(check.cause)))
    if check.consequence:
        lines.append(language.say("console.consequence", consequence=language.sentence(check.consequence)))
    return "\n".join(lines)


def _text(words: str, style: str = "") -> Text:
    """Words of a report as they are: no markup, no control characters that could drive a terminal."""
    from rich.text import Text

    kept = "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs") else " " for letter in words
    )
    return Text(kept, style=style)


def _rendered(parts: list[RenderableType], run: Run) -> str:
    written = io.StringIO()
    console = _console(written, run)
    for part in parts:
        console.print(part, soft_wrap=False)
    return written.getvalue()


def _console(written: io.StringIO, run: Run) -> Console:
    from rich.console import Console

    return Console(
        file=written, force_terminal=run.colour, no_color=not run.colour, width=run.width, highlight=False,
        markup=False, emoji=False, legacy_windows=False, color_system="standard" if run.colour else None,
    )  # fmt: skip
