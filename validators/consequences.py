"""What follows from a finding: which score changes, and what that does to the total and the grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extractor.interval import EXACT, Interval
from extractor.report import Report
from extractor.scorecard import Indicator, Scorecard
from extractor.scorecards.bands import Band, find_bands, same_grade
from extractor.scorecards.told import find_told_scores
from validators.check import DISAGREES, Check, Message
from validators.framework import grade as usual_grade
from validators.printed import span
from validators.scoring import HUNDRED, aligned, given, pointed_tables, points, scored

SCORING = ("SCO", "DED", "STD", "TGT")
"""Families whose expected value is a number of points."""

SEVERAL = "、"
"""What stands between the possible scores of a row in the text of an expected value."""

TOLD_TOTAL = "SCO004"
"""The rule on a total told outside its sheet."""

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grading:
    """The grade that the report prints for a total, and the bands it prints, if any."""

    printed: str
    bands: tuple[Band, ...]
    usual: bool

    def change(self, stated: Decimal, new: Interval) -> tuple[str, Values]:
        """Whether the grade stays: the ending of the message's key, with its values; "" where no grade is known."""
        old = self.printed or self._of(stated)
        ends = (new.low, new.high)
        now = tuple(dict.fromkeys(self._of(end) for end in reversed(ends) if end is not None))
        if not old or None in ends or "" in now or (self.usual and not same_grade(self._of(stated), old)):
            return "", ()
        if all(same_grade(each, old) for each in now):
            return ".same", (("grade", old),)
        return ".usual" if self.usual else ".grade", (("grade", old), ("to_grade", "–".join(now)))

    def _of(self, score: Decimal) -> str:
        """The grade of a score by the report's bands, else by those in common use; "" where no band holds it."""
        if self.usual:
            return usual_grade(score)
        best = max((each for each in self.bands if each.low <= score), key=lambda each: each.low, default=None)
        return best.grade if best is not None and (best.high is None or score <= best.high) else ""


def consequences(checks: Iterable[Check], report: Report) -> tuple[Check, ...]:
    """The checks, each finding on a score or a total with what it changes; others keep the consequence they have."""
    every = tuple(checks)
    if not any(_scoring(each) for each in every):
        return every
    bands = find_bands(report.document)
    gradings = {number: _grading(sheet, report, bands) for number, sheet in enumerate(report.scorecards)}
    return tuple(
        replace(each, consequence=_consequence(each, report, gradings) or each.consequence) if _scoring(each) else each
        for each in every
    )


def _scoring(check: Check) -> bool:
    return check.verdict == DISAGREES and check.rule[:3] in SCORING and check.stated_figure is not None


def _grading(sheet: Scorecard, report: Report, bands: tuple[Band, ...]) -> Grading:
    printed = sheet.grade
    if not printed and sheet.total_score is not None:
        told = find_told_scores(report.document, report.figures, tuple(pointed_tables(report)))
        printed = next((each.grade for each in told if each.grade and each.figure.value == sheet.total_score.value), "")
    whole = sheet.total_weight.value if sheet.total_weight is not None else HUNDRED
    return Grading(printed, bands, usual=not bands and bool(printed) and whole == HUNDRED)


def _consequence(check: Check, report: Report, gradings: dict[int, Grading]) -> Message | None:
    """The message for a finding on a row's score, on a total, or on a total told in the text."""
    figure = check.stated_figure
    assert figure is not None
    for number, sheet in enumerate(report.scorecards):
        if any(leaf.score is not None and leaf.score.id == figure.id for leaf in sheet.leaves()):
            return _of_score(check, sheet, gradings[number])
        if sheet.total_score is not None and sheet.total_score.id == figure.id:
            return _of_total(check, gradings[number])
    if check.rule == TOLD_TOTAL:
        sheets = enumerate(report.scorecards)
        own = next((number for number, sheet in sheets if sheet.total_score in check.operands), 0)
        return _of_total(check, gradings[own])
    return None


def _of_score(check: Check, sheet: Scorecard, grading: Grading) -> Message | None:
    """得分 4→2，总分 92.7→90.7: the total follows where the scores make it, and stays where the mended ones do."""
    ends = _told(check)
    if ends is None or check.stated_figure is None:
        return None
    values: Values = (("score", points(check.stated_figure.value)), ("to", ends))
    total, leaves = sheet.total_score, scored(sheet)
    if total is None or any(leaf.folded is not None for leaf in leaves):
        return Message("consequence.score", values)
    values = (*values, ("total", points(total.value)))
    new = _mended(check, leaves)
    if aligned(sheet):
        ending, grades = grading.change(total.value, new)
        return Message(f"consequence.score_total{ending}", (*values, ("to_total", _bounded(check, new)), *grades))
    if new == total.interval:
        return Message("consequence.score_kept", values)
    return Message("consequence.score", values)


def _mended(check: Check, leaves: Sequence[Indicator]) -> Interval:
    """The sum of the rows with the expected points in place of the contradicted ones."""
    assert check.stated_figure is not None
    rest = sum((given(leaf) for leaf in leaves), Decimal(0)) - check.stated_figure.value
    return _expected(check) + Interval.exactly(rest)


def _of_total(check: Check, grading: Grading) -> Message | None:
    """总分 92.7→94.0: what is expected of a total, and its grade."""
    ends = _told(check)
    if ends is None or check.stated_figure is None:
        return None
    stated = check.stated_figure.value
    ending, grades = grading.change(stated, _expected(check))
    return Message(f"consequence.total{ending}", (("total", points(stated)), ("to_total", ends), *grades))


def _told(check: Check) -> str | None:
    """The points expected: 2分, 1–2分, ≤5分, or 2分、4分 where a standard leaves several; None without a bound."""
    assert check.expected is not None
    interval = _expected(check)
    if interval.low is None or interval.high is None:
        return None
    return check.expected.text if SEVERAL in check.expected.text else _bounded(check, interval)


def _expected(check: Check) -> Interval:
    """The points expected; a range that lies within one step of the printed score is the one value it rounds to."""
    assert check.expected is not None and check.stated_figure is not None
    interval, step = check.expected.interval, check.stated_figure.resolution
    if interval.low is None or interval.high is None or interval.high - interval.low > step:
        return interval
    with localcontext(EXACT):
        middle = (interval.low + interval.high) / 2
        return interval if interval.low == interval.high else Interval.exactly(middle.quantize(step, ROUND_HALF_UP))


def _bounded(check: Check, interval: Interval) -> str:
    """The points with the sign of a bound; of several possible scores the expected range is the nearest only."""
    assert check.expected is not None and check.stated_figure is not None
    sign = {"<=": "≤", ">=": "≥"}.get(check.relation, "")
    if SEVERAL in check.expected.text and check.expected.interval.low is not None:
        sign = "≤" if check.expected.interval.low < check.stated_figure.value else "≥"
    return sign + span(interval)
