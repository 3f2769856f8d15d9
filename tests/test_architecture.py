"""The house keeps its plan: imports go one way, modules stay small, every sentence stands in both languages."""

from __future__ import annotations

import string
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import pytest

LAYERS = ("extractor", "validators", "auditor")
VAGUE = {"utils", "helpers", "common", "base", "core", "misc", "manager"}
LONG = 400


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


def catalogue(root: Path, language: str) -> dict[str, dict[str, str]]:
    """Sentences by key, file by file."""
    folder = root / "auditor" / "catalogues" / language
    return {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}


def fields(sentence: str) -> set[str]:
    """The names that a sentence is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_catalogues(root: Path) -> None:
    assert catalogue(root, "zh").keys() == catalogue(root, "en").keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_is_told_in_two_catalogues(root: Path, language: str) -> None:
    homes: dict[str, list[str]] = {}
    for name, sentences in catalogue(root, language).items():
        for key in sentences:
            homes.setdefault(key, []).append(name)
    assert not {key: names for key, names in homes.items() if len(names) > 1}


def test_every_sentence_stands_in_both_languages_with_the_same_values(root: Path) -> None:
    chinese, english = catalogue(root, "zh"), catalogue(root, "en")
    apart = []
    for name in chinese.keys() & english.keys():
        for key in sorted(chinese[name].keys() | english[name].keys()):
            ours, theirs = chinese[name].get(key), english[name].get(key)
            if not (ours and theirs):
                apart.append(f"{name}: {key} is missing in {'zh' if not ours else 'en'}")
            elif fields(ours) != fields(theirs):
                apart.append(f"{name}: {key} is filled with {fields(ours)} in zh, {fields(theirs)} in en")
    assert not apart
