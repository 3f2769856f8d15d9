"""Printed lines → paragraphs, also over page breaks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.document import Line
from extractor.readers.pdf.lines import TextLine
from extractor.readers.pdf.wrapping import first_piece, glue, is_full, starts_heading, starts_item

_LOOSE = 1.35
"""Share of the usual line spacing from which a gap parts paragraphs."""
_SIZES_DIFFER = 0.12
_INDENT = 1.2
"""Share of the type size from which a first line counts as indented."""
_CENTRED = 5.0
"""Share of the type size: farther in than any indent, so the line is centred."""

_TITLE = 1.6
"""Share of the usual type size from which lines in the middle of the page are one title."""
_MOSTLY = 0.7
"""Share of the measure that an open-ended line fills at least."""
_WIDE = 0.55
"""Share of the measure from which a line tells where the margins are."""
_EVIDENCE = 4
"""Wide lines from which a page tells its own margins."""
_ENDS = "。；;：:！？!?"


@dataclass(slots=True)
class Setting:
    """How a page's text is set: its left and right margin, its line spacing and its usual type size, in points."""

    left: float
    right: float
    spacing: float
    size: float


@dataclass(slots=True)
class Draft:
    """A paragraph being written."""

    lines: list[TextLine] = field(default_factory=list)

    def finished(self) -> tuple[str, tuple[Line, ...]]:
        """The paragraph's text, and its printed lines with their places in it."""
        text, placed = "", []
        for line in self.lines:
            if text:
                text += glue(text, line.text)
            placed.append(line.placed(len(text)))
            text += line.text
        return text, tuple(placed)


Region = tuple[int, int]
"""A page and a column on it; 0 is the whole width."""


def region(line: TextLine) -> Region:
    """The page and column that a line stands in."""
    return line.page, line.column


def settings(pages: list[tuple[float, list[TextLine]]]) -> dict[Region, Setting]:
    """The setting of every page and column, from its width and lines; where lines are few, that of its like."""
    alike: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
    regions: dict[Region, tuple[float, list[TextLine]]] = {}
    for width, lines in pages:
        for line in lines:
            alike[round(width), line.column].append(line)
            regions.setdefault(region(line), (width, []))[1].append(line)
    whole = {kind: _like(lines, kind[0]) for kind, lines in alike.items()}
    return {key: _setting(lines, whole[round(width), key[1]]) for key, (width, lines) in regions.items()}


def _like(lines: list[TextLine], width: float) -> Setting:
    """The setting of all pages of one width. Where no lines agree, the right margin is as wide as the left."""
    first, last = min(line.x0 for line in lines), max(line.x1 for line in lines)
    reach = last if lines[0].column else max(last, width - first)
    left, right, spacing = _measures(lines, reach - first)
    size = _body_size(lines)
    return Setting(first if left is None else left, reach if right is None else right, spacing or 1.8 * size, size)


def _setting(lines: list[TextLine], like: Setting) -> Setting:
    left, right, spacing = _measures(lines, like.right - like.left)
    if left is None or 0 < left - like.left < 3 * like.size:
        left = like.left  # on a page of short paragraphs only the indent is seen
    return Setting(left, like.right if right is None else right, spacing or like.spacing, like.size)


def _measures(lines: list[TextLine], reach: float) -> tuple[float | None, float | None, float | None]:
    """Left margin, right margin and line spacing, each only where enough lines agree that fill most of the reach."""
    gaps = Counter(
        round(after.baseline - before.baseline)
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < after.baseline - before.baseline < 4 * before.size
    )
    step, often = gaps.most_common(1)[0] if gaps else (0, 0)
    spacing = float(step) if often >= 2 else None
    wide = [line for line in lines if line.width > _WIDE * reach]
    if len(wide) < _EVIDENCE:
        return None, None, spacing
    left = _margin([line.x0 for line in wide], False, 0.4 * wide[0].size)
    right = _margin([line.x1 for line in wide], True, 0.6 * wide[0].size)
    return left, right, spacing


