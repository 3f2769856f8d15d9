"""Small valid files of every format, to be mutated."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import hostile_office
import hostile_pdf
from hostile_names import SENTENCE

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "documents"

TABLE = (
    ("序号", "支出内容", "预算数（万元）", "支出数（万元）", "执行率（%）"),
    ("1", "材料费", "120.00", "96.00", "80.00"),
    ("2", "施工费", "80.00", "72.00", "90.00"),
    ("", "合计", "200.00", "168.00", "84.00"),
)


def text() -> bytes:
    return "\n".join([SENTENCE, *("\t".join(row) for row in TABLE), "自评得分：93分，等级为“优”。"]).encode()


def web_page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    return f"<html><head><meta charset=utf-8></head><body><p>{SENTENCE}</p><table>{rows}</table></body></html>".encode()


def word() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(SENTENCE)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for cells, row in zip(table.rows, TABLE, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in TABLE:
        book.active.append([float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in row])
    book.active.merge_cells("A6:C6")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf() -> bytes:
    from pdf_making import Maker

    maker = Maker()
    maker.text(72, 100, SENTENCE[:30])
    maker.table([list(row) for row in TABLE], [72, 120, 220, 320, 420, 520], 140)
    return maker.finished()


def bare_pdf() -> bytes:
    return hostile_pdf.good_pdf()


def bare_word() -> bytes:
    return hostile_office.docx(hostile_office.paragraph(SENTENCE))


def rich_text() -> bytes:
    return b"{\\rtf1\\ansi{\\b Budget} 200.00 spent 180.00 rate 93.00%\\par}"


@cache
def seeds() -> dict[str, tuple[bytes, str]]:
    """By reader: the bytes of a small valid file and the name it is read under."""
    return {
        "plain_text": (text(), "a.txt"),
        "web_page": (web_page(), "a.html"),
        "word": (word(), "a.docx"),
        "word_bare": (bare_word(), "a.docx"),
        "workbook": (workbook(), "a.xlsx"),
        "pdf": (pdf(), "a.pdf"),
        "pdf_bare": (bare_pdf(), "a.pdf"),
    }
