"""Puts the ends of comments into word/document.xml: runs are parted where a comment begins or ends, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.outputs.word_comments.anchors import Anchor, Edge
from auditor.outputs.word_comments.markup import Span, Unsplit, offset, spans, spliced
from extractor.wordprocessing.names import Element, W

_NAMESPACE = re.compile(
    rb"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/wordprocessingml/(?:2006/)?main"
)
_PRESERVE = b' xml:space="preserve"'
_SYMBOLS = ("\uf000", "\uf0ff")


@dataclass(slots=True)
class _Cut:
    """A position at which comments end and begin; ``closing`` and ``reopening`` part a run around it."""

    closing: bytes = b""
    reopening: bytes = b""
    ends: list[bytes] = field(default_factory=list)
    starts: list[bytes] = field(default_factory=list)

    @property
    def written(self) -> bytes:
        return b"".join((self.closing, *self.ends, *self.starts, self.reopening))


def namespace(data: bytes) -> bytes:
    """The namespace of the document's elements: the strict edition has its own. Raises Unsplit."""
    found = _NAMESPACE.search(data)
    if found is None:
        raise Unsplit
    return found[0]


def anchored(data: bytes, root: Element, anchors: Iterable[tuple[int, Anchor]]) -> bytes:
    """The document with the ends of each comment, given by its id, put in. Raises Unsplit."""
    comments = list(anchors)
    edges = [edge for _, anchor in comments for edge in (anchor.first, anchor.last)]
    splitter = _Splitter(data, root, edges)
    for number, anchor in comments:
        splitter.add(number, anchor)
    return splitter.written()


class _Splitter:
    """Gathers the cuts of one document."""

    def __init__(self, data: bytes, root: Element, edges: Iterable[Edge]) -> None:
        self._data = data
        self._namespace = namespace(data)
        self._spans = _spans_of(data, root, edges)
        self._cuts: dict[int, _Cut] = {}
        self._kept: dict[int, bytes] = {}

    def add(self, number: int, anchor: Anchor) -> None:
        """Puts in both ends of a comment."""
        first = self._tag(anchor.first, number, b"commentRangeStart")
        last = self._tag(anchor.last, number, b"commentRangeEnd")
        reference = self._reference(anchor.last, number)
        self._cut(anchor.first, end=False).starts.append(first)
        self._cut(anchor.last, end=True).ends.append(last + reference)

    def written(self) -> bytes:
        additions = {position: cut.written for position, cut in self._cuts.items()}
        return spliced(self._data, additions | self._kept)

    def _prefix(self, edge: Edge) -> tuple[bytes, bytes]:
        """The prefix for new elements at this place, and its declaration where the document uses another."""
        name = self._spans[edge.piece].name
        return (b"w:", b"") if name.startswith(b"w:") else (b"w:", b' xmlns:w="' + self._namespace + b'"')

    def _tag(self, edge: Edge, number: int, name: bytes) -> bytes:
        prefix, declared = self._prefix(edge)
        return b'<%b%b%b %bid="%d"/>' % (prefix, name, declared, prefix, number)

    def _reference(self, edge: Edge, number: int) -> bytes:
        prefix, declared = self._prefix(edge)
        return b'<%br%b><%bcommentReference %bid="%d"/></%br>' % (prefix, declared, prefix, prefix, number, prefix)

    def _cut(self, edge: Edge, end: bool) -> _Cut:
        piece = self._spans[edge.piece]
        position = piece.end if end else piece.start
        cut = _Cut()
        if edge.element is not None:
            position, cut = self._within(piece, edge.piece, edge.element, edge.sign, end)
        return self._cuts.setdefault(position, cut)

    def _within(self, piece: Span, run: Element, element: Element, sign: int, end: bool) -> tuple[int, _Cut]:
        """The cut before that sign of an element of a run; at the run's own ends the run stays whole."""
        span = self._spans[element]
        length = len(element.text or "")
        inside = offset(self._data, span, sign) if _is_plain(element) and 0 < sign < length else None
        if inside is not None:
            return inside, self._parted(piece, run, span, inside)
        if not end and element is _contents(run)[0]:
            return piece.start, _Cut()
        if end and element is _contents(run)[-1]:
            return piece.end, _Cut()
        return span.end if end else span.start, self._parted(piece, run)

    def _parted(self, piece: Span, run: Element, text: Span | None = None, position: int = 0) -> _Cut:
        """What closes a run, and its text if it is within one, and opens the same run again."""
        data = self._data
        properties = run.find(W + "rPr")
        kept = b"" if properties is None else _outer(data, self._spans[properties])
        closing, reopening = b"</%b>" % piece.name, data[piece.start : piece.inner] + kept
        if text is None:
            return _Cut(closing, reopening)
        tag = data[text.start : text.inner]
        if b"xml:space" not in tag:
            if data[text.inner : position][-1:].isspace():
                self._kept[text.inner - 1] = _PRESERVE
            tag = tag[:-1] + _PRESERVE + b">"
        return _Cut(b"</%b>" % text.name + closing, reopening + tag)


def _spans_of(data: bytes, root: Element, edges: Iterable[Edge]) -> dict[Element, Span]:
    """The spans of all elements that the cuts need: pieces, their texts and their properties."""
    wanted: set[Element] = set()
    for edge in edges:
        wanted.add(edge.piece)
        if edge.element is not None:
            wanted.add(edge.element)
            wanted.update(edge.piece.iterfind(W + "rPr"))
    numbers = {number: element for number, element in enumerate(root.iter("*")) if element in wanted}
    found = spans(data, numbers)
    if len(found) < len(wanted):
        raise Unsplit
    return {numbers[number]: span for number, span in found.items()}


def _contents(run: Element) -> list[Element]:
    """What a run prints, its properties left out."""
    return [each for each in run.iterchildren("*") if each.tag != W + "rPr"]


def _is_plain(element: Element) -> bool:
    """Whether the text read from the element is its own, sign by sign; signs of symbol fonts may be read as others."""
    low, high = _SYMBOLS
    return element.tag == W + "t" and not any(low <= sign <= high for sign in element.text or "")


def _outer(data: bytes, span: Span) -> bytes:
    return data[span.start : span.end]
