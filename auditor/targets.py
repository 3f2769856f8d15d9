"""Where every output goes: standard output, a file, or a folder; refused before anything is audited."""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import os
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import BinaryIO

from auditor.outputs import is_stream, outputs
from auditor.result import Sentence
from auditor.walk import Entry
from auditor.wrong import Wrong

GLANCES = (".html", ".xlsx", ".csv", ".parquet")
"""Endings of the files that an overview can be written as."""

PART = ".part"
"""Ending of a file that is being written; what is left of it after a failure is kept under this name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Per format: the file of a stream (None: standard output), and for the others the folder or the one file.

    ``glances`` are the files of the overview over all reports (None: after the console's summary).
    """

    streams: dict[str, Path | None]
    pages: dict[str, Path]
    single: bool
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)
    glances: tuple[Path | None, ...] = ()

    def page(self, name: str, report: str) -> Path:
        """The file of one report in a format of one file per report."""
        return self.pages[name] if self.single else self.pages[name] / self.names[name][report]


def planned(formats: Sequence[str], output: str | None, entries: Sequence[Entry], many: bool) -> Plan:
    """The plan of a run. Raises Wrong where the call leaves no place for what results."""
    chosen = {name: outputs()[name] for name in formats}
    if output is None:
        return _standard_output(chosen, many)
    streams: dict[str, Path | None] = {}
    if "console" in chosen and len(chosen) > 1:
        streams["console"] = None
        del chosen["console"]
    results = sum(1 if is_stream(each) else 1 + many for each in chosen.values())
    target = Path(output)
    folder = target.is_dir() or output.endswith(("/", os.sep)) or results > 1
    if folder and target.exists() and not target.is_dir():
        raise Wrong("wrong.folder", output=output)
    plan = Plan(streams, {}, not folder)
    for name, module in chosen.items():
        if not folder:
            (plan.streams if is_stream(module) else plan.pages)[name] = target
        else:
            _into_folder(plan, name, module, target, entries, many)
    _spare_submitted(plan, entries)
    return plan


def _standard_output(chosen: dict[str, ModuleType], many: bool) -> Plan:
    if len(chosen) > 1:
        raise Wrong("wrong.several", formats=", ".join(chosen))
    ((name, module),) = chosen.items()
    if module.BINARY:
        raise Wrong("wrong.binary", format=name)
    if not is_stream(module):
        if many:
            raise Wrong("wrong.many", format=name)
        return Plan({}, {name: Path("-")}, True)
    return Plan({name: None}, {}, True)


def _into_folder(plan: Plan, name: str, module: ModuleType, target: Path, entries: Sequence[Entry], many: bool) -> None:
    whole = getattr(module, "FOLDER", "audit") + module.ENDING
    if is_stream(module):
        own = named(entries, module.ENDING, ()).get(entries[0].name) if len(entries) == 1 and not many else None
        plan.streams[name] = target / (own or whole)
        return
    plan.pages[name] = target
    taken = (whole,) if hasattr(module, "FOLDER") and many else ()
    plan.names[name] = named(entries, module.ENDING, taken)
    if taken:
        plan.folders[name] = target / whole


def named(entries: Iterable[Entry], ending: str, taken: Iterable[str]) -> dict[str, str]:
    """The relative path of each report's file: its own path with the format's ending.

    Where two reports would share a name (a.docx and a.pdf), each keeps its own ending before it.
    """
    short = {entry.name: str(PurePosixPath(_safe(entry.name)).with_suffix(ending)) for entry in entries}
    count = Counter(each.casefold() for each in (*short.values(), *taken))
    return {name: each if count[each.casefold()] == 1 else _safe(name) + ending for name, each in short.items()}


def _safe(name: str) -> str:
    """The name without control characters and without steps out of the folder."""
    parts = ["".join(letter if letter.isprintable() else "_" for letter in part) for part in name.split("/")]
    return "/".join("_" if part in ("", ".", "..") else part for part in parts)


