"""What is to be audited: the files of the given paths, sorted, each once, fixed before anything is written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.marker import HEAD, TAIL, is_own
from auditor.result import Sentence

SUFFIXES = frozenset(".txt .md .docx .doc .wps .pdf .ofd .xlsx .xls .csv .html .htm .rtf .odt".split())
"""Endings under which a reader expects a report; a folder so named is told, and looked into all the same."""

CONFIGURATION = "gouji.toml"
"""The settings of a folder, which are nobody's report."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to give a verdict on: ``path`` to open, ``name`` to show, relative to what was given.

    ``problem`` is set where it is already clear that there is nothing to read.
    """

    path: str
    name: str
    problem: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries in the order of their names, and how much was skipped (hidden names, links, own files)."""

    entries: tuple[Entry, ...]
    skipped: int
    folders: bool


def listing(paths: Iterable[str], avoid: Iterable[str] = ()) -> Listing:
    """All entries of the paths, each file once. ``avoid`` are files of this run (its state), nobody's reports."""
    entries: dict[str, Entry] = {}
    skipped, folders = 0, False
    seen = {os.path.realpath(path) for path in avoid}
    for given in paths:
        folder = Path(given).is_dir()
        folders |= folder
        for entry in _inside(given) if folder else (_file(given, shown(Path(given).name or given)),):
            if entry is None:
                skipped += 1
                continue
            file = os.path.realpath(entry.path)
            if file not in seen:
                seen.add(file)
                name = entry.name if entry.name not in entries else _long_name(entry.path)
                entries[name] = replace(entry, name=name)
    return Listing(tuple(entries[name] for name in sorted(entries)), skipped, folders)


def _long_name(path: str) -> str:
    """The name of an entry where another path has given its short one."""
    return shown("/".join(part for part in Path(path).parts if part not in ("..", os.sep)))


def _inside(folder: str) -> Iterator[Entry | None]:
    """Everything a folder holds, depth first; None for what is skipped."""
    waiting = [(folder, "")]
    while waiting:
        place, prefix = waiting.pop()
        try:
            with os.scandir(place) as scan:
                items = list(scan)
        except OSError as error:
            yield Entry(place, shown(prefix.rstrip("/") or "."), _problem("problem.folder_closed", error))
            continue
        for item in items:
            name = prefix + item.name
            if item.name.startswith((".", "~$")) or item.name == CONFIGURATION or item.is_symlink():
                yield None
            elif item.is_dir(follow_symlinks=False):
                waiting.append((item.path, name + "/"))
                if Path(item.name).suffix.lower() in SUFFIXES:
                    yield Entry(item.path, shown(name), Sentence("problem.is_folder"))
            else:
                yield _file(item.path, shown(name))


def _file(path: str, name: str) -> Entry | None:
    """The entry of one file; None where gouji wrote it. Only its first and last bytes are looked at."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return Entry(path, name, Sentence("problem.not_a_file"))
        with open(path, "rb") as file:  # noqa: PTH123 - a file name need not be valid Unicode
            head = file.read(HEAD)
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
            tail = file.read(TAIL)
    except FileNotFoundError:
        return Entry(path, name, Sentence("problem.missing"))
    except OSError as error:
        return Entry(path, name, _problem("problem.closed", error))
    except ValueError:
        return Entry(path, name, Sentence("problem.missing"))
    return None if is_own(head, tail) else Entry(path, name)


def _problem(key: str, error: OSError) -> Sentence:
    return Sentence(key, (("error", error.strerror or type(error).__name__),))


def shown(name: str) -> str:
    """A file name as text that any output can hold: bytes that are no UTF-8 are written as \\xNN."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace(os.sep, "/")
