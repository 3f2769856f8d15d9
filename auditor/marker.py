"""The mark by which gouji knows its own outputs again, so that no run audits the results of another."""

from __future__ import annotations

import io
import shutil
import zipfile

MARK = "gouji-output/1"
"""Stands in the first 2,000 characters of every text output, or in the last bytes of every binary one."""

HEAD, TAIL = 8_192, 65_536
"""How much of a file is looked at, in bytes, from its start and its end."""

STATE_ID = 0x676F756A
"""The SQLite application id of a state file."""


def is_own(head: bytes, tail: bytes) -> bool:
    """Whether the first and last bytes of a file show that gouji wrote it."""
    mark = MARK.encode()
    if head.startswith(b"SQLite format 3\0"):
        return int.from_bytes(head[68:72]) == STATE_ID
    if head.startswith((b"PK\x03\x04", b"%PDF", b"PAR1")):
        return mark in tail
    return mark in head


def mark_zip(data: bytes, member: str) -> bytes:
    """The archive with one member that carries the mark moved to the end and stored as it is.

    The member (docProps/core.xml, say) must contain MARK; its bytes then stand readable in the file's end.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        infos = sorted(old.infolist(), key=lambda info: info.filename == member)
        for info in infos:
            stamp = zipfile.ZipInfo(info.filename, info.date_time)
            stamp.external_attr, stamp.file_size = info.external_attr, info.file_size
            stamp.compress_type = zipfile.ZIP_STORED if info.filename == member else info.compress_type
            if info.filename == member and MARK.encode() not in old.read(info):
                raise ValueError(f"{member} does not carry the mark")
            with old.open(info) as source, new.open(stamp, "w") as target:
                shutil.copyfileobj(source, target)  # never a whole part, which may be a hundred times the file
    return written.getvalue()


def mark_pdf(data: bytes) -> bytes:
    """The PDF with the mark as a comment after its end, where every reader passes over it."""
    return data.rstrip(b"\r\n") + f"\n%{MARK}\n".encode()
