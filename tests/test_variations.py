"""The same faults are found by structure: with units renamed, amounts multiplied, separators swapped."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.reading import read
from extractor.report import Report, extract
from validators.audit import audit
from validators.causes import explained
from validators.check import Check

DEPARTMENT = """临江区水务中心2022年度部门整体支出绩效自评报告

一、基本情况

（一）人员情况：2022年度核定编制数8人，年末在编数5人，财政供养人员控制率为62.50%。

（二）编外人员情况：2022年末，实际在编人员7人，实际编外人员3人，编外人员控制率为37.50%。

（三）预算执行情况：全年预算资金总额为1,864.20万元，实际支出1,789.63万元，预算执行率96.00%。\
其中人员经费预算安排412.30万元，实际支出405.10万元；公用经费预算安排88.60万元，实际支出80.21万元；\
项目支出预算安排1,363.30万元，实际支出1,304.32万元。

二、存在问题

绩效目标完整性扣1分。

表1 项目执行情况

单位：万元

序号\t项目名称\t预算数\t执行数\t执行率
1\t管网巡检\t420.50\t402.16\t95.64%
2\t泵站改造\t655.00\t630.10\t96.20%
3\t水质监测\t187.80\t171.06\t91.09%
\t合计\t1864.20\t1789.63\t96.00%

部门整体支出评分表

一级指标\t二级指标\t三级指标\t分值\t评分标准\t得分
决策\t目标设置\t绩效目标完整性\t3\t目标完整（3分）；一项不完整扣1分，扣完为止。\t4
\t\t绩效指标明确性\t7\t指标明确得满分，酌情扣分。\t7
管理\t资金管理\t支付进度\t10\t按进度支付得满分，酌情扣分。\t9
总分\t\t\t20\t\t20
"""


def accused(text: str) -> dict[tuple[str, str], Check]:
    report: Report = extract(read(text.encode(), "report.txt"))
    checks = explained(audit(report), report)
    return {(c.rule, c.subject): c for c in checks if c.verdict == "disagrees" and c.severity in ("error", "warning")}


def off_payroll(found: dict[tuple[str, str], Check]) -> Check:
    return next(check for (rule, subject), check in found.items() if rule == "RAT001" and "编外" in subject)


def table_total(found: dict[tuple[str, str], Check]) -> Check:
    return next(check for (rule, subject), check in found.items() if (rule, subject[:2]) == ("TOT002", "合计"))


def test_the_rate_is_that_of_its_own_sentence_and_the_other_figure_is_its_cause() -> None:
    check = off_payroll(accused(DEPARTMENT))
    assert check.severity == "error" and check.expected is not None
    assert check.expected.text == "30.00%"
    assert check.cause is not None and "3 ÷ (5 + 3)" in dict(check.cause.values)["formula"]


def test_a_score_above_its_weight_where_the_text_deducts() -> None:
    found = accused(DEPARTMENT)
    deducted = found["DED001", "绩效目标完整性"]
    assert deducted.expected is not None and deducted.expected.text == "2分"
    assert ("SCO001", "绩效目标完整性") in found


def test_a_total_of_a_wider_scope_names_what_the_rows_lack() -> None:
    check = table_total(accused(DEPARTMENT))
    assert check.expected is not None and check.expected.interval.holds(Decimal("1263.30"))
    assert check.cause is not None
    values = dict(check.cause.values)
    assert values["beyond"] == "500.90万元" and values["missing"] == "100.00万元"


def test_a_total_word_in_the_column_of_row_numbers_makes_a_total() -> None:
    text = DEPARTMENT.replace("\t合计\t1864.20", "合计\t\t1864.20")
    assert text != DEPARTMENT
    assert any(rule == "TOT002" for rule, _ in accused(text))


def scaled(text: str, factor: int) -> str:
    """Every amount with two decimals multiplied, its print kept: 万元 in the text, bare in the table."""

    def times(match: re.Match[str]) -> str:
        value = Decimal(match[1].replace(",", "")) * factor
        return f"{value:,.2f}" if "," in match[1] else f"{value:.2f}"

    return re.sub(r"(\d{1,3}(?:,\d{3})*\.\d{2}|\d+\.\d{2})(?!\d|%)", times, text)


VARIANTS = {
    "another unit": lambda text: text.replace("临江区水务中心", "云岭县林业服务站"),
    "amounts times three": lambda text: scaled(text, 3),
    "half-width signs": lambda text: text.replace("，", ",").replace("；", ";").replace("：", ":").replace("（", "("),
    "semicolons": lambda text: text.replace("万元，实际支出", "万元、实际支出"),
    "rows reordered": lambda text: text.replace(
        "1\t管网巡检\t420.50\t402.16\t95.64%\n2\t泵站改造\t655.00\t630.10\t96.20%",
        "1\t泵站改造\t655.00\t630.10\t96.20%\n2\t管网巡检\t420.50\t402.16\t95.64%",
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_faults_are_found_in_a_variant(name: str) -> None:
    before, after = accused(DEPARTMENT), accused(VARIANTS[name](DEPARTMENT))
    assert set(after) == set(before)
    assert off_payroll(after).expected == off_payroll(before).expected
    assert table_total(after).cause is not None


@pytest.mark.parametrize(
    ("report", "rule", "words", "expected"),
    [
        ("yantian-2023", "RAT001", "编外人员控制率", "50.00"),
        ("yantian-2023", "DED001", "绩效目标完整性", "2"),
        ("futian-2020", "TOT002", "合计", "11057.83"),
    ],
)
@pytest.mark.parametrize("change", ["as submitted", "half-width signs", "full-width blanks"])
def test_real_reports_show_their_three_faults(
    corpus: Path, report: str, rule: str, words: str, expected: str, change: str
) -> None:
    text = (corpus / "reports" / f"{report}.txt").read_text("utf-8")
    if change == "half-width signs":
        text = text.replace("，", ",").replace("；", ";")
    elif change == "full-width blanks":
        text = text.replace("万元。", "万元。　")
    found = accused(text)
    matching = [check for (code, subject), check in found.items() if code == rule and words in subject]
    assert any(c.expected is not None and c.expected.interval.holds(Decimal(expected)) for c in matching), list(found)
