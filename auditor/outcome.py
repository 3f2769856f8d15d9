"""What a report's audit leaves for the run, and the same as bytes on their way from the worker."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from auditor.codec import builder, flat
from auditor.result import ReportLine, Sentence


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
