"""What a reader of Word files relies on: nothing printed is lost, doubled, or read where it does not stand."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document as Writer

from extractor.document import Document, Paragraph, Place, Table, Unreadable, passages
from extractor.readers import word
from extractor.wordprocessing import lay_out, locate, open_package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def package(body: str, **parts: str) -> bytes:
    """A DOCX made of bare XML: the body, and parts such as numbering or styles by name."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relations = "".join(
        f'<Relationship Id="r{order}" Type="{kind}{name}" Target="{name}.xml"/>' for order, name in enumerate(parts)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{kind}officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
            "</Relationships>",
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def read(body: str, **parts: str) -> Document:
    return word.read(package(body, **parts), "报告.docx")


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, columns: int = 0) -> str:
    grid = '<w:gridCol w:w="900"/>' * columns
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def plain(*texts: str) -> str:
    return row(*(tc(p(r(text))) for text in texts))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def saved(writer: Writer) -> bytes:
    buffer = io.BytesIO()
    writer.save(buffer)
    return buffer.getvalue()


def slots(one: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in line] for line in one.grid()]


def test_paragraphs_and_tables_stand_in_the_order_of_the_document() -> None:
    writer = docx.Document()
    writer.add_heading("预算执行情况", 2)
    writer.add_paragraph("本年收入如下表。")
    made = writer.add_table(2, 2)
    made.cell(0, 0).text, made.cell(0, 1).text, made.cell(1, 0).text, made.cell(1, 1).text = (
        "科目",
        "金额",
        "收入",
        "310.5",
    )
    writer.add_paragraph("支出另述。")
    read_back = word.read(saved(writer), "a.docx")
    kinds = [(type(block), block.number) for block in read_back.blocks]
    assert kinds == [(Paragraph, 1), (Paragraph, 2), (Table, 1), (Paragraph, 3)]
    assert [paragraph.level for paragraph in read_back.paragraphs()] == [2, 0, 0]
    assert slots(next(read_back.tables())) == [["科目", "金额"], ["收入", "310.5"]]
    assert read_back.format == "docx"
    assert len(read_back.sha256) == 64


def test_a_merged_cell_stands_once_with_its_spans() -> None:
    writer = docx.Document()
    made = writer.add_table(3, 3)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "指标"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "得分"
    made.cell(1, 1).text, made.cell(1, 2).text = "分值", "实得"
    made.cell(2, 0).merge(made.cell(2, 1)).text = "合计"
    made.cell(2, 2).text = "97"
    one = next(word.read(saved(writer), "a.docx").tables())
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in one.cells}
    assert spans == {
        "指标": (1, 1, 2, 1), "得分": (1, 2, 1, 2), "分值": (2, 2, 1, 1), "实得": (2, 3, 1, 1),
        "合计": (3, 1, 1, 2), "97": (3, 3, 1, 1),
    }  # fmt: skip
    assert slots(one)[1] == ["指标", "分值", "实得"]


def test_rows_that_begin_late_or_end_early_keep_their_columns() -> None:
    late = row(tc(p(r("7"))), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
    one = next(read(table(plain("甲", "乙", "丙"), late)).tables())
    assert slots(one) == [["甲", "乙", "丙"], [None, "7", None]]


def test_old_horizontal_merges_are_read_as_one_cell() -> None:
    one = next(
        read(table(row(tc(p(r("小计")), '<w:hMerge w:val="restart"/>'), tc(p(), '<w:hMerge w:val="continue"/>')),
                   plain("1", "2"))).tables()
    )  # fmt: skip
    assert slots(one) == [["小计", "小计"], ["1", "2"]]


def test_a_nested_table_follows_the_outer_one_and_nothing_is_doubled() -> None:
    inner = table(plain("内一", "内二"))
    document = read(table(row(tc(p(r("外一")) + inner + p(r("外一续"))), tc(p(r("外二"))))) + p(r("后文")))
    outer, nested = document.tables()
    assert slots(outer) == [["外一\n外一续", "外二"]]
    assert slots(nested) == [["内一", "内二"]]
    everything = "".join(passage.text for passage in passages(document))
    assert everything.count("内一") == 1


def test_a_frame_of_one_cell_is_read_as_the_text_it_frames() -> None:
    document = read(table(row(tc(p(r("框内第一段。")) + table(plain("a", "b")) + p(r("框内第二段。"))))))
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]


