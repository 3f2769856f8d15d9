"""What a reader of findings relies on in text tables that only blanks, or only lines, set apart."""

from __future__ import annotations

from extractor.document import Document, Paragraph, Table
from extractor.readers.plain_text.assembly import document as read_document


def read(text: str) -> Document:
    return read_document(text.encode(), "甲.txt", "text")


def grid(table: Table) -> list[list[str]]:
    """The rows of a table; a slot that a cell above or at the left covers is empty."""
    rows = [[""] * table.width for _ in range(table.height)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = cell.text
    return rows


LAYOUT = """\
      单位               经费安排                    已付
                 合计     市拨      自筹
   合    计     310.00   250.00    60.00    296.40
   北塘站       140.00   110.00    30.00    133.25
   柳溪站       170.00   140.00    30.00    163.15
"""


def test_columns_are_where_they_are_printed() -> None:
    (table,) = read(LAYOUT).tables()
    assert grid(table)[2:] == [
        ["合计", "310.00", "250.00", "60.00", "296.40"],
        ["北塘站", "140.00", "110.00", "30.00", "133.25"],
        ["柳溪站", "170.00", "140.00", "30.00", "163.15"],
    ]


def test_a_name_over_several_columns_spans_them() -> None:
    (table,) = read(LAYOUT).tables()
    over = {cell.text: (cell.column, cell.column_span) for cell in table.cells if cell.row == 1 and cell.text}
    assert over == {"单位": (1, 1), "经费安排": (2, 3), "已付": (5, 1)}


def test_a_cell_that_was_left_blank_stays_blank() -> None:
    text = (
        "科目        小计      人员      公用\n"
        "甲类       90.10     90.10\n"
        "乙类       35.60               35.60\n"
        "合计      125.70     90.10     35.60\n"
    )
    (table,) = read(text).tables()
    assert grid(table)[1:3] == [["甲类", "90.10", "90.10", ""], ["乙类", "35.60", "", "35.60"]]


def test_the_caption_above_with_its_unit_stays_a_paragraph() -> None:
    found = read("物资采购    单位：万元\n\n" + LAYOUT)
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["物资采购    单位：万元"]
    assert len(list(found.tables())) == 1


def test_prose_with_wide_blanks_is_no_table() -> None:
    text = "一、基本情况\n本站  现有职工12人，其中管理人员3人。\n二、收支\n全年支出  86.40万元，比上年少2.15万元。\n"
    assert not list(read(text).tables())


def test_one_cell_a_line_with_running_numbers() -> None:
    cells = "序号 单位 下达 支出 1 北塘站 140.00 133.25 2 柳溪站 170.00 163.15 3 青坝站 58.00 58.00 合计 368.00 354.40"
    (table,) = read("资金表\n\n" + "\n".join(cells.split())).tables()
    assert grid(table) == [
        ["序号", "单位", "下达", "支出"],
        ["1", "北塘站", "140.00", "133.25"],
        ["2", "柳溪站", "170.00", "163.15"],
        ["3", "青坝站", "58.00", "58.00"],
        ["", "合计", "368.00", "354.40"],
    ]


def test_one_cell_a_line_where_the_names_of_rows_stood_below_one_head() -> None:
    cells = (
        "项目 支出合计 基本支出 项目支出 科目编码 科目名称 合计 90.00 60.00 30.00 "
        "208 甲类 90.00 60.00 30.00 20805 乙款 90.00 60.00 30.00"
    )
    (table,) = read("支出表\n\n" + "\n".join(cells.split())).tables()
    assert grid(table)[0] == ["科目编码", "科目名称", "支出合计", "基本支出", "项目支出"]
    assert grid(table)[2] == ["208", "甲类", "90.00", "60.00", "30.00"]


def test_heads_whose_order_nothing_tells_make_no_table() -> None:
    cells = (
        "项目 计划数 到位数 小计 中央 省级 合计 90.00 60.00 30.00 88.00 "
        "甲县 50.00 30.00 20.00 49.00 乙县 40.00 30.00 10.00 39.00"
    )
    assert not list(read("资金表\n\n" + "\n".join(cells.split())).tables())
