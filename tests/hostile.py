"""Builds files that are made to break readers: damaged, endless, exploding, misnamed. Run: hostile.py FOLDER.

Each takes a few kilobytes to a few megabytes; what it unfolds to is said beside it. ``LARGE=1`` in the environment
builds the two of 100 MB and more as well.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import hostile_office
import hostile_pdf
from hostile_names import FILES, SENTENCE, Build, named


@named("html-deep.html")
def html_deep() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 5000 + SENTENCE.encode() + b"</body></html>"


@named("html-span-huge.html")
def html_span() -> bytes:
    return f'<table><tr><td rowspan="999999999" colspan="999999999">{SENTENCE}</td></tr></table>'.encode()


@named("html-open.html")
def html_open() -> bytes:
    """200,000 tags that are never closed."""
    return b"<html>" + b"<div><b><p>" * 70_000


@named("text-digits.txt")
def digits() -> bytes:
    """A number of a million digits."""
    return b"9" * 1_000_000


@named("text-groups.txt")
def groups() -> bytes:
    """Thousands groups without an end."""
    return b"1" + b",234" * 250_000


@named("text-points.txt")
def points() -> bytes:
    return b"1.2." * 250_000


@named("text-list.txt")
def long_list() -> bytes:
    """An enumeration of 100,000 members."""
    return ("其中：" + "办公费3.5万元、" * 100_000).encode()


@named("text-blanks.txt")
def blanks() -> bytes:
    return ("预算" + " " * 500_000 + "200万元" + "\t" * 500_000 + "，执行率90%。").encode()


@named("text-brackets.txt")
def brackets() -> bytes:
    return ("（" * 200_000 + "合计100万元" + "）" * 200_000).encode()


@named("text-percent.txt")
def percents() -> bytes:
    return ("占比50%，" * 60_000).encode()


@named("text-lines.txt")
def lines() -> bytes:
    """Half a million empty lines."""
    return b"\n\r" * 500_000 + SENTENCE.encode()


@named("text-right-to-left.txt")
def right_to_left() -> bytes:
    return f"\u202e{SENTENCE}\u202c\u2067{SENTENCE}\u2069\u200f٢٠٠ مليون\n".encode()


@named("text-surrogates.txt")
def surrogates() -> bytes:
    """UTF-16 with halves of pairs, the wrong way round."""
    return b"\xff\xfe" + SENTENCE.encode("utf-16-le") + b"\x00\xdc\x3d\xd8" * 100 + SENTENCE.encode("utf-16-le")


@named("text-nul.txt")
def nul() -> bytes:
    return SENTENCE.encode() + bytes(1000) + SENTENCE.encode() + b"\x1b[31m\x07\x7f"


@named("text-mixed-codes.txt")
def mixed() -> bytes:
    return (
        SENTENCE.encode("gb18030") + SENTENCE.encode() + SENTENCE.encode("big5", "ignore") + bytes(range(128, 256)) * 50
    )


@named("csv-quotes.csv")
def quotes() -> bytes:
    return b'"' * 300_001 + b"\n1,2"


@named("rtf-deep.rtf")
def rtf_deep() -> bytes:
    return b"{\\rtf1" + b"{" * 200_000


@named("ole-noise.doc")
def ole_noise() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40


@named("ole-noise.xls")
def ole_noise_xls() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 20_000


@named("empty.pdf")
@named("empty.docx")
@named("empty.txt")
def empty() -> bytes:
    return b""


@named("one-byte.xlsx")
def one_byte() -> bytes:
    return b"P"


@named("a-word-file.pdf")
def word_as_pdf() -> bytes:
    return hostile_office.docx(hostile_office.paragraph(SENTENCE))


@named("a-pdf.docx")
def pdf_as_word() -> bytes:
    return hostile_pdf.good_pdf()


@named("a-text.xlsx")
def text_as_workbook() -> bytes:
    return SENTENCE.encode()


@named("a-picture.txt")
def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(2000)


@named("no-ending")
def no_ending() -> bytes:
    return SENTENCE.encode()


@named("new\nline and \x1b[31mcolour.txt")
def odd_name() -> bytes:
    return SENTENCE.encode()


@named("=cmd|' !A1'.txt")
def formula_name() -> bytes:
    return SENTENCE.encode()


LARGE: dict[str, Build] = {
    "text-one-line-100-mb.txt": lambda: (SENTENCE * 1_000_000).encode()[: 100 * 2**20],
    "text-digits-100-mb.txt": lambda: b"9" * (100 * 2**20),
}


def build(folder: Path, large: bool = False) -> list[str]:
    """Write all of them, and what is no file; the names that must get a verdict each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in (FILES | (LARGE if large else {})).items():
        (folder / name).write_bytes(made())
    (folder / "folder.pdf").mkdir(exist_ok=True)
    (folder / "closed.txt").write_text(SENTENCE, "utf-8")
    (folder / "closed.txt").chmod(0)
    os.mkfifo(folder / "pipe.txt")
    invalid = os.fsdecode(b"name-\xff\xfe.txt")
    (folder / invalid).write_text(SENTENCE, "utf-8")
    (folder / "loop").symlink_to(folder)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "away.txt").symlink_to("/etc/passwd")
    return sorted([*FILES, *(LARGE if large else ()), "folder.pdf", "closed.txt", "pipe.txt", "name-\\xff\\xfe.txt"])


if __name__ == "__main__":
    print(len(build(Path(sys.argv[1]), os.environ.get("LARGE") == "1")), "files")
