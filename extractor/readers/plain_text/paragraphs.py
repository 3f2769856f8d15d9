"""Printed lines to paragraphs: lines that the page broke are joined, so that a figure stays in its sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from extractor import later
from extractor.document import Paragraph
from extractor.readers.plain_text.shapes import HEADING, begins, ends, is_open, width

LONGEST = 20_000
"""Characters of one paragraph; a longer one is parted at a sentence end."""

_PAGE_NUMBER = later.compile(
    r"\s*[-—–]{1,2}\s?\d{1,4}\s?[-—–]{1,2}\s*|\s*第\s?\d{1,4}\s?页(?:\s?[,，/]?\s?共\s?\d{1,4}\s?页)?\s*"
)
_SENTENCE = later.compile(r"[。；！？](?=.)|[：:](?=.{6})")
_TITLE_END = later.compile(
    r"(?:报告|表|情况|说明|方案|通知|公开|意见|分析|制度|措施|问题|目标|管理|做法|建议|办法|目录|附件)\s*[)）]?\s*$"
)
_UNIT_FIRST = later.compile(r"\s*(?:[万亿]?元|%|个|人|项|年|月|日|分)")
_FIRST_WORD = later.compile(r"[\x21-\x7e]+[，。；：、）》”]*|.[，。；：、）》”]*")
_HASHES = later.compile(r"(#{1,6})\s+(?=\S)")
_OPENING = ("《", "（", "“", "(", "—")
_BREAKS = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed. ``gap`` counts the empty lines above it; ``page`` counts from 1 where pages are told."""

    text: str
    gap: int = 0
    page: int | None = None
    turned: bool = False

    @property
    def cells(self) -> list[str]:
        return self.text.split("\t")


def printed_lines(text: str) -> list[Line]:
    """The lines that hold something (a tab is something), with the empty lines above counted."""
    found: list[Line] = []
    gap = 0
    pages = text.split("\f")
    for number, page in enumerate(pages, start=1):
        turned = number > 1
        for raw in _BREAKS.split(page):
            if not raw.strip(" \u3000\xa0") or _PAGE_NUMBER.fullmatch(raw):
                gap += 1
                continue
            found.append(Line(raw.rstrip(" \u3000\xa0"), gap, number if len(pages) > 1 else None, turned))
            gap, turned = 0, False
    return found


FEWEST_WRAPPED = 6
"""Lines of prose from which a common width can be told."""

SHORTEST = 40
"""Columns of print below which a line does not tell where the page wraps."""


def common_width(lines: list[Line]) -> int:
    """The width at which the page wraps its lines; 0 where every paragraph is one line.

    Wrapped text has many lines of nearly the same, greatest width; the widest tenth is left to
    tables and stray lines. Short lines say nothing: they are headings, and cells printed one a line.
    """
    widths = Counter(size for line in lines if "\t" not in line.text and (size := width(line.text)) >= SHORTEST)
    total = sum(widths.values())
    if len(lines) < FEWEST_WRAPPED:
        return _pasted_width(lines)
    if total < FEWEST_WRAPPED or max(widths) > 400 and widths[max(widths)] * 20 > total:
        return 0
    best, size = 0, 0
    for size_ in sorted(widths):
        near = sum(widths[each] for each in range(size_ - 3, size_ + 1))
        longer = sum(count for each, count in widths.items() if each > size_ * 1.4)
        if near > best and near >= max(FEWEST_WRAPPED // 2, total / 8) and longer * 8 <= total:
            best, size = near, size_
    return size


def _pasted_width(lines: list[Line]) -> int:
    """The width of a passage cut out of a page: every line but the last holds clauses and ends in the middle of one."""
    torn = [line.text for line in lines[:-1]]
    whole = all("，" in text and not ends(text) and "\t" not in text for text in torn)
    apart = any(line.gap or line.turned or begins(line.text) for line in lines[1:])
    return min(map(width, torn)) if torn and whole and not apart else 0


def joined(above: str, below: str) -> str:
    """Two printed lines as one: a blank only between two Latin words."""
    first, second = above.rstrip(), below.lstrip()
    if not first or not second:
        return first + second
    latin = first[-1].isascii() and first[-1].isalpha() and second[0].isascii() and second[0].isalnum()
    return f"{first} {second}" if latin else first + second


def goes_on(above: Line, below: Line, common: int, start: bool) -> bool:
    """Whether the line below continues the paragraph above. ``start``: the line above opens its paragraph."""
    if begins(below.text):
        return not HEADING.match(below.text) and above.text.rstrip()[-1:] in _OPENING
    if not common:
        return _broken_off(above.text, below)
    size = width(above.text) + (4 if start else 0)
    if size >= common - 4:
        return True
    if ends(above.text):
        return False
    if start and begins(above.text) and not _SENTENCE.search(above.text):
        return is_open(above.text) or size + _unbreakable(below.text) > common
    return is_open(above.text) or size >= common * 0.75 or _unit_parted(above.text, below.text)


def _broken_off(above: str, below: Line) -> bool:
    """Without a common width: a page break tore the paragraph where it ends as no sentence does."""
    if ends(above) or not below.gap and not below.turned:
        return False
    size = width(above)
    if is_open(above) and size >= 30 or _unit_parted(above, below.text):
        return True
    if _SENTENCE.search(above):
        return size >= 30
    return size >= 44 and not _TITLE_END.search(above) and (ends(below.text) or width(below.text) >= 80)


def _unit_parted(above: str, below: str) -> bool:
    """Whether the page parted a figure from its unit."""
    return above.rstrip()[-1:].isdigit() and bool(_UNIT_FIRST.match(below))


def _unbreakable(text: str) -> int:
    """The width of what a line begins with and no printer breaks: a Latin word, a numeral, a letter with its mark."""
    match = _FIRST_WORD.match(text.strip())
    return width(match[0]) if match else 0


def paragraphs(lines: list[Line], common: int) -> list[Paragraph]:
    """The paragraphs of consecutive prose lines, not yet numbered."""
    found: list[Paragraph] = []
    parts: list[str] = []
    first: Line | None = None
    last: Line | None = None
    for line in lines:
        if last is not None and goes_on(last, line, common, len(parts) == 1):
            parts.append(line.text)
        else:
            _close(found, parts, first)
            parts, first = [line.text], line
        last = line
    _close(found, parts, first)
    return found


def _close(found: list[Paragraph], parts: list[str], first: Line | None) -> None:
    if first is None:
        return
    text = parts[0].strip()
    if len(parts) > 1:
        text = _joined_all([part.strip() for part in parts])
    level = 0
    marks = _HASHES.match(text)
    if marks:
        level, text = len(marks[1]), text[marks.end() :].rstrip("# ")
    for piece in _bounded(text):
        found.append(Paragraph(0, piece, level, first.page))


def _joined_all(parts: list[str]) -> str:
    """All parts joined in one go, so that a long paragraph costs no more than its length."""
    letters = [parts[0]]
    for above, below in pairwise(parts):
        letters.append(joined(above[-1:], below)[1:] if above else below)
    return "".join(letters)


def _bounded(text: str) -> list[str]:
    """The text in pieces of bounded length, parted after a sentence end where there is one."""
    pieces, start = [], 0
    while len(text) - start > LONGEST:
        middle, limit = start + LONGEST // 2, start + LONGEST
        cut = max(text.rfind(mark, middle, limit) for mark in "。；;\n，, ") + 1
        pieces.append(text[start : cut or limit])
        start = cut or limit
    return [*pieces, text[start:]]
