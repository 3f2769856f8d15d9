"""GRD: grades against scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.document import Place
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.report import Report
from extractor.scorecards.bands import USUAL, Band, band_told, find_bands, same_grade, thresholds
from extractor.scorecards.told import find_told_scores, lone_grades
from extractor.statements import FIRM, LOOSE
from validators.check import Check, Message, Value
from validators.rule import rule
from validators.scoring import pointed_tables, points


@rule("GRD001")
def grade_of_score(report: Report) -> Iterable[Check]:
    """The grade is the one that the report's own bands give for the score.

    Integer bands (80-89) reach up to the next one. Where no bands are printed the word is held against
    every band in common use, and only a word that fits none is a warning: bands differ by place.
    Cannot tell: the word is in no common scheme, or no total score is printed.
    Source: the report's bands; 财预〔2020〕10号.
    """
    for sheet in report.scorecards:
        if sheet.grade and sheet.total_score is None:
            unknown = Message("GRD001.no_score", (("grade", sheet.grade),))
            yield Check("GRD001", sheet.grade, unknown, reason=unknown, where=sheet.title)
    bands = find_bands(report.document)
    seen: set[tuple[str, Decimal]] = set()
    for told in _graded(report):
        if (told.grade, told.score.value) not in seen:
            seen.add((told.grade, told.score.value))
            own = band_told(report.document, told.grade, told.place) or next(
                (band for band in bands if same_grade(band.grade, told.grade)), None
            )
            yield from _by_band(told, own, report.figures) if own is not None else _by_custom(told)


@dataclass(frozen=True, slots=True)
class _Graded:
    """A score with its grade; ``place`` is where they are told, ``strength`` how sure it is that they are a pair."""

    score: Figure
    grade: str
    where: str
    place: Place | None
    strength: str = FIRM


def _graded(report: Report) -> Iterator[_Graded]:
    totals: dict[Decimal, Figure] = {}
    for sheet in report.scorecards:
        if sheet.total_score is not None:
            totals[sheet.total_score.value] = sheet.total_score
            if sheet.grade:
                yield _Graded(sheet.total_score, sheet.grade, sheet.title, sheet.grade_place)
    for told in find_told_scores(report.document, report.figures, tuple(pointed_tables(report)), others=True):
        totals.setdefault(told.figure.value, told.figure)
        if told.grade:
            yield _Graded(told.figure, told.grade, told.words, told.place)
    if len(totals) == 1:
        for grade, place in lone_grades(report.document):
            yield _Graded(next(iter(totals.values())), grade, "", place, LOOSE)


def _by_band(told: _Graded, band: Band, figures: tuple[Figure, ...]) -> Iterator[Check]:
    """The score against either end of the band that the report prints, each a check that holds the printed numbers."""
    score = told.score
    printed = thresholds(band, tuple(each for each in figures if each.id != score.id))
    message = Message("GRD001", (("grade", told.grade),))
    stated = Value(points(score.value), score.interval, "分")
    if band.low > 0 or band.high is None:
        least = Value(f"≥{points(band.low)}", Interval(band.low, None), "分")
        yield Check(
            "GRD001", told.grade, message, ">=", stated, score, least, None, printed, told.strength, where=told.where
        )
    if band.high is not None:
        top = band.high if band.closed else band.high - score.resolution
        most = Value(f"{'≤' if band.closed else '<'}{points(band.high)}", Interval(None, top), "分")
        yield Check(
            "GRD001", told.grade, message, "<=", stated, score, most, None, printed, told.strength, where=told.where
        )


def _by_custom(told: _Graded) -> Iterator[Check]:
    """The score against the bands in common use, where the report prints none for the grade."""
    if told.grade not in USUAL:
        unknown = Message("GRD001.unknown", (("grade", told.grade),))
        yield Check("GRD001", told.grade, unknown, operands=(told.score,), reason=unknown, where=told.where)
        return
    low, high = USUAL[told.grade]
    text = f"{points(Decimal(low))}–{points(Decimal(high))}" if high is not None else f"≥{points(Decimal(low))}"
    top = high - told.score.resolution if high is not None else None
    yield Check(
        "GRD001", told.grade, Message("GRD001.usual", (("grade", told.grade),)), "=",
        Value(points(told.score.value), told.score.interval, "分"), told.score,
        Value(text, Interval(Decimal(low), top), "分"), None, (), LOOSE, where=told.where,
    )  # fmt: skip
