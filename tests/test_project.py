"""What someone who installs gouji relies on: one command, its own import names, exact pins, ranges that fit them."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

OURS = {"extractor", "validators", "auditor"}


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def pins(path: Path) -> list[Requirement]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.rstrip(" \\")) for line in lines if line and line[0] not in " #-"]


def test_no_dependency_brings_a_package_of_our_names() -> None:
    """`validators` on PyPI would shadow ours, or be shadowed: neither may sit in the environment."""
    takers = {
        (each.metadata["Name"], file.parts[0])
        for each in distributions()
        if each.metadata["Name"] != "gouji"
        for file in each.files or ()
        if file.parts[0].removesuffix(".py") in OURS
    }
    assert not takers


def test_the_command_is_installed_and_leads_to_the_auditor() -> None:
    scripts = [entry for entry in distribution("gouji").entry_points if entry.group == "console_scripts"]
    assert [(script.name, script.value) for script in scripts] == [("gouji", "auditor.cli:main")]
    assert Path(sys.executable).with_name("gouji").exists()


def test_the_five_fixed_libraries_stay(project: dict) -> None:
    names = {Requirement(each).name for each in project["project"]["dependencies"]}
    assert names >= {"pdfplumber", "python-docx", "regex", "pandas", "rich"}


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_every_pin_is_exact_and_hashed_and_names_no_registry(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    blocks = text.replace("\\\n", " ").splitlines()
    assert all("==" in block and "--hash=sha256:" in block for block in blocks if block and block[0] not in " #")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_pins_lie_in_the_ranges(root: Path, project: dict) -> None:
    pinned = {pin.name.lower().replace(".", "-"): pin for pin in pins(root / "requirements" / "test.txt")}
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
    for each in map(Requirement, wanted):
        pin = pinned[each.name.lower().replace(".", "-")]
        assert all(each.specifier.contains(version.version) for version in pin.specifier), each


def test_what_the_tests_run_on_is_what_gouji_runs_on(root: Path) -> None:
    tested = {str(pin) for pin in pins(root / "requirements" / "test.txt")}
    assert {str(pin) for pin in pins(root / "requirements" / "run.txt")} <= tested


@pytest.mark.slow
def test_the_wheel_carries_every_module_and_data_file(root: Path, tmp_path: Path) -> None:
    """What an installed gouji reads at run time is in the wheel, not only in the checkout."""
    from zipfile import ZipFile

    source = tmp_path / "source"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout, so what belongs to gouji is not known")
    ours = [name for name in tracked.stdout.split("\0") if name.split("/")[0] in OURS and (root / name).is_file()]
    cases = [name for name in tracked.stdout.split("\0") if name.startswith("fixtures/rules/")]
    for name in [*ours, *cases, "pyproject.toml", "setup.py", "README.md", "LICENSE"]:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((root / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "."]
    subprocess.run([*command, "--wheel-dir", tmp_path], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(ZipFile(wheel).namelist())
    assert not {name for name in ours if not name.endswith(".md")} - packed
    assert {name.replace("fixtures/rules/", "auditor/cases/") for name in cases} <= packed


def test_make_names_the_remedy_for_an_older_python(root: Path, tmp_path: Path) -> None:
    said = make_with(root, tmp_path, "exit 1")
    assert "Python 3.11 or newer" in said
    assert len(said.splitlines()) == 2  # ours, and make's own


def test_make_names_the_remedy_for_a_missing_venv_module(root: Path, tmp_path: Path) -> None:
    said = make_with(root, tmp_path, 'case "$2" in *ensurepip*) exit 1;; *version_info*) exit 0;; esac; exit 3')
    assert "python3-venv" in said
    assert len(said.splitlines()) == 2


def make_with(root: Path, tmp_path: Path, script: str) -> str:
    """What `make setup` says with a Python that behaves as the shell script does."""
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    command = ["make", "-f", root / "Makefile", "setup", f"PYTHON={python}", f"VENV={tmp_path}/venv"]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=root, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    return done.stdout + done.stderr
