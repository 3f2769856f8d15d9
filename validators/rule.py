"""The declaration of a rule: a code, a kind of relation, and a pure function from a report to checks."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from extractor.report import Report
from validators.check import Check

Function = Callable[[Report], Iterable[Check]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``code`` is the family's three letters and a number; the docstring is the rule's page."""

    code: str
    check: Function

    @property
    def family(self) -> str:
        return self.code[:3]

    @property
    def page(self) -> str:
        """What it checks, why, when it cannot tell, and its source: the docstring."""
        return inspect.getdoc(self.check) or ""


def rule(code: str) -> Callable[[Function], Function]:
    """Declare the function below as the rule ``code``; being in validators/rules is the registration."""

    def declare(function: Function) -> Function:
        function.rule = Rule(code, function)  # type: ignore[attr-defined]
        return function

    return declare


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code. Raises ValueError when two share a code or a family has two homes."""
    import validators.rules as package

    found: dict[str, Rule] = {}
    homes: dict[str, str] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        for value in vars(importlib.import_module(f"{package.__name__}.{module}")).values():
            declared = getattr(value, "rule", None)
            if not isinstance(declared, Rule) or value.__module__ != f"{package.__name__}.{module}":
                continue
            if declared.code in found or homes.setdefault(declared.family, module) != module:
                raise ValueError(f"{declared.code} is declared twice, or its family has two modules")
            found[declared.code] = declared
    return tuple(found[code] for code in sorted(found))
