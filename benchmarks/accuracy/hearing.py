"""What gouji says of a document, tied back to the places in the text that the document was built from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from auditor.pipeline import audit_bytes
from auditor.result import CheckEntry, FigureEntry
from benchmarks.accuracy.relations import NUMBER
from extractor.numerals import narrow

_NOTED = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Finding:
    """A disagreeing check: ``starts`` are its figures' places in the text, ``low`` to ``high`` what it expects."""

    rule: str
    severity: str
    subject: str
    stated: str
    expected: str
    formula: str
    group: str | None
    starts: frozenset[int]
    low: Fraction | None
    high: Fraction | None

    def expects(self, value: Fraction) -> bool:
        bounded = self.low is not None and self.high is not None
        return bounded and self.low <= value <= self.high  # type: ignore[operator]

    def told(self) -> str:
        return f"{self.rule} {self.severity} {self.subject}: {self.stated} / {self.expected} ({self.formula})"


@dataclass(frozen=True, slots=True)
class Heard:
    """One audit: its findings, and how each printed number ended, by its start in the text.

    ``agrees`` are the agreeing checks: rule, relation, places of their figures; ``untold`` those that came to no
    verdict: rule with the reason, places of their figures.
    """

    status: str
    findings: tuple[Finding, ...]
    marks: dict[int, str]
    agrees: tuple[tuple[str, str, frozenset[int]], ...]
    untold: tuple[tuple[str, frozenset[int]], ...]

    @property
    def noted(self) -> tuple[Finding, ...]:
        """The findings that accuse: errors and warnings."""
        return tuple(each for each in self.findings if each.severity in _NOTED)


def heard(data: bytes, name: str, text: str) -> Heard:
    """The audit of a file that was built from ``text``."""
    audit, _ = audit_bytes(data, name)
    places = located(audit.figures, text)
    marks: dict[int, str] = {}
    for figure in audit.figures:
        for start in places.get(figure.id, ()):
            marks[start] = figure.mark
    findings = tuple(_finding(each, places) for each in audit.findings)
    agrees = tuple(
        (each.rule, each.relation, _starts(each, places)) for each in audit.checks if each.verdict == "agrees"
    )
    open_ = [each for each in audit.checks if each.verdict == "cannot_tell"]
    untold = tuple((_reason(each), _starts(each, places)) for each in open_)
    return Heard(audit.status, findings, marks, agrees, untold)


def located(figures: Iterable[FigureEntry], text: str) -> dict[str, set[int]]:
    """For each figure of the audit the places in the text of the numbers it was read from.

    Equal numbers are paired in reading order where the document holds as many as the text, else by what stands around.
    """
    plain = narrow(text)
    printed: dict[str, list[int]] = {}
    for match in NUMBER.finditer(plain):
        printed.setdefault(_bare(match[0]), []).append(match.start())
    read: dict[str, list[FigureEntry]] = {}
    for figure in figures:
        for match in NUMBER.finditer(narrow("".join(figure.text.split()))):
            read.setdefault(_bare(match[0]), []).append(figure)
    found: dict[str, set[int]] = {}
    squeezed, index = _squeezed(plain)
    for number, entries in read.items():
        starts = printed.get(number, [])
        if len(starts) == len(entries):
            for entry, start in zip(entries, starts, strict=True):
                found.setdefault(entry.id, set()).add(start)
            continue
        free = list(starts)
        for entry in entries:
            start = next((each for each in free if _around(entry, squeezed, index[each])), None)
            if start is not None:
                free.remove(start)
                found.setdefault(entry.id, set()).add(start)
    return found


def _bare(number: str) -> str:
    return number.replace(",", "").replace("，", "")


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and for each place of the text its place there."""
    kept: list[str] = []
    index = []
    for mark in text:
        index.append(len(kept))
        if not mark.isspace():
            kept.append(mark)
    return "".join(kept), index


def _around(entry: FigureEntry, squeezed: str, place: int) -> bool:
    """Whether the quote of the figure stands around a place of the text."""
    quote = "".join(narrow(entry.location.quote).split())
    at = squeezed.find(quote, max(0, place - len(quote)))
    return 0 <= at <= place < at + len(quote)


def _finding(check: CheckEntry, places: dict[str, set[int]]) -> Finding:
    expected = check.expected
    ends = (expected.low, expected.high) if expected else (None, None)
    low, high = (None if end is None else Fraction(end) for end in ends)
    return Finding(
        check.rule, check.severity or "", check.subject, check.stated.text if check.stated else "",
        expected.text if expected else "", check.formula, check.group, _starts(check, places), low, high,
    )  # fmt: skip


def _reason(check: CheckEntry) -> str:
    """Why a check came to no verdict."""
    return f"{check.rule} {check.reason.key if check.reason else 'gap proves nothing'} {check.subject}: {check.formula}"


def _starts(check: CheckEntry, places: dict[str, set[int]]) -> frozenset[int]:
    """The places in the text of the check's figures."""
    figures = (*((check.stated_figure,) if check.stated_figure else ()), *check.operands)
    return frozenset(start for figure in figures for start in places.get(figure.id, ()))
