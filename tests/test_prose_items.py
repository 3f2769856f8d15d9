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
