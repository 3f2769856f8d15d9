"""The tables of a folder's overview as files: a CSV or a Parquet file for each, written piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from auditor.marker import MARK
from auditor.overview_tables import TABLES, Overview
from auditor.writing import whole

if TYPE_CHECKING:
    import pandas


def beside(path: Path) -> dict[str, Path]:
    """The file of each table: view.csv gives view-reports.csv, view-findings.csv and so on."""
    return {name: path.with_name(f"{path.stem}-{name.replace('_', '-')}{path.suffix}") for name in TABLES}


def csv(pieces: Iterable[pandas.DataFrame], file: BinaryIO) -> None:
    """The table after a byte order mark, for spreadsheets; text that looks like a formula gets an apostrophe."""
    for number, piece in enumerate(pieces):
        safe = piece.astype(object).map(_safe)
        safe[MARK] = ""
        text = safe.to_csv(index=False, header=number == 0, lineterminator="\r\n")
        file.write((("" if number else "\ufeff") + text).encode("utf-8", "replace"))


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        number = cell[1:].rstrip("%").replace(",", "").replace(".", "", 1)
        return cell if number.isdecimal() else "'" + cell
    return cell


def parquet(pieces: Iterable[pandas.DataFrame], file: BinaryIO) -> None:
    """The table as Parquet, text as text; its metadata name the maker. Needs pyarrow."""
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    tables = (Table.from_pandas(piece, preserve_index=False) for piece in pieces)
    first = next(tables)
    metadata = {**(first.schema.metadata or {}), b"generator": MARK.encode()}
    with ParquetWriter(file, first.schema.with_metadata(metadata)) as writer:
        for table in chain((first,), tables):
            writer.write_table(table.replace_schema_metadata(metadata))


WRITERS = {"csv": csv, "parquet": parquet}


def write_tables(found: Overview, path: Path) -> None:
    """Write every table beside the path, in the format of its ending. Raises Unwritable."""
    for name, file in beside(path).items():
        with whole(file) as out:
            WRITERS[path.suffix.lower().lstrip(".")](found.frames(name), out)
