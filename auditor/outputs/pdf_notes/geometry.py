"""From the page as shown (points from its top left, y downwards) to the page's own coordinates (ISO 32000-1, 8.3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the page as shown."""
Quad = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom left and bottom right as a reader sees them, in the page's own coordinates."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that is shown, in its own coordinates, and by how many degrees clockwise it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """The width as shown."""
        return self.right - self.left if self.turn in (0, 180) else self.top - self.bottom

    @property
    def height(self) -> float:
        """The height as shown."""
        return self.top - self.bottom if self.turn in (0, 180) else self.right - self.left

    def point(self, x: float, y: float) -> Point:
        """A point of the page as shown in the page's own coordinates."""
        if self.turn == 90:
            found = (self.left + y, self.bottom + x)
        elif self.turn == 180:
            found = (self.right - x, self.bottom + y)
        elif self.turn == 270:
            found = (self.right - y, self.top - x)
        else:
            found = (self.left + x, self.top - y)
        return round(found[0], 2), round(found[1], 2)

    def quad(self, box: Box) -> Quad:
        left, top, right, bottom = box
        return self.point(left, top), self.point(right, top), self.point(left, bottom), self.point(right, bottom)


def frame(page: Any) -> Frame:
    """The frame of a page as pypdf gives it: the crop box as far as it lies on the page."""
    media, crop = _sorted(page.mediabox), _sorted(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or bottom >= top:
        left, bottom, right, top = media
    return Frame(left, bottom, right, top, int(page.rotation) % 360)


def bounds(points: list[Point], margin: float = 0) -> Box:
    """The rectangle around points: left, bottom, right, top in the page's own coordinates."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return (
        round(min(across) - margin, 2), round(min(up) - margin, 2),
        round(max(across) + margin, 2), round(max(up) + margin, 2),
    )  # fmt: skip


def _sorted(box: Any) -> Box:
    left, bottom, right, top = (float(edge) for edge in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
