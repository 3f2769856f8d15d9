"""What a user of plain-text reports relies on: sentences keep their figures, tables keep their rows."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.document import Document, Table
from extractor.readers.plain_text.markup import without_tags
from extractor.reading import read
from extractor.scanning import find_figures


def document(text: str, encoding: str = "utf-8") -> Document:
    return read(text.encode(encoding), "report.txt")


def rows(table: Table) -> list[list[str]]:
    """Each row's texts by column, a merged cell's text in every slot that it covers."""
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def texts(found: Document) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_reads_the_same(encoding: str) -> None:
    assert texts(document("东湖区林业站2022年支出合计305.60万元。\n", encoding)) == [
        "东湖区林业站2022年支出合计305.60万元。"
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_wrapped_lines_are_joined_so_that_figures_stay_in_their_sentence(gap: str) -> None:
    lines = [
        "（一）收支情况",
        "2021 年，我站认真落实上级部署，统筹推进造林绿化和病虫害",
        "防治各项工作，全年收入预算为 1,204.50 万元，调整后的预算为",
        "1,310.25万元，实际支出1,298.06万元，其中人员经费支出为402.11",
        "万元，日常公用经费支出为 95.40 万元，项目支出为 800.55 万元，",
        "预算执行率 99.07%，比上年提高了两个多百分点，资金使用总体规范。",
        "1.人员情况",
        "年末在编人员 31 人，退休人员 12 人。",
        "2.资产情况",
        "年末固定资产原值为 640.00 万元，在用资产为 620.80 万元，利用率",
        "达到 97.00%，闲置资产已经按照规定的程序报请主管部门审批处置。",
    ]
    found = texts(document(gap.join(lines) + "\n"))
    assert found[0] == "（一）收支情况"
    assert "其中人员经费支出为402.11万元，日常公用经费" in found[1]
    assert found[1].endswith("资金使用总体规范。")
    assert found[2:4] == ["1.人员情况", "年末在编人员 31 人，退休人员 12 人。"]
    assert "利用率达到 97.00%" in found[5]


def test_a_page_break_amid_a_sentence_is_mended_and_the_page_number_dropped() -> None:
    found = document(
        "按用途分，基本支出为88.20万元；项目支出调整为41.30\n\n- 4 -\n\n万元。\n\n二、绩效情况\n\n良好。\n"
    )
    assert texts(found) == ["按用途分，基本支出为88.20万元；项目支出调整为41.30万元。", "二、绩效情况", "良好。"]


def test_form_feeds_count_pages() -> None:
    found = document("第一段。\n\f第二段。\n")
    assert [(paragraph.text, paragraph.page) for paragraph in found.paragraphs()] == [("第一段。", 1), ("第二段。", 2)]
    assert found.pages == 2


def test_tabs_part_cells_and_empty_cells_stay_empty() -> None:
    found = document(
        "(单位:万元)\n科目\t合计\t基本支出\t项目支出\n"
        "2130204 森林资源培育\t12.50\t\t12.50\n合计\t12.50\t\t12.50\n附注一。\n"
    )
    assert rows(next(found.tables())) == [
        ["科目", "合计", "基本支出", "项目支出"],
        ["2130204 森林资源培育", "12.50", "", "12.50"],
        ["合计", "12.50", "", "12.50"],
    ]
    assert texts(found) == ["(单位:万元)", "附注一。"]


def test_a_numbered_row_without_amounts_does_not_part_its_table() -> None:
    found = document("项目\t预算数\t决算数\n1.出行费\t\t\n2.车辆费\t18.00\t17.20\n3.待客费\t2.00\t1.60\n")
    (table,) = found.tables()
    assert [row[0] for row in rows(table)] == ["项目", "1.出行费", "2.车辆费", "3.待客费"]


def test_a_new_head_begins_a_new_table() -> None:
    found = document("下达资金\t80.00\t到位资金\t79.10\n支出内容\t计划数\t实际数\n苗木\t50\t49.10\n管护\t30\t30\n")
    assert [table.height for table in found.tables()] == [1, 3]


def test_rows_that_lost_cells_are_aligned_by_what_the_cells_hold() -> None:
    standard = "按时完成的得满分；每晚一个工作日扣一分，扣完为止，未完成的不得分。"
    meaning = "反映和考核部门各项年度任务是否按照既定的时间节点完成的情况。"
    found = document(
        "一级指标\t二级指标\t三级指标\t权重\t指标说明\t评分标准\t得分\n"
        f"产出\t数量\t造林面积完成率\t12\t{meaning}\t{standard}\t12\n"
        f"产出\t质量\t苗木成活率\t8\t{meaning}\t{standard}\t7\n"
        f"时效\t任务完成及时率\t5\t{meaning}\t{standard}\t4\n"
        f"成本控制率\t6\t{meaning}\t{standard}\t6\n"
        f"管护\t护林员到岗率\t3\t{meaning}\t{standard} 3\n"
    )
    table = rows(next(found.tables()))
    assert [row[3] for row in table[1:]] == ["12", "8", "5", "6", "3"]
    assert [row[6] for row in table[1:]] == ["12", "7", "4", "6", "3"]
    assert [row[2] for row in table[3:]] == ["任务完成及时率", "成本控制率", "护林员到岗率"]


def test_a_figure_whose_column_is_not_sure_is_doubted() -> None:
    found = document("资金总额\t64.8\t64.8\t10\t10\n办公成本\t15.2\t15.0\t4\t4\n维修成本\t35.0\t34.0\t3\n")
    last = [cell for table in found.tables() for cell in table.cells if cell.row == 3 and cell.text == "3"]
    assert [cell.doubt for cell in last] == ["aligned"]


def test_the_rest_of_a_cell_after_a_page_break_returns_to_its_cell() -> None:
    found = document(
        "任务名称\t主要内容\t预算数\t执行数\n"
        "造林\t完成荒山造林一千二百亩并开展后续的抚育管护工作，组织林\t300.00\t299.10\n"
        "\n"
        "\t农参加技术培训。\t\t\n"
        "防火\t建设防火隔离带。\t80.00\t80.00\n"
    )
    assert rows(next(found.tables()))[1][1].endswith("组织林农参加技术培训。")


def test_a_record_may_go_over_several_lines() -> None:
    found = document(
        "指标名称\t评分标准\t分值\t得分\n"
        "造林完成率\t完成得满分。\t10\t9\n"
        "苗木成活率\t高于九成得满分。\t10\t10\n"
        "管护到位率\t每少一人扣一分；\n未到岗的不得分。\t6\t5\n"
    )
    assert rows(next(found.tables()))[3] == ["管护到位率", "每少一人扣一分；\n未到岗的不得分。", "6", "5"]


def test_one_cell_a_line_makes_rows_and_the_head_keeps_its_spans() -> None:
    cells = [
        ["年度收支情况（万元）"],
        ["单位名称", "支出合计", "其中：", "结余"],
        ["", "", "基本支出", "项目支出", "当年结余", "累计结余"],
        ["林业站本级", "120.50", "80.20", "40.30", "1.10", "3.40"],
        ["苗圃", "20.00", "20.00", "", "", ""],
    ]
    found = document("\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in cells) + "\n")
    table = next(found.tables())
    assert texts(found) == ["年度收支情况（万元）"]
    assert rows(table)[:3] == [
        ["单位名称", "支出合计", "其中：", "其中：", "结余", "结余"],
        ["单位名称", "支出合计", "基本支出", "项目支出", "当年结余", "累计结余"],
        ["林业站本级", "120.50", "80.20", "40.30", "1.10", "3.40"],
    ]


def test_a_score_sheet_of_cell_lines_goes_on_over_the_page() -> None:
    head = "\t一级指标\n\t二级指标\n\t评分标准\n\t分值\n\t得分\n\n"
    found = document(
        "整体支出评分表\n"
        + head
        + "\t投入（10分）\n\t目标设定\n\t目标明确得满分。\n\t6\n\t6\n\n"
        + "\t\n\t预算配置\n\t配置合理得满分。\n\t4\n\t3\n\n\n"
        "整体支出评分表（续）\n"
        + head
        + "\t投入（10分）\n\t支出安排\n\t安排合理得满分。\n\t5\n\t5\n\n\t合计\n\t\n\t\n\t15\n\t14\n"
    )
    (table,) = found.tables()
    assert [row[0] for row in rows(table)] == ["一级指标", "投入（10分）", "投入（10分）", "投入（10分）", "合计"]
    assert [row[4] for row in rows(table)[1:]] == ["6", "3", "5", "14"]


def test_pipe_tables_with_and_without_a_rule() -> None:
    ruled = document("| 项目 | 金额 |\n|---|---:|\n| 苗木 | 12.5 |\n")
    bare = document("项目 | 预算数 | 决算数\n苗木 | 12.5 | 12.1\n管护 | 3 | 3\n")
    assert rows(next(ruled.tables())) == [["项目", "金额"], ["苗木", "12.5"]]
    assert rows(next(bare.tables()))[2] == ["管护", "3", "3"]


def test_markdown_headings_have_their_level() -> None:
    found = document("# 自评报告\n\n## 一、概况\n\n正文。\n")
    assert [(each.text, each.level) for each in found.paragraphs()] == [("自评报告", 1), ("一、概况", 2), ("正文。", 0)]


def test_remnants_of_a_web_page_fall_out_and_its_tables_are_read() -> None:
    found = document(
        "<p>支出12.5万元。</p>\n<table><tr><td rowspan='2'>苗木</td><td>计划</td><td>3</td></tr>"
        "<tr><td>完成</td><td>2</td></tr></table>\n"
    )
    assert texts(found) == ["支出12.5万元。"]
    assert rows(next(found.tables())) == [["苗木", "计划", "3"], ["苗木", "完成", "2"]]


def test_typesetting_commands_stay_as_printed() -> None:
    assert texts(document("成活率$\\geq 95\\%$。\n")) == ["成活率$\\geq 95\\%$。"]


def test_a_text_without_end_is_read_in_part_and_says_so() -> None:
    found = read("支出12.5万元，".encode() * 1_200_000, "long.txt")
    assert any(note.key == "text.too_long" and note.lost for note in found.notes)
    assert max(len(paragraph.text) for paragraph in found.paragraphs()) <= 20_000


def test_every_figure_is_found_again_at_its_place() -> None:
    found = document("甲\t1,200.50\t98.17%\n乙\t30\t7.5%\n本年支出为 1,230.50 万元，共 3 项。\n")
    homes = {("p", each.number): each.text for each in found.paragraphs()}
    homes |= {(each.number, cell.row, cell.column): cell.text for each in found.tables() for cell in each.cells}
    figures = find_figures(found)
    assert len(figures) == 6
    for figure in figures:
        place = figure.place
        home = homes[("p", place.paragraph) if place.paragraph else (place.table, place.row, place.column)]
        assert home[place.start : place.end] == figure.text


@pytest.mark.parametrize("name", ["futian-2020", "junshan-2020", "yantian-2023"])
def test_real_reports_keep_their_figures_together(corpus: Path, name: str) -> None:
    data = (corpus / "reports" / f"{name}.txt").read_bytes()
    found = read(data, f"{name}.txt")
    printed = "".join(without_tags(data.decode()).split())
    for paragraph in found.paragraphs():
        assert "".join(paragraph.text.split()) in printed
    homes: dict[Decimal, set[tuple[str, int | None, int | None]]] = defaultdict(set)
    for figure in find_figures(found):
        place = figure.place
        own = {("paragraph", place.paragraph, None)}
        cell = {("row", place.table, place.row), ("column", place.table, place.column)}
        for number in numbers(f"{figure.text} {figure.value}"):
            homes[number] |= cell if place.table else own
    key = json.loads((corpus / "keys" / f"{name}.json").read_text("utf-8"))
    quotes = {quote for line in key for quote in ([line["quote"]] if isinstance(line["quote"], str) else line["quote"])}
    wanted = [numbers(re.sub(r"[;；]\d\.(?=\d\d%)", "；", quote)) for quote in quotes]
    lost = [number for each in wanted for number in each if number not in homes]
    torn = [each for each in wanted if each and not set.intersection(*(homes[number] for number in each))]
    assert not lost
    assert not torn


def numbers(text: str) -> set[Decimal]:
    """Every number of the text, thousands separators and trailing noughts dropped."""
    plain = unicodedata.normalize("NFKC", text)
    return {Decimal(each.replace(",", "")).normalize() for each in re.findall(r"\d[\d,]*(?:\.\d+)?", plain)}
