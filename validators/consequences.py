"""What follows from a finding: which score changes, and what that does to the total and the grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extractor.figures import Figure
from extractor.interval import EXACT, Interval
from extractor.report import Report
from extractor.scorecard import Scorecard
from extractor.scorecards.bands import Band, find_bands, same_grade
from extractor.scorecards.told import find_told_scores
from validators.check import DISAGREES, Check, Message
from validators.framework import grade as usual_grade
from validators.marking import allowed, marks, subject_of
from validators.printed import listed, span
from validators.scoring import HUNDRED, aligned, given, pointed_tables, points, scored
from validators.solving import rounded
from validators.supposing import marks_with

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


@dataclass(frozen=True, slots=True)
class Change:
    """A printed number of points and what it becomes; ``sign`` is ≤ or ≥ where the points are a bound, else ""."""

    stated: Figure
    to: Interval
    text: str
    sign: str = ""

    def told(self, interval: Interval) -> str:
        return self.sign + span(interval)


def consequences(checks: Iterable[Check], report: Report) -> tuple[Check, ...]:
    """The checks, each finding on a score, a total or a measure of a scored row with what it changes.

    Others keep the consequence they have.
    """
    every = tuple(checks)
    if not report.scorecards or not any(each.verdict == DISAGREES for each in every):
        return every
    bands = find_bands(report.document)
    gradings = {number: _grading(sheet, report, bands) for number, sheet in enumerate(report.scorecards)}
    try:
        measures = _measures(report)
    except Exception:  # noqa: BLE001 - a standard that cannot be marked is told by its own rule, as a crash
        measures = frozenset()
    found = []
    for each in every:
        message = None
        if each.verdict == DISAGREES and each.stated_figure is not None:
            if each.rule[:3] in SCORING:
                message = _of_points(each, report, gradings)
            elif each.stated_figure.id in measures:
                message = _of_measure(each, report, gradings)
        found.append(each if message is None else replace(each, consequence=message))
    return tuple(found)


def _grading(sheet: Scorecard, report: Report, bands: tuple[Band, ...]) -> Grading:
    printed = sheet.grade
    if not printed and sheet.total_score is not None:
        told = find_told_scores(report.document, report.figures, tuple(pointed_tables(report)))
        printed = next((each.grade for each in told if each.grade and each.figure.value == sheet.total_score.value), "")
    whole = sheet.total_weight.value if sheet.total_weight is not None else HUNDRED
    return Grading(printed, bands, usual=not bands and bool(printed) and whole == HUNDRED)


def _of_points(check: Check, report: Report, gradings: dict[int, Grading]) -> Message | None:
    """The message for a finding on a row's score, on a total, or on a total told in the text."""
    figure, change = check.stated_figure, _change(check)
    if figure is None or change is None:
        return None
    for number, sheet in enumerate(report.scorecards):
        if any(leaf.score is not None and leaf.score.id == figure.id for leaf in sheet.leaves()):
            return _of_score(change, sheet, gradings[number])
        if sheet.total_score is not None and sheet.total_score.id == figure.id:
            return _of_total(change, gradings[number])
    if check.rule == TOLD_TOTAL:
        sheets = enumerate(report.scorecards)
        return _of_total(change, gradings[next((n for n, sheet in sheets if sheet.total_score in check.operands), 0)])
    return None


def _change(check: Check) -> Change | None:
    """What the finding says that its points become: one value, a range, a bound or several; None without an end."""
    figure, expected = check.stated_figure, check.expected
    if figure is None or expected is None or expected.interval.low is None or expected.interval.high is None:
        return None
    to = _settled(expected.interval, figure.resolution)
    if SEVERAL in expected.text:
        return Change(figure, to, expected.text, "≤" if expected.interval.low < figure.value else "≥")
    change = Change(figure, to, "", {"<=": "≤", ">=": "≥"}.get(check.relation, ""))
    return replace(change, text=change.told(to))


def _settled(interval: Interval, step: Decimal) -> Interval:
    """A range that lies within one step of the printed score is the one value it rounds to."""
    low, high = interval.low, interval.high
    if low is None or high is None or low == high or high - low > step:
        return interval
    with localcontext(EXACT):
        return Interval.exactly(((low + high) / 2).quantize(step, ROUND_HALF_UP))


def _of_score(change: Change, sheet: Scorecard, grading: Grading, row: str = "") -> Message:
    """得分 4→2，总分 92.7→90.7: the total follows where the scores make it, and stays where the mended ones do."""
    above: Values = (("row", row),) if row else ()
    key = "consequence.measure" if row else "consequence.score"
    values: Values = (*above, ("score", points(change.stated.value)), ("to", change.text))
    total, leaves = sheet.total_score, scored(sheet)
    if total is None or any(leaf.folded is not None for leaf in leaves):
        return Message(key, values)
    values = (*values, ("total", points(total.value)))
    rest = sum((given(leaf) for leaf in leaves), Decimal(0)) - change.stated.value
    new = change.to + Interval.exactly(rest)
    if aligned(sheet):
        ending, grades = grading.change(total.value, new)
        return Message(f"{key}_total{ending}", (*values, ("to_total", change.told(new)), *grades))
    return Message(f"{key}_kept" if new == total.interval else key, values)


def _of_total(change: Change, grading: Grading) -> Message:
    """总分 92.7→94.0: what is expected of a total, and its grade."""
    ending, grades = grading.change(change.stated.value, change.to)
    values = (("total", points(change.stated.value)), ("to_total", change.text), *grades)
    return Message(f"consequence.total{ending}", values)


def _measures(report: Report) -> frozenset[str]:
    """The figures, by id, that the score of some row follows from by its printed standard."""
    standard = {each.id for sheet in report.scorecards for leaf in sheet.leaves() for each in leaf.standard_figures}
    measured = (mark for mark in marks(report) if mark.measured and mark.row.indicator.score is not None)
    return frozenset(figure.id for mark in measured for figure in mark.figures) - standard


def _of_measure(check: Check, report: Report, gradings: dict[int, Grading]) -> Message | None:
    """What the standard gives the row when its rate or amount is the one expected: another score, or the same."""
    figure = check.stated_figure
    if figure is None or check.expression is None or check.relation != "=":
        return None
    mended = replace(figure, value=rounded(check.expression.value(), figure))
    same = None
    for mark in marks_with(report, mended):
        score = mark.row.indicator.score
        if score is None or not any(each.id == figure.id for each in mark.figures):
            continue
        name = subject_of(mark.row)
        if allowed(mark, score) is not None:
            same = same or Message("consequence.measure_same", (("row", name), ("score", points(score.value))))
            continue
        number = next(n for n, sheet in enumerate(report.scorecards) if _holds(sheet, score))
        to, several = mark.given.nearest(score.value), len(mark.given.ranges) > 1
        assert to.low is not None
        change = Change(score, to, listed(mark.given), ("≤" if to.low < score.value else "≥") if several else "")
        return _of_score(change, report.scorecards[number], gradings[number], name)
    return same


def _holds(sheet: Scorecard, score: Figure) -> bool:
    return any(leaf.score is not None and leaf.score.id == score.id for leaf in sheet.leaves())
