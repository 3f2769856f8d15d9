"""The tables of a folder's overview, in a database on disk that is gone with the run: memory stays small.

Rows come in the order in which they are shown, or as pandas tables in pieces; pandas is loaded only for these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from auditor.codec import storable
from auditor.language import Language
from auditor.result import SEVERITIES

if TYPE_CHECKING:
    import pandas

PIECE = 5_000
"""Rows of a table that are in memory at a time."""

COUNTS = ("reports", *(f"{name}s" for name in SEVERITIES), "agrees", "disagrees", "cannot_tell")
TABLES = {
    "reports": (
        "path", "organization", "fiscal_year", "status", "problem", "figures", "covered", "agrees", "disagrees",
        "cannot_tell", "errors", "warnings", "notes", "accepted", "stated_total", "recomputed_total", "sha256",
    ),
    "findings": (
        "path", "organization", "fiscal_year", "rule", "severity", "subject", "where", "quote", "stated", "expected",
        "unit", "formula", "cause", "consequence", "group", "suppressed", "id",
    ),
    "by_unit": ("organization", *COUNTS),
    "by_year": ("fiscal_year", *COUNTS),
    "by_rule": ("rule", *COUNTS),
    "by_indicator": ("subject", *COUNTS),
    "by_severity": ("severity", "reports", "findings"),
    "spread": ("subject", "unit", "reports", "lowest", "lowest_in", "median", "highest", "highest_in", "disagrees"),
    "indicators": (
        "subject", "unit", "path", "organization", "fiscal_year", "stated", "value", "expected", "verdict", "rule",
        "where",
    ),
    "copied": ("first", "second", "shared", "share", "example"),
    "unchanged": ("organization", "old", "old_year", "new", "new_year", "same", "comparable", "examples"),
    "unread": ("path", "note"),
}  # fmt: skip
"""The tables with their columns, in the order in which they are shown."""

INTEGERS = frozenset(
    (*COUNTS, *"accepted fiscal_year figures covered findings shared old_year new_year same comparable".split())
)
_STORED = ("reports", "findings", "indicators", "copied", "unchanged", "unread")
_COUNTED = {"by_unit": "organization", "by_year": "fiscal_year", "by_rule": "rule", "by_indicator": "subject"}
_SUMS = ", ".join(f"sum({name})" for name in COUNTS[1:])
_MANY = 'SELECT subject, unit FROM indicators GROUP BY subject, unit HAVING count(DISTINCT "path") > 1'
_RANKED = (
    "SELECT *, row_number() OVER told AS place, count(*) OVER (PARTITION BY subject, unit) AS many, "
    "sum(verdict = 'disagrees') OVER (PARTITION BY subject, unit) AS off FROM indicators "
    f"WHERE (subject, unit) IN ({_MANY}) WINDOW told AS (PARTITION BY subject, unit ORDER BY CAST(value AS REAL), path)"
)
_QUERIES = {
    **{name: f"SELECT * FROM {name}" for name in _STORED},
    **{
        name: f"SELECT word, count(*), {_SUMS} FROM tallies WHERE kind = '{kind}' GROUP BY word "
        "ORDER BY sum(errors) DESC, sum(warnings) DESC, sum(notes) DESC, word"
        for name, kind in _COUNTED.items()
    },
    "by_severity": " UNION ALL ".join(
        f"SELECT '{name}', count(*) FILTER (WHERE {name}s), coalesce(sum({name}s), 0) FROM reports"
        for name in SEVERITIES
    ),
    "spread": (
        "SELECT subject, unit, many, max(stated) FILTER (WHERE place = 1), max(path) FILTER (WHERE place = 1), "
        "max(stated) FILTER (WHERE place = (many + 1) / 2), max(stated) FILTER (WHERE place = many), "
        f"max(path) FILTER (WHERE place = many), off FROM ({_RANKED}) GROUP BY subject, unit "
        "ORDER BY off DESC, many DESC, subject, unit"
    ),
    "indicators": (
        f"SELECT * FROM indicators WHERE (subject, unit) IN ({_MANY}) "
        "ORDER BY subject, unit, organization, fiscal_year, path"
    ),
}


class Overview:
    """The tables of a folder, on disk until it is closed; ``cut`` names those of which only a part was kept."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.cut: tuple[str, ...] = ()
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        for name in _STORED:
            self._base.execute(f"CREATE TABLE {name} ({', '.join(map(_column, TABLES[name]))})")
        self._base.execute(f"CREATE TABLE tallies (kind, word, {', '.join(COUNTS[1:])})")
        self._base.execute("BEGIN")

    def close(self) -> None:
        self._base.close()

    def put(self, name: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Add rows. Raises sqlite3.Error where the disk is full."""
        width = len(TABLES[name]) if name in TABLES else len(COUNTS) + 1
        safe = (tuple(storable(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
        self._base.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * width)})", safe)

    def rows(self, name: str, most: int = -1) -> Iterator[tuple[object, ...]]:
        """The rows of a table in their order, at most so many."""
        for row in self._base.execute(f"{_QUERIES[name]} LIMIT ?", (most,)):
            yield (self.language.say(f"severity.{row[0]}"), *row[1:]) if name == "by_severity" else row

    def count(self, name: str) -> int:
        """How many rows a table has."""
        return int(self._base.execute(f"SELECT count(*) FROM ({_QUERIES[name]})").fetchone()[0])

    def frames(self, name: str) -> Iterator[pandas.DataFrame]:
        """The table in pieces, each column of one type throughout; one piece without rows where it has none."""
        import pandas

        types = {column: _type(column) for column in TABLES[name]}
        rows, piece = self.rows(name), None
        while piece is None or len(piece) == PIECE:
            piece = [row for _, row in zip(range(PIECE), rows, strict=False)]
            yield pandas.DataFrame(piece, columns=TABLES[name]).astype(types)


def _column(name: str) -> str:
    return f'"{name}" {"INTEGER" if name in INTEGERS else "REAL" if name == "share" else "TEXT"}'


def _type(name: str) -> str:
    return "Int64" if name in INTEGERS else "Float64" if name == "share" else "string"
