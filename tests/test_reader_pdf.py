"""What a reader of PDF relies on: whole sentences with numbers, whole tables, a word on what was not read."""

from __future__ import annotations

import io
import tomllib
import tracemalloc
from pathlib import Path

import pikepdf
import pytest
from pdf_making import Maker
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader

from extractor.document import Document, Paragraph, Table, Unreadable, boxes
from extractor.limits import Limits, within
from extractor.readers import pdf
from extractor.readers.pdf.characters import Char, PageContent
from extractor.readers.pdf.characters_pdfium import Source
from extractor.readers.pdf.faults import LOST, TOLD, Faults
from extractor.readers.pdf.radicals import mend
from extractor.readers.pdf.symbols import UNKNOWN

LONG = (
    "全年安排河道保洁资金1,284.60万元，实际支出1,197.35万元，执行率为93.21%，结余87.25万元按规定收回；"
    "其中日常保洁支出806.40万元，水质监测支出212.95万元，设备更新支出178.00万元，三项合计与实际支出一致。"
)
SHORT = "本项目由水务管理站组织实施。"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grid(table: Table) -> list[list[str | None]]:
    """The texts of a table; None where a merged cell covers the slot."""
    slots: list[list[str | None]] = [[None] * table.width for _ in range(table.height)]
    for cell in table.cells:
        slots[cell.row - 1][cell.column - 1] = cell.text
    return slots


def keys(document: Document) -> dict[str, str]:
    return {note.key: dict(note.values).get("pages", "") for note in document.notes}


@pytest.fixture(params=["pdfium", "pdfplumber"])
def source(request: pytest.FixtureRequest) -> str:
    """Everything here holds for both sources of characters."""
    return str(request.param)


def test_a_sentence_keeps_its_numbers_over_lines(source: str) -> None:
    maker = Maker()
    y = maker.paragraph(100, LONG)
    maker.paragraph(y, SHORT)
    assert texts(pdf.read(maker.finished(), "a.pdf", source)) == [LONG, SHORT]


def test_a_paragraph_goes_on_over_the_page_without_head_foot_and_number(source: str) -> None:
    maker, number = Maker(), 0

    def page_end() -> None:
        nonlocal number
        number += 1
        maker.text(230, 50, "河道保洁项目绩效报告", 9)
        maker.text(290, 800, f"- {number} -", 9)
        maker.page()

    y = 100.0
    for _ in range(25):
        y = maker.paragraph(y, LONG, page_end=page_end)
    page_end()
    document = pdf.read(maker.finished(), "a.pdf", source)
    assert document.pages == number >= 3
    assert texts(document) == [LONG] * 25
    assert [(note.key, note.lost) for note in document.notes] == [("pdf.furniture", False)]


def test_a_number_at_the_foot_that_is_no_page_number_stays(source: str) -> None:
    maker = Maker()
    maker.paragraph(100, SHORT)
    maker.text(290, 790, "365")
    maker.page()
    maker.paragraph(100, SHORT)
    maker.text(290, 790, "1,284.60")
    maker.page()
    assert "365" in texts(pdf.read(maker.finished(), "a.pdf", source))


def test_every_run_of_characters_has_its_box(source: str) -> None:
    maker = Maker()
    maker.paragraph(100, LONG)
    paragraph = next(pdf.read(maker.finished(), "a.pdf", source).paragraphs())
    start = paragraph.text.index("1,197.35")
    found = boxes(paragraph.lines, start, start + len("1,197.35"))
    assert len(found) == 1
    left, top, right, bottom = found[0]
    assert 0 < right - left < 8 * 12
    assert top < 124 < bottom + 24
    assert all(len(line.edges) == line.end - line.start + 1 for line in paragraph.lines)
    assert "".join(paragraph.text[line.start : line.end] for line in paragraph.lines) == paragraph.text


