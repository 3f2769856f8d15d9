"""How an output is written: as it grows, under another name until it is whole, and told where it cannot be."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from auditor.result import Sentence

PART = ".part"
"""Ending of a file that is being written; what is left of it after a failure is kept under this name."""


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
