"""Patterns that are compiled when they are first used: there are hundreds, and no report needs them all."""

from __future__ import annotations

from typing import Any, AnyStr, Generic, cast

import regex


class _Pattern(Generic[AnyStr]):
    """Stands for a compiled pattern; each method or attribute of it is found once, and then is this object's own."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._expression: AnyStr = expression
        self._flags = flags
        self._compiled: regex.Pattern[AnyStr] | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._compiled is None:
            self._compiled = regex.compile(self._expression, self._flags)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def compile(expression: AnyStr, flags: int = 0) -> regex.Pattern[AnyStr]:
    """The pattern. A faulty expression raises ``regex.error`` at its first use."""
    return cast(regex.Pattern[AnyStr], _Pattern(expression, flags))
