"""Whatever a reader asks for, every finding is in it: its code, its place and both numbers, in both languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from lxml import html
from rich.cells import cell_len
from test_output_pdf import report as marked_report

from auditor.language import LANGUAGES, Language
from auditor.outputs import Source, is_stream, outputs, takes
from auditor.pipeline import audit_bytes
from auditor.remarks import where
from auditor.result import CheckEntry, ReportAudit, Suppressed, line
from auditor.run import Run

ACCEPTED = Suppressed("核对过原始凭证", "赵会计", "2031-12-31", "gouji.toml:3")
IDS_ONLY = {"baseline"}
"""Outputs that name findings by id for another run to read, and say nothing of them to a person."""


@pytest.fixture(scope="module", params=["docx", "pdf"])
def audited(request: pytest.FixtureRequest, root: Path) -> tuple[ReportAudit, Source]:
    """A report with many findings, one of them accepted, and where it is a PDF with coordinates."""
    word = root / "fixtures" / "documents" / "linxi-yinshui-2020-faulty.docx"
    data = word.read_bytes() if request.param == "docx" else marked_report()
    audit, document = audit_bytes(data, f"report.{request.param}")
    first = audit.findings[0]
    checks = tuple(replace(check, suppressed=ACCEPTED) if check is first else check for check in audit.checks)
    return replace(audit, checks=checks), Source(data, document)


def texts(name: str, audit: ReportAudit, run: Run, source: Source) -> str:
    """All that an output says, as one text."""
    output = outputs()[name]
    if is_stream(output):
        return output.opening(run) + output.entry(audit, run) + output.closing(run, [line(audit)])
    data = output.render(audit, run, source)
    return "\n".join(" ".join(each.split()) for each in READERS[name](data))


def page_words(data: bytes) -> Iterator[str]:
    root = html.fromstring(data)
    for element in root.xpath("//script|//style"):
        element.drop_tree()
    yield root.text_content()


def workbook_words(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def word_words(data: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(data))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def comment_words(data: bytes) -> Iterator[str]:
    yield from (comment.text for comment in docx.Document(io.BytesIO(data)).comments)


def note_words(data: bytes) -> Iterator[str]:
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        yield from (str(each.get_object().get("/Contents", "")) for each in page.get("/Annots") or [])


READERS = {
    "html": page_words, "xlsx": workbook_words, "corrections": word_words, "docx": comment_words, "pdf": note_words,
}  # fmt: skip


def needed(check: CheckEntry, language: Language) -> tuple[str, ...]:
    """What a person must find of a finding: code, stated and expected value, a bound with its sign, and the place."""
    place = (where(check.stated_figure.location, language),) if check.stated_figure else ()
    return (check.rule, language.value(check.stated), language.expected(check), *place)


def missing(findings: Iterable[CheckEntry], text: str, language: Language) -> list[tuple[str, str]]:
    """What the text leaves out; blanks do not count, since a column may break the words anywhere."""
    told = "".join(text.split())
    return [
        (check.id, words)
        for check in findings
        for words in needed(check, language)
        if "".join(words.split()) not in told
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*READERS, "console"])
def test_people_are_told_everything(audited: tuple[ReportAudit, Source], name: str, language: str) -> None:
    audit, source = audited
    if not takes(outputs()[name], audit):
        return  # it marks the submitted file itself, which is of another format
    run = Run(Language(language), "0.1", "0" * 64, width=1000)
    text = texts(name, audit, run, source)
    corrected = name == "corrections"
    assert missing(audit.standing if corrected else audit.findings, text, run.language) == []
    for words in (ACCEPTED.reason, ACCEPTED.author, ACCEPTED.expires):
        assert (words in text) is not corrected  # nobody is to correct what was accepted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_terminal_is_too_narrow(audited: tuple[ReportAudit, Source], width: int, language: str) -> None:
    audit, source = audited
    run = Run(Language(language), "0.1", "0" * 64, width=width)
    told = "".join(texts("console", audit, run, source).split())
    for check in audit.findings:
        assert check.rule in told
    longest = max(cell_len(line) for line in texts("console", audit, run, source).splitlines())
    assert longest <= width
    if width < 110:  # nothing stands beside it that could part the words
        assert missing(audit.findings, told, run.language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filer_is_told_everything_that_stands(audited: tuple[ReportAudit, Source], language: str) -> None:
    audit, source = audited
    run = Run(Language(language), "0.1", "0" * 64, width=1000, filer=True)
    assert missing(audit.standing, texts("console", audit, run, source), run.language) == []


Row = tuple[str, str | None, str | None, set[object], bool]
"""Code, stated, expected, the positions of the first place, and whether the finding was accepted."""


def json_rows(text: str) -> Iterator[Row]:
    (report,) = json.loads(text)["reports"]
    for found in report["findings"]:
        stated, expected = (each and each["text"] for each in (found["stated"], found["expected"]))
        yield found["rule"], stated, expected, positions(found["locations"][0]), bool(found["suppressed"])


def positions(place: dict[str, object]) -> set[object]:
    return {place[name] for name in POSITIONS} - {None}


def jsonl_rows(text: str) -> Iterator[Row]:
    yield from json_rows(json.dumps({"reports": [json.loads(text)]}))


def csv_rows(text: str) -> Iterator[Row]:
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))):
        place = {int(row[name]) for name in POSITIONS if row[name]}
        yield row["rule"], row["stated"] or None, row["expected"] or None, set(place), bool(row["suppressed"])


def sarif_rows(text: str) -> Iterator[Row]:
    (run,) = json.loads(text)["runs"]
    for result in run["results"]:
        if result["kind"] == "fail":
            own, (place,) = result["properties"], result["locations"]
            name = place["logicalLocations"][0]["fullyQualifiedName"].rpartition("/")[0]
            told = {int(part.partition(":")[2]) for part in name.split("/")}
            yield result["ruleId"], own["stated"], own["expected"], set(told), "suppressions" in result


POSITIONS = ("page", "paragraph", "table", "row", "column")
ROWS = {"json": json_rows, "jsonl": jsonl_rows, "csv": csv_rows, "sarif": sarif_rows}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ROWS)
def test_programs_are_told_everything(audited: tuple[ReportAudit, Source], name: str, language: str) -> None:
    audit, source = audited
    text = texts(name, audit, Run(Language(language), "0.1", "0" * 64), source)
    truth = [
        (
            check.rule, check.stated and check.stated.text, check.expected and check.expected.text,
            {getattr(check.locations[0], each) for each in POSITIONS} - {None}, check.suppressed is not None,
        )
        for check in audit.findings
    ]  # fmt: skip
    assert list(ROWS[name](text)) == truth


def test_no_output_is_left_out() -> None:
    assert set(outputs()) == {*READERS, *ROWS, "console"} | IDS_ONLY
