"""What of a PDF could not be read, or only with doubt, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.document import Note
from extractor.readers.pdf.characters import PageContent
from extractor.readers.pdf.symbols import UNKNOWN, fits

_GARBLED = 0.15
"""Share of a page's characters without meaning, or from scripts that no Chinese report prints: garbled from there."""
_FEW = 8
"""Characters below which a share says nothing."""
_PICTURE = 0.5
"""Share of the page that a picture covers on a scanned page; text beside it is a head or a stamp."""
_SPARSE = 60
"""Characters up to which a page that is mostly picture counts as not read."""
_OUTLINED = 100
"""Painted shapes on a page without text: letters drawn as outlines."""
_SLANTED = 20

TOLD = ("hidden", "unmapped")
"""What is told of a page that was read all the same."""

LOST = ("picture", "garbled", "outlined", "damaged_page", "cut", "sideways", "recognised")


@dataclass(slots=True)
class Faults:
    """Pages by what went wrong with them."""

    pages: dict[str, list[int]] = field(default_factory=dict)

    def add(self, fault: str, page: int) -> None:
        self.pages.setdefault(fault, []).append(page)

    def look_at(self, content: PageContent) -> None:
        """Record what is wrong with a page."""
        inked = [char.text for char in content.chars if char.text != " "]
        misfits = {text for text in set(inked) if text == UNKNOWN or not fits(text)}
        strange = sum(text in misfits for text in inked) if misfits else 0
        if content.cut:
            self.add("cut", content.number)
        if not inked and content.slanted < _SLANTED:
            if content.pictures > 0.05:
                self.add("picture", content.number)
            elif content.drawings >= _OUTLINED and not _is_grid(content):
                self.add("outlined", content.number)
            return
        if content.slanted >= _SLANTED and content.slanted > len(inked):
            self.add("sideways", content.number)
        if len(inked) >= _FEW and strange > _GARBLED * len(inked):
            self.add("garbled", content.number)
            return
        if content.unmapped:
            self.add("unmapped", content.number)
        if content.recognised:
            self.add("recognised", content.number)
        elif content.pictures > _PICTURE and len(inked) < _SPARSE:
            self.add("picture", content.number)

    def notes(self) -> list[Note]:
        """One note for each kind of fault, naming its pages; what is hidden, and single glyphs, are no loss."""
        return [
            Note(f"pdf.{fault}", (("pages", ranges(self.pages[fault])),), lost=fault in LOST)
            for fault in (*TOLD, *LOST)
            if fault in self.pages
        ]


def _is_grid(content: PageContent) -> bool:
    """Whether the shapes on an empty page are the lines of an empty form."""
    return len(content.edges) >= content.drawings


def ranges(pages: list[int]) -> str:
    """Page numbers as printed in a sentence: 3, 5-8, 12."""
    parts: list[list[int]] = []
    for page in sorted(set(pages)):
        if parts and page == parts[-1][1] + 1:
            parts[-1][1] = page
        else:
            parts.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
