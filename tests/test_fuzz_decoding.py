"""A few damaged bytes cost a few letters, not the report."""

from __future__ import annotations

import pytest
from shell import FAULTY

from auditor.pipeline import audit_bytes
from auditor.result import AUDITED, PARTLY


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("place", [0, 7, 100, 200])
def test_a_damaged_byte_is_told_and_the_rest_is_read(encoding: str, place: int) -> None:
    whole = bytearray((FAULTY * 3).encode(encoding))
    whole[place] = 0xFF
    audit, document = audit_bytes(bytes(whole), "report.txt")
    assert audit.status == PARTLY
    assert audit.notes[0].key == "text.encoding_damaged"
    assert document is not None and document.blocks
    assert len(audit.findings) >= 2


def test_whole_text_is_read_without_a_note() -> None:
    assert audit_bytes(FAULTY.encode("gb18030"), "report.txt")[0].status == AUDITED
