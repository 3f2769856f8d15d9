"""Score sheets as different provinces print them: right ones stay without a finding, a slip in one is told."""

from __future__ import annotations

import pytest

from extractor.readers import plain_text
from extractor.report import extract
from validators.audit import audit
from validators.check import ERROR, WARNING

LEVEL_WEIGHTS = """单位整体支出绩效评分表

一级指标	分值	二级指标	分值	三级指标	分值	评价标准	得分
投入	30	预算配置	30	在编人员控制率	10	在编人员控制率≤100%，计10分；每超过一个百分点扣0.5分。	10
				重点支出安排率	20	重点支出安排率≥90%，计20分；80%（含）-90%，计16分；低于80%不得分。	16
过程	70	预算执行	40	预算完成率	40	≥95%得40分；在90%（含）和95%之间，得30分；＜90%的，得0分。	30
		预算管理	30	制度健全性	30	根据实际情况评分	28
合计	100		100		100		84

重点支出安排率为86.5%，本年预算完成率为93.2%，在编人员控制率为97%。
"""
BRACKETED = """项目支出绩效自评表

预算执行情况（万元）（20分）	项目	预算数（A）	执行数（B）	执行率（B/A）	得分（20分*执行率）
	年度资金总额	250.00	240.00	96.00%	19.2

年度绩效目标（80分）	一级指标	二级指标	三级指标	年初目标值（A）	实际完成值（B）	得分
	产出指标（50分）	数量指标（50分）	整治渠道长度	≥12公里	12.6公里	50
	效益指标（30分）	社会效益指标（30分）	灌溉面积	≥0.8万亩	0.82万亩	28
总分						97.2
"""
TOLD = """本项目自评总分88.0分，其中管理类指标得27分（满分30分），成效类指标得61分（满分70分）。
（一）管理情况。该指标满分30分，得27分，得分率90.00%。
（二）成效情况。该指标满分70分，得61分，得分率87.14%。
"""


def findings(text: str) -> list[tuple[str, str]]:
    report = extract(plain_text.read(text.encode(), "sheet.txt"))
    return [
        (each.rule, each.expected.text) for each in audit(report) if each.severity in (ERROR, WARNING) and each.expected
    ]


@pytest.mark.parametrize("text", [LEVEL_WEIGHTS, BRACKETED, TOLD], ids=["weights of levels", "in brackets", "prose"])
def test_a_right_sheet_has_no_finding(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "printed", "instead", "told"),
    [
        (LEVEL_WEIGHTS, "得0分。	30", "得0分。	40", ("STD001", "30分")),
        (LEVEL_WEIGHTS, "预算完成率为93.2%", "预算完成率为88.2%", ("STD001", "0分")),
        (LEVEL_WEIGHTS, "预算执行	40", "预算执行	45", ("WGT001", "40分")),
        (BRACKETED, "96.00%	19.2", "96.00%	19.8", ("SCO005", "19.2分")),
        (BRACKETED, "12.6公里	50", "12.6公里	52", ("SCO001", "50分")),
        (BRACKETED, "						97.2", "						97.7", ("SCO002", "97.2分")),
        (TOLD, "得27分（满分30分）", "得26分（满分30分）", ("SCO008", "27分")),
        (TOLD, "得分率87.14%", "得分率81.74%", ("SCO009", "87.14%")),
    ],
)
def test_a_slip_is_told_with_what_was_expected(text: str, printed: str, instead: str, told: tuple[str, str]) -> None:
    assert printed in text
    assert told in findings(text.replace(printed, instead, 1))
