"""Word and Excel files of old: the same text and tables as their new twins, with or without LibreOffice."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import docx
import pytest
from test_reader_word import p, package, r, row, table, tc
from test_reader_workbook import budget, slots, texts, written

from extractor import office
from extractor.document import Table, Unreadable
from extractor.readers import legacy_word, legacy_workbook, open_document, word, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def report() -> bytes:
    """A short report with a heading, prose, a merged table and text after it."""
    writer = docx.Document()
    writer.add_heading("年度决算", 1)
    writer.add_paragraph("柳湾街道全年支出12.5万元，执行率96.15%。")
    made = writer.add_table(3, 3)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "指标"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "得分"
    made.cell(1, 1).text, made.cell(1, 2).text = "分值", "实得"
    made.cell(2, 0).merge(made.cell(2, 1)).text = "合计"
    made.cell(2, 2).text = "97"
    writer.add_paragraph("特此报告。")
    buffer = io.BytesIO()
    writer.save(buffer)
    return buffer.getvalue()


def shapes(one: Table) -> set[tuple[int, int, str, int, int]]:
    return {(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in one.cells}


@pytest.fixture(scope="module")
def doc() -> bytes:
    made = office.converted(report(), ".docx", "doc")
    assert made
    return made


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without LibreOffice."""
    monkeypatch.setattr(legacy_word, "converted", lambda *_: None)
    monkeypatch.setattr(legacy_word, "installed", lambda: None)


@pytest.mark.needs("soffice")
def test_a_doc_file_reads_like_its_docx_twin(doc: bytes) -> None:
    twin, old = word.read(report(), "a.docx"), legacy_word.read(doc, "a.doc")
    assert texts(old) == texts(twin)
    assert [shapes(one) for one in old.tables()] == [shapes(one) for one in twin.tables()]
    assert [note.key for note in old.notes] == ["word.read_through_converter"]
    assert old.format == "doc"


@pytest.mark.needs("soffice")
@pytest.mark.usefixtures("alone")
def test_a_doc_file_is_read_without_libreoffice_too(doc: bytes) -> None:
    twin, old = word.read(report(), "a.docx"), legacy_word.read(doc, "a.doc")
    assert texts(old) == texts(twin)
    assert [paragraph.level for paragraph in old.paragraphs()] == [1, 0, 0]
    assert [shapes(one) for one in old.tables()] == [shapes(one) for one in twin.tables()]
    assert [note.key for note in old.notes] == ["word.read_without_converter"]


@pytest.mark.needs("soffice")
@pytest.mark.usefixtures("alone")
def test_deleted_and_hidden_text_of_a_doc_file_is_left_out() -> None:
    gone = '<w:del w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>120</w:delText></w:r></w:del>'
    body = p(r("共"), gone, r("125人"), r("九十", "<w:vanish/>")) + table(
        row(tc(p(r("上")) + p(r("下"))), tc(p()), tc(p(r("3"))))
    )
    made = office.converted(package(body), ".docx", "doc")
    assert made
    document = legacy_word.read(made, "a.doc")
    assert texts(document) == ["共125人"]
    assert slots(next(document.tables())) == [["上\n下", "", "3"]]
    assert {note.key for note in document.notes} >= {"word.tracked_changes", "word.hidden_text"}


@pytest.mark.needs("soffice")
@pytest.mark.usefixtures("alone")
def test_a_damaged_doc_file_is_unreadable_or_read_but_never_breaks(doc: bytes) -> None:
    outcomes = set()
    for at in range(0, len(doc), 1021):
        broken = doc[:at] + bytes(byte ^ 0x5A for byte in doc[at : at + 16]) + doc[at + 16 :]
        for data in (broken, doc[:at]):
            if not legacy_word.recognises(data):
                continue
            try:
                legacy_word.read(data, "a.doc")
                outcomes.add("read")
            except Unreadable as problem:
                outcomes.add(problem.key)
    assert outcomes <= {"read", "word.damaged", "word.damaged_or_too_old", "archive.encrypted"}
    assert "read" in outcomes


