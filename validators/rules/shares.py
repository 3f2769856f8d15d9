"""SHR: shares of a whole."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.report import Report
from validators.check import Check
from validators.judge import judged_all
from validators.rule import rule


@rule("SHR001")
def share(report: Report) -> Iterable[Check]:
    """A printed share equals its part over the whole that the words or the list name.

    Cannot tell: the whole is not named and several amounts could be it. Source: arithmetic.
    """
    return judged_all("SHR001", report, "share")


@rule("SHR002")
def hundred(report: Report) -> Iterable[Check]:
    """The shares of all parts of one whole make 100 %, as far as rounding allows.

    Cannot tell: a part tells no share. Source: arithmetic.
    """
    return judged_all("SHR002", report, "shares")
