"""The summary: what was audited, how it stands, what is still to do, and what the signs mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from auditor.dispositions import DISPOSITIONS
from auditor.outputs.workbook import findings, recomputation
from auditor.outputs.workbook.ledger import TICKS
from auditor.outputs.workbook.paper import LINE_HEIGHT, TONES, Column, Paper, lines_of
from auditor.result import AGREES, CANNOT_TELL, DISAGREES, SEVERITIES, ReportAudit, line
from auditor.standing import standing

TONE = {"good": "agrees", "open": "cannot_tell"}
"""How the tones of a report's standing are called among those of the paper, where they have another name."""

COLUMNS = (Column("", 17), Column("", 13), Column("", 13), Column("", 13), Column("", 13), Column("", 15))


@dataclass(slots=True)
class _Block:
    """Rows below one another; they are written in order."""

    paper: Paper
    sheet: Any
    row: int = 2
    widest: int = field(default=len(COLUMNS))

    @property
    def room(self) -> float:
        """Characters beside a label."""
        return sum(column.width for column in COLUMNS[1:])

    def section(self, key: str) -> None:
        self.row += 1
        for column in range(self.widest):
            words = self.paper.say(key) if not column else ""
            self.paper.text(self.sheet, self.row, column, words, self.paper.style("section"))
        self.sheet.set_row(self.row, 20)
        self.row += 1

    def pair(self, key: str, words: object, tone: str = "") -> None:
        """A label and what it says, over the rest of the width; in a tone where it matters most."""
        self.paper.text(self.sheet, self.row, 0, self.paper.say(key), self.paper.style("label"))
        look = {"font_color": TONES[tone][0], "bg_color": TONES[tone][1], "bold": True} if tone else {}
        style = self.paper.style("line", text_wrap=True, **look)
        written = "" if words is None else str(words)
        self.sheet.merge_range(self.row, 1, self.row, self.widest - 1, "", style)
        self.paper.text(self.sheet, self.row, 1, written, style)
        self.sheet.set_row(self.row, LINE_HEIGHT * lines_of(written, self.room) + 3)
        self.row += 1

    def cells(self, *written: tuple[object, Any]) -> None:
        """A row of cells, each text, number or formula with its present value, and its style."""
        for column, (words, style) in enumerate(written):
            if isinstance(words, tuple):
                self.sheet.write_formula(self.row, column, words[0], style, words[1])
            elif isinstance(words, int | float):
                self.sheet.write_number(self.row, column, words, style)
            else:
                self.paper.text(self.sheet, self.row, column, words, style)
        self.row += 1


def add_summary(paper: Paper, audit: ReportAudit) -> None:
    """Write the sheet; it is the first of the workbook and stands on one page."""
    say = paper.say
    sheet = paper.sheet(say("sheet.summary"), say("summary.heading"), COLUMNS, frozen=0, lead=[say("summary.lead")])
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    block = _Block(paper, sheet)
    _report(block, audit)
    _verdicts(block, audit)
    _coverage(block, audit)
    _scores(block, audit)
    _dispositions(block, audit)
    _signatures(block)
    _legend(block)
    sheet.print_area(0, 0, block.row, len(COLUMNS) - 1)


def _report(block: _Block, audit: ReportAudit) -> None:
    language, run = block.paper.language, block.paper.run
    block.section("summary.report")
    block.pair("report", audit.path)
    block.pair("report_title", audit.title)
    block.pair("organization", audit.organization)
    block.pair("fiscal_year", audit.fiscal_year)
    status = block.paper.say(f"status.{audit.status}")
    problem = language.optional(audit.problem)
    block.pair("status", f"{status}（{problem}）" if problem else status)
    block.pair("format", audit.format)
    block.pair("framework", audit.framework or block.paper.say("framework.none"))
    block.pair("sha256", audit.sha256)
    block.pair("tool", block.paper.say("tool_is", version=run.version, rules=run.rules_sha256[:16]))


