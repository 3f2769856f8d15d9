"""No skip goes unsaid: it is repeated as the last line, and fails where all is required."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = """
import pytest

def test_agrees(): pass

@pytest.mark.needs("no-such-program")
def test_with_a_program(): pass

@pytest.mark.skipif(True, reason="no screen")
def test_with_a_screen(): pass

def test_on_real_reports(corpus): assert corpus.is_dir()
"""


def run(folder: Path, **environment: str) -> list[str]:
    """The lines that pytest prints for TESTS under this project's conftest."""
    for name in ("conftest.py", "system.py"):
        shutil.copy(Path(__file__).with_name(name), folder / name)
    (folder / "test_sample.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = needs(*programs)\n", encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GOUJI_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=folder, env={**clean, **environment}, capture_output=True, text=True, check=False
    )
    return done.stdout.strip().splitlines()


def test_what_is_missing_is_repeated_as_the_last_line(tmp_path: Path) -> None:
    *_, summary, last = run(tmp_path)
    assert summary.startswith("1 passed, 2 skipped, 1 deselected")
    assert last == "skipped: no screen; no-such-program is missing (Debian: no-such-program)"


def test_a_skip_fails_where_all_is_required(tmp_path: Path) -> None:
    said = run(tmp_path, GOUJI_REQUIRE_ALL="1")
    assert said[-1].startswith("1 passed, 1 deselected, 2 errors")
    assert any("skipped under GOUJI_REQUIRE_ALL=1: no screen" in line for line in said)


def test_real_reports_are_read_where_a_corpus_is_named(tmp_path: Path) -> None:
    *_, summary, _ = run(tmp_path, GOUJI_CORPUS=str(tmp_path))
    assert summary.startswith("2 passed, 2 skipped")
