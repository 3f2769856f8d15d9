"""A marked PDF: highlights sit on the numbers, notes tell the finding, and what was submitted is not touched."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pdf_making import A4, Maker
from pypdf import Transformation
from pypdf.annotations import Text as TextNote
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, RectangleObject
from shell import gouji

from auditor.language import Language
from auditor.marker import is_own
from auditor.outputs import CannotRender, Source, pdf_notes
from auditor.outputs.pdf_notes.geometry import Frame
from auditor.pipeline import audit_bytes
from auditor.run import Run

SCALE = 3
TURNS = {0: (Transformation(), A4), 90: (Transformation().rotate(90).translate(A4[1], 0), (A4[1], A4[0])),
         180: (Transformation().rotate(180).translate(*A4), A4),
         270: (Transformation().rotate(-90).translate(0, A4[0]), (A4[1], A4[0]))}  # fmt: skip


def report() -> bytes:
    """One wrong rate in a sentence, one wrong total in a table, one wrong rate broken over two lines on page 2."""
    maker = Maker()
    maker.text(150, 80, "青榆市文化馆2023年度部门整体绩效自评报告", 16)
    maker.paragraph(130, "全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。各项工作进展顺利。")
    rows = [["项目", "预算数（万元）", "决算数（万元）"], ["人员经费", "120.00", "110.00"],
            ["公用经费", "50.00", "45.00"], ["项目经费", "30.00", "25.00"], ["合计", "210.00", "180.00"]]  # fmt: skip
    maker.table(rows, [72, 220, 370, 520], 240)
    maker.page()
    maker.text(96, 100, "第二季度项目全年预算50.00万元，实际支出25.00万元，执行进度正常，预算执行率为60.0")
    maker.text(72, 124, "0%，其余事项见附件。")
    return maker.finished()


def turned(data: bytes, turn: int, crop: tuple[float, float, float, float] = (0, 0, 0, 0)) -> bytes:
    """The same pages written sideways and turned back upright by /Rotate, with their edges cut off."""
    change, (width, height) = TURNS[turn]
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page = writer.add_page(page)
        page.add_transformation(change)
        page.mediabox = RectangleObject((0, 0, width, height))
        page.cropbox = RectangleObject((crop[0], crop[1], width - crop[2], height - crop[3]))
        page[NameObject("/Rotate")] = NumberObject(turn)
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def marked(data: bytes, language: str = "zh", ticks: bool = False) -> bytes:
    audit, document = audit_bytes(data, "report.pdf")
    return pdf_notes.render(audit, Run(Language(language), "0.1", "0" * 64, ticks), Source(data, document))


def notes(data: bytes, kind: str, password: str | None = None) -> list[DictionaryObject]:
    found = []
    for page in pypdf.PdfReader(io.BytesIO(data), password=password).pages:
        entries = page.get("/Annots")
        found += [each.get_object() for each in entries.get_object()] if entries is not None else []
    return [each for each in found if each["/Subtype"] == kind]


def painted(before: bytes, after: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Where the two files differ to the eye, as boxes in points from the top left, the note in the margin left out."""
    pictures = [
        pypdfium2.PdfDocument(data)[page].render(scale=SCALE).to_pil().convert("RGB") for data in (before, after)
    ]
    width, height = pictures[0].size
    first, second = (picture.load() for picture in pictures)
    rows: dict[int, list[int]] = {}
    for y, x in itertools.product(range(0, height, 2), range(30 * SCALE, width, 2)):
        if first[x, y] != second[x, y]:
            rows.setdefault(y, []).append(x)
    boxes: list[list[int]] = []
    for y, across in rows.items():
        if boxes and y - boxes[-1][3] <= 4:
            boxes[-1] = [min(boxes[-1][0], *across), boxes[-1][1], max(boxes[-1][2], *across), y]
        else:
            boxes.append([min(across), y, max(across), y])
    return [(a / SCALE, b / SCALE, c / SCALE, d / SCALE) for a, b, c, d in boxes]


