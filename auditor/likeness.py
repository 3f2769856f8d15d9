"""Reports that copy each other's text, or last year's figures, found by sketches of bounded size.

Only the words around figures are compared (the audit keeps their quotes): the numbers are taken out, the rest is cut
into runs of twelve characters, and of these the 128 with the smallest hash stand for the report. Runs that more than
twenty reports share are a form's own words and say nothing of copying.
"""

from __future__ import annotations

import heapq
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, pairwise

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


@dataclass(frozen=True, slots=True)
class Copied:
    """Two reports with the same words: how many of the sampled runs, and their part of the shorter report's own."""

    first: str
    second: str
    shared: int
    share: float
    example: str = ""


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


@dataclass(slots=True)
class Sketches:
    """What is kept of each report, in the order in which they were added."""

    paths: list[str] = field(default_factory=list)
    runs: list[array[int]] = field(default_factory=list)
    contexts: list[array[int]] = field(default_factory=list)
    values: list[array[int]] = field(default_factory=list)
    units: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, audit: ReportAudit) -> None:
        """Sketch a report; one that was not read leaves an empty sketch."""
        if audit.organization and audit.fiscal_year:
            self.units[audit.organization].append((audit.fiscal_year, len(self.paths)))
        self.paths.append(audit.path)
        self.runs.append(array("I", heapq.nsmallest(KEPT, {code for code, _ in _runs(audit)})))
        kept = heapq.nsmallest(KEPT, {code: value for code, value, _ in _contexts(audit)}.items())
        self.contexts.append(array("I", [code for code, _ in kept]))
        self.values.append(array("I", [value for _, value in kept]))

    def figures(self, number: int) -> dict[int, int]:
        """The values of a report's sampled figures by their contexts."""
        return dict(zip(self.contexts[number], self.values[number], strict=True))


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


def copied(sketches: Sketches, audits: Iterable[ReportAudit]) -> list[Copied]:
    """Pairs of reports with the same words, the most alike first; the audits are read again for an example."""
    own = [0] * len(sketches.paths)
    pairs: Counter[tuple[int, int]] = Counter()
    common: set[int] = set()
    for code, holders in _holders(sketches):
        if len(holders) > COMMON:
            common.add(code)
            continue
        for place, first in enumerate(holders):
            own[first] += 1
            for second in holders[place + 1 :]:
                if (first, second) in pairs or len(pairs) < MOST_PAIRS:
                    pairs[first, second] += 1
    found = []
    for (first, second), shared in pairs.items():
        share = shared / max(1, min(own[first], own[second]))
        if shared >= LEAST_RUNS and share >= LEAST_SHARE:
            found.append((-share, -shared, first, second))
    return _with_examples(sketches, sorted(found)[:MOST_TOLD], common, audits)


def _holders(sketches: Sketches) -> Iterator[tuple[int, list[int]]]:
    """Each sampled run with the reports that have it, by the run's hash; sorted in place, in little memory."""
    import numpy

    rows = [
        numpy.frombuffer(runs, dtype=numpy.uint32).astype(numpy.uint64) << numpy.uint64(32) | numpy.uint64(owner)
        for owner, runs in enumerate(sketches.runs)
        if runs
    ]
    every = numpy.concatenate(rows) if rows else numpy.empty(0, dtype=numpy.uint64)
    rows.clear()
    every.sort()
    for code, group in groupby(map(int, every), key=lambda row: row >> 32):
        yield code, [row & 0xFFFFFFFF for row in group]


def _with_examples(
    sketches: Sketches, found: list[tuple[float, int, int, int]], common: set[int],
    audits: Iterable[ReportAudit],
) -> list[Copied]:  # fmt: skip
    """The pairs, each with words that both reports hold."""
    wanted: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, (_, _, first, second) in enumerate(found):
        both = set(sketches.runs[first]) & set(sketches.runs[second])
        wanted[first][min(both - common)].append(number)
    examples: dict[int, str] = {}
    for owner, audit in enumerate(audits if wanted else ()):
        codes = wanted.get(owner)
        for code, quote in _runs(audit) if codes else ():
            for number in codes.get(code, ()) if codes else ():
                examples.setdefault(number, " ".join(quote.split()))
    return [
        Copied(sketches.paths[first], sketches.paths[second], -shared, round(-share, 3), examples.get(number, ""))
        for number, (share, shared, first, second) in enumerate(found)
    ]


def unchanged(sketches: Sketches, audits: Iterable[ReportAudit]) -> list[Unchanged]:
    """For each unit, the reports that tell the figures of the year before in the same words."""
    found: dict[int, list[Unchanged]] = defaultdict(list)
    for organization in sorted(sketches.units):
        years = sorted(sketches.units[organization])
        for (old_year, old), (new_year, new) in pairwise(years):
            if old_year == new_year:
                continue
            before, after = sketches.figures(old), sketches.figures(new)
            comparable = before.keys() & after.keys()
            same = sum(before[code] == after[code] for code in comparable)
            if same >= LEAST_FIGURES:
                paths = sketches.paths
                found[new].append(
                    Unchanged(organization, paths[old], old_year, paths[new], new_year, same, len(comparable))
                )
    return _told(sketches, found, audits)


def _told(sketches: Sketches, found: dict[int, list[Unchanged]], audits: Iterable[ReportAudit]) -> list[Unchanged]:
    """The pairs with examples from the later report, most alike first."""
    numbers = {path: number for number, path in enumerate(sketches.paths)}
    told = []
    for owner, audit in enumerate(audits if found else ()):
        for each in found.get(owner, ()):
            before = sketches.figures(numbers[each.old])
            examples = [
                quoted(figure.location, figure.text).short()
                for code, value, figure in _contexts(audit)
                if before.get(code) == value
            ]
            shown = tuple(dict.fromkeys(examples))[:MOST_EXAMPLES]
            told.append(Unchanged(each.organization, each.old, each.old_year, each.new, each.new_year, each.same,
                                  each.comparable, shown))  # fmt: skip
    return sorted(told, key=lambda each: (-each.same / each.comparable, -each.same, each.new))[:MOST_TOLD]
