"""Sets the text of a binary Word file out as paragraphs and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.document import Block, Note, Paragraph
from extractor.wordbinary.rows import Row, row, table
from extractor.wordbinary.streams import Streams, modifiers, read

_IN_TABLE, _ROW_END, _OUTLINE, _LIST, _TABLE = 0x2416, 0x2417, 0x2640, 0x460B, 0xD608
_DELETED, _HIDDEN = 0x0800, 0x083C
_CELL, _PARAGRAPH, _BREAK = "\x07", "\r", "\x0c"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_PRINTED = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0"}
_MAIN, _FOOTNOTES, _ENDNOTES, _BOXES = 0, 1, 5, 6
"""Parts of the text that are read, by their place in the counts."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph or cell end: what it prints and what holds for it."""

    text: str
    mark: str
    in_table: bool
    row_end: bool
    level: int
    definition: bytes


def set_out(document: bytes, table_stream: bytes) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The blocks and what was lost. Raises Damaged where the file does not hold together."""
    streams = read(document, table_stream)
    met: Counter[str] = Counter()
    dropped = _dropped(streams, met)
    setter = _Setter()
    for start, end in _parts(streams):
        for line in _lines(streams, start, end, dropped, met):
            setter.add(line)
        setter.close()
    notes = [Note("word.read_without_converter")]
    if met["list"]:
        notes.append(Note("word.list_numbers_lost", (("count", str(met["list"])),)))
    if met["deleted"]:
        counts = (("inserted", "?"), ("deleted", str(met["deleted"])))
        notes.append(Note("word.tracked_changes", counts))
    if met["hidden"]:
        notes.append(Note("word.hidden_text", (("count", str(met["hidden"])),)))
    return tuple(setter.blocks), tuple(notes)


@dataclass(slots=True)
class _Setter:
    """Gathers lines into cells, cells into rows, rows into tables."""

    blocks: list[Block] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: list[Row] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0

    def add(self, line: _Line) -> None:
        if line.row_end:
            self._rows.append(row(self._cells, line.definition))
            self._cells = []
        elif line.in_table or line.mark == _CELL:
            self._cell.append(line.text)
            if line.mark == _CELL:
                self._cells.append("\n".join(text for text in self._cell if text.strip()))
                self._cell = []
        else:
            self.close()
            self._paragraph(line.text, line.level)

    def close(self) -> None:
        """Writes the table that is open; what belongs to no finished row is written as text."""
        rows, self._rows = [one for one in self._rows if one.texts], []
        if rows:
            made = table(self._tables + 1, rows)
            if made is not None:
                self._tables += 1
                self.blocks.append(made)
        rest, self._cells, self._cell = [*self._cells, *self._cell], [], []
        for text in rest:
            self._paragraph(text, 0)

    def _paragraph(self, text: str, level: int) -> None:
        if text.strip():
            self._paragraphs += 1
            self.blocks.append(Paragraph(self._paragraphs, text, level))


def _parts(streams: Streams) -> Iterator[tuple[int, int]]:
    start = 0
    for index, count in enumerate(streams.counts):
        if count and index in (_MAIN, _FOOTNOTES, _ENDNOTES, _BOXES):
            yield start, min(start + count, len(streams.text))
        start += count


def _lines(streams: Streams, start: int, end: int, dropped: bytearray, met: Counter[str]) -> Iterator[_Line]:
    """Every paragraph and cell from start to end."""
    text = streams.text
    begin, before = start, ""
    for at in range(start, end):
        mark = text[at]
        if mark not in (_PARAGRAPH, _CELL, _BREAK):
            continue
        printed = _printed(text, begin, at, dropped)
        yield _line(streams, at, printed, before, met)
        begin, before = at + 1, mark
    if begin < end:
        yield _Line(_printed(text, begin, end, dropped), _PARAGRAPH, False, False, 0, b"")


def _line(streams: Streams, at: int, printed: str, before: str, met: Counter[str]) -> _Line:
    mark = streams.text[at]
    stretch = streams.paragraph(at)
    if stretch is None:
        return _Line(printed, mark, mark == _CELL, mark == _CELL and before == _CELL and not printed, 0, b"")
    said = dict(modifiers(stretch.modifiers))
    level = stretch.style if 1 <= stretch.style <= 9 else 0
    if _OUTLINE in said:
        level = said[_OUTLINE][0] + 1 if said[_OUTLINE][:1] < b"\x09" else 0
    met["list"] += bool(printed.strip()) and any(said.get(_LIST, b""))
    row_end = mark == _CELL and any(said.get(_ROW_END, b""))
    return _Line(printed, mark, any(said.get(_IN_TABLE, b"")), row_end, level, said.get(_TABLE, b""))


def _printed(text: str, start: int, end: int, dropped: bytearray) -> str:
    signs = (text[at] for at in range(start, end) if not dropped[at])
    return "".join(sign if sign >= " " or sign == "\t" else _PRINTED.get(sign, "") for sign in signs)


def _dropped(streams: Streams, met: Counter[str]) -> bytearray:
    """Which characters do not print: deleted in a tracked change, hidden, or the instructions of a field."""
    mask = bytearray(len(streams.text))
    for stretch in streams.characters:
        said = {code for code, operand in modifiers(stretch.modifiers) if operand[:1] == b"\x01"}
        kind = "deleted" if _DELETED in said else "hidden" if _HIDDEN in said else ""
        if kind:
            met[kind] += _mark(streams, stretch.start, stretch.end, mask)
    _fields(streams.text, mask)
    return mask


def _mark(streams: Streams, start: int, end: int, mask: bytearray) -> int:
    marked = 0
    for piece in streams.pieces:
        first = max(piece.start, piece.start + (start - piece.at) // piece.size)
        last = min(piece.end, piece.start + (end - piece.at) // piece.size)
        for at in range(first, last):
            if streams.text[at] not in (_PARAGRAPH, _CELL):
                mask[at] = 1
                marked += 1
    return marked


def _fields(text: str, mask: bytearray) -> None:
    """Leaves of every field only its result."""
    begun: list[tuple[int, bool]] = []
    for at, sign in enumerate(text):
        if sign == _FIELD:
            begun.append((at, False))
        elif sign == _RESULT and begun:
            start, _ = begun.pop()
            begun.append((start, True))
            mask[start : at + 1] = b"\x01" * (at + 1 - start)
        elif sign == _FIELD_END and begun:
            start, shown = begun.pop()
            if not shown:
                mask[start : at + 1] = b"\x01" * (at + 1 - start)
