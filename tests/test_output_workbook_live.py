"""The working paper recalculated: formulas give the audit's verdicts, and follow a changed figure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from recalculating import recalculated

from auditor.language import LANGUAGES, Language
from auditor.outputs import Source, workbook
from auditor.outputs.workbook.arithmetic import NotArithmetic, Term, parsed
from auditor.outputs.workbook.live import Live, Steps, compiled
from auditor.pipeline import audit_file
from auditor.run import Run
from extractor.interval import Interval

REPORT = (
    "青榆市文化馆2023年度部门整体支出绩效自评报告\n"
    "全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。\n"
    "年末实有人员40人，其中：男性25人，女性15人，男性占62.50%。\n"
    "收入合计1,234.5万元，其中：财政拨款1,200.12万元，其他收入34.38万元。\n"
    "2023年支出301.25万元，比上年增加50.25万元，增长20.02%。\n"
)
SHEET = {"zh": ("复算", "台账"), "en": ("Recomputation", "Ledger")}


def made(path: Path, folder: Path, language: str = "zh") -> Path:
    audit = audit_file(path)
    book = folder / f"{path.stem}.xlsx"
    book.write_bytes(workbook.render(audit, Run(Language(language), "0.1.0", "ab" * 32), Source(b"", None)))
    return book


def without_values(book: Path) -> Path:
    """The workbook with its formulas only, so that every value that is read back was worked out."""
    loaded = openpyxl.load_workbook(book)
    loaded.save(book)
    return book


def verdicts(book: Path, language: str = "zh") -> dict[str, tuple[str, str, str]]:
    """Live and audited verdict, and the recomputed value, by the check's number."""
    sheet = openpyxl.load_workbook(book, data_only=True)[SHEET[language][0]]
    rows = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("R-")]
    return {row[0]: (row[14], row[15], row[9]) for row in rows}


@pytest.mark.needs("localc")
@pytest.mark.parametrize("language", LANGUAGES)
def test_recalculated_verdicts_are_those_of_the_audit(tmp_path: Path, language: str) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    book = without_values(made(tmp_path / "a.txt", tmp_path, language))
    found = verdicts(recalculated(book, tmp_path / "out"), language)
    assert len(found) >= 5
    assert {live for live, _, _ in found.values()} >= {Language(language).say("verdict.disagrees")}
    assert [live for live, _, _ in found.values()] == [audited for _, audited, _ in found.values()]


@pytest.mark.needs("localc")
def test_a_changed_figure_changes_the_verdict(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    book = made(tmp_path / "a.txt", tmp_path)
    loaded = openpyxl.load_workbook(book)
    ledger = loaded["台账"]
    rows = {ledger.cell(row, 3).value: row for row in range(6, ledger.max_row + 1)}
    ledger[f"D{rows['93.00%']}"] = 90
    ledger[f"D{rows['15人']}"] = 16
    loaded.save(book)
    sheet = openpyxl.load_workbook(recalculated(book, tmp_path / "out"), data_only=True)["复算"]
    changed = {
        (row[1], row[15], row[14])
        for row in sheet.iter_rows(values_only=True)
        if row[14] != row[15] and str(row[0]).startswith("R-")
    }
    assert ("RAT001", "不符", "相符") in changed
    assert any(before == "相符" and now == "不符" and rule.startswith("TOT") for rule, before, now in changed)


@pytest.mark.needs("localc")
@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["yantian-2023.txt", "futian-2020.txt", "junshan-2020.txt", "putuo-shegong-2024-final-account.pdf"]
)
def test_real_reports_recalculate_to_the_same_verdicts(corpus: Path, tmp_path: Path, name: str) -> None:
    book = without_values(made(corpus / "reports" / name, tmp_path))
    found = verdicts(recalculated(book, tmp_path / "out"))
    assert len(found) > 100
    assert [live for live, _, _ in found.values()] == [audited for _, audited, _ in found.values()]


FIGURES = {
    "f1": (Decimal("12.5"), Interval(Decimal("12.45"), Decimal("12.55"))),
    "f2": (Decimal("-4"), Interval.exactly(-4)),
    "f3": (Decimal("0.2"), Interval(Decimal("-0.1"), Decimal("0.5"))),
    "f4": (Decimal("80"), Interval(Decimal("80"), None)),
}


def cell(term: Term) -> Live:
    value, ends = FIGURES[term.figure]
    low = None if ends.low is None else f"L!E{term.figure[1:]}"
    high = None if ends.high is None else f"L!F{term.figure[1:]}"
    return Live(f"L!D{term.figure[1:]}", low, high, value, ends)


def live(expression: str) -> Live:
    return compiled(parsed(expression), cell, Steps("S", 1))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("f1 + f2 * 2", "L!D1+L!D2*2"),
        ("f1 / (f1 + f2) * 100", "L!D1/(L!D1+L!D2)*100"),
        ("f1 - (f2 - f1)", "L!D1-(L!D2-L!D1)"),
        ("f1 / (f2 / 2)", "L!D1/(L!D2/2)"),
        ("f1 - -5", "L!D1-(0-5)"),
        ("max(f1, f2, 3)", "MAX(L!D1,L!D2,3)"),
        ("sum(f1, f2)", "L!D1+L!D2"),
        ("abs(f1 - f2)", "ABS(L!D1-L!D2)"),
    ],
)
def test_formulas_keep_the_meaning_of_the_expression(expression: str, value: str) -> None:
    assert live(expression).value == value


@pytest.mark.parametrize(
    ("expression", "low", "high"),
    [
        ("f1 + f2", "8.45", "8.55"),
        ("f1 - f1", "-0.10", "0.10"),
        ("f1 * f2", "-50.20", "-49.80"),
        ("f2 * f3", "-2.0", "0.4"),
        ("abs(f2)", "4", "4"),
        ("abs(f3)", "0", "0.5"),
        ("min(f1, f2)", "-4", "-4"),
    ],
)
def test_ranges_are_carried_end_by_end(expression: str, low: str, high: str) -> None:
    found = live(expression).range
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


def test_an_end_without_bound_stays_so() -> None:
    assert live("f4 + f1").high is None
    assert live("f1 - f4").low is None
    assert live("f4 / f1").high is None


def test_what_may_be_divided_by_nought_is_no_formula() -> None:
    with pytest.raises(ZeroDivisionError):
        live("f1 / f3")


def test_a_sum_too_long_for_a_cell_is_worked_out_in_steps() -> None:
    steps = Steps("S", 5)
    long = compiled(parsed(" + ".join(["f1"] * 3000)), cell, steps)
    assert long.number == Decimal("37500.0")
    assert len(steps.rows) > 3
    assert max(len(each.value) for each in (*steps.rows, long)) < 2_000
    assert "S!B" in long.value


@pytest.mark.parametrize("text", ["", "f1 +", "(f1", "f1 ** 2", "f1; 2", "(" * 200 + "f1" + ")" * 200])
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(NotArithmetic):
        parsed(text)
