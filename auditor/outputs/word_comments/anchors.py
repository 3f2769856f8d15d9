"""Where in a Word document a comment can be anchored: at the figure's own characters, or as near as Word allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.result import Location
from extractor.document import Place
from extractor.wordprocessing import Layout, Run, locate
from extractor.wordprocessing.names import Element, W
from extractor.wordprocessing.runs import Home

_HOLDERS = {
    W + name
    for name in ("p", "hyperlink", "ins", "moveTo", "sdtContent", "smartTag", "customXml", "fldSimple", "bdo", "dir")
}
"""Elements between whose children the ends of a comment may stand (ISO/IEC 29500-1, EG_PContent)."""
_BOX = W + "txbxContent"
_NOTES = {W + "footnote": W + "footnoteReference", W + "endnote": W + "endnoteReference"}


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a comment: beside ``piece``, or within it, before sign ``sign`` of its child ``element``.

    ``piece`` is a run, or whatever stands between the runs of a paragraph.
    """

    piece: Element
    element: Element | None = None
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a comment spans, and the key of a sentence that says why it is not at the figure itself."""

    first: Edge
    last: Edge
    because: str | None = None


class Anchors:
    """Finds the anchors in one document."""

    def __init__(self, document: Element, layout: Layout) -> None:
        self._document = document
        self._layout = layout
        self._calls: dict[tuple[str, str | None], Element] | None = None

    def at(self, location: Location) -> Anchor | None:
        """The anchor at a figure, or at its paragraph; None where its paragraph has no place in the document."""
        place = Place(
            paragraph=location.paragraph, table=location.table, row=location.row, column=location.column,
            start=location.start - 1, end=location.end,
        )  # fmt: skip
        runs = locate(self._layout.runs, place)
        if runs:
            found = self._around(runs)
            if found is not None:
                return found
        whole = self._layout.runs.get((place.paragraph, place.table, place.row, place.column), ())
        found = self._around(_whole(whole))
        return None if found is None else Anchor(found.first, found.last, found.because or "marks.in_paragraph")

    def head(self) -> Anchor | None:
        """The anchor at the first text of the document; None where it holds none."""
        for runs in self._layout.runs.values():
            found = self._around(_whole(runs))
            if found is not None and found.because is None:
                return found
        return None

    def _around(self, runs: tuple[Run, ...]) -> Anchor | None:
        """The anchor from the first run's first sign to the last run's last."""
        if not runs:
            return None
        first, last = self._edge(runs[0], runs[0].start), self._edge(runs[-1], runs[-1].end)
        if first is None or last is None:
            return None
        return Anchor(first[0], last[0], first[1] or last[1])

    def _edge(self, run: Run, sign: int) -> tuple[Edge, str | None] | None:
        """The end before that sign of what a run prints, and why it had to be moved."""
        element, because = run.element, None
        path = [element, *element.iterancestors()]
        if path[-1] is not self._document:
            called = self._called(path)
            if called is None:
                return None
            element, because = called, "marks.in_footnote"
            path = [element, *element.iterancestors()]
        boxes = [place for place, each in enumerate(path) if each.tag == _BOX]
        if boxes:
            path, because = path[boxes[-1] :], "marks.in_box"
        piece = next((below for below, above in _pairs(path) if above.tag in _HOLDERS), None)
        if piece is None:
            return None
        if because or piece.tag != W + "r" or element.getparent() is not piece:
            return Edge(piece), because
        return Edge(piece, element, sign), None

    def _called(self, path: list[Element]) -> Element | None:
        """The place in the document that calls the footnote or endnote."""
        if self._calls is None:
            self._calls = {(each.tag, each.get(W + "id")): each for each in self._document.iter(*_NOTES.values())}
        note = next((each for each in path if each.tag in _NOTES), None)
        return None if note is None else self._calls.get((_NOTES[note.tag], note.get(W + "id")))


def _pairs(path: Iterable[Element]) -> Iterator[tuple[Element, Element]]:
    """Each element of a path with the one that holds it."""
    below: Element | None = None
    for above in path:
        if below is not None:
            yield below, above
        below = above


def _whole(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a home with offsets in the text of their own elements."""
    return tuple(Run(run.element, 0, run.end - run.start) for run in runs)


__all__ = ["Anchor", "Anchors", "Edge", "Home"]
