"""Styles of a Word document: heading level, list and hidden text that a paragraph takes from its style."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.wordprocessing.names import VAL, Element, W, number, switch, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题)$", re.IGNORECASE)
_DEEPEST = 30
"""How many styles may be based on one another before the chain counts as a loop."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its parent, and what it says by itself (None: nothing)."""

    name: str
    parent: str | None
    list_id: int | None
    list_level: int | None
    outline: int | None
    hidden: bool | None


class Styles:
    """The styles of word/styles.xml by id; without that part every question is answered with nothing."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iterfind(W + "style"):
            style_id = element.get(W + "styleId")
            if style_id is None:
                continue
            self._styles[style_id] = _style(element)
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true"):
                self._default = style_id

    def chain(self, style_id: str | None) -> list[tuple[str, Style]]:
        """The style and those it is based on, nearest first; a paragraph without one has the default style."""
        found: list[tuple[str, Style]] = []
        current = style_id if style_id in self._styles else self._default
        while current in self._styles and len(found) < _DEEPEST:
            style = self._styles[current]
            found.append((current, style))
            current = style.parent
        return found

    def level(self, properties: Element | None) -> int:
        """The heading level from 1, or 0 for body text."""
        direct = number(properties, "outlineLvl")
        if direct is not None:
            return direct + 1 if 0 <= direct < 9 else 0
        for _, style in self.chain(value(properties, "pStyle")):
            if style.outline is not None:
                return style.outline + 1 if 0 <= style.outline < 9 else 0
            heading = _HEADING.match(style.name)
            if heading:
                return int(heading[1])
            if _TITLE.match(style.name):
                return 1
        return 0

    def numbering(self, properties: Element | None) -> tuple[str | None, int | None, int | None]:
        """The style that carries the list, the list's id and the level; Nones where there is no list."""
        direct = None if properties is None else properties.find(W + "numPr")
        list_id, level = number(direct, "numId"), number(direct, "ilvl")
        if list_id is not None:
            return None, list_id, level or 0
        for style_id, style in self.chain(value(properties, "pStyle")):
            if style.list_id is not None:
                return style_id, style.list_id, style.list_level if level is None else level
        return None, None, None

    def hides(self, style_id: str | None) -> bool:
        """Whether the style hides its text."""
        if style_id is None:
            return False
        return next((style.hidden for _, style in self.chain(style_id) if style.hidden is not None), False)

    def list_of(self, style_id: str | None) -> int | None:
        """The list that a numbering style stands for."""
        style = self._styles.get(style_id or "")
        return style.list_id if style else None


def _style(element: Element) -> Style:
    paragraph = element.find(W + "pPr")
    numbering = None if paragraph is None else paragraph.find(W + "numPr")
    parent = element.find(W + "basedOn")
    return Style(
        name=(value(element, "name") or "").strip(),
        parent=None if parent is None else parent.get(VAL),
        list_id=number(numbering, "numId"),
        list_level=number(numbering, "ilvl"),
        outline=number(paragraph, "outlineLvl"),
        hidden=switch(element.find(W + "rPr"), "vanish"),
    )
