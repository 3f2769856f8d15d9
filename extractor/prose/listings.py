"""Counts told beside the list they count: 甲、乙、丙共三个乡镇, “5个100%”(…)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.document import Passage
from extractor.expression import constant
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.units import UNITS, is_count
from extractor.vocabulary import TIMEOUT, compiled


def listings(passage: Passage, figures: Sequence[Figure]) -> Iterator[Statement]:
    """Each count of the passage that stands beside its list. A fit ticks; a gap in a plain closed list is a doubt."""
    text = narrow(passage.text)
    for each in figures:
        if (
            not each.is_quantity
            or not is_count(each.unit)
            or not 2 <= each.value <= 60
            or each.value != int(each.value)
        ):
            continue
        counted = _named_before(text, each) or _bracket_after(text, each)
        if counted is not None:
            things, strength = counted
            fit = things == each.value
            if fit or strength is not None:
                subject = _counted(text, each)
                told = FIRM if fit else strength or OPEN
                yield Statement("count", subject, each, (Reading(constant(Decimal(things))),), strength=told)


def _counted(text: str, each: Figure) -> str:
    """What is counted, without the number and the names, which a correction changes; else the words around it."""
    thing = compiled(r"\s?[“\"]?([\p{Han}\d%]{1,12})").match(text[each.place.end :], timeout=TIMEOUT)
    return thing[1] if thing else text[max(0, each.place.start - 12) : each.place.end + 6].strip()


Count = tuple[int, str | None]
"""How many things are listed, and how firmly a gap would stand; None where it says nothing."""


def _named_before(text: str, each: Figure) -> Count | None:
    """甲、乙、丙(等)(共)三个…: the names right before the count."""
    before = text[max(0, each.place.start - 200) : each.place.start]
    match = compiled(
        r"(?:^|[,;。:(]|对|向|为|在|开展|整合|围绕|包括)([^,;。:()]*、[^,;。:()]*?)[”\"]?\s?(等)?(?:共|共计|合计)?\s?$"
    ).search(
        before,
        timeout=TIMEOUT,
    )
    if match is None or any(mark.isdigit() for mark in match[1]) or match[1].rstrip().endswith(("有", "的")):
        return None
    names = [name for name in match[1].strip('“”"').split("、") if name.strip()]
    if names and names[0].strip() in UNITS:
        return None  # the unit of a count that stood before: 64 | 场、公益培训 38 期
    return len(names), None if match[2] else LOOSE if all(map(_is_plain, names)) else OPEN


def _is_plain(name: str) -> bool:
    """Whether a name is surely one thing: short, without 和 or 及, without a number of its own."""
    return len(name.strip()) <= 8 and not compiled(r"[和及与或各等两几一二三四五六七八九十]").search(
        name, timeout=TIMEOUT
    )


def _bracket_after(text: str, each: Figure) -> Count | None:
    """“5 个 100%”(甲、乙…和丙…): the things of the bracket that end or begin alike."""
    after = text[each.place.end :]
    match = compiled(
        r"\s?([^(),;。:、]{0,12}?)[”\"]?(?:和[“\"]?[^()]{1,14}[”\"]?)?(?:成效|目标|要求|机制)?\(([^()]{3,160})\)"
    ).match(
        after,
        timeout=TIMEOUT,
    )
    if match is None:
        return None
    kind = compiled(r"[\s“”\"]").sub("", match[1], timeout=TIMEOUT)
    things = [thing for thing in compiled(r"[、,]|和(?=\S)").split(match[2], timeout=TIMEOUT) if thing.strip()]
    alike = [thing for thing in things if kind and compiled(r"\s").sub("", thing, timeout=TIMEOUT).startswith(kind[:3])]
    return (len(alike), None) if len(alike) >= 2 else None
