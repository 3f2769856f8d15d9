"""What the notes of a report say of its score sheet: weights of its heads, and how points are worked out."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.document import Document, passages
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.scorecard import Indicator, Scorecard
from extractor.scorecards.cells import as_points

_RATIO = regex.compile(
    r"(?:实际|完成)[^。;]{0,14}[/÷][^。;]{0,14}(?:指标值|目标值|计划值|计划数|预期值)[^。;]{0,8}[×*xX][^。;]{0,8}(?:分值|权重|满分)"
    r"|(?:按|根据)[^。;]{0,16}比例(?:计算|计|得|给|记)[^。;]{0,4}分"
)
_BETWEEN = regex.compile(
    r"(?:类|率)?(?:指标|情况)?(?:的)?(?:权重|分值|总分|满分|标准分)?(?:设置|设定)?(?:为|占|是|:|\(|计)?\s*"
)
_LOOSELY = ("原则上", "一般", "可根据", "参考")


def told_weights(
    document: Document, figures: tuple[Figure, ...], sheet: Scorecard
) -> Iterator[tuple[Figure, Indicator, bool]]:
    """Weights of the sheet's heads as a note outside it tells them, two or more together; True where only a guide."""
    heads = [head for head in sheet.indicators if len(head.name) >= 2]
    names = [(regex.sub(r"(?:类)?指标$", "", head.name, timeout=TIMEOUT), head) for head in heads]
    by_place: dict[tuple[int | None, int | None, int | None, int | None], list[Figure]] = {}
    for figure in figures:
        place = figure.place
        by_place.setdefault((place.paragraph, place.table, place.row, place.column), []).append(figure)
    for passage in passages(document):
        cell, table = passage.cell, passage.table
        inside = cell is not None and table is not None and table.number in sheet.tables
        if len(passage.text) < (30 if inside else 16):
            continue
        key = (
            passage.paragraph.number if passage.paragraph else None, table.number if table else None,
            cell.row if cell else None, cell.column if cell else None,
        )  # fmt: skip
        found = list(_in_text(narrow(passage.text), by_place.get(key, []), names))
        if len({head.name for _, head in found}) >= 2 and not any(word in passage.text for word in ("得分", "扣")):
            guide = any(word in passage.text for word in _LOOSELY)
            yield from ((as_points(figure), head, guide) for figure, head in found)


def _in_text(
    text: str, figures: list[Figure], names: list[tuple[str, Indicator]]
) -> Iterator[tuple[Figure, Indicator]]:
    for name, head in names:
        for figure in figures:
            if not figure.is_quantity or figure.unit.dimension not in ("score", "rate"):
                continue
            at = text.rfind(name, max(0, figure.place.start - len(name) - 14), figure.place.start)
            if at >= 0 and _BETWEEN.fullmatch(text, at + len(name), figure.place.start, timeout=TIMEOUT):
                yield figure, head
                break


def prints_ratio_rule(document: Document) -> bool:
    """Whether the report itself says that a missed target gets points by the share reached."""
    return any(_RATIO.search(narrow(passage.text), timeout=TIMEOUT) for passage in passages(document))
