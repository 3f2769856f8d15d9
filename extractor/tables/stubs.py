"""Row labels of a band: its sides (收入 | 支出), and for each row its label, code, numbering, indent and amounts."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from extractor.figures import Figure
from extractor.tables.heads import Band
from extractor.tables.layout import Slot
from extractor.tables.words import (
    AMONG,
    CODES,
    LINES,
    NUMBERS,
    TIMEOUT,
    VOUCHERS,
    found,
    is_total,
    pattern,
    squeezed,
    style,
)

_CODE = pattern(r"\d{3}(?:\d{2}){0,3}")
_LEADING_CODE = pattern(r"^(\d{3}(?:\d{2}){0,2})(?=[\p{Han}(])")
_CODE_PARTS = ("类", "款", "项")
_LINES = 4
"""Steps from row to row below which rising counts tell no running number."""
_REMARK = pattern(r"备注|原因|说明|单位$|措施|依据|情况$")
_NAME = pattern(r"名称|项目|科目|内容|类别|事项|指标|机构")


@dataclass(frozen=True, slots=True)
class Rung:
    """One row of one side. ``amounts`` and ``blocked`` go by column; blocked: words stand where an amount should."""

    position: int
    row: int
    label: str
    code: str
    style: int
    indent: int
    among: bool
    total: bool
    amounts: dict[int, Figure]
    blocked: frozenset[int]


@dataclass(frozen=True, slots=True)
class Side:
    """Label columns with the amount columns to their right, and the rows as rungs."""

    labels: tuple[int, ...]
    columns: tuple[int, ...]
    rungs: tuple[Rung, ...]
    coded: bool


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What each column of a band holds: code, number, label, amount or nothing."""

    names: tuple[str, ...]
    words: tuple[int, ...]


def sides(band: Band) -> tuple[Side, ...]:
    """The sides of a band from left to right; labels without amounts to their right make no side."""
    kinds = _kinds(band)
    return tuple(_side(band, kinds, labels, columns) for labels, columns in _parts(band, kinds))


def identifiers(band: Band) -> dict[str, str]:
    """Ids of the figures in code and number columns, with their kind: code or ordinal."""
    kinds = _kinds(band)
    named = {"code": "code", "number": "ordinal"}
    return {
        slot.figure.id: named[kinds.names[column]]
        for row in band.rows
        for column, slot in enumerate(row)
        if slot is not None and slot.figure is not None and kinds.names[column] in named
    }


def _kinds(band: Band) -> _Kinds:
    names, words = [], []
    for column in range(band.width):
        cells = [row[column] for row in band.rows]
        texts = [slot for slot in cells if slot is not None and slot.words]
        amounts = [slot for slot in cells if slot is not None and slot.figure is not None]
        words.append(len(texts))
        names.append(_kind(band, column, texts, amounts))
    return _Kinds(tuple(names), tuple(words))


def _kind(band: Band, column: int, texts: list[Slot], amounts: list[Slot]) -> str:
    head = band.paths[column][-1] if band.paths[column] else ""
    if found(NUMBERS, head):
        return "number"
    filled = [slot.text.strip() for slot in (*texts, *amounts)]
    digits = [text for text in filled if text.isdigit()]
    if digits and found(VOUCHERS, head):
        return "number"
    if digits and found(CODES, head) and (head in _CODE_PARTS or 2 * len(digits) > len(filled)):
        return "code"
    if digits and len(digits) == len(filled) and not head and column < band.width - 1:
        if _are_codes(digits):
            return "code"
        if column == 0 and _counts_up(digits):
            return "number"
    if len(digits) == len(filled) and _counts_lines_up(digits):
        return "number"
    if not amounts:
        return "label" if texts else ""
    return (
        "amount" if len(amounts) >= len(texts) or column in band.columns and 3 * len(amounts) >= len(texts) else "label"
    )


def _are_codes(digits: list[str]) -> bool:
    """Numbers of three, five and seven digits, of more than one length: budget codes."""
    lengths = {len(text) for text in digits}
    return len(digits) > 1 and lengths <= {3, 5, 7} and len(lengths) > 1


def _counts_lines_up(digits: list[str]) -> bool:
    """Whether numbers rise with every row and mostly by one, as those of the lines of a form do."""
    values = [int(text[:9]) for text in digits]
    steps = [later - earlier for earlier, later in itertools.pairwise(values)]
    by_one = sum(step == 1 for step in steps)
    return len(steps) >= _LINES and min(steps) > 0 and 4 * by_one >= 3 * len(steps)


def _counts_up(digits: list[str]) -> bool:
    values = [int(text[:9]) for text in digits]
    rising = all(later - earlier == 1 for earlier, later in itertools.pairwise(values))
    return len(values) > 2 and values[0] == 1 and rising


