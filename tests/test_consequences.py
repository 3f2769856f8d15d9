"""What a finding on a score changes: the score, the total that follows from it, and the grade."""

from __future__ import annotations

import pytest

from auditor.language import Language
from auditor.pipeline import audit_bytes
from auditor.result import ReportAudit

SHEET = """部门整体支出绩效自评表

一级指标	二级指标	三级指标	分值	评分标准	得分
管理	资产管理	固定资产利用率	{weight}	固定资产利用率≥90%的，得10分；固定资产利用率＜90%的，得4分。	{score}
		窗口服务质量	{rest}	服务规范得满分，否则酌情扣分	{given}
总分			100		{total}

本年固定资产利用率为85.2%。{more}
"""
BANDS = "评价等级：90分（含）以上为优，80-90分为良，60-80分为中，60分以下为差。"


def audited(**values: str) -> ReportAudit:
    told = {"weight": "10", "score": "10", "rest": "90", "given": "83", "total": "93", "more": ""} | values
    return audit_bytes(SHEET.format(**told).encode(), "report.txt")[0]


def told(audit: ReportAudit, rule: str, language: str = "zh") -> str | None:
    (found,) = [check for check in audit.findings if check.rule == rule]
    return Language(language).optional(found.consequence)


def test_a_score_carries_its_total_along() -> None:
    assert told(audited(), "STD001") == "得分 10分→4分，总分 93分→87分"
    assert told(audited(), "STD001", "en") == "score 10分 → 4分, total 93分 → 87分"


def test_the_grade_follows_by_the_bands_of_the_report() -> None:
    assert told(audited(more=BANDS), "STD001") == "得分 10分→4分，总分 93分→87分，等级 优→良"
    more = audited(more=BANDS, given="88", total="98")
    assert told(more, "STD001") == "得分 10分→4分，总分 98分→92分，等级不变（优）"


def test_without_bands_the_grade_follows_by_those_in_common_use() -> None:
    audit = audited(more="自评得分93分，评定等级为优。")
    assert told(audit, "STD001") == "得分 10分→4分，总分 93分→87分，按通行等级标准由“优”变为“良”"


def test_a_total_that_the_mended_score_makes_stays() -> None:
    assert told(audited(total="87"), "STD001") == "得分 10分→4分，总分仍为 87分"


def test_a_total_that_neither_makes_is_left_alone() -> None:
    audit = audited(total="91")
    assert told(audit, "STD001") == "得分 10分→4分"
    assert told(audit, "SCO002") == "总分 91分→93分"


def test_a_score_above_its_weight_is_at_most_that() -> None:
    audit = audited(given="91", total="101")
    assert told(audit, "SCO001") == "得分 91分→≤90分，总分 101分→≤100分"


RATE = """部门整体支出绩效自评表

一级指标	二级指标	三级指标	分值	评分标准	得分
管理	资金管理	预算执行率	10	预算执行率≥95%的，得10分；＜95%的，得4分。	{score}
		窗口服务质量	90	服务规范得满分，否则酌情扣分	83
总分			100		{total}

青榆市文化馆全年预算安排200.00万元，实际支出180.00万元，预算执行率为{rate}%。
"""


@pytest.mark.parametrize(
    ("rate", "score", "total", "consequence"),
    [
        ("96.00", "10", "93", "据此“预算执行率”得分 10分→4分，总分 93分→87分"),
        ("93.00", "4", "87", "据此“预算执行率”得分仍为 4分"),
    ],
)
def test_a_rate_that_decides_a_score_tells_what_its_correction_changes(
    rate: str, score: str, total: str, consequence: str
) -> None:
    audit = audit_bytes(RATE.format(rate=rate, score=score, total=total).encode(), "report.txt")[0]
    assert told(audit, "RAT001") == consequence


def test_a_group_of_findings_carries_the_consequence() -> None:
    audit = audited()
    assert any(group.consequence for group in audit.groups)


@pytest.mark.parametrize("total", ["93", "87", "91"])
def test_what_agrees_has_no_consequence(total: str) -> None:
    assert not [each for each in audited(total=total).checks if each.consequence and each.verdict != "disagrees"]
