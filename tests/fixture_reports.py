"""The reports of fixtures/documents as the tests use them: audited once, with the truth that a person typed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import regex
import yaml

from extractor.document import Document
from extractor.figures import Figure
from extractor.reading import read
from extractor.report import Report, extract
from validators.audit import audit
from validators.causes import explained
from validators.check import NOTE, Check
from validators.repair import repaired

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))

import build

NAMES = build.names()
FAMILIES = {
    "sum": ("TOT", "SCO", "DED"), "share": ("SHR", "RAT"), "rate": ("RAT", "SHR"), "balance": ("BAL", "TOT", "CHG"),
    "change": ("CHG",), "repeat": ("REP", "SCO"), "score": ("SCO",), "score_part": ("SCO", "TOT"),
    "score_total": ("SCO",), "weight": ("WGT",), "standard": ("STD", "TGT", "SCO"), "deduction": ("DED",),
    "grade": ("GRD",), "target": ("TGT", "SCO"), "count": ("CNT", "TOT"),
}  # fmt: skip
"""The rule families that may hold a relation of the truth, by its kind."""
_NUMBER = regex.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Audited:
    """A report with its checks."""

    document: Document
    report: Report
    checks: tuple[Check, ...]

    @property
    def findings(self) -> list[Check]:
        """What disagrees beyond a last digit."""
        return [check for check in self.checks if check.severity not in (None, NOTE)]


def audited(data: bytes, name: str) -> Audited:
    """The program on a file's bytes, as gouji check runs it."""
    document = read(data, name)
    report = extract(document)
    checks, _ = repaired(explained(audit(report), report))
    return Audited(document, report, tuple(checks))


@cache
def clean(name: str, suffix: str = "txt") -> Audited:
    path = build.DOCUMENTS / f"{name}.{suffix}"
    return audited(path.read_bytes(), path.name)


@cache
def text(name: str) -> str:
    return (build.DOCUMENTS / f"{name}.txt").read_text("utf-8")


@cache
def faulty(name: str, number: int) -> Audited:
    """The faulty twin as text."""
    return audited(build.edited(text(name), build.twins(name)[number]).encode(), f"{name}-faulty-{number}.txt")


@cache
def truth(name: str) -> dict[str, Any]:
    return yaml.safe_load((build.FIXTURES / "truth" / f"{name}.yaml").read_text("utf-8"))


@cache
def still_open() -> dict[str, list[str]]:
    """What the program does not tell yet, by test."""
    return yaml.safe_load((build.FIXTURES / "open.yaml").read_text("utf-8"))


def marked(group: str, names: dict[str, tuple[Any, ...]]) -> list[Any]:
    """The cases of a test; those in fixtures/open.yaml may fail."""
    pending = pytest.mark.xfail(strict=False, reason="named in fixtures/open.yaml")
    known = still_open()[group]
    assert set(known) <= set(names), sorted(set(known) - set(names))
    return [pytest.param(*case, id=name, marks=pending if name in known else ()) for name, case in names.items()]


def formats(name: str) -> list[str]:
    """The other formats of a report that stand beside its text."""
    return [suffix for suffix in ("docx", "pdf", "xlsx") if (build.DOCUMENTS / f"{name}.{suffix}").exists()]


def number(printed: str) -> Decimal:
    """The first numeral of what is printed."""
    match = _NUMBER.search(str(printed))
    assert match, printed
    return Decimal(match[0].replace(",", ""))


def squeezed(words: str) -> str:
    return "".join(words.split())


def home(found: Audited, figure: Figure) -> str:
    """The paragraph or the table row that a figure stands in, blanks left out."""
    place = figure.place
    if place.table is None:
        return next(squeezed(each.text) for each in found.document.paragraphs() if each.number == place.paragraph)
    table = next(each for each in found.document.tables() if each.number == place.table)
    cells = {cell.column: cell.text for cell in table.grid()[(place.row or 1) - 1] if cell}
    return squeezed("".join(text for _, text in sorted(cells.items())))


def stated(check: Check) -> Decimal | None:
    """The stated number as printed."""
    if check.stated_figure is not None:
        return check.stated_figure.value
    return number(check.stated.text) if check.stated and _NUMBER.search(check.stated.text) else None


def expects(check: Check, wanted: Decimal) -> bool:
    """Whether the wanted number is what the check expects: within its range, or as its text prints it."""
    assert check.expected is not None
    interval = check.expected.interval
    inside = (interval.low is None or interval.low <= wanted) and (interval.high is None or wanted <= interval.high)
    return inside or any(number(each) == wanted for each in _NUMBER.findall(check.expected.text))


def operands(check: Check) -> set[Decimal]:
    """The numbers that a check works on, the stated one left out."""
    return {abs(figure.value) for figure in check.figures if figure is not check.stated_figure}
