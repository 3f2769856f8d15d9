"""The score and grade that a report states, beside what its rows and its own standard give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditor import border
from auditor.result import Scores, Value
from extractor.interval import Interval
from extractor.report import Report
from extractor.scorecard import Scorecard
from extractor.scorecards.bands import Band, find_bands
from validators.check import DISAGREES, ERROR, Check

TOTAL = "SCO002"
"""The rule that adds the rows of a score sheet."""

PREFERRED = ("DED", "STD", "SCO")
"""Whose expected score counts where several families accuse one row: the text, the standard, the weight."""


def scores(report: Report, checks: Sequence[Check]) -> Scores | None:
    """Stated and recomputed total and grade of the report's largest score sheet; None where no total is stated."""
    sheets = [sheet for sheet in report.scorecards if sheet.total_score is not None]
    if not sheets:
        return None
    sheet = max(sheets, key=lambda each: len(each.leaves()))
    assert sheet.total_score is not None
    stated = sheet.total_score
    recomputed = _recomputed(sheet, checks)
    value = Value(stated.text, border.decimal(stated.value), border.decimal(stated.value), "分")
    return Scores(
        value, _value(recomputed), sheet.grade or None, _grade(sheet, recomputed, find_bands(report.document))
    )


def _recomputed(sheet: Scorecard, checks: Sequence[Check]) -> Interval | None:
    """The sum of the rows, each row that an error contradicts taken at what it should be; a range where that is one."""
    total = next((check for check in checks if check.rule == TOTAL and check.stated_figure is sheet.total_score), None)
    if total is None or total.expected is None:
        return None
    result = total.expected.interval
    rows = {leaf.score.id for leaf in sheet.leaves() if leaf.score is not None}
    for check in _corrected(rows, checks):
        assert check.stated is not None and check.expected is not None
        result = result + check.expected.interval - check.stated.interval
    return None if result.low is None or result.high is None else result


def _corrected(rows: set[str], checks: Sequence[Check]) -> list[Check]:
    """For each row that an error contradicts, the one check whose expected score counts."""
    found: dict[str, Check] = {}
    accusing = [check for check in checks if check.verdict == DISAGREES and check.severity == ERROR]
    for family in PREFERRED:
        for check in accusing:
            figure = check.stated_figure
            if check.rule.startswith(family) and check.rule != TOTAL and figure is not None and figure.id in rows:
                found.setdefault(figure.id, check)
    return list(found.values())


def _value(found: Interval | None) -> Value | None:
    if found is None or found.low is None or found.high is None:
        return None
    low, high = border.decimal(found.low), border.decimal(found.high)
    return Value(low if low == high else f"{low}–{high}", low, high, "分")


def _grade(sheet: Scorecard, recomputed: Interval | None, bands: tuple[Band, ...]) -> str | None:
    """The grade of the recomputed total by the report's own bands; a span of two where the range lies in both."""
    if recomputed is None or recomputed.low is None or recomputed.high is None or not sheet.grade or not bands:
        return None
    grades = dict.fromkeys((_band(recomputed.high, bands), _band(recomputed.low, bands)))
    return None if None in grades else "–".join(str(grade) for grade in grades)


def _band(score: Decimal, bands: tuple[Band, ...]) -> str | None:
    """The grade of the band that holds the score; a band takes its upper end along where no other begins there."""
    reached = [band for band in bands if band.low <= score]
    best = max(reached, key=lambda band: band.low, default=None)
    return best.grade if best is not None and (best.high is None or score <= best.high) else None
