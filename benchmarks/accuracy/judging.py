"""Whether a planted error was found, and which findings nothing explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.accuracy.hearing import Finding, Heard
from benchmarks.accuracy.plant import Planted
from benchmarks.accuracy.relations import Printed, Relation, numbers, value

_WORDS = ("grade", "year")
"""Relations whose figure is a word or a date: no quantity that could be ticked."""
_ADDING = ("TOT", "SCO", "WGT", "CNT", "SHR", "REP", "BAL")
"""Rule families that a row left out of a table breaks in its other columns too."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One planted error: found or missed, the findings about it, the findings that it does not explain, how it ended.

    ``ticked_before``: gouji had ticked the figure in the clean report; ``linked``: it has a verdict now.
    """

    document: str
    format: str
    kind: str
    relation: str
    subject: str
    was: str
    now: str
    counted: bool
    found: bool
    ticked_before: bool
    linked: bool
    about: tuple[Finding, ...]
    strange: tuple[Finding, ...]
    untold: tuple[str, ...]
    line: str


def judged(
    document: str, form: str, text: str, planted: Planted, heard: Heard, clean: Heard, before: Sequence[Finding] = ()
) -> Judged:
    """What came of an error; ``before`` are findings of the clean report that are held against nobody."""
    shift = len(planted.new) - (planted.end - planted.start)
    dropped = planted.new == ""

    def now(figure: Printed) -> int | None:
        if planted.start <= figure.start < planted.end:
            return None if dropped else planted.start
        return figure.start + shift if figure.start >= planted.end else figure.start

    own = now(planted.figure)
    related = {place for each in planted.touched for figure in each.printed if (place := now(figure)) is not None}
    rows = _table(text, planted, shift) if dropped else frozenset()
    known = {each.told() for each in before}
    fresh = [each for each in heard.noted if each.told() not in known]
    about = [
        each
        for each in fresh
        if each.starts & related or _of_grade(planted, each) or each.rule[:3] in _ADDING and each.starts & rows
    ]
    groups = {each.group for each in about if each.group}
    about = [each for each in fresh if each in about or each.group in groups]
    hits = [each for each in about if _names(each, planted, own, text, related)]
    start, end = text.rfind("\n", 0, planted.start) + 1, text.find("\n", planted.start)
    linked = own is None or heard.marks.get(own, "") in ("agrees", "disagrees")
    was = text[planted.start : planted.end]
    return Judged(
        document, form, planted.kind, planted.relation.id, planted.relation.shown(text), was,
        planted.new, planted.counted, bool(hits),
        clean.marks.get(planted.figure.start) == "agrees", linked,
        tuple(about), tuple(each for each in fresh if each not in about),
        tuple(said for said, starts in heard.untold if own in starts),
        text[start : end if end > 0 else len(text)][:400],
    )  # fmt: skip


def _names(finding: Finding, planted: Planted, own: int | None, text: str, related: set[int]) -> bool:
    """Whether the finding holds the changed figure, or expects what stood there before."""
    if planted.kind == "grade":
        return _of_grade(planted, finding) or own in finding.starts
    if own is None:
        return bool(finding.starts & related)
    was = text[planted.figure.start : planted.figure.end]
    return own in finding.starts or was[:1].isdigit() and finding.expects(value(was))


def _table(text: str, planted: Planted, shift: int) -> frozenset[int]:
    """The places of the numbers of the table that lost a row, as the text now stands."""
    for block in re.finditer(r"(?:^[^\n]*[\t|][^\n]*\n?)+", text, re.M):
        if block.start() <= planted.start < block.end():
            return frozenset(
                start + shift if start >= planted.end else start
                for start, _ in numbers(text, *block.span())
                if not planted.start <= start < planted.end
            )
    return frozenset()


def _of_grade(planted: Planted, finding: Finding) -> bool:
    return planted.kind == "grade" and finding.rule.startswith("GRD")


def covered(relations: Sequence[Relation], heard: Heard) -> tuple[int, int, list[Printed]]:
    """How many figures of typed relations gouji ticked or contradicted, of how many, and those it left."""
    held = [each for relation in relations if relation.kind not in _WORDS for each in relation.printed if each.sure]
    figures = list({each.start: each for each in sorted(held, key=lambda each: each.start)}.values())
    left = [each for each in figures if heard.marks.get(each.start) not in ("agrees", "disagrees")]
    return len(figures) - len(left), len(figures), left
