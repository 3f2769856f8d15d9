"""A submitted zip file is opened within limits, and what lies beyond them is refused with the reason."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractor.archive import Archive, Limits, recognises
from extractor.document import Unreadable

SMALL = Limits(parts=3, total=4000, part=3000, ratio=20, ratio_from=1000)


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name + ".xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ({"a": b"", "b": b"", "c": b"", "d": b""}, "archive.too_many_parts"),
        ({"a": bytes(range(256)) * 8, "b": bytes(range(256)) * 8}, "archive.too_large"),
        ({"a": bytes(range(256)) * 12}, "archive.part_too_large"),
        ({"a": b"0" * 2000}, "archive.bomb"),
    ],
)
def test_what_exceeds_a_limit_is_refused_before_it_is_unpacked(parts: dict[str, bytes], key: str) -> None:
    with pytest.raises(Unreadable) as caught:
        Archive(zipped(**parts), SMALL)
    assert caught.value.key == key


def test_a_part_that_lies_about_its_size_is_counted_while_read() -> None:
    data = bytearray(zipped(a=b"0" * 100_000))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        Archive(bytes(data), SMALL).read("a.xml")


def test_what_is_read_in_all_is_limited_too() -> None:
    archive = Archive(zipped(a=bytes(range(256)) * 8), SMALL)
    archive.read("a.xml")
    with pytest.raises(Unreadable) as caught:
        archive.read("a.xml")
    assert caught.value.key == "archive.too_large"


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
    ],
)
def test_entities_are_refused(declared: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        Archive(zipped(a=declared)).xml("a.xml")
    assert caught.value.key == "archive.entities"


def test_entities_that_multiply_are_refused() -> None:
    lines = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "0123456789">{lines}]><a>&e9;</a>'.encode()
    with pytest.raises(Unreadable):
        Archive(zipped(a=bomb)).xml("a.xml")


def test_a_broken_part_names_itself() -> None:
    data = bytearray(zipped(a=bytes(range(256)) * 8))
    data[60:70] = b"\xff" * 10
    with pytest.raises(Unreadable) as caught:
        Archive(bytes(data)).read("a.xml")
    assert (caught.value.key, caught.value.values) == ("archive.damaged_part", {"part": "a.xml"})


def test_names_are_matched_as_office_programs_match_them() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Word\\Document.xml", "<a/>")
    assert "word/document.xml" in Archive(buffer.getvalue())
    assert recognises(buffer.getvalue(), "word/document.xml")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(Unreadable):
        Archive(zipped(a=b"<a>" * 5000 + b"</a>" * 5000)).xml("a.xml")
