"""The bands of grades that a report prints, and those in common use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor import later
from extractor.document import Document, Passage, Place, passages
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.remembered import remembered

_GRADES = r"优秀|优良|良好|中等|较好|一般|不合格|合格|较差|优|良|中|差"
_N = r"(\d{1,3}(?:\.\d+)?)"
_IN = r"(?:分)?(?:\(?(?:不?含)\d{0,3}分?\)?)?"
_SUBJECT = r"(?:[A-Za-z]|综合得分|评价得分|得分|分数|评分|总分)?"
_RANGES = later.compile(
    rf"{_N}{_IN}(?:[-~至到]|,){_N}{_IN}(?:之间)?(?:的)?,?(?:评定|等级|评价|结果|评|定|的)*(?:为|是|:|记为|即)?[“\"]?(?P<grade>{_GRADES})(?!\p{{Han}}{{0,1}}\d)"
    rf"|{_N}(?:分)?[≤<][\p{{L}}]{{1,6}}[≤<]{_N}(?:分)?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade3>{_GRADES})"
    rf"|(?P<grade2>{_GRADES})[”\"]?(?:级|等|等次)?[:(为]*(?:得分|综合得分|评分)?(?:在|为|:)?{_N}{_IN}(?:[-~至到]){_N}"
    rf"|(?P<grade4>{_GRADES})[”\"]?(?:级|等|等次)?[:(为即指]*{_N}(?:分)?[≤<][\p{{L}}]{{1,6}}[≤<]{_N}"
    rf"|(?P<grade5>{_GRADES})[”\"]?(?:级|等|等次)?[:(为即指]*[\p{{Han}}]{{0,4}}(?:≥|>=|大于等于|不低于|高于){_N}{_IN},?[且并]?(?:<|≤|小于等于|小于|低于|不超过){_N}"
    rf"|(?P<grade6>{_GRADES})[”\"]?(?:级|等|等次)?[:(为即指]*[\p{{Han}}]{{0,4}}{_N}{_IN}(?:及以上|以上),?[且并至到]?{_N}{_IN}(?:以下|以内)"
)
_ABOVE = later.compile(
    rf"(?:≥|>=|不低于){_N}分?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade>{_GRADES})"
    rf"|{_N}{_IN}(?:及以上|以上)(?:\(含.{{0,4}}\))?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade2>{_GRADES})"
    rf"|(?P<grade3>{_GRADES})[”\"]?(?:级|等)?[:(为]*{_SUBJECT}(?:≥|>=|不低于|大于等于){_N}|(?P<grade4>{_GRADES})[”\"]?(?:级|等)?[:(为]*{_SUBJECT}{_N}{_IN}(?:及以上|以上)"
)
_BELOW = later.compile(
    rf"(?:<|低于|不足|小于){_N}分?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade>{_GRADES})"
    rf"|{_N}分?(?:\(不含\))?以下(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade2>{_GRADES})"
    rf"|(?P<grade3>{_GRADES})[”\"]?(?:级|等)?[:(为]*{_SUBJECT}(?:<|低于|不足|小于){_N}"
    rf"|(?P<grade4>{_GRADES})[”\"]?(?:级|等)?[:(为]*{_SUBJECT}{_N}{_IN}以下"
)
_STRICT = later.compile(r"<|小于(?!等于)|低于|\d分?[(]不含[)]|\d分?以下")
"""What leaves the upper end out of its band."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from ``low`` up to ``high``; None: no upper end. ``closed``: ``high`` itself may still be of the grade.

    ``ends`` are the places of the numbers that the report prints for it, in the order of the print.
    """

    grade: str
    low: Decimal
    high: Decimal | None
    ends: tuple[Place, ...] = ()
    closed: bool = False


USUAL = {
    "优": (90, None), "优秀": (90, None), "优良": (80, None), "良": (75, 90), "良好": (75, 90), "较好": (75, 90),
    "中": (60, 80), "中等": (60, 80), "一般": (60, 80), "合格": (60, 80), "差": (0, 60), "较差": (0, 70),
    "不合格": (0, 60),
}  # fmt: skip
"""Low and high of each word over the schemes in use (财预〔2020〕10号 and local ones), ends as in ``Band``."""


@remembered
def find_bands(document: Document) -> tuple[Band, ...]:
    """The first passage that gives bands for two grades or more, highest first; () where none does."""
    for passage in passages(document):
        found = _bands(passage)
        if len(found) >= 2:
            return found
    return ()


def band_told(document: Document, grade: str, place: Place | None) -> Band | None:
    """The band in the bracket right behind a grade that is told from ``place`` on: 良（80分≤得分<90分）."""
    passage = next((each for each in passages(document) if place is not None and each.home == place.home), None)
    if passage is None or place is None:
        return None
    told = regex.compile(rf"{grade}[”\"']?(?:级|等|等次|档)?\s*(?<bracket>[(](?:[^()。]|[(][^()]*[)])*[)])")
    match = told.search(narrow(passage.text), place.start, timeout=TIMEOUT)
    if match is None:
        return None
    bands = tuple(_read(passage, *match.span()))
    return bands[0] if bands and all(same_grade(band.grade, grade) for band in bands) else None


def _bands(passage: Passage) -> tuple[Band, ...]:
    """The grades of the passage, highest first; each reaches up to the next one, as whole-number bands (80-89) do."""
    own: dict[str, Band] = {}
    if not any(word in passage.text for word in ("优", "良", "合格")):
        return ()
    for band in _read(passage, 0, len(passage.text)):
        own.setdefault(band.grade, band)
    ordered = sorted(own.values(), key=lambda band: -band.low)
    highs: list[Decimal | None] = [None, *(band.low for band in ordered)]
    return tuple(Band(band.grade, band.low, high, band.ends) for band, high in zip(ordered, highs, strict=False))


def _read(passage: Passage, start: int, end: int) -> Iterator[Band]:
    """Every band printed from ``start`` to ``end`` of the passage, each by its own numbers alone."""
    kept = [at for at, mark in enumerate(passage.text[start:end], start) if not mark.isspace()]
    text = narrow("".join(passage.text[at] for at in kept))
    if not any(mark.isdigit() for mark in text):
        return
    for pattern in (_RANGES, _ABOVE, _BELOW):
        for match in pattern.finditer(text, timeout=TIMEOUT):
            spans = [match.span(each) for each in range(1, pattern.groups + 1) if (match[each] or "")[:1].isdigit()]
            ends = tuple(passage.place(kept[first], kept[last - 1] + 1) for first, last in spans)
            numbers = [Decimal(text[first:last]) for first, last in spans]
            if pattern is _RANGES:
                yield _ranged(_word(match), numbers, ends, bool(_STRICT.search(text[spans[0][1] : spans[-1][1] + 3])))
            elif pattern is _ABOVE:
                yield Band(_word(match), numbers[0], None, ends)
            else:
                yield Band(_word(match), Decimal(0), numbers[0], ends)


def _ranged(grade: str, numbers: list[Decimal], ends: tuple[Place, ...], strict: bool) -> Band:
    """A band between two numbers: 90-100 has no upper end, 80-89 takes in 89.5, 80-90 may or may not take in 90."""
    low, high = min(numbers), max(numbers)
    if high >= _HUNDRED:
        return Band(grade, low, None, ends)
    whole = high % 10 == 9
    return Band(grade, low, high + 1 if whole else high, ends, closed=not (strict or whole))


def thresholds(band: Band, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The printed figures that bound the band, in the order of the print."""
    ends = {(place.home, place.start) for place in band.ends}
    return tuple(each for each in figures if (each.place.home, each.place.start) in ends)


def _word(match: regex.Match[str]) -> str:
    return next(value for key, value in match.groupdict().items() if value)


def same_grade(word: str, other: str) -> bool:
    """Whether two words name one grade: 优 and 优秀, 良 and 良好, 中 and 中等."""
    return (
        word == other
        or word[0] == other[0]
        and {len(word), len(other)} == {1, 2}
        and word not in ("优良",)
        and other not in ("优良",)
    )
