"""What a measure was taken on: the date, the machine, the versions."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

PACKAGES = ("pdfplumber", "pdfminer.six", "pypdfium2", "lxml", "regex")


def described() -> dict[str, str]:
    """Date, processor, memory, system, and the versions of gouji, Python and what is measured beside it."""
    found = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{_from('/proc/cpuinfo', 'model name') or platform.processor() or 'unknown'}, "
        f"{os.cpu_count()} threads",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.machine()}",
        "python": sys.version.split()[0],
        "gouji": f"{metadata.version('gouji')} {_commit()}".strip(),
    }
    found |= {name: metadata.version(name) for name in PACKAGES}
    if tool := shutil.which("pdftotext"):
        told = subprocess.run([tool, "-v"], capture_output=True, text=True, check=False).stderr
        found["pdftotext"] = told.splitlines()[0].rpartition(" ")[2]
    return found


def _from(file: str, key: str) -> str:
    if not Path(file).exists():
        return ""
    lines = Path(file).read_text("utf-8", "replace").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _commit() -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run([git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False,
                          cwd=Path(__file__).parent)  # fmt: skip
    return done.stdout.strip()
