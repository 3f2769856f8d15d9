"""The overview of a folder as lines for a terminal: what adds up, what stands out."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.overview_tables import TABLES, Overview
from auditor.remarks import clean

MOST = 10
"""Rows of a table that are told; of those with more, the number of all is told too."""

COUNTED = ("by_unit", "by_year", "by_indicator")
OTHERS = ("spread", "copied", "unchanged")


def lines(found: Overview) -> Iterator[str]:
    """Tables of counts, then indicators that several reports tell, copied text and last year's figures."""
    say = found.language.say
    yield from _headed(found, "by_severity", [
        say("glance.severity", severity=severity, findings=findings, reports=reports)
        for severity, reports, findings in found.rows("by_severity")
    ])  # fmt: skip
    for name in COUNTED:
        yield from _headed(found, name, [
            say("glance.counts", name=row[0] or say("overview.unknown"), reports=row[1], errors=row[2],
                warnings=row[3], notes=row[4])
            for row in found.rows(name, MOST)
        ])  # fmt: skip
    for name in OTHERS:
        columns = (dict(zip(TABLES[name], row, strict=True)) for row in found.rows(name, MOST))
        yield from _headed(found, name, [say(f"glance.{name}", **_shown(row)) for row in columns])
    for name in found.cut:
        yield say("overview.cut", table=say(f"overview.{name}"))


def _shown(row: dict[str, object]) -> dict[str, object]:
    return row | ({"share": f"{row['share']:.0%}"} if "share" in row else {})


def _headed(found: Overview, name: str, told: list[str]) -> Iterator[str]:
    """The lines under the table's title; a table without rows is told as such."""
    say, count = found.language.say, found.count(name)
    title = say(f"overview.{name}")
    yield ""
    yield say("glance.some", title=title, shown=len(told), all=count) if count > len(told) else title
    yield from (f"  {clean(line)}" for line in told or [say("glance.none")])
