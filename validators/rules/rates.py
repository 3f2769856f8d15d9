"""RAT: rates and indicators against the figures they are made of."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.report import Report
from validators.check import Check
from validators.judge import judged_all
from validators.rule import rule


@rule("RAT001")
def rate(report: Report) -> Iterable[Check]:
    """A printed rate equals its numerator over the base that its words name.

    完成年初预算 divides by the opening budget only, 执行率 by the budget of its own sentence or row, 控制率 by
    the establishment or budget. Cannot tell: the words leave more than one base and none fits.
    Source: 财预〔2020〕10号, 财预〔2013〕53号, the report's own printed formula.
    """
    return judged_all("RAT001", report, "rate")
