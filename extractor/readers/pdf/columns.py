"""Pages set in two columns: read down one column, then down the other."""

from __future__ import annotations

from extractor.readers.pdf.characters import Char
from extractor.readers.pdf.lines import TextLine, compose, group, lines_of

_FEWEST = 6
"""Lines that each column has at least."""
_FILLED = 0.6
"""Share of a column's width that its middle line fills: prose does, the cells of a table do not."""
_STRIP = 3.0
"""Points that stay white on both sides of the middle between the columns."""


def body_lines(chars: list[Char], page: int, width: float) -> list[TextLine]:
    """The page's lines in reading order."""
    lines = lines_of(chars, page)
    if len(lines) < _FEWEST or not _may_be_parted(lines, width):
        return lines
    gutter = _gutter(chars, width)
    return _in_columns(chars, page, gutter) if gutter is not None else lines


def _may_be_parted(lines: list[TextLine], width: float) -> bool:
    """Whether most lines have white near the middle of the page, or keep to one half."""
    aside = sum(
        bool(line.breaks) or line.x1 < 0.6 * width and line.width > 0.2 * width or line.x0 > 0.4 * width
        for line in lines
    )
    return aside > 0.6 * len(lines)


def _gutter(chars: list[Char], width: float) -> float | None:
    """The middle of the white between two columns; None where there is none."""
    groups = [[char for char in row if char.text != " "] for row in group(chars)]
    groups = [row for row in groups if row]
    best: tuple[int, float] | None = None
    for place in range(int(0.35 * width), int(0.65 * width), 3):
        crossed = sum(any(char.x0 < place + _STRIP and char.x1 > place - _STRIP for char in row) for row in groups)
        if best is None or (crossed, abs(place - width / 2)) < (best[0], abs(best[1] - width / 2)):
            best = (crossed, float(place))
    if best is None or best[0] > 0.3 * len(groups):
        return None
    middle = best[1]
    for side in (0, 1):
        spans = [
            _span([char for char in row if (char.x0 > middle) == bool(side)])
            for row in groups
            if not _crosses(row, middle)
        ]
        found = sorted(end - start for start, end in spans if end > start)
        if len(found) < _FEWEST:
            return None
        reach = max(end for _, end in spans) - min(start for start, end in spans if end > start)
        if found[len(found) // 2] < _FILLED * reach or reach < 0.25 * width:
            return None
    return middle


def _span(chars: list[Char]) -> tuple[float, float]:
    return (min(char.x0 for char in chars), max(char.x1 for char in chars)) if chars else (0.0, 0.0)


def _crosses(row: list[Char], place: float) -> bool:
    return any(char.x0 < place + _STRIP and char.x1 > place - _STRIP and char.text != " " for char in row)


def _in_columns(chars: list[Char], page: int, gutter: float) -> list[TextLine]:
    lines: list[TextLine] = []
    sides: tuple[list[Char], list[Char]] = ([], [])
    for row in group(chars):
        if _crosses(row, gutter):
            lines += _both(sides, page)
            sides = ([], [])
            whole = compose(row, page)
            lines += [whole] if whole else []
        else:
            for char in row:
                sides[char.x0 > gutter].append(char)
    return lines + _both(sides, page)


def _both(sides: tuple[list[Char], list[Char]], page: int) -> list[TextLine]:
    return [line._replace(column=number) for number, side in enumerate(sides, 1) for line in lines_of(side, page)]
