"""What each performance indicator is: names, formula over amounts, which way is better. Data: validators/indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from extractor.interval import Interval
from extractor.numerals import narrow
from extractor.remembered import of_words
from extractor.standards.formulas import Formula, formula
from extractor.vocabulary import TIMEOUT, compiled
from validators.data import structured

DIRECTIONS = ("higher", "lower", "target", "none")


@dataclass(frozen=True, slots=True)
class Measure:
    """One formula of an indicator; ``use`` names the table or scope it is for, "" where it is the only one."""

    formula: Formula
    use: str
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorKind:
    """An indicator of the catalogue. ``inputs`` maps the names of its formulas to their other names.

    ``direction``: higher is better, lower, target (the closer to ``target`` the better), none (judged).
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    direction: str
    unit: str
    inputs: Mapping[str, tuple[str, ...]]
    measures: tuple[Measure, ...]
    absolute: bool = False
    target: Decimal | None = None
    cases: tuple[tuple[Mapping[str, Decimal], Decimal], ...] = ()

    def value(self, measure: Measure, given: Mapping[str, Interval]) -> Interval | None:
        """The indicator in per cent from amounts of one unit; None where one is missing. Raises ZeroDivisionError."""
        found = measure.formula.value(given.get)
        if found is None:
            return None
        found = found * Interval.exactly(100)
        if not self.absolute or found.low is None or found.high is None or found.low >= 0:
            return found
        return -found if found.high <= 0 else Interval(Decimal(0), max(-found.low, found.high))

    def knows(self, formula: Formula) -> bool:
        """Whether the formula is one of the indicator's, amounts by any of their names."""
        spellings = {bare(other): bare(name) for name, others in self.inputs.items() for other in (name, *others)}
        own = [spellings.get(bare(name)) for name in formula.names()]
        return any(own == [bare(name) for name in measure.formula.names()] for measure in self.measures)


class Catalogue:
    """The indicators by their names and other names. Two names are one only where the data say so."""

    def __init__(self, kinds: tuple[IndicatorKind, ...]) -> None:
        self.kinds = kinds
        self._names: dict[str, IndicatorKind] = {}
        for kind in kinds:
            for name in (kind.name, *kind.aliases):
                key = bare(name)
                if self._names.setdefault(key, kind) is not kind:
                    raise ValueError(f"{name} names two indicators: {self._names[key].id} and {kind.id}")

    def find(self, name: str) -> IndicatorKind | None:
        """The indicator of exactly that name, brackets, blanks and quotes dropped; None for any other."""
        return self._names.get(bare(name))


@of_words
def bare(name: str) -> str:
    """The name without blanks, quotes, book marks and bracketed additions: “三公”经费控制率（%） is 三公经费控制率."""
    return compiled(r"\([^()]*\)|\[[^\[\]]*\]|[\s“”\"‘’'「」《》:,、。]").sub("", narrow(name), timeout=TIMEOUT)


@cache
def catalogue(names: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> Catalogue:
    """The indicators, those named in ``names`` with further names. Raises ValueError where a name is another's."""
    more = {bare(name): others for name, others in names}
    return Catalogue(tuple(replace(kind, aliases=(*kind.aliases, *_further(kind, more))) for kind in _printed()))


def _further(kind: IndicatorKind, more: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The names given besides, under any of the indicator's own."""
    return tuple(each for name in (kind.name, *kind.aliases) for each in more.get(bare(name), ()))


@cache
def _printed() -> tuple[IndicatorKind, ...]:
    """Every indicator of validators/indicators; a yaml file there is one more. Raises ValueError for a faulty one."""
    folder = resources.files("validators") / "indicators"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return tuple(_kind(structured(each.read_text("utf-8")), each.name) for each in files)


def _kind(data: dict[str, Any], file: str) -> IndicatorKind:
    if data["direction"] not in DIRECTIONS:
        raise ValueError(f"{file}: direction {data['direction']} is none of {', '.join(DIRECTIONS)}")
    measures = []
    for each in data["formulas"]:
        tree = formula(each["formula"].replace(" ", ""))
        if tree is None or not set(tree.names()) <= set(data["inputs"]):
            raise ValueError(f"{file}: the formula {each['formula']} is not one over the inputs")
        measures.append(Measure(tree, each.get("use", ""), each["source"]))
    cases = tuple(
        ({name: Decimal(value) for name, value in case["given"].items()}, Decimal(case["value"]))
        for case in data["cases"]
    )
    return IndicatorKind(
        data["id"], data["name"], tuple(data["aliases"]), data["direction"], data["unit"],
        {name: tuple(others) for name, others in data["inputs"].items()}, tuple(measures),
        bool(data.get("absolute")), Decimal(data["target"]) if "target" in data else None, cases,
    )  # fmt: skip