def _margin(values: list[float], far: bool, tolerance: float) -> float | None:
    """The outermost position at which at least two lines, and a tenth of them, end or begin together."""
    wanted = max(2, 0.1 * len(values))
    for value in sorted(values, reverse=far):
        if sum(abs(other - value) <= tolerance for other in values) >= wanted:
            near = sorted(other for other in values if abs(other - value) <= tolerance)
            return near[len(near) // 2]
    return None


def _body_size(lines: list[TextLine]) -> float:
    """The type size that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def goes_on(draft: Draft, line: TextLine, before: Setting, setting: Setting) -> bool:
    """Whether a line goes on the paragraph; ``before`` is the setting of the last line's page."""
    last = draft.lines[-1]
    if last.breaks and line.breaks and len(last.breaks) + len(line.breaks) > 2:
        return False
    if abs(last.size - line.size) > _SIZES_DIFFER * max(last.size, line.size):
        return False
    centred = _is_centred(line, setting)
    if not centred and _is_gap(draft, line, setting):
        return False
    full = is_full(last, line, before.right - last.x1)
    indent = line.x0 - setting.left
    if centred:
        return (line.size > _TITLE * setting.size or not _is_gap(draft, line, setting)) and _is_title_rest(
            last, line, before, full
        )
    first_indent = draft.lines[0].x0 - before.left
    if line.text.strip("0123456789.,%％-") == "" and last.text[-1:] in _ENDS:
        return False  # a figure alone on its line is a cell of a table that lost its lines
    if not full:
        # spreadsheets wrap by the screen's widths: an unindented line under an indented one goes on all the same
        open_ended = last.text[-1:] not in _ENDS and last.x1 > before.left + _MOSTLY * (before.right - before.left)
        return (
            open_ended
            and first_indent > _INDENT * line.size
            and abs(indent) < 0.5 * line.size
            and not starts_item(line.text)
        )
    if indent > _INDENT * line.size:
        hanging = starts_item(draft.lines[0].text) and line.x0 > draft.lines[0].x0 + 0.5 * line.size
        in_line = len(draft.lines) > 1 and abs(line.x0 - last.x0) < 0.5 * line.size and last.page == line.page
        return (hanging or in_line) and not starts_item(line.text)
    if starts_item(line.text) and first_indent <= _INDENT * line.size:
        return not starts_heading(line.text) and last.text[-1:] not in _ENDS and not starts_item(draft.lines[0].text)
    return True


def _is_title_rest(last: TextLine, line: TextLine, before: Setting, full: bool) -> bool:
    """Whether a centred line goes on a title: the line above reaches far, or both are set much larger than the text."""
    if starts_item(line.text):
        return False
    if full or last.width + first_piece(line) > 0.75 * (before.right - before.left):
        return full or _is_centred(last, before)
    step = line.baseline - last.baseline
    return _is_centred(last, before) and min(last.size, line.size) > _TITLE * before.size and 0 < step < 2.6 * line.size


def _is_gap(draft: Draft, line: TextLine, setting: Setting) -> bool:
    """Whether more white than usual parts the line from the paragraph."""
    last = draft.lines[-1]
    step = line.baseline - last.baseline
    if last.page != line.page or step <= 0 or setting.spacing <= 0:
        return False
    usual = setting.spacing
    if len(draft.lines) > 1 and draft.lines[-2].page == last.page:
        usual = max(usual, last.baseline - draft.lines[-2].baseline)
    return step > _LOOSE * usual and step > 1.6 * line.size


def _is_centred(line: TextLine, setting: Setting) -> bool:
    before, after = line.x0 - setting.left, setting.right - line.x1
    least = 2 * setting.size if line.size > _TITLE * setting.size else _CENTRED * line.size
    return before > least and abs(before - after) < 1.5 * line.size
