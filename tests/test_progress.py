"""A long run tells how far it is, how fast, and how long it will still take, and never on standard output."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from shell import CLEAN, COMMAND, environment, gouji, misbehaving

from auditor import progress as progresses
from auditor.language import LANGUAGES, Language
from auditor.result import Sentence, line, unreadable

LINE = line(unreadable("a.txt", Sentence("problem.missing")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_terminal_is_a_line_now_and_then_tells_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    clock = iter([0.0, 10.0, 20.0, 40.0, 50.0])
    monkeypatch.setattr(progresses.time, "monotonic", lambda: next(clock))
    with progresses.progress(100, Language(language), True) as advance:
        for _ in range(4):
            advance(LINE)
    told = capsys.readouterr()
    assert told.out == ""
    (only,) = told.err.splitlines()
    assert "3/100" in only or "3 of 100" in only
    assert re.search(r"\b0\.1\b", only)  # three in forty seconds
    assert "1293" in only  # seconds for the other ninety-seven


def test_nothing_is_shown_for_one_file_or_when_told_so(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(CLEAN, "utf-8")
    for words in (("check", tmp_path / "a.txt"), ("check", tmp_path, "--no-progress"), ("check", tmp_path, "--quiet")):
        assert gouji(*words).stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_a_bar_shows_count_rate_and_time_left(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"SLOW第{number}号。\n{CLEAN}", "utf-8")
    ours, theirs = os.openpty()
    env = environment(misbehaving(tmp_path / ".reader")) | {"TERM": "xterm", "COLUMNS": "120"}
    command = [*COMMAND, "check", str(tmp_path), "--format", "json", "--lang", "en", "--jobs", "1"]
    running = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    assert running.stdout is not None and running.stdout.read().startswith(b"{")
    assert running.wait() == 0
    told = shown.decode("utf-8", "replace")
    assert re.search(r"\D12/12\D", told)
    assert re.search(r"(?:[1-9]\d*\.\d|0\.[1-9]) a second", told)
    assert re.search(r"0:00:\d\d", told)
