"""A commented Word file: comments stand at the figures' own characters, and all the rest is as submitted."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from lxml import etree
from shell import gouji

from auditor.language import Language
from auditor.marker import is_own
from auditor.outputs import CannotRender, Source, word_comments
from auditor.pipeline import audit_bytes
from auditor.run import Run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEAD = "青榆市文化馆2023年度部门整体绩效自评报告"
LEAD = "全年预算安排200.00万元，实际支出180.00万元，预算执行率为"
TEXT = f"<w:r><w:t>{LEAD}</w:t></w:r>"


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>"


def package(
    body: str, parts: dict[str, str] | None = None, relations: str = "", types: str = "", main: str = PLAIN
) -> bytes:
    """A small Word file around the content of its body, with further parts."""
    held = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<?xml version="1.0" encoding="UTF-8"?>\r\n'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml">'
        f"<w:body>{paragraph(run(HEAD))}{body}<w:sectPr/></w:body></w:document>",
        **(parts or {}),
    }
    if relations:
        held["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
        )
    return zipped({name: text.encode() for name, text in held.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def commented(data: bytes, language: str = "zh") -> bytes:
    audit, document = audit_bytes(data, "report.docx")
    return word_comments.render(audit, Run(Language(language), "0.1", "0" * 64), Source(data, document))


def anchored(data: bytes) -> dict[int, str]:
    """The text that each comment spans, by the comment's id."""
    root = etree.fromstring(unzipped(data)["word/document.xml"])
    opened: dict[int, str] = {}
    closed: dict[int, str] = {}
    for element in root.iter("*"):
        name, number = etree.QName(element).localname, element.get(f"{{{etree.QName(element).namespace}}}id")
        if name == "commentRangeStart":
            opened[int(number)] = ""
        elif name == "commentRangeEnd":
            closed[int(number)] = opened.pop(int(number))
        elif name == "t":
            opened = {each: text + (element.text or "") for each, text in opened.items()}
    assert not opened
    return closed


def told(data: bytes) -> dict[int, str]:
    return {comment.comment_id: comment.text for comment in docx.Document(io.BytesIO(data)).comments}


def text(data: bytes) -> list[str]:
    root = etree.fromstring(unzipped(data)["word/document.xml"])
    return ["".join(part.text or "" for part in each.iter("{*}t")) for each in root.iter("{*}p")]


def is_kept_in(old: bytes, new: bytes) -> bool:
    """Whether every byte of the old is still there, in order: things were added, nothing was taken out or changed."""
    rest = iter(new)
    return all(byte in rest for byte in old)


def ordinary() -> bytes:
    """A report as python-docx writes it: one wrong rate in a sentence, one wrong total in a table."""
    document = docx.Document()
    document.add_heading(HEAD, 1)
    document.add_paragraph(f"{LEAD}93.00%。")
    table = document.add_table(rows=5, cols=3, style="Table Grid")
    rows = [("项目", "预算数（万元）", "决算数（万元）"), ("人员经费", "120.00", "110.00"),
            ("公用经费", "50.00", "45.00"), ("项目经费", "30.00", "25.00"), ("合计", "210.00", "180.00")]  # fmt: skip
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


HOMES = {
    "a run with words before and behind it": f"<w:r><w:t>{LEAD}93.00%。</w:t></w:r>",
    "a run of its own": TEXT + run("93.00%") + run("。"),
    "several runs": TEXT + run("9") + run("3.") + run("00%。"),
    "a run with blanks and entities": f"<w:r><w:t>&#x5168;年&amp;{LEAD[2:]}</w:t></w:r>"
    "<w:r><w:t>率为 93.00% &lt;。</w:t></w:r>",
    "a hyperlink": TEXT + '<w:hyperlink w:anchor="x">' + run("93.00%") + "</w:hyperlink>" + run("。"),
    "a content control": TEXT + "<w:sdt><w:sdtContent>" + run("93.00%。") + "</w:sdtContent></w:sdt>",
    "a tracked insertion": TEXT + '<w:ins w:id="7" w:author="x">' + run("93.00%。") + "</w:ins>"
    + '<w:del w:id="8" w:author="x"><w:r><w:delText>90.00%</w:delText></w:r></w:del>',
    "a smart tag": TEXT + '<w:smartTag w:uri="u" w:element="e">' + run("93.00%。") + "</w:smartTag>",
    "a simple field": TEXT + '<w:fldSimple w:instr=" = 1 ">' + run("93.00%") + "</w:fldSimple>" + run("。"),
    "a run with a tab before it": f"<w:r><w:t>{LEAD}</w:t><w:tab/><w:t>93.00%</w:t><w:br/><w:t>。</w:t></w:r>",
}  # fmt: skip


