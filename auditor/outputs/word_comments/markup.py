"""Byte positions of the elements of an XML part, so that it can be added to without being written anew."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass
from xml.parsers import expat

_TAG = re.compile(rb"""<([^\s/>]+)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_SIGN = re.compile(r"&[^;]*;|\r\n|.", re.DOTALL)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""^(<\?xml[^>]*encoding\s*=\s*["'])[^"']*""")


class Unsplit(Exception):
    """An XML part whose bytes cannot be followed."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element stands: its start tag from ``start`` to ``inner``, its end tag from ``close`` to ``end``.

    ``name`` is the tag as written, with its prefix; an element written as one empty tag has close == end.
    """

    name: bytes
    start: int
    inner: int
    close: int
    end: int


def readable(data: bytes) -> bytes:
    """The part in UTF-8, as it is in nearly every file."""
    if data.startswith(_WIDE):
        return _DECLARED.sub(rb"\g<1>UTF-8", data.decode("utf-16").encode())
    return data


def spans(data: bytes, wanted: Collection[int]) -> dict[int, Span]:
    """The spans of the elements with those numbers, in document order from 0. Raises Unsplit."""
    found: dict[int, Span] = {}
    opened: list[tuple[int, int]] = []
    count = 0
    parser = expat.ParserCreate()

    def start(_: str, __: object) -> None:
        nonlocal count
        opened.append((count, parser.CurrentByteIndex))
        count += 1

    def end(_: str) -> None:
        number, begin = opened.pop()
        if number in wanted:
            found[number] = _span(data, begin, parser.CurrentByteIndex)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unsplit from error
    return found


def _span(data: bytes, begin: int, close: int) -> Span:
    tag = _TAG.match(data, begin)
    if tag is None:
        raise Unsplit
    if tag[0].endswith(b"/>"):
        return Span(tag[1], begin, tag.end(), tag.end(), tag.end())
    return Span(tag[1], begin, tag.end(), close, data.index(b">", close) + 1)


def offset(data: bytes, span: Span, signs: int) -> int | None:
    """The byte before which that many characters of the element's text stand; None where its text is not plain."""
    raw = data[span.inner : span.close]
    if b"<" in raw:
        return None
    length = 0
    for count, sign in enumerate(_SIGN.finditer(raw.decode())):
        if count == signs:
            break
        length += len(sign[0].encode())
    return span.inner + length


def spliced(data: bytes, additions: dict[int, bytes]) -> bytes:
    """The bytes with others put in before those positions; nothing is taken out."""
    parts, last = [], 0
    for position in sorted(additions):
        parts += [data[last:position], additions[position]]
        last = position
    return b"".join((*parts, data[last:]))
