"""HTML: the findings beside the report's own text, every figure marked where it stands; a folder gets an index.

One file per report without any request to elsewhere: style and script stand in it, allowed by their hash. Links
from other outputs may rely on two kinds of anchor: ``#f12`` is a figure, ``#RAT001-…-1`` a check that disagrees.
"""

from __future__ import annotations

from auditor.outputs import Reports, Source
from auditor.result import ReportAudit
from auditor.run import Run

NAME = "html"
ENDING = ".html"
BINARY = False
ORDER = 2
FOLDER = "index"


def render(audit: ReportAudit, run: Run, source: Source) -> bytes:
    """The page of one report."""
    from auditor.outputs.page.report_page import report_page

    return report_page(audit, run, source.document)


def render_folder(run: Run, reports: Reports) -> bytes:
    """The index of a folder: totals, charts, and every report with a link to its page."""
    from auditor.outputs.page.index_page import index_page

    return index_page(run, reports)
