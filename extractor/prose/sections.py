"""What several paragraphs state together: a head and its numbered items, a series told item by item."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import regex

from extractor import later
from extractor.document import Passage
from extractor.expression import total
from extractor.numerals import chinese
from extractor.prose.fitting import fits, slip, telling
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled

LONGEST_SERIES = 60
_MARKER = later.compile(
    r"^\s*(?:(?P<circle>[\u2460-\u2473])|[(（](?P<bracket>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?P<number>[0-9]{1,2})[.、．)）]"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3})、)"
)


def sections(prose: Sequence[tuple[Passage, tuple[Term, ...]]]) -> Iterator[Statement]:
    """Totals over numbered items under a head, and over series of one stage told in every item."""
    yield from _numbered(prose)
    yield from _series(prose)


def _numbered(prose: Sequence[tuple[Passage, tuple[Term, ...]]]) -> Iterator[Statement]:
    """A paragraph that ends with a colon, and the numbered items after it: stage by stage the items make the head."""
    for place, (passage, terms) in enumerate(prose):
        if not passage.text.rstrip().endswith(("：", ":")) or passage.paragraph is None:
            continue
        items = _items(prose[place + 1 : place + 1 + LONGEST_SERIES])
        heads: dict[str, list[Term]] = {}
        for each in terms:
            if each.role == AMOUNT and each.depth == 0:
                heads.setdefault(each.stage, []).append(each)
        for stage, wholes in heads.items():
            whole = wholes[-1]
            parts = [
                next(
                    (
                        e
                        for e in item
                        if e.role == AMOUNT and e.stage in (stage, "") and same_kind(e.figure, whole.figure)
                    ),
                    None,
                )
                for item in items
            ]
            told = [each for each in parts if each is not None]
            if len(told) < 2 or len(told) < len(parts):
                continue
            fitting = [
                e
                for e in wholes
                if same_kind(e.figure, whole.figure) and fits(e.figure, total([t.figure for t in told], e.figure))
            ]
            whole = fitting[-1] if fitting else whole
            reading = Reading(total([each.figure for each in told], whole.figure))
            listed = compiled("明细|如下|包括|其中|分为").search(passage.text[-14:], timeout=TIMEOUT)
            certain = listed and len(heads) == 1 and len(wholes) == 1 or slip(whole.figure, reading.expression)
            staged = all(each.stage == stage for each in told) or len(heads) == 1
            strength = FIRM if certain and staged else OPEN
            yield Statement("total", whole.label, whole.figure, (reading,), strength=strength)


def _items(after: Sequence[tuple[Passage, tuple[Term, ...]]]) -> list[tuple[Term, ...]]:
    """The numbered paragraphs that follow, as long as their markers are of one style and run on from the first.

    A paragraph without a marker goes on with the item before it.
    """
    items: list[tuple[Term, ...]] = []
    style, last = "", 0
    for passage, terms in after:
        match = _MARKER.match(passage.text, timeout=TIMEOUT)
        if match is None or match.lastgroup is None:
            if not items:
                break
            continue
        number = _number(match)
        if items and (match.lastgroup != style or number != last + 1):
            break
        style, last = match.lastgroup, number
        items.append(terms)
    return items


def _number(match: regex.Match[str]) -> int:
    """What a marker counts: ③, （3）, 3. and 三、 are 3."""
    text = match[match.lastgroup or 0]
    return (
        int(unicodedata.numeric(text))
        if match.lastgroup == "circle"
        else int(text)
        if text.isdigit()
        else int(chinese(text))
    )


def _series(prose: Sequence[tuple[Passage, tuple[Term, ...]]]) -> Iterator[Statement]:
    """Items told in the very same words (全年预算为 a，支出决算为 b) add up to the amount so told before them."""
    series: dict[str, list[Term]] = {}
    for passage, terms in prose:
        if passage.paragraph is None:
            continue
        for each in terms:
            if each.role == AMOUNT and each.stage in ("actual", "opening", "adjusted", "plan") and each.depth == 0:
                series.setdefault(each.lead, []).append(each)
    for told in series.values():
        whole, parts = told[0], [each for each in told[1:] if same_kind(each.figure, told[0].figure)]
        if not 3 <= len(parts) <= LONGEST_SERIES or not telling(whole.figure):
            continue
        if any(each.figure.base_value > whole.figure.base_value for each in parts):
            continue
        expression = total([each.figure for each in parts], whole.figure)
        if fits(whole.figure, expression) or slip(whole.figure, expression):
            yield Statement("total", whole.label or whole.lead, whole.figure, (Reading(expression),), strength=LOOSE)
