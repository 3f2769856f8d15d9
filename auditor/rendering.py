"""One report's share of every output that was asked for, made where its file is at hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from auditor.child import Setup
from auditor.codec import builder, flat, pack
from auditor.outputs import CannotRender, Source, is_stream, outputs, takes
from auditor.result import UNREADABLE, ReportAudit, ReportLine, Sentence, line


@dataclass(slots=True)
class Outcome:
    """What a report's audit leaves: its line, its entries in streams, its own files, its plain data if kept.

    ``refused`` says per format why there is no file; ``key`` is its key in the state, once it is kept there.
    """

    line: ReportLine
    streams: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, Sentence] = field(default_factory=dict)
    plain: bytes = b""
    key: str = ""


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


def packed(outcome: Outcome) -> bytes:
    """The outcome as bytes for the pipe: a head in JSON, then the parts it counts."""
    blobs = [*outcome.streams.values(), *outcome.files.values(), outcome.plain]
    head = json.dumps({
        "line": flat(outcome.line),
        "streams": {name: len(blob) for name, blob in outcome.streams.items()},
        "files": {name: len(blob) for name, blob in outcome.files.items()},
        "refused": {name: flat(reason) for name, reason in outcome.refused.items()},
    }).encode()  # fmt: skip
    return b"".join((len(head).to_bytes(8), head, *blobs))


def unpacked(data: bytes) -> Outcome:
    """The outcome back from the pipe; nothing in it is executed."""
    size = int.from_bytes(data[:8])
    head = json.loads(data[8 : 8 + size])
    place = 8 + size
    parts: dict[str, dict[str, bytes]] = {"streams": {}, "files": {}}
    for kind, found in parts.items():
        for name, length in head[kind].items():
            found[name] = data[place : place + length]
            place += length
    refused = {name: builder(Sentence)(reason) for name, reason in head["refused"].items()}
    return Outcome(builder(ReportLine)(head["line"]), parts["streams"], parts["files"], refused, data[place:])
