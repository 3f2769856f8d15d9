"""Every file is read in a child process of its own kind, with a clock, a memory limit and no network.

Readers hang, abort or eat all memory on hostile files of a few hundred bytes, so nothing that was
submitted is parsed in the main process. A worker is used again until it says that it has grown or had its share;
one that breaks a limit is killed with all it started, its file gets that verdict, and another takes its place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from typing import Any, Protocol

from auditor.child import serve
from auditor.result import Sentence
from auditor.settings import Setup

START_LIMIT = 60.0
"""Seconds a worker may take to start."""

LONGEST_WAIT = 3600.0
"""Seconds after which a wait is looked at again; system calls take no endless number."""

LARGEST_RESULT = 512 * 2**20
"""Bytes that one file's result may have; more is a verdict of its own."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to audit: its position in the list, where it lies, the name it is shown under.

    ``copy`` is where its bytes lie on this machine, where that is not ``path``.
    """

    index: int
    path: str
    name: str
    copy: str = ""


@dataclass(slots=True)
class Worker:
    """A child process, the pipe to it, and the task it is at."""

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    ready: bool = False
    done: int = 0
    task: Task | None = None
    deadline: float = 0.0

    def kill(self) -> None:
        """Kill the worker and all it started."""
        pid = self.process.pid
        if pid is not None and hasattr(os, "killpg"):
            try:
                os.killpg(pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                self.process.kill()
        else:
            self.process.kill()
        self.close()

    def close(self) -> None:
        self.pipe.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


_SPAWN: Any = multiprocessing.get_context("spawn")
_FORK: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def copies() -> bool:
    """Whether a worker begins as a copy of this process, which has loaded a part of what it needs, else anew.

    A copy is safe on Linux, and where no other thread may hold a lock that the copy would wait for.
    """
    return sys.platform == "linux" and threading.active_count() == 1


class Engine(Protocol):
    """What a run gives its files to: ``submit`` while ``free``, then ``results``, until nothing is ``busy``."""

    @property
    def free(self) -> bool: ...

    @property
    def busy(self) -> int: ...

    def submit(self, task: Task) -> None: ...

    def results(self) -> Iterator[tuple[Task, bytes | Sentence]]: ...

    def close(self) -> None: ...


class Pool:
    """At most ``jobs`` workers on this machine."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        self._setup = setup
        self._jobs = max(1, jobs)
        self._workers: list[Worker] = []

    @property
    def free(self) -> bool:
        return len(self._workers) < self._jobs or any(worker.task is None for worker in self._workers)

    @property
    def busy(self) -> int:
        return sum(worker.task is not None for worker in self._workers)

    def submit(self, task: Task) -> None:
        """Give the task to an idle worker, or to a new one."""
        worker = next((each for each in self._workers if each.task is None), None)
        if worker is not None and not self._given(worker, task):
            self._drop(worker)
            worker = None
        if worker is None:
            self._given(self._start(), task)

    def _given(self, worker: Worker, task: Task) -> bool:
        """Whether the worker took the task; one that died idle does not."""
        worker.task = task
        worker.deadline = time.monotonic() + (self._setup.timeout if worker.ready else START_LIMIT)
        try:
            worker.pipe.send((task.path, task.name, task.copy))
        except OSError:
            return False
        return True

    def results(self) -> Iterator[tuple[Task, bytes | Sentence]]:
        """Wait until some worker has a result or breaks a limit; each result, or the reason there is none."""
        pipes = {worker.pipe: worker for worker in self._workers if worker.task is not None}
        soonest = min((worker.deadline for worker in pipes.values()), default=time.monotonic())
        for pipe in connection.wait(list(pipes), min(max(0.0, soonest - time.monotonic()), LONGEST_WAIT)):
            worker = pipes[pipe]  # type: ignore[index]
            try:
                message = worker.pipe.recv_bytes(LARGEST_RESULT)
            except (EOFError, ConnectionError):
                yield from self._failed(worker, self._died(worker))
                continue
            except OSError:
                yield self._lost(worker, _limit("problem.output", LARGEST_RESULT // 2**20))
                continue
            if worker.ready:
                yield from self._answered(worker, message)
            else:
                worker.ready = True
                worker.deadline = time.monotonic() + self._setup.timeout
        now = time.monotonic()
        for worker in [each for each in self._workers if each.task is not None and each.deadline <= now]:
            yield self._lost(worker, _limit("problem.time", self._setup.timeout) if worker.ready else _START)

    def close(self) -> None:
        """Leave no child behind."""
        for worker in self._workers:
            if worker.task is None and worker.ready:
                worker.close()
            else:
                worker.kill()
        self._workers.clear()

    def _start(self) -> Worker:
        ours, theirs = multiprocessing.Pipe(duplex=True)
        if copies():
            inherited = (ours, *(each.pipe for each in self._workers))
            process = _FORK.Process(target=serve, args=(theirs, self._setup, inherited), daemon=True)
        else:
            process = _SPAWN.Process(target=serve, args=(theirs, self._setup), daemon=True)
        process.start()
        theirs.close()
        worker = Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _answered(self, worker: Worker, message: bytes) -> Iterator[tuple[Task, bytes | Sentence]]:
        if message[:1] == b"!":
            yield from self._failed(worker, message[1:])
            return
        task, worker.task = worker.task, None
        assert task is not None
        worker.done += 1
        if message[:1] == b",":
            self._workers.remove(worker)
            worker.close()
        yield task, message[1:]

    def _failed(self, worker: Worker, verdict: bytes | Sentence) -> Iterator[tuple[Task, bytes | Sentence]]:
        """The verdict of a failure; but a worker that had read other files before may have failed because of
        them, so the file is then read again in a fresh one."""
        if worker.done == 0:
            yield self._lost(worker, verdict)
            return
        task, _ = self._lost(worker, verdict)
        self._given(self._start(), task)

    def _lost(self, worker: Worker, verdict: bytes | Sentence) -> tuple[Task, bytes | Sentence]:
        task = worker.task
        assert task is not None
        self._drop(worker)
        return task, verdict

    def _drop(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.kill()

    def _died(self, worker: Worker) -> Sentence:
        """Why a worker's pipe closed: the signal that ended it, and the memory limit as a likely reason."""
        worker.process.join(2)
        code = worker.process.exitcode or 0
        name = signal.Signals(-code).name if code < 0 and -code in set(signal.Signals) else str(code)
        return Sentence("problem.died", (("signal", name), ("memory", str(self._setup.memory))))


def _limit(key: str, limit: float) -> Sentence:
    return Sentence(key, (("limit", f"{limit:g}"),))


_START = Sentence("problem.start")
