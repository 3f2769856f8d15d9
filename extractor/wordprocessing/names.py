"""Element and attribute names of WordprocessingML (ISO/IEC 29500-1, part 17) and small readings of them."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = W + "val"

_OFF = {"0", "false", "off", "none"}


def value(parent: Element | None, name: str) -> str | None:
    """The w:val of a child element, None where the child or the value is absent."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL)


def number(parent: Element | None, name: str) -> int | None:
    """The w:val of a child as a whole number."""
    return whole(value(parent, name))


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits, else None."""
    if text is None or len(text) > 9:
        return None
    try:
        return int(text)
    except ValueError:
        return None


def switch(parent: Element | None, name: str) -> bool | None:
    """A toggle such as w:vanish: on, off, or None where it is not said."""
    child = None if parent is None else parent.find(W + name)
    if child is None:
        return None
    return (child.get(VAL) or "on") not in _OFF