def test_merged_cells_stand_once_with_their_spans(source: str) -> None:
    maker = Maker()
    xs, ys = [72.0, 172.0, 272.0, 372.0], [100.0, 120.0, 140.0, 160.0, 180.0]
    gaps = {("v", 2, 0), ("h", 0, 1), ("h", 0, 3)}
    maker.grid(xs, ys, lambda *piece: piece in gaps)
    heads = ((80, 124, "科目"), (190, 114, "支出"), (190, 134, "年初预算"), (290, 134, "决算"), (80, 164, "培训费"))
    figures = ((190, 154, "12.50"), (290, 154, "11.75"), (190, 174, "8.00"), (290, 174, "7.20"))
    for x, y, words in heads + figures:
        maker.text(x, y, words, 9)
    table = next(pdf.read(maker.finished(), "a.pdf", source).tables())
    assert grid(table) == [
        ["科目", "支出", None],
        [None, "年初预算", "决算"],
        ["培训费", "12.50", "11.75"],
        [None, "8.00", "7.20"],
    ]
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells}
    assert (spans["科目"], spans["支出"], spans["培训费"], spans["8.00"]) == ((2, 1), (1, 2), (2, 1), (1, 1))


def two_pages(second_head: list[str], caption: str = "", tail: list[list[str]] | None = None) -> bytes:
    maker = Maker()
    xs = [72.0, 152.0, 322.0, 422.0, 522.0]
    head = ["编码", "项目", "预算数", "决算数"]
    maker.text(250, 80, "项目支出明细表")
    maker.text(450, 96, "单位：万元", 9)
    maker.table([head, ["30201", "办公费", "5.00", "4.20"], ["30207", "邮电费", "3.00", "2.85"]], xs, 104)
    maker.text(290, 810, "1", 9)
    maker.page()
    if caption:
        maker.text(250, 70, caption)
    rows = ([second_head] if second_head else []) + (
        tail or [["30211", "差旅费", "6.00", "5.90"], ["", "合计", "14.00", "12.95"]]
    )
    maker.table(rows, xs, 80)
    maker.text(290, 810, "2", 9)
    return maker.finished()


def test_a_table_goes_on_over_the_page_and_its_repeated_head_is_dropped(source: str) -> None:
    for head in (["编码", "项目", "预算数", "决算数"], []):
        document = pdf.read(two_pages(head), "a.pdf", source)
        assert texts(document) == ["项目支出明细表", "单位：万元"]
        (table,) = document.tables()
        assert [row[1] for row in grid(table)] == ["项目", "办公费", "邮电费", "差旅费", "合计"]
        assert [cell.page for cell in table.cells if cell.text in ("办公费", "差旅费")] == [1, 2]


def test_two_tables_with_one_grid_stay_two(source: str) -> None:
    assert len(list(pdf.read(two_pages(["编码", "资产", "年初数", "年末数"]), "a.pdf", source).tables())) == 2
    assert len(list(pdf.read(two_pages([], "资产明细表"), "a.pdf", source).tables())) == 2


def test_a_row_that_broke_over_the_page_is_one_row(source: str) -> None:
    tail = [["", "及邮寄费", "", ""], ["30211", "差旅费", "6.00", "5.90"]]
    (table,) = pdf.read(two_pages([], tail=tail), "a.pdf", source).tables()
    assert [row[1] for row in grid(table)] == ["项目", "办公费", "邮电费及邮寄费", "差旅费"]
    assert grid(table)[2] == ["30207", "邮电费及邮寄费", "3.00", "2.85"]


