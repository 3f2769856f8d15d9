"""Bytes to text: the encodings that Chinese offices use, tried from the strictest to a guess."""

from __future__ import annotations

import codecs

from extractor.document import Note, Unreadable
from extractor.limits import limits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text of the bytes, with a note where the encoding was guessed or the end was left out.

    Raises Unreadable where no encoding fits.
    """
    most = 4 * limits().text
    cut = len(data) > most
    sample = data[:most] if cut else data
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return _capped(sample.decode(name, errors="replace"), cut, ())
    wide = utf16_without_mark(sample)
    if wide:
        return _capped(sample.decode(wide, errors="replace"), cut, ())
    for name in ("utf-8", "gb18030"):
        text = _strict(sample, name, cut)
        if text is not None and (name == "utf-8" or _reads_as_chinese(text)):
            return _capped(text, cut, ())
    return _guessed(sample, cut)


def _strict(data: bytes, name: str, cut: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(data, final=not cut)
    except UnicodeDecodeError:
        return None


def utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark: digits, blanks and line ends have a nought as their other byte."""
    sample = data[:4000]
    if b"\0" not in sample or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for name, noughts, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        text = _strict(sample, name, True) if noughts > 2 * others else None
        if text is not None and _is_text(text):
            return name
    return None


def _is_text(text: str) -> bool:
    odd = sum(1 for mark in text if mark < " " and mark not in "\t\n\r\f\v" or mark == "\ufffd")
    return odd * 50 <= len(text)


def _reads_as_chinese(text: str) -> bool:
    """GB18030 decodes nearly anything: the letters must mostly be everyday ones, not rare or private."""
    sample = [mark for mark in text[:20_000] if mark > "\x7f"]
    if not sample:
        return _is_text(text[:2000])
    usual = sum(1 for mark in sample if _everyday(mark))
    return usual * 10 >= len(sample) * 9


def _everyday(mark: str) -> bool:
    """Whether GB 2312 has the letter, or it is one of the signs of typesetting."""
    try:
        mark.encode("gb2312")
    except UnicodeEncodeError:
        return mark in "≥≤①②③④⑤⑥⑦⑧⑨⑩“”‘’—…·×÷㎡"
    return True


def _guessed(data: bytes, cut: bool) -> tuple[str, tuple[Note, ...]]:
    from charset_normalizer import from_bytes

    for name in ("utf-8", "gb18030"):
        text = data.decode(name, errors="replace")
        lost = text.count("\ufffd")
        if lost * 20 < len(text) and not _is_binary(data) and _reads_as_chinese(text.replace("\ufffd", "")):
            return _capped(text, cut, (_damaged(lost),))
    best = from_bytes(data[:200_000]).best()
    if best is not None and not _is_binary(data):
        text = data.decode(best.encoding, errors="replace")
        return _capped(text, cut, (Note("text.encoding_guessed", (("encoding", best.encoding),)),))
    text = data.decode("gb18030", errors="replace")
    lost = text.count("\ufffd")
    if not _is_binary(data) and lost * 20 < len(text):
        return _capped(text, cut, (_damaged(lost),))
    raise Unreadable("unreadable.encoding")


def _damaged(count: int) -> Note:
    """So many places of the file hold bytes that are no letter; what stood there is lost."""
    return Note("text.encoding_damaged", (("count", str(count)),), lost=True)


def _is_binary(data: bytes) -> bool:
    sample = data[:8000]
    odd = sum(1 for byte in sample if byte < 32 and byte not in (9, 10, 11, 12, 13))
    return odd * 100 > len(sample)


def _capped(text: str, cut: bool, notes: tuple[Note, ...]) -> tuple[str, tuple[Note, ...]]:
    most = limits().text
    if cut or len(text) > most:
        notes = (*notes, Note("text.too_long", (("limit", str(most)),), lost=True))
        text = text[:most]
    return text.removeprefix("\ufeff"), notes
