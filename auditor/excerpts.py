"""The report's own words around a figure, with the figure told apart from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.remarks import clean
from auditor.result import Location
from extractor.document import Document, passages

SIDE = 70
"""Characters of a sentence that are shown before and after the figure."""

NEAR = 14
"""Characters beside a figure that a short mention shows."""

QUOTE = 80
"""Characters of a place's quote."""

ENDS = "。；;！!\n"
"""Signs that end a sentence."""

Home = tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of the report: what stands before the figure, the figure, what stands after it."""

    before: str
    figure: str
    after: str

    def short(self) -> str:
        """The figure with a few words around it, on one line."""
        before, after = self.before[-NEAR:], self.after[:NEAR]
        left = "…" if len(self.before) > NEAR else ""
        right = "…" if len(self.after) > NEAR else ""
        return clean(f"{left}{before}{self.figure}{after}{right}").strip()


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a paragraph, or of a cell's whole row with the cell's own text at ``offset``."""

    text: str
    offset: int = 0


def homes(document: Document | None) -> dict[Home, Words]:
    """The words in which a figure may stand, by its place."""
    found: dict[Home, Words] = {}
    for each in passages(document) if document is not None else ():
        if each.table is not None and each.cell is not None:
            found[(None, each.table.number, each.cell.row, each.cell.column)] = Words(each.row, each.offset)
        elif each.paragraph is not None:
            found[(each.paragraph.number, None, None, None)] = Words(each.text)
    return found


def excerpt(place: Location, text: str, words: dict[Home, Words]) -> Excerpt:
    """The sentence or the row in which the figure stands; the place's quote where the document is not at hand."""
    home = words.get((place.paragraph, place.table, place.row, place.column))
    if home is None:
        return quoted(place, text)
    start, end = home.offset + place.start - 1, home.offset + place.end
    if home.text[start:end] != text:
        return quoted(place, text)
    first, last = (0, len(home.text)) if place.table is not None else _sentence(home.text, start, end)
    before, after = _row(home.text[first:start]).lstrip(), _row(home.text[end:last]).rstrip()
    if len(before) > SIDE:
        before = "…" + before[-SIDE:]
    if len(after) > SIDE:
        after = after[:SIDE] + "…"
    return Excerpt(before, text, after)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around the characters begins and ends."""
    first = max((text.rfind(sign, 0, start) for sign in ENDS), default=-1) + 1
    last = min((at for at in (text.find(sign, end) for sign in ENDS) if at >= 0), default=len(text) - 1) + 1
    return first, last


def _row(text: str) -> str:
    """The cells of a row, told apart."""
    return text.replace("\n", "").replace("\t", " ｜ ")


def quoted(place: Location, text: str) -> Excerpt:
    """The quote of a place, cut at the figure: where its text stands more than once, nearest to where it must be."""
    quote = place.quote
    middle = max(0, QUOTE - len(text)) // 2
    expected = min(place.start - 1, middle) if place.table is None else middle
    found = [at for at in _occurrences(quote, text) if _whole(quote, at, at + len(text))]
    if place.table is not None:  # cells are parted by tabs: a figure that opens its cell has one before it
        opening = [at for at in found if not at or quote[at - 1] == "\t"]
        found = (opening if place.start == 1 else [at for at in found if at not in opening]) or found
    if not text or not found:
        return Excerpt(_row(quote), "", "")
    at = min(found, key=lambda each: abs(each - expected))
    return Excerpt(_row(quote[:at]), text, _row(quote[at + len(text) :]))


def _occurrences(quote: str, text: str) -> Iterator[int]:
    at = quote.find(text) if text else -1
    while at >= 0:
        yield at
        at = quote.find(text, at + 1)


def _whole(quote: str, start: int, end: int) -> bool:
    """Whether no longer number holds the characters."""
    before, after = quote[max(0, start - 1) : start], quote[end : end + 1]
    inside = before.isdecimal() and quote[start : start + 1].isdecimal()
    return not inside and not (after.isdecimal() and quote[end - 1 : end].isdecimal())
