"""Deductions told in words: which indicator loses how many points, and what the words leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from extractor import later
from extractor.document import Document
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.remembered import remembered
from extractor.scorecard import Indicator
from extractor.scorecards.cells import Figures, as_points, name_of
from extractor.vocabulary import compiled

EACH, JOINT, ZERO = "each", "joint", "zero"

_CUE = later.compile(
    r"(?P<each>各|分别|均)?(?:共计|共|合计|累计)?(?:扣|失)(?:了|除|减|掉|去|分)?(?:共计|共|合计|分值?)?(?:为|:)?\s*$"
)
_RULE = later.compile(
    r"每|发现|出现一|扣完|最多|最高|以上[的者]?,?$|的,?$|未.{0,12}的|否则|酌情|如|若|标准|直至|超过一|一项$|一处$|一例$|一次$"
)
_ZERO = later.compile(r"不得分|未得分|得\s?0\s?分|不予计分|得零分")
_REASON = later.compile(r"[,、;:)]|方面|存在|由于|因")
_BREAKS = "。;!?\n"
_JOIN = later.compile(r"[、,和与及以]|等|方面|情况")
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Deduction:
    """``kind`` is "each" (every indicator loses the points), "joint" (all together do) or "zero" (no points at all).

    ``near`` where the words only resemble the indicator's name; ``partial`` where the words behind its name
    (in brackets) go on to take further points for nothing that they name.
    """

    indicators: tuple[Indicator, ...]
    points: Figure | None
    kind: str
    near: bool
    words: str
    partial: bool = False


def find_deductions(
    document: Document,
    figures: tuple[Figure, ...],
    leaves: tuple[Indicator, ...],
    scored: frozenset[int] = frozenset(),
) -> tuple[Deduction, ...]:
    """What the paragraphs tell of points lost, bound to the scored rows by their names, in the order of the report.

    ``scored`` are the paragraphs that tell the points of an indicator of their own.
    """
    own = scored | {leaf.paragraph for leaf in leaves}
    told = [event for event in _events(document, figures) if event.paragraph not in own]
    bindings = [_bound(event.region, leaves) for event in told]
    found: list[Deduction] = []
    for place, (event, (bound, near)) in enumerate(zip(told, bindings, strict=True)):
        kind = EACH if event.kind == JOINT and len(bound) == 1 else event.kind
        goes_on = place + 1 < len(told) and told[place + 1].goes_on and not bindings[place + 1][0]
        found.append(Deduction(bound, event.points, kind, near, event.region.strip(), goes_on))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Event:
    """Points told as lost, in which paragraph, and the words before that may say what for.

    ``goes_on`` where other points were taken before in the same brackets.
    """

    paragraph: int
    region: str
    points: Figure | None
    kind: str
    goes_on: bool = False


@remembered
def _events(document: Document, figures: tuple[Figure, ...]) -> tuple[Event, ...]:
    index = Figures(figures)
    found: list[Event] = []
    for paragraph in document.paragraphs():
        text = narrow(paragraph.text)
        if "扣" in text or "不得分" in text or "失" in text:
            found.extend(_of_paragraph(paragraph.number, text, index.of_paragraph(paragraph.number)))
    return tuple(found)


def _of_paragraph(number: int, text: str, figures: Iterable[Figure]) -> Iterator[Event]:
    events: list[tuple[int, int, Figure | None, str]] = []
    for figure in figures:
        if not figure.is_quantity or figure.unit.dimension != "score":
            continue
        cue = _CUE.search(text[max(0, figure.place.start - 14) : figure.place.start], timeout=TIMEOUT)
        if cue is not None:
            start = max(0, figure.place.start - 14) + cue.start()
            events.append((start, figure.place.end, figure, EACH if cue["each"] else JOINT))
    events.extend((match.start(), match.end(), None, ZERO) for match in _ZERO.finditer(text, timeout=TIMEOUT))
    events.sort(key=lambda event: event[0])
    used = 0
    for start, end, points, kind in events:
        opened = max(used, *(text.rfind(mark, used, start) + 1 for mark in _BREAKS))
        region = text[opened:start]
        aside = text.count("(", 0, start) > text.count(")", 0, start)
        goes_on = 0 < used == opened and aside and ")" not in region
        used = end
        if _RULE.search(region[-16:], timeout=TIMEOUT) or _RULE.match(text[end : end + 4], timeout=TIMEOUT):
            continue
        yield Event(number, region, as_points(points) if points is not None else None, kind, goes_on)


def _bound(region: str, leaves: tuple[Indicator, ...]) -> tuple[tuple[Indicator, ...], bool]:
    """The indicators that the words name, else the one whose contents they name most of."""
    words = name_of(region)
    plain = _plain(words)
    leaves, nameless = tuple(leaf for leaf in leaves if leaf.name), tuple(leaf for leaf in leaves if not leaf.name)
    exact = [leaf for leaf in leaves if len(leaf.name) >= _ENOUGH and _plain(leaf.name) in plain]
    longest = [leaf for leaf in exact if not any(leaf is not other and _inside(leaf, other) for other in exact)]
    if longest:
        names = {leaf.name for leaf in longest}
        return (tuple(longest), False) if len(names) == len(longest) else ((), False)
    ranked = sorted(((_likeness(plain, leaf), position) for position, leaf in enumerate(leaves)), reverse=True)
    if not ranked or ranked[0][0] < _ENOUGH or len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        named = _REASON.split(plain, timeout=TIMEOUT)[-1]
        lost = [leaf for leaf in nameless if len(named) >= 2 * _ENOUGH and named in _plain(leaf.standard)]
        return (lost[0],) if len(lost) == 1 else (), True
    return (leaves[ranked[0][1]],), True


def _inside(leaf: Indicator, other: Indicator) -> bool:
    return leaf.name != other.name and leaf.name in other.name


@lru_cache(maxsize=2048)
def _plain(name: str) -> str:
    return "".join(mark for mark in name if mark not in "“”\"'()《》 ")


@lru_cache(maxsize=2048)
def _contents(name: str) -> tuple[str, ...]:
    """What an indicator's name names: 产出数量和质量 is 产出数量 and 质量."""
    return tuple(part for part in _JOIN.split(_plain(name), timeout=TIMEOUT) if len(part) >= _ENOUGH)


