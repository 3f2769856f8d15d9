"""The submitted PDF itself with the figures of findings highlighted, notes on them, and ticks with --all-checks.

What was submitted is not rewritten: the marks stand after its last byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.marker import mark_pdf
from auditor.outputs import CannotRender, Source
from auditor.result import ReportAudit, Sentence
from auditor.run import Run

if TYPE_CHECKING:
    from auditor.outputs.pdf_notes.drawing import Pen
    from auditor.outputs.pdf_notes.increment import Increment
    from auditor.outputs.pdf_notes.marks import Mark

NAME = "pdf"
ENDING = ".pdf"
BINARY = True
ORDER = 31
INPUTS = ("pdf",)

_LEFT, _TOP, _STEP = 6.0, 6.0, 20.0
"""Points from the page's edges to the first note in the margin, and from one note to the next."""


def render(audit: ReportAudit, run: Run, source: Source) -> bytes:
    """The marked copy. Raises CannotRender where the owner allows no annotations or the file is damaged."""
    from pypdf.errors import DependencyError

    from auditor.outputs.pdf_notes.increment import Increment, Locked
    from auditor.outputs.pdf_notes.marks import marks

    try:
        increment = Increment(source.data)
        for number, found in sorted(marks(audit, run).items()):
            _draw_page(increment, number, found)
        written = mark_pdf(increment.written())
        increment.confirm(written)
    except Locked as error:
        raise CannotRender(Sentence("pdf.locked")) from error
    except DependencyError as error:
        raise CannotRender(Sentence("pdf.sealed")) from error
    except Exception as error:  # pypdf raises anything on an irregular file
        raise CannotRender(Sentence("pdf.unusual")) from error
    return written


def _draw_page(increment: Increment, number: int, found: list[Mark]) -> None:
    """Draws the marks of one page and puts them behind the annotations that it has."""
    from auditor.outputs.pdf_notes.drawing import Pen
    from auditor.outputs.pdf_notes.geometry import frame

    page = increment.page(number)
    pen = Pen(increment, frame(page), page.indirect_reference, f"gouji-{number}")
    notes = 0
    for mark in found:
        _draw(pen, mark, notes)
        notes += not mark.boxes
    increment.annotate(page, pen.references)


def _draw(pen: Pen, mark: Mark, notes: int) -> None:
    """Draws one mark; a note goes below the notes that stand in the margin already."""
    from auditor.outputs.pdf_notes.marks import TICK

    if not mark.boxes:
        pen.note(_LEFT, _TOP + _STEP * notes, mark.text)
    elif mark.kind == TICK:
        pen.tick(mark.boxes[-1], mark.text)
    else:
        pen.highlight(mark.boxes, mark.severity, mark.text)
