"""The submitted Word file itself with a comment at each finding's words; the text stays as it was, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.outputs import CannotRender, Source
from auditor.remarks import marked_at, remark, summary
from auditor.result import ReportAudit, Sentence
from auditor.run import Run

if TYPE_CHECKING:
    from auditor.outputs.word_comments.anchors import Anchor, Anchors
    from auditor.outputs.word_comments.parts import Comment

NAME = "docx"
ENDING = ".docx"
BINARY = True
ORDER = 30
INPUTS = ("docx",)


def render(audit: ReportAudit, run: Run, source: Source) -> bytes:
    """The commented copy. Raises CannotRender for a file with macros, a template, or one without text."""
    from auditor.outputs.word_comments.anchors import Anchors
    from auditor.outputs.word_comments.markup import Unsplit, readable
    from auditor.outputs.word_comments.parts import DOCUMENT, commented, content_type, first_free
    from auditor.outputs.word_comments.splitting import anchored
    from extractor.archive import Archive
    from extractor.wordprocessing import lay_out, open_package

    archive = Archive(source.data)
    _refuse(content_type(archive))
    package = open_package(source.data)
    layout = lay_out(package.document, package.numbering, package.styles, package.footnotes)
    placed = _comments(audit, run, Anchors(package.document, layout), first_free(archive))
    try:
        document = anchored(
            readable(archive.read(DOCUMENT)), package.document, [(comment.number, anchor) for comment, anchor in placed]
        )
        return commented(source.data, archive, document, tuple(comment for comment, _ in placed))
    except Unsplit as error:
        raise CannotRender(Sentence("docx.unusual", (("part", DOCUMENT),))) from error


def _refuse(content_type: str) -> None:
    """Word opens no file called .docx whose content type says otherwise."""
    kind = content_type.lower()
    if "macroenabled" in kind:
        raise CannotRender(Sentence("docx.macros"))
    if "template" in kind:
        raise CannotRender(Sentence("docx.template"))


def _comments(audit: ReportAudit, run: Run, places: Anchors, number: int) -> list[tuple[Comment, Anchor]]:
    """The summary at the head, then a comment per finding, numbered in the order of the report."""
    from auditor.outputs.word_comments.parts import Comment

    head = places.head()
    if head is None:
        raise CannotRender(Sentence("docx.nothing_to_mark"))
    placed = [(Comment(number, summary(audit, run)), head)]
    for order, check in enumerate(audit.findings, 1):
        found = next((anchor for place in marked_at(check) if (anchor := places.at(place)) is not None), None)
        because = found.because if found else "marks.at_head"
        lines = remark(check, audit, run.language)
        if because:
            lines = (*lines, run.language.say(because))
        severity = "" if check.suppressed else check.severity or ""
        placed.append((Comment(number + order, lines, severity), found or head))
    return placed
