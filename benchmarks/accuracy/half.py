"""What the benchmark gathers about one half: errors found and missed, alarms, coverage, agreement by chance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.accuracy.hearing import Finding
from benchmarks.accuracy.judging import Judged


@dataclass(slots=True)
class Half:
    """All results of one half: the fixtures, or the reports of GOUJI_CORPUS."""

    name: str
    errors: list[Judged] = field(default_factory=list)
    alarms: list[tuple[str, str, Finding]] = field(default_factory=list)
    coverage: list[tuple[str, str, int, int, list[str]]] = field(default_factory=list)
    scramble: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    coincidences: Counter[str] = field(default_factory=Counter)
    relations: int = 0
    skipped: list[str] = field(default_factory=list)
