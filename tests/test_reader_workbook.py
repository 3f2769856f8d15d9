"""What a reader of workbooks relies on: the figures are those that the sheet shows."""

from __future__ import annotations

import datetime
import io
import re
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

from extractor.document import Document, Paragraph, Table, Unreadable
from extractor.readers import workbook

Writer = Callable[[xlsxwriter.Workbook], None]


def written(build: Writer) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    build(book)
    book.close()
    return buffer.getvalue()


def read(build: Writer) -> Document:
    return workbook.read(written(build), "表.xlsx")


def slots(one: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in line] for line in one.grid()]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def keys(document: Document) -> list[str]:
    return [note.key for note in document.notes]


def budget(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("支出表")
    money, rate = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.00%"})
    sheet.merge_range("A1:D1", "云溪镇文化站支出表")
    sheet.write("D2", "单位：万元")
    sheet.write_row("A3", ["科目", "预算数", "决算数", "执行率"])
    sheet.write("A4", "人员经费")
    sheet.write("B4", 1300, money)
    sheet.write("C4", 1234.5, money)
    sheet.write_formula("D4", "=C4/B4", rate, 1234.5 / 1300)
    sheet.write("A5", "公用经费")
    sheet.write("B5", 26, money)
    sheet.write("C5", 18, money)
    sheet.write_formula("D5", "=C5/B5", rate, 18 / 26)
    sheet.write("A6", "注：决算数不含结转。")


def test_title_unit_and_remark_stand_outside_the_table() -> None:
    document = read(budget)
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Paragraph, Table, Paragraph]
    assert texts(document) == ["支出表", "云溪镇文化站支出表", "单位：万元", "注：决算数不含结转。"]
    assert next(document.paragraphs()).level == 1
    (one,) = document.tables()
    assert one.sheet == "支出表"
    assert slots(one) == [
        ["科目", "预算数", "决算数", "执行率"],
        ["人员经费", "1,300.00", "1,234.50", "94.96%"],
        ["公用经费", "26.00", "18.00", "69.23%"],
    ]
    assert document.notes == ()


def test_every_cell_can_be_found_again_in_the_workbook() -> None:
    setting = workbook.addresses(written(budget))
    assert setting.cells[(1, 3, 4)] == ("支出表", "D5")
    assert setting.paragraphs[3] == ("支出表", "D2")


def test_merged_cells_stand_once_with_their_spans() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "指标")
        sheet.merge_range("B1:C1", "得分")
        sheet.write_row("B2", ["分值", "实得"])
        sheet.merge_range("A3:B3", "合计")
        sheet.write("C3", 97)

    (one,) = read(build).tables()
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in one.cells}
    assert spans == {
        "指标": (1, 1, 2, 1), "得分": (1, 2, 1, 2), "分值": (2, 2, 1, 1), "实得": (2, 3, 1, 1),
        "合计": (3, 1, 1, 2), "97": (3, 3, 1, 1),
    }  # fmt: skip


def test_a_head_that_tells_its_unit_stays_the_head() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["项目", "金额（单位：万元）"])
        sheet.write_row("A2", ["印刷", 5])

    (one,) = read(build).tables()
    assert slots(one) == [["项目", "金额（单位：万元）"], ["印刷", "5"]]


def test_blank_cells_stand_in_their_slots() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["甲", "乙", "丙"])
        sheet.write_row("A2", [1, None, 3])

    (one,) = read(build).tables()
    assert slots(one) == [["甲", "乙", "丙"], ["1", "", "3"]]


def test_two_blank_rows_part_two_tables_and_one_does_not() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row, values in ((0, ["甲", 1]), (2, ["乙", 2]), (5, ["丙", 3])):
            sheet.write_row(row, 0, values)

    assert [one.height for one in read(build).tables()] == [2, 1]


def test_hidden_sheets_rows_and_columns_are_read_and_noted() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("明细")
        sheet.write_row("A1", ["甲", 1])
        sheet.write_row("A2", ["乙", 2])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        hidden = book.add_worksheet("底稿")
        hidden.write_row("A1", ["丙", 3])
        hidden.hide()

    document = read(build)
    assert [slots(one) for one in document.tables()] == [[["甲", "1"], ["乙", "2"]], [["丙", "3"]]]
    assert [(note.key, dict(note.values), note.lost) for note in document.notes] == [
        ("workbook.hidden_cells", {"sheet": "明细", "rows": "1", "columns": "1"}, False),
        ("workbook.hidden_sheet", {"sheet": "底稿"}, False),
    ]


