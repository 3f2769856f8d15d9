"""A run over many machines: dask.distributed brings the files to workers, and in each the isolated child reads them.

A worker opens a file by its path where that is the same file (size and time of change); where it is not there,
the file's content is sent after. A worker that is lost, with its machine or without, loses nothing: dask gives
its files to others. What comes back is bytes that are taken apart without running anything.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import tempfile
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.codec import pack, unpack
from auditor.edition import rules_sha256
from auditor.result import Sentence
from auditor.sandbox import Pool, Task
from auditor.settings import Setup
from auditor.wrong import Wrong

AHEAD = 2
"""Files that are given out for each thread of the cluster, the one it is at included."""

CONTENT = 256 * 2**20
"""Bytes of files that may be under way by content before no more are sent."""

PATIENCE = 10.0
"""Seconds to find the scheduler."""

LOOK = 5.0
"""Seconds between two looks at whether the scheduler is still there."""

TRIES = 3
"""How often a file is given out again that the cluster lost, beyond what dask itself tries."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file for a worker: where it lies, how large and how old it is there, its content where it must be sent."""

    path: str
    name: str
    size: int
    changed: int
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not given out; it is answered as a worker would answer."""

    index: int
    reason: Sentence

    @property
    def key(self) -> str:
        return f"refused-{self.index}"

    @property
    def answer(self) -> bytes:
        return b"!" + pack(self.reason)


class Cluster:
    """The same to a run as ``sandbox.Pool``, over the threads of all workers of a cluster."""

    def __init__(self, setup: Setup, scheduler: str, by_content: bool = False) -> None:
        """Finds the scheduler. Raises Wrong where dask is missing or nobody answers."""
        try:
            import distributed
        except ImportError as error:
            raise Wrong("wrong.no_cluster", error=str(error)) from error
        warnings.filterwarnings("ignore", message="Sending large graph")
        try:
            self._client = distributed.Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Wrong("wrong.scheduler", scheduler=scheduler, error=str(error)) from error
        self._scheduler, self._setup, self._by_content = scheduler, setup, by_content
        self._lost = distributed.scheduler.KilledWorker
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._under_way: dict[Any, tuple[Any, Task, int, int]] = {}

    @property
    def free(self) -> bool:
        """Whether another file may be given out; a cluster without workers is given a few, and they wait."""
        sent = sum(size for _, _, _, size in self._under_way.values())
        return self.busy < AHEAD * max(1, self._threads()) and (sent < CONTENT or not self._under_way)

    @property
    def busy(self) -> int:
        return len(self._under_way)

    def submit(self, task: Task) -> None:
        self._give(task, self._by_content, 0)

    def results(self) -> Iterator[tuple[Task, bytes | Sentence]]:
        """Wait until a file comes back; its result. Raises Wrong where the scheduler is gone."""
        while True:
            try:
                future = self._answers.get(timeout=LOOK)
                break
            except queue.Empty:
                self._look()
        if future.key not in self._under_way:
            return
        _, task, tries, _ = self._under_way.pop(future.key)
        answer = future.answer if isinstance(future, Refused) else self._answer(future)
        if answer is None and tries < TRIES:
            self._give(task, self._by_content, tries + 1)
        elif answer == _SEND:
            self._give(task, True, tries)
        elif answer is None:
            yield task, Sentence("problem.lost")
        elif answer[:1] == b"?":
            raise Wrong("wrong.versions", scheduler=self._scheduler)
        else:
            yield task, answer[1:] if answer[:1] == b"." else unpack(Sentence, answer[1:])

    def close(self) -> None:
        """Give back what is under way and let the workers' children go."""
        with contextlib.suppress(Exception):  # the cluster may be gone; nothing of this run is left there then
            self._client.cancel([future for future, *_ in self._under_way.values()], force=True)
            self._client.run(release, on_error="ignore")
        self._under_way.clear()
        with contextlib.suppress(Exception):
            self._client.close(timeout=PATIENCE)

    def _give(self, task: Task, with_content: bool, tries: int) -> None:
        parcel = _parcel(task, with_content, self._setup.settings.of(task.path).limits.file)
        if isinstance(parcel, Refused):
            self._under_way[parcel.key] = (parcel, task, tries, 0)
            self._answers.put(parcel)
            return
        future = self._client.submit(audited, parcel, self._setup, pure=False, retries=0)
        self._under_way[future.key] = (future, task, tries, len(parcel.content or b""))
        future.add_done_callback(self._answers.put)

    def _answer(self, future: Any) -> bytes | None:
        """What the worker sent; None where the cluster lost the file. Raises Wrong where the scheduler is gone."""
        if future.status == "finished":
            return bytes(future.result())
        if future.status == "cancelled" or isinstance(future.exception(), self._lost):
            self._look()
            return None
        raise Wrong("wrong.worker", scheduler=self._scheduler, error=str(future.exception())[:300])

    def _look(self) -> None:
        if self._client.status not in ("running", "connecting"):
            raise Wrong("wrong.scheduler", scheduler=self._scheduler, error=str(self._client.status))

    def _threads(self) -> int:
        """The threads of all workers, as the client last heard of them."""
        with contextlib.suppress(Exception):
            workers = self._client.scheduler_info(n_workers=-1)["workers"]
            return sum(each["nthreads"] for each in workers.values())
        return 1


