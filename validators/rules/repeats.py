"""REP: the same figure told twice."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.report import Report
from validators.check import Check
from validators.judge import judged_all
from validators.rule import rule


@rule("REP001")
def repeat(report: Report) -> Iterable[Check]:
    """A figure told twice with the same name, period and stage is the same, whatever its unit and rounding.

    Cannot tell: a name, a period or a stage differs or is missing. Source: arithmetic.
    """
    return judged_all("REP001", report, "repeat")
