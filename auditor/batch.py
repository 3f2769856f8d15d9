"""A run over many files: workers kept busy, results in the order of the paths, memory bounded, nothing lost."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace

from auditor.child import Setup
from auditor.codec import unpack
from auditor.outputs import is_stream, outputs
from auditor.rendering import Outcome, rendered, text, unpacked
from auditor.result import ReportAudit, ReportLine, Sentence, unreadable
from auditor.sandbox import Pool, Task
from auditor.store import Spool, SpooledReports, State, content_key
from auditor.targets import Plan, Sink, Unwritable, write
from auditor.walk import Entry

HELD = 64 * 2**20
"""Bytes of finished results that may wait for an earlier file before no new one is begun."""

AHEAD = 2_000
"""Files that may be finished before an earlier one is."""


@dataclass(slots=True)
class Totals:
    """The lines of all reports in order, and why a format could not be made of a report."""

    lines: list[ReportLine] = field(default_factory=list)
    refused: list[tuple[str, Sentence]] = field(default_factory=list)

    def exit_code(self, threshold: str) -> int:
        """0: all audited, nothing at or above the threshold; 1: something is; 2: something was not audited."""
        if self.refused or not self.lines or any(line.failed for line in self.lines):
            return 2
        return int(any(line.stands(threshold) for line in self.lines))


Watch = Callable[[ReportLine], None]


def run(entries: tuple[Entry, ...], plan: Plan, setup: Setup, jobs: int, state: State | None, config: str,
        watch: Watch = lambda line: None) -> Totals:  # fmt: skip
    """Audit every entry and write every output of the plan. Raises Unwritable; what was written by then is kept."""
    spool = Spool() if plan.folders else None
    setup = replace(setup, keep=spool is not None)
    totals = Totals()
    sinks: dict[str, Sink] = {}
    try:
        for name, path in plan.streams.items():
            sinks[name] = Sink(path)
            sinks[name].write(text(outputs()[name].opening(setup.run)))
        for position, outcome in enumerate(_in_order(entries, setup, jobs, state, config)):
            _written(outcome, plan, sinks, spool, position)
            totals.lines.append(outcome.line)
            totals.refused.extend((outcome.line.path, reason) for reason in outcome.refused.values())
            watch(outcome.line)
        _ended(plan, setup, sinks, spool, totals)
    finally:
        for sink in sinks.values():
            sink.leave()
        if spool:
            spool.close()
    return totals


def _written(outcome: Outcome, plan: Plan, sinks: dict[str, Sink], spool: Spool | None, position: int) -> None:
    for name, data in outcome.streams.items():
        between = text(outputs()[name].BETWEEN) if position else b""
        sinks[name].write(between + data)
    for name, data in outcome.files.items():
        write(plan.page(name, outcome.line.path), data)
    if spool:
        spool.put(position, outcome.plain)


def _ended(plan: Plan, setup: Setup, sinks: dict[str, Sink], spool: Spool | None, totals: Totals) -> None:
    for name, sink in sinks.items():
        sink.write(text(outputs()[name].closing(setup.run, totals.lines)))
        sink.finish()
    for name, path in plan.folders.items():
        assert spool is not None
        reports = SpooledReports(spool, totals.lines, plan.names[name])
        write(path, outputs()[name].render_folder(setup.run, reports))


def _in_order(
    entries: tuple[Entry, ...], setup: Setup, jobs: int, state: State | None, config: str
) -> Iterator[Outcome]:
    """The outcome of each entry in the order of the list, whatever the order in which they are finished."""
    held: dict[int, Outcome] = {}
    turn, size = 0, 0
    # Closed at once when the reader of this generator stops, so that no worker is left.
    with contextlib.closing(_as_finished(entries, setup, jobs, state, config, lambda: (turn, size))) as finished:
        for index, outcome in finished:
            held[index] = outcome
            size += _size(outcome)
            while turn in held:
                outcome = held.pop(turn)
                size -= _size(outcome)
                turn += 1
                yield outcome


def _size(outcome: Outcome) -> int:
    return len(outcome.plain) + sum(map(len, (*outcome.streams.values(), *outcome.files.values())))


def _as_finished(entries: tuple[Entry, ...], setup: Setup, jobs: int, state: State | None, config: str,
                 waiting: Callable[[], tuple[int, int]]) -> Generator[tuple[int, Outcome], None, None]:  # fmt: skip
    """Outcomes as they come; no file is begun while too much waits for an earlier one."""
    cache = Cache(state, config, setup)
    pool = Pool(replace(setup, keep=setup.keep or state is not None), min(jobs, len(entries)))
    try:
        for index, entry in enumerate(entries):
            while not pool.free or pool.busy and _too_far(index, *waiting()):
                yield from _collected(pool, cache, entries)
            known = cache.known(index, entry)
            if isinstance(known, Outcome):
                yield index, known
            elif known is None:
                pool.submit(Task(index, entry.path, entry.name))
        while pool.busy:
            yield from _collected(pool, cache, entries)
    finally:
        pool.close()


def _too_far(index: int, turn: int, size: int) -> bool:
    return size > HELD or index - turn > AHEAD


def _collected(pool: Pool, cache: Cache, entries: tuple[Entry, ...]) -> Iterator[tuple[int, Outcome]]:
    for task, result in pool.results():
        yield from cache.finished(task.index, entries, result)


WAITS = "waits"

LIMITS = frozenset(f"problem.{name}" for name in ("time", "memory", "died", "start", "output", "crashed", "closed"))
"""Verdicts that come from the limits of a run or the state of a machine, not from the file."""


class Cache:
    """What need not be audited again: what the state holds, and what is under way under another name."""

    def __init__(self, state: State | None, config: str, setup: Setup) -> None:
        self._state, self._config, self._setup = state, config, setup
        self._keys: dict[int, str] = {}
        self._followers: dict[str, list[int]] = {}
        self._stored = all(is_stream(outputs()[name]) for name in setup.formats)

    def known(self, index: int, entry: Entry) -> Outcome | str | None:
        """The outcome of an entry that needs no worker; WAITS where its content is under way; None: audit it."""
        if entry.problem is not None:
            return rendered(unreadable(entry.name, entry.problem), self._setup, None)
        if self._state is None:
            return None
        try:
            key = content_key(entry.path, self._config)
        except OSError:
            return None
        if not self._stored:
            self._keys[index] = key
            return None
        if key in self._followers:
            self._followers[key].append(index)
            return WAITS
        audit = self._state.get(key)
        if audit is not None:
            return rendered(replace(audit, path=entry.name), self._setup, None)
        self._keys[index] = key
        self._followers[key] = []
        return None

    def finished(
        self, index: int, entries: tuple[Entry, ...], result: bytes | Sentence
    ) -> Iterator[tuple[int, Outcome]]:
        """The outcome of a task, and of the entries with the same content that waited for it."""
        name = entries[index].name
        if isinstance(result, Sentence):
            outcome = rendered(unreadable(name, result), self._setup, None)
        else:
            outcome = unpacked(result)
        key = self._keys.pop(index, None)
        yield index, outcome
        if key is None or self._state is None:
            return
        self._keep(self._state, key, outcome)
        for follower in self._followers.pop(key, ()):
            audit = replace(unpack(ReportAudit, outcome.plain), path=entries[follower].name)
            yield follower, rendered(audit, self._setup, None)

    def _keep(self, state: State, key: str, outcome: Outcome) -> None:
        """Store a finished audit; what only hit a limit of this run is tried again by the next."""
        problem = outcome.line.problem
        if problem is not None and problem.key in LIMITS:
            return
        try:
            state.put(key, outcome.plain)
        except sqlite3.Error as error:
            raise Unwritable("--state", OSError(errno.EIO, str(error))) from error
