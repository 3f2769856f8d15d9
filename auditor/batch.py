"""A run over many files: workers kept busy, results in the order of the paths, memory bounded, nothing lost."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from auditor.cache import Cache
from auditor.glance import lines
from auditor.outcome import Outcome, packed, unpacked
from auditor.outputs import outputs
from auditor.overview_files import WRITERS, write_tables
from auditor.rendering import text
from auditor.result import ReportLine, Sentence
from auditor.sandbox import Engine, Pool, Task
from auditor.settings import Setup
from auditor.store import Spool, SpooledReports, State
from auditor.targets import Plan
from auditor.walk import Entry
from auditor.writing import Sink, Unwritable, write

HELD = 32 * 2**20
"""Bytes of finished results that wait in memory for an earlier file; more wait on disk."""

AHEAD = 20_000
"""Files that may be finished before an earlier one is: one file that takes its minute holds up nobody else."""


@dataclass(slots=True)
class Totals:
    """The lines of all reports in order, and why a format could not be made of a report."""

    lines: list[ReportLine] = field(default_factory=list)
    refused: list[tuple[str, Sentence]] = field(default_factory=list)

    def exit_code(self, threshold: Callable[[ReportLine], str]) -> int:
        """0: all audited, nothing at or above its report's threshold; 1: something is; 2: something was not audited."""
        if self.refused or not self.lines or any(line.failed for line in self.lines):
            return 2
        return int(any(line.stands(threshold(line)) for line in self.lines))


Watch = Callable[[ReportLine], None]


def run(entries: tuple[Entry, ...], plan: Plan, setup: Setup, jobs: int, state: State | None, config: str,
        watch: Watch = lambda line: None, engine: Callable[[Setup, int], Engine] = Pool) -> Totals:  # fmt: skip
    """Audit every entry and write every output of the plan. Raises Unwritable; what was written by then is kept."""
    spool = Spool() if plan.folders or plan.glances else None
    setup = replace(setup, keep=spool is not None)
    cache = Cache(entries, state, config, setup, plan)
    pool = engine(replace(setup, keep=setup.keep or state is not None), min(jobs, len(entries)))
    totals = Totals()
    sinks: dict[str, Sink] = {}
    try:
        for name, path in plan.streams.items():
            sinks[name] = Sink(path)
            sinks[name].write(text(outputs()[name].opening(setup.run)))
        for position, outcome in enumerate(_in_order(entries, cache, pool)):
            _written(outcome, plan, cache, sinks, spool, position)
            totals.lines.append(outcome.line)
            totals.refused.extend((outcome.line.path, reason) for reason in outcome.refused.values())
            watch(outcome.line)
        _ended(plan, setup, sinks, spool, totals)
    except sqlite3.Error as error:
        raise Unwritable.temporary(error) from error
    finally:
        pool.close()
        for sink in sinks.values():
            sink.leave()
        if spool:
            spool.close()
    return totals


def _written(
    outcome: Outcome, plan: Plan, cache: Cache, sinks: dict[str, Sink], spool: Spool | None, position: int
) -> None:
    for name, data in outcome.streams.items():
        between = text(outputs()[name].BETWEEN) if position else b""
        sinks[name].write(between + data)
    for name, data in outcome.files.items():
        write(plan.page(name, outcome.line.path), data)
        cache.wrote(outcome, name)
    if spool:
        spool.put(position, outcome.plain)


def _ended(plan: Plan, setup: Setup, sinks: dict[str, Sink], spool: Spool | None, totals: Totals) -> None:
    """Close the streams, then write what looks at all reports."""
    for name, sink in sinks.items():
        sink.write(text(outputs()[name].closing(setup.run, totals.lines)))
        if name == "console" and spool and None in plan.glances:
            sink.write(text("".join(f"{line}\n" for line in lines(spool.overview(setup.run.language)))))
        sink.finish()
    if spool is None:
        return
    for name, path in plan.folders.items():
        reports = SpooledReports(spool, totals.lines, plan.names[name], setup.run.language)
        write(path, outputs()[name].render_folder(setup.run, reports))
    for glance in filter(None, plan.glances):
        name = glance.suffix.lower().lstrip(".")
        if name in WRITERS:
            write_tables(spool.overview(setup.run.language), glance)
        else:
            reports = SpooledReports(spool, totals.lines, {}, setup.run.language)
            write(glance, outputs()[name].render_folder(setup.run, reports))


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Where a waiting result lies in the backlog's file, and its key in the state."""

    start: int
    size: int
    key: str


class Backlog:
    """What is finished and waits for an earlier file: ``turn`` is the next entry to be written."""

    def __init__(self) -> None:
        self.turn = 0
        self._waiting: dict[int, Outcome | OnDisk] = {}
        self._held = 0
        self._file: BinaryIO | None = None

    def put(self, index: int, outcome: Outcome) -> None:
        """Keep the result. Raises Unwritable where neither memory nor disk has room."""
        if index != self.turn and self._held > HELD:
            self._waiting[index] = self._on_disk(outcome)
            return
        self._waiting[index] = outcome
        self._held += _size(outcome)

    def due(self) -> Iterator[Outcome]:
        """The outcomes whose turn it is."""
        while self.turn in self._waiting:
            waiting = self._waiting.pop(self.turn)
            self.turn += 1
            if isinstance(waiting, OnDisk):
                yield self._from_disk(waiting)
            else:
                self._held -= _size(waiting)
                yield waiting
        if not self._waiting and self._file is not None:
            self._file.truncate(0)

    def full(self, index: int) -> bool:
        """Whether so much waits that the entry should not be begun yet."""
        return index - self.turn > AHEAD

    def _on_disk(self, outcome: Outcome) -> OnDisk:
        data = packed(outcome)
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="gouji-")  # noqa: SIM115 - gone when the run ends
            start = self._file.seek(0, os.SEEK_END)
            self._file.write(data)
        except OSError as error:
            raise Unwritable.temporary(error) from error
        return OnDisk(start, len(data), outcome.key)

    def _from_disk(self, waiting: OnDisk) -> Outcome:
        assert self._file is not None
        self._file.seek(waiting.start)
        outcome = unpacked(self._file.read(waiting.size))
        outcome.key = waiting.key
        return outcome


def _size(outcome: Outcome) -> int:
    return len(outcome.plain) + sum(map(len, (*outcome.streams.values(), *outcome.files.values())))


def _in_order(entries: tuple[Entry, ...], cache: Cache, pool: Engine) -> Iterator[Outcome]:
    """The outcome of each entry in the order of the list, whatever the order in which they are finished."""
    backlog = Backlog()
    for index, outcome in _as_finished(entries, cache, pool, backlog):
        backlog.put(index, outcome)
        yield from backlog.due()


def _as_finished(
    entries: tuple[Entry, ...], cache: Cache, pool: Engine, backlog: Backlog
) -> Iterator[tuple[int, Outcome]]:
    """Outcomes as they come; no file is begun while too much waits for an earlier one."""
    for index, entry in enumerate(entries):
        while not pool.free or (pool.busy and backlog.full(index)):
            yield from _collected(pool, cache)
        known = cache.known(index)
        if isinstance(known, Outcome):
            yield index, known
        elif known is None:
            pool.submit(Task(index, entry.path, entry.name))
    while pool.busy or cache.again:
        while cache.again and pool.free:
            index = cache.again.pop()
            pool.submit(Task(index, entries[index].path, entries[index].name))
        yield from _collected(pool, cache)


def _collected(pool: Engine, cache: Cache) -> Iterator[tuple[int, Outcome]]:
    for task, result in pool.results():
        yield from cache.finished(task.index, result)
