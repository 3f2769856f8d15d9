"""Remnants of web pages in plain text: paragraph and line-break tags, whole tables."""

from __future__ import annotations

import html
from html.parser import HTMLParser

import regex

from extractor import later
from extractor.document import Table
from extractor.slots import Spanned, table

TIMEOUT = 10
_BREAK = later.compile(r"\s*(?:<br\s*/?>|</p>\s*(?=\S)|</(?:div|li|h\d)>)\s*", regex.I)
_TAG = later.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|sub|sup|font|td|tr|th|table|tbody|thead|h[1-6]|ul|ol|li|a|img|col|colgroup)"
    r"(?:\s[^<>]{0,500})?/?>|<!--.{0,500}?-->",
    regex.I | regex.S,
)
_ENTITY = later.compile(r"&(?:nbsp|lt|gt|amp|quot|le|ge|times|mdash|ldquo|rdquo|#\d{1,6}|#x[0-9a-fA-F]{1,5});")


def without_tags(text: str) -> str:
    """The text without tags; ends of paragraphs inside it become line breaks."""
    if "<" in text:
        text = _BREAK.sub("\n", text, timeout=TIMEOUT)
        text = _TAG.sub("", text, timeout=TIMEOUT).strip("\n")
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text, timeout=TIMEOUT)
    return text


def markup_table(source: str) -> Table | None:
    """The table that the tags of a ``<table>`` describe, spans kept; None where it holds no cell."""
    parser = _Cells()
    parser.feed(source)
    parser.close()
    parser.flush_row()
    return table(parser.rows) if any(parser.rows) else None


class _Cells(HTMLParser):
    """Collects rows of cells; tables inside a cell are taken as its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Spanned]] = []
        self._row: list[Spanned] | None = None
        self._text: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.flush_row()
            self._row = []
        elif tag in ("td", "th"):
            self._flush_cell()
            self._row = [] if self._row is None else self._row
            self._text, self._spans = [], (_span(attrs, "rowspan"), _span(attrs, "colspan"))
        elif tag in ("br", "p", "div") and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._flush_cell()
        elif tag in ("tr", "table"):
            self.flush_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _flush_cell(self) -> None:
        if self._text is not None and self._row is not None:
            text = "\n".join(line.strip() for line in "".join(self._text).split("\n") if line.strip())
            self._row.append(Spanned(text, *self._spans))
        self._text = None

    def flush_row(self) -> None:
        """Ends the row that is open."""
        self._flush_cell()
        if self._row:
            self.rows.append(self._row)
        self._row = None


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    value = dict(attrs).get(name) or "1"
    return max(1, min(int(value), 1000)) if value.isdigit() and len(value) < 5 else 1