_SEND = b"+"
"""The answer of a worker that does not have the file."""


def _parcel(task: Task, with_content: bool, largest: int) -> Parcel | Refused:
    """The file as a parcel; refused, with the words of a local run, where it cannot be opened or is too large."""
    path = Path(task.path).absolute()
    try:
        found = path.stat()
        if found.st_size > largest * 2**20:
            return Refused(task.index, Sentence("problem.large", (("limit", str(largest)),)))
        content = path.read_bytes() if with_content else None
    except OSError as error:
        return Refused(task.index, Sentence("problem.closed", (("error", error.strerror or ""),)))
    return Parcel(str(path), task.name, found.st_size, found.st_mtime_ns, content)


# What follows runs on the workers. Each thread of one keeps a child of its own and uses it again.


@dataclass(slots=True)
class Kept:
    """A thread's child, what it was started for, and whether it is at a file."""

    setup: Setup
    pool: Pool
    at_work: bool = True


_kept: dict[int, Kept] = {}
_lock = threading.Lock()


def audited(parcel: Parcel, setup: Setup) -> bytes:
    """The packed result of a file after ".", the reason there is none after "!", "+" for: send its content."""
    if rules_sha256() != setup.run.rules_sha256:
        return b"?"
    if parcel.content is None:
        return _by_path(parcel, setup)
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        path = Path(folder) / Path(parcel.path).name
        path.write_bytes(parcel.content)
        return _read(parcel, str(path), setup)


def _by_path(parcel: Parcel, setup: Setup) -> bytes:
    try:
        found = Path(parcel.path).stat()
    except OSError:
        return _SEND
    if (found.st_size, found.st_mtime_ns) != (parcel.size, parcel.changed):
        return _SEND
    return _read(parcel, "", setup)


def _read(parcel: Parcel, copy: str, setup: Setup) -> bytes:
    kept = _taken(setup)
    try:
        kept.pool.submit(Task(0, parcel.path, parcel.name, copy))
        while True:
            for _, result in kept.pool.results():
                return b"." + result if isinstance(result, bytes) else b"!" + pack(result)
    finally:
        kept.at_work = False


def _taken(setup: Setup) -> Kept:
    """This thread's child. A worker of dask is a daemon and may have no children until it says that it is none."""
    multiprocessing.current_process().daemon = False
    own = threading.get_ident()
    with _lock:
        kept = _kept.get(own)
        if kept is not None and kept.setup == setup:
            kept.at_work = True
            return kept
        _kept[own] = Kept(setup, Pool(setup, 1))
    if kept is not None:
        kept.pool.close()
    return _kept[own]


def release() -> None:
    """Close the children that are at no file; a thread that needs one again starts it."""
    with _lock:
        idle = [own for own, kept in _kept.items() if not kept.at_work]
        pools = [_kept.pop(own).pool for own in idle]
    for pool in pools:
        pool.close()
