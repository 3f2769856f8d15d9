"""Reads Word documents (.docx): paragraphs and tables in order, list numbers computed, deletions left out."""

from __future__ import annotations

import hashlib

from extractor.archive import recognises as holds
from extractor.document import Document
from extractor.wordprocessing import lay_out, open_package

NAME = "docx"
SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


def recognises(data: bytes) -> bool:
    """Whether the bytes are a zip file with a Word document in it, whatever the file is called."""
    return holds(data, "word/document.xml")


def read(data: bytes, name: str) -> Document:
    """The document as printed. Raises Unreadable for a damaged, encrypted or exploding file."""
    package = open_package(data)
    layout = lay_out(package.document, package.numbering, package.styles, package.footnotes)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(name, sha256, NAME, layout.blocks, (*package.notes, *layout.notes))
