"""Whatever a folder holds gets one entry, in the order of the names; what is skipped is counted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from shell import FAULTY, gouji

from auditor.walk import listing


def test_files_are_sorted_by_path_and_named_relative_to_the_folder(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(FAULTY, "utf-8")
    assert [entry.name for entry in listing([str(tmp_path)]).entries] == ["a.txt", "b/1.txt", "b/2.txt"]


def test_hidden_names_and_lock_files_and_links_are_skipped_and_counted(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("x", "utf-8")
    (tmp_path / "~$report.docx").write_text("x", "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "inside.txt").write_text("x", "utf-8")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = listing([str(tmp_path)])
    assert found.entries == ()
    assert found.skipped == 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_what_cannot_be_a_report_gets_an_entry_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "folder.pdf" / "inside.txt").write_text(FAULTY, "utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    problems = {entry.name: entry.problem and entry.problem.key for entry in listing([str(tmp_path)]).entries}
    assert problems == {
        "folder.pdf": "problem.is_folder",
        "folder.pdf/inside.txt": None,
        "pipe.txt": "problem.not_a_file",
    }


def test_a_file_that_may_not_be_read_gets_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed.txt").write_text(FAULTY, "utf-8")

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("auditor.walk.open", closed, raising=False)
    (entry,) = listing([str(tmp_path)]).entries
    assert entry.problem is not None
    assert entry.problem.key == "problem.closed"


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")
    assert len(listing([str(tmp_path), str(tmp_path / "a.txt")]).entries) == 1


def test_equal_names_from_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(FAULTY, "utf-8")
    names = [entry.name for entry in listing([str(tmp_path / "one"), str(tmp_path / "two")]).entries]
    assert len(set(names)) == 2


def test_own_outputs_are_known_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")
    stream = ("console", "json", "jsonl", "csv", "sarif")
    for form in stream:
        gouji("check", tmp_path / "a.txt", "--format", form, "--output", tmp_path / f"result.{form}")
    found = json.loads(gouji("check", tmp_path, "--format", "json").stdout)
    assert [report["path"] for report in found["reports"]] == ["a.txt"]
    assert found["skipped"] == len(stream)
