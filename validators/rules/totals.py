"""TOT: totals against their parts."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.report import Report
from validators.check import Check
from validators.judge import judged_all
from validators.rule import rule


@rule("TOT001")
def prose_total(report: Report) -> Iterable[Check]:
    """A total told in prose equals the sum of the parts told with it.

    Parts follow 其中, 分别为, 包括, a colon or a bracket, or stand beside the total. Among the parts the
    finest printed decimals hold for all. Cannot tell: the list says that it is not complete (等, 主要),
    or nothing says that it is. Source: final-account identities; field practice.
    """
    return judged_all("TOT001", report, "total", "prose")


@rule("TOT002")
def table_total(report: Report) -> Iterable[Check]:
    """A total of a table equals the sum of its rows or columns.

    Rows of one level are added: code levels 类 款 项, 其中 rows and sub-totals are kept apart. Cannot tell:
    其中 rows that need not be complete. Source: final-account identities A1 to A13.
    """
    yield from judged_all("TOT002", report, "total", "table")
    yield from judged_all("TOT002", report, "total", "both")
