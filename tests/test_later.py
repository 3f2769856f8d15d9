"""Patterns that are compiled late are the same patterns, and none of them is faulty."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
import regex

import auditor
import extractor
import validators
from extractor import later


def held(thing: object) -> Iterator[regex.Pattern]:
    """The late patterns among a module's names, and inside its tuples, lists and dicts."""
    if isinstance(thing, later._Pattern):
        yield thing
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from held(each)
    elif isinstance(thing, dict):
        yield from held(list(thing.values()))


def modules() -> Iterator[str]:
    for package in (extractor, validators, auditor):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith("auditor.cluster"):
                yield found.name


def test_every_pattern_of_the_program_compiles() -> None:
    patterns = [each for name in modules() for each in held(list(vars(importlib.import_module(name)).values()))]
    assert len(patterns) > 100
    assert all(each.groups >= 0 for each in patterns)


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    late, early = later.compile(r"(?P<sum>\d+)元", regex.I), regex.compile(r"(?P<sum>\d+)元", regex.I)
    assert late.search("共12元", timeout=1)["sum"] == "12"
    assert late.sub("x", "共12元") == early.sub("x", "共12元")
    assert (late.pattern, late.flags, late.groupindex) == (early.pattern, early.flags, early.groupindex)


def test_a_faulty_pattern_is_told_at_its_first_use() -> None:
    faulty = later.compile("(")
    with pytest.raises(regex.error):
        faulty.search("")
