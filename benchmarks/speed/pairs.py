"""Whole processes timed in turn, A B A B …, so that a slow minute of the machine meets both; medians of each."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_QUIET = "import logging, sys; logging.getLogger('pdfminer').setLevel(logging.ERROR)\n"
PDFPLUMBER = _QUIET + (
    "import pdfplumber\n"
    "with pdfplumber.open(sys.argv[1]) as file:\n"
    "    for page in file.pages:\n"
    "        page.extract_text(), page.extract_tables(), page.close()\n"
)
PYPDFIUM2 = (
    "import sys, pypdfium2\n"
    "file = pypdfium2.PdfDocument(sys.argv[1])\n"
    "for page in file:\n"
    "    text = page.get_textpage(); text.get_text_range(); text.close(); page.close()\n"
)
MARKITDOWN = "import sys, markitdown; markitdown.MarkItDown(enable_plugins=False).convert(sys.argv[1])"


@dataclass(frozen=True, slots=True)
class Measured:
    """Median seconds of a process from start to end, and the most memory it and its children held, in MiB."""

    seconds: float
    peak: float
    runs: tuple[float, ...]


def gouji(file: Path, *words: str) -> list[str]:
    """The audit of a file as a user starts it, in one process at a time."""
    return [sys.executable, "-m", "auditor.cli", "check", str(file), "--format", "json", "--jobs", "1", *words]


def others(file: Path) -> tuple[dict[str, list[str]], list[str]]:
    """The programs a PDF's audit is measured beside, and what is missing here, by name."""
    found = {
        "pdfplumber text+tables": [sys.executable, "-c", PDFPLUMBER, str(file)],
        "pypdfium2 text": [sys.executable, "-c", PYPDFIUM2, str(file)],
    }
    missing = []
    if tool := shutil.which("pdftotext"):
        found["pdftotext -layout"] = [tool, "-layout", str(file), os.devnull]
    else:
        missing.append("pdftotext")
    if python := _markitdown():
        found["markitdown"] = [str(python), "-c", MARKITDOWN, str(file)]
    else:
        missing.append("markitdown")
    return found, missing


@cache
def _markitdown() -> Path | None:
    """A Python that has markitdown, in an environment of its own; None where it cannot be installed."""
    folder = ROOT / "build" / "bench" / "markitdown"
    python = folder / "bin" / "python"
    if not python.exists():
        venv = [sys.executable, "-m", "venv", str(folder)]
        pip = [str(python), "-m", "pip", "install", "-qq", "markitdown[pdf,docx]"]
        for command in (venv, pip):
            if subprocess.run(command, capture_output=True, check=False).returncode:
                shutil.rmtree(folder, ignore_errors=True)
                return None
    return python


def timed(commands: dict[str, Sequence[str]], repeats: int) -> dict[str, Measured]:
    """Each command's median over the repeats, the commands in turn."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            runs[name].append(once(command))
    return {
        name: Measured(statistics.median(each[0] for each in found), max(each[1] for each in found),
                       tuple(each[0] for each in found))
        for name, found in runs.items()
    }  # fmt: skip


def once(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak MiB of one run (the largest process of its tree). Raises where it ends badly."""
    watch = [sys.executable, "-S", "-c", _WATCH, *command]
    told = subprocess.run(watch, stdout=subprocess.PIPE, cwd=ROOT, env=environment(), check=True).stdout
    seconds, peak, code = told.decode().split()
    if int(code) not in (0, 1):
        raise RuntimeError(f"ended with {code}: {' '.join(command)[:200]}")
    return float(seconds), int(peak) / 1024


def environment() -> dict[str, str]:
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH")) if part)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}


_WATCH = (
    "import os, resource, subprocess, sys, time\n"
    "begun = time.perf_counter()\n"
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode\n"
    "spent = time.perf_counter() - begun\n"
    "print(spent, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, code)\n"
)
"""Runs a command in a small process of its own, which alone then knows the memory of it and its children."""
