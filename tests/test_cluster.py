"""A cluster gives what one machine gives, byte for byte, also when it loses a worker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from shell import CLEAN, COMMAND, FAULTY, environment, gouji, misbehaving

LOST = 20
"""Files of the run that loses a worker; each takes 0.3 s."""


class Running:
    """A scheduler on 127.0.0.1 and two workers of one thread each, as one starts them by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.env = {**misbehaving(folder / "reader"), "DASK_DISTRIBUTED__ADMIN__LOG_FORMAT": "%(message)s"}
        self.processes = [
            self.started("scheduler", "--host", "127.0.0.1", "--port", "0"),
            *(self.started("worker", "--nthreads", "1", "--no-nanny", "--name", str(number)) for number in (1, 2)),
        ]

    def started(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        where = () if kind == "scheduler" else ("--local-directory", str(self.folder))
        command = [sys.executable, "-m", "dask", kind, "--no-dashboard", "--scheduler-file", str(self.file), *where]
        with (self.folder / "cluster.log").open("ab") as log:
            return subprocess.Popen([*command, *words], env=environment(self.env), stdout=log, stderr=log)

    @property
    def address(self) -> str:
        for _ in range(300):
            if self.file.exists() and self.file.stat().st_size:
                return json.loads(self.file.read_text("utf-8"))["address"]
            time.sleep(0.1)
        raise AssertionError((self.folder / "cluster.log").read_text("utf-8"))

    def options(self, *more: str) -> tuple[str, ...]:
        return "--engine", "dask", "--scheduler", self.address, *more

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("cluster"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Reports of several formats, among them one that cannot be read and one that kills its reader."""
    folder = tmp_path_factory.mktemp("reports")
    shutil.copy(next((root / "fixtures" / "documents").glob("*.pdf")), folder)
    shutil.copy(next((root / "fixtures" / "documents").glob("*.docx")), folder)
    (folder / "a.txt").write_text(FAULTY, "utf-8")
    (folder / "b.txt").write_text(CLEAN, "utf-8")
    (folder / "c.txt").write_text("ABORT", "utf-8")
    (folder / "d.pdf").write_bytes(b"%PDF-1.7 cut off")
    return folder


@pytest.mark.parametrize("way", [(), ("--by-content",)], ids=["by path", "by content"])
def test_a_cluster_gives_the_bytes_of_a_local_run(cluster: Running, folder: Path, way: tuple[str, ...]) -> None:
    words = ("check", str(folder), "--format", "json", "--all-checks", "--lang", "en")
    local = gouji(*words, env=cluster.env)
    assert local.stdout.count('"path":') >= 6 and "SIGABRT" in local.stdout
    spread = gouji(*words, *cluster.options(*way), env=cluster.env)
    assert spread.stdout == local.stdout
    assert spread.stderr == local.stderr


def test_the_files_of_a_lost_worker_are_done_again(cluster: Running, tmp_path: Path) -> None:
    for number in range(LOST):
        (tmp_path / f"{number:02}.txt").write_text(f"SLOW第{number}号材料。\n{FAULTY}", "utf-8")
    words = ["check", str(tmp_path), "--format", "jsonl"]
    local = gouji(*words, "--jobs", "2", env=cluster.env)
    running = subprocess.Popen(
        [*COMMAND, *words, *cluster.options()], env=environment(cluster.env), stdout=subprocess.PIPE
    )
    assert running.stdout is not None
    first = [running.stdout.readline() for _ in range(3)]
    os.kill(cluster.processes[1].pid, signal.SIGKILL)
    rest = running.stdout.read()
    assert running.wait() == 1
    assert (b"".join(first) + rest).decode() == local.stdout
    assert local.stdout.count('"path":') >= LOST


def test_no_scheduler_no_extra_and_no_engine_are_said_at_once(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(CLEAN, "utf-8")
    words = ("check", report, "--lang", "en")
    done = gouji(*words, "--engine", "dask")
    assert done.returncode == 2 and "--scheduler" in done.stderr
    done = gouji(*words, "--by-content")
    assert done.returncode == 2 and "--engine dask" in done.stderr
    (tmp_path / "distributed").mkdir()
    (tmp_path / "distributed" / "__init__.py").write_text("raise ImportError('No module named distributed')", "utf-8")
    missing = {"PYTHONPATH": str(tmp_path)}
    done = gouji(*words, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", env=missing)
    assert done.returncode == 2 and "gouji[cluster]" in done.stderr


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditor import cluster
    from auditor.wrong import Wrong

    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(Wrong) as raised:
        cluster.Cluster(None, "tcp://127.0.0.1:1")  # type: ignore[arg-type]
    assert raised.value.reason.key == "wrong.scheduler"
