"""The house keeps its plan: imports go one way, modules stay small, every rule has its page."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

from auditor.language import catalogue
from validators.rules import rules

LAYERS = ("extractor", "validators", "auditor")
VAGUE = {"utils", "helpers", "common", "base", "core", "misc", "manager"}
LONG = 300
FAMILIES = set("TOT SHR RAT CHG BAL REP UNI SCO STD WGT DED GRD TGT CNT PER NAM UND COV".split())


def modules(root: Path) -> list[Path]:
    return sorted(path for layer in LAYERS for path in (root / layer).rglob("*.py"))


def test_the_import_contracts_hold(root: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_has_a_name_that_says_nothing(root: Path) -> None:
    assert not [path for path in modules(root) if path.stem in VAGUE]


def test_long_modules_are_told(root: Path) -> None:
    """A warning, not a failure: does the module still answer one question?"""
    for path in modules(root):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > LONG:
            warnings.warn(f"{path.relative_to(root)} has {length} lines", stacklevel=1)


def test_every_folder_of_code_is_a_package(root: Path) -> None:
    """Else the wheel would leave it out."""
    assert not [path for path in modules(root) if not (path.parent / "__init__.py").exists()]


def test_every_rule_has_its_page_and_its_sentence() -> None:
    """The page is the docstring: what, why, when it cannot tell. (test_language.py compares the languages.)"""
    lacking = []
    for rule in rules():
        keys = [key for key in catalogue("zh") if key == rule.code or key.startswith(f"{rule.code}.")]
        if not keys:
            lacking.append(f"{rule.code} has no sentence")
        if len(rule.page.split("\n\n")) < 2:
            lacking.append(f"{rule.code} has a docstring of one paragraph")
    assert not lacking


def test_the_families_have_the_letters_of_the_plan() -> None:
    assert {rule.family for rule in rules()} <= FAMILIES
