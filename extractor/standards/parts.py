"""The numbered parts of a standard: a marker counts only if it is the next number expected."""

from __future__ import annotations

from dataclasses import dataclass

from extractor import later
from extractor.numerals import chinese
from extractor.standards.marks import TIMEOUT, Marked

TAG = later.compile(r"[(\[](?:满分|共|共计|计|得|权重|分值|占|各)?:?(?P<points>\d+(?:\.\d+)?)分[)\]]")
_CHINESE = "[一二三四五六七八九十]{1,2}"
_STYLES = (
    ("circled", later.compile("[①-⑳]")),
    ("bracket", later.compile(r"\((?P<n>\d{1,2})\)")),
    ("half", later.compile(r"(?<![\d.(])(?P<n>\d{1,2})\)")),
    ("dot", later.compile(r"(?<![\d.])(?P<n>\d{1,2})[.、](?!\d+(?:\.\d+)?分)")),
    ("chinese bracket", later.compile(rf"\((?P<c>{_CHINESE})\)")),
    ("chinese", later.compile(rf"(?P<c>{_CHINESE})(?:、|是(?=[\p{{Han}}]))")),
)
_BOUNDARY = ";。):]分%,"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the standard's text, its marker at ``head``, its words from start to end; ``number`` 0: no marker."""

    head: int
    start: int
    end: int
    number: int = 0
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Marker:
    start: int
    end: int
    style: str
    number: int


def split(marked: Marked) -> Span:
    """The tree of numbered parts; a text without markers is one span."""
    kept = _accepted(marked, _candidates(marked))
    kept = [each for each in kept if not _lonely(each, kept)]
    return _tree(marked.text, kept)


def _candidates(marked: Marked) -> list[_Marker]:
    text = marked.text
    found: list[_Marker] = []
    for style, pattern in _STYLES:
        for match in pattern.finditer(text, timeout=TIMEOUT):
            groups = match.groupdict()
            if style == "circled":
                number = ord(match[0]) - ord("①") + 1
            else:
                number = int(groups["n"]) if groups.get("n") else int(chinese(groups["c"]))
            start = match.start()
            bound = start == 0 or text[start - 1] in _BOUNDARY or start in marked.blanks
            if style in ("circled", "bracket", "chinese bracket") or bound:
                found.append(_Marker(start, match.end(), style, number))
    found.sort(key=lambda each: (each.start, -each.end))
    return [each for place, each in enumerate(found) if not place or each.start >= found[place - 1].end]


def _accepted(marked: Marked, candidates: list[_Marker]) -> list[_Marker]:
    """Markers that count on: each is the next number of its style, opens a style with 1, or falls back with a tag."""
    stack: dict[str, int] = {}
    kept: list[_Marker] = []
    for place, each in enumerate(candidates):
        style = _home(each, stack)
        if style not in stack:
            counts = each.number == 1
        else:
            last = stack[style]
            following = candidates[place + 1].start if place + 1 < len(candidates) else len(marked.text)
            tagged = TAG.search(marked.text[each.end : following], timeout=TIMEOUT) is not None
            counts = each.number == last + 1 or each.number <= last and tagged or each.number == 1 < last
        if counts:
            for inner in list(stack)[list(stack).index(style) + 1 :] if style in stack else []:
                del stack[inner]
            stack[style] = each.number
            kept.append(_Marker(each.start, each.end, style, each.number))
    return kept


def _home(each: _Marker, stack: dict[str, int]) -> str:
    """(2) goes on after 1) where no (1) was open: both spellings are met in one cell."""
    twin = {"bracket": "half", "half": "bracket"}.get(each.style, "")
    return twin if each.style not in stack and each.number == stack.get(twin, -1) + 1 else each.style


def _lonely(each: _Marker, kept: list[_Marker]) -> bool:
    """A single 1 of its style with no 2 after it numbers nothing, unless it opens the text."""
    return (
        each.number == 1
        and each.start > 0
        and not any(other.style == each.style and other.number == 2 and other.start > each.start for other in kept)
    )


def _tree(text: str, kept: list[_Marker]) -> Span:
    order: list[str] = []
    rows: list[tuple[int, _Marker]] = []
    for each in kept:
        if each.style in order:
            del order[order.index(each.style) + 1 :]
        else:
            order.append(each.style)
        rows.append((len(order), each))
    return Span(0, 0, len(text), 0, _children(rows, 1, len(text)))


def _children(rows: list[tuple[int, _Marker]], depth: int, end: int) -> tuple[Span, ...]:
    heads = [place for place, (level, _) in enumerate(rows) if level == depth]
    spans = []
    for order, head in enumerate(heads):
        stop = heads[order + 1] if order + 1 < len(heads) else len(rows)
        finish = rows[stop][1].start if stop < len(rows) else end
        marker = rows[head][1]
        spans.append(
            Span(marker.start, marker.end, finish, marker.number, _children(rows[head + 1 : stop], depth + 1, finish))
        )
    return tuple(spans)
