"""CNT: counts, prices and averages."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.report import Report
from extractor.scorecards.cells import SCORE_UNIT
from validators.check import Check
from validators.execution import rounded
from validators.judge import judged_all
from validators.rule import rule


@rule("CNT001")
def count(report: Report) -> Iterable[Check]:
    """A printed count equals the number of things listed.

    Cannot tell: the list ends with 等, or a name in it may be two things. Source: arithmetic.
    """
    return judged_all("CNT001", report, "count")


@rule("CNT004")
def numbering(report: Report) -> Iterable[Check]:
    """The numbers of a list run on: the last one is the count of its items.

    A gap or a number told twice is a note: an item may have been lost, but no figure is wrong.
    Cannot tell: the number that is missed stands inside the item before. Source: arithmetic.
    """
    return judged_all("CNT004", report, "numbering")


@rule("CNT002")
def product(report: Report) -> Iterable[Check]:
    """An amount equals the standard times the count, times the months or days where the standard is for one.

    A part that is told by a set rate and then its amount (承担45%计…) is the whole times that rate.

    A gap is a warning where count, standard and amount stand side by side, in two runs of one order, or where the
    amount names its count (按常住人口计算). Cannot tell: several standards make one total, words such as 其中 or
    预拨 part them, or how often the standard is paid is not told. Source: arithmetic.
    """
    return judged_all("CNT002", report, "product")


@rule("CNT003")
def average(report: Report) -> Iterable[Check]:
    """An average equals its amount over its count.

    Cannot tell: it does not fit; averages are often rounded to tens. Source: arithmetic.
    """
    for check in judged_all("CNT003", report, "average"):
        stated = check.stated_figure
        yield rounded(check, stated.resolution) if stated is not None and stated.unit == SCORE_UNIT else check
