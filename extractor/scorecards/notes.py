"""What the notes of a report say of its score sheet: weights of its heads, and how points are worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor import later
from extractor.document import Document, Home, passages
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.scorecard import Indicator, Scorecard
from extractor.scorecards.cells import as_points

_RATIO = later.compile(
    r"(?:实际|完成)[^。;]{0,14}[/÷][^。;]{0,14}(?:指标值|目标值|计划值|计划数|预期值)[^。;]{0,8}[×*xX][^。;]{0,8}(?:分值|权重|满分)"
    r"|(?:按|根据)[^。;]{0,16}比例(?:计算|计|得|给|记)[^。;]{0,4}分"
)
_BETWEEN = later.compile(
    r"(?:类|率)?(?:指标|情况)?(?:的)?(?:权重|分值|总分|满分|标准分)?(?:设置|设定)?(?:为|占|是|:|\(|计)?\s*"
)
_INDICATOR = later.compile(r"(?:类)?指标$")
_LOOSELY = ("原则上", "一般", "可根据", "参考")


@dataclass(frozen=True, slots=True)
class Note:
    """A passage that may tell weights: its text made narrow, its points and rates, the table it stands in."""

    text: str
    figures: tuple[Figure, ...]
    table: int | None


class Notes:
    """The notes of a report, found once for all its score sheets, and which of them hold a name."""

    def __init__(self, every: Sequence[Note]) -> None:
        self.every = tuple(every)
        self._holding: dict[str, tuple[int, ...]] = {}

    def holding(self, name: str) -> tuple[int, ...]:
        """The places of the notes that hold the name; sheets alike in their heads ask for it again."""
        if name not in self._holding:
            self._holding[name] = tuple(place for place, note in enumerate(self.every) if name in note.text)
        return self._holding[name]


def notes(document: Document, figures: tuple[Figure, ...]) -> Notes:
    """The passages that may tell weights."""
    by_place: dict[Home, list[Figure]] = {}
    for figure in figures:
        if figure.is_quantity and figure.unit.dimension in ("score", "rate"):
            by_place.setdefault(figure.place.home, []).append(figure)
    found = []
    for passage in passages(document):
        cell, table = passage.cell, passage.table
        if len(passage.text) < 16 or any(word in passage.text for word in ("得分", "扣")):
            continue
        if passage.home in by_place:
            own = tuple(by_place[passage.home])
            found.append(Note(narrow(passage.text), own, table.number if table and cell else None))
    return Notes(found)


def told_weights(notes: Notes, sheet: Scorecard) -> Iterator[tuple[Figure, Indicator, bool]]:
    """Weights of the sheet's heads as a note outside it tells them, two or more together; True where only a guide."""
    heads = [head for head in sheet.indicators if len(head.name) >= 2]
    names = [(_INDICATOR.sub("", head.name, timeout=TIMEOUT), head) for head in heads]
    held = Counter(place for name, _ in names for place in notes.holding(name))
    for place in sorted(place for place, times in held.items() if times >= 2):
        note = notes.every[place]
        if len(note.text) < 30 and note.table in sheet.tables:
            continue
        found = list(_in_text(note, names))
        if len({head.name for _, head in found}) >= 2:
            guide = any(word in note.text for word in _LOOSELY)
            yield from ((as_points(figure), head, guide) for figure, head in found)


def _in_text(note: Note, names: list[tuple[str, Indicator]]) -> Iterator[tuple[Figure, Indicator]]:
    text = note.text
    for name, head in names:
        if name not in text:
            continue
        for figure in note.figures:
            at = text.rfind(name, max(0, figure.place.start - len(name) - 14), figure.place.start)
            if at >= 0 and _BETWEEN.fullmatch(text, at + len(name), figure.place.start, timeout=TIMEOUT):
                yield figure, head
                break


def prints_ratio_rule(document: Document) -> bool:
    """Whether the report itself says that a missed target gets points by the share reached."""
    return any(_RATIO.search(narrow(passage.text), timeout=TIMEOUT) for passage in passages(document))
