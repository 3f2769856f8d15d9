"""A fresh environment has what the code and the tests import: nothing rests on what happens to be installed."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

OURS = {"extractor", "validators", "auditor", "tests", "fixtures", "benchmarks"}


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("importorskip"):
            names |= {ast.literal_eval(argument).split(".")[0] for argument in node.args[:1]}
    return names - sys.stdlib_module_names - OURS


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def distributions_of(root: Path, *folders: str) -> dict[str, str]:
    """Each distribution that modules of the folders import, with one module that does."""
    owners = packages_distributions()
    found: dict[str, str] = {}
    beside = {path.stem for folder in folders for path in (root / folder).rglob("*.py")}
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            for name in imported(path) - beside:
                for owner in owners.get(name, [name]):
                    found.setdefault(canonical(owner), f"{path.relative_to(root)} imports {name}")
    return found


@pytest.fixture(scope="module")
def declared(root: Path) -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [each for name, extra in project["optional-dependencies"].items() if name != "dev" for each in extra]
    return {canonical(Requirement(each).name) for each in [*project["dependencies"], *extras]}


def test_what_the_code_imports_is_declared(root: Path, declared: set[str]) -> None:
    imports = distributions_of(root, "extractor", "validators", "auditor")
    assert not {where for name, where in imports.items() if name not in declared}


def test_what_the_tests_import_is_pinned(root: Path) -> None:
    text = (root / "requirements" / "test.txt").read_text(encoding="utf-8")
    pinned = {canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
    imports = distributions_of(root, "tests", "fixtures", "benchmarks")
    assert not {where for name, where in imports.items() if name not in pinned}
