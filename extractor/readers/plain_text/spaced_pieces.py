"""A printed line in pieces: the texts that wide blanks part, and where on the line each is printed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from extractor import later
from extractor.readers.plain_text.shapes import width

TIMEOUT = 10
_NEAR = 3
"""Columns before and after the start of a piece among which the nearest is looked for."""
_PIECE = later.compile(r"[^ \u3000\xa0]+(?:[ \xa0][^ \u3000\xa0]+)*")
_SET_WIDE = frozenset(
    "合计 总计 小计 共计 项目 科目 金额 收入 支出 备注 序号 单位 名称 内容 类别 指标 数量 单价".split()
)
"""Names of two letters that are printed with blanks between them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between blanks and where it is printed: columns of print from 0, the last one excluded."""

    text: str
    start: int
    end: int


Pieces = tuple[Piece, ...]
Span = tuple[int, int]


def pieces(text: str) -> Pieces:
    """The pieces of a line that two blanks or more part; letters set wide apart (合    计) are one name."""
    found: list[Piece] = []
    at = place = 0
    for match in _PIECE.finditer(text, timeout=TIMEOUT):
        at += _printed(text[place : match.start()])
        end = at + _printed(match[0])
        if found and found[-1].text + match[0] in _SET_WIDE and at - found[-1].end <= 8:
            found[-1] = Piece(found[-1].text + match[0], found[-1].start, end)
        else:
            found.append(Piece(match[0], at, end))
        at, place = end, match.end()
    return tuple(found)


def _printed(text: str) -> int:
    return width(f"|{text}|") - 2


def overlapped(piece: Piece, columns: list[Span]) -> list[int]:
    return [place for place, (start, end) in enumerate(columns) if piece.start < end and start < piece.end]


def nearest(piece: Piece, columns: list[Span]) -> int:
    """The column that a piece stands in or nearest to, by how much they share, then by their edges; columns sorted."""

    def distance(place: int) -> tuple[int, int]:
        start, end = columns[place]
        shared = min(piece.end, end) - max(piece.start, start)
        return -max(shared, 0), min(abs(piece.start - start), abs(piece.end - end))

    after = bisect_right(columns, (piece.start, piece.start))
    return min(range(max(0, after - _NEAR), min(len(columns), after + _NEAR)), key=distance)