def printed_at(data: bytes, number: str, page: int = 0) -> tuple[float, float, float, float]:
    """Where PDFium finds the number on an upright page, as a box from the top left."""
    opened = pypdfium2.PdfDocument(data)[page]
    text = opened.get_textpage()
    start, count = text.search(number).get_next()
    boxes = [text.get_charbox(place) for place in range(start, start + count)]
    left, _, _, top = opened.get_bbox()
    return (
        min(box[0] for box in boxes) - left, top - max(box[3] for box in boxes),
        max(box[2] for box in boxes) - left, top - min(box[1] for box in boxes),
    )  # fmt: skip


@pytest.mark.parametrize("crop", [(0, 0, 0, 0), (40, 30, 20, 12)])
def test_highlights_sit_on_the_numbers_of_a_whole_and_of_a_cropped_page(crop: tuple[int, int, int, int]) -> None:
    data = turned(report(), 0, crop)
    seen = painted(data, marked(data))
    assert len(seen) == 2
    for box, number in zip(seen, ("93.00%", "210.00"), strict=True):
        left, top, right, bottom = printed_at(data, number)
        assert box[0] == pytest.approx(left, abs=1.5)
        assert box[2] == pytest.approx(right, abs=1.5)
        assert top - 5 < box[1] <= top
        assert bottom <= box[3] < bottom + 5


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_marked_where_the_upright_one_is(turn: int) -> None:
    data = report()
    upright, sideways = painted(data, marked(data)), painted(turned(data, turn), marked(turned(data, turn)))
    assert len(upright) == len(sideways) == 2
    for one, other in zip(upright, sideways, strict=True):
        assert one == pytest.approx(other, abs=2)


@pytest.mark.parametrize(("turn", "corner"), [(0, (30, 680)), (90, (30, 40)), (180, (480, 40)), (270, (480, 680))])
def test_the_corner_of_a_turned_and_cropped_page_is_the_one_seen(turn: int, corner: tuple[float, float]) -> None:
    """The crop box is 30 to 480 across and 40 to 680 up; the upper left corner as seen depends on the turn alone."""
    assert Frame(30, 40, 480, 680, turn).point(0, 0) == corner


def test_a_number_over_two_lines_has_a_box_on_each() -> None:
    data = report()
    (broken,) = (each for each in notes(marked(data), "/Highlight") if "60.00%" in each["/Contents"])
    assert len(broken["/QuadPoints"]) == 16
    assert len(painted(data, marked(data), page=1)) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_tells_code_place_and_both_numbers(language: str) -> None:
    data = report()
    audit, _ = audit_bytes(data, "report.pdf")
    assert len(audit.findings) == 3
    told = [each["/Contents"] for each in notes(marked(data, language), "/Highlight")]
    for finding in audit.findings:
        stated, expected = Language(language).value(finding.stated), Language(language).value(finding.expected)
        (note,) = (each for each in told if finding.rule in each and stated in each)
        page = finding.locations[0].page
        assert expected in note
        assert finding.formula in note
        assert (f"第{page}页" if language == "zh" else f"page {page}") in note


def test_a_highlight_has_author_colour_pop_up_and_appearance() -> None:
    for each in notes(marked(report()), "/Highlight"):
        assert each["/T"] == "gouji"
        assert each["/C"][0] > each["/C"][1]
        assert each["/Popup"]["/Parent"].get_object() is each
        assert each["/AP"]["/N"].get_data()


def test_the_summary_tells_what_was_checked() -> None:
    (summary,) = notes(marked(report(), "en"), "/Text")
    assert "3 error(s)" in summary["/Contents"]


def test_ticks_come_only_when_all_checks_are_asked_for() -> None:
    data = report()
    assert notes(marked(data), "/Ink") == []
    ticks = notes(marked(data, ticks=True), "/Ink")
    assert len(ticks) == 4
    assert all(each["/Contents"].startswith("✓ ") for each in ticks)
    assert any("✓ TOT002" in each["/Contents"] for each in ticks)


