"""The tables of a folder's overview as files: a CSV or Parquet file per table, one workbook for all."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.language import Language
from auditor.marker import MARK, mark_zip
from auditor.overview import Overview
from auditor.remarks import clean
from auditor.result import Sentence

if TYPE_CHECKING:
    import pandas

FORMATS = ("csv", "parquet", "xlsx")
BORN = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""The date of every workbook's making: the same tables give the same bytes."""

WIDEST = 60
"""Characters of the widest column."""


class NoParquet(Exception):
    """Parquet was asked for and pyarrow is not installed; ``reason`` says what to do."""

    reason = Sentence("overview.no_parquet")


def write(found: Overview, folder: Path, formats: Iterable[str], language: Language) -> list[Path]:
    """Write the tables into the folder: a CSV or Parquet file per table, one workbook. The paths written.

    Raises NoParquet where that format is asked for and cannot be written, before anything is.
    """
    chosen = list(dict.fromkeys(formats))
    if "parquet" in chosen:
        require_parquet()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for each in chosen:
        if each == "xlsx":
            written.append(folder / "overview.xlsx")
            written[-1].write_bytes(workbook(found, language))
            continue
        for name, table in found.tables.items():
            written.append(folder / f"overview-{name}.{each}")
            written[-1].write_bytes(csv(table) if each == "csv" else parquet(table))
    return written


def require_parquet() -> None:
    """Raises NoParquet where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise NoParquet from error


def csv(table: pandas.DataFrame) -> bytes:
    """The table with a byte order mark, for spreadsheets; text that looks like a formula gets an apostrophe."""
    safe = table.map(_safe)
    safe[MARK] = ""
    return ("\ufeff" + safe.to_csv(index=False, lineterminator="\r\n")).encode("utf-8", "replace")


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        number = cell[1:].rstrip("%").replace(",", "").replace(".", "", 1)
        return cell if number.isdecimal() else "'" + cell
    return cell


def parquet(table: pandas.DataFrame) -> bytes:
    """The table as Parquet, text as text; its metadata name the maker."""
    plain = table.convert_dtypes()
    plain.attrs["generator"] = MARK
    written = io.BytesIO()
    plain.to_parquet(written, index=False, engine="pyarrow")
    return written.getvalue()


def workbook(found: Overview, language: Language) -> bytes:
    """One sheet per table, heads in the language."""
    import pandas

    data = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with pandas.ExcelWriter(data, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        book: Any = writer.book
        book.set_properties({"title": "gouji", "keywords": MARK, "created": BORN})
        head = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F2A44", "border": 1, "align": "center"}
        )
        for name, table in found.tables.items():
            shown = table.map(lambda cell: clean(cell)[:32_000] if isinstance(cell, str) else cell)
            title = language.say(f"overview.{name}")
            shown.to_excel(writer, sheet_name=title, index=False)
            _dress(writer.sheets[title], shown, head, language)
    return mark_zip(data.getvalue(), "docProps/core.xml")


def _dress(sheet: Any, table: pandas.DataFrame, head: Any, language: Language) -> None:
    """Heads in words, widths, filter, frozen head, print set-up."""
    for place, column in enumerate(table.columns):
        key = f"overview.column.{column}"
        sheet.write_string(0, place, language.say(key) if language.has(key) else str(column), head)
        longest = max((len(str(cell)) for cell in table[column].head(200)), default=0)
        sheet.set_column(place, place, min(WIDEST, max(10, longest * 1.3 + 2)))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
