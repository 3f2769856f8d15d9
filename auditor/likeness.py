"""Reports that copy each other's text, or last year's figures, found by sketches of bounded size.

Only the words around figures are compared (the audit keeps their quotes): the numbers are taken out, the rest is cut
into runs of twelve characters, and of these the 128 with the smallest hash stand for the report. Runs that more than
twenty reports share are a form's own words and say nothing of copying. The sketches lie on disk.
"""

from __future__ import annotations

import heapq
import sqlite3
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, groupby, pairwise
from typing import Protocol

from auditor.codec import storable
from auditor.excerpts import quoted
from auditor.result import FigureEntry, ReportAudit

RUN = 12
"""Characters of a run of text."""

KEPT = 128
"""Runs, and figures in their contexts, that stand for a report."""

COMMON = 20
"""Reports that share a run from which on it counts as a form's own words."""

LEAST_RUNS, LEAST_SHARE = 8, 0.3
"""What two reports must share to be told: so many runs, and that part of the shorter one's own runs."""

CONTEXT, LEAST_CONTEXT = 12, 6
"""Characters before a figure that tell which figure it is, and how many there must be."""

LEAST_FIGURES = 3
"""Telling figures that must be last year's before a pair is told."""

MOST_PAIRS, MOST_TOLD, MOST_EXAMPLES = 500_000, 1_000, 3
TELLING = 3
"""Digits of a figure that is no coincidence."""

NUMBER, LOW = 32, 2**32 - 1
"""Bits of a report's number, by which two lie in one integer: half a million pairs take a third of the memory."""


class Audits(Protocol):
    """The audits of a folder, each by its number from 0."""

    def __getitem__(self, number: int, /) -> ReportAudit: ...


