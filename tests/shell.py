"""Runs the command as a user does, in a process of its own; and a reader that misbehaves on demand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "auditor.cli"]
ROOT = Path(__file__).resolve().parent.parent

CLEAN = "青榆市文化馆全年预算安排200.00万元，实际支出180.00万元，预算执行率为90.00%。\n"
FAULTY = "青榆市文化馆全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。\n"
EMPTY_OF_RELATIONS = "青榆市文化馆认真组织了各项活动，群众反映良好。\n"

MISBEHAVING = """
import os, sys, time
sys.path.insert(0, {root!r})
import extractor.reading as reading
honest = reading.read
def read(data, name):
    if data.startswith(b"HANG"):
        time.sleep(600)
    if data.startswith(b"SLOW"):
        time.sleep(0.3)
    if data.startswith(b"ABORT"):
        os.abort()
    if data.startswith(b"EAT"):
        kept = [bytearray(2**26) for _ in range(200)]
    if data.startswith(b"DEEP"):
        def fall(): return fall()
        fall()
    if data.startswith(b"CALL"):
        import socket
        socket.create_connection(("127.0.0.1", 9))
    if data.startswith(b"CHILD"):
        import subprocess
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600) # gouji-test-grandchild"])
        time.sleep(600)
    if data.startswith(b"COUNT"):
        with open({log!r}, "a") as log:
            log.write(name + chr(10))
    return honest(data, name)
reading.read = read
"""


def gouji(
    *words: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run gouji with these words."""
    return subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=120,
                          cwd=cwd or ROOT, env=_environment(env or {}))  # fmt: skip


def _environment(extra: dict[str, str]) -> dict[str, str]:
    path = os.pathsep.join(part for part in (extra.get("PYTHONPATH"), str(ROOT)) if part)
    return {**os.environ, **extra, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def environment(extra: dict[str, str]) -> dict[str, str]:
    """The environment in which the command runs."""
    return _environment(extra)


def audit(*words: str | Path, env: dict[str, str] | None = None) -> dict:
    """The JSON that a check writes to standard output."""
    done = gouji("check", *words, "--format", "json", env=env)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def misbehaving(folder: Path) -> dict[str, str]:
    """An environment whose reader hangs, aborts, eats memory … on files that begin with such a word."""
    folder.mkdir(exist_ok=True)
    log = folder / "read.log"
    (folder / "sitecustomize.py").write_text(MISBEHAVING.format(root=str(ROOT), log=str(log)), "utf-8")
    return {"PYTHONPATH": str(folder)}
