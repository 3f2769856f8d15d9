"""A run that is killed goes on where it was; nothing is lost, doubled or done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from shell import CLEAN, COMMAND, FAULTY, environment, gouji, misbehaving


def reports(count: int, folder: Path) -> list[str]:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(f"COUNT第{number}号材料。\n" + FAULTY, "utf-8")
    return [f"{number:03}.txt" for number in range(count)]


def log(folder: Path) -> list[str]:
    file = folder / "read.log"
    return file.read_text("utf-8").split() if file.exists() else []


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    reports(5, tmp_path / "in")
    env, words = (
        misbehaving(tmp_path / "reader"),
        ["check", tmp_path / "in", "--format", "json", "--state", tmp_path / "state"],
    )
    first = gouji(*words, env=env)
    assert len(log(tmp_path / "reader")) == 5
    assert gouji(*words, env=env).stdout == first.stdout
    assert len(log(tmp_path / "reader")) == 5
    (tmp_path / "in" / "002.txt").write_text("COUNT\n" + CLEAN, "utf-8")
    assert gouji(*words, env=env).stdout != first.stdout
    assert len(log(tmp_path / "reader")) == 6


def test_without_a_state_there_is_no_cache(tmp_path: Path) -> None:
    reports(2, tmp_path / "in")
    env = misbehaving(tmp_path / "reader")
    for _ in range(2):
        gouji("check", tmp_path / "in", "--format", "json", env=env)
    assert len(log(tmp_path / "reader")) == 4


def test_the_same_content_under_two_names_is_audited_once_and_listed_twice(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text("COUNT\n" + FAULTY, "utf-8")
    done = gouji(
        "check",
        folder,
        "--format",
        "json",
        "--state",
        tmp_path / "state",
        "--jobs",
        "2",
        env=misbehaving(tmp_path / "reader"),
    )
    assert len(log(tmp_path / "reader")) == 1
    found = json.loads(done.stdout)["reports"]
    assert [report.pop("path") for report in found] == ["a.txt", "b.txt", "c.txt"]
    assert found[0] == found[1] == found[2]


def test_another_configuration_is_another_audit(tmp_path: Path) -> None:
    reports(1, tmp_path / "in")
    env = misbehaving(tmp_path / "reader")
    gouji("check", tmp_path / "in", "--state", tmp_path / "state", env=env)
    gouji("check", tmp_path / "in", "--state", tmp_path / "state", "--framework", "none", env=env)
    assert len(log(tmp_path / "reader")) == 2


def test_a_state_file_that_is_none_is_refused_and_left_alone(tmp_path: Path) -> None:
    reports(1, tmp_path / "in")
    other = tmp_path / "notes.txt"
    other.write_text("not a database, but long enough to look at" * 40, "utf-8")
    done = gouji("check", tmp_path / "in", "--state", other)
    assert done.returncode == 2
    assert "notes.txt" in done.stderr
    assert other.read_text("utf-8").startswith("not a database")


def test_a_state_file_in_the_folder_is_nobodys_report(tmp_path: Path) -> None:
    names = reports(2, tmp_path / "in")
    state = tmp_path / "in" / "run.state"
    gouji("check", tmp_path / "in", "--format", "json", "--state", state)
    done = gouji("check", tmp_path / "in", "--format", "json", "--state", state)
    assert [report["path"] for report in json.loads(done.stdout)["reports"]] == names


def workers(pid: int) -> list[int]:
    """The children of a process, its workers among them."""
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(each) for each in told.split()]


def ended(pid: int) -> bool:
    """Whether the process is gone, or only waits to be noticed."""
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text("ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.slow
def test_a_run_killed_at_random_moments_finds_every_report_once(tmp_path: Path) -> None:
    """Ten kills, each after some further files have been read; then one run to the end."""
    names = reports(300, tmp_path / "in")
    env = misbehaving(tmp_path / "reader")
    words = ["check", str(tmp_path / "in"), "--format", "json", "--output", str(tmp_path / "out.json"), "--state",
             str(tmp_path / "state"), "--jobs", "2"]  # fmt: skip
    chance, left = random.Random(7), []
    for _ in range(10):
        before, more = len(log(tmp_path / "reader")), chance.randint(0, 20)
        running = subprocess.Popen(
            [*COMMAND, *words], env=environment(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while len(log(tmp_path / "reader")) < before + more and running.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.05))
        left += workers(running.pid)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    assert 10 < len(set(log(tmp_path / "reader"))) < 300
    done = gouji(*words, env=env)
    assert done.returncode == 1, done.stderr
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))["reports"]
    assert [report["path"] for report in found] == names
    read = Counter(log(tmp_path / "reader"))
    assert set(read) == set(names)
    assert sum(read.values()) <= 300 + 10 * 2 * 2
    fresh = gouji("check", tmp_path / "in", "--format", "json", env=misbehaving(tmp_path / "other"))
    assert (tmp_path / "out.json").read_text("utf-8") == fresh.stdout
    if Path("/proc").exists():
        assert [pid for pid in left if not ended(pid)] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of file sizes")
@pytest.mark.parametrize("full", ["state", "output"])
def test_a_disk_that_fills_up_is_said_and_what_was_done_is_kept(tmp_path: Path, full: str) -> None:
    """A limit of a file's size stands for the full disk; the next run, with room, reads only what is left."""
    import resource

    names = reports(60, tmp_path / "in")
    env = misbehaving(tmp_path / "reader")
    words = ["check", str(tmp_path / "in"), "--format", "json", "--all-checks", "--jobs", "1", "--lang", "en",
             "--output", str(tmp_path / "out.json"), "--state", str(tmp_path / "state")]  # fmt: skip
    room = 60_000
    if full == "state":
        words[words.index("--output") + 1] = "/dev/null"
    else:
        words = words[:-2]
    done = subprocess.run([*COMMAND, *words], env=environment(env), capture_output=True, text=True, timeout=120,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))  # fmt: skip
    assert done.returncode == 2
    assert ("--state" if full == "state" else "out.json") in done.stderr
    assert "Traceback" not in done.stderr
    first = len(log(tmp_path / "reader"))
    assert 0 < first < 60
    if full == "output":
        part = (tmp_path / "out.json.part").read_text("utf-8", "ignore")
        assert part.startswith("{") and '"000.txt"' in part
        return
    words[words.index("--output") + 1] = str(tmp_path / "out.json")
    assert gouji(*words, env=env).returncode == 1
    assert [each["path"] for each in json.loads((tmp_path / "out.json").read_text("utf-8"))["reports"]] == names
    assert len(log(tmp_path / "reader")) <= 60 + 3


