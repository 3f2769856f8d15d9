"""Reads workbooks of Excel 97 to 2003 and of WPS (.xls, .et): every value as the sheet shows it."""

from __future__ import annotations

import hashlib
import io
import struct
from decimal import Decimal
from typing import Any

import olefile
import xlrd

from extractor.document import Document, Unreadable
from extractor.spreadsheet import Sheet, Shown, set_out, shown, shown_text

NAME = "xls"
SUFFIXES = (".xls", ".et", ".xlt", ".ett")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, IndexError, KeyError, AssertionError, ValueError,
    TypeError, AttributeError, OverflowError, NotImplementedError, ZeroDivisionError, EOFError, OSError,
    RecursionError,
)  # fmt: skip
"""What xlrd and olefile raise on a damaged file."""
_ERRORS = xlrd.error_text_from_code


def recognises(data: bytes) -> bool:
    """Whether the bytes are an OLE file with a workbook in it, or a bare workbook of Excel 5."""
    if not data.startswith(_OLE):
        return data[:4] in (b"\x09\x08\x08\x00", b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            return bool(opened.exists("Workbook") or opened.exists("Book"))
    except (OSError, ValueError, IndexError, struct.error, RecursionError):
        return "Workbook".encode("utf-16le") in data


def read(data: bytes, name: str) -> Document:
    """The workbook as shown. Raises Unreadable for a damaged or encrypted file."""
    try:
        stream = _stream(data)
        book = xlrd.open_workbook(file_contents=stream, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        sheets = [_sheet(book, sheet) for sheet in book.sheets()]
    except _BROKEN as error:
        key = "workbook.encrypted" if "encrypted" in str(error).lower() else "workbook.damaged"
        raise Unreadable(key) from error
    setting = set_out(sheets)
    return Document(name, hashlib.sha256(data).hexdigest(), NAME, tuple(setting.blocks), tuple(setting.notes))


def _stream(data: bytes) -> bytes:
    """The workbook in the OLE file: olefile notices chains of sectors that loop, xlrd follows them for ever."""
    if not data.startswith(_OLE):
        return data
    with olefile.OleFileIO(io.BytesIO(data)) as opened:
        name = next((name for name in ("Workbook", "Book") if opened.exists(name)), None)
        return data if name is None else bytes(opened.openstream(name).read())


def _sheet(book: Any, source: Any) -> Sheet:
    sheet = Sheet(source.name, source.visibility != 0)
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            text = _shown(book, cell)
            if text.strip():
                sheet.cells[(row + 1, column + 1)] = Shown(text)
    sheet.merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in source.merged_cells]
    sheet.hidden_rows = {row + 1 for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = [(column + 1, column + 1) for column, info in source.colinfo_map.items() if info.hidden]
    return sheet


def _shown(book: Any, cell: Any) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    code = _code(book, cell)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return shown_text(cell.value.replace("\r\n", "\n").replace("\r", "\n"), code)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(_ERRORS.get(cell.value, "#N/A"))
    return shown(Decimal(repr(cell.value)), code, book.datemode == 1)


def _code(book: Any, cell: Any) -> str:
    """The number format of the cell, as the file spells it."""
    index = cell.xf_index
    if index is None or index >= len(book.xf_list):
        return "General"
    entry = book.format_map.get(book.xf_list[index].format_key)
    return entry.format_str if entry is not None else "General"
