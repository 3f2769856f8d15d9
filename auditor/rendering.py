"""One report's share of every output that was asked for, made where its file is at hand."""

from __future__ import annotations

from auditor.codec import pack
from auditor.outcome import Outcome
from auditor.outputs import CannotRender, Source, is_stream, outputs, takes
from auditor.result import UNREADABLE, ReportAudit, Sentence, line
from auditor.settings import Setup


def rendered(
    audit: ReportAudit, setup: Setup, source: Source | None, standing: frozenset[str] = frozenset()
) -> Outcome:
    """The report in every format of the setup, but for those whose file is ``standing`` already."""
    outcome = Outcome(line(audit))
    for name in setup.formats:
        output = outputs()[name]
        if is_stream(output):
            outcome.streams[name] = text(output.entry(audit, setup.run))
        elif audit.status != UNREADABLE and not takes(output, audit):
            outcome.refused[name] = Sentence("refused.input", (("format", name), ("input", audit.format or "")))
        elif name in standing:
            continue
        elif source is None or source.document is None:
            if audit.status != UNREADABLE:
                raise ValueError(f"{name} needs the submitted file")
        else:
            try:
                outcome.files[name] = output.render(audit, setup.run, source)
            except CannotRender as error:
                outcome.refused[name] = error.reason
    if setup.keep:
        outcome.plain = pack(audit)
    return outcome


def text(words: str) -> bytes:
    """UTF-8; a lone surrogate is written as \\udNNN, which is also its JSON."""
    return words.encode("utf-8", "backslashreplace")
