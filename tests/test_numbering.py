"""Numbered lists: what runs on is ticked, what slips is a note, and never more than that."""

from __future__ import annotations

import pytest

from extractor.reading import read
from extractor.report import extract
from validators.audit import audit
from validators.check import Check


def numbered(text: str) -> list[Check]:
    return [each for each in audit(extract(read(text.encode(), "report.txt"))) if each.rule == "CNT004"]


def test_a_list_that_runs_on_is_ticked_once_with_its_length() -> None:
    found = numbered("主要职责：\n1.编制预算。\n2.组织执行。\n3.公开决算。\n4.管理资产。")
    assert [(each.verdict, each.stated_figure and each.stated_figure.value) for each in found] == [("agrees", 4)]


def test_a_list_inside_a_list_is_counted_by_itself() -> None:
    text = "1.管理情况\n（1）资金管理\n（2）项目管理\n（3）资产管理\n2.产出情况\n（1）数量\n（2）质量\n3.效果情况"
    assert sorted(each.stated_figure.text for each in numbered(text) if each.stated_figure) == ["3.", "（3）"]


@pytest.mark.parametrize(
    ("marks", "stated", "expected"),
    [("1245", "4", "3"), ("1223", "2", "3")],
    ids=["an item left out", "a number told twice"],
)
def test_a_slip_is_a_note_at_the_number_that_does_not_follow(marks: str, stated: str, expected: str) -> None:
    text = "存在问题：\n" + "\n".join(f"（{mark}）第某类问题尚待改进。" for mark in marks)
    (found,) = numbered(text)
    assert (found.verdict, found.severity) == ("disagrees", "note")
    assert found.stated and found.expected
    assert (found.stated.text, found.expected.text) == (f"（{stated}）", expected)


def test_two_items_make_no_list() -> None:
    assert not numbered("（1）加强培训。\n（3）加强检查。")


def test_a_number_that_stands_where_no_item_opens_is_no_gap() -> None:
    assert not [each for each in numbered("1.办公 2.印刷\n3.差旅\n4.会议\n5.培训") if each.verdict == "disagrees"]


def test_the_rows_of_a_table_are_counted() -> None:
    rows = "\n".join(f"| {row} | 项目{name} | 12.50 |" for row, name in enumerate("甲乙丙丁", 1))
    found = numbered(f"| 序号 | 项目 | 金额（万元） |\n{rows}")
    assert [each.verdict for each in found] == ["agrees"]
