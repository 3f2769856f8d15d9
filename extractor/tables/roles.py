"""What the figures of a column are: budget, actual, arrived, left over, last year's, this year's, a rate, a change."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.numerals import narrow
from extractor.tables.words import (
    ACTUAL,
    ARRIVED,
    BUDGET,
    BUDGET_LAST,
    CHANGE,
    CLOSED,
    FULL_BUDGET,
    GROWTH,
    LAST,
    LEFT,
    OPENED,
    OPENING_BUDGET,
    RATE,
    SCORES,
    THIS,
    TIMEOUT,
    YEAR,
    found,
    pattern,
)

Path = tuple[str, ...]
_CHANGE_AMOUNT = pattern(r"增减额|增长额")
_LETTER = pattern(r"(?:^|[^A-Za-z/])\(?([A-Z]|[①-⑳])\)?$")
_INCOME = pattern(r"收入")
_COUNTED = pattern(r"人数|数量|备注")


@dataclass(frozen=True, slots=True)
class Role:
    """``name``: budget, actual, arrived, left, opened, closed, income, rate, change, score, count or nothing;
    ``rest``: the other heads of its path, by which columns of one group are told; ``year``: for comparing years."""

    column: int
    name: str
    rest: Path
    text: str
    year: int | None = None
    relative: str = ""
    letter: str = ""
    budget: str = ""


def roles(paths: tuple[Path, ...], columns: tuple[int, ...], marks: tuple[str, ...]) -> dict[int, Role]:
    """The role of every column, from its heads read leaf first."""
    return {column: _role(column, paths[column], marks[column]) for column in columns}


def _role(column: int, path: Path, mark: str) -> Role:
    text = " ".join(path)
    name, place = "", None
    for depth in range(len(path) - 1, -1, -1):
        name = role_of(path[depth])
        if name:
            place = depth
            break
    rest = tuple(head for depth, head in enumerate(path) if depth != place)
    year = YEAR.search(narrow(text), timeout=TIMEOUT)
    relative = "last" if found(LAST, text) else ("this" if found(THIS, text) else "")
    kind = "full" if found(FULL_BUDGET, text) else ("opening" if found(OPENING_BUDGET, text) else "")
    letter = _LETTER.search(narrow(path[-1]) if path else "", timeout=TIMEOUT)
    own = mark.strip(" ()（）")
    return Role(
        column, name, rest, text, int(year[1]) if year else None, relative, letter[1] if letter else own, kind
    )  # fmt: skip


def role_of(head: str) -> str:
    """The role that one head gives its column."""
    if found(SCORES, head):
        return "score"
    if found(_COUNTED, head):
        return "count"
    if found(GROWTH, head) or found(RATE, head) and not found(_CHANGE_AMOUNT, head):
        return "rate"
    if found(CHANGE, head):
        return "change"
    if found(BUDGET_LAST, head):
        return "budget"
    if found(LEFT, head) and found(CLOSED, head):
        return "closed"
    if found(OPENED, head) and found(LEFT, head):
        return "opened"
    if found(LEFT, head):
        return "left"
    if found(ARRIVED, head):
        return "arrived"
    if found(ACTUAL, head) and not found(pattern(r"^(?:基本|项目|经营|上缴上级|人员|公用)支出"), head):
        return "actual"
    if found(BUDGET, head):
        return "budget"
    return "income" if found(_INCOME, head) else ""
