"""GRD: grades against scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractor.figures import Figure
from extractor.interval import Interval
from extractor.report import Report
from extractor.scorecards.bands import USUAL, Band, find_bands, same_grade, thresholds
from extractor.scorecards.told import find_told_scores
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
    for score, grade, where in _graded(report):
        if (grade, score.value) not in seen:
            seen.add((grade, score.value))
            yield from _checked(score, grade, where, bands, report.figures)


def _graded(report: Report) -> Iterator[tuple[Figure, str, str]]:
    for sheet in report.scorecards:
        if sheet.grade and sheet.total_score is not None:
            yield sheet.total_score, sheet.grade, sheet.title
    for told in find_told_scores(report.document, report.figures, tuple(pointed_tables(report)), others=True):
        if told.grade:
            yield told.figure, told.grade, told.words


def _checked(
    score: Figure, grade: str, where: str, bands: tuple[Band, ...], figures: tuple[Figure, ...]
) -> Iterator[Check]:
    own = next((band for band in bands if same_grade(band.grade, grade)), None)
    low: Decimal | None
    if own is not None:
        low, high, strength = own.low, own.high, FIRM
    elif grade in USUAL:
        first, last = USUAL[grade]
        low, high, strength = Decimal(first), Decimal(last) if last is not None else None, LOOSE
    else:
        unknown = Message("GRD001.unknown", (("grade", grade),))
        yield Check("GRD001", grade, unknown, operands=(score,), reason=unknown, where=where)
        return
    top = high - score.resolution if high is not None else None
    text = f"{points(low)}–{points(high)}" if high is not None else f"≥{points(low)}"
    key = "GRD001" if own is not None else "GRD001.usual"
    others = tuple(each for each in figures if each.id != score.id)
    printed = thresholds(own, others) if own is not None else ()
    stated = Value(points(score.value), score.interval, "分")
    yield Check(
        "GRD001", grade, Message(key, (("grade", grade),)), "=", stated, score,
        Value(text, Interval(low, top), "分"), None, printed, strength, where=where,
    )  # fmt: skip
