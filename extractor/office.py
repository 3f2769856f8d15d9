"""LibreOffice as a converter, where it is installed: old formats become ones that our own readers read."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

_SECONDS = 45
"""How long one conversion may take; a first start with an empty profile takes about two."""
_AGAIN = (79, 81)
"""Exit codes by which LibreOffice asks to be started once more."""
_STARTS = 3
_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""  # noqa: E501 - one setting a line
"""No macro runs, and nothing outside the file is fetched."""


def installed() -> str | None:
    """The path of LibreOffice, None where it is missing."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def converted(data: bytes, suffix: str, target: str, seconds: float = _SECONDS) -> bytes | None:
    """The file in another format ("docx"), None where LibreOffice is missing, fails, hangs or writes nothing.

    It gets a profile of its own, since two runs cannot share one, and stays in our process group,
    so that it ends when we are ended.
    """
    program = installed()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"report{suffix}"
        source.write_bytes(data)
        settings = work / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        _run(_binary(program), work, source, target, time.monotonic() + seconds)
        result = work / "out" / f"report.{target}"
        return result.read_bytes() if result.is_file() and result.stat().st_size else None


def _binary(program: str) -> str:
    """The program behind the launching script where it lies beside it: one process, which a kill surely ends."""
    binary = Path(program).resolve().with_name("soffice.bin")
    return str(binary) if binary.is_file() else program


def _run(program: str, work: Path, source: Path, target: str, until: float) -> None:
    """Runs the conversion; a new profile may make the program ask to be started again."""
    command = [
        program, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", target, "--outdir", str(work / "out"), str(source),
    ]  # fmt: skip
    surroundings = {**os.environ, "HOME": str(work), "SAL_USE_VCLPLUGIN": "svp"}
    for _ in range(_STARTS):
        left = until - time.monotonic()
        if left <= 0:
            return
        try:
            done = subprocess.run(  # noqa: S603 - the program found on the path, and names of our own making
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=surroundings,
                timeout=left,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return
        if done.returncode not in _AGAIN:
            return