@dataclass(frozen=True, slots=True)
class Copied:
    """Two reports with the same words: how many of the sampled runs, and their part of the shorter report's own."""

    first: str
    second: str
    shared: int
    share: float
    example: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """The pairs, the most alike first; ``cut`` where there were more than could be compared or told."""

    pairs: tuple[Copied, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A report whose figures are those of the unit's earlier report, in the same words."""

    organization: str
    old: str
    old_year: int
    new: str
    new_year: int
    same: int
    comparable: int
    examples: tuple[str, ...] = ()


class Sketches:
    """What is kept of each report, by its number in the order in which they were added; on disk until closed."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE reports (number INTEGER PRIMARY KEY, path TEXT, unit TEXT, year INTEGER)")
        self._base.execute("CREATE TABLE runs (code INTEGER, report INTEGER)")
        self._base.execute("CREATE TABLE figures (report INTEGER, context INTEGER, value INTEGER)")
        self._base.execute("CREATE INDEX figures_of ON figures (report)")
        self._base.execute("BEGIN")
        self.count = 0

    def add(self, audit: ReportAudit) -> None:
        """Sketch a report; one that was not read leaves an empty sketch."""
        number, put = self.count, self._base.executemany
        head = number, storable(audit.path), storable(audit.organization), audit.fiscal_year
        put("INSERT INTO reports VALUES (?, ?, ?, ?)", [head])
        put("INSERT INTO runs VALUES (?, ?)", (
            (code, number) for code in heapq.nsmallest(KEPT, {code for code, _ in _runs(audit)})
        ))  # fmt: skip
        kept = heapq.nsmallest(KEPT, {code: value for code, value, _ in _contexts(audit)}.items())
        put("INSERT INTO figures VALUES (?, ?, ?)", ((number, *each) for each in kept))
        self.count += 1

    def close(self) -> None:
        self._base.close()

    def path(self, number: int) -> str:
        return str(self._base.execute("SELECT path FROM reports WHERE number = ?", (number,)).fetchone()[0])

    def figures(self, number: int) -> dict[int, int]:
        """The values of a report's sampled figures by their contexts."""
        return dict(self._base.execute("SELECT context, value FROM figures WHERE report = ?", (number,)))

    def holders(self) -> Iterator[tuple[int, list[int]]]:
        """Each sampled run that is no form's, with the reports that have it, by the run's hash."""
        rows = self._base.execute("SELECT code, report FROM runs ORDER BY code, report")
        for code, group in groupby(rows, lambda row: int(row[0])):
            holders = [report for _, report in group]
            if len(holders) <= COMMON:
                yield code, holders

    def units(self) -> Iterator[tuple[str, Sequence[tuple[int, int]]]]:
        """Each unit with its reports as (year, number), earlier years first."""
        rows = self._base.execute(
            "SELECT unit, year, number FROM reports WHERE unit <> '' AND year IS NOT NULL ORDER BY unit, year, number"
        )
        for unit, group in groupby(rows, lambda row: str(row[0])):
            yield unit, [(year, number) for _, year, number in group]


def _runs(audit: ReportAudit) -> Iterator[tuple[int, str]]:
    """Each run of text around the report's figures as a hash, with the quote that holds it."""
    seen: set[str] = set()
    for figure in audit.figures:
        quote = figure.location.quote
        if quote in seen:
            continue
        seen.add(quote)
        words = bare(quote)
        for start in range(len(words) - RUN + 1):
            yield zlib.crc32(words[start : start + RUN].encode("utf-8", "replace")), quote


def bare(words: str) -> str:
    """The words without numbers, blanks and punctuation."""
    return "".join(sign for sign in words if sign.isalpha())


def _contexts(audit: ReportAudit) -> Iterator[tuple[int, int, FigureEntry]]:
    """Each telling figure as two hashes: what stands before it with its unit, and its value."""
    for figure in audit.figures:
        digits = "".join(filter(str.isdecimal, figure.number)).lstrip("0")
        if figure.kind != "quantity" or len(digits) < TELLING or digits.rstrip("0") in ("", "1"):
            continue
        context = bare(quoted(figure.location, figure.text).before)[-CONTEXT:]
        if len(context) >= LEAST_CONTEXT:
            named = f"{context}|{figure.unit}".encode("utf-8", "replace")
            yield zlib.crc32(named), zlib.crc32(str(Decimal(figure.value).normalize()).encode()), figure


def copied(sketches: Sketches, audits: Audits) -> Alike:
    """Pairs of reports with the same words; the audits of those that are told are read again for an example."""
    own = array("L", bytes(array("L").itemsize * sketches.count))
    pairs: dict[int, int] = {}
    """By the numbers of both reports: how many runs they share, and above the lowest bits the first of these."""
    cut = False
    for code, holders in sketches.holders():
        for report in holders:
            own[report] += 1
        for first, second in combinations(holders, 2):
            pair = first << NUMBER | second
            if pair in pairs:
                pairs[pair] += 1
            elif len(pairs) < MOST_PAIRS:
                pairs[pair] = code << NUMBER | 1
            else:
                cut = True
    found = []
    for pair, packed in pairs.items():
        shared = packed & LOW
        share = shared / min(own[pair >> NUMBER], own[pair & LOW])
        if shared >= LEAST_RUNS and share >= LEAST_SHARE:
            found.append((-share, -shared, pair, packed >> NUMBER))
    told = sorted(found)[:MOST_TOLD]
    return Alike(tuple(_with_examples(sketches, told, audits)), cut or len(found) > MOST_TOLD)


def _with_examples(sketches: Sketches, told: list[tuple[float, int, int, int]], audits: Audits) -> Iterator[Copied]:
    """The pairs, each with words that both reports hold."""
    examples: dict[int, str] = {}
    for first, group in groupby(sorted((pair, code) for *_, pair, code in told), lambda each: each[0] >> NUMBER):
        quotes: dict[int, str] = {}
        for code, quote in _runs(audits[first]):
            quotes.setdefault(code, quote)
        examples |= {pair: " ".join(quotes[code].split()) for pair, code in group}
    for share, shared, pair, _ in told:
        first, second = sketches.path(pair >> NUMBER), sketches.path(pair & LOW)
        yield Copied(first, second, -shared, round(-share, 3), examples[pair])


def unchanged(sketches: Sketches, audits: Audits) -> list[Unchanged]:
    """For each unit, the reports that tell the figures of the year before in the same words, most alike first."""
    found: list[tuple[float, int, str, int, int, Unchanged]] = []
    for unit, reports in sketches.units():
        for (old_year, old), (new_year, new) in pairwise(reports):
            if old_year == new_year:
                continue
            before, after = sketches.figures(old), sketches.figures(new)
            comparable = before.keys() & after.keys()
            same = sum(before[code] == after[code] for code in comparable)
            if same >= LEAST_FIGURES:
                paths = sketches.path(old), sketches.path(new)
                pair = Unchanged(unit, paths[0], old_year, paths[1], new_year, same, len(comparable))
                found.append((-same / len(comparable), -same, paths[1], old, new, pair))
    told = []
    for *_, old, new, pair in sorted(found, key=lambda each: each[:5])[:MOST_TOLD]:
        before = sketches.figures(old)
        examples = (
            quoted(figure.location, figure.text).short()
            for code, value, figure in _contexts(audits[new])
            if before.get(code) == value
        )
        told.append(replace(pair, examples=tuple(dict.fromkeys(examples))[:MOST_EXAMPLES]))
    return told