def test_a_vertical_merge_goes_on_over_the_page(source: str) -> None:
    maker = Maker()
    xs = [72.0, 172.0, 322.0, 422.0, 522.0]

    def part(top: float, rows: list[tuple[str, str, str]], group: str, head: bool) -> None:
        ys = [top + 20 * place for place in range(len(rows) + head + 1)]
        merged = {("h", 0, row) for row in range(1 + head, len(ys) - 1)}
        maker.grid(xs, ys, lambda *piece: piece in merged)
        lines = ([("二级指标", "分值", "得分")] if head else []) + rows
        for y, row in zip(ys, lines, strict=False):
            for x, words in zip(xs[1:-1], row, strict=True):
                maker.text(x + 4, y + 14, words, 9)
        if head:
            maker.text(76, top + 14, "一级指标", 9)
        if group:
            maker.text(76, top + 34, group, 9)

    part(600, [("保洁长度", "10", "9.5"), ("监测次数", "8", "8")], "产出", True)
    maker.page()
    part(72, [("设备更新", "6", "5"), ("完成时间", "6", "6"), ("成本控制", "5", "5")], "", False)
    (table,) = pdf.read(maker.finished(), "a.pdf", source).tables()
    assert (table.height, table.width) == (6, 4)
    spans = {cell.text: cell.row_span for cell in table.cells if cell.column == 1}
    assert spans == {"一级指标": 1, "产出": 5}


def test_wrapped_cells_run_on_and_two_numbers_do_not(source: str) -> None:
    maker = Maker()
    xs, ys = [72.0, 132.0, 232.0], [100.0, 140.0, 180.0]
    maker.grid(xs, ys)
    for y, words in ((114, "机关事业单"), (128, "位职业年金")):
        maker.text(76, y, words, 10)
    for y, words in ((114, "95%"), (128, "2.完成培训")):
        maker.text(140, y, words, 10)
    maker.text(140, 160, "3,200", 10)
    maker.text(140, 174, "1,150", 10)
    (table,) = pdf.read(maker.finished(), "a.pdf", source).tables()
    assert grid(table) == [["机关事业单位职业年金", "95%\n2.完成培训"], ["", "3,200\n1,150"]]


def test_fake_bold_is_read_once(source: str) -> None:
    maker = Maker()
    for shift in (0, 0.3):
        maker.text(72 + shift, 100, "预算执行率为98.17%")
    assert texts(pdf.read(maker.finished(), "a.pdf", source)) == ["预算执行率为98.17%"]


def test_text_that_the_page_does_not_show_is_left_out_and_named() -> None:
    maker = Maker()
    canvas = maker.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(60, 842 - 130, 400, 60)
    canvas.clipPath(path, stroke=0, fill=0)
    maker.text(72, 100, "支出合计307.82万元。")
    maker.text(72, 300, "支出合计512.60万元。")
    canvas.restoreState()
    maker.text(72, 900, "支出合计64.10万元。")
    document = pdf.read(maker.finished(), "a.pdf", "pdfium")
    assert texts(document) == ["支出合计307.82万元。"]
    assert [(note.key, dict(note.values), note.lost) for note in document.notes] == [
        ("pdf.hidden", {"pages": "1"}, False)
    ]


def test_two_columns_are_not_interleaved(source: str) -> None:
    maker = Maker()
    maker.text(200, 70, "河道保洁项目情况说明", 16)
    other = LONG.replace("河道", "道路")
    for words, left in ((LONG, 60.0), (other, 315.0)):
        y = maker.paragraph(100, words, 10, left, 220, 18)
        maker.paragraph(y, words, 10, left, 220, 18)
    assert texts(pdf.read(maker.finished(), "a.pdf", source)) == ["河道保洁项目情况说明", LONG, LONG, other, other]


