"""Reads plain text and Markdown: paragraphs as the author broke them, tables whatever parts their cells."""

from __future__ import annotations

from extractor.decoding import utf16_without_mark
from extractor.document import Document
from extractor.readers.plain_text.assembly import document

NAME = "text"
SUFFIXES = (".txt", ".md", ".markdown", ".text", ".tsv")

_OTHERS = (
    *b"%PDF %!PS {\\rtf PK\x03\x04 \xd0\xcf\x11\xe0 Rar! 7z\xbc\xaf \x1f\x8b".split(),
    *b"\x89PNG \xff\xd8\xff GIF8 II*\0 MM\0* \x7fELF MZ".split(),
)
"""How the files of other formats begin."""


def recognises(data: bytes) -> bool:
    """Whether the bytes are text: no other format's mark, and hardly any control characters."""
    if data.startswith(_OTHERS):
        return False
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    sample = data[:8000]
    if b"\0" in sample:
        return utf16_without_mark(data[: len(data) // 2 * 2]) is not None
    odd = sum(1 for byte in sample if byte < 32 and byte not in (9, 10, 11, 12, 13, 27))
    return odd * 50 <= len(sample)


def read(data: bytes, name: str) -> Document:
    """The document; raises Unreadable where no encoding fits."""
    return document(data, name, NAME)
