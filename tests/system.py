"""The system packages that the full tests use: `make system` installs them or prints the command that does.

Runs on any Python 3, outside the environment, and never asks for a password.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = {
    "lowriter": "libreoffice-writer",
    "localc": "libreoffice-calc",
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "pdftotext": "poppler-utils",
    "fc-list": "fontconfig",
}
"""Program to the Debian package that brings it."""

FONT = ("Noto Sans CJK SC", "fonts-noto-cjk")
"""The font that rendered reports are set in, and its package. Not a program: fc-list knows it."""


def missing() -> dict[str, str]:
    """What the tests use and this machine lacks, program or font to Debian package."""
    lacking = {program: package for program, package in PACKAGES.items() if not shutil.which(program)}
    if not has_font(FONT[0]):
        lacking[FONT[0]] = FONT[1]
    return lacking


def has_font(family: str) -> bool:
    """Whether fontconfig knows the family."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", family], capture_output=True, check=False).stdout.strip())


def main() -> int:
    """Install what is missing where that needs no password; else say how. Never an error by itself."""
    packages = sorted(set(missing().values()))
    if not packages:
        print("system packages: all there")
        return 0
    names = " ".join(packages)
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        print(f"system packages missing, their tests are skipped; on Debian: sudo apt-get install {names}")
        return 0
    print(f"system packages: installing {names}", flush=True)
    install(packages)
    if missing():
        print(f"system packages still missing: {' '.join(sorted(set(missing().values())))}")
    return 0


def install(packages: list[str]) -> None:
    """apt-get update, then install, without questions; its own words are shown only where it fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()[-500:]}")


if __name__ == "__main__":
    sys.exit(main())
