"""Words of the field as data: cues, stages, partitions. One toml a subject; code asks for it by name."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import regex

from extractor.remembered import of_words

TIMEOUT = 5
"""Seconds that one search in a sentence may take."""


@lru_cache(maxsize=4096)
def compiled(expression: str) -> regex.Pattern[str]:
    """The expression, compiled once: the library's own cache costs more than most searches."""
    return regex.compile(expression)


@cache
def words(subject: str) -> dict[str, Any]:
    """The vocabulary of one subject, as its toml has it."""
    return tomllib.loads(files(__name__).joinpath(f"{subject}.toml").read_text("utf-8"))


@cache
def pattern(subject: str, key: str) -> regex.Pattern[str]:
    """The pattern of one cue, compiled once."""
    found: Any = words(subject)
    for step in key.split("."):
        found = found[step]
    return regex.compile(found if isinstance(found, str) else "|".join(f"(?:{each})" for each in found))


@of_words
def found(subject: str, key: str, text: str) -> regex.Match[str] | None:
    """The first match of a cue in the text."""
    return pattern(subject, key).search(text, timeout=TIMEOUT)
