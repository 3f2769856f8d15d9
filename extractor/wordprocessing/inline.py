"""The text of one paragraph as it prints: insertions are read, deletions and hidden text are not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from extractor.wordprocessing.names import MC, Element, M, W, switch, value
from extractor.wordprocessing.runs import Text, new_text
from extractor.wordprocessing.styles import Styles

_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xE5: "∑", 0xB0: "°",
    0xB7: "•", 0xD7: "·", 0x2D: "−", 0xA5: "∞", 0xBC: "…", 0x44: "Δ", 0x53: "Σ", 0x61: "α", 0x62: "β",
}  # fmt: skip
_WINGDINGS = {
    0xA8: "□", 0x6F: "□", 0x71: "□", 0xFE: "☑", 0x52: "☑", 0x54: "☒", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0x6C: "●",
    0x6E: "■", 0x75: "◆", 0xA7: "▪", 0xD8: "➢", 0xB2: "★", **{0x81 + n: chr(0x2460 + n) for n in range(10)},
    **{0x8C + n: chr(0x2776 + n) for n in range(10)},
}  # fmt: skip
UNKNOWN = "\ufffd"

_PRINTED = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-",
}  # fmt: skip
_SKIPPED = {W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt")}
_DELETED = {W + "del", W + "moveFrom"}
_INSERTED = {W + "ins", W + "moveTo"}
_PICTURES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "picture",
    "{urn:schemas-microsoft-com:vml}imagedata": "picture",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "embedded",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "chart",
}
_NOTES = {W + "footnoteReference", W + "endnoteReference"}


@dataclass(slots=True)
class Inline:
    """Reads runs; counts what was met on the way; keeps text boxes for later, since they float beside the text."""

    styles: Styles
    met: Counter[str] = field(default_factory=Counter)
    boxes: list[Element] = field(default_factory=list)

    def paragraph(self, paragraph: Element, text: Text) -> None:
        """Adds the paragraph's own text, without its list number."""
        style = value(paragraph.find(W + "pPr"), "pStyle")
        self._children(paragraph, text, self.styles.hides(style) if style else False)

    def _children(self, parent: Element, text: Text, hidden: bool) -> None:
        for child in parent.iterchildren(etree.Element):
            self._element(child, text, hidden)

    def _element(self, element: Element, text: Text, hidden: bool) -> None:
        tag = element.tag
        if tag == W + "r":
            self._children(element, text, self._hides(element, hidden))
        elif tag in (W + "t", M + "t"):
            self._printed(element, self._glyphs(element), text, hidden)
        elif tag in _SKIPPED:
            return
        elif tag in _PRINTED:
            page_break = tag == W + "br" and element.get(W + "type") in ("page", "column")
            self._printed(element, "" if page_break else _PRINTED[tag], text, hidden)
        elif tag == W + "sym":
            self._printed(element, self._symbol(element.get(W + "font"), element.get(W + "char")), text, hidden)
        elif tag in _DELETED:
            self.met["deleted"] += 1
        elif tag == MC + "AlternateContent":
            self._alternative(element, text, hidden)
        elif tag == W + "txbxContent":
            self.boxes.append(element)
        elif tag == M + "f":
            self._fraction(element, text, hidden)
        else:
            self._other(element, text, hidden)

    def _other(self, element: Element, text: Text, hidden: bool) -> None:
        """A wrapper (link, content control, smart tag, field …): its content is read."""
        if element.tag in _INSERTED:
            self.met["inserted"] += 1
        elif element.tag in _PICTURES:
            self.met[_PICTURES[element.tag]] += 1
        elif element.tag in _NOTES:
            self.met["footnote"] += 1
        self._children(element, text, hidden)

    def _printed(self, element: Element, string: str, text: Text, hidden: bool) -> None:
        if hidden:
            self.met["hidden"] += len(string.strip())
        else:
            text.add(string, element)

    def _hides(self, run: Element, hidden: bool) -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return hidden
        direct = switch(properties, "vanish")
        if direct is not None:
            return direct
        return hidden or self.styles.hides(value(properties, "rStyle"))

    def _alternative(self, element: Element, text: Text, hidden: bool) -> None:
        """The first choice stands for all: the fallback repeats it for older programs."""
        branch = element.find(MC + "Choice")
        if branch is None:
            branch = element.find(MC + "Fallback")
        if branch is not None:
            self._children(branch, text, hidden)

    def _fraction(self, element: Element, text: Text, hidden: bool) -> None:
        """A built-up fraction on one line: numerator/denominator."""
        for order, part in enumerate((element.find(M + "num"), element.find(M + "den"))):
            if order:
                text.add("/")
            if part is not None:
                whole = new_text()
                self._children(part, whole, hidden)
                several = any(sign in whole.string for sign in "+-−×÷*/")
                text.add("(" if several else "")
                text.append(whole)
                text.add(")" if several else "")

    def _glyphs(self, element: Element) -> str:
        string = element.text or ""
        if not any("\uf000" <= sign <= "\uf0ff" for sign in string):
            return string
        run = element.getparent()
        fonts = None if run is None else run.find(f"{W}rPr/{W}rFonts")
        font = None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
        return "".join(
            self._symbol(font, f"{ord(sign):04X}") if "\uf000" <= sign <= "\uf0ff" else sign for sign in string
        )

    def _symbol(self, font: str | None, code: str | None) -> str:
        try:
            point = int(code or "", 16) & 0xFFFF
        except ValueError:
            return ""
        table = _SYMBOL if (font or "Symbol").lower().startswith("symbol") else _WINGDINGS
        if (font or "").lower().startswith(("symbol", "wingdings")) or 0xF000 <= point <= 0xF0FF:
            low = point & 0xFF
            plain = chr(low) if table is _SYMBOL and 0x20 <= low < 0x40 else None
            sign = table.get(low) or plain
            if sign is None:
                self.met["symbol"] += 1
            return sign or UNKNOWN
        return chr(point) if point and not 0xD800 <= point <= 0xDFFF else ""
