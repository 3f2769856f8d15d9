"""The same report as TXT, DOCX and PDF, kept in a folder and made only once."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pikepdf
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from benchmarks.speed.report_making import Block, report

FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench"


def text(chapters: int) -> Path:
    """The report as plain text; cells of a row are parted by tabs."""
    file = FOLDER / f"report-{chapters}.txt"
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_text(as_text(report(chapters)), "utf-8")
    return file


def as_text(blocks: Iterable[Block]) -> str:
    lines = []
    for block in blocks:
        if block.text:
            lines.append(block.text)
        lines.extend("\t".join(row) for row in block.rows)
    return "\n".join(lines) + "\n"


def word(chapters: int) -> Path:
    """The report as DOCX, set as official papers are: 16 point, 28 points from line to line."""
    file = FOLDER / f"report-{chapters}.docx"
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        _document(report(chapters)).save(str(file))
    return file


def _document(blocks: Iterable[Block]):  # type: ignore[no-untyped-def]
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Sans CJK SC", Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Sans CJK SC")
    normal.paragraph_format.line_spacing = Pt(28)
    normal.paragraph_format.space_after = Pt(0)
    for block in blocks:
        if block.kind == "table":
            document.add_paragraph(block.text)
            table = document.add_table(len(block.rows), len(block.rows[0]), "Table Grid")
            for cells, row in zip(table.rows, block.rows, strict=True):
                for cell, words in zip(cells.cells, row, strict=True):
                    cell.paragraphs[0].paragraph_format.line_spacing = Pt(18)
                    cell.paragraphs[0].add_run(words).font.size = Pt(10.5)
        elif block.kind == "paragraph":
            document.add_paragraph(block.text).paragraph_format.first_line_indent = Pt(32)
        else:
            document.add_heading(block.text, 0 if block.kind == "title" else 1)
    return document


def joined(name: str, sources: Sequence[Path], pages: int = 100) -> Path | None:
    """PDFs one behind the other, again and again, until there are that many pages; None where there are none."""
    file = FOLDER / f"{name}.pdf"
    if not sources:
        return None
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with pikepdf.new() as whole:
            while len(whole.pages) < pages:
                for source in sources:
                    with pikepdf.open(source) as part:
                        whole.pages.extend(part.pages)
            whole.save(file)
    return file


def pdf(chapters: int) -> Path | None:
    """The report as PDF, printed by LibreOffice; None where that is missing."""
    file = FOLDER / f"report-{chapters}.pdf"
    office = shutil.which("soffice")
    if file.exists() or office is None:
        return file if file.exists() else None
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
                   "--outdir", str(FOLDER), str(word(chapters))]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=900)
    return file
