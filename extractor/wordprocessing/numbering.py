"""Automatic list numbers, which Word prints but does not store as text: computed from word/numbering.xml."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.wordprocessing.counting import written
from extractor.wordprocessing.names import Element, W, number, switch, value, whole
from extractor.wordprocessing.styles import Styles

_LEVELS = 9
_PART = re.compile(r"%([1-9])")
_CLOSED = "、，。．：；）】〕》」』"
"""A number that ends in one of these needs no blank before the text."""
BULLET = "•"
"""Printed for every bullet: the true sign is a glyph of a symbol font, and a dash would read as a minus."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: first number, form, the text around it, what follows it, when it restarts."""

    start: int
    form: str
    text: str
    suffix: str
    restart: int | None
    legal: bool
    style: str | None


@dataclass(slots=True)
class List:
    """One list (w:num): the definition it counts in, its levels, and where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int]


class Numbering:
    """Counts through a document; ask once for every numbered paragraph, in the order of the text."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[int, List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[int] = set()
        if root is not None:
            self._load(root)

    def prefix(self, properties: Element | None) -> str:
        """The number printed before the paragraph with the blank that keeps it apart, or nothing."""
        style, list_id, level = self._styles.numbering(properties)
        found = self._lists.get(list_id or 0)
        if found is None or list_id is None:
            return ""
        if level is None:
            level = next((depth for depth, one in found.levels.items() if style and one.style == style), 0)
        shape = found.levels.get(level)
        if shape is None or not 0 <= level < _LEVELS:
            return ""
        if shape.form == "bullet":
            return f"{BULLET} " if shape.text.strip() else ""
        label = self._label(found, list_id, level, shape)
        blank = "" if not label or shape.suffix == "nothing" or label[-1] in _CLOSED else " "
        return label + blank

    def _label(self, found: List, list_id: int, level: int, shape: Level) -> str:
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for depth in found.overrides:
                counts[depth] = None
        current = counts[level]
        counts[level] = self._start(found, level) if current is None else current + 1
        for depth in range(level + 1, _LEVELS):
            deeper = found.levels.get(depth)
            if deeper is None or deeper.restart is None or level < deeper.restart:
                counts[depth] = None

        def part(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            count = counts[depth]
            form = found.levels[depth].form if depth in found.levels else "decimal"
            return written(self._start(found, depth) if count is None else count, "decimal" if shape.legal else form)

        return _PART.sub(part, shape.text)

    def _start(self, found: List, level: int) -> int:
        shape = found.levels.get(level)
        return found.overrides.get(level, shape.start if shape else 1)

    def _load(self, root: Element) -> None:
        abstracts = {one.get(W + "abstractNumId", ""): one for one in root.iterfind(W + "abstractNum")}
        nums = {whole(one.get(W + "numId")): one for one in root.iterfind(W + "num")}
        for list_id, num in nums.items():
            if not list_id:
                continue
            name = value(num, "abstractNumId") or ""
            name, abstract = self._resolve(name, abstracts, nums)
            if abstract is None:
                continue
            levels = _levels(abstract)
            overrides: dict[int, int] = {}
            for override in num.iterfind(W + "lvlOverride"):
                depth = whole(override.get(W + "ilvl"))
                if depth is None:
                    continue
                levels.update(_levels(override))
                start = number(override, "startOverride")
                if start is not None and 0 <= depth < _LEVELS:
                    overrides[depth] = start
            self._lists[list_id] = List(name, levels, overrides)

    def _resolve(
        self, name: str, abstracts: dict[str, Element], nums: dict[int | None, Element]
    ) -> tuple[str, Element | None]:
        """The definition itself where one only points to a numbering style (w:numStyleLink)."""
        abstract = abstracts.get(name)
        link = value(abstract, "numStyleLink")
        if link is None:
            return name, abstract
        target = nums.get(self._styles.list_of(link))
        linked = value(target, "abstractNumId") or ""
        return (linked, abstracts[linked]) if linked in abstracts else (name, abstract)


def _levels(parent: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent.iterfind(W + "lvl"):
        depth = whole(element.get(W + "ilvl"))
        if depth is None or not 0 <= depth < _LEVELS:
            continue
        start = number(element, "start")
        levels[depth] = Level(
            start=1 if start is None else start,
            form=_form(element),
            text=value(element, "lvlText") or "",
            suffix=value(element, "suff") or "tab",
            restart=number(element, "lvlRestart"),
            legal=switch(element, "isLgl") or False,
            style=value(element, "pStyle"),
        )
    return levels


def _form(level: Element) -> str:
    """The number form; a form newer than Word 2007 stands in an alternative beside its fallback."""
    form = value(level, "numFmt")
    if form is not None:
        return form
    return next((one.get(W + "val", "decimal") for one in level.iter(W + "numFmt")), "decimal")
