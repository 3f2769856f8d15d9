"""Reads a submitted file: the first bytes choose the reader, the suffix helps, and only that reader is loaded."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Protocol, cast

from extractor import readers
from extractor.document import Document, Unreadable


class Reader(Protocol):
    """What a module in ``extractor/readers`` offers."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def recognises(self, data: bytes) -> bool: ...

    def read(self, data: bytes, name: str) -> Document: ...


LAST = "plain_text"
"""Nearly any bytes can pass for text, so its reader is asked after all others."""

_SIGNATURES: tuple[tuple[bytes, tuple[str, ...]], ...] = (
    (b"%PDF", ("pdf",)),
    (b"PK\x03\x04", ("word", "workbook", "ofd")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("legacy_word", "legacy_workbook")),
    (b"{\\rtf", ("legacy_word",)),
)
"""Which readers to ask first, so that the others need not be loaded; a reader not named here is asked after them."""

_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "unreadable.picture"), (b"\xff\xd8\xff", "unreadable.picture"), (b"GIF8", "unreadable.picture"),
    (b"II*\0", "unreadable.picture"), (b"MM\0*", "unreadable.picture"), (b"BM", "unreadable.picture"),
    (b"Rar!", "unreadable.archive"), (b"7z\xbc\xaf", "unreadable.archive"),
    (b"\x1f\x8b", "unreadable.archive"), (b"MZ", "unreadable.program"), (b"\x7fELF", "unreadable.program"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, name: str) -> Document:
    """The document that the bytes hold. Raises Unreadable where they are empty, unknown, damaged or encrypted."""
    if not data.strip(b"\0 \t\r\n\f\x1a"):
        raise Unreadable("unreadable.empty", size=str(len(data)))
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise Unreadable("unreadable.encrypted")
    for module in _in_order(data, name):
        reader = load(module)
        if reader.recognises(data):
            return _read_by(reader, data, name)
    raise _unknown(data, name)


def _read_by(reader: Reader, data: bytes, name: str) -> Document:
    """The reader's document; whatever a library throws at a damaged file becomes Unreadable."""
    try:
        document = reader.read(data, name)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable(
            "unreadable.damaged", format=reader.NAME, error=f"{type(error).__name__}: {error}"[:200]
        ) from error
    assert document.sha256 == hashlib.sha256(data).hexdigest(), "a reader must tell the hash of what it was given"
    return document


@cache
def names() -> tuple[str, ...]:
    """The readers that there are, by module name: being in the folder is the registration."""
    return tuple(
        sorted(found.name for found in pkgutil.iter_modules(readers.__path__) if not found.name.startswith("_"))
    )


@cache
def load(module: str) -> Reader:
    """The reader of that module name."""
    return cast(Reader, importlib.import_module(f"{readers.__name__}.{module}"))


def formats() -> dict[str, tuple[str, ...]]:
    """The suffixes of every reader, by the reader's name. Loads them all."""
    return {load(module).NAME: load(module).SUFFIXES for module in names()}


def _in_order(data: bytes, name: str) -> Iterator[str]:
    """Readers from the likeliest to the last: those of the signature, for text those of text, then all others."""
    start = data[:1024]
    first = [each for mark, modules in _SIGNATURES if start.startswith(mark) for each in modules]
    if not first and b"%PDF" in start:
        first = ["pdf"]
    if not first and _looks_like_text(data):
        first = ["web_page", LAST] if b"<" in start or name.lower().endswith((".htm", ".html", ".mht")) else [LAST]
        if b"office:mimetype" in data[:8000]:
            first = ["open_document", *first]
    known = names()
    yield from (each for each in first if each in known)
    yield from (each for each in known if each not in first and each != LAST)
    if LAST not in first and LAST in known:
        yield LAST


def _looks_like_text(data: bytes) -> bool:
    sample = data[:4096]
    return sum(1 for byte in sample if byte < 32 and byte not in (9, 10, 11, 12, 13, 27)) * 50 <= len(sample) or sample[
        :2
    ] in (
        b"\xff\xfe",
        b"\xfe\xff",
    )


def _unknown(data: bytes, name: str) -> Unreadable:
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if data.startswith(_OLE):
        return Unreadable("unreadable.legacy_office", suffix=suffix)
    if data.startswith(b"PK"):
        return Unreadable("unreadable.archive", suffix=suffix)
    key = next((key for mark, key in _STRANGERS if data.startswith(mark)), "unreadable.unknown")
    return Unreadable(key, suffix=suffix)