def _parts(band: Band, kinds: _Kinds) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    parts: list[tuple[list[int], list[int]]] = []
    labels: list[int] = []
    least = (sum(1 for row in band.rows if any(slot is not None for slot in row)) + 1) // 2
    for column, kind in enumerate(kinds.names):
        if kind in ("label", "code"):
            labels.append(column)
        elif kind == "amount":
            real = [c for c in labels if not _remark(band, c)]
            many = any(kinds.names[c] == "code" or kinds.words[c] >= min(least, 2) for c in real)
            if not parts or real and many:
                parts.append((labels, [column]))
            else:
                parts[-1][1].append(column)
            labels = []
    return [(tuple(labels), tuple(columns)) for labels, columns in parts]


def _remark(band: Band, column: int) -> bool:
    return bool(band.paths[column]) and found(_REMARK, band.paths[column][-1])


def _side(band: Band, kinds: _Kinds, labels: tuple[int, ...], columns: tuple[int, ...]) -> Side:
    codes = tuple(c for c in labels if kinds.names[c] == "code")
    names = [c for c in labels if kinds.names[c] == "label"]
    numbers = tuple(
        c for c, kind in enumerate(kinds.names) if kind == "number" and c < columns[0] and not _counts_lines(band, c)
    )
    name = max(names, key=lambda column: _naming(band, column), default=None)
    rungs = []
    for position, row in enumerate(band.rows):
        rung = _rung(position, row, (name, tuple(names), codes, numbers[-1:]), columns)
        if rung is not None:
            rungs.append(rung)
    coded = sum(bool(rung.code) for rung in rungs)
    return Side(labels, columns, tuple(rungs), coded > 1 and 2 * coded >= sum(not rung.total for rung in rungs))


def _counts_lines(band: Band, column: int) -> bool:
    """Whether a column counts the lines of the form: such numbers tell no level."""
    return bool(band.paths[column]) and found(LINES, band.paths[column][-1])


_ALWAYS = 1000
"""More than any number of rows: a column headed 名称 names them."""


def _naming(band: Band, column: int) -> tuple[int, int]:
    """How well a column names its rows: many different short labels; the left one where two are alike."""
    texts = [row[column].words for row in band.rows if row[column] is not None and row[column].words]  # type: ignore[union-attr]
    head = band.paths[column][-1] if band.paths[column] else ""
    bonus = _ALWAYS if texts and head.endswith("名称") else 2 if found(_NAME, head) else 0
    return len(set(texts)) - sum(len(text) > 30 for text in texts) + bonus, -column


Columns = tuple[int | None, tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def _rung(position: int, row: tuple[Slot | None, ...], stub: Columns, columns: tuple[int, ...]) -> Rung | None:
    name, names, codes, numbers = stub
    texts = [slot.words for c in names if (slot := row[c]) is not None and slot.words]
    slot = row[name] if name is not None else None
    label = slot.words if slot is not None and slot.words else (texts[0] if texts else "")
    own = next((slot.own for c in columns if (slot := row[c]) is not None and slot.own), "")
    label = label or (own if not names else "")
    amounts = {c: slot.figure for c in columns if (slot := row[c]) is not None and slot.figure is not None}
    code_words = "".join(_digits(row[c]) for c in codes)
    spare = [slot.words for c in codes if (slot := row[c]) is not None and slot.words and not slot.words.isdigit()]
    if not label and spare:
        label = spare[0]
    if not label and not amounts and not code_words:
        return None
    leading = _LEADING_CODE.match(label, timeout=TIMEOUT)
    code = code_words if _CODE.fullmatch(code_words, timeout=TIMEOUT) else (leading[1] if leading else "")
    number = next((squeezed(slot.text) for c in numbers if (slot := row[c]) is not None and slot.text.strip()), "")
    blocked = frozenset(c for c in columns if (slot := row[c]) is not None and slot.words and slot.origin)
    label = label or (number if is_total(number) else "")
    total = not code and any(is_total(text) for text in [label, *texts, *spare, number] if text)
    return Rung(
        position, _number(row), label, code, style(label) or style(number, bare=True),
        _indent(slot.text if slot is not None else ""), found(AMONG, label), total, amounts, blocked,
    )  # fmt: skip


def _digits(slot: Slot | None) -> str:
    text = squeezed(slot.text) if slot is not None else ""
    return text if text.isdigit() else ""


def _number(row: tuple[Slot | None, ...]) -> int:
    return next((slot.row + 1 for slot in row if slot is not None), 0)


def _indent(text: str) -> int:
    """Blanks before the label; a full-width blank counts two."""
    return sum(2 if mark == "\u3000" else 1 for mark in text[: len(text) - len(text.lstrip())])
