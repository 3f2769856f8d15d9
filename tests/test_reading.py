"""Which reader a file goes to, and what is said of a file that none can read."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from extractor.document import Table, Unreadable
from extractor.normal import normalised, original_span
from extractor.reading import formats, read

CATALOGUES = Path(__file__).parent.parent / "auditor" / "catalogues"


def key_of(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    return caught.value.key


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "unreadable.empty"),
        (b" \r\n\t\0", "unreadable.empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unreadable.picture"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "unreadable.archive"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "unreadable.encrypted",
        ),
        (bytes(range(256)) * 40, "unreadable.unknown"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, key: str) -> None:
    assert key_of(data, "report.txt") == key
    for language in ("zh", "en"):
        catalogue = tomllib.loads((CATALOGUES / language / "readers_text.toml").read_text("utf-8"))
        assert key in catalogue


def test_the_catalogues_have_the_same_keys() -> None:
    zh, en = (tomllib.loads((CATALOGUES / each / "readers_text.toml").read_text("utf-8")) for each in ("zh", "en"))
    assert zh.keys() == en.keys()


def test_a_foreign_archive_is_not_text() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.bin", "x")
    assert key_of(packed.getvalue(), "report.txt") == "unreadable.archive"


def test_the_bytes_count_more_than_the_suffix() -> None:
    found = read("<html><body><p>支出 3 万元</p></body></html>".encode(), "report.doc")
    assert (found.format, [each.text for each in found.paragraphs()]) == ("html", ["支出 3 万元"])
    assert read("支出 3 万元".encode(), "report.pdf").format == "text"


def test_the_hash_is_that_of_the_bytes() -> None:
    data = "支出 3 万元".encode()
    assert read(data, "a.txt").sha256 == hashlib.sha256(data).hexdigest()


def test_every_reader_tells_its_suffixes() -> None:
    assert formats()["text"] == (".txt", ".md", ".markdown", ".text", ".tsv")


def test_a_text_loads_no_other_reader() -> None:
    code = (
        "import sys; from extractor.reading import read; read('支出 3 万元'.encode(), 'a.txt');"
        "print([m for m in sys.modules if m in ('lxml', 'openpyxl', 'pypdfium2', 'pdfplumber', 'docx', 'numpy')])"
    )
    root = Path(__file__).parent.parent
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_web_page_keeps_headings_spans_and_what_follows_its_end() -> None:
    page = (
        '<!DOCTYPE html><html><head><meta charset="gb2312"><script>1</script></head><body><h2>一、收支</h2>收入<br>支出'
        "<table><tr><th rowspan=2>项目</th><th colspan=2>金额</th></tr><tr><td>预算</td><td>决算</td></tr>"
        '<tr><td>苗木</td><td>3</td><td>2</td></tr></table><p style="display:none">隐</p></body></html><p>附页</p>'
    )
    found = read(page.encode("gb18030"), "a.html")
    assert [(each.text, each.level) for each in found.paragraphs()] == [
        ("一、收支", 2),
        ("收入", 0),
        ("支出", 0),
        ("附页", 0),
    ]
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert [[cell.text if cell else "" for cell in row] for row in table.grid()] == [
        ["项目", "金额", "金额"],
        ["项目", "预算", "决算"],
        ["苗木", "3", "2"],
    ]
    assert [note.key for note in found.notes] == ["page.hidden"]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("成活率 $\\geq 95\\%$", "成活率≥95%"),
        ("财 政 供 养 人 员 １２ 人", "财政供养人员12人"),
        ("⼈员⽀出⻔", "人员支出门"),
        ("<p>得 1 分</p>", "得1分"),
        ("①5分", "①5分"),
        ("12 34", "12 34"),
        ("SMART 原则", "SMART原则"),
    ],
)
def test_normalising_for_matching_keeps_every_place(printed: str, plain: str) -> None:
    text, index = normalised(printed)
    assert text == plain
    assert len(index) == len(text) + 1
    assert list(index) == sorted(index)


def test_a_match_leads_back_to_the_print() -> None:
    text, index = normalised("成活率 $\\geq 95\\%$ 以上")
    start = text.index("95")
    first, last = original_span(index, start, start + 2)
    assert "成活率 $\\geq 95\\%$ 以上"[first:last] == "95"
