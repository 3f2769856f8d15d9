"""The relations that a person typed for the reports of fixtures/documents, each figure at its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from benchmarks.accuracy.relations import Equation, Printed, Relation, numbers, unit_after

FIXTURES = Path("fixtures")
YEARS = Path(__file__).with_name("years.yaml")
_EXACT = ("weight", "score_total", "score_part", "deduction")
_RATES = ("p1 / (p1 + p2) * 100", "(p1 - p2) / p2 * 100", "(p2 - p1) / p2 * 100", "p1 * 10000 / p2")
_LISTED = ("sum", "weight", "score_total", "score_part")
_SCORED = ("standard", "deduction", "score", "target")
_POINTS = ("standard", "score", "target")
_GRADE = re.compile(r"(?:等次|等级|评定|评价)[^。\n]{0,6}?[“\t为]([优良中差])(?=[”。\s，]|$)", re.M)
_WORD = re.compile(r"[二两三四五六七八九](?=[个项类家次大条名])")


def read(folder: Path = FIXTURES) -> list[tuple[Path, tuple[Relation, ...]]]:
    """Every clean report with a truth file, and its relations."""
    years = yaml.safe_load(YEARS.read_text("utf-8"))
    found = []
    for file in sorted((folder / "truth").glob("*.yaml")):
        report = folder / "documents" / f"{file.stem}.txt"
        text = report.read_text("utf-8")
        entries = yaml.safe_load(file.read_text("utf-8"))["relations"]
        found.append((report, (*typed(text, entries), *_years(text, years.get(file.stem, ())))))
    return found


def typed(text: str, entries: Sequence[dict[str, Any]]) -> tuple[Relation, ...]:
    """The relations with their figures at their places. Raises ValueError for one whose stated figure is not found."""
    page = Page(text)
    return tuple(_relation(page, f"T{number:02d}", entry) for number, entry in enumerate(entries, 1))


class Page:
    """A text with its lines, its tables and their columns."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = [Printed(start, end, unit_after(text, end)[0]) for start, end in numbers(text)]
        self.columns = list(_columns(text))

    def number(self, printed: Printed) -> str:
        return self.text[printed.start : printed.end]

    def line(self, place: int) -> tuple[int, int]:
        end = self.text.find("\n", place)
        return self.text.rfind("\n", 0, place) + 1, end if end >= 0 else len(self.text)

    def like(self, number: str, start: int = 0, end: int | None = None) -> list[Printed]:
        """The printed numbers of that text between two places."""
        bare = number.rstrip("%％")
        end = len(self.text) if end is None else end
        return [each for each in self.all if start <= each.start and each.end <= end and self.number(each) == bare]

    def beside(self, number: str, line: tuple[int, int]) -> list[Printed]:
        """The same in one line; in a row of a table a number that fills its cell, else none of them is sure."""
        found = self.like(number, *line)
        if "\t" not in self.text[slice(*line)]:
            return found
        return [each for each in found if self._fills(each)] or [replace(each, sure=False) for each in found]

    def _fills(self, each: Printed) -> bool:
        start, end = self.text.rfind("\t", 0, each.start) + 1, re.compile(r"[\t\n]|$").search(self.text, each.end)
        start = max(start, self.line(each.start)[0])
        return end is not None and len(self.text[start : end.start()].strip()) <= each.end - each.start + 3

    def span(self, words: str) -> tuple[int, int]:
        """Where the words stand, blanks and tabs apart. Raises ValueError."""
        pattern = r"\s*".join(re.escape(mark) for mark in words if not mark.isspace())
        match = re.search(pattern, self.text)
        if match is None:
            raise ValueError(f"not in the text: {words}")
        return match.span()

    def column_of(self, place: int) -> list[Printed]:
        """The numbers of the table column that the place stands in, from the top."""
        return next((column for _, column in self.columns if any(each.start == place for each in column)), [])


