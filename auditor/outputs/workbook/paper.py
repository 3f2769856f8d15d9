"""The look of a working paper: styles, columns, heads, print set-up; and cells that never turn text into formulas."""

from __future__ import annotations

import datetime
import io
import math
import shutil
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from auditor.language import Language
from auditor.marker import MARK, mark_zip
from auditor.run import Run

FONT = {"zh": "微软雅黑", "en": "Calibri"}
BORN = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""The date of every workbook's making: the same audit gives the same bytes."""

LONGEST_TEXT = 32_000
"""Characters that a cell takes (Excel: 32,767)."""

MOST_ROWS = 1_048_000
"""Rows that a sheet takes (Excel: 1,048,576)."""

NARROW = 0.93
"""Width of a printed character beside the one that column widths count in."""

A3, A4 = 8, 9
WIDE = 180
"""Characters of width from which on a sheet is set up for A3."""

LINE_HEIGHT, TALLEST = 13.0, 14
"""Points of a printed line, and the most lines that a row shows."""

LONGEST_LINK, MOST_LINKS = 2_000, 30_000
"""Characters of a link (Excel: 2,079), and the rows with links of a sheet, two a row (Excel: 65,530 links)."""

INK, SHADE, LINE, INPUT = "#1F2A44", "#E8ECF4", "#C3C9D6", "#FFF9E0"
TONES = {
    "error": ("#9C0006", "#FFD9DB"), "disagrees": ("#9C0006", "#FFD9DB"), "warning": ("#7A4B00", "#FFEBC2"),
    "note": ("#1F4E79", "#DDEBF7"), "agrees": ("#1E5B2E", "#DFF2E1"), "cannot_tell": ("#555555", "#ECECEC"),
    "unlinked": ("#555555", "#F4F4F4"), "identifier": ("#777777", "#FFFFFF"),
}  # fmt: skip
"""Ink and ground by severity, verdict or mark; the word always stands beside the colour."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: the key of its head, its width in characters, how its cells look."""

    key: str
    width: float
    look: str = "text"


@dataclass(slots=True)
class Paper:
    """A workbook being written, with its styles."""

    run: Run
    title: str
    constant_memory: bool = False
    _data: io.BytesIO = field(default_factory=io.BytesIO)
    _styles: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    book: Any = None

    def __post_init__(self) -> None:
        import xlsxwriter

        options = {"in_memory": not self.constant_memory, "constant_memory": self.constant_memory,
                   "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}  # fmt: skip
        self.book = xlsxwriter.Workbook(self._data, options)
        properties = {
            "title": clean(self.title)[:200],
            "author": f"gouji {self.run.version}",
            "keywords": MARK,
            "created": BORN,
        }
        self.book.set_properties(properties)
        self.book.formats[0].set_font_name(FONT[self.language.name])
        self.book.formats[0].set_font_size(10)

    @property
    def language(self) -> Language:
        return self.run.language

    def say(self, key: str, **values: object) -> str:
        return self.language.say(f"xlsx.{key}", **values)

    def done(self) -> bytes:
        """The workbook as bytes, with the mark by which gouji knows it again."""
        self.book.close()
        return mark_zip(_slashed(self._data.getvalue()), "docProps/core.xml")

    def style(self, look: str = "text", **more: Any) -> Any:
        """A style of that look, made once."""
        key = (look, *sorted(more.items()))
        if key not in self._styles:
            wanted = {"font_name": FONT[self.language.name], "font_size": 10} | _LOOKS[look] | more
            self._styles[key] = self.book.add_format(wanted)
        return self._styles[key]

    def tone(self, name: str, look: str = "centre") -> Any:
        ink, ground = TONES[name]
        return self.style(look, font_color=ink, bg_color=ground)

    def number(self, decimals: int, look: str = "number", **more: Any) -> Any:
        places = "0." + "0" * decimals if decimals else "0"
        return self.style(look, num_format=f"#,##{places}", **more)

    def sheet(
        self, name: str, heading: str, columns: Sequence[Column], *, frozen: int = 1, lead: Sequence[str] = (),
        heads: Sequence[str] = (),
    ) -> Any:  # fmt: skip
        """A sheet with its heading, leading lines and head; its first row of data is ``first_row``.

        ``heads`` are the words of the head where they are not those of the columns' keys.
        """
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A3 if sum(column.width for column in columns) > WIDE else A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8 {_footer(self.title)}&C&8 {name}&R&8 {self.say('page_of')}")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        self._lead(sheet, heading, lead, columns)
        head = first_row(lead) - 1
        if heads or any(column.key for column in columns):
            sheet.set_row(head, 30)
            for place, words in enumerate(heads or [self.say(column.key) for column in columns]):
                sheet.write_string(head, place, words, self.style("head"))
            sheet.repeat_rows(head)
            sheet.freeze_panes(head + 1, frozen)
        return sheet

    def _lead(self, sheet: Any, heading: str, lead: Sequence[str], columns: Sequence[Column]) -> None:
        """The heading, and lines of explanation over the sheet's width."""
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, clean(heading), self.style("title"))
        width = sum(column.width for column in columns)
        for row, line in enumerate(lead, 1):
            sheet.set_row(row, LINE_HEIGHT * lines_of(line, width) + 2)
            sheet.merge_range(row, 0, row, len(columns) - 1, clean(line), self.style("hint"))

    def height(self, sheet: Any, row: int, columns: Sequence[Column], words: Mapping[int, object]) -> None:
        """Make the row as high as its wrapped words need; said before its cells are written."""
        lines = max((lines_of(str(each or ""), columns[place].width) for place, each in words.items()), default=1)
        sheet.set_row(row, LINE_HEIGHT * min(lines, TALLEST) + 4)

    def text(self, sheet: Any, row: int, column: int, words: object, style: Any = None) -> None:
        """Words as text, whatever they begin with."""
        style = style or self.style("text")
        written = clean("" if words is None else str(words))[:LONGEST_TEXT]
        if written:
            sheet.write_string(row, column, written, style)
        else:
            sheet.write_blank(row, column, None, style)

    def link(self, sheet: Any, row: int, column: int, target: str, words: str, tip: str = "") -> None:
        """Words that lead to a place of this workbook (``internal:``) or to a relative path, already quoted."""
        if len(target) > LONGEST_LINK or row > MOST_LINKS:
            self.text(sheet, row, column, words)
        else:
            look = "link_centre" if target.startswith("internal:") else "link"
            target = target if target.startswith("internal:") else f"external:{target}"
            sheet.write_url(row, column, target, self.style(look), clean(words)[:250], tip or None)


