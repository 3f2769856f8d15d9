"""Text that a page holds but does not show: cut off by a clipping path, as a long cell is at the page break."""

from __future__ import annotations

import ctypes

from extractor.readers.pdf import pdfium_calls as calls

Window = tuple[float, float, float, float]
"""Left, bottom, right, top of what is shown, in the file's own coordinates (upwards)."""

_SLACK = 1.0
"""Points beyond a clipping path that still count as shown."""
_MAX_PATHS = 50
_MAX_SEGMENTS = 200


class Clips:
    """The window through which each text object is seen.

    Objects of one cell follow one another with the same path, so a path is read in full only where its count of
    paths or two of its corners change. Objects inside a form are left alone: their paths are in the form's measures.
    """

    def __init__(self, page_objects: set[int]) -> None:
        self._page_objects = page_objects
        self._last: tuple[object, ...] = ()
        self._window: Window | None = None
        self._point = (ctypes.c_float * 2)()
        self._place = ctypes.addressof(self._point)

    def window(self, owner: int | None) -> Window | None:
        """What is shown of a text object; None where nothing cuts it off."""
        if not owner or owner not in self._page_objects:
            return None
        path = calls.clip_path(owner)
        count = calls.count_clip_paths(path) if path else 0
        if count <= 0:
            return None
        mark = (count, *self._corner(path, count - 1, 0), *self._corner(path, count - 1, 2))
        if mark != self._last:
            self._last, self._window = mark, self._read(path, min(count, _MAX_PATHS))
        return self._window

    def _corner(self, path: int, index: int, segment: int) -> tuple[float, float]:
        handle = calls.clip_segment(path, index, segment)
        if handle and calls.segment_point(handle, self._place, self._place + 4):
            return self._point[0], self._point[1]
        return 0.0, 0.0

    def _read(self, path: int, count: int) -> Window | None:
        """What all paths leave open together, each taken as its bounding box."""
        left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
        for index in range(count):
            segments = min(calls.count_clip_segments(path, index), _MAX_SEGMENTS)
            points = [self._corner(path, index, segment) for segment in range(max(segments, 0))]
            if points:
                left, right = max(left, min(x for x, _ in points)), min(right, max(x for x, _ in points))
                bottom, top = max(bottom, min(y for _, y in points)), min(top, max(y for _, y in points))
        return left - _SLACK, bottom - _SLACK, right + _SLACK, top + _SLACK
