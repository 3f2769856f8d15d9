"""The fast source gives what pdfplumber gives: every table cell for cell, merged ones too, and all of the text."""

from __future__ import annotations

import io
import logging
import random
import shutil
import subprocess
from pathlib import Path

import docx
import pdfplumber
import pytest
from pdf_making import Maker

from extractor.document import Document, Paragraph
from extractor.readers import pdf
from extractor.readers.pdf import characters_pdfium, characters_pdfplumber
from extractor.readers.pdf.cells import fill
from extractor.readers.pdf.characters import PageContent
from extractor.readers.pdf.ruled import find_tables
from extractor.readers.pdf.symbols import plain

logging.getLogger("pdfminer").setLevel(logging.ERROR)
Matrix = list[list[str | None]]


def squeezed(text: str) -> str:
    return "".join("".join(plain(ord(mark)) for mark in text).split())


def ours(content: PageContent) -> list[Matrix]:
    """Our tables as pdfplumber gives them: the text in the cell's first slot, None where a merged cell covers."""
    tables = find_tables(content.edges, close_sides=False)
    found = []
    for grid in fill(tables, content.chars + content.hidden, content.number)[0]:
        rows: Matrix = [[None] * len(grid.xs) for _ in range(grid.height)]
        for cell in grid.cells:
            rows[cell.row][cell.column] = squeezed(cell.text)
        found.append(rows)
    return found


def theirs(page: pdfplumber.page.Page) -> list[Matrix]:
    tables = page.dedupe_chars().extract_tables()
    return [[[None if text is None else squeezed(text) for text in row] for row in table] for table in tables]


def compare(data: bytes) -> int:
    """Compare every page; the number of cells that were compared."""
    cells = 0
    fast = characters_pdfium.Source(data)
    with pdfplumber.open(io.BytesIO(data)) as slow:
        for content, page in zip(fast.pages(1, len(fast)), slow.pages, strict=True):
            assert content is not None
            expected = theirs(page)
            assert ours(content) == expected, f"tables of page {content.number}"
            printed = sorted(squeezed("".join(char["text"] for char in page.dedupe_chars().chars)))
            assert sorted(char.text for char in content.chars + content.hidden if char.text != " ") == printed, (
                f"text of page {content.number}"
            )
            cells += sum(len(row) for table in expected for row in table)
            page.close()
    fast.close()
    return cells


def without_places(document: Document) -> list[object]:
    """Everything of a document but its measures, which differ by a hundredth of a point."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in block.cells]
        for block in document.blocks
    ]


def dense(boxed: bool) -> bytes:
    """Pages full of figures with merged heads, drawn with lines or with thin rectangles."""
    chance, maker = random.Random(7), Maker((842.0, 595.0))
    for _ in range(3):
        xs = [40.0 + 69 * place for place in range(12)]
        ys = [60.0 + 14 * place for place in range(36)]
        if boxed:
            maker.boxes(xs, ys)
        else:
            gaps = {("v", 3, 0), ("v", 4, 0), ("h", 0, 1), ("h", 1, 1), ("v", 6, 20), ("h", 2, 9), ("h", 2, 10)}
            maker.grid(xs, ys, lambda *piece, gaps=gaps: piece in gaps)
        for row, y in enumerate(ys[:-1]):
            for column, x in enumerate(xs[:-1]):
                if chance.random() < 0.85:
                    words = f"{chance.randrange(10**7) / 100:,.2f}" if row and column else f"科目{row}{column}"
                    maker.text(x + 3, y + 10, words, 8)
        maker.page()
    return maker.finished()


def ragged() -> bytes:
    """Two tables on a page, one with a nested grid, one without its side lines, and prose between."""
    maker = Maker()
    bottom = maker.table([["项目", "金额"], ["办公费", "12.50"], ["差旅费", "3.20"]], [72.0, 200.0, 300.0], 100)
    maker.paragraph(bottom + 30, "两项合计15.70万元，与上年持平。")
    maker.grid([100.0, 200.0, 300.0], [300.0, 320.0, 360.0], lambda kind, column, row: kind == "v" and column == 0)
    maker.text(210, 315, "1,024.00", 9)
    maker.text(105, 340, "备注", 9)
    return maker.finished()


@pytest.mark.parametrize("data", [dense(False), dense(True), ragged()], ids=["lines", "rectangles", "ragged"])
def test_made_pages_give_the_same_tables_and_text(data: bytes) -> None:
    assert compare(data) > 4
    assert without_places(pdf.read(data, "a.pdf", "pdfium")) == without_places(pdf.read(data, "a.pdf", "pdfplumber"))


def test_real_reports_give_the_same_tables_and_text(corpus: Path) -> None:
    files = sorted((corpus / "reports").glob("*.pdf"))
    assert files
    for file in files:
        data = file.read_bytes()
        assert compare(data) > 500, file.name
        fast = pdf.read(data, "a.pdf", "pdfium")
        # pdfplumber cannot tell what a clipping path hides, so a file with hidden text differs there, and should
        if not any(note.key == "pdf.hidden" for note in fast.notes):
            assert without_places(fast) == without_places(pdf.read(data, "a.pdf", "pdfplumber"))


@pytest.mark.needs("soffice")
def test_word_processed_pages_give_the_same_tables_and_text(tmp_path: Path) -> None:
    document = docx.Document()
    for number in range(12):
        document.add_paragraph(f"第{number}项支出1,284.60万元，占全年支出的{number}.25%，比上年增长3.10%。" * 4)
        table = document.add_table(9, 5, style="Table Grid")
        for row in range(9):
            for column in range(5):
                table.cell(row, column).text = f"{row * 37.5 + column:,.2f}" if column else f"科目{row}"
        table.cell(0, 1).merge(table.cell(0, 3))
        table.cell(2, 0).merge(table.cell(4, 0))
    document.save(tmp_path / "a.docx")
    command = [shutil.which("soffice") or "soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True, timeout=120
    )
    assert compare((tmp_path / "a.pdf").read_bytes()) > 300


def test_the_switch_chooses_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    for module in (characters_pdfium, characters_pdfplumber):
        whole = module.Source.pages

        def pages(self: object, first: int, last: int, whole: object = whole, name: str = module.__name__) -> object:
            used.append(name.rpartition("_")[2])
            return whole(self, first, last)  # type: ignore[operator]

        monkeypatch.setattr(module.Source, "pages", pages)
    data = ragged()
    pdf.read(data, "a.pdf")
    monkeypatch.setenv("GOUJI_PDF", "pdfplumber")
    pdf.read(data, "a.pdf")
    pdf.read(data, "a.pdf", "pdfium")
    assert used == ["pdfium", "pdfplumber", "pdfium"]
