"""What a run is set to, and each of its reports: the command line first, then the nearest configuration above."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from auditor.baseline import Baseline
from auditor.config import Config, find, load
from auditor.options import Options
from auditor.result import ReportAudit, ReportLine
from auditor.run import Run
from auditor.suppressions import Suppression, marked
from auditor.walk import Entry

NOTHING = Config()


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of the command line, every configuration that is above some report, and the baseline."""

    options: Options = Options()
    configs: tuple[Config, ...] = ()
    baseline: Baseline | None = None

    def config(self, path: str) -> Config:
        """The configuration nearest above the report; an empty one where there is none."""
        if not self.configs:
            return NOTHING
        by_folder = {each.folder: each for each in self.configs}
        if "" in by_folder:
            return by_folder[""]
        above = _whole(path).parents
        return next((by_folder[str(folder)] for folder in above if str(folder) in by_folder), NOTHING)

    def of(self, path: str) -> Options:
        """The options of the report: what the command line leaves open is the configuration's; both may ignore."""
        own, asked = self.config(path).options, self.options
        return Options(
            asked.framework or own.framework, asked.select or own.select,
            tuple(dict.fromkeys((*asked.ignore, *own.ignore))), own.names, asked.limits,
        )  # fmt: skip

    def fail_on(self, path: str) -> str:
        """From which severity on a finding of the report makes the run fail."""
        return self.config(path).fail_on or "error"

    def marked(self, audit: ReportAudit, path: str) -> ReportAudit:
        """The audit with what is suppressed or known marked so."""
        config = self.config(path)
        return marked(audit, config.suppressions, _below(path, config.folder), self.baseline)

    def stale(self, entries: Iterable[Entry], lines: Iterable[ReportLine]) -> Iterator[Suppression]:
        """The suppressions that speak of an audited report and match no finding in any, in the order of the files."""
        read = {line.path: line for line in lines if not line.failed}
        seen = {key for line in read.values() for key in line.matched}
        given = [(self.config(each.path), each) for each in entries if each.name in read]
        for config in self.configs:
            paths = [_below(each.path, config.folder) for own, each in given if own is config]
            for entry in config.suppressions:
                if entry.key not in seen and any(entry.covers(path) for path in paths):
                    yield entry

    @property
    def key(self) -> str:
        """What an output depends on besides the audit itself."""
        return hashlib.sha256(repr(self).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to know: the run, the formats, its limits (seconds, MiB), and what to send back.

    ``files`` is how many it reads before it is replaced, so that leaks of a library stay small.
    """

    run: Run
    settings: Settings
    formats: tuple[str, ...]
    timeout: float = 60.0
    memory: int = 1536
    keep: bool = False
    files: int = 1_000


def settled(
    options: Options, entries: Iterable[Entry], config: str | None, today: date, baseline: Baseline | None
) -> Settings:
    """The settings of a run. ``config`` names the one file to use, or is "none". Raises Wrong for a faulty file."""
    if config == "none":
        return Settings(options, (), baseline)
    if config is not None:
        return Settings(options, (replace(load(Path(config), today), folder=""),), baseline)
    found: dict[Path, Config | None] = {}
    for folder in dict.fromkeys(Path(_whole(each.path)).parent for each in entries):
        _look(folder, today, found)
    return Settings(options, tuple(each for each in found.values() if each is not None), baseline)


def _look(folder: Path, today: date, found: dict[Path, Config | None]) -> None:
    """Look for configurations in the folder and above it, up to the first there is."""
    for each in (folder, *folder.parents):
        if each not in found:
            file = find(each)
            found[each] = load(file, today) if file is not None else None
        if found[each] is not None:
            return


def _below(path: str, folder: str) -> str:
    """The path of a report below the folder of its configuration."""
    if not folder:
        return PurePath(path).as_posix()
    return PurePath(os.path.relpath(_whole(path), folder)).as_posix()


def _whole(path: str) -> PurePath:
    """The path from the root, without following links, as it was given."""
    return PurePath(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
