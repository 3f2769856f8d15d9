"""Reads workbooks (.xlsx): every value as the sheet shows it, hidden sheets too, scattered cells without harm."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from extractor.archive import Archive
from extractor.archive import recognises as holds
from extractor.document import Document, Note, Unreadable
from extractor.limits import limits
from extractor.spreadsheet import BUILT_IN, Setting, Sheet, Shown, set_out, shown, shown_text

NAME = "xlsx"
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb")

_BINARY = "xl/workbook.bin"
_MAIN = "xl/workbook.xml"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})$")
_WITHOUT_VALUE = "workbook.formula_without_value"


def recognises(data: bytes) -> bool:
    """Whether the bytes are a zip file with a workbook in it, whatever the file is called."""
    return holds(data, _MAIN) or holds(data, _BINARY)


def read(data: bytes, name: str) -> Document:
    """The workbook as shown. Raises Unreadable for a damaged, binary or exploding file."""
    setting, notes = _set(Archive(data))
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(name, sha256, NAME, tuple(setting.blocks), (*notes, *setting.notes))


def addresses(data: bytes) -> Setting:
    """Sheet and cell name (B5) behind every paragraph and table cell that ``read`` returns."""
    return _set(Archive(data))[0]


def _set(archive: Archive) -> tuple[Setting, list[Note]]:
    if _MAIN not in archive and _BINARY in archive:
        raise Unreadable("workbook.binary")
    setting = set_out(list(_Reading(archive).sheets()))
    return setting, _notes(archive, sum(1 for _ in setting.blocks))


class _Reading:
    """One workbook on its way in: its shared strings, number formats and count of cells."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._book = archive.xml(_MAIN)
        properties = self._book.find(_S + "workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._related = _relations(archive)
        self._strings = self._shared_strings()
        self._formats = self._number_formats()
        self._count, self._most = 0, limits().cells

    def sheets(self) -> Iterator[Sheet]:
        """Every worksheet in the order of its tabs; chart sheets have no cells."""
        for entry in self._book.iter(_S + "sheet"):
            kind, part = self._related.get(entry.get(_R + "id", ""), ("", ""))
            if kind == "worksheet" and part in self._archive:
                yield self._sheet(part, entry.get("name", ""), entry.get("state", "visible") != "visible")

    def _sheet(self, part: str, name: str, hidden: bool) -> Sheet:
        sheet = Sheet(name, hidden)
        row = 0
        for element in self._archive.elements(part, _S + "row", _S + "col", _S + "mergeCell"):
            if element.tag == _S + "row":
                row = _whole(element.get("r")) or row + 1
                self._row(sheet, element, row)
            elif element.tag == _S + "col":
                first, last = _whole(element.get("min")), _whole(element.get("max"))
                if first and last and element.get("hidden") in ("1", "true"):
                    sheet.hidden_columns.append((first, last))
            else:
                merge = _range(element.get("ref", ""))
                if merge:
                    sheet.merges.append(merge)
        return sheet

    def _row(self, sheet: Sheet, element: etree._Element, row: int) -> None:
        if element.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row)
        column = 0
        for cell in element.iterchildren(_S + "c"):
            slot = _slot(cell.get("r", "")) or (row, column + 1)
            column = slot[1]
            found = self._cell(sheet, cell)
            if found is None:
                continue
            self._count += 1
            if self._count > self._most:
                raise Unreadable("workbook.too_many_cells", limit=str(self._most))
            sheet.cells[slot] = found

    def _cell(self, sheet: Sheet, cell: etree._Element) -> Shown | None:
        """What the cell shows, None where it shows nothing."""
        kind = cell.get("t", "n")
        code = self._formats.get(_whole(cell.get("s")) or 0, "General")
        raw = cell.findtext(_S + "v")
        if raw is None or (not raw and kind != "str"):
            if cell.find(_S + "f") is not None and kind != "str":
                sheet.without_value += 1
                return Shown("", _WITHOUT_VALUE)
            inline = cell.find(_S + "is")
            text = "" if inline is None else shown_text(_string(inline), code)
        else:
            text = self._shown(raw, kind, code)
        return Shown(text) if text.strip() else None

    def _shown(self, raw: str, kind: str, code: str) -> str:
        if kind == "s":
            at = _whole(raw.strip())
            found = self._strings[at] if at is not None and at < len(self._strings) else ""
            return shown_text(found, code)
        if kind == "str":
            return shown_text(_unescaped(raw), code)
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if kind in ("e", "d"):
            return raw.strip()
        try:
            return shown(Decimal(raw.strip()), code, self._since_1904)
        except InvalidOperation:
            return raw.strip()

    def _shared_strings(self) -> list[str]:
        part = next((part for kind, part in self._related.values() if kind == "sharedStrings"), "")
        if part not in self._archive:
            return []
        return [_string(element) for element in self._archive.elements(part, _S + "si")]

    def _number_formats(self) -> dict[int, str]:
        """The format code by the style number that cells carry."""
        part = next((part for kind, part in self._related.values() if kind == "styles"), "")
        if part not in self._archive:
            return {}
        root = self._archive.xml(part)
        codes = dict(BUILT_IN)
        for element in root.iterfind(f"{_S}numFmts/{_S}numFmt"):
            number = _whole(element.get("numFmtId"))
            if number is not None:
                codes[number] = element.get("formatCode", "General")
        styles = root.iterfind(f"{_S}cellXfs/{_S}xf")
        return {order: codes.get(_whole(style.get("numFmtId")) or 0, "General") for order, style in enumerate(styles)}


def _notes(archive: Archive, blocks: int) -> list[Note]:
    """What the workbook holds beside its cells."""
    notes = []
    if any(name.endswith("vbaproject.bin") for name in archive.names):
        notes.append(Note("workbook.macros"))
    drawings = [name for name in archive.names if re.match(r"xl/drawings/drawing\d*\.xml$", name)]
    drawn = sum(
        bool((element.text or "").strip()) for name in drawings for element in archive.elements(name, _DRAWN_TEXT)
    )
    if drawn:
        notes.append(Note("workbook.text_boxes", (("count", str(drawn)),), lost=True))
    embedded = sum(name.startswith("xl/embeddings/") for name in archive.names)
    if embedded:
        notes.append(Note("workbook.embedded", (("count", str(embedded)),), lost=True))
    pictures = sum(name.startswith("xl/media/") for name in archive.names)
    if pictures and not blocks:
        notes.append(Note("workbook.pictures_only", (("count", str(pictures)),), lost=True))
    return notes


def _relations(archive: Archive) -> dict[str, tuple[str, str]]:
    """Kind and part by id; what lies outside the file is never followed."""
    name = "xl/_rels/workbook.xml.rels"
    found = {}
    for relation in archive.xml(name).iter(_RELATION) if name in archive else ():
        if relation.get("TargetMode") != "External":
            part = posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], part.lstrip("/"))
    return found


def _string(element: etree._Element) -> str:
    """Plain or rich text, without the reading aids of East Asian text (rPh)."""
    pieces = [
        piece.text or ""
        for piece in element.iter(_S + "t")
        if (parent := piece.getparent()) is not None and parent.tag != _S + "rPh"
    ]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: _character(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(code: int) -> str:
    return "" if code < 32 and code not in (9, 10, 13) or 0xD800 <= code <= 0xDFFF else chr(code)


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None


def _slot(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.match(reference.replace("$", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _range(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    start, end = _slot(first), _slot(last or first)
    if start is None or end is None or end < start:
        return None
    return (*start, *end)