def _spare_submitted(plan: Plan, entries: Iterable[Entry]) -> None:
    """Never write over a submitted file."""
    submitted = {os.path.realpath(entry.path) for entry in entries}
    files = [path for path in (*plan.streams.values(), *plan.folders.values(), *plan.glances) if path is not None]
    if plan.single:
        files.extend(plan.pages.values())
    for name, names in plan.names.items():
        files.extend(plan.pages[name] / each for each in names.values())
    for path in files:
        if os.path.realpath(path) in submitted:
            raise Wrong("wrong.overwrites", output=str(path))


def glances(paths: Iterable[str], plan: Plan, entries: Iterable[Entry]) -> Plan:
    """The plan with the files of the overview. Raises Wrong where one cannot be written as asked."""
    chosen = tuple(None if path == "-" else Path(path) for path in dict.fromkeys(paths))
    for path in chosen:
        if path is None and "console" not in plan.streams:
            raise Wrong("wrong.glance_console")
        if path is not None and path.suffix.lower() not in GLANCES:
            raise Wrong("wrong.glance", output=str(path), endings=" ".join(GLANCES))
        if path is not None and path.suffix.lower() == ".parquet" and importlib.util.find_spec("pyarrow") is None:
            raise Wrong("wrong.no_parquet")
    plan = replace(plan, glances=chosen)
    _spare_submitted(plan, entries)
    return plan


class Unwritable(Exception):
    """An output that cannot be written, with the system's reason."""

    def __init__(self, path: str, error: OSError, kind: str = "unwritable") -> None:
        super().__init__(path)
        kept = error.errno in (errno.ENOSPC, errno.EDQUOT)
        key = "unwritable.full" if kept else kind
        self.reason = Sentence(key, (("output", path), ("error", error.strerror or str(error))))

    @classmethod
    def base(cls, path: str, error: sqlite3.Error, kind: str) -> Unwritable:
        """A database that cannot be written, because its disk is full or for another reason."""
        full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
        return cls(path, OSError(errno.ENOSPC if full else errno.EIO, str(error)), kind)

    @classmethod
    def temporary(cls, error: OSError | sqlite3.Error) -> Unwritable:
        """The folder of temporary files, where finished results wait."""
        path = tempfile.gettempdir()
        if isinstance(error, sqlite3.Error):
            return cls.base(path, error, "unwritable.temporary")
        return cls(path, error, "unwritable.temporary")


class Sink:
    """One growing output: standard output, or a file that gets its name when it is whole."""

    def __init__(self, path: Path | None) -> None:
        """Opens the file. Raises Unwritable at once where that is not possible."""
        self._path = path
        self._part: Path | None = None
        try:
            self.file: BinaryIO = self._open()
        except OSError as error:
            raise Unwritable(self.name, error) from error

    @property
    def name(self) -> str:
        return "-" if self._path is None else str(self._path)

    def _open(self) -> BinaryIO:
        if self._path is None:
            return sys.stdout.buffer
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and not self._path.is_file():
            return self._path.open("wb")
        if self._path.exists() and not os.access(self._path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        self._part = self._path.with_name(self._path.name + PART)
        return self._part.open("wb")

    def write(self, data: bytes) -> None:
        try:
            if self._path is None and sys.stdout.isatty() and sys.stderr.isatty():
                print("\r\x1b[2K", end="", file=sys.stderr, flush=True)  # the progress bar gives way
            self.file.write(data)
            self.file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unwritable(self.name, error) from error

    def finish(self) -> None:
        """Give the whole file its name."""
        try:
            if self._path is not None:
                self.file.close()
            if self._part is not None and self._path is not None:
                self._part.replace(self._path)
        except OSError as error:
            raise Unwritable(self.name, error) from error

    def leave(self) -> None:
        """Close what is not whole; the part stays."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self.file.close()


@contextlib.contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write into; it gets its name when it is whole. Raises Unwritable."""
    sink = Sink(path)
    try:
        yield sink.file
        sink.finish()
    except OSError as error:
        raise Unwritable(sink.name, error) from error
    finally:
        sink.leave()


def write(path: Path, data: bytes) -> None:
    """Write a whole file at once, or nothing. Raises Unwritable."""
    sink = Sink(None if str(path) == "-" else path)
    try:
        sink.write(data)
        sink.finish()
    finally:
        sink.leave()
