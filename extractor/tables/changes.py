"""Growth, change and what is left over, from the columns of a row by the roles of their heads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractor.expression import Expression, absolute, in_unit_of, percent
from extractor.expression import figure as leaf
from extractor.tables.roles import Role
from extractor.tables.stubs import Rung
from extractor.tables.words import FALL, GROSS, POSTS, PRESENT, WHOLE_HEAD, WORN, found, pattern

_DIFFERENCE = pattern(r"差额|差异|相差")

Make = Callable[[Rung], Expression | None]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to recompute a column from its row; ``sure``: the heads or a printed formula fix it."""

    make: Make
    because: str
    sure: bool = True


def same_group(named: dict[int, Role], column: int) -> list[Role]:
    """The columns that share the other heads of this one; all columns where none does."""
    own = named[column]
    near = [role for role in named.values() if role.column != column and role.rest == own.rest]
    useful = [role for role in near if role.name not in ("rate", "score", "count", "change", "")]
    return useful if len(useful) > 1 else [role for role in named.values() if role.column != column]


def nearest(group: list[Role], column: int, names: tuple[str, ...]) -> list[Role]:
    """The columns of these roles: the first role's before the second's, a whole before its parts, the nearest to the
    left first."""
    chosen = [role for role in group if role.name in names]

    def order(role: Role) -> tuple[int, bool, bool, int]:
        return names.index(role.name), not _is_whole(role), role.column > column, abs(role.column - column)

    return sorted(chosen, key=order)


def _is_whole(role: Role) -> bool:
    """Whether a column is of the whole of its role: no other head divides it, or one that says 合计."""
    return all(found(WHOLE_HEAD, head) for head in role.rest)


def _pair(named: dict[int, Role], column: int) -> tuple[list[tuple[int, int]], bool]:
    """This year's column and last year's (or the budget's) for a change; whether the heads fix them."""
    group = [role for role in same_group(named, column) if role.name not in ("rate", "score", "count", "change")]
    last = [role for role in group if role.relative == "last"]
    this = [role for role in group if role.relative == "this"]
    if len(last) == 1 and len(this) == 1:
        return [(this[0].column, last[0].column)], True
    alike = [role for role in group if last[:1] and role.name == last[0].name != "" and not role.relative]
    if len(last) == len(alike) == 1:
        return [(alike[0].column, last[0].column)], True
    years = sorted({role.year for role in group if role.year is not None})
    if len(years) == 2 and len(group) == 2:
        newer, older = (next(role.column for role in group if role.year == year) for year in (years[1], years[0]))
        return [(newer, older)], True
    if len(group) == 2:
        first, second = sorted(role.column for role in group)
        if last:
            other = second if last[0].column == first else first
            return [(other, last[0].column)], True
        named_pair = {role.name for role in group} == {"budget", "actual"}
        budget = next((role.column for role in group if role.name == "budget"), first)
        return [(second if budget == first else first, budget)], named_pair
    return [], False


def growths(named: dict[int, Role], column: int) -> list[Way]:
    pairs, sure = _pair(named, column)

    def make(new: int, old: int) -> Make:
        def build(rung: Rung) -> Expression | None:
            a, b = rung.amounts.get(new), rung.amounts.get(old)
            if a is None or b is None or a.unit.dimension != b.unit.dimension:
                return None
            return percent(in_unit_of(a, b) - leaf(b), leaf(b))

        return build

    ways = [Way(make(new, old), "tables.growth", sure) for new, old in pairs]
    if pairs and not sure:
        ways += [Way(make(old, new), "tables.growth", sure) for new, old in pairs]
    return ways


def changes(named: dict[int, Role], column: int) -> list[Way]:
    pairs, sure = _pair(named, column)
    text = named[column].text
    fall, plain = found(FALL, text), found(_DIFFERENCE, text)

    def make(new: int, old: int) -> Make:
        def build(rung: Rung) -> Expression | None:
            a, b, stated = rung.amounts.get(new), rung.amounts.get(old), rung.amounts.get(column)
            if a is None or b is None or stated is None or len({x.unit.dimension for x in (a, b, stated)}) > 1:
                return None
            change = (
                in_unit_of(b, stated) - in_unit_of(a, stated) if fall else in_unit_of(a, stated) - in_unit_of(b, stated)
            )
            return absolute(change) if plain and stated.value > 0 else change

        return build

    return [Way(make(new, old), "tables.change", sure) for new, old in pairs]


def balances(named: dict[int, Role], column: int) -> list[Way]:
    """结余 from what came in and what went out, in one group of columns; with the opening balance if there is one."""
    own = named[column]
    group = [role for role in named.values() if role.column != column and (role.rest == own.rest or not own.rest)]
    spent = nearest(group, column, ("actual",))
    incoming = (
        nearest(group, column, ("arrived",))
        or nearest(group, column, ("income",))
        or nearest(group, column, ("budget",))
    )
    opened = nearest(group, column, ("opened",))
    if not spent or not incoming:
        return []
    matching = [role for role in incoming if role.rest == spent[0].rest] or incoming
    return [
        Way(
            left_of(column, role.column, spent[0].column, opened[0].column if opened else None),
            "tables.balance",
            False,
        )
        for role in matching[:2]
    ]


def _beside(named: dict[int, Role], column: int) -> list[Role]:
    """The other columns under the same head."""
    above = named[column].text.rpartition(" ")[0]
    return [role for role in named.values() if role.column != column and role.text.rpartition(" ")[0] == above]


def vacancies(named: dict[int, Role], column: int) -> list[Way]:
    """空编 = 编制 − 实有, where one column of each stands in the group."""
    group = _beside(named, column)
    posts = [role for role in group if found(POSTS, role.text) and not found(PRESENT, role.text)]
    present = [role for role in group if found(PRESENT, role.text)]
    if len(posts) != 1 or len(present) != 1:
        return []
    return [Way(left_of(column, posts[0].column, present[0].column, None), "tables.balance", False)]


def net_values(named: dict[int, Role], column: int) -> list[Way]:
    """账面净值 = 账面原值 − 累计折旧, of one group of columns; what was not worn is worth what it cost."""
    group = _beside(named, column)
    gross = [role.column for role in group if found(GROSS, role.text) and not found(WORN, role.text)]
    worn = [role.column for role in group if found(WORN, role.text)]
    if len(gross) != 1 or len(worn) != 1:
        return []

    def make(rung: Rung) -> Expression | None:
        stated, cost = rung.amounts.get(column), rung.amounts.get(gross[0])
        if stated is None or cost is None or stated.unit.dimension != cost.unit.dimension:
            return None
        lost = rung.amounts.get(worn[0])
        return in_unit_of(cost, stated) - in_unit_of(lost, stated) if lost is not None else in_unit_of(cost, stated)

    return [Way(make, "tables.balance", False)]


def left_of(column: int, incoming: int, spent: int, opened: int | None) -> Make:
    """What came in less what went out, with what was there before where a column tells it."""

    def make(rung: Rung) -> Expression | None:
        stated, a, b = rung.amounts.get(column), rung.amounts.get(incoming), rung.amounts.get(spent)
        start = rung.amounts.get(opened) if opened is not None else None
        if stated is None or a is None or b is None:
            return None
        if len({each.unit.dimension for each in (stated, a, b)}) > 1:
            return None
        left = in_unit_of(a, stated) if start is None else in_unit_of(start, stated) + in_unit_of(a, stated)
        return left - in_unit_of(b, stated)

    return make