def test_a_table_without_upright_lines_keeps_its_rows_and_columns(source: str) -> None:
    maker = Maker()
    rows = [
        ("项目", "预算数", "决算数", "完成率"),
        ("宣传费", "120.00", "118.50", "98.75%"),
        ("会议费", "30.00", "21.60", "72.00%"),
        ("印刷费", "8.40", "8.40", "100.00%"),
        ("合计", "158.40", "148.50", "93.75%"),
    ]
    maker.text(250, 80, "经费支出情况表")
    for y in (90, 110, 190):
        maker.canvas.line(72, 842 - y, 522, 842 - y)
    for place, row in enumerate(rows):
        maker.text(80, 104 + 20 * place, row[0], 10)
        for x, words in zip((280, 400, 510), row[1:], strict=True):
            maker.right(x, 104 + 20 * place, words, 10)
    document = pdf.read(maker.finished(), "a.pdf", source)
    (table,) = document.tables()
    assert grid(table) == [list(row) for row in rows]
    assert texts(document) == ["经费支出情况表"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_as_shown(source: str, turn: int) -> None:
    maker = Maker()
    canvas = maker.canvas
    canvas.saveState()
    canvas.transform(*{90: (0, 1, -1, 0, 595, 0), 180: (-1, 0, 0, -1, 595, 842), 270: (0, -1, 1, 0, 0, 842)}[turn])
    maker.size = (842.0, 595.0) if turn != 180 else (595.0, 842.0)
    maker.text(72, 100, "支出合计307.82万元，其中：项目支出202.24万元。")
    maker.table([["项目", "决算数"], ["培训费", "12.50"]], [72.0, 172.0, 272.0], 120)
    canvas.restoreState()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(maker.finished())))
    writer.pages[0].rotate(turn)
    buffer = io.BytesIO()
    writer.write(buffer)
    document = pdf.read(buffer.getvalue(), "a.pdf", source)
    assert texts(document) == ["支出合计307.82万元，其中：项目支出202.24万元。"]
    (table,) = document.tables()
    assert grid(table) == [["项目", "决算数"], ["培训费", "12.50"]]
    line = next(document.paragraphs()).lines[0]
    assert abs(line.edges[0] - 72) < 1
    assert line.top < 100 < line.bottom + 1


def test_a_cropped_page_gives_places_as_shown(source: str) -> None:
    maker = Maker()
    maker.text(100, 200, "完成率为96.40%。")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(maker.finished())))
    writer.pages[0].cropbox.upper_right = (575, 792)
    writer.pages[0].cropbox.lower_left = (40, 30)
    buffer = io.BytesIO()
    writer.write(buffer)
    line = next(pdf.read(buffer.getvalue(), "a.pdf", source).paragraphs()).lines[0]
    assert abs(line.edges[0] - 60) < 1
    assert abs(line.top + 0.85 * 12 - 150) < 3


def test_a_scanned_page_is_named_and_the_rest_read(source: str) -> None:
    from PIL import Image

    maker = Maker()
    maker.paragraph(100, LONG)
    maker.page()
    maker.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    maker.page()
    maker.page()
    document = pdf.read(maker.finished(), "a.pdf", source)
    assert keys(document) == {"pdf.picture": "2"}
    assert all(note.lost for note in document.notes)
    assert texts(document) == [LONG]
    assert document.pages == 3


def test_garbled_text_is_named(source: str) -> None:
    maker = Maker()
    maker.text(72, 100, "本年度项目预算执行情况良好各项任务均已完成")
    writer = pikepdf.open(io.BytesIO(maker.finished()))
    for font in writer.pages[0].Resources.Font.values():
        if font.Subtype == "/Type0":
            font.Encoding = pikepdf.Name("/Identity-H")
            font.DescendantFonts[0].CIDSystemInfo = pikepdf.Dictionary(
                Registry=b"Adobe", Ordering=b"Identity", Supplement=0
            )
    buffer = io.BytesIO()
    writer.save(buffer)
    document = pdf.read(buffer.getvalue(), "a.pdf", source)
    assert keys(document) == {"pdf.garbled": "1"}
    assert not document.blocks


def test_a_single_glyph_without_meaning_is_told_and_costs_nothing_else() -> None:
    letters = [Char("支出合计为十二万元整"[place], 10.0 * place, 10.0 * place + 9, 100, 10) for place in range(10)]
    page = PageContent(3, 595, 842, [*letters, Char(UNKNOWN, 110, 119, 100, 10)], unmapped=1)
    faults = Faults()
    faults.look_at(page)
    assert [(note.key, dict(note.values), note.lost) for note in faults.notes()] == [
        ("pdf.unmapped", {"pages": "3"}, False)
    ]


