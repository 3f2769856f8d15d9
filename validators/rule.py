"""The declaration of a rule: a code, a kind of relation, and a pure function from a report to checks."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

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
