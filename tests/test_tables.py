"""What a reader of findings relies on in tables: labels, levels, totals, rates, no accusation from a bad reading."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest

from extractor.document import Cell, Document, Paragraph, Table
from extractor.figures import Figure
from extractor.scanning import find_figures
from extractor.statements import FIRM, LOOSE, OPEN, Statement
from extractor.tables import dress, statements
from extractor.tables.evidence import fits

CORPUS = os.environ.get("GOUJI_CORPUS", "")


def table(*rows: str, number: int = 1) -> Table:
    """Cells divided by | ; a cell that begins with ^ goes on from above, with < from the left."""
    grid = [[cell.strip(" ") for cell in row.split("|")] for row in rows]
    width = max(map(len, grid))
    cells = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            below = next((i for i in range(r + 1, len(grid)) if c >= len(grid[i]) or grid[i][c] != "^"), len(grid))
            right = next((i for i in range(c + 1, len(row)) if row[i] != "<"), len(row))
            cells.append(Cell(r + 1, c + 1, text, below - r, right - c))
    return Table(number, len(grid), width, tuple(cells))


def document(*blocks: Table | str) -> Document:
    made, count = [], 0
    for block in blocks:
        if isinstance(block, str):
            count += 1
            made.append(Paragraph(count, block))
        else:
            made.append(block)
    return Document("a.txt", "0", "text", tuple(made))


def read(*blocks: Table | str) -> tuple[dict[str, Figure], list[Statement]]:
    made = document(*blocks)
    figures = dress(made, find_figures(made))
    return {figure.label: figure for figure in figures}, list(statements(made, figures))


def told(found: list[Statement], kind: str) -> dict[str, str]:
    """The formula of the first reading by subject, for one kind."""
    return {each.subject: each.readings[0].expression.formula() for each in found if each.kind == kind}


def broken(found: list[Statement]) -> dict[str, str]:
    """Subject and strength of every equation that no reading makes up."""
    return {
        each.subject: each.strength
        for each in found
        if each.relation == "=" and not any(fits(each.stated, reading.expression) for reading in each.readings)
    }


def test_a_figure_knows_its_unit_row_head_and_year() -> None:
    figures, _ = read("单位：万元", table("科目|2022年|2023年", "培训费|3.10|4.25"))
    assert figures["培训费 / 2023年"].unit.symbol == "万元"
    assert figures["培训费 / 2023年"].period == "2023年"


def test_a_head_with_its_own_unit_comes_before_the_caption() -> None:
    figures, _ = read("金额单位：元", table("项目|补助人数（人）|金额（万元）|完成率", "甲镇|120|33.60|98"))
    units = {label.split(" / ")[1]: figure.unit.symbol for label, figure in figures.items()}
    assert units == {"补助人数(人)": "人", "金额(万元)": "万元", "完成率": "%"}


def test_running_numbers_and_codes_are_no_quantities() -> None:
    made = document(
        "支出预算表",
        table(
            "科目编码|<|<|名称|合计", "类|款|项|^|^", "204|||公共安全|9.00", "204|02||公安|9.00", "204|02|01|运行|9.00"
        ),
    )
    kinds = [figure.kind for figure in dress(made, find_figures(made))]
    assert kinds.count("quantity") == 3
    assert kinds.count("code") == 6


def test_a_total_row_is_the_sum_of_its_rows() -> None:
    _, found = read("单位：元", table("事项|预算|支出", "甲|10.00|9.00", "乙|20.00|18.00", "合计|30.00|28.00"))
    assert told(found, "total") == {"合计 / 预算": "10.00 + 20.00", "合计 / 支出": "9.00 + 18.00"}
    assert broken(found) == {"合计 / 支出": FIRM}


def test_rows_of_which_are_not_added_to_the_total() -> None:
    rows = ("项目|金额", "合计|90", "1.车辆购置及维护费|70", "其中：车辆购置|45", "车辆维护|25", "2.会议费|20")
    _, found = read("单位：万元", table(*rows))
    assert told(found, "total") == {"合计 / 金额": "70 + 20", "1.车辆购置及维护费 / 金额": "45 + 25"}


def test_examples_after_of_which_prove_nothing() -> None:
    _, found = read("单位：万元", table("项目|金额", "办公经费|70.5", "其中：水费|4.2", "电费|5.1"))
    assert broken(found) == {"办公经费 / 金额": OPEN}


def test_of_which_ends_at_the_next_head_that_has_parts_of_its_own() -> None:
    rows = (
        "项目|上年决算|本年预算|本年决算",
        "接待支出|8.40|9.00|7.15", "其中：会议用餐|3.10|4.00|2.65", "外来用餐|5.30|5.00|4.50",
        "日常支出|66.20|72.00|68.95", "其中：印刷费|21.30|24.00|22.10",
        "邮电费|18.40|20.00|18.35", "水电费|26.50|28.00|28.50",
    )  # fmt: skip
    _, found = read("单位：万元", table(*rows))
    assert told(found, "total") == {
        "接待支出 / 上年决算": "3.10 + 5.30", "接待支出 / 本年预算": "4.00 + 5.00",
        "接待支出 / 本年决算": "2.65 + 4.50",
        "日常支出 / 上年决算": "21.30 + 18.40 + 26.50", "日常支出 / 本年预算": "24.00 + 20.00 + 28.00",
        "日常支出 / 本年决算": "22.10 + 18.35 + 28.50",
    }  # fmt: skip


def test_of_which_within_of_which_goes_back_to_the_outer_list() -> None:
    rows = (
        "项目|金额",
        "公务支出|90",
        "其中：出行|20",
        "车辆|55",
        "其中：购车|30",
        "养车|25",
        "待客|15",
        "其他支出|40",
    )
    _, found = read("单位：万元", table(*rows))
    assert told(found, "total") == {"公务支出 / 金额": "20 + 55 + 15", "车辆 / 金额": "30 + 25"}


def test_a_list_complete_in_the_other_columns_is_worth_a_look_where_it_is_not() -> None:
    rows = (
        "项目|上年决算|本年预算|本年决算",
        "接待支出|8.40|9.00|7.51", "其中：会议用餐|3.10|4.00|2.65", "外来用餐|5.30|5.00|4.50",
    )  # fmt: skip
    _, found = read("单位：万元", table(*rows))
    assert broken(found) == {"接待支出 / 本年决算": LOOSE}


def test_budget_codes_give_the_levels_in_any_order() -> None:
    rows = [
        "205教育|8.50",
        "20502普通教育|8.50",
        "2050201学前|3.25",
        "2050299其他|5.25",
        "213农林水|1.00",
        "21301农业|1.00",
    ]
    for order in (rows, rows[::-1]):
        _, found = read("单位：万元", table("科目|支出合计", *order, "合计|9.50"))
        sums = {subject: sorted(formula.split(" + ")) for subject, formula in told(found, "total").items()}
        assert sums["20502普通教育 / 支出合计"] == ["3.25", "5.25"]
        assert sums["合计 / 支出合计"] == ["1.00", "8.50"]
        assert not broken(found)


def test_an_excerpt_of_a_code_tree_does_not_accuse_its_total() -> None:
    rows = ("205教育|8.50", "213农林水|1.00", "21301农业|1.00", "合计|19.50")
    _, found = read("单位：万元", table("科目|支出合计", *rows))
    assert broken(found) == {"合计 / 支出合计": OPEN}


def test_subtotals_and_the_grand_total_above_them() -> None:
    rows = (
        "类别|项目|金额",
        "设备|电脑|10",
        "^|打印机|5",
        "|小计|15",
        "培训|授课|8",
        "^|场地|2",
        "|小计|10",
        "合计|<|25",
    )
    _, found = read("单位：元", table(*rows))
    formulas = [each.readings[0].expression.formula() for each in found if each.kind == "total"]
    assert formulas == ["10 + 5", "8 + 2", "15 + 10"]


def test_two_sides_with_carry_over_meet_in_the_grand_total() -> None:
    rows = (
        "收入|<|支出|<", "项目|决算数|项目|决算数",
        "一、拨款|80.00|一、教育支出|60.00", "二、其他收入|5.00|二、卫生支出|24.00",
        "本年收入合计|85.00|本年支出合计|84.00", "年初结转和结余|2.00|年末结转和结余|3.00", "总计|87.00|总计|87.00",
    )  # fmt: skip
    _, found = read("收入支出决算总表", "单位：万元", table(*rows))
    formulas = [each.readings[0].expression.formula() for each in found if each.kind == "total"]
    assert formulas == ["80.00 + 5.00", "85.00 + 2.00", "60.00 + 24.00", "84.00 + 3.00"]
    assert told(found, "balance") == {"总计": "87.00"}
    assert not broken(found)


def test_heads_over_heads_give_the_parts_of_a_row() -> None:
    rows = (
        "合计|<|出国费|<|用车费|<|<|<|<|<|接待费|<",
        "^|^|^|^|小计|<|购置|<|运行|<|^|^",
        "预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数",
        "18.00|12.40|3.00|2.00|11.00|8.00|5.00|4.00|6.00|4.00|4.00|2.40",
    )
    _, found = read("单位：万元", table(*rows))
    assert told(found, "total") == {
        "合计 预算数": "3.00 + 11.00 + 4.00",
        "合计 决算数": "2.00 + 8.00 + 2.40",
        "用车费 小计 预算数": "5.00 + 6.00",
        "用车费 小计 决算数": "4.00 + 4.00",
    }


def test_merged_heads_that_lost_their_spans() -> None:
    """In text dumps a merged head cell stands once, so that the upper line has fewer cells than the lower."""
    rows = ("机构|支出合计|其中：|结余", "||基本支出|其中：|项目支出|当年结余|累计结余", "|||人员|公用|||",
            "本级|50.20|40.10|30.10|10.00|10.10|1.00|2.00")  # fmt: skip
    _, found = read("（万元）", table(*rows))
    formulas = sorted(each.readings[0].expression.formula() for each in found if each.kind == "total")
    assert formulas == ["30.10 + 10.00", "40.10 + 10.10"]


def test_a_row_that_lost_a_cell_is_moved_under_its_heads() -> None:
    rows = ("任务|内容|进度|预算（元）|<|支出（元）|<", "^|^|^|总额|其中：财政|总额|其中：财政",
            "甲|铺路|完成|100.00|100.00|90.00|90.00",
            "乙|架桥|完成|50.00|50.00|50.00|50.00", "金额合计||150.00|150.00|140.00|140.00|")  # fmt: skip
    figures, found = read(table(*rows))
    assert told(found, "total")["金额合计 / 支出(元) 总额"] == "90.00 + 50.00"
    assert figures["金额合计 / 支出(元) 总额"].doubt == "shifted"
    assert not broken(found)


def test_execution_divides_by_the_full_budget_first() -> None:
    rows = (
        "项目|年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分",
        "年度资金总额|10.00|12.50|12.00|10|96.00%|9.6",
    )
    _, found = read("单位：万元", table(*rows))
    assert told(found, "rate") == {"年度资金总额 / 执行率(B/A)": "12.00 ÷ 12.50 × 100"}
    assert not broken(found)


def test_a_wrong_rate_is_told_with_what_its_row_gives() -> None:
    rows = ("项目|预算数|支出数|执行率", "甲|52.50|26.71|53.66%", "乙|40.25|40.25|100%")
    _, found = read("单位：万元", table(*rows))
    assert broken(found) == {"甲 / 执行率": FIRM}


def test_a_rate_printed_as_a_decimal() -> None:
    _, found = read(table("项目资金（万元）|全年预算数|全年执行数|执行率", "年度资金总额|29|27.8|0.959"))
    assert not broken(found)
    assert len(told(found, "rate")) == 1


def test_change_and_growth_between_two_years() -> None:
    rows = (
        "项目|上年决算|本年决算|增减额|增减率（%）",
        "拨款|80.00|100.00|20.00|25.00",
        "其他|50.00|40.00|-10.00|-20.00",
    )
    _, found = read("单位：万元", table(*rows))
    assert told(found, "change")["其他 / 增减额"] == "40.00 − 50.00"
    assert told(found, "growth")["拨款 / 增减率(%)"] == "(100.00 − 80.00) ÷ 80.00 × 100"
    assert not broken(found)


def test_what_arrived_less_what_was_spent_is_left() -> None:
    rows = ("来源|计划|到位|到位率|支出|结余", "省级|60.00|45.00|75%|40.00|5.00", "市级|40.00|40.00|100%|38.50|1.50",
            "县级|20.00|10.00|50%|9.00|1.00", "合计|120.00|95.00|79.17%|87.50|7.50")  # fmt: skip
    _, found = read("单位：万元", table(*rows))
    assert told(found, "balance")["市级 / 结余"] == "40.00 − 38.50"
    assert not broken(found)


def test_what_is_left_over_two_tables() -> None:
    income = table("机构名称|收入合计|其中：|<", "^|^|上年结转|拨款", "本级|30.50|1.50|29.00")
    heads = ("机构名称|支出合计|其中：|<|结余|<", "^|^|基本支出|项目支出|当年结余|累计结余")
    spending = table(*heads, "本级|28.25|20.00|8.25|2.25|3.75", number=2)
    _, found = read("收入情况（万元）", income, "支出情况（万元）", spending)
    assert told(found, "balance") == {"本级 / 结余 当年结余": "30.50 − 28.25", "本级 / 结余 累计结余": "1.50 + 2.25"}
    assert told(found, "total") == {"本级 / 收入合计": "1.50 + 29.00", "本级 / 支出合计": "20.00 + 8.25"}


def test_vacant_posts_and_rates_named_by_what_they_count() -> None:
    _, found = read(table("科室|编制|实有|空编", "一科|12|11|1", "二科|20|17|3", "合计|32|28|4"))
    assert told(found, "balance") == {"一科 / 空编": "12 − 11", "二科 / 空编": "20 − 17", "合计 / 空编": "32 − 28"}
    _, found = read(
        table("片区|受访户|发出问卷（份）|有效问卷（份）|有效率", "东片|9|120|114|95%", "西片|8|100|93|93%")
    )
    assert told(found, "rate") == {"东片 / 有效率": "114 ÷ 120 × 100", "西片 / 有效率": "93 ÷ 100 × 100"}


def test_spending_stays_within_the_budget_of_its_own_year() -> None:
    rows = ("经费|上年决算|本年预算|本年决算", "待客费|3.8|4.0|3.7", "日常费|90|80|95")
    _, found = read("单位：万元", table(*rows))
    within = {
        each.subject: (each.readings[0].expression.formula(), each.strength) for each in found if each.kind == "bound"
    }
    assert within == {"待客费 / 本年决算": ("4.0", OPEN), "日常费 / 本年决算": ("80", OPEN)}


def test_what_single_things_cost_makes_up_the_funds_of_the_form() -> None:
    form = table(
        "年度资金总额|26.5|26.5|26.5",
        "服务人数|310人|312人|10",
        "场地成本|18万元|18万元|5",
        "教材成本|8.5万元|8.5万元|5",
    )
    _, found = read("单位：万元", form)
    assert told(found, "total") == {"资金总额（各项成本）": "18 + 8.5"}


def test_formulas_printed_under_the_heads() -> None:
    rows = ("科目|支出|人员|公用", "栏次|1=2+3|2|3", "教育|70.00|50.00|20.00", "卫生|31.00|10.00|20.00")
    _, found = read("单位：万元", table(*rows))
    assert broken(found) == {"卫生 / 支出": FIRM}


def test_nought_by_nought_has_no_rate() -> None:
    _, found = read("单位：万元", table("项目|预算数|支出数|执行率", "甲|0.00|0.00|0.00%"))
    with pytest.raises(ZeroDivisionError):
        found[0].readings[0].expression.interval()


def test_levels_of_government_make_up_the_row_above() -> None:
    rows = ("计划资金（万元）|88.00|到位资金|70.02", "省级|9.34|省级|9.34", "县级|78.66|县级|60.68")
    _, found = read(table(*rows))
    assert sorted(told(found, "total").values()) == ["9.34 + 60.68", "9.34 + 78.66"]


def test_rows_that_cannot_be_added_are_not() -> None:
    rows = ("年度资金总额|64.8|64.8|100%", "保障人数|2370人|2370人|", "水电费|15万元|15万元|")
    _, found = read(table(*rows))
    assert "total" not in {each.kind for each in found}


def test_score_sheets_are_left_to_the_score_rules() -> None:
    rows = ("一级指标|二级指标|分值|得分", "产出|数量|50|48", "效益|社会|40|40", "总分||100|98")
    _, found = read(table(*rows))
    assert found == []


def test_a_missing_part_is_named_from_where_it_is_told() -> None:
    rows = ("项目|金额", "甲|31.25", "乙|22.40", "合计|65.87")
    _, found = read("另有维修费12.22万元。", "单位：万元", table(*rows))
    assert [each.because for each in found[0].elsewhere] == ["tables.missing_part"]


def test_a_total_of_another_scope_is_traced_to_the_text() -> None:
    rows = ("项目|预算金额|支出金额|执行率", "甲|31.25|30.00|96.00%", "乙|22.40|22.40|100%", "合计|99.00|95.00|95.96%")
    text = "全年整体预算99.00万元，支出95.00万元。其中项目支出预算60.05万元，实际支出58.00万元。"
    _, found = read(text, "项目执行情况表", "单位：万元", table(*rows))
    assert "tables.told_in_text" in [each.because for each in found[0].elsewhere]
    stated = {each.stated.value: each.strength for each in found if each.home == "both" and each.kind == "total"}
    assert stated == {Decimal("60.05"): LOOSE, Decimal("58.00"): LOOSE}
    assert [each.subject for each in found if each.kind == "rate" and each.strength == LOOSE] == ["合计 / 执行率"]


def test_the_same_total_in_two_tables_of_one_account() -> None:
    first = table("收入|<|支出|<", "项目|决算数|项目|决算数", "一、拨款|9.00|一、教育支出|9.00",
                  "本年收入合计|9.00|本年支出合计|9.00",
                  "总计|9.00|总计|9.00")  # fmt: skip
    second = table("科目|本年支出合计|基本支出|项目支出", "205教育支出|9.10|4.00|5.10", "合计|9.10|4.00|5.10", number=2)
    _, found = read("收入支出决算总表", "单位：万元", first, "支出决算表", "单位：万元", second)
    assert broken(found) == {"本年支出": FIRM, "教育支出": LOOSE}


def test_cost_grows_with_the_cells_only() -> None:
    def seconds(rows: int) -> float:
        lines = [f"项目{i}|{i}.50|{i}.25|{i}.25" for i in range(rows)]
        made = document("单位：万元", table("项目|合计|甲项|乙项", *lines, "合计|1|1|1"))
        figures = find_figures(made)
        start = perf_counter()
        statements(made, dress(made, figures))
        return perf_counter() - start

    small, large = seconds(500), seconds(4000)
    assert large < 24 * max(small, 0.02)


@pytest.mark.skipif(not CORPUS, reason="GOUJI_CORPUS is not set")
def test_real_accounts_hold_without_an_error() -> None:
    from extractor.reading import read as read_file

    for path in sorted(Path(CORPUS, "reports").glob("putuo-*.pdf")):
        made = read_file(path.read_bytes(), path.name)
        found = statements(made, dress(made, find_figures(made)))
        assert len(found) > 100
        assert {subject for subject, strength in broken(list(found)).items() if strength != OPEN} == set(), path.name
