"""Characters and ruling lines by pdfplumber: the slower source, which also reads turned pages."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber

from extractor.limits import limits
from extractor.readers.pdf.characters import Char, Edge, PageContent
from extractor.readers.pdf.symbols import UNKNOWN, plain

logging.getLogger("pdfminer").setLevel(logging.ERROR)
_DESCENT = 0.15
"""Share of the type size below the baseline, where pdfminer's box tells no baseline of its own."""


class Source:
    """A PDF opened with pdfplumber. Raises pdfminer's and pdfplumber's exceptions where it cannot be opened."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfplumber.open(io.BytesIO(data))

    def __len__(self) -> int:
        return len(self._document.pages)

    @property
    def leaves_form(self) -> bool:
        """Whether what was filled into form fields stays unread: pdfplumber reads the page only."""
        return "AcroForm" in self._document.doc.catalog

    def pages(self, first: int, last: int) -> Iterator[PageContent | None]:
        """Pages first to last, both counted from 1 and included; None for a page that cannot be read."""
        for page in self._document.pages[first - 1 : last]:
            try:
                yield _content(page)
            except Exception:  # noqa: BLE001 - pdfminer raises anything on a damaged page
                yield None
            finally:
                page.close()

    def close(self) -> None:
        self._document.close()


def _content(page: Any) -> PageContent:
    left, top, right, bottom = page.cropbox if page.cropbox else page.bbox
    content = PageContent(page.page_number, float(right - left), float(bottom - top))
    most = limits().characters
    content.cut = len(page.chars) > most
    for char in page.chars[:most]:
        _add_char(char, left, top, content)
    for edge in page.edges:
        x0, x1 = sorted((edge["x0"] - left, edge["x1"] - left))
        content.edges.append(Edge(x0, edge["top"] - top, x1, edge["bottom"] - top))
    content.drawings = len(page.rects) + len(page.lines) + len(page.curves)
    area = content.width * content.height
    if area > 0:
        content.pictures = min(
            1.0, max((image["width"] * image["height"] / area for image in page.images), default=0.0)
        )
    return content


def _add_char(char: dict[str, Any], left: float, top: float, content: PageContent) -> None:
    text = char["text"]
    if not char["upright"]:
        content.slanted += not text.isspace()
        return
    if text.startswith("(cid:"):
        text = UNKNOWN
    text = "".join(plain(ord(mark)) for mark in text)
    content.unmapped += text == UNKNOWN
    if text:
        size = float(char["size"])
        baseline = float(char["bottom"]) - _DESCENT * size - top
        step = (char["x1"] - char["x0"]) / len(text)
        for place, mark in enumerate(text):
            x0 = char["x0"] - left + step * place
            content.chars.append(Char(mark, x0, x0 + step, baseline, size))
