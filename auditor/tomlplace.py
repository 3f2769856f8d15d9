"""On which line of a TOML file a setting stands, for the sentence that says what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a TOML file and the table in it that is meant; "" for the whole file."""

    name: str
    text: str
    table: str

    def line(self, name: str, entry: int | None = None) -> int:
        """The line, from 1, of a setting, or of the ``entry``-th [[suppress]] or a setting of it; else the first."""
        lines = self.text.splitlines()
        first = self._first(lines)
        last = len(lines)
        if entry is not None:
            heads = [number for number in range(first, last) if self._head("suppress").match(lines[number])]
            if len(heads) < entry:
                return self.line("suppress")
            first = heads[entry - 1]
            last = next((n for n in range(first + 1, last) if lines[n].lstrip().startswith("[")), last)
            if name == "suppress":
                return first + 1
        own = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
        found = (n for n in range(first, last) if own.match(lines[n]) or self._head(name).match(lines[n]))
        return next(found, first) + 1

    def line_of(self, error: tomllib.TOMLDecodeError) -> int:
        """The line that the parser names; the last one where it names the end."""
        found = re.search(r"at line (\d+)", str(error))
        return int(found[1]) if found else max(1, len(self.text.splitlines()))

    def _first(self, lines: list[str]) -> int:
        head = re.compile(rf"\s*\[\[?\s*{re.escape(self.table)}\b")
        return next((n for n, line in enumerate(lines) if head.match(line)), 0) if self.table else 0

    def _head(self, name: str) -> re.Pattern[str]:
        """The head of a table of that name: [names], [[suppress]], [tool.gouji.names]."""
        above = re.escape(self.table + ".") if self.table else ""
        return re.compile(rf"\s*\[\[?\s*{above}[\"']?{re.escape(name)}[\"']?\s*\]")
