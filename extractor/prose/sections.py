"""What several paragraphs state together: a head and its numbered items, a series told item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.document import Passage
from extractor.expression import total
from extractor.prose.breakdowns import fits, slip, telling
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

LONGEST_SERIES = 60
_MARKER = regex.compile(
    r"^\s*(?:(?P<circle>[\u2460-\u2473])|[(（](?P<bracket>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?P<number>[0-9]{1,2})[.、．)）]"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3})、)"
)


def sections(prose: Sequence[tuple[Passage, tuple[Term, ...]]]) -> Iterator[Statement]:
    """Totals over numbered items under a head, and over series of one stage told in every item."""
    yield from _numbered(prose)
    yield from _series(prose)


def _numbered(prose: Sequence[tuple[Passage, tuple[Term, ...]]]) -> Iterator[Statement]:
    """A paragraph that ends with its amount and a colon, and the first amounts of the items after it."""
    for place, (passage, terms) in enumerate(prose):
        amounts = [each for each in terms if each.role == AMOUNT]
        if not amounts or not passage.text.rstrip().endswith(("：", ":")) or passage.paragraph is None:
            continue
        whole = amounts[-1]
        items: list[Term] = []
        style = ""
        for later, inner in prose[place + 1 : place + 1 + LONGEST_SERIES]:
            match = _MARKER.match(later.text, timeout=TIMEOUT)
            if match is None or match.lastgroup is None or (style and match.lastgroup != style):
                break
            style = match.lastgroup
            first = next((each for each in inner if each.role == AMOUNT and same_kind(each.figure, whole.figure)), None)
            if first is None:
                break
            items.append(first)
        if len(items) >= 2:
            reading = Reading(total([each.figure for each in items], whole.figure))
            listed = regex.search("明细|如下|包括|其中|分为", passage.text[-14:], timeout=TIMEOUT)
            yield Statement("total", whole.label, whole.figure, (reading,), strength=FIRM if listed else OPEN)


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
