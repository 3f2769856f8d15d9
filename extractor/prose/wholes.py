"""The wholes that shares name, wherever the report prints them: 占本年支出合计的 p %."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor.expression import in_unit_of
from extractor.figures import Figure
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.remembered import of_words
from extractor.vocabulary import TIMEOUT, compiled, pattern

_KEY = 3
"""Letters at a name's end by which wholes are found again."""

Wholes = Mapping[str, Sequence[tuple[str, Figure]]]
"""The amounts of a report by the end of their full names."""


def wholes(read: Iterable[Sequence[Term]], figures: Sequence[Figure]) -> Wholes:
    """Every amount of prose and tables under its name in full: the words before it, or the head of its row."""
    index: dict[str, list[tuple[str, Figure]]] = {}
    named = [(_bare(each.lead), each.figure) for terms in read for each in terms if each.role == AMOUNT]
    for each in figures:
        if each.place.table is None or not each.is_quantity:
            continue
        row, _, column = each.label.partition(" / ")
        if not compiled("上年|去年|年初|预算|增|减|比").search(column, timeout=TIMEOUT):
            named.append((_bare(row), each))
    for name, each in named:
        if len(name) >= _KEY and each.value:
            index.setdefault(name[-_KEY:], []).append((name, each))
    return index


@of_words
def _bare(name: str) -> str:
    """The name without numbering and blanks before it and the verb behind it."""
    bare = compiled(r"^[一二三四五六七八九十]{1,3}、|[\s:(]|[)]$").sub("", name, timeout=TIMEOUT)
    told = compiled("(?:达到|为|共|达|约|共计|是)+$").sub("", bare, timeout=TIMEOUT)
    short = compiled("(?:总额|总金额|金额|合计|总数|数)$").sub("", told, timeout=TIMEOUT)
    return short if len(short) >= _KEY else told


def named_as(each: Term, name: str) -> bool:
    """Whether an amount is the whole that a share names: the name ends what is told before the amount."""
    return each.role == AMOUNT and _bare(each.lead).endswith(_bare(name))


def told_wholes(index: Wholes, name: str, part: Figure) -> list[Figure]:
    """The wholes under a name, one of each value: those of the very name, else those whose name ends with it."""
    bare = _bare(name)
    if len(bare) < _KEY:
        return []
    hits = [(told, each) for told, each in index.get(bare[-_KEY:], ()) if told.endswith(bare)]
    hits = [(told, each) for told, each in hits if each.id != part.id and same_kind(each, part)]
    exact = [each for told, each in hits if undated(told) == undated(bare)]
    kept: list[Figure] = []
    for each in exact or [each for _, each in hits]:
        if not any(in_unit_of(each, other).interval().meets(other.interval) for other in kept):
            kept.append(each)
    return kept


def undated(name: str) -> str:
    """The name without the words of time and place before it."""
    return pattern("prose", "label.leading").sub("", name, timeout=TIMEOUT)
