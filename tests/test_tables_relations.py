"""What a reader of findings relies on across the columns of tables: which two figures make a rate, a share, a price."""

from __future__ import annotations

import pytest

from extractor.statements import FIRM, Statement
from tests.test_tables import broken, read, table, told

CAPTION = "单位：万元"


def formulas(found: list[Statement], kind: str) -> list[str]:
    return sorted(told(found, kind).values())


def test_a_rate_divides_the_whole_columns_not_their_parts() -> None:
    rows = ("项目|计划|<|<|完成|<|<|完成率", "^|合计|市级|县级|合计|市级|县级|^", "甲渠|90|60|30|81|57|24|90%")
    _, found = read(CAPTION, table(*rows))
    assert formulas(found, "rate") == ["81 ÷ 90 × 100"]
    assert broken(found) == {}


def test_a_total_right_of_its_columns_is_not_what_was_spent_of_it() -> None:
    rows = (
        "镇|中央|省级|县级|下达合计|支出|结余",
        "甲镇|50|20|10|80|76|4",
        "乙镇|30|15|5|50|45|5",
        "合计|80|35|15|130|121|9",
    )
    _, found = read(CAPTION, table(*rows))
    assert told(found, "total")["甲镇 / 下达合计"] == "50 + 20 + 10"
    _, wrong = read(CAPTION, table(*(row.replace("甲镇|50|20", "甲镇|50|40") for row in rows)))
    assert "甲镇 / 下达合计" in broken(wrong)


def test_a_row_of_which_may_take_its_share_of_the_row_above() -> None:
    rows = ("项目|金额|占比", "合同总额|200.00|100%", "授予甲类企业|160.00|80%", "其中：乙类企业|40.00|25%")
    _, found = read(CAPTION, table(*rows))
    assert "其中:乙类企业 / 占比" not in broken(found)
    _, wrong = read(CAPTION, table(*rows[:-1], "其中：乙类企业|40.00|26%"))
    assert broken(wrong)["其中:乙类企业 / 占比"] == FIRM


def test_points_of_the_weight_and_points_lost() -> None:
    rows = ("一级指标|权重|得分|扣分|得分率", "决策|20|18|2|90%", "产出|30|27|3|90%", "效益|50|40|10|80%")
    _, found = read(table(*rows))
    assert formulas(found, "rate") == ["18 ÷ 20 × 100", "27 ÷ 30 × 100", "40 ÷ 50 × 100"]
    assert formulas(found, "balance") == ["20 − 18", "30 − 27", "50 − 40"]


def test_a_table_that_lies_on_its_side() -> None:
    rows = ("事项|甲类|乙类|合计", "预算数|60.00|40.00|100.00", "执行数|54.00|30.00|84.00", "执行率|90%|75%|84%")
    _, found = read(CAPTION, table(*rows))
    assert formulas(found, "rate") == ["30.00 ÷ 40.00 × 100", "54.00 ÷ 60.00 × 100", "84.00 ÷ 100.00 × 100"]
    _, wrong = read(CAPTION, table(*rows[:-1], "执行率|90%|57%|84%"))
    assert list(broken(wrong)) == ["乙类 / 执行率"]


def test_prices_times_counts_and_averages() -> None:
    rows = (
        "村|户数（户）|面积（亩）|标准（元/亩）|补助金额（元）|户均补助（元）",
        "甲村|10|80|100|8,000|800",
        "乙村|20|90|100|9,000|450",
    )
    _, found = read(table(*rows, "丙村|5|40|100|4,000|800"))
    assert formulas(found, "product") == ["100 × 40", "100 × 80", "100 × 90"]
    assert formulas(found, "average") == ["4,000 ÷ 5", "8,000 ÷ 10", "9,000 ÷ 20"]
    assert broken(found) == {}


def test_what_is_left_of_things_after_wear() -> None:
    rows = ("项目|账面原值|累计折旧|账面净值", "房屋|90.00|30.00|60.00", "图书|12.00||12.00", "车辆|40.00|25.00|15.00")
    _, found = read(CAPTION, table(*rows))
    assert formulas(found, "balance") == ["12.00", "40.00 − 25.00", "90.00 − 30.00"]


def test_content_answers_over_all_answers() -> None:
    rows = ("题目|有效问卷（份）|非常满意|比较满意|一般|不满意|满意率", "甲|100|60|30|6|4|90%", "乙|80|40|20|12|8|75%")
    _, found = read(table(*rows))
    assert formulas(found, "rate") == ["(40 + 20) ÷ 80 × 100", "(60 + 30) ÷ 100 × 100"]


@pytest.mark.parametrize(("last", "gap"), [("4.60", {}), ("6.40", {"公用经费合计 / 金额": "firm"})])
def test_a_total_under_two_lists_side_by_side(last: str, gap: dict[str, str]) -> None:
    rows = ("编码|名称|金额|编码|名称|金额|编码|名称|金额", "301|薪酬|70.00|302|商品和服务|20.00|310|资本性|" + last,
            "30101|工资|70.00|30201|办公费|20.00|31002|设备|" + last,
            "人员经费合计|<|70.00|公用经费合计|<|<|<|<|24.60")  # fmt: skip
    _, found = read(CAPTION, table(*rows))
    assert broken(found) == gap


def test_budgets_below_a_carry_over_are_its_parts() -> None:
    rows = ("项目|行次|金额", "一、甲拨款|1|80.00", "本年收入合计|2|80.00", "年初财政拨款结转和结余|3|6.00",
            "一般公共预算财政拨款|4|6.00", "政府性基金预算财政拨款|5|0.00", "总计|6|86.00")  # fmt: skip
    _, found = read(CAPTION, table(*rows))
    assert told(found, "total")["总计 / 金额"] == "80.00 + 6.00"
    assert broken(found) == {}


def test_growth_is_over_last_years_column_of_the_same_role() -> None:
    rows = (
        "科目|年初预算|决算数|上年决算数|比上年增减%",
        "甲|90.00|110.00|100.00|10.00",
        "乙|50.00|45.00|50.00|-10.00",
    )
    _, found = read(CAPTION, table(*rows))
    assert formulas(found, "growth") == ["(110.00 − 100.00) ÷ 100.00 × 100", "(45.00 − 50.00) ÷ 50.00 × 100"]
