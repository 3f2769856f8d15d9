"""Reads OpenDocument texts (.odt) through LibreOffice."""

from __future__ import annotations

import hashlib

from extractor.archive import Archive
from extractor.document import Document, Note, Unreadable
from extractor.office import converted, installed
from extractor.wordprocessing import lay_out, open_package

NAME = "odt"
SUFFIXES = (".odt", ".ott", ".fodt")

_KIND = b"application/vnd.oasis.opendocument.text"
_HEAD = 200
"""Bytes within which the kind of an OpenDocument file stands, unpacked, by its standard."""


def recognises(data: bytes) -> bool:
    """Whether the bytes are an OpenDocument text, whatever the file is called."""
    return (data.startswith(b"PK\x03\x04") and _KIND in data[:_HEAD]) or (
        data.lstrip().startswith(b"<?xml") and b'office:mimetype="' + _KIND in data[:8000]
    )


def read(data: bytes, name: str) -> Document:
    """The document as printed. Raises Unreadable where LibreOffice is missing or cannot convert the file."""
    zipped = data.startswith(b"PK")
    if zipped:
        Archive(data)
    through = converted(data, ".odt" if zipped else ".fodt", "docx")
    if through is None:
        raise Unreadable("open_document.failed" if installed() else "open_document.needs_converter")
    package = open_package(through)
    layout = lay_out(package.document, package.numbering, package.styles, package.footnotes)
    notes = (Note("open_document.read_through_converter"), *layout.notes)
    return Document(name, hashlib.sha256(data).hexdigest(), NAME, layout.blocks, notes)