@pytest.mark.parametrize("home", HOMES)
def test_the_comment_spans_the_figure_and_nothing_else(home: str) -> None:
    data = package(paragraph(HOMES[home]))
    copy = commented(data)
    assert anchored(copy) == {0: HEAD, 1: "93.00%"}
    assert "RAT001" in told(copy)[1]
    assert text(copy) == text(data)
    assert is_kept_in(unzipped(data)["word/document.xml"], unzipped(copy)["word/document.xml"])


def test_the_parts_of_a_run_keep_its_looks() -> None:
    root = etree.fromstring(unzipped(commented(package(paragraph(run(f"{LEAD}93.00%。")))))["word/document.xml"])
    runs = [each for each in root.iter(W + "r") if "".join(each.itertext())][1:]
    assert ["".join(each.itertext()) for each in runs] == [LEAD, "93.00%", "。"]
    assert all(each.find(f"{W}rPr/{W}b") is not None for each in runs)


def table(cells: list[list[str]]) -> str:
    rows = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"


def cell(words: str, properties: str = "") -> str:
    return f"<w:tcPr>{properties}</w:tcPr>" + paragraph(run(words))


def test_a_merged_cell_and_a_table_within_a_content_control_are_marked() -> None:
    rows = [
        [cell("项目"), cell("预算数（万元）", '<w:gridSpan w:val="2"/>'), cell("决算数（万元）")],
        [cell("人员经费"), cell("120.00", '<w:gridSpan w:val="2"/>'), cell("110.00")],
        [cell("公用经费"), cell("50.00", '<w:gridSpan w:val="2"/>'), cell("45.00")],
        [cell("合计"), cell("180.00", '<w:gridSpan w:val="2"/>'), cell("155.00")],
    ]
    data = package(f"<w:sdt><w:sdtContent>{table(rows)}</w:sdtContent></w:sdt>" + paragraph(""))
    copy = commented(data)
    assert anchored(copy)[1] == "180.00"
    assert "170.00" in told(copy)[1]


BOX = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"


def test_a_figure_in_a_text_box_is_told_at_the_paragraph_of_the_box() -> None:
    data = package(paragraph(run("各项工作情况如下：") + BOX.format(paragraph(run(f"{LEAD}93.00%。")))))
    copy = commented(data)
    root = etree.fromstring(unzipped(copy)["word/document.xml"])
    assert not [
        each for each in root.iter(W + "commentReference") if any(True for _ in each.iterancestors(W + "txbxContent"))
    ]
    assert "93.00%" in anchored(copy)[1]
    assert Language("zh").say("marks.in_box") in told(copy)[1]


def test_a_figure_in_a_footnote_is_told_where_the_note_is_called() -> None:
    note = paragraph(run(f"{LEAD}93.00%。"))
    notes = f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
    relation = ('<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
                ' Target="footnotes.xml"/>')  # fmt: skip
    body = paragraph(run("各项工作完成情况良好") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("。"))
    data = package(body, {"word/footnotes.xml": notes}, relation)
    copy = commented(data, "en")
    assert unzipped(copy)["word/footnotes.xml"] == notes.encode()
    assert Language("en").say("marks.in_footnote") in told(copy)[1]
    called = re.search(
        rb"<w:commentRangeStart w:id=\"1\"/>(.*?)<w:commentRangeEnd", unzipped(copy)["word/document.xml"]
    )
    assert called is not None
    assert b"footnoteReference" in called[1]


