"""Reads a web page as submitted: headings, paragraphs and tables with their spans; nothing is fetched or run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

import regex
from lxml import etree, html

from extractor import later
from extractor.decoding import decoded
from extractor.document import Block, Document, Note, Paragraph, Table, Unreadable
from extractor.limits import limits
from extractor.slots import Spanned, table

NAME = "html"
SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
TIMEOUT = 10

_START = later.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    regex.I | regex.S,
)
_CHARSET = later.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", regex.I)
_DECLARATION = later.compile(r"^\s*<\?xml[^>]*\?>")
_ENDS = later.compile(r"</(?:html|body)\s*>", regex.I)
_HIDDEN = later.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.I)
_BLANKS = later.compile(r"[ \t\r\n\u3000\xa0]+")

_SILENT = frozenset(("script", "style", "head", "noscript", "template", "svg", "iframe", "object", "select", "title"))
_BLOCKS = frozenset(
    "p div section article header footer main ul ol li dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre form fieldset hr "
    "table tbody thead tfoot tr td th center address figure figcaption nav aside body html".split()
)
_CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk")


def recognises(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    return _START.match(data[:4096], timeout=TIMEOUT) is not None


def read(data: bytes, name: str) -> Document:
    """The document of a page; raises Unreadable where it holds no markup at all."""
    text, notes = _text(data)
    source = _ENDS.sub("", _DECLARATION.sub("", text), timeout=TIMEOUT)
    try:
        root = html.document_fromstring(source, parser=html.HTMLParser(no_network=True, huge_tree=False, recover=True))
    except (etree.ParserError, ValueError) as error:
        raise Unreadable("unreadable.damaged", format=NAME, error=str(error)[:200]) from error
    walk = _Walk()
    walk.through(root)
    if walk.hidden:
        notes = (*notes, Note("page.hidden", (("count", str(walk.hidden)),), lost=True))
    if root.find(".//frameset") is not None or root.find(".//iframe") is not None:
        notes = (*notes, Note("page.frames", lost=True))
    blocks = _numbered(walk.blocks)
    if not blocks:
        notes = (*notes, Note("text.nothing", lost=True))
    return Document(name, hashlib.sha256(data).hexdigest(), NAME, blocks, notes)


def _text(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """The page's text: what it says of its own encoding is believed where the bytes fit."""
    told = _CHARSET.search(data[:4096])
    if told and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and len(data) <= 4 * limits().text:
        name = told[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in _CHINESE else name), ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data)


@dataclass(slots=True)
class _Walk:
    """Goes through the tree in reading order without recursion and collects blocks."""

    blocks: list[Block] = field(default_factory=list)
    hidden: int = 0
    _text: list[str] = field(default_factory=list)
    _level: int = 0

    def through(self, root: html.HtmlElement) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, node in walk:
            tag = node.tag if isinstance(node.tag, str) else ""
            if event == "start" and self._passed_over(node, tag):
                walk.skip_subtree()
                continue
            if event == "start":
                self._begin(tag)
                self._add(node.text if tag else None)
                if tag == "table" and _is_data(node):
                    self._table(node)
                    walk.skip_subtree()
            else:
                if tag in _BLOCKS:
                    self.flush()
                self._add(node.tail)
        self.flush()

    def _passed_over(self, node: html.HtmlElement, tag: str) -> bool:
        if tag in _SILENT:
            return True
        if tag and _HIDDEN.search(node.get("style") or ""):
            self.hidden += 1
            return True
        return False

    def _begin(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._level = int(tag[1])
        elif tag == "br":
            self._text.append("\n")

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(_BLANKS.sub(" ", text, timeout=TIMEOUT))

    def flush(self) -> None:
        """Ends the paragraph that is open; each line break of the page ends one."""
        for line in "".join(self._text).split("\n"):
            if line.strip():
                self.blocks.append(Paragraph(0, line.strip(), self._level))
        self._text.clear()
        self._level = 0

    def _table(self, node: html.HtmlElement) -> None:
        self.flush()
        for caption in node.iterchildren("caption"):
            if (text := _cell_text(caption)).strip():
                self.blocks.append(Paragraph(0, text))
        found = table(
            [
                Spanned(_cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan"))
                for cell in row.iterchildren("td", "th")
            ]
            for row in node.iter("tr")
        )
        if found.cells:
            self.blocks.append(found)


def _is_data(node: html.HtmlElement) -> bool:
    """Whether a table holds data: no table inside, and more than one cell; else it only lays out the page."""
    if next(node.iterdescendants("table"), None) is not None:
        return False
    cells = node.iterdescendants("td", "th")
    return next(cells, None) is not None and next(cells, None) is not None


def _cell_text(cell: html.HtmlElement) -> str:
    """A cell's text, its line breaks and paragraphs kept as lines."""
    parts: list[str] = []
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if tag in ("br", "p", "div", "li") and node is not cell:
                parts.append("\n")
            if tag and tag not in _SILENT and node.text:
                parts.append(_BLANKS.sub(" ", node.text, timeout=TIMEOUT))
        elif node is not cell and node.tail:
            parts.append(_BLANKS.sub(" ", node.tail, timeout=TIMEOUT))
    return "\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip())


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), 1000)) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _numbered(blocks: list[Block]) -> tuple[Block, ...]:
    texts = tables = 0
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            found.append(replace(block, number=tables))
        else:
            texts += 1
            found.append(replace(block, number=texts))
    return tuple(found)
