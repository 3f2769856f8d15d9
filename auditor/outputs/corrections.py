"""The filer's list: what to correct, in the order of the report, as a Word file to print and tick off."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from auditor.amendments import Amendment, Story, remainder, said, stories
from auditor.excerpts import Excerpt
from auditor.marker import MARK, mark_zip
from auditor.outputs import Source
from auditor.remarks import clean
from auditor.result import ReportAudit, line
from auditor.run import Run

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table

NAME = "corrections"
ENDING = ".corrections.docx"
BINARY = True
ORDER = 6

BORN = datetime.datetime(2000, 1, 1)
"""The date of every list's making: the same audit gives the same bytes."""

FIXED = (2000, 1, 1, 0, 0, 0)
BODY, HEAD = "宋体", "黑体"
INK, WRONG, PALE = "1F2A44", "B00020", "666666"
LABEL, WIDE = 2.2, 14.6
"""Widths of the two columns in centimetres."""


def render(audit: ReportAudit, run: Run, source: Source) -> bytes:
    """The list as a DOCX."""
    import docx
    from docx.shared import Cm

    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.1)
    section.top_margin = section.bottom_margin = Cm(2)
    _fonts(word)
    _properties(word, audit, run)
    _opening(word, audit, run)
    for story in stories(audit, run.language, source.document):
        _story(word, story, run)
    for place, words in enumerate(remainder(audit, run.language)):
        _line(word, words, size=9.5, colour=PALE, before=0 if place else 10)
    _footer(word, run)
    written = io.BytesIO()
    word.save(written)
    return mark_zip(_undated(written.getvalue()), "docProps/core.xml")


def _undated(data: bytes) -> bytes:
    """The archive with one date for all its members."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for info in old.infolist():
            stamp = zipfile.ZipInfo(info.filename, FIXED)
            stamp.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(stamp, old.read(info))
    return written.getvalue()


def _fonts(word: Word) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style: Any = word.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    for name, value in (("w:val", "en-US"), ("w:eastAsia", "zh-CN")):
        language.set(qn(name), value)
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = Pt(4)


def _properties(word: Word, audit: ReportAudit, run: Run) -> None:
    properties = word.core_properties
    properties.title = clean(run.language.say("amend.title"))
    properties.subject = clean(audit.path)[:250]
    properties.author = properties.last_modified_by = f"gouji {run.version}"
    properties.keywords = MARK
    properties.comments = ""
    properties.created = properties.modified = BORN
    properties.revision = 1


def _opening(word: Word, audit: ReportAudit, run: Run) -> None:
    """Title, the report, how many corrections, and how to read the list."""
    say = run.language.say
    _line(word, say("amend.title"), size=18, colour=INK, bold=True, head=True, after=6)
    named = " · ".join(str(part) for part in (audit.title, audit.organization, audit.fiscal_year) if part)
    if named:
        _line(word, named, bold=True, after=2)
    _line(word, say("amend.report", path=audit.path, sha256=(audit.sha256 or "")[:16]), size=9, colour=PALE, after=2)
    if audit.standing:
        errors, warnings, notes = line(audit).severities
        _line(word, say("amend.counts", errors=errors, warnings=warnings, notes=notes), after=2)
        _line(word, say("amend.how"), size=9.5, colour=PALE, after=8)


def _story(word: Word, story: Story, run: Run) -> None:
    """A heading and a table: words, value, reason, other places; one amendment after the other."""
    say = run.language.say
    severity = say(f"severity.{story.severity}")
    heading = _line(
        word,
        f"□  {story.number}．{story.heading}　〔{severity}〕",
        size=12,
        bold=True,
        head=True,
        colour=INK,
        after=3,
        before=10,
    )
    heading.paragraph_format.keep_with_next = True
    table = word.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    _widths(table)
    for amendment in story.amendments:
        _amendment(table, amendment, run)
    _row(table, say("amend.label.why"), story.why)
    if story.causes:
        _row(table, say("amend.label.cause"), story.causes)
    if story.consequences:
        _row(table, say("amend.label.consequence"), story.consequences)


def _widths(table: Table) -> None:
    """Both columns' widths, and hairlines instead of black borders."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    for column, width in zip(table.columns, (LABEL, WIDE), strict=True):
        column.width = Cm(width)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B8C0CF")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties: Any = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _amendment(table: Table, amendment: Amendment, run: Run) -> None:
    say = run.language.say
    _row(table, say("amend.label.where"), (amendment.where or "–",))
    _row(table, say("amend.label.words"), (amendment.excerpt,))
    _row(table, say("amend.label.to"), (said(amendment, run.language),), bold=True)
    if amendment.others:
        more = (say("amend.more", count=amendment.more),) if amendment.more else ()
        _row(table, say("amend.label.also"), (*amendment.others, *more), size=9.5)


def _row(
    table: Table, label: str, contents: tuple[str | Excerpt, ...], *, bold: bool = False, size: float = 10.5
) -> None:
    """A row that never breaks over pages where it is short."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, (LABEL, WIDE), strict=True):
        cell.width = Cm(width)
    _shade(row.cells[0])
    first = row.cells[0].paragraphs[0]
    _run(first, label, bold=True, size=9.5, colour=INK)
    _padded(first)
    for place, content in enumerate(contents):
        paragraph: Any = row.cells[1].paragraphs[0] if not place else row.cells[1].add_paragraph()
        _padded(paragraph)
        if isinstance(content, Excerpt):
            _run(paragraph, content.before)
            _run(paragraph, content.figure, bold=True, colour=WRONG, underline=True)
            _run(paragraph, content.after)
        else:
            _run(paragraph, content, bold=bold, size=size)


def _padded(paragraph: Any) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEF1F7")):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _line(
    word: Any,
    text: str,
    *,
    size: float = 10.5,
    bold: bool = False,
    colour: str = "",
    head: bool = False,
    after: float = 4,
    before: float = 0,
) -> Any:
    """A paragraph of its own."""
    from docx.shared import Pt

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    _run(paragraph, text, bold=bold, size=size, colour=colour, head=head)
    return paragraph


def _run(
    paragraph: Any, text: str, *, bold: bool = False, size: float = 10.5, colour: str = "", head: bool = False,
    underline: bool = False,
) -> None:  # fmt: skip
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(text))
    run.bold, run.underline, run.font.size = bold or None, underline or None, Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if head:
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD)


def _footer(word: Word, run: Run) -> None:
    """The tool and the page's number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph: Any = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(
        paragraph,
        run.language.say("amend.footer", version=run.version, rules=run.rules_sha256[:12]) + "　",
        size=8.5,
        colour=PALE,
    )
    for kind in ("begin", "PAGE", "end"):
        element = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            element.text = kind
        else:
            element.set(qn("w:fldCharType"), kind)
        piece = paragraph.add_run()
        piece._element.append(element)