def test_all_other_parts_are_as_submitted() -> None:
    data = ordinary()
    before, after = unzipped(data), unzipped(commented(data))
    changed = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert set(after) - set(before) == {"word/comments.xml"}
    assert {name for name in before if before[name] != after[name]} == changed
    assert all(is_kept_in(before[name], after[name]) for name in changed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_tells_code_place_and_both_numbers(language: str) -> None:
    data = ordinary()
    audit, _ = audit_bytes(data, "report.docx")
    assert [finding.rule for finding in audit.findings] == ["RAT001", "TOT002"]
    copy = docx.Document(io.BytesIO(commented(data, language)))
    notes = list(copy.comments)[1:]
    for finding, note in zip(audit.findings, notes, strict=True):
        assert finding.rule in note.text
        assert Language(language).say(f"severity.{finding.severity}") in note.text
        for value in (finding.stated, finding.expected):
            assert Language(language).value(value) in note.text
        assert finding.formula in note.text
        assert (note.author, note.initials) == ("gouji", "gj")
    assert ("第2段" if language == "zh" else "paragraph 2") in notes[0].text
    assert ("第5行第2列" if language == "zh" else "row 5 column 2") in notes[1].text


def test_the_head_tells_what_was_checked() -> None:
    assert "2 error(s)" in told(commented(ordinary(), "en"))[0]


def test_a_report_without_findings_says_so_in_its_one_comment() -> None:
    copy = commented(package(paragraph(run(f"{LEAD}90.00%。"))), "en")
    assert list(told(copy)) == [0]
    assert "0 error(s)" in told(copy)[0]


def test_comments_are_not_text_so_the_copy_is_audited_alike() -> None:
    data = ordinary()
    before, after = audit_bytes(data, "a.docx")[0], audit_bytes(commented(data), "a.docx")[0]
    assert before.figures == after.figures
    assert before.checks == after.checks


def test_comments_that_were_there_stay_and_keep_their_ids() -> None:
    opened = docx.Document(io.BytesIO(ordinary()))
    opened.add_comment(opened.paragraphs[1].runs, "请核对", "审核人", "SH")
    opened.add_comment(opened.paragraphs[0].runs, "题目", "审核人", "SH")
    out = io.BytesIO()
    opened.save(out)
    data = out.getvalue()
    copy = commented(data)
    notes = told(copy)
    assert list(notes)[:2] == [0, 1]
    assert [notes[0], notes[1]] == ["请核对", "题目"]
    assert len(notes) == 5
    assert anchored(copy)[3] == "93.00%"
    before, after = unzipped(data), unzipped(copy)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml", "word/comments.xml"}
    assert is_kept_in(before["word/comments.xml"], after["word/comments.xml"])


def test_several_findings_on_one_figure_each_have_a_comment() -> None:
    copy = commented(commented(ordinary()))
    spans = [span for span in anchored(copy).values() if span == "93.00%"]
    assert len(spans) == 2
    assert len(told(copy)) == 6


@pytest.mark.parametrize("change", [
    lambda xml: xml.replace(b"w:", b"ns0:").replace(b"xmlns:w=", b"xmlns:ns0="),
    lambda xml: xml.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                            b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    lambda xml: b"\xef\xbb\xbf" + xml,
], ids=["another prefix", "the strict edition", "UTF-16", "a byte order mark"])  # fmt: skip
def test_the_document_may_be_written_in_unusual_ways(change) -> None:
    parts = unzipped(package(paragraph(f'<w:r w:rsidR="00AA"><w:t>{LEAD}93.00%。</w:t></w:r>')))
    parts["word/document.xml"] = change(parts["word/document.xml"])
    copy = commented(zipped(parts))
    assert anchored(copy)[1] == "93.00%"
    assert b"RAT001" in unzipped(copy)["word/comments.xml"]
    namespaces = {
        etree.QName(each).namespace for each in etree.fromstring(unzipped(copy)["word/document.xml"]).iter("*")
    }
    assert len(namespaces) == 1
    assert etree.QName(etree.fromstring(unzipped(copy)["word/comments.xml"])).namespace in namespaces


@pytest.mark.parametrize(("main", "reason"), [
    ("application/vnd.ms-word.document.macroEnabled.main+xml", "docx.macros"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "docx.template"),
])  # fmt: skip
def test_what_word_would_not_open_as_docx_is_refused_with_the_reason(main: str, reason: str) -> None:
    with pytest.raises(CannotRender) as refused:
        commented(package(paragraph(run(f"{LEAD}93.00%。")), main=main))
    assert refused.value.reason.key == reason


def test_the_same_report_gives_the_same_bytes_and_gouji_knows_them() -> None:
    data = ordinary()
    copy = commented(data)
    assert copy == commented(data)
    assert is_own(copy[:8192], copy[-65536:])


def test_signs_that_xml_forbids_do_not_spoil_the_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_comments, "remark", lambda *_: ("a < b & c",))
    assert told(commented(ordinary()))[1] == "a < b & c"


def test_the_command_writes_it_and_refuses_other_formats(tmp_path: Path) -> None:
    (tmp_path / "in.docx").write_bytes(ordinary())
    (tmp_path / "in.txt").write_text(f"{LEAD}93.00%。", "utf-8")
    done = gouji("check", tmp_path / "in.docx", "--format", "docx", "--output", tmp_path / "out.docx")
    assert done.returncode == 1, done.stderr
    assert len(told((tmp_path / "out.docx").read_bytes())) == 3
    done = gouji("check", tmp_path / "in.txt", "--format", "docx", "--output", tmp_path / "no.docx")
    assert done.returncode == 2
    assert "docx" in done.stderr
    assert not (tmp_path / "no.docx").exists()


@pytest.mark.slow
@pytest.mark.needs("soffice")
def test_libreoffice_opens_it_and_shows_the_comments(tmp_path: Path) -> None:
    (tmp_path / "out.docx").write_bytes(commented(ordinary()))
    export = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", export]
    command += ["--outdir", str(tmp_path), str(tmp_path / "out.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    page = pypdf.PdfReader(tmp_path / "out.pdf").pages[0]
    notes = [each.get_object() for each in page["/Annots"] if each.get_object()["/Subtype"] == "/Text"]
    assert len(notes) == 3
    assert any("RAT001" in each["/Contents"] and "93.00%" in each["/Contents"] for each in notes)
