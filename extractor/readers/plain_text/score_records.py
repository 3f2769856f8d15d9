"""Lines of a score sheet to its records: names and weights first, then texts, then the score."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor import later
from extractor.readers.plain_text.shapes import ITEM, ends, kind, width

TIMEOUT = 10
_PAIRS = later.compile(r"(?:[\p{Han}、“”（）()]{1,14}\s+\d{1,3}(?:\.\d{1,2})?\s*)+")
_SCORE_AFTER = later.compile(r"(.*[。；）)])\s+(\d{1,3}\.\d{1,2})")
_PLAIN_NUMBER = later.compile(r"\d{1,3}(?:\.\d{1,2})?")
_MARKS = later.compile(r"[。；，：！;]")
_NARROW = 18
"""Columns of print that a name's line has at most; the columns of names are narrow, those of texts wide."""


@dataclass(slots=True)
class Record:
    """One row of the sheet: level names with their weights, the texts, the score."""

    names: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    score: str = ""
    late: list[str] = field(default_factory=list)
    fresh: bool = False
    doubt: str | None = None


class Assembly:
    """Lines to records, one line at a time: names and weights first, then texts, then the score.

    ``depth`` counts the levels; ``single``: only the last of them has a weight.
    """

    def __init__(self, depth: int, single: bool) -> None:
        self._depth = depth
        self._single = single
        self.records: list[Record] = []
        self._open = Record()
        self._name: list[str] = []
        self._late = False
        self._fresh = False

    def turn(self) -> None:
        """A new page has begun: names printed again open no new group."""
        self._fresh = True

    def take(self, text: str, turned: bool) -> None:
        """The next line."""
        stripped = text.strip()
        if self._open.lines or self._single and self._open.names:
            self._take_text(stripped)
        elif _PAIRS.fullmatch(stripped, timeout=TIMEOUT) or self._is_name(stripped):
            self._take_names(stripped)
        elif not self._open.names and self.records:
            self._take_late(stripped)
        else:
            self._open.lines.append(stripped)

    def finished(self) -> list[Record]:
        if self._open.names or self._open.lines:
            self._close("")
        return self.records

    def _is_name(self, text: str) -> bool:
        if _PLAIN_NUMBER.fullmatch(text):
            return bool(self._name) or not self._open.names
        return (
            width(text) <= _NARROW
            and not _MARKS.search(text)
            and not ITEM.match(text)
            and kind(text) == "text"
            and not self._in_text(text)
        )

    def _in_text(self, text: str) -> bool:
        """Whether a short line is rather the end of a late text than a name: the text above has not ended."""
        late = self.records[-1].late if self._late and self.records else []
        return bool(late) and not ends(late[-1]) and not self._name

    def _take_names(self, text: str) -> None:
        for token in text.split():
            if _PLAIN_NUMBER.fullmatch(token) and (self._name or not self._open.names):
                self._open.names.extend(self._named(token))
                self._name = []
            else:
                self._name.append(token)

    def _named(self, weight: str) -> list[tuple[str, str]]:
        """The names in front of a weight: one, or, where upper levels have no weight, one for each level told."""
        pieces = self._name
        if not self._single or len(pieces) > self._depth or any(len(piece) < 4 for piece in pieces):
            return [("".join(pieces), weight)]
        return [*((piece, "") for piece in pieces[:-1]), (pieces[-1] if pieces else "", weight)]

    def _take_text(self, text: str) -> None:
        if _PLAIN_NUMBER.fullmatch(text):
            self._close(text)
            return
        if _PAIRS.fullmatch(text, timeout=TIMEOUT) and ends(self._open.lines[-1]) and not text[0].isdigit():
            self._close("")
            self._take_names(text)
            return
        match = _SCORE_AFTER.fullmatch(text, timeout=TIMEOUT)
        if match:
            self._open.lines.append(match[1])
            self._close(match[2])
        else:
            self._open.lines.append(text)

    def _take_late(self, text: str) -> None:
        """Texts before any weight: the rest of the row above, whose score stood in the middle of its height."""
        above = self.records[-1]
        if self._name:
            name, weight = above.names[-1] if above.names else ("", "")
            above.names[-1:] = [(name + "".join(self._name), weight)]
            self._name = []
        above.late.append(text)
        self._late = True

    def _close(self, score: str) -> None:
        if self._name and self._open.names:
            name, weight = self._open.names[-1]
            self._open.names[-1] = (name + "".join(self._name), weight)
        self._open.score, self._open.fresh = score, self._fresh
        self.records.append(self._open)
        self._open, self._name, self._late, self._fresh = Record(), [], False, False