def _columns(text: str) -> Iterator[tuple[str, list[Printed]]]:
    """Each column of each table: its heads, and the first number of each cell."""
    for block in re.finditer(r"(?:^[^\n]*\t[^\n]*\n?)+", text, re.M):
        rows: list[list[tuple[int, str]]] = []
        place = block.start()
        for line in block[0].splitlines(keepends=True):
            cells, start = [], place
            for cell in line.rstrip("\n").split("\t"):
                cells.append((start, cell))
                start += len(cell) + 1
            rows.append(cells)
            place += len(line)
        for column in range(max(map(len, rows))):
            cells = [row[column] for row in rows if column < len(row)]
            found = [next(iter(numbers(text, start, start + len(cell))), None) for start, cell in cells]
            yield cells[0][1], [Printed(*each, unit_after(text, each[1])[0]) for each in found if each]


def _relation(page: Page, name: str, entry: dict[str, Any]) -> Relation:
    kind, subject = entry["kind"], str(entry["subject"])
    start, end = page.span(entry["at"])
    if kind == "grade":
        return _grade(page, name, entry, start)
    stated = _stated(page, entry, start, end)
    parts = _parts(page, entry, stated)
    if kind in _EXACT:
        stated, parts = replace(stated, exact=True), tuple(replace(each, exact=True) for each in parts)
    printed = (stated, *parts)
    equation = _equation(page, kind, printed)
    relation = Relation(name, kind, printed, (equation,) if equation else (), 0, subject)
    if not equation:
        return replace(relation, printed=(stated,))
    return relation


def _stated(page: Page, entry: dict[str, Any], start: int, end: int) -> Printed:
    """The stated figure: in the quoted words, else in their row or paragraph, a score in the column of scores."""
    number = str(entry["stated"])
    inside = page.like(number, start, end)
    if inside and (entry["kind"] not in _SCORED or "得分" in entry["at"][: entry["at"].rfind(number)]):
        return replace(inside[-1], sure=len(inside) == 1)
    if not inside and (word := _WORD.search(page.text, start, end)):
        return Printed(word.start(), word.end())
    line = page.line(start)
    beside = [each for each in page.like(number, *line) if each.start >= start]
    if entry["kind"] in _SCORED:
        scores = {each.start for head, column in page.columns if "得分" in head or "完成" in head for each in column}
        beside = [each for each in beside if each.start in scores] or beside
        beside = beside[-1:]
    if not beside:
        nearest = sorted(page.like(number), key=lambda each: abs(each.start - start))
        if not nearest:
            raise ValueError(f"{number} is not printed: {entry['at']}")
        return replace(nearest[0], sure=len(nearest) == 1)
    return replace(beside[0], sure=len(beside) == 1)


def _parts(page: Page, entry: dict[str, Any], stated: Printed) -> tuple[Printed, ...]:
    """The parts in their paragraph or row; else a run of their column; else where each stands alone or nearest."""
    wanted = [str(each) for each in entry["parts"]]
    line = page.line(stated.start)
    in_line = [[each for each in page.beside(number, line) if each.start != stated.start] for number in wanted]
    if wanted and all(in_line):
        return _one_each(in_line, stated, wanted)
    runs: list[list[Printed]] = []
    if entry["kind"] in _LISTED and len(wanted) > 1:
        runs = [run for _, column in page.columns for run in _runs(page, column, wanted)]
    own = {each.start for each in page.column_of(stated.start)}
    runs = [run for run in runs if run[0].start in own] or runs
    if runs:
        nearest = min(runs, key=lambda run: abs(run[0].start - stated.start))
        after = [run for run in runs if run[0].start > stated.start]
        chosen = nearest if len(runs) == 1 or not after else after[0]
        return tuple(replace(each, sure=len(runs) == 1 or bool(own)) for each in chosen)
    found = []
    for number, beside in zip(wanted, in_line, strict=True):
        places = beside or [each for each in page.like(number) if each.start != stated.start]
        if not places:
            raise ValueError(f"{number} is not printed: {entry['subject']}")
        near = min(places, key=lambda each: abs(each.start - stated.start))
        found.append(replace(near, sure=near.sure and len(places) == 1))
    return tuple(found)


