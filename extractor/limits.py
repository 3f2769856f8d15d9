"""How much of one file is read: what a small file may unfold to. Reaching a limit is told in the document's notes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in MiB, the others in number.

    ``file`` is the file as submitted; ``parts`` of an office file, each of ``part`` and together of ``unpacked``
    at most, and ``ratio`` times its packed size; ``pages`` of a PDF, each with ``characters`` and ``drawings``;
    ``cells`` of a workbook; ``text`` characters of a text or web page, in ``lines``.
    """

    file: int = 512
    parts: int = 2_000
    part: int = 50
    unpacked: int = 300
    ratio: int = 200
    pages: int = 2_000
    characters: int = 100_000
    drawings: int = 50_000
    cells: int = 1_500_000
    text: int = 8_000_000
    lines: int = 300_000


_current: ContextVar[Limits] = ContextVar("limits", default=Limits())


def limits() -> Limits:
    """The limits that hold now."""
    return _current.get()


def chosen(words: Iterable[str]) -> Limits:
    """The limits with some set, by words such as pages=5000. Raises ValueError with the word that is none."""
    found = Limits()
    for word in words:
        name, _, number = word.partition("=")
        if name not in Limits.__slots__ or not (number.isascii() and number.isdecimal()) or int(number) == 0:
            raise ValueError(word)
        found = replace(found, **{name: int(number)})
    return found


def told(given: Limits) -> Iterator[str]:
    """Each limit as it is set: pages=2000."""
    return (f"{field.name}={getattr(given, field.name)}" for field in fields(given))


@contextlib.contextmanager
def within(given: Limits) -> Iterator[None]:
    """Let other limits hold for a while."""
    before = _current.set(given)
    try:
        yield
    finally:
        _current.reset(before)
