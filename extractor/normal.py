"""A text as it is matched: full-width signs, typesetting commands and stray blanks made plain, each place kept."""

from __future__ import annotations

import unicodedata

import regex

from extractor import later
from extractor.numerals import narrow

TIMEOUT = 10
"""Seconds that one pattern may take on one text."""

_COMMANDS = {
    "geqslant": "≥", "geq": "≥", "ge": "≥", "leqslant": "≤", "leq": "≤", "le": "≤", "gt": ">", "lt": "<",
    "times": "×", "div": "÷", "approx": "≈", "pm": "±", "sum": "Σ", "cdot": "·", "neq": "≠", "ne": "≠",
}  # fmt: skip
_COMMAND = later.compile(
    rf"\\(?:{'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![A-Za-z])\s?|\\[%$&#_{{}}]|\\[,;: ]"
)
_TAG = later.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|sub|sup|font|td|tr|th|table|tbody)(?:\s[^<>]{0,200})?/?>", regex.I
)
_DOLLARS = later.compile(r"\$[^$\n]{1,200}\$")
_BLANKS = later.compile(r"[ \t\n\u3000\xa0]+")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_RADICALS = str.maketrans(
    dict(zip("⺠⻅⻆⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮", "民见角车长门青页风飞食马骨鬼鱼鸟麦黄齐齿", strict=True))
    | dict(zip("⻰⻳⺟⻄⻉⻒⻁⺫⺶⻊", "龙龟母西贝镸虎目羊足", strict=True))
)
"""Radicals that Unicode's own table of compatibility leaves alone."""


def normalised(text: str) -> tuple[str, tuple[int, ...]]:
    """The text for matching, and for each of its characters (and its end) the place in ``text``.

    Full-width digits and signs become ASCII, radicals the letters they stand for, ``$\\geq 95\\%$`` ≥95%;
    tags and invisible characters fall out, and so do blanks beside a Han letter or a sign that needs none.
    A blank between two figures or two Latin words stays, as one blank. ① never becomes 1.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, letter in _plain(text):
        letters.append(letter)
        places.append(place)
    plain = "".join(letters)
    kept: list[str] = []
    index: list[int] = []
    position = 0
    for match in _BLANKS.finditer(plain, timeout=TIMEOUT):
        start, end = match.span()
        kept.append(plain[position:start])
        index.extend(places[position:start])
        if _needs_blank(plain, start, end):
            kept.append(" ")
            index.append(places[start])
        position = end
    kept.append(plain[position:])
    index.extend(places[position:])
    index.append(len(text))
    return "".join(kept), tuple(index)


def original_span(index: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    """The run of the printed text behind characters start to end of its normalised copy."""
    if start >= end:
        return index[start], index[start]
    return index[start], index[end - 1] + 1


def _plain(text: str) -> list[tuple[int, str]]:
    """Places and letters with signs made plain, tags, commands and invisible characters resolved."""
    skipped, replaced = _marks(text)
    plain = narrow(text).translate(_RADICALS)
    found: list[tuple[int, str]] = []
    for place, letter in enumerate(plain):
        if place in replaced:
            found.append((place, replaced[place]))
        elif place not in skipped and letter not in _UNSEEN:
            found.append((place, _unified(letter)))
    return found


def _marks(text: str) -> tuple[set[int], dict[int, str]]:
    skipped: set[int] = set()
    replaced: dict[int, str] = {}
    if "<" in text:
        for match in _TAG.finditer(text, timeout=TIMEOUT):
            skipped.update(range(*match.span()))
    if "\\" in text or "$" in text:
        for run in _DOLLARS.finditer(text, timeout=TIMEOUT):
            if "\\" in run[0] or any(mark.isdigit() for mark in run[0]):
                skipped.update((run.start(), run.end() - 1))
        for match in _COMMAND.finditer(text, timeout=TIMEOUT):
            skipped.update(range(*match.span()))
            sign = _COMMANDS.get(match[0][1:].strip(), match[0][1:].strip(" ,;:"))
            if sign:
                replaced[match.start()] = sign
    return skipped, replaced


def _unified(letter: str) -> str:
    """Radicals and compatibility ideographs as the letters they look like; all else unchanged."""
    if "\u2e80" <= letter <= "\u2fdf" or "\uf900" <= letter <= "\ufaff":
        found = unicodedata.normalize("NFKC", letter)
        return found if len(found) == 1 else letter
    return letter


def _needs_blank(plain: str, start: int, end: int) -> bool:
    """Whether the blank parts two words: both neighbours are ASCII letters or digits."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return bool(before and after) and before.isascii() and after.isascii() and _joins(before) and _joins(after)


def _joins(mark: str) -> bool:
    return mark.isalnum() or mark in ".,%-+"
