"""Adds objects to a PDF after its last byte (ISO 32000-1, 7.5.6): what was submitted stands unchanged before them."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

from pypdf import PdfReader
from pypdf._crypt_providers import CryptAES, aes_cbc_encrypt
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, NameObject, NumberObject

_SECTION = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
_ANNOTATE = 0x20
"""The bit of /P that allows annotations (ISO 32000-1, table 22)."""
_BLOCK = 16


class Locked(Exception):
    """The owner of the file allows no annotations."""


class Irregular(Exception):
    """The file's cross references cannot be followed."""


class _Steady:
    """AES with an initial vector made from key and text, so that the same report gives the same bytes."""

    def __init__(self, crypt: Any) -> None:
        self._key = bytes(crypt.alg.key)

    def encrypt(self, data: bytes) -> bytes:
        start = hashlib.sha256(self._key + data).digest()[:_BLOCK]
        padding = _BLOCK - len(data) % _BLOCK
        return start + aes_cbc_encrypt(self._key, start, data + bytes([padding]) * padding)


class Increment:
    """New and changed objects of one PDF. Raises Irregular or Locked when it is begun."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.reader = PdfReader(io.BytesIO(data), strict=False)
        section = _SECTION.match(data, self.reader._startxref)
        if section is None or not data.startswith(b"%PDF-"):
            raise Irregular
        self._table = section[1] == b"xref"
        encryption = self.reader._encryption
        if encryption is not None and not encryption.P & _ANNOTATE:
            raise Locked
        known = [number for numbers in self.reader.xref.values() for number in numbers]
        size: Any = self.reader.trailer["/Size"]
        self._next = max(int(size), max(known) + 1, max(self.reader.xref_objStm, default=0) + 1)
        self._objects: dict[tuple[int, int], Any] = {}
        self._annotated = 0

    def page(self, number: int) -> Any:
        """A page of the file, from 1. Raises Irregular where it has no reference of its own."""
        page = self.reader.pages[number - 1]
        if page.indirect_reference is None:
            raise Irregular
        return page

    def annotate(self, page: Any, references: list[IndirectObject]) -> None:
        """Puts annotations behind those that the page has."""
        changed = DictionaryObject(page)
        changed[NameObject("/Annots")] = ArrayObject([*_annotations(page), *references])
        self.put(page.indirect_reference, changed)
        self._annotated += len(references)

    def confirm(self, written: bytes) -> None:
        """Reads back what was written. Raises Irregular where a page or an annotation is missing."""
        reader = PdfReader(io.BytesIO(written), strict=False)
        if len(reader.pages) != len(self.reader.pages):
            raise Irregular
        own = {number for number, _ in self._objects}
        references = [each for page in reader.pages for each in _annotations(page) if isinstance(each, IndirectObject)]
        read: list[Any] = [each.get_object() for each in references if each.idnum in own]
        if sum(isinstance(each, DictionaryObject) and "/Rect" in each for each in read) != self._annotated:
            raise Irregular

    def reserve(self) -> IndirectObject:
        """A reference for an object that is given later."""
        self._next += 1
        return IndirectObject(self._next - 1, 0, self.reader)

    def add(self, item: Any) -> IndirectObject:
        """A reference to a new object."""
        reference = self.reserve()
        self.put(reference, item)
        return reference

    def put(self, reference: IndirectObject, item: Any) -> None:
        """Gives the object of a reference, new or in place of the one that the file has."""
        self._objects[reference.idnum, reference.generation] = item

    def written(self) -> bytes:
        """The submitted bytes, then the objects, their cross references and the trailer."""
        out = io.BytesIO()
        out.write(self._data)
        out.write(b"\n")
        places = {}
        for (number, generation), item in sorted(self._objects.items(), key=lambda entry: entry[0]):
            places[number, generation] = out.tell()
            out.write(b"%d %d obj\n" % (number, generation))
            self._sealed(item, number, generation).write_to_stream(out)
            out.write(b"\nendobj\n")
        start = out.tell()
        if self._table:
            self._write_table(out, places)
        else:
            self._write_stream(out, places)
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()

    def _sealed(self, item: Any, number: int, generation: int) -> Any:
        """The object encrypted as the rest of the file is."""
        encryption = self.reader._encryption
        if encryption is None:
            return item
        crypt: Any = encryption._make_crypt_filter(number, generation)
        for name in ("stm_crypt", "str_crypt"):
            if isinstance(getattr(crypt, name), CryptAES):
                setattr(crypt, name, _Steady(getattr(crypt, name)))
        return crypt.encrypt_object(item)

    def _trailer(self, size: int) -> DictionaryObject:
        old = self.reader.trailer
        trailer = DictionaryObject({NameObject("/Size"): NumberObject(size)})
        for key in ("/Root", "/Info", "/Encrypt"):
            if key in old:
                trailer[NameObject(key)] = old.raw_get(key)
        trailer[NameObject("/Prev")] = NumberObject(self.reader._startxref)
        identity = old.get("/ID")
        if isinstance(identity, ArrayObject) and identity:
            version = hashlib.sha256(self._data).digest()[:16]
            first = ByteStringObject(identity[0].original_bytes)
            trailer[NameObject("/ID")] = ArrayObject([first, ByteStringObject(version)])
        return trailer

    def _write_table(self, out: io.BytesIO, places: dict[tuple[int, int], int]) -> None:
        out.write(b"xref\n")
        for run in _runs(sorted(places)):
            out.write(b"%d %d\n" % (run[0][0], len(run)))
            for entry in run:
                out.write(b"%010d %05d n \n" % (places[entry], entry[1]))
        out.write(b"trailer\n")
        self._trailer(self._next).write_to_stream(out)
        out.write(b"\n")

    def _write_stream(self, out: io.BytesIO, places: dict[tuple[int, int], int]) -> None:
        number = self._next
        places = places | {(number, 0): out.tell()}
        order = sorted(places)
        trailer = self._trailer(number + 1)
        index = [value for run in _runs(order) for value in (run[0][0], len(run))]
        body = b"".join(b"\x01" + places[entry].to_bytes(5) + entry[1].to_bytes(2) for entry in order)
        trailer[NameObject("/Type")] = NameObject("/XRef")
        trailer[NameObject("/Index")] = ArrayObject([NumberObject(value) for value in index])
        trailer[NameObject("/W")] = ArrayObject([NumberObject(width) for width in (1, 5, 2)])
        trailer[NameObject("/Length")] = NumberObject(len(body))
        out.write(b"%d 0 obj\n" % number)
        trailer.write_to_stream(out)
        out.write(b"\nstream\n" + body + b"\nendstream\nendobj\n")


def _annotations(page: Any) -> list[Any]:
    """The annotations that a page has, as they stand in it."""
    there = page.get("/Annots")
    found = None if there is None else there.get_object()
    return list(found) if isinstance(found, ArrayObject) else []


def _runs(order: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Object numbers parted into runs that follow one another."""
    found: list[list[tuple[int, int]]] = []
    for entry in order:
        if found and found[-1][-1][0] + 1 == entry[0]:
            found[-1].append(entry)
        else:
            found.append([entry])
    return found
