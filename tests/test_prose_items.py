"""Figures of one passage that stand in different sentences: heads of items, balances, named bases."""

from __future__ import annotations

import pytest

from extractor.reading import read
from extractor.report import extract
from validators.audit import audit


def told(text: str, code: str) -> list[tuple[str, str, str]]:
    """Verdict, stated and expected of the checks of one rule."""
    return [
        (each.verdict, each.stated.text, each.expression.formula())
        for each in audit(extract(read(text.encode(), "passage.txt")))
        if each.rule == code and each.stated is not None and each.expression is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "3、教育支出（205类）普通教育（02款）小学教育（02项）318.6万元。主要用于办学。"
            "2024年预算执行数300万元，2025年预算安排381.6万元。",
            [("disagrees", "381.6万元", "318.6")],
        ),
        (
            "3、教育支出（205类）普通教育（02款）小学教育（02项）318.6万元。2025年预算安排318.60万元。",
            [("agrees", "318.60万元", "318.6")],
        ),
        ("教育支出（类）普通教育（款）小学教育（项）300万元，年初预算为300万元，支出决算为285.4万元。", []),
    ],
)
def test_the_head_of_an_item_is_held_against_the_amount_told_in_it(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert set(told(text, "REP001")) == set(expected)


@pytest.mark.parametrize(
    ("left", "verdict"),
    [("11.6", "agrees"), ("16.1", "disagrees")],
)
def test_a_balance_may_stand_a_sentence_after_its_budget(left: str, verdict: str) -> None:
    text = f"年初预算300万元，其中省级200万元、县级100万元。截至12月底支出288.4万元，结余{left}万元。"
    assert told(text, "BAL001") == [(verdict, f"{left}万元", "300 − 288.4")]


@pytest.mark.parametrize(
    ("rate", "verdict"),
    [
        ("执行率90.00%（按实际到位资金计算）", "agrees"),
        ("执行率（以到位资金为基数）为90.00%", "agrees"),
        ("按照到位资金测算，执行率90.00%", "agrees"),
        ("预算执行率95.00%（按实际到位资金计算）", "disagrees"),
    ],
)
def test_a_rate_is_of_the_base_that_its_aside_names(rate: str, verdict: str) -> None:
    text = f"项目预算总额600万元。资金实际到位500万元，资金到位率83.33%。全年实际支出450万元，{rate}。"
    stated = "95.00%" if verdict == "disagrees" else "90.00%"
    assert (verdict, stated, "450 ÷ 500 × 100") in told(text, "RAT001")


@pytest.mark.parametrize(("again", "verdict"), [("，折合12400万元", "agrees"), ("（合12,400元）", "disagrees")])
def test_an_amount_put_into_another_unit_is_the_same_amount(again: str, verdict: str) -> None:
    checks = told(f"获批资金1.55亿元，已拨付1.24亿元{again}，拨付进度80.00%。", "REP001")
    assert [each[0] for each in checks] == [verdict]
    assert told(f"获批资金1.55亿元，已拨付1.24亿元{again}，拨付进度80.00%。", "RAT001")[0][0] == "agrees"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全县安排衔接资金4000万元，其中中央2600万元、省级1400万元。截至年底，累计支付3812万元，支付率93.50%。",
            ("disagrees", "93.50%", "3812 ÷ 4000 × 100"),
        ),
        (
            "受理信访事项1260件，其中来信400件、来访560件、网上300件，办结1109件，办结率94.44%。",
            ("disagrees", "94.44%", "1,109 ÷ 1260 × 100"),
        ),
    ],
)
def test_a_list_between_a_rate_and_its_base_hides_neither(text: str, expected: tuple[str, str, str]) -> None:
    assert [(a, b, c.replace(",", "")) for a, b, c in told(text, "RAT001")] == [
        (expected[0], expected[1], expected[2].replace(",", ""))
    ]


@pytest.mark.parametrize(("end", "verdict"), [("13.25", "agrees"), ("13.52", "disagrees")])
def test_a_stock_moves_by_what_came_and_what_went(end: str, verdict: str) -> None:
    text = f"年初政府债务余额12.40亿元，当年新增债券2.10亿元，偿还到期债务1.25亿元，年末政府债务余额{end}亿元。"
    assert told(text, "BAL001") == [(verdict, f"{end}亿元", "12.40 + 2.10 − 1.25")]


def test_an_income_is_summed_up_over_two_sentences_and_what_is_left_of_it_told_in_the_next() -> None:
    text = (
        "一般公共预算收入完成50.12亿元，其中税收收入38.40亿元。\n加上转移性收入21.35亿元、调入资金6.44亿元，收入总量为77.91亿元。\n"
        "一般公共预算支出完成60.58亿元，加上上解支出8.36亿元、债务还本支出5.20亿元，年终结转3.77亿元。"
    )
    assert [each[0] for each in told(text, "BAL001")] == ["agrees", "agrees"]


def test_a_passage_cut_out_of_a_page_is_read_over_its_line_ends() -> None:
    text = (
        "2023 年本级支出合计 412.60 万元，较上年 400.00 万元增\n"
        "加 12.60 万元，增长 3.15%。其中：基本支出 300.10 万元，\n"
        "项目支出 112.50 万元。"
    )
    assert ("agrees", "412.60万元", "300.10 + 112.50") in told(text, "TOT001")
    assert ("agrees", "3.15%", "12.60 ÷ 400.00 × 100") in told(text, "CHG001")


@pytest.mark.parametrize(("closed", "verdict"), [("52.30", "agrees"), ("53.20", "disagrees"), ("71.94", "cannot_tell")])
def test_the_account_of_the_year_is_held_together_over_its_paragraphs(closed: str, verdict: str) -> None:
    text = (
        "本年收入合计820.50万元，其中财政拨款收入820.50万元。\n本年支出合计806.60万元。\n"
        f"年初结转和结余38.40万元，年末结转和结余{closed}万元。"
    )
    assert (verdict, f"{closed}万元", "38.40 + 820.50 − 806.60") in told(text, "BAL001")
