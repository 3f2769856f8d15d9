"""The README tells what this version does, in both languages: its options, its formats, its commands, its targets."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from itertools import pairwise
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


DOCUMENTS = {"docx": "linxi-yinshui-2020-faulty.docx", "pdf": "meichuan-wenhua-2023.pdf"}
CORRECTED = ("corrected.docx", "new.docx", "改后.docx", "新.docx")
MADE = ("--output", "--overview", "--write-baseline", "--baseline", "--carry", "--format", "--for")


def prepared(folder: Path, documents: Path, words: list[str]) -> None:
    """What a reader of the README would have: the reports and folders that the command names, where it makes none."""
    made = {value for option, value in pairwise(words) if option in MADE}
    for word in words[2:]:
        target = folder / word
        if word.startswith("-") or word in made or target.exists():
            continue
        if word.endswith(tuple(DOCUMENTS)):
            name = "linxi-yinshui-2020.docx" if word in CORRECTED else DOCUMENTS[word.rpartition(".")[2]]
            shutil.copy(documents / name, target)
        elif words[1] == "check":
            target.mkdir()
            for name in DOCUMENTS.values():
                shutil.copy(documents / name, target)


@BOTH
@pytest.mark.slow
def test_every_command_shown_runs_and_makes_what_it_says(root: Path, tmp_path: Path, name: str) -> None:
    """In order, in a folder of its own, so that one command may use what an earlier one made."""
    blocks = re.findall(r"```sh\n(.*?)```", (root / name).read_text(encoding="utf-8"), re.DOTALL)
    lines = re.findall(r"^(?:~\S*/)?(gouji .*)$", "".join(blocks), re.MULTILINE)
    gouji = Path(sys.executable).with_name("gouji")
    for line in lines:
        if "--engine dask" in line or ("parquet" in line and find_spec("pyarrow") is None):
            continue  # these need a cluster, or an extra
        words = shlex.split(line, comments=True)
        prepared(tmp_path, root / "fixtures" / "documents", words)
        done = subprocess.run([gouji, *words[1:]], capture_output=True, text=True, cwd=tmp_path, timeout=120)
        assert done.returncode in (0, 1), (line, done.stderr)
        for option, value in pairwise(words):
            if option in ("--output", "--overview", "--write-baseline") and value != "-":
                assert list(tmp_path.glob(value.rstrip("/").removesuffix(".parquet") + "*")), line


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


def test_every_column_of_the_table_is_described(root: Path) -> None:
    from auditor.outputs import csv_table

    text = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert tuple(re.findall(r"`(\w+)`", "".join(rows))) == csv_table.COLUMNS