@pytest.mark.parametrize(
    "inside",
    [
        '<w:hyperlink r:id="r1">{}</w:hyperlink>',
        '<w:ins w:id="1" w:author="a">{}</w:ins>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:smartTag w:element="x">{}</w:smartTag>',
        '<w:fldSimple w:instr="REF a">{}</w:fldSimple>',
        '<w:customXml w:element="x">{}</w:customXml>',
    ],
)
def test_text_in_wrappers_is_read(inside: str) -> None:
    assert texts(read(p(r("支出"), inside.format(r("642.83")), r("万元")))) == ["支出642.83万元"]


def test_a_block_content_control_is_read_in_its_place() -> None:
    control = f"<w:sdt><w:sdtContent>{p(r('控件内'))}{table(plain('1', '2'))}</w:sdtContent></w:sdt>"
    document = read(p(r("前")) + control + p(r("后")))
    assert texts(document) == ["前", "控件内", "后"]
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Table, Paragraph]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{plain('一', '二')}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtContent>{tc(p(r('三')))}</w:sdtContent></w:sdt>"
    assert slots(next(read(table(wrapped, row(cell, tc(p(r("四")))))).tables())) == [["一", "二"], ["三", "四"]]


def test_deleted_text_is_left_out_and_the_changes_are_noted() -> None:
    gone = '<w:del w:id="1" w:author="a"><w:r><w:delText>120</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2" w:author="a">{r("旧处")}</w:moveFrom>'
    document = read(p(r("共"), gone, f'<w:ins w:id="3" w:author="a">{r("125")}</w:ins>', moved, r("人")))
    assert texts(document) == ["共125人"]
    (note,) = document.notes
    assert (note.key, dict(note.values)) == ("word.tracked_changes", {"inserted": "1", "deleted": "2"})


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    end = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert texts(read(p(r("支出12"), properties=end) + p(r("万元。")) + p(r("完")))) == ["支出12万元。", "完"]


def test_a_deleted_row_is_left_out() -> None:
    gone = row(tc(p(r("9"))), tc(p(r("9"))), properties='<w:del w:id="1" w:author="a"/>')
    assert slots(next(read(table(plain("1", "2"), gone, plain("3", "4"))).tables())) == [["1", "2"], ["3", "4"]]


def test_hidden_text_is_left_out_and_noted() -> None:
    document = read(p(r("共"), r("九十", "<w:vanish/>"), r("12人", '<w:vanish w:val="0"/>')))
    assert texts(document) == ["共12人"]
    assert [note.key for note in document.notes] == ["word.hidden_text"]


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{p(r('框中 56 项'))}</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(p(r("正文"), drawn, r("续")) + p(r("下段")))) == ["正文续", "框中 56 项", "下段"]


def test_tabs_breaks_hyphens_and_symbols_print_as_signs() -> None:
    signs = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/>"
        '<w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:br w:type="page"/></w:r>'
    )
    assert texts(read(p(signs))) == ["a\tb\n1-2≥95%☑"]


def test_a_fraction_is_written_on_one_line() -> None:
    part = "<m:r><m:t>{}</m:t></m:r>"
    fraction = (
        f"<m:oMath><m:f><m:num>{part.format('实际')}</m:num><m:den>{part.format('计划+追加')}</m:den></m:f></m:oMath>"
    )
    assert texts(read(p(r("率="), fraction, r("×100%")))) == ["率=实际/(计划+追加)×100%"]


def test_footnotes_come_after_the_text() -> None:
    notes = (
        f'<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="0">{p(r("——"))}</w:footnote>'
        f'<w:footnote w:id="1">{p(r("不含上年结转 3.2 万元。"))}</w:footnote></w:footnotes>'
    )
    body = p(r("支出 40 万元"), '<w:r><w:footnoteReference w:id="1"/></w:r>') + p(r("完"))
    assert texts(read(body, footnotes=notes)) == ["支出 40 万元", "完", "不含上年结转 3.2 万元。"]


def test_a_repeated_head_is_dropped_where_a_table_clearly_goes_on() -> None:
    first = table(plain("序号", "项目", "金额"), plain("1", "甲", "5"), columns=3)
    second = table(plain("序号", "项目", "金额"), plain("2", "乙", "6"), columns=3)
    document = read(first + p() + second)
    (one,) = document.tables()
    assert slots(one) == [["序号", "项目", "金额"], ["1", "甲", "5"], ["2", "乙", "6"]]


@pytest.mark.parametrize("between", [p(), p(r("另一项目："))])
def test_two_tables_of_the_same_form_stay_two(between: str) -> None:
    form = table(plain("序号", "项目", "金额"), plain("1", "甲", "5"), columns=3)
    assert len(list(read(form + between + form).tables())) == 2


