"""Consistent texts that once drew a finding: nothing in them may be called wrong."""

from __future__ import annotations

import pytest

from extractor.reading import read
from extractor.report import extract
from validators.audit import audit
from validators.check import DISAGREES, NOTE, Check

CLEAN = {
    "last year's budget beside this year's": "2022年三公经费预算18.60万元，2021年20.00万元，三公经费变动率为-7.00%。",
    "the whole told before its part": "本单位项目总支出1,000万元，重点项目支出850万元，重点支出安排率为85%。",
    "two stages of one budget": "年初预算3,410.00万元，调整预算数4,078.11万元，预算执行率96.13%。",
    "a sentence that opens with its base": "较2022年财政拨款收入3,655.02万元增加207.69万元，增长5.68%。",
    "things counted in between": "实施项目28个，涉及11个乡镇，完工26个，完工率92.9%。",
    "a rate of two deeds": "毕业生19人，升学11人，就业6人，升学就业率89.5%。",
    "three tiers": "补助分两档：一档320人，每人1500元；二档150人，每人600元，共支出57万元。",
    "an aside of another amount": "建设站点540万元（18个，每个30万元），高龄补贴212.50万元。",
    "a price per ton, tons by the ten thousand": "每吨亏损1.06元，按年供水量310万吨测算，年亏损328.6万元。",
    "totals of two things": "单位：万元\n\n项目\t2021年\t2022年\n拨款\t860.20\t912.45\n"
    "经营\t18.04\t20.10\n收入合计\t878.24\t932.55\n"
    "人员\t605.00\t690.20\n运行\t202.33\t218.41\n支出合计\t807.33\t908.61\n",
    "heads that print their own sums": "一级指标\t指标值（分）\t自评分\n投入（10分）\t10\t10\n目标\t4\t4\n预算\t6\t6\n"
    "过程（90分）\t90\t85\n执行\t50\t47\n管理\t40\t38\n合计（100分）\t100\t95\n",
    "a sub-total of columns named by its parts": "预算数（单位：万元）\t\t\t\t\n"
    "合计\t购置及运行费小计\t购置费\t运行费\t接待费\n"
    "31.20\t28.00\t16.00\t12.00\t3.20\n",
}


def findings(text: str) -> list[Check]:
    checks = audit(extract(read(text.encode(), "report.txt")))
    return [each for each in checks if each.verdict == DISAGREES and each.severity != NOTE]


@pytest.mark.parametrize("name", CLEAN)
def test_a_consistent_text_draws_no_finding(name: str) -> None:
    assert [(each.rule, each.subject) for each in findings(CLEAN[name])] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2022年三公经费预算18.60万元，2021年预算20.00万元，三公经费变动率为-9.00%。", "RAT001"),
        ("本单位项目总支出1,000万元，重点项目支出850万元，重点支出安排率为58%。", "RAT001"),
        ("较2022年财政拨款收入3,655.02万元增加207.69万元，增长6.58%。", "CHG001"),
        (CLEAN["totals of two things"].replace("807.33", "870.33"), "TOT002"),
        (CLEAN["heads that print their own sums"].replace("\t85\n", "\t87\n"), "SCO"),
    ],
)
def test_the_same_text_with_an_error_is_told(text: str, rule: str) -> None:
    assert any(each.rule.startswith(rule) for each in findings(text))