def _one_each(choices: list[list[Printed]], stated: Printed, wanted: list[str]) -> tuple[Printed, ...]:
    """For each part a place of its own in the line; sure where the line has as many as the relation needs."""
    used: set[int] = set()
    found = []
    for number, places in zip(wanted, choices, strict=True):
        free = [each for each in places if each.start not in used] or places
        near = min(free, key=lambda each: abs(each.start - stated.start))
        used.add(near.start)
        found.append(replace(near, sure=near.sure and len(places) == wanted.count(number)))
    return tuple(found)


def _runs(page: Page, column: list[Printed], wanted: list[str]) -> Iterator[list[Printed]]:
    """The places of a column where the numbers follow one another as wanted."""
    for first in range(len(column) - len(wanted) + 1):
        run = column[first : first + len(wanted)]
        if [page.number(each) for each in run] == [each.rstrip("%") for each in wanted]:
            yield run


def _equation(page: Page, kind: str, printed: tuple[Printed, ...]) -> Equation | None:
    """The arithmetic of that kind which the printed figures fulfil."""
    relation = Relation("", kind, printed)
    for left, sign in _templates(kind, len(printed) - 1, page, printed):
        equation = Equation(left, sign, "p0")
        try:
            if replace(relation, equations=(equation,)).holds(lambda each: (page.number(each), each.unit)):
                return equation
        except ZeroDivisionError:
            continue
    return None


def _templates(kind: str, parts: int, page: Page, printed: tuple[Printed, ...]) -> Iterator[tuple[str, str]]:
    """What the kind may mean, in order, as arithmetic over the parts p1, p2 … with the sign to the stated figure."""
    names = [f"p{place}" for place in range(1, parts + 1)]
    if kind in _POINTS:
        yield from _points(parts, kind, page, printed)
    if kind in (*_LISTED, "balance") and names:
        yield " + ".join(names), "="
    if kind == "score_total" and parts % 2 == 0:
        yield " + ".join(f"{a} * {b}" for a, b in zip(names[::2], names[1::2], strict=True)), "="
    if kind in ("balance", "deduction", "change", "sum") and 0 < parts <= 6:
        for signs in product("+-", repeat=parts - 1):
            yield names[0] + "".join(f" {sign} {name}" for sign, name in zip(signs, names[1:], strict=True)), "="
    if kind == "change" and parts == 2:
        yield "p2 - p1", "="
    if kind in ("rate", "share", "change") and parts >= 2:
        yield "p1 / p2 * 100", "="
        if parts == 3:
            yield from ((f"p1 / (p2 {sign} p3) * 100", "=") for sign in "+-")
        yield from ((each, "=") for each in _RATES)
    if kind == "repeat" and parts == 1:
        yield from (("p1", "="), ("p1 * 10000", "="), ("p1 / 10000", "="))


def _points(parts: int, kind: str, page: Page, printed: tuple[Printed, ...]) -> Iterator[tuple[str, str]]:
    """Points by a rate, by actual over target; an actual figure beside its target."""
    if parts == 2:
        yield "p1 * p2 / 100", "="
    if parts == 3:
        yield "p1 * p2 / p3", "="
    if kind == "target" and parts == 1:
        before = page.text[max(0, printed[1].start - 4) : printed[1].start]
        yield "p1", ">=" if "≤" in before else "=" if "=" in before else "<="


def _grade(page: Page, name: str, entry: dict[str, Any], start: int) -> Relation:
    """The grade as a word, at the place that names it nearest to the score."""
    places = [match.span(1) for match in _GRADE.finditer(page.text) if match[1] == entry["subject"]]
    if not places:
        raise ValueError(f"no grade is named: {entry['at']}")
    near = min(places, key=lambda each: abs(each[0] - start))
    return Relation(name, "grade", (Printed(*near, sure=len(places) == 1),), (), 0, entry["subject"])


def _years(text: str, quotes: Sequence[str]) -> Iterator[Relation]:
    """The years that must be the report's own: typed as words, the year their first number."""
    page = Page(text)
    for number, quote in enumerate(quotes, 1):
        start, end = page.span(quote)
        first = next(iter(numbers(text, start, end)))
        yield Relation(f"Y{number:02d}", "year", (Printed(*first),), (), 0, quote)
