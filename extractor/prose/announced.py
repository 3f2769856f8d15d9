"""Counts told before the numbered items that they count: 以下五个方面：（一）…（五）, 三点：一是…三是."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor import later
from extractor.document import Passage
from extractor.expression import constant
from extractor.figures import Figure
from extractor.numerals import chinese, narrow
from extractor.statements import FIRM, LOOSE, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled

_HAN = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    rf"(?<n>{_HAN})是",
    rf"第(?<n>{_HAN})[,、:]",
    rf"\((?<n>{_HAN})\)",
    r"\(\s?(?<n>\d{1,2})\s?\)",
    r"(?<n>[\u2460-\u2473])",
    r"(?<n>\d{1,2})(?:[.、](?!\d)|\))",
    rf"(?<n>{_HAN})、",
)
"""Markers of items; the styles of one list are alike."""

_TOLD = later.compile(r"\s?[”\"]?(?<noun>\p{Han}{0,16})(?:\(\p{Han}{1,6}\))?(?<end>[:。,;]?)\s*")
"""What may stand between a count and its first item."""

FARTHEST = 60
"""Paragraphs after the count in which its items are looked for."""

MOST = 40
"""Items that a count may announce."""


def announced(paragraphs: Sequence[Passage], figures: Sequence[Figure]) -> Iterator[Statement]:
    """Each count that a numbered list follows. A fit ticks; a gap is a doubt where a colon or 以下 opens the list."""
    places = {each.home: place for place, each in enumerate(paragraphs)}
    texts = [narrow(each.text) for each in paragraphs]
    for each in figures:
        place = places.get(each.place.home)
        if place is None or not each.is_quantity or not is_count(each.unit) or not 2 <= each.value <= MOST:
            continue
        told = _TOLD.match(texts[place], each.place.end, timeout=TIMEOUT)
        if told is None:
            continue
        items = _items([texts[place][told.end() :], *texts[place + 1 : place + 1 + FARTHEST]], int(each.value))
        words = texts[place][max(0, each.place.start - 14) : told.end()]
        opened = told["end"] == ":" or compiled("以下|如下").search(words, timeout=TIMEOUT)
        if items == each.value or items > 1 and opened:
            reading = Reading(constant(Decimal(items)))
            strength = FIRM if items == each.value else LOOSE
            yield Statement("count", told["noun"] or each.text, each, (reading,), strength=strength)


def _items(texts: Sequence[str], told: int) -> int:
    """How many items of one style run on from the first, which opens the rest of the paragraph or the next one.

    Paragraphs between belong to the items. Behind the last item told only a neighbour goes on with the list.
    """
    first = 0 if texts[0] else 1
    if first >= len(texts):
        return 0
    style = next((each for each in _STYLES if _number(each, texts[first]) == 1), "")
    items = 0
    for text in texts[first:] if style else ():
        number = _number(style, text)
        if number is None and items >= told or number not in (None, items + 1):
            break
        items += _run(style, text, items) if number is not None else 0
    return items


def _run(style: str, text: str, done: int) -> int:
    """How many markers of a paragraph go on, one after another, from the number reached."""
    found = 0
    for match in compiled(rf"(?:^|(?<=[;。,:\s])){style}").finditer(text, timeout=TIMEOUT):
        if _value(match["n"]) == done + found + 1:
            found += 1
    return found


def _number(style: str, text: str) -> int | None:
    """The number of the marker that a paragraph begins with; None where it begins with none of the style."""
    match = compiled(rf"\s*{style}").match(text, timeout=TIMEOUT)
    return None if match is None else _value(match["n"])


def _value(number: str) -> int:
    """What a marker counts: 三, 3 or ③."""
    if number.isdecimal():
        return int(number)
    return ord(number) - 0x245F if "\u2460" <= number <= "\u2473" else int(chinese(number))
