"""Reads Word files of old (.doc, .wps, .rtf): through LibreOffice where it is installed, else by our own means."""

from __future__ import annotations

import hashlib
import io
import struct

import olefile

from extractor.document import Block, Document, Note, Unreadable
from extractor.office import converted, installed
from extractor.wordbinary import Damaged, is_encrypted, set_out, wants
from extractor.wordprocessing import lay_out, open_package

NAME = "doc"
SUFFIXES = (".doc", ".wps", ".rtf", ".dot", ".wpt")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_BROKEN = (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError, OverflowError, RecursionError)
"""What olefile raises on a damaged file."""


def recognises(data: bytes) -> bool:
    """Whether the bytes are RTF, a binary Word file, or an office file locked with a password."""
    if data.lstrip()[:5] == _RTF:
        return True
    if not data.startswith(_OLE):
        return False
    streams = _streams(data)
    if streams is None:
        return "WordDocument".encode("utf-16le") in data or "EncryptedPackage".encode("utf-16le") in data
    return "worddocument" in streams or "encryptedpackage" in streams


def read(data: bytes, name: str) -> Document:
    """The document as printed. Raises Unreadable for a damaged or encrypted file, and for RTF without LibreOffice."""
    rich_text = not data.startswith(_OLE)
    streams = {} if rich_text else _opened(data)
    macros = (Note("word.macros"),) if any("vba" in stream or stream == "macros" for stream in streams) else ()
    through = converted(data, ".rtf" if rich_text else ".doc", "docx")
    if through is not None:
        package = open_package(through)
        layout = lay_out(package.document, package.numbering, package.styles, package.footnotes)
        blocks, notes = layout.blocks, (Note("word.read_through_converter"), *macros, *layout.notes)
    elif rich_text:
        raise Unreadable("word.rtf_failed" if installed() else "word.rtf_needs_converter")
    else:
        blocks, own = _by_own_means(streams)
        notes = (*own, *macros)
    return Document(name, hashlib.sha256(data).hexdigest(), NAME, blocks, notes)


def _opened(data: bytes) -> dict[str, bytes]:
    """The streams of a Word file that can be read at all."""
    streams = _streams(data, with_content=True)
    if streams is None:
        raise Unreadable("word.damaged")
    if "encryptedpackage" in streams:
        raise Unreadable("archive.encrypted")
    if is_encrypted(streams.get("worddocument", b"")):
        raise Unreadable("archive.encrypted")
    return streams


def _by_own_means(streams: dict[str, bytes]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    document = streams.get("worddocument", b"")
    try:
        return set_out(document, streams.get(wants(document).lower(), b""))
    except Damaged as error:
        raise Unreadable("word.damaged_or_too_old") from error


def _streams(data: bytes, with_content: bool = False) -> dict[str, bytes] | None:
    """The streams of an OLE file by name in lower case; None where it cannot be opened."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            found: dict[str, bytes] = {}
            for path in opened.listdir(streams=True, storages=True):
                name = path[-1].lower()
                wanted = with_content and len(path) == 1 and name in ("worddocument", "0table", "1table")
                found["/".join(path).lower()] = opened.openstream(path).read() if wanted else b""
            return found
    except _BROKEN:
        return None
