"""The columns of score sheets are known by their heads in every order and number that provinces print."""

from __future__ import annotations

import pytest

from extractor.document import Cell
from extractor.scorecards.columns import columns


def row(number: int, *texts: str) -> list[Cell]:
    return [Cell(number, column, text) for column, text in enumerate(texts, start=1)]


def told(head: tuple[str, ...], *rows: tuple[str, ...]) -> list[tuple[str, int]]:
    below = [row(number, *texts) for number, texts in enumerate(rows, start=2)]
    return [(column.role, column.level) for column in columns([row(1, *head)], len(head), below)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            ("一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "得分"),
            [("level", 1), ("weight", 1), ("level", 2), ("weight", 2), ("level", 3), ("weight", 0), ("score", 0)],
        ),
        (
            ("一级指标", "权重", "二级指标", "三级指标", "权重", "得分"),
            [("level", 1), ("weight", 1), ("level", 2), ("level", 3), ("weight", 0), ("score", 0)],
        ),
        (
            ("一级指标", "二级指标", "三级指标", "分值", "完成率", "得分"),
            [("level", 1), ("level", 2), ("level", 3), ("weight", 0), ("other", 0), ("score", 0)],
        ),
        (("评价内容", "评价指标", "分值", "得分"), [("level", 1), ("level", 3), ("weight", 0), ("score", 0)]),
        (("评价内容", "一级指标", "满分", "得分"), [("level", 1), ("level", 3), ("weight", 0), ("score", 0)]),
        (
            ("一级指标", "二级指标", "三级指标", "四级指标", "分值", "得分"),
            [("other", 0), ("level", 1), ("level", 2), ("level", 3), ("weight", 0), ("score", 0)],
        ),
    ],
    ids=["weights of every level", "weights of two levels", "unknown head", "bare names", "bare above", "four levels"],
)
def test_the_heads_say_what_a_column_holds(head: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    assert told(head) == expected


def test_a_column_of_whole_sentences_holds_no_names() -> None:
    sentence = "查看年初预算批复文件和全年追加文件，核对是否按规定的程序办理调整手续并及时下达到具体执行单位"
    found = told(
        ("评价指标", "评价内容", "分值", "得分"), ("预算调整", sentence, "5", "5"), ("资金下达", sentence, "5", "4")
    )
    assert found == [("level", 3), ("definition", 0), ("weight", 0), ("score", 0)]
