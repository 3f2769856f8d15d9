"""The index of a folder: totals, findings by family and by report as charts with tables, and a line per report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.outputs import Lines, Reports
from auditor.outputs.page import markup
from auditor.overview_tables import INTEGERS, TABLES
from auditor.result import PARTLY, SEVERITIES, UNREADABLE, Coverage, ReportLine
from auditor.run import Run
from auditor.standing import Standing, family_name, standing

STYLES = ("shared.css", "index.css")
SCRIPTS = ("theme.js", "index.js")

MOST_BARS = 15
"""Reports that the chart shows, those with most findings; the table has all."""

VIEWS = ("copied", "unchanged", "spread")
PATHS = ("lowest_in", "highest_in", "first", "second", "old", "new")
MOST_VIEWED = 100
"""Rows that are shown of what reports have in common; the workbook and --overview have all."""

MOST_ORGANIZATIONS = 200
"""Organizations that are listed by themselves, those with most findings."""


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the table; ``link`` is its page, None where there is none; ``apart`` where its two scores differ."""

    line: ReportLine
    standing: Standing
    link: str | None
    apart: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its name, and its parts, each a kind, where it begins and how long it is."""

    name: str
    counts: tuple[int, ...]
    parts: tuple[tuple[str, int, int], ...]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A table of the overview: its head, each with whether it holds numbers, and its first rows, of ``all``.

    A cell is its words, the address of the page it names, and whether it is a number.
    """

    name: str
    title: str
    lead: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[object, str | None, bool], ...], ...]
    all: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What reports of one year or organization come to."""

    name: str
    reports: int
    failed: int
    severities: tuple[int, int, int]


def index_page(run: Run, reports: Reports) -> bytes:
    """The index as bytes."""
    lines = reports.lines
    rows = [Row(line, standing(line, run.language), _link(line, reports), _apart(line)) for line in lines]
    organizations = _sums(lines, lambda line: line.organization, run)
    return markup.page(
        "index.html", run, STYLES, SCRIPTS,
        rows=rows,
        states={state: sum(row.standing.status == state for row in rows)
                for state in ("audited", "partly", "nothing", "unreadable")},
        severities=tuple(zip(SEVERITIES, _added(line.severities for line in lines), strict=True)),
        verdicts=_added(line.verdicts for line in lines),
        coverage=_coverage(lines),
        skipped=run.skipped,
        by_family=_family_bars(lines, run),
        by_report=_report_bars(lines, reports),
        with_findings=sum(any(line.severities) for line in lines),
        years=_sums(lines, lambda line: str(line.fiscal_year or ""), run, by_name=True),
        organizations=organizations[:MOST_ORGANIZATIONS] if len(organizations) < len(lines) else (),
        rest=max(0, len(organizations) - MOST_ORGANIZATIONS),
        views=tuple(_views(run, reports)) if len(lines) > 1 else (),
        data=markup.island({"words": markup.script_words(run, "html.folder.script.")}),
    )  # fmt: skip


def _views(run: Run, reports: Reports) -> Iterator[View]:
    """What only shows when reports are held side by side: indicators, copied text, last year's figures."""
    say, found = run.language.say, reports.overview
    links = {line.path: _link(line, reports) for line in reports.lines}
    for name in VIEWS:
        columns = TABLES[name]
        yield View(
            name, say(f"overview.{name}"), say(f"xlsx.folder.{name}"),
            tuple((say(f"overview.column.{column}"), _numeric(column)) for column in columns),
            tuple(
                tuple(
                    (f"{cell:.0%}" if isinstance(cell, float) else cell,
                     links.get(str(cell)) if column in PATHS else None, _numeric(column))
                    for column, cell in zip(columns, row, strict=True)
                )
                for row in found.rows(name, MOST_VIEWED)
            ),
            found.count(name),
        )  # fmt: skip


def _numeric(column: str) -> bool:
    return column in INTEGERS or column in ("share", "lowest", "median", "highest")


def _link(line: ReportLine, reports: Reports) -> str | None:
    """The address of the report's page, relative to the index."""
    from urllib.parse import quote

    name = reports.name(line.path)
    return "./" + quote(name) if name and line.status != UNREADABLE else None


def _apart(line: ReportLine) -> bool:
    """Whether stated and recomputed score have no number in common; 98 分 and 98.00 have."""
    stated, recomputed = _range(line.stated_total), _range(line.recomputed_total)
    return bool(stated and recomputed) and (max(stated) < min(recomputed) or max(recomputed) < min(stated))


def _range(score: str | None) -> list[Decimal]:
    """The ends of a score as printed: 90 分, 88.5–91."""
    return [Decimal(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", score or "")]


def _added(counts: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
    first = second = third = 0
    for one, two, three in counts:
        first, second, third = first + one, second + two, third + three
    return first, second, third


def _coverage(lines: Lines) -> Coverage:
    covered = [line.coverage for line in lines]
    return Coverage(
        sum(each.figures for each in covered), sum(each.agrees for each in covered),
        sum(each.disagrees for each in covered), sum(each.unlinked for each in covered),
        sum(each.identifiers for each in covered),
    )  # fmt: skip


def _family_bars(lines: Lines, run: Run) -> tuple[Bar, ...]:
    count: dict[str, int] = defaultdict(int)
    for line in lines:
        for family, found in line.families:
            count[family] += found
    longest = max(count.values(), default=1)
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Bar(f"{family} {family_name(family, run.language)}", (found,), (("all", 0, _part(found, longest)),))
        for family, found in ordered
    )


def _report_bars(lines: Lines, reports: Reports) -> tuple[Bar, ...]:
    worst = sorted((line for line in lines if any(line.severities)), key=_gravity)[:MOST_BARS]
    longest = max((sum(line.severities) for line in worst), default=1)
    bars = []
    for line in worst:
        parts, at = [], 0
        for name, count in zip(SEVERITIES, line.severities, strict=True):
            length = _part(count, longest)
            parts.append((name, at, length))
            at += length
        bars.append(Bar(line.path, line.severities, tuple(parts), _link(line, reports)))
    return tuple(bars)


def _gravity(line: ReportLine) -> tuple[int, int, int, str]:
    errors, warnings, notes = line.severities
    return -errors, -warnings, -notes, line.path


def _part(count: int, longest: int) -> int:
    """The length of a bar in thousandths of the longest; what is there is seen."""
    return max(4, round(count * 1000 / longest)) if count else 0


def _sums(lines: Lines, name_of: Callable[[ReportLine], str], run: Run, by_name: bool = False) -> tuple[Sum, ...]:
    gathered: dict[str, list[ReportLine]] = defaultdict(list)
    for line in lines:
        if line.status != UNREADABLE:
            gathered[name_of(line)].append(line)
    sums = [
        Sum(name or run.language.say("html.folder.unknown"), len(own),
            sum(line.failed or line.status == PARTLY for line in own), _added(line.severities for line in own))
        for name, own in sorted(gathered.items())
    ]  # fmt: skip
    return tuple(sums if by_name else sorted(sums, key=lambda each: [-count for count in each.severities]))
