"""A file that hangs, aborts, eats memory or calls out gets a verdict, and no other file notices."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import threading
import time
from pathlib import Path

import pytest
from shell import FAULTY, gouji, misbehaving

from auditor import child, sandbox
from auditor.codec import unpack
from auditor.language import Language
from auditor.outcome import unpacked
from auditor.result import ReportAudit, Sentence
from auditor.run import Run
from auditor.sandbox import Pool, Task
from auditor.settings import Settings, Setup

BAD = {"a-hang": "HANG", "b-abort": "ABORT", "c-eat": "EAT", "d-deep": "DEEP", "e-call": "CALL"}
SAYS = {
    "a-hang": "time limit of 4 s",
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
    words = ("--format", "json", "--lang", "en", "--timeout", "4", "--memory", "900", "--jobs", "2")
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


@pytest.mark.parametrize(("files", "workers"), [(1_000, 1), (5, 3), (1, 12)])
def test_workers_are_replaced_and_nothing_is_lost(tmp_path: Path, files: int, workers: int) -> None:
    report = tmp_path / "report.txt"
    report.write_text(FAULTY, "utf-8")
    run = Run(Language("en"), "test", "test")
    pool, seen, found = Pool(Setup(run, Settings(), ("jsonl",), files=files), 1), set(), []
    try:
        for number in range(12):
            pool.submit(Task(number, str(report), f"{number}.txt"))
            seen |= {worker.process.pid for worker in pool._workers}
            while pool.busy:
                found += [(task.index, unpacked(result).line.path) for task, result in pool.results()]
    finally:
        pool.close()
    assert found == [(number, f"{number}.txt") for number in range(12)]
    assert len(seen) == workers


def test_a_worker_that_has_grown_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = multiprocessing.Pipe()
    sizes = iter((100, 100 + child.GROWTH, 101 + child.GROWTH))
    monkeypatch.setattr(child, "confine", lambda setup: True)
    monkeypatch.setattr(child, "_collect_seldom", lambda: None)
    monkeypatch.setattr(child.gc, "disable", lambda: None)
    monkeypatch.setattr(child, "held", lambda: next(sizes))
    (tmp_path / "report.txt").write_text(FAULTY, "utf-8")
    for _ in range(2):
        ours.send((str(tmp_path / "report.txt"), "report.txt", ""))
    reading = threading.Thread(
        target=child.serve, args=(theirs, Setup(Run(Language("en"), "test", "test"), Settings(), ("jsonl",)))
    )
    reading.start()
    assert [ours.recv_bytes()[:1] for _ in range(3)] == [b"r", b".", b","]
    ours.close()
    reading.join()


def test_a_result_beyond_all_measure_is_a_verdict_and_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(FAULTY, "utf-8")
    pool = Pool(Setup(Run(Language("en"), "test", "test"), Settings(), ("jsonl",)), 1)
    found = []
    try:
        for most in (100, 2**20):
            monkeypatch.setattr(sandbox, "LARGEST_RESULT", most)
            pool.submit(Task(0, str(report), "report.txt"))
            while pool.busy:
                found += [result for _, result in pool.results()]
    finally:
        pool.close()
    assert isinstance(found[0], Sentence) and found[0].key == "problem.output"
    assert isinstance(found[1], bytes) and unpacked(found[1]).line.status == "audited"


def test_where_the_system_has_no_memory_limit_the_notes_say_so(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(FAULTY, "utf-8")
    setup = Setup(Run(Language("en"), "test", "test", all_checks=True), Settings(), ("jsonl",), keep=True)
    for limited in (True, False):
        answer = child._answer(str(report), "report.txt", str(report), setup, limited)
        told = [note.key for note in unpack(ReportAudit, unpacked(answer[1:]).plain).notes]
        assert ("note.no_memory_limit" in told) is not limited