def test_a_formula_without_a_stored_result_is_doubted_and_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["甲", 1])
    sheet.append(["合计", "=SUM(B1:B1)"])
    buffer = io.BytesIO()
    book.save(buffer)
    document = workbook.read(buffer.getvalue(), "a.xlsx")
    (one,) = document.tables()
    assert [(cell.text, cell.doubt) for cell in one.cells][-1] == ("", "workbook.formula_without_value")
    (note,) = document.notes
    assert (note.key, dict(note.values)["count"], note.lost) == ("workbook.formulas_without_value", "1", True)


def test_a_formula_whose_result_is_empty_text_has_a_result() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["甲", 1])
        sheet.write_formula("C1", '=IF(B1>2,"x","")', None, "")

    as_excel = rewritten(
        written(build), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="C1">', b'<c r="C1" t="str">')
    )
    assert workbook.read(as_excel, "a.xlsx").notes == ()


def test_a_stray_cell_far_away_costs_nothing() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["甲", 1])
        sheet.write("XFD1048576", "远")
        sheet.write("C3", "大块")
        sheet.merge_range("G1:H1", "")

    started = time.monotonic()
    wide = rewritten(written(build), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"G1:H1", b"C3:XFC1048570"))
    document = workbook.read(wide, "a.xlsx")
    assert time.monotonic() - started < 5
    assert texts(document) == ["大块", "远"]
    assert [(one.height, one.width) for one in document.tables()] == [(1, 2)]


def test_scattered_cells_do_not_make_a_giant_table() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for step in range(2100):
            sheet.write_row(step, step * 2, [step, "x"])

    document = read(build)
    assert keys(document) == ["workbook.scattered"]
    assert len(texts(document)) == 4200


def test_dates_text_and_truth_values_show_as_in_the_sheet() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write_datetime("A1", datetime.datetime(2024, 3, 5), day)
        sheet.write_boolean("B1", True)
        sheet.write_rich_string("C1", book.add_format({"bold": True}), "粗", "细 9.5")
        sheet.write_formula("D1", "=1/0", None, "#DIV/0!")
        sheet.write_string("E1", "上\n下")

    (one,) = read(build).tables()
    assert slots(one) == [["2024年3月5日", "TRUE", "粗细 9.5", "#DIV/0!", "上\n下"]]


def test_sheet_names_are_headings_save_those_the_program_gives() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        for name in ("Sheet1", "工作表2", "绩效自评表"):
            book.add_worksheet(name).write_row("A1", ["甲", 1])
        book.add_worksheet("空表")

    assert texts(read(build)) == ["绩效自评表"]


def test_text_boxes_are_said_to_be_unread() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["甲", 1])
        sheet.insert_textbox("C3", "框中 5 项")

    document = read(build)
    assert [(note.key, note.lost) for note in document.notes] == [("workbook.text_boxes", True)]


def test_recognised_by_content() -> None:
    data = written(budget)
    assert workbook.recognises(data)
    assert workbook.recognises(data[:-40])
    assert not workbook.recognises(b"PK\x03\x04")


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return buffer.getvalue()


def test_cells_without_references_follow_one_another() -> None:
    data = rewritten(written(budget), "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", xml))
    (one,) = workbook.read(data, "a.xlsx").tables()
    assert slots(one)[-1] == ["公用经费", "26.00", "18.00", "69.23%"]


def test_damaged_styles_or_odd_numbers_do_not_stop_the_reading() -> None:
    data = rewritten(written(budget), "xl/styles.xml", lambda xml: xml.replace(b"numFmtId", b"nothing"))
    assert len(list(workbook.read(data, "a.xlsx").tables())) == 1
    odd = rewritten(
        written(budget), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>1300</v>", b"<v>1e999999</v>")
    )
    assert len(list(workbook.read(odd, "a.xlsx").tables())) == 1


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (written(budget)[:-40], "archive.damaged"),
        (
            rewritten(written(budget), "xl/worksheets/sheet1.xml", lambda xml: xml[:300]),
            "archive.damaged_part",
        ),
        (
            rewritten(
                written(budget), "xl/worksheets/sheet1.xml",
                lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1),
            ),
            "archive.entities",
        ),
    ],
)  # fmt: skip
def test_a_broken_workbook_is_unreadable_with_its_reason(data: bytes, key: str) -> None:
    with pytest.raises(Unreadable) as caught:
        workbook.read(data, "a.xlsx")
    assert caught.value.key == key


def test_a_binary_workbook_is_refused_with_the_remedy() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert workbook.recognises(buffer.getvalue())
    with pytest.raises(Unreadable) as caught:
        workbook.read(buffer.getvalue(), "a.xlsb")
    assert caught.value.key == "workbook.binary"
