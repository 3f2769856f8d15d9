"""The streams of a binary Word file: its header, its text from the piece table, and the properties of its runs."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED, _WHICH_TABLE = 0x0100, 0x0200
_COUNTS, _POINTERS = 0x4C, 0x9A
_CHARACTERS, _PARAGRAPHS, _PIECES = 12, 13, 33
"""Places in the header's list of pointers: PlcfBteChpx, PlcfBtePapx, Clx ([MS-DOC] 2.5.6)."""
_PAGE = 512


class Damaged(Exception):
    """The file does not hold together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters start to end of the text; ``at`` is where they begin in the stream, ``size`` bytes each."""

    start: int
    end: int
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes start to end of the stream and the property modifiers (grpprl) that hold for them."""

    start: int
    end: int
    style: int
    modifiers: bytes


@dataclass(frozen=True, slots=True)
class Streams:
    """The text with all its parts one after the other, and how to find what holds for a character."""

    text: str
    pieces: tuple[Piece, ...]
    counts: tuple[int, ...]
    """Characters of main text, footnotes, headers, macros, comments, endnotes, text boxes, header text boxes."""
    paragraphs: tuple[Stretch, ...]
    characters: tuple[Stretch, ...]

    def offset(self, character: int) -> int:
        """Where a character lies in the stream."""
        index = bisect_right(self.pieces, character, key=lambda piece: piece.start) - 1
        piece = self.pieces[max(index, 0)]
        return piece.at + (character - piece.start) * piece.size

    def paragraph(self, character: int) -> Stretch | None:
        """The properties of the paragraph that ends with the character."""
        at = self.offset(character)
        index = bisect_right(self.paragraphs, at, key=lambda stretch: stretch.start) - 1
        if index < 0 or at >= self.paragraphs[index].end:
            return None
        return self.paragraphs[index]


def wants(document: bytes) -> str:
    """The name of the table stream that belongs to the document stream."""
    return "1Table" if _flags(document) & _WHICH_TABLE else "0Table"


def is_encrypted(document: bytes) -> bool:
    """Whether the text is encrypted or obfuscated."""
    return bool(_flags(document) & _ENCRYPTED)


def read(document: bytes, table: bytes) -> Streams:
    """Raises Damaged for a file of Word 95 or earlier, and where an offset leads nowhere."""
    try:
        magic, version = struct.unpack_from("<HH", document, 0)
        if magic != _MAGIC or version < _WORD_97:
            raise Damaged
        counts = tuple(max(0, count) for count in struct.unpack_from("<8i", document, _COUNTS))
        pieces = tuple(_pieces(_part(document, table, _PIECES)))
        text = "".join(_text(document, piece) for piece in pieces)
        paragraphs = _stretches(document, _part(document, table, _PARAGRAPHS), 13, styled=True)
        characters = _stretches(document, _part(document, table, _CHARACTERS), 1, styled=False)
    except (struct.error, IndexError, ValueError) as error:
        raise Damaged from error
    return Streams(text, pieces, counts, tuple(paragraphs), tuple(characters))


def modifiers(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Each single property modifier (sprm) with its operand; stops at the first that makes no sense."""
    at = 0
    while at + 2 <= len(grpprl):
        (code,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
        if size == 0:
            if code == 0xD608:
                if at + 2 > len(grpprl):
                    return
                size = struct.unpack_from("<H", grpprl, at)[0] - 1
                at += 2
            else:
                size = grpprl[at] if at < len(grpprl) else 0
                at += 1
        if size < 0:
            return
        yield code, grpprl[at : at + size]
        at += size


def _flags(document: bytes) -> int:
    return int.from_bytes(document[10:12], "little")


def _part(document: bytes, table: bytes, index: int) -> bytes:
    at, size = struct.unpack_from("<II", document, _POINTERS + 8 * index)
    return table[at : at + size]


def _pieces(clx: bytes) -> Iterator[Piece]:
    """The piece table: which characters lie where, in one byte or two."""
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plc, 0)
    for index in range(count):
        (position,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        narrow = bool(position & 0x40000000)
        start, end = bounds[index], bounds[index + 1]
        if end < start:
            raise Damaged
        yield Piece(start, end, (position & 0x3FFFFFFF) // 2 if narrow else position, 1 if narrow else 2)


def _text(document: bytes, piece: Piece) -> str:
    length = piece.end - piece.start
    raw = document[piece.at : piece.at + length * piece.size]
    if len(raw) != length * piece.size:
        raise Damaged
    if piece.size == 1:
        return raw.decode("cp1252", "replace")
    text = raw.decode("utf-16le", "replace")
    return text if len(text) == length else "".join(_unit(raw, index) for index in range(length))


def _unit(raw: bytes, index: int) -> str:
    """One character, so that counts hold where a character outside the first plane takes two units."""
    unit = int.from_bytes(raw[2 * index : 2 * index + 2], "little")
    if not 0xD800 <= unit <= 0xDFFF:
        return chr(unit)
    pair = raw[2 * index : 2 * index + 4].decode("utf-16le", "ignore") if unit < 0xDC00 else ""
    return pair[:1] or "\u200b"


def _stretches(document: bytes, plc: bytes, step: int, styled: bool) -> list[Stretch]:
    """The stretches of all formatted pages (FKP) that a list of pages names, in the order of the stream."""
    count = (len(plc) - 4) // 8
    found: list[Stretch] = []
    for index in range(max(count, 0)):
        number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        page = document[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE:
            found.extend(_page(page, step, styled))
    return sorted(found, key=lambda stretch: stretch.start)


def _page(page: bytes, step: int, styled: bool) -> Iterator[Stretch]:
    count = page[-1]
    if 4 * (count + 1) + step * count >= _PAGE:
        return
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + step * index]
        style, grpprl = _properties(page, at, styled) if at else (0, b"")
        yield Stretch(bounds[index], bounds[index + 1], style, grpprl)


def _properties(page: bytes, at: int, styled: bool) -> tuple[int, bytes]:
    size = page[at]
    if not styled:
        return 0, page[at + 1 : at + 1 + size]
    begin, length = (at + 1, 2 * size - 1) if size else (at + 2, 2 * page[at + 1])
    body = page[begin : begin + length]
    return int.from_bytes(body[:2], "little"), body[2:]