def _verdicts(block: _Block, audit: ReportAudit) -> None:
    """Checks by verdict, as the audit found them and as the live cells have them now; findings by severity."""
    paper, language, found = block.paper, block.paper.language, line(audit)
    head, number, label = paper.style("head"), paper.style("number"), paper.style("label")
    block.section("summary.results")
    stands = standing(found, language)
    block.pair("conclusion", stands.words, tone=TONE.get(stands.tone, stands.tone))
    block.cells((paper.say("checks"), head), (paper.say("audited"), head), (paper.say("now"), head),
                (paper.say("findings.count"), head), (paper.say("count"), head))  # fmt: skip
    last = recomputation.FIRST + max(len(audit.checks), 1) - 1
    area = f"{paper.say('sheet.recomputation')}!$O${recomputation.FIRST}:$O${last}"
    for position, (verdict, severity) in enumerate(zip((AGREES, DISAGREES, CANNOT_TELL), SEVERITIES, strict=True)):
        word, count = language.say(f"verdict.{verdict}"), found.verdicts[position]
        live = (f'=COUNTIF({area},"{word}")', count)
        block.cells((word, label), (count, number), (live, number), (language.say(f"severity.{severity}"), label),
                    (found.severities[position], paper.tone(severity, "number")))  # fmt: skip
    if found.suppressed:
        block.pair("accepted", paper.say("accepted.count", count=found.suppressed))


def _coverage(block: _Block, audit: ReportAudit) -> None:
    paper, cover = block.paper, audit.coverage
    head, number, share = paper.style("head"), paper.style("number"), paper.style("number", num_format="0.0%")
    block.section("summary.coverage")
    block.cells(
        *(
            (paper.say(f"figures.{name}"), head)
            for name in ("all", "agrees", "disagrees", "unlinked", "share", "identifier")
        )
    )
    covered = (cover.agrees + cover.disagrees) / cover.figures if cover.figures else 0
    at = block.row + 1
    block.cells((cover.figures, number), (cover.agrees, number), (cover.disagrees, number), (cover.unlinked, number),
                ((f"=IF(A{at}=0,0,(B{at}+C{at})/A{at})", covered), share), (cover.identifiers, number))  # fmt: skip


def _scores(block: _Block, audit: ReportAudit) -> None:
    scores, paper = audit.scores, block.paper
    if scores is None:
        return
    head, label = paper.style("head"), paper.style("label")
    value = paper.language.value
    block.section("summary.scores")
    block.cells(("", head), (paper.say("stated"), head), (paper.say("recomputed"), head))
    centre = paper.style("centre")
    block.cells(
        (paper.say("total"), label),
        (value(scores.stated_total), centre),
        (value(scores.recomputed_total) or "–", centre),
    )
    block.cells(
        (paper.say("grade"), label), (scores.stated_grade or "–", centre), (scores.recomputed_grade or "–", centre)
    )


def _dispositions(block: _Block, audit: ReportAudit) -> None:
    """How far the findings are dealt with; the cells count the findings' sheet."""
    paper = block.paper
    head, number = paper.style("head"), paper.style("number")
    block.section("summary.progress")
    last = findings.FIRST + max(len(audit.standing), 1) - 1
    area = f"{paper.say('sheet.findings')}!${findings.DISPOSITION}${findings.FIRST}:${findings.DISPOSITION}${last}"
    words = [paper.say(f"disposition.{name}") for name in DISPOSITIONS]
    given = Counter(findings.signed(paper, audit.path, check).disposition for check in audit.standing)
    block.cells(*((word, head) for word in words))
    counts = [given[name] for name in DISPOSITIONS]
    block.cells(*(((f'=COUNTIF({area},"{word}")', count), number) for word, count in zip(words, counts, strict=True)))


def _signatures(block: _Block) -> None:
    paper = block.paper
    block.section("summary.signatures")
    label, plain, date = paper.style("label"), paper.style("input"), paper.style("input_date")
    for person, day in (("preparer", "prepared"), ("reviewer", "reviewed")):
        name = paper.run.reviewer if person == "reviewer" else ""
        block.cells((paper.say(person), label), (name, plain), (paper.say(day), label), ("", date))


def _legend(block: _Block) -> None:
    """The signs and colours, and how to work with the paper."""
    paper = block.paper
    block.section("summary.legend")
    for mark, sign in TICKS.items():
        _explained(block, sign, paper.tone(mark), paper.say(f"legend.{mark}"))
    for severity in SEVERITIES:
        _explained(
            block, paper.language.say(f"severity.{severity}"), paper.tone(severity), paper.say(f"legend.{severity}")
        )


def _explained(block: _Block, sign: str, tone: Any, words: str) -> None:
    sheet, style = block.sheet, block.paper.style("text")
    sheet.set_row(block.row, LINE_HEIGHT * lines_of(words, block.room) + 3)
    block.paper.text(sheet, block.row, 0, sign, tone)
    sheet.merge_range(block.row, 1, block.row, block.widest - 1, words, style)
    block.row += 1
