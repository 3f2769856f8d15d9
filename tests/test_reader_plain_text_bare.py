"""Tables that a dump prints as loose lines come back as tables, whatever the names and amounts are."""

from __future__ import annotations

import pytest

from extractor.document import Document, Table
from extractor.reading import read

PROSE = [
    "2021 年，我站认真落实上级部署，统筹推进造林绿化和病虫害防治",
    "各项工作，全年的预算资金按照规定的用途和进度及时拨付到位，没",
    "有发生截留和挪用的情况，资金使用总体规范，绩效目标基本实现，",
    "群众对造林绿化工作比较满意，各项目的执行情况详见下面的表格。",
    "下一步，我站将继续完善项目库的管理，提高预算编制的准确性，并",
    "且加强对项目实施过程的监督检查，保证各项资金发挥应有的效益。",
]


def document(lines: list[str]) -> Document:
    return read("\n\n".join([*PROSE, *lines, "二、存在的问题", *PROSE]).encode(), "report.txt")


def rows(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


@pytest.mark.parametrize("times", [1, 37])
def test_rows_are_rebuilt_by_their_running_number(times: int) -> None:
    amounts = [(120, 118), (45, 45), (300, 290), (12, 9)]
    first, second, third, fourth = [f"{a * times}.50 {b * times}.25 9{n}.10%" for n, (a, b) in enumerate(amounts)]
    found = document([
        "表 2 项目支出情况", "单位:万元", "序号 项目名称", "年度预算", "安排数", "实际支出 完成率",
        "1 荒山造林", first, f"2 苗木采购 {second}",
        "表 2 项目支出情况", "单位:万元",
        "3 松材线虫病防治与", "监测", third, f"4 护林员意外险 {fourth}", "合计 477.50 462.25 96.81%",
    ])  # fmt: skip
    (table,) = found.tables()
    assert rows(table)[0] == ["序号", "项目名称", "年度预算安排数", "实际支出", "完成率"]
    assert rows(table)[1] == ["1", "荒山造林", *first.split()]
    assert rows(table)[3] == ["3", "松材线虫病防治与监测", *third.split()]
    assert rows(table)[5][2:] == ["477.50", "462.25", "96.81%"]
    told = [paragraph.text for paragraph in found.paragraphs()]
    assert told[told.index("表 2 项目支出情况") + 1] == "单位:万元"


def test_names_without_numbers_stand_above_or_beside_their_figures() -> None:
    found = document(["项目 预算数 决算数", "造林 12.50 12.10", "管护及防火物资", "3.20 3.00", "培训 1.00 0.90"])
    assert rows(next(found.tables()))[1:] == [
        ["造林", "12.50", "12.10"],
        ["管护及防火物资", "3.20", "3.00"],
        ["培训", "1.00", "0.90"],
    ]


def test_prose_with_figures_is_no_table() -> None:
    found = document(["全年造林 1200 亩，抚育 300 亩。", "投入资金 45 万元。"])
    assert not list(found.tables())


HEAD = ["一级指标 二级指标 三级指标", "名称 权重(%) 名称 权重(%) 名称 权重(%)"]
TOP = ["评价指标 指标说明 评分标准 得分"]


def test_one_cell_a_line_without_any_mark_is_a_table() -> None:
    lines = ["支出方向", "安排数（万元）", "支付数（万元）", "校舍修缮", "62.00", "60.40", "图书添置", "38.00", "38.00",
             "合计", "100.00", "98.40", "资金已按进度支付。"]  # fmt: skip
    found = document(lines)
    (table,) = found.tables()
    assert rows(table) == [lines[0:3], lines[3:6], lines[6:9], lines[9:12]]
    assert lines[12] in [paragraph.text for paragraph in found.paragraphs()]


def test_a_score_sheet_is_rebuilt_with_levels_weights_texts_and_scores() -> None:
    found = document([
        "整体支出评分表", *TOP, *HEAD,
        "产出 40", "数量 25", "造林面积", "完成率", "15",
        "实际造林面积与计划面积的比", "率，反映任务完成的情况。",
        "1.完成率达到百分之百的，得满分，每低一个百分点扣一分，扣完为止（15", "分）。", "14.00",
        "抚育面积", "10", "实际抚育的面积。", "按完成的比例计算得分，超额完成的不加分，没有开展的不得分。", "10.00",
        "整体支出评分表", *TOP, "一级指", "标", "二级指标 三级指标", "名称", "权重", "(%)", "名称 权重(%) 名称 权重(%)",
        "产出 40", "质量 15", "苗木成活", "率", "15", "成活苗木与栽植苗木之比。",
        "1.成活率不低于九成的得满分；2.每低一个百分点扣零点五分，扣完为止。", "13.50",
        "总分 40 40 40 37.50",
    ])  # fmt: skip
    (table,) = found.tables()
    told = rows(table)
    assert told[2][:6] == ["产出", "40", "数量", "25", "造林面积完成率", "15"]
    assert told[2][6] == "实际造林面积与计划面积的比率，反映任务完成的情况。"
    assert told[2][7].startswith("1.完成率达到百分之百")
    assert [row[8] for row in told[2:]] == ["14.00", "10.00", "13.50", "37.50"]
    assert [row[5] for row in told[2:]] == ["15", "10", "15", "40"]
    assert [row[0] for row in told[2:5]] == ["产出"] * 3
    assert sum(cell.text == "产出" for cell in table.cells) == 1, "a group printed again on the next page is one group"


def test_a_sheet_with_weights_on_the_last_level_only() -> None:
    found = document([
        "一级指标 二级指标 三级指标 分值 评分标准 得分",
        "产出指标", "数量指标", "造林完成率", "20", "按完成的比例计算得分，没有完成的部分每少一成扣两分。", "18.00",
        "苗木采购完成率", "10", "按采购完成的比例计算得分，没有采购的不得分。", "10.00",
        "合计 30 28.00",
    ])  # fmt: skip
    (table,) = found.tables()
    assert rows(table)[1][:4] == ["产出指标", "数量指标", "造林完成率", "20"]
    assert [row[-1] for row in rows(table)[1:]] == ["18.00", "10.00", "28.00"]
    assert [row[3] for row in rows(table)[1:]] == ["20", "10", "30"]
