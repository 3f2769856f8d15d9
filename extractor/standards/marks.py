"""The text of a printed standard with blanks, quotes and odd signs out of the way, and the way back to the print."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor import later
from extractor.numerals import narrow

TIMEOUT = 5
LONGEST = 8000
"""Characters of one standard that are read; a longer cell is no standard and comes out as unread."""

_LATEX = {
    r"\geqslant": "≥", r"\leqslant": "≤", r"\geq": "≥", r"\leq": "≤", r"\ge": "≥", r"\le": "≤",
    r"\gt": ">", r"\lt": "<",
    r"\times": "*", r"\div": "/", r"\sim": "~", r"\%": "%", r"\sum": "Σ", "&lt;": "<", "&gt;": ">", "&le;": "≤",
    "&ge;": "≥", "&amp;": "&", "&nbsp;": " ", "$": "",
}  # fmt: skip
_SPELLED = later.compile(
    "|".join(regex.escape(each) for each in sorted(_LATEX, key=len, reverse=True))
    + r"|</?(?:p|br|span|td|tr|div|b|u|sup|sub)\s*/?>"
)
_SIGNS = str.maketrans({
    "×": "*", "✕": "*", "╳": "*", "✖": "*", "＊": "*", "÷": "/", "∕": "/", "﹤": "<", "﹥": ">", "∑": "Σ",
    "‐": "-", "‑": "-",
})  # fmt: skip
_QUOTES = frozenset('“”"‘’「」『』′＂')
_PAIRS = {"<=": "≤", "=<": "≤", ">=": "≥", "=>": "≥"}


@dataclass(frozen=True, slots=True)
class Marked:
    """``text`` without blanks; character i stands at ``places[i]`` of the print.

    ``blanks`` are the positions in ``text`` that a blank or line break stood before; ``lines`` those
    of line breaks only. Both are empty where blanks stand between most characters and so mean nothing.
    """

    text: str
    places: tuple[int, ...]
    blanks: frozenset[int]
    lines: frozenset[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters start to end stand in the print."""
        if start >= end or start >= len(self.places):
            return (self.places[-1] + 1, self.places[-1] + 1) if self.places else (0, 0)
        return self.places[start], self.places[end - 1] + 1


def mark(text: str) -> Marked:
    """The standard's text, normalised one sign at a time so that every character keeps its place."""
    characters: list[tuple[str, int]] = []
    last = 0
    for match in _SPELLED.finditer(text, timeout=TIMEOUT):
        characters.extend((each, place) for place, each in enumerate(text[last : match.start()], last))
        characters.extend((each, match.start()) for each in _LATEX.get(match[0], " "))
        last = match.end()
    characters.extend((each, place) for place, each in enumerate(text[last:], last))
    return _squeezed(characters)


def _squeezed(characters: list[tuple[str, int]]) -> Marked:
    kept: list[str] = []
    places: list[int] = []
    blanks: set[int] = set()
    lines: set[int] = set()
    for raw, place in characters:
        each = narrow(raw).translate(_SIGNS)
        if each.isspace() or each == "\u200b":
            blanks.add(len(kept))
            if each in "\n\r":
                lines.add(len(kept))
        elif each in _QUOTES:
            continue
        elif kept and kept[-1] + each in _PAIRS:
            kept[-1] = _PAIRS[kept[-1] + each]
        else:
            kept.append(each)
            places.append(place)
    for place in range(1, len(kept) - 1):
        if _multiplies(kept, place):
            kept[place] = "*"
    for place, each in enumerate(kept):
        if each == "." and (
            not place or not kept[place - 1].isdigit() and kept[place - 1] not in "一二三四五六七八九十"
        ):
            kept[place] = "。"
    if len(blanks) > 0.4 * max(len(kept), 1):
        return Marked("".join(kept), tuple(places), frozenset(), frozenset())
    return Marked("".join(kept), tuple(places), frozenset(blanks), frozenset(lines))


def _multiplies(kept: list[str], place: int) -> bool:
    """Whether an X stands for × : after a rate or bracket, before a number or a word of points."""
    after = kept[place + 1]
    return (
        kept[place] in "XxｘＸ"
        and kept[place - 1] in "率数额度例)]%分重Σ"
        and (after.isdigit() or after in "(本该指权分标")
    )