def test_what_was_submitted_stands_unchanged_before_the_marks() -> None:
    data = report()
    copy = marked(data, ticks=True)
    assert copy.startswith(data)
    for before, after in zip(
        pypdf.PdfReader(io.BytesIO(data)).pages, pypdf.PdfReader(io.BytesIO(copy)).pages, strict=True
    ):
        assert before.get_contents().get_data() == after.get_contents().get_data()
        assert before.extract_text() == after.extract_text()


def test_the_same_report_gives_the_same_bytes_and_gouji_knows_them() -> None:
    data = report()
    copy = marked(data)
    assert copy == marked(data)
    assert is_own(copy[:8192], copy[-65536:])


def test_the_marked_report_is_audited_alike() -> None:
    before, after = audit_bytes(report(), "a.pdf")[0], audit_bytes(marked(report(), ticks=True), "a.pdf")[0]
    assert before.checks == after.checks


def test_annotations_that_were_there_stay() -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(report())))
    writer.add_annotation(0, TextNote(rect=(10, 10, 30, 30), text="己方批注"))
    page = writer.pages[0]
    page[NameObject("/Annots")] = writer._add_object(ArrayObject(page["/Annots"]))
    copy = marked(written(writer))
    assert next(each["/Contents"] for each in notes(copy, "/Text")) == "己方批注"
    assert len(notes(copy, "/Highlight")) == 3


def test_a_file_with_cross_reference_streams_gets_one_more() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report())) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    data = out.getvalue()
    copy = marked(data)
    assert copy.startswith(data)
    assert len(notes(copy, "/Highlight")) == 3
    assert len(painted(data, copy)) == 2
    with pikepdf.open(io.BytesIO(copy)) as opened:
        assert opened.check_pdf_syntax() == [] if hasattr(opened, "check_pdf_syntax") else opened.check() == []


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_owner_who_allows_notes_gets_them_under_his_own_protection(algorithm: str) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(report())))
    writer.encrypt("", "owner", permissions_flag=pypdf.constants.UserAccessPermissions.all(), algorithm=algorithm)
    data = written(writer)
    copy = marked(data)
    assert copy == marked(data)
    assert pypdf.PdfReader(io.BytesIO(copy)).is_encrypted
    assert any("93.00%" in each["/Contents"] for each in notes(copy, "/Highlight", password=""))
    assert len(painted(data, copy)) == 2


def test_an_owner_who_forbids_notes_is_obeyed_and_it_is_said() -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(report())))
    forbidden = pypdf.constants.UserAccessPermissions.all() & ~pypdf.constants.UserAccessPermissions.ADD_OR_MODIFY
    writer.encrypt("", "owner", permissions_flag=forbidden, algorithm="RC4-128")
    with pytest.raises(CannotRender) as refused:
        marked(written(writer))
    assert refused.value.reason.key == "pdf.locked"


def test_a_file_with_broken_cross_references_is_refused_with_the_reason() -> None:
    data = report()
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n7", data)
    with pytest.raises(CannotRender) as refused:
        marked(broken)
    assert refused.value.reason.key == "pdf.unusual"


def test_the_command_writes_it_and_refuses_other_formats(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(report())
    (tmp_path / "in.txt").write_text("全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。", "utf-8")
    done = gouji("check", tmp_path / "in.pdf", "--format", "pdf", "--output", tmp_path / "out.pdf")
    assert done.returncode == 1, done.stderr
    assert len(notes((tmp_path / "out.pdf").read_bytes(), "/Highlight")) == 3
    done = gouji("check", tmp_path / "in.txt", "--format", "pdf", "--output", tmp_path / "no.pdf")
    assert done.returncode == 2
    assert "pdf" in done.stderr
    assert not (tmp_path / "no.pdf").exists()
