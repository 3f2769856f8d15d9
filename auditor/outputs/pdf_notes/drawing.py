"""Annotations as PDF objects, each with an appearance of its own, so that every viewer and printer shows it alike."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from auditor.outputs.pdf_notes.geometry import Box, Frame, Point, bounds
from auditor.outputs.pdf_notes.increment import Increment
from auditor.remarks import AUTHOR

Colour = tuple[float, float, float]

FILL: dict[str, Colour] = {
    "error": (1, 0.62, 0.62), "warning": (1, 0.86, 0.45), "note": (0.68, 0.86, 1), "suppressed": (0.88, 0.88, 0.88),
}  # fmt: skip
EDGE: dict[str, Colour] = {
    "error": (0.78, 0, 0), "warning": (0.75, 0.45, 0), "note": (0, 0.35, 0.7), "suppressed": (0.45, 0.45, 0.45),
}  # fmt: skip
GREEN: Colour = (0.05, 0.55, 0.2)
PAPER: Colour = (1, 0.95, 0.65)
INK: Colour = (0.35, 0.3, 0.1)
DATE = "D:20000101000000Z"
"""The date of every annotation: it depends on the report alone, not on the day it was audited."""
ICON = 16.0
"""Points that the sign of a note is wide and high."""
_PRINTED = 4
_POPUP = (220.0, 140.0)
_TICK = ((0.0, 0.55), (0.35, 1.0), (1.0, 0.0))
"""The tick in its own square, from the top left."""


class Pen:
    """Draws the annotations of one page; ``references`` are those drawn, in order."""

    def __init__(self, increment: Increment, frame: Frame, page: IndirectObject, name: str) -> None:
        self._increment = increment
        self._frame = frame
        self._page = page
        self._name = name
        self.references: list[IndirectObject] = []

    def highlight(self, boxes: tuple[Box, ...], severity: str, text: str) -> None:
        """A highlight over the boxes, underlined, with a pop-up note."""
        quads = [self._frame.quad(box) for box in boxes]
        corners = [point for quad in quads for point in quad]
        fill = "".join(_path((quad[0], quad[1], quad[3], quad[2])) + " f\n" for quad in quads)
        under = "".join(_path((quad[2], quad[3])) + " S\n" for quad in quads)
        drawing = f"/Gouji gs {_colour(FILL[severity])} rg\n{fill}{_colour(EDGE[severity])} RG 0.8 w\n{under}"
        points = [value for quad in quads for point in quad for value in point]
        own = {"/QuadPoints": _numbers(points)}
        self._add("/Highlight", corners, FILL[severity], text, drawing, own, margin=0.5, box=boxes[0])

    def tick(self, box: Box, text: str) -> None:
        """A tick at the upper right corner of a figure."""
        _, top, right, bottom = box
        size = min(9.0, max(4.0, (bottom - top) * 0.55))
        line = [self._frame.point(right - size * 0.15 + x * size, top - size * 0.6 + y * size) for x, y in _TICK]
        drawing = f"{_colour(GREEN)} RG 1 w 1 J 1 j\n{_path(line)} S\n"
        own = {"/InkList": ArrayObject([_numbers([value for point in line for value in point])])}
        self._add("/Ink", line, GREEN, text, drawing, own, margin=0.8, box=box)

    def note(self, x: float, y: float, text: str) -> None:
        """A small sheet of paper at that point of the page as shown, with a pop-up note."""
        box = (x, y, x + ICON, y + ICON)
        first, second, third, fourth = self._frame.quad(box)
        drawing = f"{_colour(PAPER)} rg {_colour(INK)} RG 0.8 w\n{_path((first, second, fourth, third))} b\n"
        for share in (0.3, 0.5, 0.7):
            ends = (self._frame.point(x + 3, y + ICON * share), self._frame.point(x + ICON - 3, y + ICON * share))
            drawing += f"{_path(ends)} S\n"
        own = {"/Name": NameObject("/Comment")}
        self._add("/Text", [first, fourth], PAPER, text, drawing, own, margin=0.5, box=box)

    def _add(
        self, kind: str, points: list[Point], colour: Colour, text: str, drawing: str,
        own: Mapping[str, PdfObject], margin: float, box: Box,
    ) -> None:  # fmt: skip
        """The annotation with its appearance and its pop-up."""
        area = bounds(points, margin)
        mark = self._increment.reserve()
        self.references.append(mark)
        name = f"{self._name}-{len(self.references)}"
        if kind != "/Ink":  # there may be thousands of ticks, whose notes viewers show without a window of their own
            own = {**own, "/Popup": self._popup(mark, box)}
        self._increment.put(mark, _dictionary({
            "/Type": NameObject("/Annot"), "/Subtype": NameObject(kind), "/Rect": _numbers(area),
            "/C": _numbers(colour), "/Contents": _text(text), "/T": TextStringObject(AUTHOR),
            "/M": TextStringObject(DATE), "/NM": TextStringObject(name), "/F": NumberObject(_PRINTED), "/P": self._page,
            "/AP": _dictionary({"/N": self._increment.add(_appearance(area, drawing))}), **own,
        }))  # fmt: skip

    def _popup(self, mark: IndirectObject, box: Box) -> IndirectObject:
        """The window of a note, closed at first."""
        popup = self._increment.add(_dictionary({
            "/Type": NameObject("/Annot"), "/Subtype": NameObject("/Popup"), "/Parent": mark, "/P": self._page,
            "/Rect": _numbers(self._beside(box)), "/Open": BooleanObject(False),
        }))  # fmt: skip
        self.references.append(popup)
        return popup

    def _beside(self, box: Box) -> Box:
        """Where the pop-up opens: below the mark, within the page."""
        width, height = _POPUP
        left = max(0.0, min(box[2] + 8, self._frame.width - width))
        top = max(0.0, min(box[3] + 4, self._frame.height - height))
        return bounds([self._frame.point(left, top), self._frame.point(left + width, top + height)])


def _appearance(area: Box, drawing: str) -> DecodedStreamObject:
    """A form of the area's size; what it fills darkens the paper and leaves the print readable."""
    form = DecodedStreamObject()
    form.set_data(drawing.encode("ascii"))
    blend = _dictionary({"/Type": NameObject("/ExtGState"), "/BM": NameObject("/Multiply")})
    form.update(_dictionary({
        "/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form"), "/BBox": _numbers(area),
        "/Resources": _dictionary({"/ExtGState": _dictionary({"/Gouji": blend})}),
    }))  # fmt: skip
    return form


def _dictionary(entries: dict[str, Any]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def _text(words: str) -> ByteStringObject:
    """A text string in UTF-16 (ISO 32000-1, 7.9.2.2), which is written in hexadecimal: half as long as escaped."""
    return ByteStringObject(codecs.BOM_UTF16_BE + words.encode("utf-16-be"))


def _numbers(values: Any) -> ArrayObject:
    return ArrayObject([FloatObject(round(value, 2)) for value in values])


def _path(points: Any) -> str:
    return " ".join(f"{x:.2f} {y:.2f} {'l' if place else 'm'}" for place, (x, y) in enumerate(points))


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
