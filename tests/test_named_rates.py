"""Rates in prose whose name, words or earlier sentences settle what is divided by what."""

from __future__ import annotations

import pytest

from extractor.reading import read
from extractor.report import extract
from validators.audit import audit
from validators.check import Check


def rates(text: str) -> list[Check]:
    """The checks of rates, shares and growth on a text."""
    checks = audit(extract(read(text.encode(), "report.txt")))
    return [check for check in checks if check.rule in ("RAT001", "SHR001", "CHG001")]


@pytest.mark.parametrize(
    "text",
    [
        "受理来信36件，已回复27件，回复率75%。",
        "共设90个点位，其中81个按期建成，按时建成率90%。",
        "18个小区中有15个小区如期完工，完成及时率83.33%。",
        "寄送表格250张，收回有效表格240张，表示满意的228张，满意度95%。",
        "全年栽植行道树1.26万株，完成任务1.20万株的105%。",
        "前两季度支出分别为30.00万元、66.00万元，占全年预算120.00万元的比例分别为25%、55%。",
        "2019年支出80.00万元，2020年支出92.00万元，比上年增长15%；2021年支出110.40万元，比上年增长20%。",
        "收入、支出总计520.00万元。与上年相比，收入、支出总计各增加20.00万元，增长4%。",
    ],
)
def test_a_rate_that_follows_is_confirmed(text: str) -> None:
    checks = rates(text)
    assert checks
    assert {check.verdict for check in checks} == {"agrees"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理来信36件，已回复27件，回复率85%。", "75%"),
        ("合同价4.80亿元，已支付3.60亿元，支付率70%。", "75%"),
        ("全年栽植行道树1.26万株，完成任务1.20万株的115%。", "105%"),
    ],
)
def test_a_rate_that_does_not_follow_is_an_error_with_its_value(text: str, expected: str) -> None:
    found = [check for check in rates(text) if check.verdict == "disagrees"]
    assert [(check.severity, check.expected.text) for check in found if check.expected] == [("error", expected)]


@pytest.mark.parametrize(
    "text",
    [
        "抽检样品300批次，不合格6批次，合格率98%。",
        "共有学员120人，结业100人，就业率80%。",
        "受理来信36件，办结30件，按期办结率100%。",
        "共10个标段，在8个乡镇完成施工，完成率100%。",
        "寄送表格250张，满意200张、基本满意40张，满意度96%。",
        "上半年收回186张，下半年收回200张，回收率98%。",
        "应收水费500万元，实收485万元，收缴率97%，其中陈欠20万元，收回15万元，收回率75%。",
        "2017年支出80.00万元，2020年支出92.00万元，比上年增长5%。",
    ],
)
def test_words_that_leave_another_reading_accuse_nobody(text: str) -> None:
    assert [check for check in rates(text) if check.verdict == "disagrees"] == []
