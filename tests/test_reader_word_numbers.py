"""Automatic list numbers are printed but not stored; the reader computes them as Word would."""

from __future__ import annotations

import pytest
from test_reader_word import SPACES, p, package, r, read, row, table, tc, texts

from extractor.document import Document, Place
from extractor.wordprocessing import lay_out, locate, open_package
from extractor.wordprocessing.counting import counted, written


def level(depth: int, form: str, text: str, more: str = "") -> str:
    start = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{depth}">{start}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    body = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'
    return f"<w:numbering {SPACES}>{body}</w:numbering>"


def item(text: str, depth: int = 0, list_id: int = 1) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(r(text) if text else "", properties=properties)


def listed(body: str, *levels: str, **more: str) -> Document:
    return read(body, numbering=numbering(*levels, **more))


CHINESE = (
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
    level(2, "decimal", "%3."),
)


def test_levels_count_and_restart_below_a_higher_one() -> None:
    body = "".join(
        item(text, depth)
        for text, depth in (
            ("概况", 0),
            ("职能", 1),
            ("人员", 1),
            ("在编", 2),
            ("编外", 2),
            ("绩效", 0),
            ("目标", 1),
            ("数量", 2),
        )
    )
    assert texts(listed(body, *CHINESE)) == [
        "一、概况", "（一）职能", "（二）人员", "1. 在编", "2. 编外", "二、绩效", "（一）目标", "1. 数量",
    ]  # fmt: skip


def test_a_legal_number_shows_all_its_levels() -> None:
    levels = (
        level(0, "chineseCounting", "第%1章", '<w:suff w:val="space"/>'),
        level(1, "decimal", "%1.%2", '<w:isLgl/><w:suff w:val="space"/>'),
    )
    body = item("总则", 0) + item("依据", 1) + item("评价", 0) + item("方法", 1)
    assert texts(listed(body, *levels)) == ["第一章 总则", "1.1 依据", "第二章 评价", "2.1 方法"]


def test_an_empty_numbered_paragraph_takes_its_number_but_is_no_text() -> None:
    assert texts(listed(item("甲") + item("") + item("丙"), *CHINESE)) == ["一、甲", "三、丙"]


def test_running_numbers_of_a_table_column_are_read() -> None:
    rows = (row(tc(item("", 2)), tc(p(r("办公费")))) for _ in range(3))
    (one,) = listed(table(*rows), *CHINESE).tables()
    assert [cell.text for cell in one.cells if cell.column == 1] == ["1.", "2.", "3."]


def test_a_second_list_of_the_same_form_goes_on_unless_it_says_where_it_starts() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = item("a") + item("b") + item("c", list_id=2) + item("d", list_id=3) + item("e", list_id=3)
    assert texts(listed(body, *CHINESE, nums=nums)) == ["一、a", "二、b", "三、c", "一、d", "二、e"]


def test_a_level_may_count_on_through_higher_ones() -> None:
    levels = (CHINESE[0], level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    body = item("a", 0) + item("b", 1) + item("c", 0) + item("d", 1)
    assert texts(listed(body, *levels)) == ["一、a", "1. b", "二、c", "2. d"]


def test_headings_take_number_and_level_from_their_style() -> None:
    styles = (
        f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="二级"/><w:basedOn w:val="a1"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
    )
    body = "".join(
        p(r(text), properties=f'<w:pStyle w:val="{style}"/>') for text, style in (("甲", "a1"), ("乙", "a2"))
    )
    body += p(r("丙"), properties='<w:pStyle w:val="a1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    document = read(body, styles=styles, numbering=numbering(*CHINESE))
    assert texts(document) == ["一、甲", "（一）乙", "丙"]
    assert [paragraph.level for paragraph in document.paragraphs()] == [1, 2, 1]


def test_bullets_are_bullets_and_never_a_minus() -> None:
    assert texts(listed(item("5 万元"), level(0, "bullet", "-"))) == ["• 5 万元"]


def test_a_figure_behind_a_list_number_is_found_in_its_run() -> None:
    data = package(item("支出12.5万元"), numbering=numbering(*CHINESE))
    opened = open_package(data)
    layout = lay_out(opened.document, opened.numbering, opened.styles)
    text = layout.blocks[0].text
    assert text == "一、支出12.5万元"
    start = text.index("12.5")
    (run,) = locate(layout.runs, Place(paragraph=1, start=start, end=start + 4))
    assert run.element.text[run.start : run.end] == "12.5"
    assert locate(layout.runs, Place(paragraph=1, start=0, end=2)) == ()


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (12, "decimalEnclosedCircle", "⑫"),
        (2, "decimalEnclosedParen", "⑵"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (3, "decimalFullWidth", "３"),
        (3, "a form of the future", "3"),
    ],
)
def test_list_numbers_are_written_in_their_form(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_counting_in_chinese_minds_the_gaps() -> None:
    assert [counted(n) for n in (0, 11, 20, 110, 1001, 10050)] == [
        "〇",
        "十一",
        "二十",
        "一百一十",
        "一千零一",
        "一万零五十",
    ]
