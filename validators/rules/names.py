"""NAM: numbering and names."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractor import later
from extractor.document import Table
from extractor.expression import constant, figure
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.report import Report
from extractor.vocabulary import TIMEOUT, compiled
from validators.check import Check, Message, Value
from validators.rule import rule

_STYLE = later.compile(r"^\s*(?P<open>[(（]?)(?P<number>\d{1,2})(?P<close>[)）.、．]?)")


SHORTEST_RUN = 3
"""Numbers in a row that are worth a tick."""


@rule("NAM001")
def numbering(report: Report) -> Iterable[Check]:
    """Numbered headings of one level count on: no number stands twice in a row.

    Only headings count, alone on their line, after a run that began with 1. A warning: nothing but the numbering
    is wrong. Cannot tell: items that run on in a sentence. Source: field practice.
    """
    runs: dict[tuple[str, str], list[Figure]] = {}
    titles = _headings(report)
    for each in report.figures:
        match = _STYLE.match(each.text, timeout=TIMEOUT) if each.kind == "clause" and each.place.start <= 3 else None
        if match is None or each.place.paragraph is None:
            continue
        style, number = (match["open"], match["close"]), int(match["number"])
        run = runs.get(style, [])
        last = int(run[-1].value) if run else 0
        if number == last + 1:
            runs[style] = [*run, each]
            continue
        heading = each.place.paragraph in titles and bool(run) and run[-1].place.paragraph in titles
        if number == last and len(run) >= 2:
            yield _repeated(each, run, "loose" if heading else "open")
        else:
            yield from _counted(run)
        runs[style] = [each] if number == 1 else []
    for run in runs.values():
        yield from _counted(run)


def _counted(run: list[Figure]) -> Iterable[Check]:
    """A run of numbers that counts on from 1 to its end."""
    if len(run) < SHORTEST_RUN:
        return
    last, many = run[-1], Decimal(len(run))
    yield Check(
        "NAM001",
        f"序号1至{len(run)}",
        Message("NAM001"),
        "=",
        Value(last.text.strip(), Interval.exactly(last.value)),
        last,
        Value(f"{many}", Interval.exactly(many)),
        figure(run[-2]) + constant(1),
        tuple(run[:-1]),
        "loose",
    )


def _headings(report: Report) -> dict[int, str]:
    """Paragraphs that are a heading: short, without a full stop inside."""
    return {
        each.number: each.text
        for each in report.document.paragraphs()
        if len(each.text.strip()) <= 24 and not compiled("[。；;]").search(each.text.strip()[:-1], timeout=TIMEOUT)
    }


def _repeated(each: Figure, run: list[Figure], strength: str) -> Check:
    expected = Decimal(int(run[-1].value) + 1)
    return Check(
        "NAM001",
        each.text,
        Message("NAM001"),
        "=",
        Value(each.text.strip(), Interval.exactly(each.value)),
        each,
        Value(f"{expected}", Interval.exactly(expected)),
        figure(run[-1]) + constant(1),
        tuple(run),
        strength,
    )


_BLANK = later.compile(r"\s")
_NAME = later.compile(r"\p{Han}{2,12}")
_USES = later.compile(r"(?:主要用于|主要包括|用于|包括)(?:以下)?[:：]?(?P<list>\p{Han}[\p{Han}（）()、]{6,400})")


@rule("NAM002")
def listed_but_nought(report: Report) -> Iterable[Check]:
    """A use that the text lists has an amount in the table; a row of nought was not spent on.

    A warning: the list may have been kept from last year. Cannot tell: the table has no row of that name.
    Source: disclosure template, economic classes of expenditure.
    """
    rows = _rows_by_name(report)
    for paragraph in report.document.paragraphs():
        for match in _USES.finditer(paragraph.text, timeout=TIMEOUT):
            names = [name for name in match["list"].split("、") if 2 <= len(name) <= 12]
            known = [name for name in names if name in rows]
            if len(names) < 3 or len(known) < 2:
                continue
            for name in known:
                yield from _nought(name, rows[name])


def _rows_by_name(report: Report) -> dict[str, list[Figure]]:
    """Codes and amounts of table rows that stand right behind their name, by the name."""
    by_row: dict[tuple[int, int], list[Figure]] = {}
    for each in report.figures:
        if each.place.table is not None and each.place.row is not None:
            by_row.setdefault((each.place.table, each.place.row), []).append(each)
    found: dict[str, list[Figure]] = {}
    for block in report.document.blocks:
        if not isinstance(block, Table):
            continue
        for cell in block.cells:
            own = by_row.get((block.number, cell.row), ())
            before = next((each for each in own if each.place.column == cell.column - 1 and each.kind == "code"), None)
            if before is None:
                continue
            name = _BLANK.sub("", cell.text, timeout=TIMEOUT)
            if _NAME.fullmatch(name, timeout=TIMEOUT):
                after = next((each for each in own if each.place.column == cell.column + cell.column_span), None)
                told = (before, after) if after is not None and after.is_quantity else (before,)
                found.setdefault(name, []).extend(told)
    return found


def _nought(name: str, figures: list[Figure]) -> Iterable[Check]:
    amounts = [each for each in figures if each.is_quantity]
    if not amounts:
        yield Check("NAM002", name, Message("NAM002"), operands=tuple(figures), reason=Message("reason.empty_row"))
        return
    amount = max(amounts, key=lambda each: each.value)
    above = Interval(amount.resolution, None)
    yield Check(
        "NAM002",
        name,
        Message("NAM002"),
        ">=",
        Value(amount.text, Interval.exactly(amount.value), amount.unit.symbol),
        amount,
        Value("> 0", above, amount.unit.symbol),
        None,
        tuple(figures),
        "loose",
    )
