"""What people's scripts rely on: formats, outputs, exit codes, and what stands on which stream."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shell import CLEAN, COMMAND, EMPTY_OF_RELATIONS, FAULTY, environment, gouji


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    file = tmp_path / "clean.txt"
    file.write_text(CLEAN, "utf-8")
    return file


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    file = tmp_path / "faulty.txt"
    file.write_text(FAULTY, "utf-8")
    return file


def test_exit_0_where_all_agrees(clean: Path) -> None:
    assert gouji("check", clean).returncode == 0


def test_exit_1_where_something_disagrees(faulty: Path) -> None:
    done = gouji("check", faulty)
    assert done.returncode == 1
    assert "93.00%" in done.stdout
    assert "90.00%" in done.stdout


def test_never_fails_on_findings_when_told_so(faulty: Path) -> None:
    assert gouji("check", faulty, "--fail-on", "never").returncode == 0


def test_nothing_to_check_is_said_and_is_exit_2(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text(EMPTY_OF_RELATIONS, "utf-8")
    done = gouji("check", file, "--lang", "en")
    assert done.returncode == 2
    assert "nothing could be checked" in done.stdout
    assert "✓" not in done.stdout


def test_an_unreadable_file_is_named_with_its_cause_and_the_others_are_audited(tmp_path: Path, faulty: Path) -> None:
    (tmp_path / "a-empty.txt").write_bytes(b"")
    done = gouji("check", tmp_path, "--format", "json")
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if "a-empty.txt" in line]
    first, second = json.loads(done.stdout)["reports"]
    assert (first["path"], first["status"]) == ("a-empty.txt", "unreadable")
    assert first["problem"]
    assert len(second["findings"]) == 1


def test_standard_output_holds_the_format_and_nothing_else(faulty: Path) -> None:
    done = gouji("check", faulty, faulty.parent / "none.txt", "--format", "json")
    assert json.loads(done.stdout)["schema"] == "gouji/1"
    assert "none.txt" in done.stderr


def test_help_names_every_format_that_is_built_and_no_other(clean: Path) -> None:
    told = gouji("check", "--help", "--lang", "en").stdout
    assert "json" in told
    assert gouji("check", clean, "--format", "hologram").returncode == 2
    assert gouji("juggle").returncode == 2


@pytest.mark.parametrize(
    "words",
    [["--jobs", "0"], ["--timeout", "-1"], ["--framework", "atlantis"], ["--format", "console", "--format", "json"]],
)
def test_a_wrong_call_is_refused_with_exit_2_and_a_reason(clean: Path, words: list[str]) -> None:
    done = gouji("check", clean, *words)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert not done.stdout


def test_a_missing_file_is_exit_2(tmp_path: Path) -> None:
    done = gouji("check", tmp_path / "nowhere.txt")
    assert done.returncode == 2
    assert "nowhere.txt" in done.stderr


def test_an_empty_folder_is_exit_2(tmp_path: Path) -> None:
    assert gouji("check", tmp_path).returncode == 2


def test_output_names_a_file(faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "result.json"
    done = gouji("check", faulty, "--format", "json", "--output", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads(target.read_text("utf-8"))["reports"][0]["path"] == "faulty.txt"
    assert [each.name for each in target.parent.iterdir()] == ["result.json"]


def test_output_is_a_folder_where_it_ends_in_a_slash_or_exists_as_one(faulty: Path, tmp_path: Path) -> None:
    gouji("check", faulty, "--format", "json", "--output", f"{tmp_path}/new/")
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["faulty.json"]
    gouji("check", faulty, "--format", "csv", "--output", tmp_path / "new")
    assert sorted(each.name for each in (tmp_path / "new").iterdir()) == ["faulty.csv", "faulty.json"]


def test_output_is_a_folder_where_more_than_one_file_results(faulty: Path, tmp_path: Path) -> None:
    gouji("check", faulty, "--format", "json", "--format", "csv", "--output", tmp_path / "both")
    assert sorted(each.name for each in (tmp_path / "both").iterdir()) == ["faulty.csv", "faulty.json"]
    done = gouji("check", faulty, "--format", "json", "--format", "csv", "--output", faulty)
    assert done.returncode == 2


def test_console_goes_to_standard_output_beside_files(faulty: Path, tmp_path: Path) -> None:
    done = gouji("check", faulty, "--format", "console", "--format", "json", "--output", tmp_path / "result.json")
    assert "93.00%" in done.stdout
    assert (tmp_path / "result.json").is_file()


def test_a_submitted_file_is_never_written_over(faulty: Path) -> None:
    done = gouji("check", faulty, "--format", "json", "--output", faulty)
    assert done.returncode == 2
    assert faulty.read_text("utf-8") == FAULTY


def test_an_unwritable_output_is_said_before_anything_is_audited(faulty: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "blocker"
    blocker.write_text("a file where a folder would have to be", "utf-8")
    done = gouji("check", faulty, "--format", "json", "--output", blocker / "result.json")
    assert done.returncode == 2
    assert "blocker" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said(faulty: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        words = [*COMMAND, "check", str(faulty)]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, env=environment({}), timeout=60)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert gouji("check", faulty, "--output", "/dev/full").returncode == 2


def test_the_same_bytes_give_the_same_bytes(clean: Path, faulty: Path) -> None:
    first = gouji("check", clean.parent, "--format", "json", "--all-checks", "--jobs", "1").stdout
    assert gouji("check", clean.parent, "--format", "json", "--all-checks", "--jobs", "2").stdout == first


def test_names_with_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\nb.txt").write_text(FAULTY, "utf-8")
    done = gouji("check", tmp_path)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode on Windows")
def test_a_name_that_is_no_unicode_gets_its_verdict(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb2\xe2.txt")).write_text(FAULTY, "utf-8")
    done = gouji("check", tmp_path, "--format", "json")
    assert json.loads(done.stdout)["reports"][0]["path"] == "\\xb2\\xe2.txt"


def test_the_version_is_told_almost_as_fast_as_python_starts() -> None:
    def seconds(*words: str) -> float:
        times = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, capture_output=True, env=environment({}))
            times.append(time.perf_counter() - start)
        return min(times)

    assert seconds("-m", "auditor.cli", "--version") <= 3 * seconds("-c", "pass")


def test_the_version_is_that_of_the_project(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert gouji("--version").stdout.split() == ["gouji", project["version"]]


def test_both_languages_are_spoken(faulty: Path) -> None:
    assert "stated → recomputed" in gouji("check", faulty, "--lang", "en").stdout
    assert "填报 → 复算" in gouji("check", faulty).stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "缺少 COMMAND"),
        (["check"], "缺少 PATH"),
        (["check", "a.txt", "--format", "poem"], "--format 不能是 'poem'，可选"),
        (["check", "a.txt", "--jobs", "many"], "--jobs 应为数字，不能是 'many'"),
        (["check", "a.txt", "--output"], "--output 后面应有一个值"),
        (["check", "a.txt", "--poem"], "没有这样的参数：--poem"),
        (["check", "a.txt", "--poem", "--lang", "en"], "there is no such argument: --poem; see gouji"),
    ],
)
def test_a_call_that_cannot_be_understood_says_what_and_where_to_read_on(words: list[str], told: str) -> None:
    done = gouji(*words)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert told in line
    assert "--help" in line
