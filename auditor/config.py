"""gouji.toml, or [tool.gouji] of pyproject.toml: what a folder of reports wants, found upwards from each report."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from auditor.language import LANGUAGES
from auditor.options import Options
from auditor.suppressions import Suppression
from auditor.tomlplace import Source
from auditor.walk import CONFIGURATION
from auditor.wrong import Wrong

SHARED = "pyproject.toml"
THRESHOLDS = ("error", "warning", "never")
KEYS = ("lang", "fail-on", "framework", "select", "ignore", "names", "suppress")
ENTRY_KEYS = ("check", "rule", "subject", "report", "reason", "author", "expires")


@dataclass(frozen=True, slots=True)
class Config:
    """What one file says. ``folder`` is where it lies, as a whole path; None and () where it says nothing."""

    folder: str = ""
    file: str = ""
    lang: str | None = None
    fail_on: str | None = None
    options: Options = Options()
    suppressions: tuple[Suppression, ...] = ()


def find(folder: Path) -> Path | None:
    """The file that holds the settings of the folder itself; None where it has none. Raises Wrong."""
    own, shared = folder / CONFIGURATION, folder / SHARED
    if os.path.isfile(own):  # noqa: PTH113 - is_file() raises where the folder is closed
        return own
    if not os.path.isfile(shared):  # noqa: PTH113
        return None
    try:
        return shared if b"tool.gouji" in shared.read_bytes() else None
    except OSError as error:
        raise Wrong("config.closed", file=str(shared), error=error.strerror or "") from error


def load(file: Path, today: date) -> Config:
    """The settings of the file. Raises Wrong with file, line and remedy where it is not as it should be."""
    source = Source(file.name, _text(file), "tool.gouji" if file.name == SHARED else "")
    try:
        table: Any = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise Wrong("config.syntax", file=str(file), line=str(source.line_of(error)), error=str(error)) from error
    for step in source.table.split(".") if source.table else ():
        table = table.get(step, {}) if isinstance(table, dict) else {}
    reader = Reader(str(file), source, today)
    reader.known(table, KEYS)
    options = Options(
        reader.framework(table), reader.codes(table, "select"), reader.codes(table, "ignore"), reader.names(table)
    )
    return Config(
        str(file.parent), file.name, reader.one_of(table, "lang", LANGUAGES),
        reader.one_of(table, "fail-on", THRESHOLDS), options, reader.suppressions(table),
    )  # fmt: skip


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise Wrong("config.closed", file=str(file), error=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise Wrong("config.encoding", file=str(file)) from error


@dataclass(frozen=True, slots=True)
class Reader:
    """Takes one setting after the other out of a file's table, and says what is wrong with it and on which line."""

    file: str
    source: Source
    today: date

    def wrong(self, key: str, name: str, entry: int | None = None, **values: str) -> Wrong:
        line = self.source.line(name, entry)
        return Wrong(f"config.{key}", file=self.file, line=str(line), name=name, **values)

    def known(self, table: Mapping[str, Any], keys: Iterable[str], entry: int | None = None) -> None:
        """Raises Wrong for a setting that does not exist, so that a slip in its name is no silent nothing."""
        for name in table:
            if name not in keys:
                raise self.wrong("key", name, entry, known=", ".join(keys))

    def one_of(self, table: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str | None:
        if table.get(name) is not None and table[name] not in choices:
            raise self.wrong("choice", name, known=", ".join(choices))
        return table.get(name)

    def codes(self, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
        """Codes of rules and letters of families, all of which exist."""
        given = table.get(name, [])
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            raise self.wrong("codes", name)
        strange = unknown(given)
        if strange is not None:
            raise self.wrong("rule", name, code=strange)
        return tuple(dict.fromkeys(each.upper() for each in given))

    def framework(self, table: Mapping[str, Any]) -> str | None:
        chosen = table.get("framework")
        if chosen is None or chosen == "none":
            return chosen
        from validators.framework import scoring

        if chosen not in scoring():
            raise self.wrong("framework", "framework", framework=str(chosen), known=", ".join((*scoring(), "none")))
        return str(chosen)

    def names(self, table: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Further names of indicators, none of which is another's already."""
        given = table.get("names", {})
        if not isinstance(given, dict) or not all(_texts(each) for each in given.values()):
            raise self.wrong("names", "names")
        if not given:
            return ()
        from validators.catalogue import catalogue

        for name in given:
            if catalogue().find(name) is None:
                known = ", ".join(kind.name for kind in catalogue().kinds)
                raise self.wrong("indicator", "names", indicator=name, known=known)
        names = tuple((name, tuple(others)) for name, others in given.items())
        try:
            catalogue(names)
        except ValueError as error:
            raise self.wrong("taken", "names", error=str(error)) from error
        return names

    def suppressions(self, table: Mapping[str, Any]) -> tuple[Suppression, ...]:
        given = table.get("suppress", [])
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            raise self.wrong("entries", "suppress")
        return tuple(self._suppression(entry, number) for number, entry in enumerate(given, 1))

    def _suppression(self, entry: Mapping[str, Any], number: int) -> Suppression:
        self.known(entry, ENTRY_KEYS, number)
        text = {name: entry.get(name, "") for name in ENTRY_KEYS if name != "expires"}
        for name, value in text.items():
            if not isinstance(value, str):
                raise self.wrong("text", name, number)
        if not text["reason"].strip():
            raise self.wrong("reason", "suppress", number)
        if bool(text["check"]) == bool(text["rule"] and text["subject"]):
            raise self.wrong("target", "suppress", number)
        if text["rule"] and unknown([text["rule"]]) is not None:
            raise self.wrong("rule", "rule", number, code=text["rule"])
        expires = self._date(entry.get("expires"), number)
        source = f"{self.source.name}:{self.source.line('suppress', number)}"
        return Suppression(
            text["reason"].strip(), source, f"{self.file}#{number}", text["check"], text["rule"].upper(),
            text["subject"], text["report"], text["author"], expires.isoformat() if expires else "",
            expires is not None and expires < self.today,
        )  # fmt: skip

    def _date(self, given: object, number: int) -> date | None:
        if given is None or isinstance(given, date) and not isinstance(given, datetime):
            return given
        try:
            return date.fromisoformat(str(given))
        except ValueError as error:
            raise self.wrong("date", "expires", number) from error


def unknown(codes: Iterable[str]) -> str | None:
    """The first that is neither the code of a rule nor the letters of a family; None where all are."""
    wanted = list(codes)
    if not wanted:
        return None
    from validators.rules import rules

    there = {name for rule in rules() for name in (rule.code, rule.family)}
    return next((each for each in wanted if each.upper() not in there), None)


def _texts(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(each, str) for each in given)
