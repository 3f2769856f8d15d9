"""The account of the year told over several paragraphs: what was carried in and came, what went and is carried on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor import later
from extractor.document import Passage
from extractor.expression import difference
from extractor.prose.fitting import slip, told_alike
from extractor.prose.terms import AMOUNT, Term
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_WHOSE = r"(?:(?:19|20)\d{2}\s?年度?|本(?:部门|单位|年度?)|我(?:局|单位|部门)|部门|单位|全年|当年|其中|加|减|:)*"
_TOLD = r"(?:共计|合计|总计)?(?:分别|均)?(?:为|是|共)*"
_NAMES = {
    "income": later.compile(rf"{_WHOSE}收入合计{_TOLD}"),
    "spent": later.compile(rf"{_WHOSE}支出合计{_TOLD}"),
    "opened": later.compile(rf"{_WHOSE}(?:加)?(?:年初|上年)结转(?:和|及|与)?结余(?:资金)?{_TOLD}"),
    "closed": later.compile(rf"{_WHOSE}(?:年末|结转下年|年终)结转(?:和|及|与)?结余(?:资金)?{_TOLD}"),
    "used": later.compile(rf"{_WHOSE}(?:使用非财政拨款结余|用事业基金弥补收支差额).{{0,8}}"),
    "shared": later.compile(rf"{_WHOSE}结余分配{_TOLD}"),
    "total": later.compile(rf"{_WHOSE}(?:收入|支出|收、支|收支|收入支出|收入、支出)总计{_TOLD}"),
}
"""Lines of the overall account. Source: the disclosure form of final accounts, table 1 (收入支出决算总表)."""

_SIDES = (("income", "used", "opened"), ("spent", "shared", "closed"))
_LEFT = (("opened", "income", "used"), ("spent", "shared"))


def annual(prose: Sequence[tuple[Passage, tuple[Term, ...]]]) -> Iterator[Statement]:
    """Both sides of the account against its total; what is carried on against all other lines, without a total.

    A line told with two values settles nothing; neither does a line that the text may have left out.
    """
    lines = _lines(prose)
    if "total" in lines:
        for side in _SIDES:
            if {side[0], side[-1]} <= lines.keys():
                yield from _held(lines, "total", side, ())
    elif {"opened", "income", "spent", "closed"} <= lines.keys():
        yield from _held(lines, "closed", *_LEFT)


def _lines(prose: Sequence[tuple[Passage, tuple[Term, ...]]]) -> dict[str, tuple[int, Term]]:
    """Each line of the account that the text tells with one value, with the passage that tells it."""
    told: dict[str, list[tuple[int, Term]]] = {}
    for place, (passage, terms) in enumerate(prose):
        for term in terms if passage.paragraph is not None else ():
            if term.role != AMOUNT or term.dimension != "money" or term.depth:
                continue
            name = next((n for n, each in _NAMES.items() if each.fullmatch(term.lead, timeout=TIMEOUT)), None)
            if name is not None:
                told.setdefault(name, []).append((place, term))
    return {
        name: found[0]
        for name, found in told.items()
        if all(told_alike(found[0][1].figure, each.figure) for _, each in found[1:])
    }


def _held(
    lines: dict[str, tuple[int, Term]], stated: str, come: Sequence[str], gone: Sequence[str]
) -> Iterator[Statement]:
    """The stated line against the others, where they stand in several paragraphs."""
    used = [lines[name] for name in (*come, *gone) if name in lines]
    place, term = lines[stated]
    if len({place, *(each for each, _ in used)}) < 2:
        return
    inflow = [lines[name][1].figure for name in come if name in lines]
    outflow = [lines[name][1].figure for name in gone if name in lines]
    reading = difference(inflow, outflow, term.figure)
    strength = LOOSE if slip(term.figure, reading) else OPEN
    yield Statement("balance", term.label, term.figure, (Reading(reading),), strength=strength)
