"""Points, standards and limits told in sentences: what ties is ticked, what does not is told with the right number."""

from __future__ import annotations

import pytest

from extractor.reading import read
from extractor.report import extract
from validators.audit import audit
from validators.check import Check


def checks(text: str) -> list[Check]:
    return list(audit(extract(read(text.encode(), "passage.txt"))))


def told(text: str, code: str) -> list[tuple[str, str, str, str]]:
    """Verdict, stated, relation and expected of the checks of one rule."""
    return [
        (each.verdict, each.stated.text, each.relation, each.expected.text)
        for each in checks(text)
        if each.rule == code and each.stated is not None and each.expected is not None
    ]


@pytest.mark.parametrize(
    ("band", "ends"),
    [
        ("80分≤得分<90分", ["≥80分", "<90分"]),
        ("80（含）-90分", ["≥80分", "≤90分"]),
        ("80-89分", ["≥80分", "<90分"]),
        ("80分（含）以上90分以下", ["≥80分", "<90分"]),
        ("得分大于等于80分且小于90分", ["≥80分", "<90分"]),
    ],
)
def test_either_end_of_a_band_behind_a_grade_is_a_check_of_its_own(band: str, ends: list[str]) -> None:
    found = told(f"项目综合得分84.6分，评价等级为“良”（{band}）。", "GRD001")
    assert [(verdict, expected) for verdict, _, _, expected in found] == [("agrees", end) for end in ends]


def test_a_number_that_bounds_a_grade_is_no_total_score() -> None:
    bands = "结果分为：综合得分90（含）—100分为优、80（含）—90分为良、60分以下为差。"
    text = f"{bands}\n\n该项目综合得分86.2分，评价等级为良。"
    assert not [each for each in checks(text) if each.verdict == "disagrees"]


def test_a_standard_by_the_day_goes_with_the_days_and_the_counts_told_before() -> None:
    standard = "伙食补助按每生每天4元、全年190天执行，其中小学生1250人、初中生840人。"
    text = f"{standard}\n按标准测算，小学生应补助95万元，初中生应补助63.84万元。"
    assert told(text, "CNT002") == [
        ("agrees", "95万元", "=", "95万元"),
        ("agrees", "63.84万元", "=", "63.84万元"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "年末在岗120人，补贴标准为每人每月1000元，全年发放补贴138.6万元。",
        "补贴面积12600亩，补贴标准每亩100元，年初预算安排120万元，实际发放126万元。",
        "全镇1860户，按每户缴纳120元，收缴卫生费21.6万元，收缴率96.8%。",
        "完成改造面积3200亩，每亩补助1000元，兑现首批补助160万元。",
        "公用经费支出98.6万元，低于预算3.6万元。",
    ],
)
def test_what_the_words_leave_open_is_no_finding(text: str) -> None:
    assert not [each for each in checks(text) if each.verdict == "disagrees"]


def test_scores_folded_by_weights_and_their_total() -> None:
    text = "管理得分92分，权重30%，折算27.6分；产出得分95分，权重70%，折算66.5分。综合得分94.6分。"
    assert told(text, "SCO006") == [("agrees", "27.6分", "=", "27.6分"), ("agrees", "66.5分", "=", "66.5分")]
    assert told(text, "TOT001") == [("disagrees", "94.6分", "=", "94.1分")]
