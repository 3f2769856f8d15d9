"""CHG: changes and growth."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.report import Report
from validators.check import Check
from validators.judge import judged_all
from validators.rule import rule


@rule("CHG001")
def growth(report: Report) -> Iterable[Check]:
    """A growth rate equals the change over the earlier amount.

    The earlier amount is this year's less the increase, or as printed. Cannot tell: the earlier amount is
    nought, or no base is named. Source: arithmetic.
    """
    return judged_all("CHG001", report, "growth")


@rule("CHG002")
def change(report: Report) -> Iterable[Check]:
    """A change equals the difference of the two amounts it stands between.

    Cannot tell: only one of the two is printed. Source: arithmetic.
    """
    return judged_all("CHG002", report, "change")


@rule("CHG003")
def points(report: Report) -> Iterable[Check]:
    """A change in percentage points equals the difference of the two rates.

    Cannot tell: only one rate is printed. Source: arithmetic.
    """
    return judged_all("CHG003", report, "points")


@rule("CHG004")
def direction(report: Report) -> Iterable[Check]:
    """Words such as 决算数小于预算数 agree with the two amounts told before them.

    Cannot tell: one of the two amounts is not printed. Source: arithmetic.
    """
    return judged_all("CHG004", report, "direction")