def test_what_was_filled_into_a_form_is_read_or_named(source: str) -> None:
    maker = Maker()
    maker.text(72, 100, "全年执行数（万元）：")
    maker.canvas.acroForm.textfield(
        name="done", value="1197.35", x=200, y=736, width=90, height=20, fontName="Helvetica"
    )
    document = pdf.read(maker.finished(), "a.pdf", source)
    assert ("1197.35" in "".join(texts(document))) == (source == "pdfium")
    assert list(keys(document)) == ([] if source == "pdfium" else ["pdf.form"])


def test_radicals_and_compatibility_ideographs_are_mended_and_nothing_else() -> None:
    assert mend("部\u2ed4\u2f6c出，\u2f00、\u2f08员\uf90a额") == "部门目出，一、人员金额"
    assert mend("①5分，½，㎡，１２％") == "①5分，½，㎡，１２％"


def test_more_pages_than_the_limit_are_said() -> None:
    maker = Maker()
    for _ in range(5):
        maker.paragraph(100, SHORT)
        maker.page()
    with within(Limits(pages=3)):
        document = pdf.read(maker.finished(), "a.pdf")
    assert [(note.key, note.lost) for note in document.notes] == [("pdf.pages", True)]
    assert (len(texts(document)), document.pages) == (3, 5)


def locked(password: str) -> bytes:
    maker = Maker()
    maker.paragraph(100, SHORT)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(maker.finished())))
    writer.encrypt(password, "owner")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_files_that_cannot_be_read_have_a_named_cause(source: str) -> None:
    for data, key in (
        (b"", "pdf.empty"),
        (b"%PDF-1.7 nothing more", "pdf.damaged"),
        (locked("secret"), "pdf.encrypted"),
    ):
        with pytest.raises(Unreadable) as caught:
            pdf.read(data, "a.pdf", source)
        assert caught.value.key == key
    assert texts(pdf.read(locked(""), "a.pdf", source)) == [SHORT]


def test_a_truncated_file_is_repaired_once_and_says_so(source: str) -> None:
    maker = Maker()
    maker.paragraph(100, LONG)
    whole = maker.finished()
    document = pdf.read(whole[: whole.rindex(b"xref\n")], "a.pdf", source)
    assert texts(document) == [LONG]


def test_recognises_a_pdf_by_its_mark() -> None:
    assert pdf.recognises(b"\n%PDF-1.4 ...")
    assert not pdf.recognises(b"PK\x03\x04")
    assert (pdf.NAME, pdf.SUFFIXES) == ("pdf", (".pdf",))


def test_every_note_and_cause_has_its_sentence_in_both_languages(root: Path) -> None:
    catalogues = [
        tomllib.loads((root / f"auditor/catalogues/{language}/readers_pdf.toml").read_text("utf-8"))
        for language in ("zh", "en")
    ]
    said = {"empty", "encrypted", "damaged", "repaired", "pages", "form", "furniture", *TOLD, *LOST}
    assert all(set(catalogue) == {f"pdf.{key}" for key in said} for catalogue in catalogues)


def test_memory_stays_flat_in_pages() -> None:
    maker = Maker()
    for _ in range(30):
        for y in range(60, 800, 14):
            maker.text(72, y, "水质监测支出212.95万元，设备更新支出178.00万元。", 10)
        maker.page()
    data = maker.finished()
    peaks = []
    for pages in (10, 30):
        source = Source(data)
        tracemalloc.start()
        for content in source.pages(1, pages):
            assert content is not None and len(content.chars) > 1000
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        source.close()
    assert peaks[1] < 1.5 * peaks[0]
