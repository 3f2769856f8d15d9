"""Page furniture: running heads, footers and page numbers, which are no part of the report's text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extractor.readers.pdf.lines import TextLine

_HEAD_ZONE = 62.0
"""Points from the top or bottom of the page: the margin that word processors keep for heads and footers."""
_WIDE_ZONE = 95.0
"""The same where the line returns on most pages."""
_NUMBER = re.compile(r"[-—–－─·•.~～|\s]*(\d{1,4})[-—–－─·•.~～|\s]*")
_DECORATED = re.compile(
    r"[-—–－─·•~～|]\s*\d{1,4}\s*[-—–－─·•~～|]|第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?|(?i:page\s*\d{1,4}(?:\s*of\s*\d{1,4})?)"
    r"|\d{1,4}\s*/\s*\d{1,4}|(?i:[ivx]{1,5})|[ⅰ-ⅿ]{1,4}"
)
_DIGITS = re.compile(r"\d+")
_UNIT = re.compile(r"单位\s*[:：]|金额单位|计量单位")


class Page:
    """The lines of one page that stand outside tables, with the page's size."""

    __slots__ = ("height", "lines", "number")

    def __init__(self, number: int, height: float, lines: list[TextLine]) -> None:
        self.number, self.height, self.lines = number, height, lines


def furniture(pages: list[Page]) -> set[tuple[int, int]]:
    """Page furniture as (page, position among the page's lines, from 0)."""
    return _numbers(pages) | _repeated(pages)


def _numbers(pages: list[Page]) -> set[tuple[int, int]]:
    """Page numbers: shaped as one, or a bare number that runs along with the pages."""
    found: set[tuple[int, int]] = set()
    bare: list[tuple[int, int, int]] = []
    for page in pages:
        for place in _outermost(page):
            line = page.lines[place]
            text = line.text.strip()
            if _DECORATED.fullmatch(text) and _edge_distance(line, page) < _WIDE_ZONE:
                found.add((page.number, place))
            elif (match := _NUMBER.fullmatch(text)) and _edge_distance(line, page) < _WIDE_ZONE:
                bare.append((page.number, place, int(match[1]) - page.number))
    offsets = Counter(offset for _, _, offset in bare)
    for number, place, offset in bare:
        if offsets[offset] >= 2 or (len(pages) == 1 and offset == 0):
            found.add((number, place))
    return found


def _repeated(pages: list[Page]) -> set[tuple[int, int]]:
    """Lines that return at the same height on three pages or more (two, in a file of two pages)."""
    seen: dict[tuple[str, bool], list[tuple[int, int, float, float]]] = defaultdict(list)
    for page in pages:
        for place in _outermost(page):
            line = page.lines[place]
            distance = _edge_distance(line, page)
            if distance < _WIDE_ZONE and not _UNIT.search(line.text):
                head = line.baseline < page.height / 2
                seen[_DIGITS.sub("#", line.text), head].append((page.number, place, distance, line.size))
    body = _body_size(pages)
    found: set[tuple[int, int]] = set()
    for places in seen.values():
        wanted = 2 if len(pages) == 2 else 3
        for heights in _same_height(places):
            inmost = max(distance for _, _, distance, _ in heights)
            small = max(size for *_, size in heights) <= 1.1 * body
            often = len(heights) >= max(5, 0.6 * len(pages)) and small
            if len(heights) >= wanted and small and (inmost < _HEAD_ZONE or often):
                found.update((number, place) for number, place, _, _ in heights)
    return found


def _same_height(places: list[tuple[int, int, float, float]]) -> list[list[tuple[int, int, float, float]]]:
    places = sorted(places, key=lambda place: place[2])
    groups = [[places[0]]]
    for place in places[1:]:
        if place[2] - groups[-1][0][2] <= 3:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _outermost(page: Page) -> list[int]:
    """The first two and last two lines of a page: nothing else can be furniture."""
    count = len(page.lines)
    return sorted({place for place in (0, 1, count - 2, count - 1) if 0 <= place < count})


def _edge_distance(line: TextLine, page: Page) -> float:
    """How far the line's far side is from the nearer edge of the page."""
    return min(line.bottom, page.height - line.top)


def _body_size(pages: list[Page]) -> float:
    """The type size that most characters outside tables have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0
