"""Which columns of a band make up which: from the tree of heads (合计 and its siblings, 其中, 小计)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.tables.levels import LIKELY, POSSIBLE, SURE
from extractor.tables.roles import role_of
from extractor.tables.sheets import Block
from extractor.tables.stubs import Side
from extractor.tables.totals import names_all
from extractor.tables.words import (
    AMONG,
    BUDGET_LAST,
    LEFT,
    NOT_ADDED,
    OTHERS,
    STRONG,
    SUBTOTAL,
    TIMEOUT,
    WHOLE_HEAD,
    found,
    pattern,
)

_COUNTED = pattern(r"数量|人数|个数|户数|面积|单位$|备注|增减|差额|上年|去年|同期|决算数$|预算数$|执行数$")
_ALONE = pattern(r"^其中[::]?$")
_FLOWS = ("actual", "arrived", "left", "closed")
_WIDEST = 60
"""Heads are compared among at most this many columns of one side."""


@dataclass(frozen=True, slots=True)
class Split:
    """A column and the ways to make it up from others, the likeliest first; ``single``: one part of it only."""

    whole: int
    readings: tuple[tuple[int, ...], ...]
    certainty: str
    single: bool = False


Path = tuple[str, ...]


def splits(block: Block, side: Side) -> Iterator[Split]:
    """The columns of a side that others make up, each once."""
    columns = side.columns[:_WIDEST]
    paths = {column: block.band.paths[column] for column in columns}
    done: set[int] = set()
    for column in columns:
        split = _total(paths, columns, column) or _among(paths, columns, column)
        if split is not None and column not in done:
            done.add(column)
            yield split


def _total(paths: dict[int, Path], columns: tuple[int, ...], whole: int) -> Split | None:
    """合计 over its siblings: the columns beside it under the same head."""
    for depth, text in enumerate(paths[whole]):
        if not found(WHOLE_HEAD, text) or found(NOT_ADDED, text) or found(LEFT, text) and len(text) > 6:
            continue
        if found(BUDGET_LAST, text):
            continue
        prefix, suffix = paths[whole][:depth], paths[whole][depth + 1 :]
        elements = _siblings(paths, columns, whole, depth)
        if not elements:
            continue
        elements = _named_in(text, elements) or elements
        parts = [_represented(paths, xs, depth, suffix) for xs in elements.values()]
        heads = list(elements)
        return _split(paths, whole, heads, parts, depth, bool(prefix) or found(STRONG, text))
    return None


Elements = dict[str, list[int]]


def _named_in(total: str, elements: Elements) -> Elements:
    """The first heads, where the total's own name names just them: 购置及运行费小计 over 购置费 and 运行费."""
    name, heads = SUBTOTAL.sub("", total, timeout=TIMEOUT), list(elements)
    size = next((size for size in range(2, min(len(heads), 6) + 1) if names_all(name, heads[:size])), 0)
    return {head: elements[head] for head in heads[:size]} if name != total else {}


def _siblings(paths: dict[int, Path], columns: tuple[int, ...], whole: int, depth: int) -> Elements:
    """The other heads under the same head: those right of the total up to the next total; those left of it if none is
    right, or if those on the right are no parts but what was spent of the total (中央, 省级, 合计, 支出, 结余)."""
    place = columns.index(whole)
    right = _run(paths, columns[place + 1 :], whole, depth)
    left = _run(paths, columns[:place][::-1], whole, depth)
    before = dict(reversed(left.items()))
    if not right:
        return before
    flows = role_of(next(iter(right))) in _FLOWS
    return before if flows and len(left) > 1 and not any(map(role_of, left)) else right


