"""What need not be audited again: what a state file holds, and what is under way under another name."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from auditor.codec import unpack
from auditor.outcome import Outcome, unpacked
from auditor.outputs import is_stream, outputs, takes
from auditor.rendering import rendered
from auditor.result import UNREADABLE, ReportAudit, Sentence, unreadable
from auditor.settings import Setup
from auditor.store import State, digest
from auditor.targets import Plan
from auditor.walk import Entry
from auditor.writing import Unwritable

WAITS = "waits"

LIMITS = frozenset(
    f"problem.{name}" for name in ("time", "memory", "died", "start", "output", "crashed", "closed", "lost")
)
"""Verdicts that come from the limits of a run or the state of a machine, not from the file."""


class Cache:
    """One run's view of the state: entries whose outcome is known, under way, or still to be worked out."""

    def __init__(self, entries: tuple[Entry, ...], state: State | None, config: str, setup: Setup, plan: Plan) -> None:
        self._entries, self._state, self._config, self._setup, self._plan = entries, state, config, setup, plan
        self._pages = tuple(name for name in setup.formats if not is_stream(outputs()[name]))
        self._settings = setup.settings.key
        self._digests: dict[int, str] = {}
        self._followers: dict[str, list[int]] = {}
        self.again: list[int] = []
        """Entries that waited for one whose file changed while it was read."""

    def known(self, index: int) -> Outcome | str | None:
        """The outcome of an entry that needs no worker; WAITS where its content is under way; None: audit it."""
        entry = self._entries[index]
        if entry.problem is not None:
            return rendered(unreadable(entry.name, entry.problem), self._setup, None)
        if self._state is None:
            return None
        try:
            content = digest(entry.path)
        except OSError:
            return None
        key = self._key(content, entry)
        if key in self._followers:
            self._followers[key].append(index)
            return WAITS
        audit = self._state.get(key)
        if audit is not None:
            standing = self._standing(self._state, key, entry)
            if all(name in standing or not _needed(name, audit) for name in self._pages):
                return rendered(self._named(audit, entry), self._setup, None, standing)
        self._digests[index] = content
        if not self._pages:
            self._followers[key] = []
        return None

    def finished(self, index: int, result: bytes | Sentence) -> Iterator[tuple[int, Outcome]]:
        """The outcome of a task, and of the entries with the same content that waited for it."""
        entry = self._entries[index]
        if isinstance(result, Sentence):
            keep = replace(self._setup, keep=True)
            outcome = rendered(unreadable(entry.name, result), keep, None)
        else:
            outcome = unpacked(result)
        content = self._digests.pop(index, None)
        if content is None or self._state is None:
            yield index, outcome
            return
        key = self._key(content, entry)
        limited = outcome.line.problem is not None and outcome.line.problem.key in LIMITS
        unchanged = outcome.line.sha256 == content
        if unchanged and not limited:
            self._kept(self._state, key, outcome.plain)
            outcome.key = key
        yield index, outcome
        for follower in self._followers.pop(key, ()):
            if not unchanged and not limited:
                self.again.append(follower)
                continue
            audit = self._named(unpack(ReportAudit, outcome.plain), self._entries[follower])
            yield follower, rendered(audit, self._setup, None)

    def wrote(self, outcome: Outcome, name: str) -> None:
        """Remember that the report's own file in that format stands."""
        if self._state is not None and outcome.key:
            path = self._plan.page(name, outcome.line.path)
            self._state.wrote(path, self._page_key(outcome.key, name, outcome.line.path))

    def _standing(self, state: State, key: str, entry: Entry) -> frozenset[str]:
        return frozenset(
            name
            for name in self._pages
            if state.stands(self._plan.page(name, entry.name), self._page_key(key, name, entry.name))
        )

    def _named(self, audit: ReportAudit, entry: Entry) -> ReportAudit:
        """A stored audit under the name of the entry, with what is suppressed there."""
        return self._setup.settings.marked(replace(audit, path=entry.name), entry.path)

    def _key(self, content: str, entry: Entry) -> str:
        """The key of an audit: content, ending (which helps to choose the reader), tool and options."""
        ending = entry.path.rpartition(".")[2].lower()
        parts = (content, ending, self._config, repr(self._setup.settings.of(entry.path)))
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()

    def _page_key(self, key: str, name: str, path: str) -> str:
        parts = (key, name, path, self._settings, repr(replace(self._setup.run, colour=False, width=0, skipped=0)))
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()

    @staticmethod
    def _kept(state: State, key: str, packed: bytes) -> None:
        try:
            state.put(key, packed)
        except sqlite3.Error as error:
            raise Unwritable.base("--state", error, "unwritable.state") from error


def _needed(name: str, audit: ReportAudit) -> bool:
    """Whether the submitted file would be needed to make this format of the report."""
    return audit.status != UNREADABLE and takes(outputs()[name], audit)