@pytest.mark.needs("soffice")
def test_rtf_is_read_through_libreoffice() -> None:
    made = office.converted(report(), ".docx", "rtf")
    assert made
    assert legacy_word.recognises(made)
    assert texts(legacy_word.read(made, "a.rtf")) == texts(word.read(report(), "a.docx"))


@pytest.mark.needs("soffice")
def test_odt_is_read_through_libreoffice() -> None:
    made = office.converted(report(), ".docx", "odt")
    assert made
    assert open_document.recognises(made)
    assert not word.recognises(made)
    assert texts(open_document.read(made, "a.odt")) == texts(word.read(report(), "a.docx"))


@pytest.mark.usefixtures("alone")
def test_rtf_without_libreoffice_names_the_remedy() -> None:
    with pytest.raises(Unreadable) as caught:
        legacy_word.read(rb"{\rtf1 x}", "a.rtf")
    assert caught.value.key == "word.rtf_needs_converter"


def compound(*names: str) -> bytes:
    """An OLE file with small empty streams of those names."""
    sector = 512
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        OLE, b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header = header[:76] + b"\xff" * (sector - 76)
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * (sector - 8)
    header = header[:76] + struct.pack("<I", 0) + header[80:]
    entries = b""
    for order, name in enumerate(("Root Entry", *names)):
        raw = name.encode("utf-16le")
        child = 1 if not order and names else 0xFFFFFFFF
        right = order + 1 if order and order < len(names) else 0xFFFFFFFF
        entries += struct.pack(
            "<64sHBBIII16sIQQIQ", raw, len(raw) + 2, 2 if order else 5, 1, 0xFFFFFFFF, right, child, b"", 0, 0, 0,
            0xFFFFFFFE, 0,
        )  # fmt: skip
    return header + fat + entries.ljust(sector, b"\0")


def test_a_file_locked_with_a_password_is_said_to_be_encrypted() -> None:
    locked = compound("EncryptionInfo", "EncryptedPackage")
    assert legacy_word.recognises(locked)
    with pytest.raises(Unreadable) as caught:
        legacy_word.read(locked, "a.docx")
    assert caught.value.key == "archive.encrypted"


@pytest.mark.usefixtures("alone")
def test_an_ole_file_of_something_else_is_left_to_others() -> None:
    assert not legacy_word.recognises(compound("PowerPoint Document"))
    assert legacy_word.recognises(compound("WordDocument"))
    with pytest.raises(Unreadable) as caught:
        legacy_word.read(compound("WordDocument"), "a.doc")
    assert caught.value.key == "word.damaged_or_too_old"


@pytest.mark.needs("soffice")
def test_an_xls_file_reads_like_its_xlsx_twin() -> None:
    made = office.converted(written(budget), ".xlsx", "xls")
    assert made
    assert legacy_workbook.recognises(made)
    assert not legacy_word.recognises(made)
    twin, old = workbook.read(written(budget), "a.xlsx"), legacy_workbook.read(made, "a.xls")
    assert texts(old) == texts(twin)
    assert [slots(one) for one in old.tables()] == [slots(one) for one in twin.tables()]


@pytest.mark.needs("soffice")
def test_a_damaged_xls_file_is_unreadable_or_read_but_never_breaks() -> None:
    made = office.converted(written(budget), ".xlsx", "xls")
    assert made
    reasons = set()
    for at in range(0, len(made), 509):
        broken = made[:at] + bytes(byte ^ 0x5A for byte in made[at : at + 16]) + made[at + 16 :]
        for data in (broken, made[:at]):
            if legacy_workbook.recognises(data):
                try:
                    legacy_workbook.read(data, "a.xls")
                except Unreadable as problem:
                    reasons.add(problem.key)
    assert reasons <= {"workbook.damaged", "workbook.encrypted"}


@pytest.mark.needs("soffice")
def test_the_converter_leaves_no_files_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.tempfile, "tempdir", str(tmp_path))
    office.converted(b"not a document at all \x00\x01", ".doc", "docx", seconds=30)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.needs("soffice")
def test_a_converter_that_takes_too_long_is_ended() -> None:
    assert office.converted(report(), ".docx", "doc", seconds=0.05) is None
