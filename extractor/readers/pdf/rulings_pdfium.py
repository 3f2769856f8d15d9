"""Ruling lines, pictures and painted shapes of a page, as PDFium holds them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat

import pypdfium2.raw as raw

from extractor.limits import limits
from extractor.readers.pdf import pdfium_calls as calls
from extractor.readers.pdf.characters import Edge, PageContent

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

_MAX_SEGMENTS = 2_000
_MAX_DEPTH = 5
_UNITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the page that is shown, in the file's own coordinates (upwards)."""

    left: float
    top: float
    width: float
    height: float


def shapes(page: int, frame: Frame, content: PageContent) -> set[int]:
    """Fill in edges, drawings and pictures of the page; returns the objects that stand in no form."""
    most = limits().drawings
    count = min(calls.count_objects(page), most)
    handles = list(map(calls.get_object, repeat(page, count), range(count)))
    for kind, handle, matrix in _walk(handles, _UNITY, 0, [most]):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            content.drawings += 1
            content.edges.extend(_edges(handle, matrix, frame))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            content.pictures = max(content.pictures, _share(handle, matrix, frame))
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            content.drawings += 1
    return set(handles)


def _walk(handles: list[int], matrix: Matrix, depth: int, left: list[int]) -> Iterator[tuple[int, int, Matrix]]:
    for handle, kind in zip(handles, map(calls.object_type, handles), strict=True):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        left[0] -= 1
        if left[0] < 0:
            return
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            count = min(max(calls.count_form_objects(handle), 0), left[0])
            inner = list(map(calls.get_form_object, repeat(handle, count), range(count)))
            yield from _walk(inner, _times(_matrix(handle), matrix), depth + 1, left)
        else:
            yield kind, handle, matrix


_BUFFER = (ctypes.c_float * 6)()
_BUFFER_AT = ctypes.addressof(_BUFFER)


def _matrix(handle: int) -> Matrix:
    calls.object_matrix(handle, _BUFFER_AT)
    a, b, c, d, e, f = _BUFFER[:]
    return a, b, c, d, e, f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    if outer == _UNITY:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _share(handle: int, matrix: Matrix, frame: Frame) -> float:
    """How much of the page a picture covers, from 0 to 1."""
    a, b, c, d, _, _ = _times(_matrix(handle), matrix)
    area = abs(a * d - b * c)
    return min(1.0, area / (frame.width * frame.height)) if frame.width * frame.height > 0 else 0.0


def _edges(handle: int, outer: Matrix, frame: Frame) -> list[Edge]:
    """The level and upright lines of one path; curves have none."""
    count = calls.count_segments(handle)
    if not 2 <= count <= _MAX_SEGMENTS:
        return []
    segments = list(map(calls.get_segment, repeat(handle, count), range(count)))
    kinds = list(map(calls.segment_type, segments))
    if raw.FPDF_SEGMENT_BEZIERTO in kinds:
        return []
    buffer = (ctypes.c_float * (2 * count))()
    start = ctypes.addressof(buffer)
    list(
        map(
            calls.segment_point,
            segments,
            range(start, start + 8 * count, 8),
            range(start + 4, start + 4 + 8 * count, 8),
        )
    )
    a, b, c, d, e, f = _times(_matrix(handle), outer)
    e, f = e - frame.left, frame.top - f
    values = buffer[:]
    points = [(a * x + c * y + e, f - b * x - d * y) for x, y in zip(values[0::2], values[1::2], strict=True)]
    if count == 5 and kinds.count(raw.FPDF_SEGMENT_MOVETO) == 1:
        return _outline(points, True)
    closes = list(map(calls.segment_close, segments))
    return [edge for part, closed in _parts(points, kinds, closes) for edge in _outline(part, closed)]


def _parts(points: list[Point], kinds: list[int], closes: list[int]) -> Iterator[tuple[list[Point], bool]]:
    """The path's pieces, parted where the pen is lifted."""
    part: list[Point] = []
    for point, kind, close in zip(points, kinds, closes, strict=True):
        if kind == raw.FPDF_SEGMENT_MOVETO and part:
            yield part, False
            part = []
        part.append(point)
        if close:
            yield part, True
            part = []
    if part:
        yield part, False


def _outline(points: list[Point], closed: bool) -> list[Edge]:
    """The edges of one piece: a line, the four sides of a rectangle, or the level and upright steps of a polygon."""
    if len(points) < 2:
        return []
    if len(points) == 2:
        return _line(points[0], points[1])
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if len(points) >= 4 and all(
        (x - x0 < 0.01 or x1 - x < 0.01) and (y - top < 0.01 or bottom - y < 0.01) for x, y in points
    ):
        return [
            Edge(x0, top, x1, top),
            Edge(x0, bottom, x1, bottom),
            Edge(x0, top, x0, bottom),
            Edge(x1, top, x1, bottom),
        ]
    steps = [*points, points[0]] if closed else points
    return [edge for start, end in pairwise(steps) for edge in _line(start, end)]


def _line(start: Point, end: Point) -> list[Edge]:
    (ax, ay), (bx, by) = start, end
    if abs(ax - bx) > 0.5 and abs(ay - by) > 0.5:
        return []
    return [Edge(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))]
