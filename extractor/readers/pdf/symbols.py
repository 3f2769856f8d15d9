"""Code points that a PDF gives for its glyphs: what each stands for in text, and which ones raise doubt."""

from __future__ import annotations

from functools import cache

from extractor.readers.pdf.radicals import MENDED

UNKNOWN = "\ufffd"
"""Stands for a glyph whose meaning the file does not tell."""

_BLANKS = frozenset([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F])
_UNSEEN = frozenset(
    [0xAD, 0x061C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFFFE, 0xFFFF]
)
_USUAL = (range(0x20, 0x7F), range(0x4E00, 0xA000), range(0x3000, 0x3100), range(0xFF01, 0xFFEF), range(0x2010, 0x2028))
_FIT = (
    *_USUAL,
    range(0xA1, 0x100),
    range(0x2C6, 0x2DD),
    range(0x370, 0x400),
    range(0x2030, 0x2060),
    range(0x2070, 0x2800),
    range(0x2E80, 0x2FE0),
    range(0x3100, 0x4DC0),
    range(0xF900, 0xFB00),
    range(0xFE10, 0xFE70),
    range(0x20000, 0x33000),
)
"""Blocks that a Chinese report prints from: ideographs, Latin, Greek, punctuation, signs, circled numbers."""


@cache
def is_odd(code: int) -> bool:
    """Whether a code point needs a second look: everything but plain Chinese text and ASCII."""
    return not any(code in block for block in _USUAL)


@cache
def fits(text: str) -> bool:
    """Whether a character may stand in a Chinese report; false for private-use and far-off scripts."""
    code = ord(text)
    return any(code in block for block in _FIT)


@cache
def plain(code: int) -> str:
    """The character that a code point stands for: a blank for any blank, an ideograph for its radical."""
    if code in _BLANKS:
        return " "
    if code in _UNSEEN or code < 32 or 0x7F <= code < 0xA0:
        return ""
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return UNKNOWN
    return MENDED.get(code) or chr(code)
