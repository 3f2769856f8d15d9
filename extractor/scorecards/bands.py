"""The bands of grades that a report prints, and those in common use."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.document import Document, Passage, Place, passages
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.remembered import remembered

_GRADES = r"优秀|优良|良好|中等|较好|一般|不合格|合格|较差|优|良|中|差"
_N = r"(\d{1,3}(?:\.\d+)?)"
_IN = r"(?:分)?(?:\(?(?:不?含)\d{0,3}分?\)?)?"
_RANGES = regex.compile(
    rf"{_N}{_IN}(?:[-~至到]|,){_N}{_IN}(?:之间)?(?:的)?,?(?:评定|等级|评价|结果|评|定|的)*(?:为|是|:|记为|即)?[“\"]?(?P<grade>{_GRADES})(?!\p{{Han}}{{0,1}}\d)"
    rf"|{_N}(?:分)?[≤<][\p{{L}}]{{1,6}}[≤<]{_N}(?:分)?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade3>{_GRADES})"
    rf"|(?P<grade2>{_GRADES})[”\"]?(?:级|等|等次)?[:(为]*(?:得分|综合得分|评分)?(?:在|为|:)?{_N}{_IN}(?:[-~至到]){_N}"
)
_ABOVE = regex.compile(
    rf"(?:≥|>=|不低于){_N}分?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade>{_GRADES})"
    rf"|{_N}{_IN}(?:及以上|以上)(?:\(含.{{0,4}}\))?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade2>{_GRADES})"
    rf"|(?P<grade3>{_GRADES})[”\"]?(?:级|等)?[:(为]*(?:≥|>=){_N}|(?P<grade4>{_GRADES})[”\"]?[:(为]*{_N}{_IN}(?:及以上|以上)"
)
_BELOW = regex.compile(
    rf"(?:<|低于|不足|小于){_N}分?(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade>{_GRADES})"
    rf"|{_N}分?(?:\(不含\))?以下(?:的)?,?(?:评定|等级|评价|评|定|的)*(?:为|是|:)?[“\"]?(?P<grade2>{_GRADES})"
    rf"|(?P<grade3>{_GRADES})[”\"]?(?:级|等)?[:(为]*(?:<|低于|不足|小于){_N}|(?P<grade4>{_GRADES})[”\"]?[:(为]*{_N}{_IN}以下"
)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from ``low`` up to, not including, ``high``; None: no upper end. ``place`` is where the bands stand."""

    grade: str
    low: Decimal
    high: Decimal | None
    place: Place | None = None


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


def _bands(passage: Passage) -> tuple[Band, ...]:
    text = "".join(narrow(passage.text).split())
    if not any(word in text for word in ("优", "良", "合格")) or not any(mark.isdigit() for mark in text):
        return ()
    lows: dict[str, Decimal] = {}
    for match in _RANGES.finditer(text, timeout=TIMEOUT):
        numbers = [Decimal(group) for group in match.groups() if group and group[0].isdigit()]
        lows.setdefault(_word(match), min(numbers))
    for match in _ABOVE.finditer(text, timeout=TIMEOUT):
        lows.setdefault(_word(match), next(Decimal(group) for group in match.groups() if group and group[0].isdigit()))
    for match in _BELOW.finditer(text, timeout=TIMEOUT):
        lows.setdefault(_word(match), Decimal(0))
    ordered = sorted(lows.items(), key=lambda item: -item[1])
    highs: list[Decimal | None] = [None, *(low for _, low in ordered)]
    place = passage.place(0, 0)
    return tuple(Band(grade, low, high, place) for (grade, low), high in zip(ordered, highs, strict=False))


def thresholds(band: Band, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The printed figures that bound the band, the lower one first."""
    if band.place is None:
        return ()
    home = _home(band.place)
    near = [each for each in figures if each.is_quantity and _home(each.place) == home]
    ends = (next((each for each in near if each.value == end), None) for end in (band.low, band.high))
    return tuple(each for each in ends if each is not None)


def _home(place: Place) -> tuple[int | str | None, ...]:
    return place.paragraph, place.sheet, place.table, place.row, place.column


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
