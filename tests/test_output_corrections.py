"""The filer's list: what to correct, told in the order of the report, ready to print."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from recalculating import printed
from shell import FAULTY, gouji

from auditor import amendments
from auditor.amendments import stories
from auditor.excerpts import quoted
from auditor.language import LANGUAGES, Language
from auditor.outputs import Source, corrections
from auditor.pipeline import audit_bytes
from auditor.result import Location, ReportAudit
from auditor.run import Run
from extractor.document import Document

REPORT = (
    "青榆市文化馆2023年度部门整体支出绩效自评报告\n"
    "一、预算情况。全年预算安排200.00万元，实际支出180.00万元；预算执行率为93.00%，执行较好。\n"
    "二、人员情况。年末实有人员41人，其中：男性25人，女性15人。\n"
    "三、结论。全年预算200.00万元已经下达，执行率93.00%。\n"
)


@pytest.fixture(scope="module")
def audited() -> tuple[ReportAudit, Document]:
    audit, document = audit_bytes(REPORT.encode(), "文化馆.txt")
    assert document is not None
    assert len(audit.findings) >= 2
    return audit, document


def run(language: str = "zh") -> Run:
    return Run(Language(language), "0.1.0", "ab" * 32)


def opened(data: bytes) -> docx.document.Document:  # type: ignore[name-defined]
    return docx.Document(io.BytesIO(data))


def words(word) -> str:  # type: ignore[no-untyped-def]
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told_with_code_place_and_both_numbers(
    audited: tuple[ReportAudit, Document], language: str
) -> None:
    audit, document = audited
    told = words(opened(corrections.render(audit, run(language), Source(b"", document))))
    lines = "\n".join(amendments.lines(audit, Language(language)))
    for text in (told, lines):
        for check in audit.findings:
            assert check.rule in text
            assert check.stated is not None
            assert check.expected is not None
            assert check.stated.text in text
            assert check.expected.text in text
        assert {"zh": "第2段", "en": "paragraph 2"}[language] in text
        assert "amend." not in text


def test_the_sentence_is_quoted_with_the_wrong_figure_bold(audited: tuple[ReportAudit, Document]) -> None:
    audit, document = audited
    word = opened(corrections.render(audit, run(), Source(b"", document)))
    rows = [row.cells[1] for table in word.tables for row in table.rows if row.cells[0].text == "原文"]
    quotes = [cell.text for cell in rows]
    assert "预算执行率为93.00%，执行较好。" in quotes
    bold = [part.text for cell in rows for part in cell.paragraphs[0].runs if part.bold]
    assert "93.00%" in bold


def test_other_places_of_the_same_figure_are_listed(audited: tuple[ReportAudit, Document]) -> None:
    audit, document = audited
    others = [
        other
        for story in stories(audit, Language("zh"), document)
        for each in story.amendments
        for other in each.others
    ]
    assert any("第4段" in other and "93.00%" in other for other in others)


def test_stories_follow_the_report_and_share_a_cause(audited: tuple[ReportAudit, Document]) -> None:
    audit, _ = audited
    found = stories(audit, Language("zh"))
    assert [story.number for story in found] == list(range(1, len(found) + 1))
    assert [check.id for story in found for check in story.findings if check.group is None] == [
        check.id for check in audit.findings if check.group is None
    ]
    assert {check.id for story in found for check in story.findings} == {check.id for check in audit.findings}


def test_nothing_checked_is_never_shown_as_clean(audited: tuple[ReportAudit, Document]) -> None:
    audit, document = audited
    silent = replace(audit, checks=(), groups=())
    assert "不能视为相符" in words(opened(corrections.render(silent, run(), Source(b"", document))))
    assert "不能视为相符" in "\n".join(amendments.lines(silent, Language("zh")))


def test_signs_that_word_cannot_hold_are_left_out(audited: tuple[ReportAudit, Document]) -> None:
    audit, document = audited
    hostile = replace(audit, title="标题\x00\x0b\ud800", organization="<w:p/>&", path="a\x07.txt")
    assert "标题" in words(opened(corrections.render(hostile, run(), Source(b"", document))))


def test_the_same_audit_gives_the_same_bytes_and_carries_the_mark(audited: tuple[ReportAudit, Document]) -> None:
    audit, document = audited
    first = corrections.render(audit, run(), Source(b"", document))
    assert first == corrections.render(audit, run(), Source(b"", document))
    assert b"gouji-output/1" in first[-65_536:]


def location(quote: str, start: int, table: int | None = None) -> Location:
    return Location(None, 1, None, table, None, None, start, start, (), quote)


def test_a_figure_is_found_in_its_quote_and_never_inside_a_longer_number() -> None:
    told = quoted(location("男性44人，女性4人", 9), "4")
    assert (told.before, told.figure, told.after) == ("男性44人，女性", "4", "人")
    cell = quoted(location("得分4分即可\t4", 1, table=1), "4")
    assert cell.after == ""
    assert quoted(location("没有", 1), "7").figure == ""


def test_the_command_writes_the_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")
    done = gouji("check", tmp_path / "a.txt", "--format", "corrections", "--output", tmp_path / "list.docx")
    assert done.returncode == 1, done.stderr
    assert "90.00%" in words(docx.Document(str(tmp_path / "list.docx")))


@pytest.mark.needs("lowriter")
def test_the_list_opens_and_prints(audited: tuple[ReportAudit, Document], tmp_path: Path) -> None:
    audit, document = audited
    (tmp_path / "list.docx").write_bytes(corrections.render(audit, run(), Source(b"", document)))
    assert printed(tmp_path / "list.docx", tmp_path / "out").read_bytes().startswith(b"%PDF")
