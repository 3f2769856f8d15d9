"""A file that hangs, aborts, eats memory or calls out gets a verdict, and no other file notices."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest
from shell import FAULTY, gouji, misbehaving

BAD = {"a-hang": "HANG", "b-abort": "ABORT", "c-eat": "EAT", "d-deep": "DEEP", "e-call": "CALL"}
SAYS = {
    "a-hang": "time limit of 1 s",
    "b-abort": "SIGABRT",
    "c-eat": "memory limit of 900 MiB",
    "d-deep": "nested too deep",
    "e-call": "reading failed",
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("reports")
    for name, word in BAD.items():
        (folder / f"{name}.txt").write_text(word, "utf-8")
    for name in ("a-good", "c-good", "f-good"):
        (folder / f"{name}.txt").write_text(FAULTY, "utf-8")
    env = misbehaving(tmp_path_factory.mktemp("reader"))
    words = ("--format", "json", "--lang", "en", "--timeout", "1", "--memory", "900", "--jobs", "2")
    done = gouji("check", folder, *words, env=env)
    assert done.returncode == 2
    return {Path(report["path"]).stem: report for report in json.loads(done.stdout)["reports"]}


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_gets_one_verdict_with_its_cause(verdicts: dict[str, dict], name: str) -> None:
    assert verdicts[name]["status"] == "unreadable"
    assert SAYS[name] in verdicts[name]["problem"]


@pytest.mark.parametrize("name", ["a-good", "c-good", "f-good"])
def test_the_others_are_audited_all_the_same(verdicts: dict[str, dict], name: str) -> None:
    assert [finding["stated"]["text"] for finding in verdicts[name]["findings"]] == ["93.00%"]


def test_what_a_reader_started_is_killed_with_it(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("CHILD", "utf-8")
    gouji("check", report, "--timeout", "1", env=misbehaving(tmp_path / "reader"))
    time.sleep(0.2)
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "gouji-test-grandchild" not in listed


def test_workers_are_recycled_and_nothing_is_lost(tmp_path: Path) -> None:
    for number in range(120):
        (tmp_path / f"{number:03}.txt").write_text(FAULTY, "utf-8")
    done = gouji("check", tmp_path, "--format", "json", "--jobs", "2")
    paths = [report["path"] for report in json.loads(done.stdout)["reports"]]
    assert paths == [f"{number:03}.txt" for number in range(120)]
