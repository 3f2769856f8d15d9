"""One module per relation family; being in this folder registers a rule."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from validators.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code. Raises ValueError when two share a code or a family has two homes."""
    found: dict[str, Rule] = {}
    homes: dict[str, str] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        for value in vars(importlib.import_module(f"{__name__}.{module}")).values():
            declared = getattr(value, "rule", None)
            if not isinstance(declared, Rule) or value.__module__ != f"{__name__}.{module}":
                continue
            if declared.code in found or homes.setdefault(declared.family, module) != module:
                raise ValueError(f"{declared.code} is declared twice, or its family has two modules")
            found[declared.code] = declared
    return tuple(found[code] for code in sorted(found))
