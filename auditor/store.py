"""The state file: every finished audit by content and configuration, so that a run goes on where it stopped."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor.codec import unpack
from auditor.language import Language
from auditor.marker import STATE_ID
from auditor.overview import overview
from auditor.overview_tables import Overview
from auditor.result import ReportAudit, ReportLine

_TABLES = (
    "CREATE TABLE IF NOT EXISTS audits (key TEXT PRIMARY KEY, audit BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS written (file TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID",
)


class Damaged(Exception):
    """A state file that is none, or cannot be opened; the text says why."""


class State:
    """Finished audits in SQLite. Each is committed whole when it is put: a kill loses at most what was under way."""

    def __init__(self, path: str) -> None:
        """Opens or makes the file. Raises Damaged."""
        try:
            self._base = sqlite3.connect(path, timeout=60, isolation_level=None)
            own = self._base.execute("PRAGMA application_id").fetchone()[0]
            tables = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and own != STATE_ID:
                raise Damaged("not a state file of gouji")
            self._base.execute(f"PRAGMA application_id = {STATE_ID}")
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            for table in _TABLES:
                self._base.execute(table)
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._base.close()

    def get(self, key: str) -> ReportAudit | None:
        """The finished audit of that key; None where there is none, or none that can be read."""
        row = self._base.execute("SELECT audit FROM audits WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            return unpack(ReportAudit, row[0])
        except ValueError:
            return None

    def put(self, key: str, packed: bytes) -> None:
        """Keep a finished audit. Raises sqlite3.Error where the disk is full."""
        self._base.execute("INSERT OR REPLACE INTO audits VALUES (?, ?)", (key, packed))

    def wrote(self, file: Path, key: str) -> None:
        """Remember of what content and settings an output file was written."""
        self._base.execute("INSERT OR REPLACE INTO written VALUES (?, ?)", (str(file.resolve()), key))

    def stands(self, file: Path, key: str) -> bool:
        """Whether the output file is still there as it was written of that content and those settings."""
        row = self._base.execute("SELECT key FROM written WHERE file = ?", (str(file.resolve()),)).fetchone()
        return row is not None and row[0] == key and file.is_file()


def digest(path: str) -> str:
    """The SHA-256 of a file's bytes. Raises OSError."""
    with open(path, "rb") as file:  # noqa: PTH123 - a file name need not be valid Unicode
        return hashlib.file_digest(file, "sha256").hexdigest()


class Spool:
    """The audits of this run on disk, for outputs that look at a whole folder; gone when the run ends."""

    def __init__(self) -> None:
        self._overview: Overview | None = None
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE audits (position INTEGER PRIMARY KEY, audit BLOB)")

    def put(self, position: int, packed: bytes) -> None:
        self._base.execute("INSERT INTO audits VALUES (?, ?)", (position, packed))

    def __iter__(self) -> Iterator[ReportAudit]:
        for (packed,) in self._base.execute("SELECT audit FROM audits ORDER BY position"):
            yield unpack(ReportAudit, packed)

    def __getitem__(self, position: int) -> ReportAudit:
        row = self._base.execute("SELECT audit FROM audits WHERE position = ?", (position,)).fetchone()
        return unpack(ReportAudit, row[0])

    def overview(self, language: Language) -> Overview:
        """The folder at a glance, worked out once for all outputs."""
        if self._overview is None:
            self._overview = overview(self, language)
        return self._overview

    def close(self) -> None:
        if self._overview is not None:
            self._overview.close()
        self._base.close()


class SpooledReports:
    """What ``render_folder`` is given: lines in memory, audits from the spool."""

    def __init__(self, spool: Spool, lines: Sequence[ReportLine], names: dict[str, str], language: Language) -> None:
        self._spool, self._lines, self._names, self._language = spool, lines, names, language

    def __iter__(self) -> Iterator[ReportAudit]:
        return iter(self._spool)

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def overview(self) -> Overview:
        return self._spool.overview(self._language)

    @property
    def lines(self) -> Sequence[ReportLine]:
        return self._lines

    def name(self, path: str) -> str:
        return self._names.get(path, "")
