"""The README tells what this version does, in both languages: its options, its formats, its commands, its targets."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BOTH = pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])


def help_of(*command: str) -> str:
    gouji = Path(sys.executable).with_name("gouji")
    done = subprocess.run([gouji, *command, "--help"], capture_output=True, text=True, check=True)
    return done.stdout


@BOTH
def test_every_option_of_check_is_told_and_no_other(root: Path, name: str) -> None:
    rows = [line for line in (root / name).read_text(encoding="utf-8").splitlines() if line.startswith("| `--")]
    told = {option for row in rows for option in re.findall(r"--[a-z-]+", row.split("|")[1])}
    assert told == set(re.findall(r"--[a-z-]+", help_of("check"))) - {"--help"}


@BOTH
def test_every_format_is_told_and_no_other(root: Path, name: str) -> None:
    from auditor.outputs import outputs

    (told,) = re.findall(r"^(?:Written: |可写：)(.*)$", (root / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`([a-z]+)`", told)) == set(outputs())


@BOTH
def test_every_command_shown_is_there(root: Path, name: str) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (root / name).read_text(encoding="utf-8"), re.DOTALL)
    shown = re.findall(r"^(?:\S*/)?gouji ([a-z]+)", "".join(blocks), re.MULTILINE)
    assert set(shown) >= {"check", "explain", "rules"}
    assert set(shown) <= set(re.findall(r"^    ([a-z]+) ", help_of(), re.MULTILINE))


@BOTH
def test_every_make_target_shown_is_there(root: Path, name: str) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z-]+)", (root / name).read_text(encoding="utf-8").replace("and make", "")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@BOTH
def test_links_lead_somewhere(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (root / target).exists(), target
