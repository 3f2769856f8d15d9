"""What runs in a worker: limits first, then one file after the other, read, audited and rendered."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from auditor.outputs import Run, Source
from auditor.result import ReportAudit, Sentence, unreadable
from auditor.settings import Settings

LARGEST_FILE = 512 * 2**20
"""Bytes of a submitted file; a larger one is refused unread."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to know: the run, the formats, its limits (seconds, MiB), and what to send back."""

    run: Run
    settings: Settings
    formats: tuple[str, ...]
    timeout: float = 60.0
    memory: int = 1536
    keep: bool = False


def serve(pipe: Connection, setup: Setup) -> None:
    """Answer each (path, name) with a packed result until the pipe closes. Runs in the child."""
    limited = confine(setup)
    with contextlib.suppress(Exception):  # what fails here fails again, with its message, at the first file
        from auditor import pipeline  # noqa: F401 - loaded under the limits, before the clock of the first file
    _collect_seldom()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        pipe.send_bytes(b"ready")
        while True:
            path, name, copy = pipe.recv()
            pipe.send_bytes(_answer(path, name, copy or path, setup, limited))


def _collect_seldom() -> None:
    """What is loaded stays, and an audit makes few cycles: the collector need not walk all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _answer(path: str, name: str, copy: str, setup: Setup, limited: bool) -> bytes:
    """The packed result after "." – or after "!" where the worker should not be used again."""
    from auditor.rendering import packed, rendered

    try:
        audit, source = audited(path, name, copy, setup)
        if not limited:
            audit = replace(audit, notes=(*audit.notes, Sentence("note.no_memory_limit")))
        return b"." + packed(rendered(audit, setup, source))
    except MemoryError:
        problem = Sentence("problem.memory", (("limit", str(setup.memory)),))
    except RecursionError:
        problem = Sentence("problem.nesting")
    except Exception as error:  # noqa: BLE001 - whatever a reader raises is this file's verdict
        problem = Sentence("problem.crashed", (("error", f"{type(error).__name__}: {error}"[:300]),))
    return b"!" + packed(rendered(unreadable(name, problem), setup, None))


def audited(path: str, name: str, copy: str, setup: Setup) -> tuple[ReportAudit, Source | None]:
    """The audit of the file under the name it is shown by, read from the copy, and what outputs may need of it."""
    from auditor.pipeline import audit_bytes

    try:
        if Path(copy).stat().st_size > LARGEST_FILE:
            return unreadable(name, Sentence("problem.large", (("limit", str(LARGEST_FILE // 2**20)),))), None
        data = Path(copy).read_bytes()
    except OSError as error:
        return unreadable(name, Sentence("problem.closed", (("error", error.strerror or ""),))), None
    audit, document = audit_bytes(data, Path(path).name, setup.settings.of(path))
    return setup.settings.marked(replace(audit, path=name), path), Source(data, document)


def confine(setup: Setup) -> bool:
    """Own session, no network, no output of its own, limits of memory and files; whether memory is limited."""
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    with contextlib.suppress(OSError, AttributeError):
        os.setsid()
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    if sys.platform == "linux":
        _leave_with_parent()
        _leave_network()
    _forbid_sockets()
    return _limit_memory(setup.memory)


def _limit_memory(memory: int) -> bool:
    try:
        import resource
    except ImportError:
        return False
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory * 2**20 if hard == resource.RLIM_INFINITY else min(memory * 2**20, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):
        return False
    return sys.platform != "darwin"  # macOS takes the limit and does not hold it


def _leave_with_parent() -> None:
    """Die when the parent dies, however it dies (PR_SET_PDEATHSIG)."""
    import ctypes
    import signal

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() == 1:
        os._exit(1)


def _leave_network() -> None:
    """A network namespace without devices, where the system allows one; the pipe to the parent stays open."""
    import ctypes

    new_user, new_network = 0x10000000, 0x40000000
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(new_network) != 0 and os.geteuid() != 0:
            library.unshare(new_user | new_network)


def _forbid_sockets() -> None:
    """No library of this process opens a connection by way of Python."""
    import socket

    def refused(*_: object, **__: object) -> None:
        raise PermissionError("no network while a report is read")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        setattr(socket.socket, name, refused)
    socket.getaddrinfo = refused  # type: ignore[assignment]
