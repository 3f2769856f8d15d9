"""What a row of a score sheet says of its own measure: its actual value, its remark, its target, a row of its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.figures import Figure
from extractor.interval import Interval
from extractor.numerals import narrow
from extractor.report import Report
from extractor.scorecard import Indicator
from extractor.standards.formulas import Formula
from validators.catalogue import bare
from validators.measured import Found, Register, Search, rate


def names_row(name: str, leaf: Indicator) -> bool:
    """Whether a rate of the standard is the row's own: the same name, or what its name ends in (支出率)."""
    return len(bare(name)) > 2 and bare(leaf.name).endswith(bare(name))


def reached(leaf: Indicator) -> Search:
    """How much of its target the row reached; both ways round where the target does not say which is better."""
    wanted, got = (each.figure if each is not None else None for each in (leaf.target, leaf.actual))
    if wanted is None or got is None or leaf.target is None or wanted.unit.dimension != got.unit.dimension:
        return Search()
    if wanted.value <= 0 or got.value <= 0 or got.qualifier or got.doubt or wanted.doubt:
        return Search()
    aim, done = (Interval.exactly(each.value * each.unit.factor) for each in (wanted, got))
    ways = {">": (done / aim,), "<": (aim / done,)}.get(leaf.target.relation[:1], (done / aim, aim / done))
    return Search(tuple(Found(each, (got, wanted)) for each in ways), "")


def unsigned(found: Found) -> Found:
    low, high = found.interval.low, found.interval.high
    return replace(found, interval=-found.interval) if high is not None and low is not None and high < 0 else found


def row_rate(told: Register, leaf: Indicator, formula: Formula | None) -> Search | None:
    """The row's own rate: filled in as its actual value or rate of execution, else told elsewhere by its name."""
    own = _own_rate(leaf)
    if own is not None:
        return Search((Found(own.interval, (own,)),), "")
    if leaf.name:
        search = rate(told, leaf.name, formula)
        if search.readings or search.problem != "missing":
            return search
    twins = [figure for each in _twins(told.report, leaf) if (figure := _own_rate(each)) is not None]
    if len({each.value for each in twins}) == 1:
        return Search((Found(twins[0].interval, (twins[0],)),), "")
    return Search()


def remarked(leaf: Indicator, name: str) -> Figure | None:
    """The rate told under the name in the row's own remark (预算偏离度12.5%)."""
    remark, wanted = narrow(leaf.remark), bare(name)
    for each in leaf.remark_figures:
        before = bare(remark[: max(0, remark.find(narrow(each.text)))].split(",")[-1]).rstrip("为是达")
        named = len(wanted) > 2 and before.endswith(wanted) or len(before) > 3 and wanted.endswith(before)
        if each.unit.symbol == "%" and not each.qualifier and named:
            return each
    return None


def _own_rate(leaf: Indicator) -> Figure | None:
    """The rate filled in for the row, if it is a plain percentage."""
    own = leaf.rate if leaf.rate is not None else leaf.actual.figure if leaf.actual is not None else None
    return own if own is not None and own.unit.symbol == "%" and not own.doubt and not own.qualifier else None


def _twins(report: Report, leaf: Indicator) -> Iterator[Indicator]:
    """Rows of the same name, in this sheet or another."""
    for sheet in report.scorecards:
        yield from (
            each for each in sheet.leaves() if each is not leaf and leaf.name and bare(each.name) == bare(leaf.name)
        )
