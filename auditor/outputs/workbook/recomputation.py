"""The recomputation: a row per check, its numbers drawn from the ledger's cells, its verdict worked out live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from auditor.outputs.workbook.comparison import BY_STEP, ENDS, FIXED, Comparison, Side, verdict_formula
from auditor.outputs.workbook.live import Steps
from auditor.outputs.workbook.paper import TONES, Column, Paper, decimals, first_row
from auditor.remarks import where
from auditor.result import AGREES, CANNOT_TELL, DISAGREES, CheckEntry

COLUMNS = (
    Column("number", 8), Column("rule", 9), Column("subject", 24), Column("where", 15), Column("relation", 5),
    Column("stated", 14), Column("stated_low", 14), Column("stated_high", 14), Column("formula", 34),
    Column("recomputed", 14), Column("low", 14), Column("high", 14), Column("difference", 12), Column("unit", 8),
    Column("verdict", 9), Column("audited", 9), Column("remark", 24),
)  # fmt: skip

LEADS = ("recomputation.lead", "recomputation.ranges", "recomputation.live")
STEP_COLUMNS = (Column("step", 8), Column("value", 18), Column("low", 18), Column("high", 18))
SIGNS = {"=": "＝", "<=": "≤", ">=": "≥"}
FIRST = first_row(LEADS) + 1
"""The row, from 1, of the first check."""

FIRST_STEP = first_row(("",)) + 1


def words(paper: Paper) -> dict[str, str]:
    """The verdicts' words, as the live cells give them."""
    found = {name: paper.language.say(f"verdict.{name}") for name in (AGREES, DISAGREES, CANNOT_TELL)}
    return found | {"undefined": paper.say("undefined"), "unbounded": paper.say("unbounded")}


def add_recomputation(
    paper: Paper, comparisons: Sequence[Comparison], numbers: Mapping[str, str], steps: Steps
) -> None:
    """Write the sheet, and one with intermediate values where a formula would have been too long."""
    say = paper.say
    lead = [say(key) for key in LEADS]
    sheet = paper.sheet(say("sheet.recomputation"), say("recomputation.heading"), COLUMNS, frozen=3, lead=lead)
    for place, comparison in enumerate(comparisons):
        _row(paper, sheet, FIRST - 1 + place, comparison, numbers[comparison.check.id])
    last = FIRST + len(comparisons) - 1
    if comparisons:
        sheet.autofilter(FIRST - 2, 0, last - 1, len(COLUMNS) - 1)
        _coloured(paper, sheet, last)
    if steps.rows:
        _steps(paper, steps)


