"""Opening a PDF: the faster source by default, a repair where it is damaged, a named cause where it is not read."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any, Protocol

import pypdfium2
import pypdfium2.raw as raw

from extractor.document import Unreadable
from extractor.readers.pdf.characters import PageContent
from extractor.readers.pdf.characters_pdfium import Source as PdfiumSource

SWITCH = "GOUJI_PDF"
"""Environment variable that names the source of characters: pdfium (default) or pdfplumber."""


class Source(Protocol):
    """What turns a PDF into pages of characters and lines."""

    @property
    def leaves_form(self) -> bool: ...

    def __len__(self) -> int: ...

    def pages(self, first: int, last: int) -> Iterator[PageContent | None]: ...

    def close(self) -> None: ...


def open_source(data: bytes, source: str | None = None) -> tuple[Source, bytes, bool]:
    """The opened file, the bytes it was opened from, and whether they had to be repaired first.

    Raises Unreadable: pdf.empty, pdf.encrypted, pdf.damaged.
    """
    if not data.strip():
        raise Unreadable("pdf.empty")
    try:
        opened, repaired = PdfiumSource(data), False
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise Unreadable("pdf.encrypted") from error
        data = _repair(data)
        opened, repaired = _reopen(data), True
    if not len(opened):
        opened.close()
        raise Unreadable("pdf.damaged")
    if (source or os.environ.get(SWITCH) or "pdfium") == "pdfplumber":
        opened.close()
        try:
            return slow_source(data), data, repaired
        except Unreadable:
            data = _repair(data)
            return slow_source(data), data, True
    return opened, data, repaired


def slow_source(data: bytes) -> Source:
    """The file opened with pdfplumber; loaded only when it is used."""
    from extractor.readers.pdf.characters_pdfplumber import Source as PlumberSource

    try:
        return PlumberSource(data)
    except Exception as error:
        raise Unreadable("pdf.damaged") from error


def _reopen(data: bytes) -> PdfiumSource:
    try:
        return PdfiumSource(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf.damaged") from error


def _repair(data: bytes) -> bytes:
    """The file with its cross references rebuilt by pikepdf, if that is installed."""
    try:
        import pikepdf
    except ImportError:
        raise Unreadable("pdf.damaged") from None
    buffer = io.BytesIO()
    try:
        repaired: Any = pikepdf.open(io.BytesIO(data))
        with repaired:
            repaired.save(buffer)
    except pikepdf.PasswordError as error:
        raise Unreadable("pdf.encrypted") from error
    except Exception as error:
        raise Unreadable("pdf.damaged") from error
    return buffer.getvalue()
