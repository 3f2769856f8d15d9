"""A small audited report, typed by hand, with everything that a page must show: all verdicts, marks and severities."""

from __future__ import annotations

from dataclasses import replace

from auditor.language import Language
from auditor.result import (
    AGREES,
    AUDITED,
    CANNOT_TELL,
    DISAGREES,
    IDENTIFIER,
    UNLINKED,
    CheckEntry,
    Correction,
    Coverage,
    FigureEntry,
    Group,
    Location,
    ReportAudit,
    Scores,
    Sentence,
    Value,
)
from auditor.run import Run
from extractor.document import Cell, Document, Paragraph, Table

TITLE = "云岭市档案馆<b>2031</b>年度绩效自评报告"
HOSTILE = "</script><img src=x onerror=alert(1)>"
SPENT = f"全年预算安排240.00万元，实际支出180.00万元，预算执行率为78.00%，其中{HOSTILE}培训费约12万元。"
STAFF = "年末在编6人，编外3人，共10人。联系电话：0999-7654321<!-- \u2028\u202e反\u0007"

PARAGRAPHS = (Paragraph(1, TITLE, level=1, page=1), Paragraph(2, "一、预算执行", level=3, page=1),
              Paragraph(3, SPENT, page=1), Paragraph(4, STAFF, page=2))  # fmt: skip
TABLE = Table(1, 3, 4, (
    Cell(1, 1, "项目", row_span=2, page=2), Cell(1, 2, "金额（万元）", column_span=2, page=2),
    Cell(2, 2, "预算", page=2), Cell(2, 3, "支出", page=2), Cell(2, 4, "备注", page=2),
    Cell(3, 1, "合计", page=2), Cell(3, 3, "180.00", page=2, doubt="split"),
), page=2)  # fmt: skip
DOCUMENT = Document("a.txt", "0" * 64, "text", (*PARAGRAPHS, TABLE), pages=2)

TEXTS = {1: TITLE, 3: SPENT, 4: STAFF}


def figure(name: str, text: str, mark: str, paragraph: int | None = None, cell: tuple[int, int] | None = None,
           nth: int = 0, unit: str = "万元", why: str | None = None) -> FigureEntry:  # fmt: skip
    """The figure as printed in its paragraph or cell, with its place counted out."""
    home = TEXTS[paragraph] if paragraph else text
    start = -1
    for _ in range(nth + 1):
        start = home.index(text, start + 1)
    page = 1 if paragraph in (1, 3) else 2
    row, column = cell or (None, None)
    place = Location(
        page, paragraph, None, 1 if cell else None, row, column, start + 1, start + len(text), (),
        home[max(0, start - 20) : start + 40],
    )  # fmt: skip
    number = text.rstrip("万元人%")
    reason = Sentence(why) if why else None
    return FigureEntry(name, text, number, number, number, number, unit, "预算执行", "2031", None,
                       "date" if mark == IDENTIFIER else "quantity", place, mark, reason)  # fmt: skip


BUDGET = figure("f2", "240.00万元", AGREES, 3)
SPENDING = figure("f3", "180.00万元", AGREES, 3)
RATE = figure("f4", "78.00%", DISAGREES, 3, unit="%")
TRAINING = figure("f5", "12万元", UNLINKED, 3, why="why.qualified")
POSTS = figure("f6", "6人", DISAGREES, 4, unit="人")
OUTSIDE = figure("f7", "3人", DISAGREES, 4, unit="人")
PEOPLE = figure("f8", "10人", DISAGREES, 4, unit="人")
PHONE = figure("f9", "0999-7654321", IDENTIFIER, 4, unit="")
TOTAL = figure("f10", "180.00", AGREES, cell=(3, 3))
FIGURES = (figure("f1", "2031", IDENTIFIER, 1, unit=""), BUDGET, SPENDING, RATE, TRAINING, POSTS, OUTSIDE, PEOPLE,
           PHONE, TOTAL)  # fmt: skip


def value(text: str, unit: str = "") -> Value:
    number = text.rstrip("万元人%分")
    return Value(text, number, number, unit)


def check(rule: str, verdict: str, severity: str | None, subject: str, stated: FigureEntry, expected: str | None,
          formula: str, operands: tuple[FigureEntry, ...], group: str | None = None,
          reason: str | None = None) -> CheckEntry:  # fmt: skip
    return CheckEntry(
        f"{rule}-{stated.id}-1", rule, verdict, severity, subject, Sentence(rule), "=",
        value(stated.text), stated, value(expected) if expected else None, None, formula, operands,
        tuple(each.location for each in (stated, *operands)),
        Sentence("cause.digit", (("figure", "78.00%"), ("to", "75.00%"))) if severity == "error" else None, None,
        group, Sentence(reason) if reason else None, "", None,
    )  # fmt: skip


RATE_CHECK = check("RAT001", DISAGREES, "error", "预算执行率<i>", RATE, "75.00%", "180.00 ÷ 240.00 × 100 = 75.00%",
                   (SPENDING, BUDGET), "g1")  # fmt: skip
SHARE_CHECK = check("SHR001", DISAGREES, "note", "支出占比", RATE, "75.00%", "180.00 ÷ 240.00 × 100 = 75.00%",
                    (SPENDING, BUDGET), "g1")  # fmt: skip
STAFF_CHECK = check("TOT001", DISAGREES, "warning", "人员合计", PEOPLE, "9人", "6 + 3 = 9人", (POSTS, OUTSIDE))
OPEN_CHECK = check("RAT001", CANNOT_TELL, None, "培训费占比", TRAINING, None, "", (), reason="reason.undefined")
TICK = check("REP001", AGREES, None, "实际支出", SPENDING, "180.00万元", "180.00万元", (TOTAL,))
CHECKS = (RATE_CHECK, SHARE_CHECK, STAFF_CHECK, OPEN_CHECK, TICK)

AUDIT = ReportAudit(
    "sub/a.txt", "0" * 64, "text", AUDITED, None, (Sentence("text.encoding_guessed", (("encoding", "GB18030"),)),),
    TITLE, "云岭市档案馆", 2031, None, Coverage(8, 3, 4, 1, 2),
    Scores(value("92分", "分"), value("90分", "分"), "优", "良"),
    (Group("g1", Sentence("cause.digit", (("figure", "78.00%"), ("to", "75.00%"))), None,
           (Correction("f4", value("75.00%", "%")),)),),
    CHECKS, FIGURES,
)  # fmt: skip

CLEAN = replace(AUDIT, path="clean.txt", checks=(TICK,), groups=(), scores=None)


def run(language: str = "zh", many: bool = False) -> Run:
    return Run(Language(language), "0.0.0", "f" * 64, many=many)
