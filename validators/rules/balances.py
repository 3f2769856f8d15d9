"""BAL: balances, adjustments and carry-over."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.report import Report
from validators.check import Check
from validators.judge import judged_all
from validators.rule import rule


@rule("BAL001")
def balance(report: Report) -> Iterable[Check]:
    """A balance equals what was there and came in, less what went out.

    Also an adjusted budget against the budget before it and the adjustment, and what was saved against
    budget and actual. Cannot tell: inflows or outflows are not all told. Source: identities A1, A2, A5.
    """
    return judged_all("BAL001", report, "balance")


@rule("BAL002")
def bound(report: Report) -> Iterable[Check]:
    """A part does not exceed the whole it is taken from, nor an amount the limit that the passage sets for it.

    Posts bound the people in them, a ceiling the amount of the same name, questionnaires given out those returned.
    Cannot tell: the two are not of one scope, or nothing claims that the limit was kept.
    Source: identities A11, arithmetic.
    """
    return judged_all("BAL002", report, "bound")
