"""Scoring frameworks, grade bands and account identities: data of validators/frameworks, chosen by place and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from extractor.interval import Interval
from extractor.report import Report
from extractor.standards import Standard
from extractor.standards.formulas import Formula, formula
from validators.catalogue import bare
from validators.data import structured
from validators.rubric import standard_of

NONE = "none"
"""What --framework says to audit by the report's own printed standard alone."""
OPENING = 12
"""Paragraphs at the start of a report that may tell whose it is."""
SCORING_KINDS = ("department", "project")


@dataclass(frozen=True, slots=True)
class Entry:
    """A head or an indicator of a framework; ``weight`` and ``standard`` None where none are given."""

    name: str
    aliases: tuple[str, ...]
    weight: Decimal | None
    formula: Formula | None
    standard: Standard | None
    children: tuple[Entry, ...]

    def walk(self) -> Iterator[Entry]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from ``low`` (included) to ``high`` (the next grade's; the total itself belongs to the best)."""

    grade: str
    names: tuple[str, ...]
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Identity:
    """Lines of an account: the sum on the left stands in ``relation`` to the sum on the right."""

    id: str
    left: tuple[str, ...]
    relation: str
    right: tuple[str, ...]

    def holds(self, given: Mapping[str, Interval]) -> bool | None:
        """Whether the lines can tie; None where one of them is missing."""
        if not {*self.left, *self.right} <= set(given):
            return None
        nothing = Interval.exactly(0)
        left = sum((given[each] for each in self.left), nothing)
        right = sum((given[each] for each in self.right), nothing)
        if self.relation == "=":
            return left.meets(right)
        return left.low is None or right.high is None or left.low <= right.high


@dataclass(frozen=True, slots=True)
class Framework:
    """One yaml file of validators/frameworks. ``place`` lists the names that a report of its place carries."""

    id: str
    name: str
    kind: str
    place: tuple[str, ...]
    years: tuple[int, int]
    total: Decimal | None
    indicators: tuple[Entry, ...]
    bands: tuple[Band, ...] = ()
    identities: tuple[Identity, ...] = ()
    cases: tuple[Mapping[str, Any], ...] = ()

    def find(self, name: str, above: str = "") -> Entry | None:
        """The indicator of exactly that name; where two share it, the one under the head ``above``; else None."""
        key = bare(name)
        found = [
            (head, entry)
            for head, entry in self._headed()
            if key in {bare(each) for each in (entry.name, *entry.aliases)}
        ]
        if len(found) > 1 and above:
            found = [(head, entry) for head, entry in found if bare(head) == bare(above)]
        return found[0][1] if len(found) == 1 else None

    def _headed(self) -> Iterator[tuple[str, Entry]]:
        for root in self.indicators:
            yield "", root
            for entry in root.walk():
                for child in entry.children:
                    yield entry.name, child


@cache
def frameworks() -> dict[str, Framework]:
    """Every framework by id; a yaml file there is one more. Raises ValueError for a faulty one."""
    folder = resources.files("validators") / "frameworks"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    found: dict[str, Framework] = {}
    for each in files:
        framework = _framework(structured(each.read_text("utf-8")))
        if f"{framework.id}.yaml" != each.name:
            raise ValueError(f"{each.name} holds the framework {framework.id}")
        found[framework.id] = framework
    return found


def scoring() -> tuple[str, ...]:
    """The ids of the frameworks that score; grade bands and account identities score nothing."""
    return tuple(each.id for each in frameworks().values() if each.kind in SCORING_KINDS)


def choose(text: str, year: int | None, kind: str, override: str | None = None) -> Framework | None:
    """The framework for a report: by the id that ``override`` names, else by place names in ``text``, year and kind.

    ``text`` is what tells the place (title, organisation, heads). A framework of a place needs its narrowest
    name there. Of several the nearest year wins. Raises KeyError for an override that names none.
    """
    if override is not None:
        return None if override == NONE else frameworks()[override]
    fitting = [
        each for each in frameworks().values() if each.kind == kind and (not each.place or each.place[-1] in text)
    ]
    if not fitting:
        return None
    return min(fitting, key=lambda each: (-len(each.place), _years_off(each, year), each.id))


def framework_of(report: Report) -> Framework | None:
    """The framework that a report is held against where its own standard is silent: named by the caller, or chosen.

    Its place and kind are told by the title, the organisation, the first lines and the heads of its sheets.
    """
    opening = [paragraph.text for paragraph, _ in zip(report.document.paragraphs(), range(OPENING), strict=False)]
    sheets = [sheet.title for sheet in report.scorecards]
    text = "\n".join((report.document.name, report.title, report.organization, *opening, *sheets))
    kind = "department" if "整体支出" in text else "project" if "项目" in text else ""
    return choose(text, report.fiscal_year, kind, report.framework)


def _years_off(framework: Framework, year: int | None) -> int:
    first, last = framework.years
    return 0 if year is None or first <= year <= last else min(abs(year - first), abs(year - last))


@cache
def bands(id: str = "grade-bands") -> tuple[Band, ...]:
    """The grade bands of that id, best first."""
    return frameworks()[id].bands


def grade(score: Decimal, of: tuple[Band, ...] | None = None) -> str:
    """The grade of a total: 优 for 90, 良 for 89.5; the best grade above the top, the worst below the bottom."""
    ordered = sorted(of or bands(), key=lambda each: each.low, reverse=True)
    return next((each.grade for each in ordered if score >= each.low), ordered[-1].grade)


def identities() -> tuple[Identity, ...]:
    """What must tie in a final account."""
    return tuple(each for framework in frameworks().values() for each in framework.identities)


def _framework(data: dict[str, Any]) -> Framework:
    first, last = data.get("years", (2000, 2100))
    return Framework(
        data["id"], data["name"], data["kind"], tuple(data.get("place", ())), (int(first), int(last)),
        Decimal(str(data["total"])) if "total" in data else None,
        tuple(_entry(each) for each in data.get("indicators", ())),
        tuple(
            Band(each["grade"], tuple(each["names"]), Decimal(str(each["from"])), Decimal(str(each["to"])))
            for each in data.get("bands", ())
        ),
        tuple(
            Identity(each["id"], tuple(each["left"]), each["relation"], tuple(each["right"]))
            for each in data.get("identities", ())
        ),
        (*data["cases"], *data.get("row_cases", ())),
    )  # fmt: skip


def _entry(data: dict[str, Any]) -> Entry:
    weight = Decimal(str(data["weight"])) if "weight" in data else None
    tree = formula(data["formula"].replace(" ", "")) if "formula" in data else None
    if "formula" in data and tree is None:
        raise ValueError(f"{data['name']}: {data['formula']} is no formula")
    standard = standard_of(data["name"], weight, data["scoring"]) if "scoring" in data and weight is not None else None
    return Entry(
        data["name"], tuple(data.get("aliases", ())), weight, tree, standard,
        tuple(_entry(each) for each in data.get("children", ())),
    )  # fmt: skip
