"""The body that a report is of: not its client, its evaluator or the department above it."""

from __future__ import annotations

import pytest

from extractor.reading import read
from extractor.report import extract


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("项目支出绩效自评表\n主管部门：江澜市文化局\n实施单位：江澜市图书馆\n项目资金100万元。", "江澜市图书馆"),
        ("供水项目绩效评价报告\n委托单位：江澜市财政局\n项目实施单位：江澜市水利局\n", "江澜市水利局"),
        ("江澜市水利局2022年度项目绩效评价报告\n委托单位：江澜市财政局\n", "江澜市水利局"),
        ("2022年项目绩效评价报告\n委托单位名称：江澜市财政局\n被评价单位：江澜市民政局\n", "江澜市民政局"),
        ("项目支出绩效自评表\n主管部门：江澜市文化局\n项目资金100万元。", "江澜市文化局"),
    ],
)
def test_the_body_that_was_evaluated_is_named(text: str, body: str) -> None:
    assert extract(read(text.encode(), "a.txt")).organization == body