def _run(paths: dict[int, Path], run: tuple[int, ...], whole: int, depth: int) -> Elements:
    """The heads of a run of columns that stand beside a total under the same head, each with its columns."""
    prefix, own = paths[whole][:depth], paths[whole][depth]
    elements: Elements = {}
    for column in run:
        path = paths[column]
        if len(path) <= depth or path[:depth] != prefix:
            break
        head = path[depth]
        if head == own:
            continue
        if found(WHOLE_HEAD, head) and found(STRONG, head):
            break
        if found(NOT_ADDED, " ".join(path[depth:])) or found(_COUNTED, head):
            if elements:
                break
            continue
        elements.setdefault(head, []).append(column)
    return elements


def _represented(paths: dict[int, Path], columns: list[int], depth: int, suffix: Path) -> tuple[int, ...]:
    """The columns that stand for one head: its own column, its 小计, or all its parts."""
    tails = {column: paths[column][depth + 1 :] for column in columns}
    exact = [column for column in columns if tails[column] == suffix]
    if exact:
        return (exact[0],)
    fitting = [c for c in columns if not suffix or tails[c][-len(suffix) :] == suffix]
    whole = [c for c in fitting if any(found(WHOLE_HEAD, text) for text in tails[c])]
    if whole:
        return (whole[0],)
    if found(_ALONE, paths[columns[0]][depth]):
        return tuple(c for c in fitting if not _is_nested(tails[c]))
    return tuple(c for c in fitting if not any(found(AMONG, text) for text in tails[c]))


def _is_nested(tail: Path) -> bool:
    return any(found(AMONG, text) for text in tail)


def _split(
    paths: dict[int, Path], whole: int, heads: list[str], parts: list[tuple[int, ...]], depth: int, firm: bool
) -> Split | None:
    among = next((place for place, head in enumerate(heads) if found(_ALONE, head)), None)
    if among is not None:
        group, rest = parts[among], tuple(c for xs in parts[among + 1 :] for c in xs)
        kept = tuple(c for c in rest if not found(LEFT, paths[c][depth]))
        if not group:
            return None
        readings = (group, (*group, *kept)) if kept else (group,)
        return Split(whole, readings, SURE if firm and len(group) > 1 else LIKELY)
    marked = [place for place, head in enumerate(heads) if found(AMONG, head)]
    flat = tuple(c for head, xs in zip(heads, parts, strict=True) for c in xs if not found(LEFT, head))
    if marked:
        flat = tuple(c for xs in parts[marked[0] :] for c in xs)
        if len(flat) < 2:
            return Split(whole, (flat,), POSSIBLE, single=True) if flat else None
        rest_named = any(found(OTHERS, head) for head in heads)
        return Split(whole, (flat,), SURE if rest_named else LIKELY)
    if not flat or len(flat) == 1 and not firm:
        return None
    return Split(whole, (flat,), (SURE if firm else LIKELY) if len(flat) > 1 else LIKELY)


def _among(paths: dict[int, Path], columns: tuple[int, ...], whole: int) -> Split | None:
    """A head followed by 其中 heads at its own level: they break it down."""
    place = columns.index(whole)
    following = columns[place + 1 :]
    if not following or not paths[whole]:
        return None
    depth = len(paths[whole]) - 1
    prefix = paths[whole][:depth]
    first = paths[following[0]]
    if (
        len(first) <= depth
        or first[:depth] != prefix
        or not found(AMONG, first[depth])
        or found(AMONG, paths[whole][depth])
    ):
        return None
    if found(_ALONE, first[depth]):
        run = _while(following, lambda c: paths[c][: depth + 1] == first[: depth + 1])
        group = tuple(c for c in run if not _is_nested(paths[c][depth + 1 :]))
        return Split(whole, (group,), LIKELY) if len(group) > 1 else None
    match = AMONG.match(first[depth], timeout=TIMEOUT)
    if match is None or found(NOT_ADDED, first[depth]):
        return None
    return Split(whole, ((following[0],),), POSSIBLE, single=True)


def _while(columns: tuple[int, ...], test) -> list[int]:  # type: ignore[no-untyped-def]
    kept = []
    for column in columns:
        if not test(column):
            break
        kept.append(column)
    return kept
