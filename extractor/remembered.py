"""Results given again while one report is audited: rules ask the same of it, and it says the same words again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

KEPT = 4
"""Results that a function keeps; more would only keep earlier reports from being forgotten."""

SHORT = 10_000
"""Members of a tuple or set of plain values that is compared by what it holds; all else must be the same object."""

WORDS = 16_384
"""Answers about words that a function keeps: labels, heads and clauses, of which a report has some thousands."""

_all: list[list[Any]] = []
_about_words: list[Callable[[], None]] = []


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """The pure function, its last results given again where it is asked about the very same objects."""
    known: list[tuple[tuple[object, ...], R]] = []
    _all.append(known)

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        given = (*args, *kwargs.items())
        for place, (before, result) in enumerate(known):
            if len(before) == len(given) and all(map(_same, before, given)):
                if place:
                    known.insert(0, known.pop(place))
                return result
        result = function(*args, **kwargs)
        known.insert(0, (given, result))
        del known[KEPT:]
        return result

    return asked


def of_words(function: Callable[P, R]) -> Callable[P, R]:
    """The pure function of words, told by what they say: each answer is given again for the same words."""
    known = lru_cache(maxsize=WORDS)(function)
    _about_words.append(known.cache_clear)
    return cast(Callable[P, R], known)


def forget() -> None:
    """Let go of all results, and of the report that they are about."""
    for known in _all:
        known.clear()
    for clear in _about_words:
        clear()


def _same(one: object, other: object) -> bool:
    """Whether two arguments are one object, or small plain values that are equal."""
    if one is other:
        return True
    if isinstance(one, tuple | frozenset) and isinstance(other, tuple | frozenset):
        return len(one) == len(other) < SHORT and all(isinstance(each, int | str) for each in one) and one == other
    return isinstance(one, int | str) and isinstance(other, int | str) and one == other
