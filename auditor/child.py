"""What runs in a worker: limits first, then one file after the other, read, audited and rendered."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import sys
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from auditor.outcome import packed
from auditor.outputs import Source
from auditor.rendering import rendered
from auditor.result import ReportAudit, Sentence, unreadable
from auditor.settings import Setup

LARGEST_WRITTEN = 512 * 2**20
"""Bytes of a file that a worker may write."""


GROWTH = 128 * 2**20
"""Bytes that a worker may hold beyond what it held at first; one that holds more is replaced."""

FEW = 50
"""Files after which a worker is replaced where the system does not tell what it holds."""


def serve(pipe: Connection, setup: Setup, inherited: tuple[Connection, ...] = ()) -> None:
    """Answer each (path, name, copy) with a packed result until the pipe closes. Runs in the child.

    Before the result stands "." – or "," where the worker is to be replaced, or "!" where it failed.
    ``inherited`` are ends of pipes that belong to the parent: held here too, they would never close.
    """
    for each in inherited:
        each.close()
    gc.disable()
    limited = confine(setup)
    with contextlib.suppress(Exception):  # what fails here fails again, with its message, at the first file
        from auditor import pipeline  # noqa: F401 - loaded under the limits, before the clock of the first file
    _collect_seldom()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        pipe.send_bytes(b"ready")
        first = held()
        for done in itertools.count(1):
            path, name, copy = pipe.recv()
            answer = _answer(path, name, copy or path, setup, limited)
            tired = done >= (min(setup.files, FEW) if first is None else setup.files)
            if answer[:1] == b"." and (tired or (held() or 0) - (first or 0) > GROWTH):
                answer = b"," + answer[1:]
            pipe.send_bytes(answer)


def held() -> int | None:
    """Bytes of memory that this process holds; None where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def _collect_seldom() -> None:
    """What is loaded stays, and an audit makes few cycles: the collector need not walk all of it again and again."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 50, 100)


def _answer(path: str, name: str, copy: str, setup: Setup, limited: bool) -> bytes:
    """The packed result after "." – or after "!" where reading failed and the worker should not be used again."""
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

    options = setup.settings.of(path)
    try:
        if Path(copy).stat().st_size > options.limits.file * 2**20:
            return unreadable(name, Sentence("problem.large", (("limit", str(options.limits.file)),))), None
        data = Path(copy).read_bytes()
    except OSError as error:
        return unreadable(name, Sentence("problem.closed", (("error", error.strerror or ""),))), None
    audit, document = audit_bytes(data, Path(path).name, options)
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
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_WRITTEN, LARGEST_WRITTEN))
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory * 2**20 + _mapped()
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):
        return False
    return sys.platform != "darwin"  # macOS takes the limit and does not hold it


def _mapped() -> int:
    """Bytes of address space that this process begins with: a copy of its parent has as much as that."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


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