def _coloured(paper: Paper, sheet: Any, last: int) -> None:
    """Colours that follow the live verdict; a frame of its own where it is no longer what the audit found."""
    area = f"O{FIRST}:O{last}"
    changed = paper.book.add_format({"bg_color": "#F7B733", "font_color": "#000000", "bold": True})
    sheet.conditional_format(area, {"type": "formula", "criteria": f"=$O{FIRST}<>$P{FIRST}", "format": changed,
                                    "stop_if_true": True})  # fmt: skip
    for name in (DISAGREES, CANNOT_TELL, AGREES):
        ink, ground = TONES[name]
        tone = paper.book.add_format({"font_color": ink, "bg_color": ground})
        word = words(paper)[name]
        sheet.conditional_format(area, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": tone})


def _row(paper: Paper, sheet: Any, row: int, comparison: Comparison, number: str) -> None:
    check, text = comparison.check, paper.text
    how = comparison.expected.how if comparison.live and comparison.expected else "static"
    remark = "" if how == BY_STEP else paper.say(f"how.{how}")
    if comparison.expected is None:
        remark = paper.language.optional(check.reason) or paper.language.message(check)
    if check.suppressed is not None:
        remark = paper.language.suppressed(check.suppressed)
    place = where(check.locations[0], paper.language) if check.locations else ""
    told: dict[int, object] = {2: check.subject, 3: place, 8: check.arithmetic, 16: remark}
    paper.height(sheet, row, COLUMNS, _words(comparison) | told)
    text(sheet, row, 0, number, paper.style("centre"))
    text(sheet, row, 1, check.rule, paper.style("centre"))
    text(sheet, row, 2, check.subject)
    text(sheet, row, 3, place, paper.style("small"))
    text(sheet, row, 4, SIGNS.get(check.relation, check.relation), paper.style("centre"))
    text(sheet, row, 8, check.arithmetic, paper.style("small"))
    text(sheet, row, 13, check.stated.unit if check.stated else "", paper.style("centre"))
    text(sheet, row, 15, words(paper)[check.verdict], paper.style("centre"))
    text(sheet, row, 16, remark, paper.style("small"))
    if comparison.stated is None or comparison.expected is None:
        _untold(paper, sheet, row, check)
        return
    year = check.stated_figure is not None and check.stated_figure.kind != "quantity"
    _side(paper, sheet, row, (5, 6, 7), comparison.stated, comparison.decimals, year)
    _side(paper, sheet, row, (9, 10, 11), comparison.expected, comparison.decimals, year)
    _difference(paper, sheet, row, comparison)
    verdict = words(paper)[check.verdict]
    if comparison.live:
        formula = verdict_formula(comparison, row + 1, words(paper))
        sheet.write_formula(row, 14, formula, paper.style("centre", bold=True), verdict)
    else:
        text(sheet, row, 14, verdict, paper.style("centre", bold=True))


def _words(comparison: Comparison) -> dict[int, object]:
    """Values that are words, by column."""
    sides = ((5, comparison.stated), (9, comparison.expected))
    return {column: side.value for column, side in sides if side is not None and side.number is None}


def _untold(paper: Paper, sheet: Any, row: int, check: CheckEntry) -> None:
    """A check without a comparison: what was stated, and why nothing can be told."""
    language = paper.language
    for column in (6, 7, 10, 11, 12):
        paper.text(sheet, row, column, "")
    paper.text(sheet, row, 5, language.value(check.stated), paper.style("number"))
    paper.text(sheet, row, 9, language.value(check.expected), paper.style("number"))
    paper.text(sheet, row, 14, words(paper)[check.verdict], paper.style("centre", bold=True))


def _side(
    paper: Paper, sheet: Any, row: int, columns: tuple[int, int, int], side: Side, places: int, year: bool
) -> None:
    """Value, low and high of a side; ``year``: a year or another number that takes no commas."""
    shown = max(decimals(side.number) if side.how == FIXED else 0, printed_decimals(side.text))
    number = paper.style("number", num_format="0") if year else paper.number(shown)
    if isinstance(side.value, str) and side.number is not None and side.how != FIXED:
        formula = f'=IFERROR({side.value},"{paper.say("undefined")}")' if "/" in side.value else f"={side.value}"
        sheet.write_formula(row, columns[0], formula, number, float(side.number))
    elif isinstance(side.value, Decimal):
        sheet.write_number(row, columns[0], float(side.value), number)
    else:
        paper.text(sheet, row, columns[0], side.value, paper.style("small"))
    for column, end, known in zip(columns[1:], (side.low, side.high), (side.range.low, side.range.high), strict=True):
        style = number if year else paper.number(min(places, max(shown, min(decimals(known), shown + 2))))
        _end(paper, sheet, row, column, end, known, places, style)


def _end(
    paper: Paper, sheet: Any, row: int, column: int, end: str | Decimal | None, known: Decimal | None, places: int,
    style: Any,
) -> None:  # fmt: skip
    """One end of a range, rounded to the digits that a cell surely holds."""
    if end is None or known is None:
        sheet.write_string(row, column, paper.say("unbounded"), paper.style("number", font_color="#777777"))
    elif isinstance(end, str) and not _is_number(end):
        inner = f"ROUND({end},{places})"
        if "NA()" in end:
            inner = f'_xlfn.IFNA({inner},"{paper.say("unbounded")}")'
        guarded = f'=IFERROR({inner},"{paper.say("undefined")}")' if "/" in end else f"={inner}"
        sheet.write_formula(row, column, guarded, style, float(round(known, places)))
    else:
        sheet.write_number(row, column, float(Decimal(end)), style)


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except ArithmeticError:
        return False
    return True


def printed_decimals(text: str) -> int:
    """Decimals of the first number in a printed value."""
    digits = text.partition(".")[2]
    count = 0
    while count < len(digits) and digits[count].isdecimal():
        count += 1
    return min(12, count)


def _difference(paper: Paper, sheet: Any, row: int, comparison: Comparison) -> None:
    """Stated less recomputed; where the expected side is a range, what lies beyond its nearer end."""
    stated, expected = comparison.stated, comparison.expected
    assert stated is not None and expected is not None
    gap = difference(comparison)
    if gap is None:
        paper.text(sheet, row, 12, "")
        return
    at = row + 1
    g, h, k, l = (f"{column}{at}" for column in ENDS)  # noqa: E741 - the columns' letters
    if stated.number is not None and expected.number is not None:
        formula = f'=IF(AND(ISNUMBER(F{at}),ISNUMBER(J{at})),ROUND(F{at}-J{at},{comparison.decimals}),"")'
    else:
        formula = (
            f"=IF(AND(ISNUMBER({g}),ISNUMBER({l}),{g}>{l}),ROUND({g}-{l},{comparison.decimals}),"
            f"IF(AND(ISNUMBER({h}),ISNUMBER({k}),{h}<{k}),ROUND({h}-{k},{comparison.decimals}),0))"
        )
    shown = max(printed_decimals(stated.text), printed_decimals(expected.text))
    style = paper.style("number", num_format=signed(shown))
    sheet.write_formula(row, 12, formula, style, float(gap))


def signed(places: int) -> str:
    """A number format for differences: with a sign where there is one."""
    shown = "#,##0" + ("." + "0" * places if places else "")
    return f"+{shown};-{shown};{shown}"


def difference(comparison: Comparison) -> Decimal | None:
    """The difference as the audit found it; None where the two sides are words."""
    stated, expected = comparison.stated, comparison.expected
    if stated is None or expected is None or (not comparison.live and expected.number is None):
        return None
    if stated.number is not None and expected.number is not None:
        return round(stated.number - expected.number, comparison.decimals)
    own, other = stated.range, expected.range
    if own.low is not None and other.high is not None and own.low > other.high:
        return own.low - other.high
    if own.high is not None and other.low is not None and own.high < other.low:
        return own.high - other.low
    return Decimal(0)


def _steps(paper: Paper, steps: Steps) -> None:
    sheet = paper.sheet(steps.name, paper.say("steps.heading"), STEP_COLUMNS, lead=[paper.say("steps.lead")])
    for place, live in enumerate(steps.rows):
        row = FIRST_STEP - 1 + place
        paper.text(sheet, row, 0, str(place + 1), paper.style("centre"))
        ends = ((live.value, live.number), (live.low, live.range.low), (live.high, live.range.high))
        for column, (formula, known) in enumerate(ends, 1):
            if formula is None:
                paper.text(sheet, row, column, paper.say("unbounded"))
            else:
                sheet.write_formula(row, column, f"={formula}", paper.number(6), 0 if known is None else float(known))