def _likeness(words: str, leaf: Indicator) -> int:
    """How many contents of the indicator's name the words repeat; a single content must be repeated nearly whole."""
    contents = _contents(leaf.name)
    found = sum(1 for part in contents if part in words)
    if len(contents) > 1:
        return found
    name = _plain(leaf.name)
    run = next(
        (
            size
            for size in range(len(name), 3, -1)
            for at in range(len(name) - size + 1)
            if name[at : at + size] in words
        ),
        0,
    )
    return _ENOUGH if run >= max(4, (2 * len(name) + 2) // 3) else 0


def remark_deductions(indicator: Indicator) -> tuple[Figure, ...]:
    """The points that a row's own remark says were taken off, those told together (共扣) before the single ones.

    A scoring rule in the remark tells none.
    """
    remark = narrow(indicator.remark)
    if "扣" not in remark:
        return ()
    found: list[Figure] = []
    together: list[Figure] = []
    for figure in indicator.remark_figures:
        if not figure.is_quantity or figure.unit.dimension not in ("score", ""):
            continue
        number = narrow(figure.text)
        at = compiled(
            rf"(?P<lead>[^。;,]*?)(?P<all>共计?|合计|累计)?扣(?:了|除|减|掉|分)?\s?{regex.escape(number)}"
        ).search(remark, timeout=TIMEOUT)
        if at is not None and not _RULE.search(at["lead"], timeout=TIMEOUT) and "扣完" not in remark:
            (together if at["all"] else found).append(as_points(figure))
    return tuple(together or found)
