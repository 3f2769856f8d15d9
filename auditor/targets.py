"""Where every output goes: standard output, a file, or a folder; refused before anything is audited."""

from __future__ import annotations

import importlib.util
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import ModuleType

from auditor.outputs import is_stream, outputs
from auditor.walk import Entry
from auditor.wrong import Wrong

GLANCES = (".html", ".xlsx", ".csv", ".parquet")
"""Endings of the files that an overview can be written as."""


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
