"""Files made to break readers: each gets exactly one verdict within the limits, and no file changes another's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import hostile
import pytest
from shell import FAULTY, gouji

pytestmark = pytest.mark.slow
TIMEOUT, MEMORY = 3, 700

READ = {
    "docx-macros.docm", "docx-span-huge.docx", "docx-tables-60-deep.docx", "html-span-huge.html", "a-word-file.pdf",
    "a-text.xlsx", "no-ending", "new\nline and \x1b[31mcolour.txt", "=cmd|' !A1'.txt", "text-right-to-left.txt",
    "text-surrogates.txt", "name-\\xff\\xfe.txt",
}  # fmt: skip
"""Odd, but a report can be read in it, and its one finding found."""

SAYS = {
    "pdf-encrypted.pdf": "password", "pdf-header-only.pdf": "damaged", "pdf-page-tree-loop.pdf": "damaged",
    "docx-paragraphs-bomb.docx": "limit of 50 MiB", "docx-external-entity.docx": "document type",
    "docx-billion-laughs.docx": "damaged", "xlsx-billion-laughs.xlsx": "damaged", "docx-tables-deep.docx": "damaged",
    "empty.pdf": "0 bytes", "empty.docx": "0 bytes", "empty.txt": "0 bytes", "folder.pdf": "folder",
    "pipe.txt": "not a regular file", "a-picture.txt": "picture", "zip-bomb.zip": "archive",
    "ole-noise.doc": "old Office file", "docx-encrypted.docx": "password", "odt-bomb.odt": "50 MiB",
    "docx-truncated.docx": "damaged",
}  # fmt: skip
"""What the verdict of a file that cannot be read says."""


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The corpus, and behind each of its files a good one."""
    folder = tmp_path_factory.mktemp("hostile")
    names = hostile.build(folder)
    for name in hostile.FILES:
        (folder / f"{name}.good.txt").write_text(FAULTY, "utf-8")
    return folder, names


@pytest.fixture(scope="module")
def reports(names: tuple[Path, list[str]]) -> dict[str, dict]:
    words = ("--format", "json", "--lang", "en", "--timeout", str(TIMEOUT), "--memory", str(MEMORY), "--jobs", "2")
    done = gouji("check", names[0], *words)
    assert done.returncode == 2, done.stderr
    found = json.loads(done.stdout)
    assert found["skipped"] == 3  # the links, one of which loops
    listed = [report["path"] for report in found["reports"]]
    assert len(listed) == len(set(listed))
    return {report["path"]: report for report in found["reports"]}


def test_each_file_gets_exactly_one_verdict(names: tuple[Path, list[str]], reports: dict[str, dict]) -> None:
    assert sorted(name for name in reports if not name.endswith(".good.txt")) == names[1]
    assert all(report["status"] in ("audited", "partly", "unreadable") for report in reports.values())
    assert all(report["problem"] for report in reports.values() if report["status"] == "unreadable")


def test_no_file_changes_the_result_of_another(reports: dict[str, dict], tmp_path: Path) -> None:
    (tmp_path / "alone.txt").write_text(FAULTY, "utf-8")
    alone = json.loads(gouji("check", tmp_path, "--format", "json", "--lang", "en").stdout)["reports"][0]
    good = [report for name, report in reports.items() if name.endswith(".good.txt")]
    assert len(good) == len(hostile.FILES)
    assert all({**report, "path": ""} == {**alone, "path": ""} for report in good)


@pytest.mark.parametrize("name", sorted(READ))
def test_what_can_be_read_in_an_odd_file_is_read(reports: dict[str, dict], name: str) -> None:
    found = reports[name]
    assert found["status"] in ("audited", "partly")
    assert "93.00%" in [finding["stated"]["text"] for finding in found["findings"]]


@pytest.mark.parametrize("name", sorted(SAYS))
def test_what_cannot_be_read_says_why(reports: dict[str, dict], name: str) -> None:
    assert reports[name]["status"] == "unreadable"
    assert SAYS[name] in reports[name]["problem"]


def test_many_pages_are_read_in_part_and_told(reports: dict[str, dict]) -> None:
    found = reports["pdf-100000-pages.pdf"]
    assert found["status"] == "partly" and "100000 pages" in " ".join(found["notes"])


def test_a_file_that_may_not_be_opened_is_told(reports: dict[str, dict]) -> None:
    closed = reports["closed.txt"]
    allowed = hasattr(os, "geteuid") and os.geteuid() == 0  # root may open everything
    assert (closed["status"] == "audited") if allowed else ("Permission denied" in closed["problem"])


def test_macros_are_told_and_not_run(reports: dict[str, dict]) -> None:
    assert "macros" in " ".join(reports["docx-macros.docm"]["notes"])
