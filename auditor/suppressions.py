"""Findings that somebody has looked at and accepts: still shown, with the reason, and no longer counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from auditor.baseline import Baseline
from auditor.result import DISAGREES, CheckEntry, ReportAudit, Sentence, Suppressed

EXPIRED = "note.suppression_expired"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry of a configuration: the check by its id, or a rule with a subject; where and until when.

    ``report`` is a pattern for the path of the report below the configuration's folder, or for its name; "" for all.
    ``source`` is the file and line of the entry, ``key`` tells it from every other of the run. ``expires`` is the
    last day on which it holds, as in 2026-12-31; ``expired`` whether that day is over.
    """

    reason: str
    source: str = ""
    key: str = ""
    check: str = ""
    rule: str = ""
    subject: str = ""
    report: str = ""
    author: str = ""
    expires: str = ""
    expired: bool = False

    @property
    def target(self) -> str:
        """What is suppressed, in short."""
        return self.check or f"{self.rule} {self.subject}"

    def covers(self, path: str) -> bool:
        """Whether the entry speaks of the report at that path below the configuration's folder."""
        return not self.report or any(fnmatchcase(each, self.report) for each in (path, path.rpartition("/")[2]))

    def matches(self, check: CheckEntry) -> bool:
        """Whether the entry speaks of the check; blanks in a subject do not count."""
        if self.check:
            return check.id == self.check
        return check.rule == self.rule and "".join(check.subject.split()) == "".join(self.subject.split())


def marked(audit: ReportAudit, entries: Sequence[Suppression], path: str, baseline: Baseline | None) -> ReportAudit:
    """The audit with each finding that an entry or the baseline covers marked so, whatever was marked before.

    ``path`` is the report's path below the configuration's folder. An entry that has expired marks nothing: its
    finding counts again, and a note says so.
    """
    covering = [each for each in entries if each.covers(path)]
    checks = tuple(_marked(check, covering, audit.path, baseline) for check in audit.checks)
    notes = tuple(note for note in audit.notes if note.key != EXPIRED)
    keys = tuple(each.key for each in covering if any(each.matches(check) for check in audit.findings))
    return replace(audit, checks=checks, notes=(*notes, *_expired(checks, covering)), matched=keys)


def _marked(check: CheckEntry, entries: Sequence[Suppression], path: str, baseline: Baseline | None) -> CheckEntry:
    if check.verdict != DISAGREES:
        return check if check.suppressed is None else replace(check, suppressed=None)
    own = next((each for each in entries if not each.expired and each.matches(check)), None)
    if own is not None:
        return replace(check, suppressed=Suppressed(own.reason, own.author, own.expires, own.source))
    if baseline is not None and baseline.knows(path, check):
        return replace(check, suppressed=Suppressed("", "", "", baseline.file))
    return check if check.suppressed is None else replace(check, suppressed=None)


def _expired(checks: Sequence[CheckEntry], entries: Sequence[Suppression]) -> Iterator[Sentence]:
    """A note on each expired entry whose finding is still there and not covered by another."""
    for entry in entries:
        if entry.expired and any(
            check.verdict == DISAGREES and check.suppressed is None and entry.matches(check) for check in checks
        ):
            yield Sentence(EXPIRED, (("source", entry.source), ("target", entry.target), ("expires", entry.expires)))