def test_runs_of_a_place_print_exactly_its_characters() -> None:
    body = p(r("本年支出"), r("12"), r("3.45万"), "<w:r><w:tab/></w:r>", r("元")) + table(
        row(tc(p(r("上")) + p(r("99"), r(".9"))), tc(p(r("x"))))
    )
    opened = open_package(package(body))
    layout = lay_out(opened.document)
    place = Place(paragraph=1, start=4, end=10)
    assert layout.blocks[0].text[4:10] == "123.45"
    assert [(run.element.text or "")[run.start : run.end] for run in locate(layout.runs, place)] == ["12", "3.45"]
    cell = Place(table=1, row=1, column=1, start=2, end=6)
    assert [(run.element.text or "")[run.start : run.end] for run in locate(layout.runs, cell)] == ["99", ".9"]


def test_every_character_of_a_paragraph_has_its_run_but_the_list_number() -> None:
    opened = open_package(package(p(r("甲"), "<w:r><w:br/></w:r>", r("乙")), styles=f"<w:styles {SPACES}/>"))
    layout = lay_out(opened.document, opened.numbering, opened.styles)
    runs = layout.runs[(1, None, None, None)]
    assert [(run.start, run.end) for run in runs] == [(0, 1), (1, 2), (2, 3)]


def test_the_same_walk_serves_a_tree_that_python_docx_holds() -> None:
    writer = docx.Document()
    writer.add_paragraph("收入 88 万元")
    layout = lay_out(writer.element)
    (run,) = locate(layout.runs, Place(paragraph=1, start=3, end=5))
    assert run.element.text[run.start : run.end] == "88"


def test_a_macro_file_is_read_and_the_macro_noted() -> None:
    data = io.BytesIO(package(p(r("文"))))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    document = word.read(data.getvalue(), "a.docm")
    assert [note.key for note in document.notes] == ["word.macros"]


def test_strict_files_are_read_like_all_others() -> None:
    body = p(r("严格"))
    data = package(body)
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name, content)
    assert texts(word.read(strict.getvalue(), "a.docx")) == ["严格"]


def test_recognised_by_content_and_also_when_broken() -> None:
    data = package(p(r("文")))
    assert word.recognises(data)
    assert word.recognises(data[:-30])
    assert not word.recognises(b"PK\x03\x04 something else")
    assert not word.recognises(b"%PDF-1.7")


def test_a_broken_file_is_unreadable_with_its_reason() -> None:
    data = package(p(r("文")))
    with pytest.raises(Unreadable) as caught:
        word.read(data[:-30], "a.docx")
    assert caught.value.key == "archive.damaged"
    with pytest.raises(Unreadable) as caught:
        word.read(package("<w:p>"), "a.docx")
    assert caught.value.key == "archive.damaged_part"


def test_pictures_without_text_mean_that_the_report_was_not_read() -> None:
    picture = '<w:r><w:pict><v:shape><v:imagedata r:id="r9"/></v:shape></w:pict></w:r>'
    (note,) = read(p(picture)).notes
    assert (note.key, note.lost) == ("word.pictures_only", True)


def test_time_grows_with_the_size_only() -> None:
    rows = "".join(plain(*(str(column) for column in range(8))) for _ in range(3000))
    one = next(read(table(rows)).tables())
    assert (one.height, one.width, len(one.cells)) == (3000, 8, 24000)


def test_a_damaged_file_is_unreadable_or_read_but_never_breaks() -> None:
    writer = docx.Document()
    writer.add_heading("决算", 1)
    writer.add_table(2, 2).cell(0, 0).text = "9"
    whole = saved(writer)
    outcomes = set()
    for at in range(0, len(whole), 331):
        for data in (whole[:at], whole[:at] + b"\xa5" * 8 + whole[at + 8 :]):
            if word.recognises(data):
                try:
                    word.read(data, "a.docx")
                    outcomes.add("read")
                except Unreadable as problem:
                    outcomes.add(problem.key)
    assert "read" in outcomes
    assert all(outcome.startswith(("read", "archive.", "word.")) for outcome in outcomes)


@pytest.mark.parametrize(
    "odd",
    [
        '<w:p><w:pPr><w:numPr><w:numId w:val="x"/></w:numPr></w:pPr></w:p>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
        "<w:tc/></w:tr></w:tbl>",
        "<w:tbl/><w:tbl><w:tr/></w:tbl><w:sdt/><w:p/>",
        '<w:p><w:r><w:sym w:font="Symbol" w:char="zz"/><w:sym w:char="D800"/><w:t/></w:r></w:p>',
        "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>",
    ],
)
def test_odd_markup_is_borne(odd: str) -> None:
    assert read(odd + p(r("后文"))).blocks[-1].number >= 1
