"""Characters and ruling lines by PDFium: the fast source, and the default."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from extractor.limits import limits
from extractor.readers.pdf import pdfium_calls as calls
from extractor.readers.pdf.characters import Char, PageContent
from extractor.readers.pdf.clipping_pdfium import Clips, Window
from extractor.readers.pdf.rulings_pdfium import Frame, shapes
from extractor.readers.pdf.symbols import UNKNOWN, is_odd, plain

_SCAN = 0.5
"""Share of the page that a picture covers on a scanned page."""
_INVISIBLE = 3
"""Text rendering mode of the layer that text recognition lays over a scan."""


class Source:
    """A PDF opened with PDFium. Raises pypdfium2.PdfiumError where it cannot be opened."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        return len(self._document)

    @property
    def leaves_form(self) -> bool:
        """Whether what was filled into form fields stays unread: here it is read with the page."""
        return False

    def _load(self, number: int) -> Any:
        """Page ``number``, with what stands in its form fields made part of it."""
        page = self._document[number - 1]
        if self._document.get_formtype() != raw.FORMTYPE_NONE:
            done = raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            if done == raw.FLATTEN_SUCCESS:
                page.close()
                page = self._document[number - 1]
        return page

    def pages(self, first: int, last: int) -> Iterator[PageContent | None]:
        """Pages first to last, both counted from 1 and included; None for a page that PDFium cannot load."""
        for number in range(first, last + 1):
            try:
                page = self._load(number)
            except pypdfium2.PdfiumError:
                yield None
                continue
            try:
                yield _content(page, number)
            except pypdfium2.PdfiumError:
                yield None
            finally:
                page.close()

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
    clips = Clips(shapes(calls.address(page.raw), frame, content))
    _read_text(page, frame, content, clips)
    return content


def _read_text(page: Any, frame: Frame, content: PageContent, clips: Clips) -> None:
    textpage = page.get_textpage()
    try:
        handle = calls.address(textpage.raw)
        count = calls.count_chars(handle)
        most = limits().characters
        content.cut = count > most
        count = min(count, most)
        if count > 0:
            _read_chars(handle, count, frame, content, clips)
    finally:
        textpage.close()


def _read_chars(handle: int, count: int, frame: Frame, content: PageContent, clips: Clips) -> None:
    codes, boxes, heights = _bulk(handle, count)
    texts = {code: plain(code) for code in set(codes)}
    odd = {code for code in texts if is_odd(code)}
    left, top, fonts, add, new = frame.left, frame.top, _Fonts(handle, content), content.chars.append, tuple.__new__
    known = fonts.known
    window: Window | None = None
    end, line = 0.0, 0.0
    for index, (code, y, x0, above, x1, below) in enumerate(
        zip(codes, heights, boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], strict=True)
    ):
        if code <= 32 and (code != 32 or calls.is_generated(handle, index) == 1):
            continue
        shape = int((above - below) * 16), int((y - below) * 16)
        size, faulty = known.get(shape) or fonts.measured(shape, index)
        if size == 0.0:
            content.slanted += code != 32
            continue
        text = texts[code]
        if (faulty or code in odd) and calls.map_error(handle, index) == 1:
            text = UNKNOWN
        if not text:
            continue
        if y != line or not -1.0 < x0 - end < 1.0:
            window = clips.window(calls.text_object(handle, index))
        line, end = y, x1
        char = new(Char, (text, x0 - left, x1 - left, top - y, size))
        if window and not (window[0] <= (x0 + x1) / 2 <= window[2] and window[1] <= y + 0.35 * size <= window[3]):
            content.hidden.append(char)
            continue
        content.unmapped += text == UNKNOWN
        add(char)


def _bulk(handle: int, count: int) -> tuple[list[int], list[float], list[float]]:
    """Code point, loose box (left, top, right, bottom) and baseline of every character."""
    places = range(count)
    codes = list(map(calls.unicode_of, repeat(handle, count), places))
    boxes = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(boxes)
    deque(map(calls.loose_box, repeat(handle, count), places, range(start, start + 16 * count, 16)), 0)
    origins = (ctypes.c_double * (2 * count))()
    start, end = ctypes.addressof(origins), ctypes.addressof(origins) + 16 * count
    deque(map(calls.origin_of, repeat(handle, count), places, range(start, end, 16), range(start + 8, end + 8, 16)), 0)
    return codes, boxes[:], origins[1::2]


class _Fonts:
    """Type size by the loose box's height and reach below the baseline, so that few characters are asked for theirs.

    Size 0 stands for characters that are not set level. The box itself is not trusted: its top and bottom depend
    on how a font was cut down for the file.
    """

    def __init__(self, handle: int, content: PageContent) -> None:
        self._handle, self._content = handle, content
        self.known: dict[tuple[int, int], tuple[float, bool]] = {}
        self._matrix = (ctypes.c_float * 6)()

    def measured(self, shape: tuple[int, int], index: int) -> tuple[float, bool]:
        """What is known from now on of characters of that shape, measured at one of them."""
        found = self.known[shape] = self._measure(index)
        return found

    def _measure(self, index: int) -> tuple[float, bool]:
        """Type size of a character, 0 if it is not level, and whether its font lacks the glyphs' meaning."""
        faulty = calls.map_error(self._handle, index) == 1
        owner = calls.text_object(self._handle, index)
        if self._content.pictures > _SCAN and owner and calls.render_mode(owner) == _INVISIBLE:
            self._content.recognised = True
        calls.char_matrix(self._handle, index, ctypes.addressof(self._matrix))
        a, b, c, d = self._matrix[0:4]
        if a <= 0 or d <= 0 or abs(b) > 0.05 * a:
            return 0.0, faulty
        return calls.font_size(self._handle, index) * float((c * c + d * d) ** 0.5), faulty
