"""Whether a line ended because it was full, and how the next one is put on."""

from __future__ import annotations

import re

from extractor.readers.pdf.lines import TextLine

_OPENING = "（(〔［[【《〈“‘「『"
_CLOSING = "，。、；：？！）)〕］]】》〉”’」』,.;:?!%％‰℃"
_RUN = re.compile(r"[0-9A-Za-z０-９.,%％‰+\-/]+")
_SPARE = 0.35
"""Share of the type size by which a full line may miss the margin: lines are justified unevenly."""
_BULLET = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}(?:部分|[章节条])|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}(?:[、．)）]|\.(?!\d))|[①-⑳]|[●■◆▪•·★☆※□○◇](?=.)|(?:附件|附表|注)[:：\d])"
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十百]{1,4}(?:部分|[章节])|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
)


def starts_item(text: str) -> bool:
    """Whether a text begins with the mark of a list item or heading."""
    return _BULLET.match(text) is not None


def starts_heading(text: str) -> bool:
    """Whether a text begins as Chinese headings are numbered: 一、 （二） 第三部分."""
    return _HEADING.match(text) is not None


def first_piece(line: TextLine) -> float:
    """The width of what cannot be parted at the line's start: brackets, a sign or a whole number, closing marks."""
    text, place = line.text, 0
    while place < len(text) - 1 and text[place] in _OPENING:
        place += 1
    run = _RUN.match(text, place)
    place = run.end() if run else place + 1
    while place < len(text) and text[place] in _CLOSING:
        place += 1
        run = _RUN.match(text, place) if run else None
        place = run.end() if run else place  # 23.50%、49.60% is not parted either
    return line.edges[place] - line.x0


def is_full(line: TextLine, following: TextLine, room: float) -> bool:
    """Whether what follows had to go to the next line, ``room`` points being left on this one."""
    return room < first_piece(following) + _SPARE * line.size


def glue(before: str, after: str) -> str:
    """What stands between two lines of one text: a blank between Latin words, else nothing."""
    last, first = before[-1:], after[:1]
    return " " if last.isascii() and first.isascii() and last.isalpha() and first.isalpha() else ""
