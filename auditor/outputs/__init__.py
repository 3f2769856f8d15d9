"""Outputs: one module per format; being in this folder is the registration.

A module of this package is an output when it has a ``NAME``. It says:

- ``NAME``: the word after ``--format``; ``ENDING``: of the files it writes, with the point (".json");
  ``BINARY``: whether it may not go to standard output; ``ORDER`` (optional): its position in --help;
  ``INPUTS`` (optional): the document formats it can be made of (``("docx",)``); without it, any.
- Heavy libraries are imported inside functions: every module here is imported by ``gouji check --help``.

and one of two shapes, in plain functions without state:

1. **One file for the whole run** (json, jsonl, csv, sarif, console): ``opening(run: Run) -> str``,
   ``entry(audit: ReportAudit, run: Run) -> str``, ``closing(run: Run, lines: Lines) -> str``, and
   ``BETWEEN``, the text between two entries. Entries are made in the child processes and
   joined in the order of the paths, so a folder of any size is written as it comes.
2. **One file per report** (html, xlsx, docx, pdf, corrections): ``render(audit: ReportAudit, run: Run,
   source: Source) -> bytes``, in the child process, where the submitted bytes and the document as read
   are at hand. Optionally ``FOLDER`` (a file name without ending: "index") and ``render_folder(run: Run,
   reports: Reports) -> bytes`` for one more file when a folder is audited or more than one report: it
   iterates ``reports``, which reads the audits back from disk one by one (twice if asked twice).
   ``reports.name(path)`` is the relative path of the report's own file in this format, for links.
   ``render`` raises ``CannotRender(Sentence(key, values))`` where this report cannot be made into the format.

What is written must be known again, so that a folder audited twice does not audit its own results:
text carries ``auditor.marker.MARK`` in its first 2,000 characters (as a ``<meta name="generator">``, for one);
office files pass through ``auditor.marker.mark_zip(data, member)``; PDF through ``auditor.marker.mark_pdf(data)``.
The same audit and run give the same bytes: no clock, no machine, no path outside the audit in an output.
Text of a report is hostile: escape it for the format (HTML, formulas of a spreadsheet, control characters).

``Run`` is ``auditor.run.Run``.

Sentences come from ``run.language``: ``say(key, **values)``, ``sentence(Sentence)``, ``message(check)``,
``value(Value)``, ``mark(figure)``; each module keeps its words in catalogues/zh and catalogues/en.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from auditor.result import ReportAudit, ReportLine, Sentence
from extractor.document import Document

if TYPE_CHECKING:
    from auditor.overview_tables import Overview

Lines = Sequence[ReportLine]


@dataclass(frozen=True, slots=True)
class Source:
    """The submitted file and the document as read; ``document`` is None where it could not be read."""

    data: bytes
    document: Document | None


class Reports(Protocol):
    """The audits of a folder, read back from disk one at a time, in the order of their paths."""

    def __iter__(self) -> Iterator[ReportAudit]: ...

    def __len__(self) -> int: ...

    @property
    def lines(self) -> Lines: ...

    @property
    def overview(self) -> Overview:
        """The tables over all reports, worked out when they are first asked for."""
        ...

    def name(self, path: str) -> str:
        """The relative path of the report's own file in this format."""
        ...


class CannotRender(Exception):
    """A report that cannot be made into a format, with the reason."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason.key)
        self.reason = reason


@cache
def outputs() -> dict[str, ModuleType]:
    """Every output by the word that asks for it, in the order of --help."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "NAME"):
            found.append(module)
    found.sort(key=lambda module: (getattr(module, "ORDER", 50), module.NAME))
    return {module.NAME: module for module in found}


def is_stream(output: ModuleType) -> bool:
    """Whether the output is one file for the whole run."""
    return hasattr(output, "entry")


def takes(output: ModuleType, audit: ReportAudit) -> bool:
    """Whether the output can be made of a report of that format."""
    return audit.format in getattr(output, "INPUTS", (audit.format,))
