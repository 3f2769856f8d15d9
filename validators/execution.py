"""The points for the rate of execution: weight times rate, at most the weight."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.expression import constant, figure, smallest
from extractor.figures import Figure
from extractor.report import Report
from extractor.scorecard import EXECUTION, Indicator
from extractor.statements import FIRM, LOOSE
from validators.catalogue import catalogue
from validators.check import Check
from validators.scoring import HUNDRED, compared, untold


def named_rate(report: Report, row: Indicator) -> Figure | None:
    """The rate of execution filled in as a row of the indicators, full marks set at 100% and no standard printed."""
    kind = catalogue(report.names).find(row.name)
    rate = row.actual.figure if row.actual is not None else None
    if kind is None or kind.id != "budget_execution_rate" or row.standard.strip() or row.shared or row.doubt:
        return None
    wanted = row.target.figure if row.target is not None else None
    if row.target is not None and (wanted is None or wanted.unit.symbol != "%" or wanted.value != HUNDRED):
        return None
    return rate if rate is not None and rate.unit.symbol == "%" and not rate.doubt else None


def by_rate(row: Indicator, score: Figure, weight: Figure, where: str, step: Decimal) -> Check:
    """The check of the row; ``step`` is the finest step of the sheet's points."""
    if row.rate is None or len(row.amounts) == 2 and row.amounts[0].value == 0:
        return untold("SCO005", row.name, "SCO005.no_rate", (score, weight), where)
    rate = figure(row.rate)
    percent = row.rate.unit.symbol == "%" or row.rate.value > Decimal("1.5")
    share = smallest(rate / constant(100), constant(1)) if percent else smallest(rate, constant(1))
    strength = FIRM if row.paragraph is not None and row.kind == EXECUTION else LOOSE
    check = compared("SCO005", row.name, score, figure(weight) * share, "=", strength, where)
    return rounded(check, min(step, score.resolution))


def rounded(check: Check, step: Decimal) -> Check:
    """Points are printed rounded to this step."""
    assert check.expected is not None
    return replace(check, expected=replace(check.expected, interval=check.expected.interval.widened(step / 2)))