_BOX: dict[str, Any] = {"border": 1, "border_color": LINE, "valign": "vcenter"}
_WRAP = _BOX | {"text_wrap": True}
_LINK = {"font_color": "#0B57D0", "underline": 1}
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {"valign": "vcenter"},
    "title": {"bold": True, "font_size": 15, "font_color": INK, "valign": "vcenter"},
    "hint": {"font_color": "#555555", "font_size": 9, "valign": "vcenter", "text_wrap": True},
    "section": {"bold": True, "font_size": 11, "font_color": INK, "valign": "vcenter"},
    "head": _WRAP | {"bold": True, "font_color": "#FFFFFF", "bg_color": INK, "align": "center"},
    "label": _WRAP | {"font_color": "#333333", "bg_color": SHADE},
    "text": _WRAP,
    "line": _BOX,
    "small": _WRAP | {"font_size": 9, "indent": 1},
    "centre": _WRAP | {"align": "center"},
    "number": _BOX | {"align": "right"},
    "input": _WRAP | {"bg_color": INPUT},
    "input_number": _BOX | {"align": "right", "bg_color": INPUT},
    "input_date": _BOX | {"align": "center", "bg_color": INPUT, "num_format": "yyyy-mm-dd"},
    "link": _WRAP | _LINK,
    "link_centre": _BOX | _LINK | {"align": "center"},
}


def _slashed(data: bytes) -> bytes:
    """The workbook with the slashes of its relative links as every system reads them (XlsxWriter turns them round)."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename.endswith(".xml.rels"):
                new.writestr(info, old.read(info).replace(b"\\", b"/"))
                continue
            with old.open(info) as source, new.open(copy(info), "w") as target:
                shutil.copyfileobj(source, target)
    return written.getvalue()


def first_row(lead: Sequence[str]) -> int:
    """The row, from 0, of a sheet's first data: after its heading, the leading lines, an empty row and the head."""
    return len(lead) + 3


def lines_of(words: str, width: float) -> int:
    """The lines that words take in a column: a Chinese sign is two characters wide."""
    return sum(max(1, math.ceil(wide(part) * NARROW / max(width - 1, 1))) for part in words[:LONGEST_TEXT].split("\n"))


def wide(words: str) -> int:
    """The width of words in characters, a Chinese sign being two."""
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)


def clean(words: str) -> str:
    """The words without signs that a workbook may not hold; line breaks stay."""
    if words.isprintable():
        return words
    return "".join(
        sign if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn") else " " for sign in words
    )


def _footer(words: str) -> str:
    return clean(words)[:60].replace("&", "&&")


def decimals(value: Decimal | str | None) -> int:
    """How many decimals a number shows."""
    if value is None:
        return 0
    exponent = Decimal(value).as_tuple().exponent
    return max(0, min(12, -exponent)) if isinstance(exponent, int) else 0


def letter(column: int) -> str:
    """The letter of a column counted from 0; up to Z."""
    return chr(ord("A") + column)
