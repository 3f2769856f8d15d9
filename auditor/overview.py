"""A folder at a glance as tables: by unit, year, severity and indicator; copied text, last year's figures.

``overview`` gives pandas tables (auditor.overview_files writes them). pandas is loaded only when it is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from auditor.language import Language
from auditor.likeness import Sketches, copied, unchanged
from auditor.remarks import clean, where
from auditor.result import CheckEntry, ReportAudit, line
from auditor.tallies import Tallies, Tally, gathered

if TYPE_CHECKING:
    import pandas

MOST_ROWS = 200_000
"""Rows of findings, and of indicators, that are kept: memory stays bounded whatever the folder."""

REPORTS = (
    "path", "organization", "fiscal_year", "status", "problem", "figures", "covered", "agrees", "disagrees",
    "cannot_tell", "errors", "warnings", "notes", "stated_total", "recomputed_total", "sha256",
)  # fmt: skip
FINDINGS = (
    "path", "organization", "fiscal_year", "rule", "severity", "subject", "where", "quote", "stated", "expected",
    "unit", "formula", "cause", "consequence", "group", "id",
)  # fmt: skip
INDICATORS = (
    "subject", "unit", "path", "organization", "fiscal_year", "stated", "value", "expected", "verdict", "rule", "where",
)  # fmt: skip
COUNTS = ("reports", "errors", "warnings", "notes", "agrees", "disagrees", "cannot_tell")
COPIED = ("first", "second", "shared", "share", "example")
UNCHANGED = ("organization", "old", "old_year", "new", "new_year", "same", "comparable", "examples")


class Audits(Protocol):
    """The audits of a folder, which can be read more than once."""

    def __iter__(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Overview:
    """The tables by name; ``cut`` names those of which only the first rows were kept."""

    tables: dict[str, pandas.DataFrame]
    cut: tuple[str, ...] = ()


@dataclass(slots=True)
class _Rows:
    reports: list[tuple[object, ...]] = field(default_factory=list)
    findings: list[tuple[object, ...]] = field(default_factory=list)
    indicators: list[tuple[object, ...]] = field(default_factory=list)
    cut: set[str] = field(default_factory=set)

    def put(self, name: str, row: tuple[object, ...]) -> None:
        rows = getattr(self, name)
        if len(rows) < MOST_ROWS:
            rows.append(row)
        else:
            self.cut.add(name)


def overview(audits: Audits, language: Language) -> Overview:
    """The tables of a folder. The audits are read one at a time, up to three times."""
    import pandas

    rows, tallies, sketches = _Rows(), Tallies(), Sketches()
    for audit in audits:
        gathered(tallies, audit, language)
        sketches.add(audit)
        _report(rows, audit, language)
        for check in audit.checks:
            if check.severity:
                rows.put("findings", _finding(check, audit, language))
        for row in _indicators(audit, language):
            rows.put("indicators", row)
    tables = {
        "reports": pandas.DataFrame(rows.reports, columns=REPORTS),
        "findings": pandas.DataFrame(rows.findings, columns=FINDINGS),
        "by_unit": _counted(tallies.organizations, "organization"),
        "by_year": _counted(tallies.years, "fiscal_year"),
        "by_rule": _counted(tallies.rules, "rule"),
        "by_indicator": _counted(tallies.subjects, "subject"),
        "by_severity": _by_severity(rows, language),
        "indicators": _shared(pandas.DataFrame(rows.indicators, columns=INDICATORS)),
        "copied": _frame(copied(sketches, audits), COPIED),
        "unchanged": _frame(unchanged(sketches, audits), UNCHANGED),
    }
    return Overview({name: table.reset_index(drop=True) for name, table in tables.items()}, tuple(sorted(rows.cut)))


def _report(rows: _Rows, audit: ReportAudit, language: Language) -> None:
    found, cover = line(audit), audit.coverage
    problem = language.optional(audit.problem)
    rows.reports.append((
        audit.path, audit.organization, audit.fiscal_year, audit.status, problem, cover.figures,
        cover.agrees + cover.disagrees, *found.verdicts, *found.severities, found.stated_total, found.recomputed_total,
        audit.sha256,
    ))  # fmt: skip


def _finding(check: CheckEntry, audit: ReportAudit, language: Language) -> tuple[object, ...]:
    place = check.stated_figure.location if check.stated_figure else next(iter(check.locations), None)
    return (
        audit.path, audit.organization, audit.fiscal_year, check.rule, check.severity, check.subject,
        where(place, language) if place else check.where, place.quote if place else "", language.value(check.stated),
        language.value(check.expected), check.stated.unit if check.stated else "", check.formula,
        language.optional(check.cause), language.optional(check.consequence), check.group, check.id,
    )  # fmt: skip


def _indicators(audit: ReportAudit, language: Language) -> Iterable[tuple[object, ...]]:
    """The first check of each subject with a stated figure: the indicator as this report tells it."""
    seen: set[tuple[str, str]] = set()
    for check in audit.checks:
        figure = check.stated_figure
        if figure is None or figure.kind != "quantity" or (check.subject, figure.unit) in seen:
            continue
        seen.add((check.subject, figure.unit))
        yield (
            check.subject, figure.unit, audit.path, audit.organization, audit.fiscal_year, figure.text, figure.value,
            language.value(check.expected), check.verdict, check.rule, where(figure.location, language),
        )  # fmt: skip


def _shared(table: pandas.DataFrame) -> pandas.DataFrame:
    """The indicators that more than one report tells, by indicator, unit of organisation and year."""
    if table.empty:
        return table
    many = table.groupby(["subject", "unit"])["path"].transform("nunique") > 1
    return table[many].sort_values(["subject", "unit", "organization", "fiscal_year", "path"], kind="stable")


def _counted(tallies: dict[str, Tally], name: str) -> pandas.DataFrame:
    """One row per key, most errors first."""
    import pandas

    rows = [(key, tally.reports, *tally.severities, *tally.verdicts) for key, tally in tallies.items()]
    table = pandas.DataFrame(rows, columns=(name, *COUNTS))
    order = ["errors", "warnings", "notes", name]
    return table.sort_values(order, ascending=[False, False, False, True], kind="stable")


def _by_severity(rows: _Rows, language: Language) -> pandas.DataFrame:
    """How many findings of each severity there are, and in how many reports."""
    import pandas

    table = pandas.DataFrame(rows.reports, columns=REPORTS)
    found = []
    for severity, column in (("error", "errors"), ("warning", "warnings"), ("note", "notes")):
        counts = table[column]
        found.append((language.say(f"severity.{severity}"), int((counts > 0).sum()), int(counts.sum())))
    return pandas.DataFrame(found, columns=("severity", "reports", "findings"))


def _frame(found: Iterable[Any], columns: tuple[str, ...]) -> pandas.DataFrame:
    import pandas

    rows = [tuple(_plain(getattr(each, column)) for column in columns) for each in found]
    return pandas.DataFrame(rows, columns=columns)


def _plain(value: object) -> object:
    return " / ".join(value) if isinstance(value, tuple) else value


def lines(found: Overview, language: Language) -> tuple[str, ...]:
    """What stands out, as lines of text for a terminal."""
    say, told = language.say, []
    for row in found.tables["by_unit"].head(10).itertuples(index=False):
        if row.errors or row.warnings or row.notes:
            name = clean(str(row.organization)) or say("overview.unknown")
            told.append(
                say(
                    "overview.unit",
                    unit=name,
                    reports=row.reports,
                    errors=row.errors,
                    warnings=row.warnings,
                    notes=row.notes,
                )
            )
    for row in found.tables["copied"].head(10).itertuples(index=False):
        told.append(
            clean(
                say("overview.alike", first=row.first, second=row.second, share=f"{row.share:.0%}", example=row.example)
            )
        )
    for row in found.tables["unchanged"].head(10).itertuples(index=False):
        told.append(
            clean(
                say(
                    "overview.same",
                    new=row.new,
                    old=row.old,
                    same=row.same,
                    comparable=row.comparable,
                    examples=row.examples,
                )
            )
        )
    told += [say("overview.cut", table=say(f"overview.{name}"), rows=MOST_ROWS) for name in found.cut]
    return tuple(told)
