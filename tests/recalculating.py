"""A workbook recalculated by LibreOffice: every formula worked out anew on loading, whatever values are stored."""

from __future__ import annotations

import subprocess
from pathlib import Path

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""A LibreOffice profile that recalculates what it loads."""


def recalculated(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it after recalculation, in the folder."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    _converted(workbook, folder, "xlsx:Calc MS Excel 2007 XML", folder / "profile")
    return folder / workbook.name


def printed(document: Path, folder: Path) -> Path:
    """The document as a PDF, in the folder."""
    _converted(document, folder, "pdf", folder / "profile")
    return folder / f"{document.stem}.pdf"


def _converted(document: Path, folder: Path, kind: str, profile: Path) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore",
               "--convert-to", kind, "--outdir", str(folder), str(document)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