PAGE = '''
"""A page per report, for the test."""
NAME, ENDING, BINARY, FOLDER = "page", ".page", False, "index"


def render(audit, run, source):
    return f"{audit.path} {len(audit.findings)} {len(source.data)} {len(source.document.blocks)}".encode()


def render_folder(run, reports):
    return "\\n".join(f"{audit.path} {reports.name(audit.path)}" for audit in reports).encode()
'''


def with_pages(folder: Path) -> dict[str, str]:
    """The misbehaving reader's environment with one more output, of one file per report."""
    env = misbehaving(folder)
    with (folder / "sitecustomize.py").open("a", encoding="utf-8") as file:
        file.write(f"import auditor.outputs\nauditor.outputs.__path__.append({str(folder / 'more')!r})\n")
    (folder / "more").mkdir()
    (folder / "more" / "leaf.py").write_text(PAGE, "utf-8")
    return env


def test_a_page_per_report_and_one_for_the_folder(tmp_path: Path) -> None:
    reports(2, tmp_path / "in")
    (tmp_path / "in" / "zero.txt").write_bytes(b"")
    done = gouji(
        "check", tmp_path / "in", "--format", "page", "--output", tmp_path / "out", env=with_pages(tmp_path / "r")
    )
    assert done.returncode == 2
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["000.page", "001.page", "index.page"]
    assert (tmp_path / "out" / "000.page").read_text("utf-8").startswith("000.txt 1 ")
    assert (tmp_path / "out" / "index.page").read_text("utf-8").splitlines()[0] == "000.txt 000.page"


def test_a_page_that_stands_is_not_made_again(tmp_path: Path) -> None:
    reports(3, tmp_path / "in")
    env, out = with_pages(tmp_path / "r"), tmp_path / "out"
    words = ["check", tmp_path / "in", "--format", "page", "--output", out, "--state", tmp_path / "state"]
    gouji(*words, env=env)
    assert len(log(tmp_path / "r")) == 3
    (out / "001.page").unlink()
    gouji(*words, env=env)
    assert log(tmp_path / "r")[3:] == ["001.txt"]
    assert sorted(file.name for file in out.iterdir()) == ["000.page", "001.page", "002.page", "index.page"]
