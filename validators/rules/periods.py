"""PER: years and periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import regex

from extractor import later
from extractor.document import Table
from extractor.expression import constant
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.numerals import narrow
from extractor.prose.reading import passages_of_prose
from extractor.prose.years import is_left_behind, told_years, year_end_of
from extractor.report import Report
from extractor.statements import LOOSE, OPEN
from extractor.vocabulary import TIMEOUT, compiled, found
from validators.check import Check, Message, Value
from validators.rule import rule

_BUDGET_YEAR = later.compile(r"^(?:预算|评价|绩效|项目)?年度$|^(?:预算|评价)年份?$")
_YEAR = later.compile(r"(?:19|20)\d{2}\s?年?度?")
_DAY = later.compile(r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_AHEAD = later.compile(r"规划|计划|预计|力争|期限|有效期|合同|届满|未来|拟|将|债|贷|租|偿")


@rule("PER001")
def reporting_year(report: Report) -> Iterable[Check]:
    """The year of a form, of a year's end and of a sentence on the report's own period is the report's year.

    A warning only: an earlier year's end may be meant; plans, contracts and comparisons may name other years.
    An error where a sentence compares a year with itself. Cannot tell: an earlier year's end.
    Source: disclosure rules; field practice.
    """
    prose = passages_of_prose(report.document, report.figures)
    if report.fiscal_year is not None:
        for each in _year_cells(report):
            yield from _held(each, report.fiscal_year, LOOSE)
        for each in report.figures:
            if each.kind == "date" and each.place.table is not None and _done_on(each):
                yield _compared(each, report.fiscal_year, OPEN, "PER001")
        for passage, own in prose:
            if passage.table is None:
                yield from _year_ends(narrow(passage.text), own, report.fiscal_year)
    for told in told_years(prose, report.fiscal_year, narrow(report.title)):
        key = "PER001.itself" if told.itself else "PER001"
        yield _compared(told.figure, told.expected, told.strength, key)


def _done_on(each: Figure) -> bool:
    """Whether a cell tells the day on which something was completed; work may begin or end outside the year."""
    words = regex.escape(each.text) + r"(?:前|之前|已|全部|均)*(?:完成|完工|竣工|验收|到位|办结)"
    day = _DAY.fullmatch(each.text, timeout=TIMEOUT)
    return day is not None and regex.search(words, each.place.quote, timeout=TIMEOUT) is not None


def _held(each: Figure, own: int, strength: str) -> Iterator[Check]:
    """A form's year or a year's end beside the report's year."""
    year = int(compiled(r"\d{4}").search(each.text, timeout=TIMEOUT)[0])  # type: ignore[index]
    if own - 1 <= year <= own + 1:
        yield _compared(each, own, strength, "PER001")


def _year_ends(text: str, own: Sequence[Figure], own_year: int) -> Iterator[Check]:
    """The year's ends of a passage. An earlier one may be meant, unless it tells what the body has now; one far
    ahead is told as passed only after 截至."""
    for each in own:
        year = year_end_of(each)
        if year is None:
            continue
        if year > own_year + 1:
            reached = found("years", "reached", text[: each.place.start].rstrip())
            rest = compiled("[。;]").split(text[each.place.end :], timeout=TIMEOUT)[0]
            if reached and not _AHEAD.search(rest, timeout=TIMEOUT):
                yield _compared(each, own_year, LOOSE, "PER001")
        elif year == own_year - 1 and not is_left_behind(text, each, own, own_year):
            yield _compared(each, own_year, OPEN, "PER001")
        elif year <= own_year or not found("years", "due", text[each.place.end :]):
            yield from _held(each, own_year, LOOSE)


def _compared(each: Figure, expected: int, strength: str, key: str) -> Check:
    year = Decimal(int(compiled(r"\d{4}").search(each.text, timeout=TIMEOUT)[0]))  # type: ignore[index]
    own = Decimal(expected)
    stated = Value("".join(each.text.split()), Interval.exactly(year))
    return Check(
        "PER001", "报告年度", Message(key), "=", stated, each, Value(f"{expected}年", Interval.exactly(own)),
        constant(own), (), strength,
    )  # fmt: skip


def _year_cells(report: Report) -> list[Figure]:
    """Figures of four digits beside a cell that says 预算年度 or the like."""
    tables = {block.number: block.grid() for block in report.document.blocks if isinstance(block, Table)}
    found = []
    for each in report.figures:
        place = each.place
        if (
            place.table is None
            or place.row is None
            or place.column is None
            or not _YEAR.fullmatch(each.text, timeout=TIMEOUT)
        ):
            continue
        row = tables[place.table][place.row - 1]
        before = [cell.text.strip() for cell in row[: place.column - 1] if cell is not None and cell.text.strip()]
        if before and _BUDGET_YEAR.match(compiled(r"\s").sub("", before[-1], timeout=TIMEOUT), timeout=TIMEOUT):
            found.append(each)
    return found
