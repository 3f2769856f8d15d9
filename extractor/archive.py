"""Opens the zip files that office formats are, within limits: a small file must not unpack into a flood."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

from extractor.document import Unreadable
from extractor.limits import limits

_CHUNK = 1 << 16
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""Namespaces of the strict edition of ISO/IEC 29500 and their everyday (transitional) counterparts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold, in bytes unpacked, as extractor.limits has it; ``ratio`` counts from ``ratio_from``."""

    parts: int = 2000
    total: int = 300 << 20
    part: int = 50 << 20
    ratio: int = 200
    ratio_from: int = 8 << 20


def _current() -> Limits:
    now = limits()
    return Limits(now.parts, now.unpacked << 20, now.part << 20, now.ratio)


class Archive:
    """The parts of a zip file by name, read one at a time; names are matched as office programs match them."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        """Opens the archive. ``limits`` are those that hold now, unless given. Raises Unreadable."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _BROKEN as error:
            raise Unreadable("archive.damaged") from error
        self._limits = limits or _current()
        self._spent = 0
        _check(entries, self._limits)
        self._entries = {_key(entry.filename): entry for entry in entries if not entry.is_dir()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in lower case."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """The unpacked part, counted while it is unpacked, since declared sizes lie."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise Unreadable("archive.missing", part=name)
        if entry.flag_bits & 1:
            raise Unreadable("archive.encrypted")
        try:
            with self._zip.open(entry) as stream:
                return self._counted(stream, name, entry.compress_size)
        except (*_BROKEN, zlib.error, EOFError, RuntimeError) as error:
            raise Unreadable("archive.damaged_part", part=name) from error

    def _counted(self, stream: IO[bytes], name: str, packed: int) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := stream.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            self._spent += len(piece)
            if self._spent > self._limits.total:
                raise Unreadable("archive.too_large", limit=_mebibytes(self._limits.total))
            _check_size(name, size, packed, self._limits)
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part; entities are not expanded and nothing is fetched from outside."""
        return parse_xml(self.read(name), name)

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of those names one after the other, so that a large part never stands in memory whole.

        Each is emptied when the next is asked for.
        """
        try:
            stream = etree.iterparse(
                io.BytesIO(_everyday(self.read(name))),
                tag=tags,
                resolve_entities=False,
                no_network=True,
                huge_tree=False,
                load_dtd=False,
            )
            for _, element in stream:
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable("archive.damaged_part", part=name) from error
        if stream.root is not None and stream.root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable("archive.entities", part=name)


def recognises(data: bytes, part: str) -> bool:
    """Whether the bytes are a zip file that holds the part; a broken zip counts by the names left in it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return any(_key(name) == part for name in opened.namelist())
    except _BROKEN:
        return part.encode() in data


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of a part, strict namespaces turned into the everyday ones."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(_everyday(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("archive.damaged_part", part=name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("archive.entities", part=name)
    return root


def _everyday(data: bytes) -> bytes:
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, everyday in _STRICT:
            data = data.replace(strict, everyday)
    return data


def _check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise Unreadable("archive.too_many_parts", count=str(len(entries)), limit=str(limits.parts))
    if sum(entry.file_size for entry in entries) > limits.total:
        raise Unreadable("archive.too_large", limit=_mebibytes(limits.total))
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            _check_size(entry.filename, entry.file_size, entry.compress_size, limits)


def _check_size(name: str, size: int, packed: int, limits: Limits) -> None:
    if size > limits.part:
        raise Unreadable("archive.part_too_large", part=name, limit=_mebibytes(limits.part))
    if size > limits.ratio_from and size > limits.ratio * max(packed, 1):
        raise Unreadable("archive.bomb", part=name, limit=str(limits.ratio))


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _mebibytes(size: int) -> str:
    return str(size >> 20)
