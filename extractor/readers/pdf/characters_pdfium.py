"""Characters and ruling lines by PDFium: the fast source, and the default."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from extractor.readers.pdf import pdfium_calls as calls
from extractor.readers.pdf.characters import Char, PageContent
from extractor.readers.pdf.rulings_pdfium import Frame, shapes
from extractor.readers.pdf.symbols import UNKNOWN, is_odd, plain

MAX_CHARS = 100_000
"""Characters of one page that are read; a page with more is named as cut."""
_INVISIBLE = 3
"""Text rendering mode of the layer that text recognition lays over a scan."""


class Source:
    """A PDF opened with PDFium. Raises pypdfium2.PdfiumError where it cannot be opened."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        return len(self._document)

    @property
    def has_form(self) -> bool:
        """Whether the file has form fields, whose values are not part of the page's text."""
        return bool(self._document.get_formtype() != raw.FORMTYPE_NONE)

    def pages(self, first: int, last: int) -> Iterator[PageContent | None]:
        """Pages first to last, both counted from 1 and included; None for a page that PDFium cannot load."""
        for number in range(first, last + 1):
            try:
                page = self._document[number - 1]
            except pypdfium2.PdfiumError:
                yield None
                continue
            try:
                yield _content(page, number)
            except pypdfium2.PdfiumError:
                yield None
            finally:
                page.close()

    def turned(self, number: int) -> bool:
        """Whether page ``number`` is shown turned (/Rotate)."""
        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError:
            return False
        turned = raw.FPDFPage_GetRotation(page.raw) != 0
        page.close()
        return turned

    def close(self) -> None:
        self._document.close()


def _content(page: Any, number: int) -> PageContent:
    bounds = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, bounds)
    frame = Frame(bounds.left, bounds.top, bounds.right - bounds.left, bounds.top - bounds.bottom)
    content = PageContent(number, frame.width, frame.height)
    content.turned = raw.FPDFPage_GetRotation(page.raw) != 0
    if content.turned:
        return content
    shapes(calls.address(page.raw), frame, content)
    _read_text(page, frame, content)
    return content


def _read_text(page: Any, frame: Frame, content: PageContent) -> None:
    textpage = page.get_textpage()
    try:
        handle = calls.address(textpage.raw)
        count = calls.count_chars(handle)
        content.cut = count > MAX_CHARS
        count = min(count, MAX_CHARS)
        if count > 0:
            _read_chars(handle, count, frame, content)
    finally:
        textpage.close()


def _read_chars(handle: int, count: int, frame: Frame, content: PageContent) -> None:
    codes = list(map(calls.unicode_of, repeat(handle, count), range(count)))
    buffer = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(buffer)
    list(map(calls.loose_box, repeat(handle, count), range(count), range(start, start + 16 * count, 16)))
    boxes = buffer[:]
    objects = list(map(calls.text_object, repeat(handle, count), range(count)))
    texts = {code: plain(code) for code in set(codes)}
    odd = {code for code in texts if is_odd(code)}
    left, runs, add = frame.left, _Runs(handle, frame, content), content.chars.append
    current, baseline, size, level, faulty, foot = -1, 0.0, 0.0, True, False, 0.0
    for index, (code, owner, x0, x1, bottom) in enumerate(zip(codes, objects, boxes[0::4], boxes[2::4], boxes[3::4])):
        if code <= 32 and (code != 32 or calls.is_generated(handle, index) == 1):
            continue
        if owner != current:
            current, foot = owner, bottom
            baseline, size, level, faulty = runs.measure(owner, index)
        if not level:
            content.slanted += code != 32
            continue
        text = texts[code]
        if (faulty or code in odd) and calls.map_error(handle, index) == 1:
            text = UNKNOWN
        content.unmapped += text == UNKNOWN
        if text:
            astray = abs(bottom - foot) > 0.3 * size
            add(Char(text, x0 - left, x1 - left, runs.single(index)[0] if astray else baseline, size))


class _Runs:
    """What the characters of one text object share: baseline, size, and whether they stand level."""

    def __init__(self, handle: int, frame: Frame, content: PageContent) -> None:
        self.handle, self.frame, self.content = handle, frame, content
        self._point = (ctypes.c_double * 2)()
        self._matrix = (ctypes.c_float * 6)()

    def measure(self, owner: int | None, index: int) -> tuple[float, float, bool, bool]:
        """Baseline, type size, levelness of the run whose first character is ``index``, and whether its glyphs lack a meaning."""
        if owner and calls.render_mode(owner) == _INVISIBLE and self.content.pictures > 0.5:
            self.content.recognised = True
        calls.char_matrix(self.handle, index, ctypes.addressof(self._matrix))
        a, b, c, d = self._matrix[0:4]
        if abs(b) > 0.05 * abs(a) or a <= 0 or d <= 0:
            return 0.0, 1.0, False, False
        baseline, size = self.single(index)
        return baseline, size, True, calls.map_error(self.handle, index) == 1

    def single(self, index: int) -> tuple[float, float]:
        """Baseline and type size of one character."""
        place = ctypes.addressof(self._point)
        calls.origin_of(self.handle, index, place, place + 8)
        calls.char_matrix(self.handle, index, ctypes.addressof(self._matrix))
        scale = (self._matrix[2] ** 2 + self._matrix[3] ** 2) ** 0.5
        return self.frame.top - self._point[1], calls.font_size(self.handle, index) * (scale or 1.0)
