"""Which row of a side stands under which: by budget code, numbering, 其中, indent or level of government."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.tables.stubs import Rung
from extractor.tables.words import AMONG, BUDGET_KIND, LEVEL, TIMEOUT, found, style


def by_code(rungs: tuple[Rung, ...]) -> dict[int, int]:
    """Each row's parent: the row with the longest code that its own begins with, wherever it stands.

    Where a code comes twice, the table holds several lists, and the parent stands above. A row
    that lost its code goes with the row above it.
    """
    codes = [rung.code for rung in rungs if rung.code]
    if len(set(codes)) < len(codes):
        return _by_nearest_code(rungs)
    places = {rung.code: rung.position for rung in rungs if rung.code}
    parents: dict[int, int] = {}
    above: Rung | None = None
    for rung in rungs:
        if rung.code:
            cuts = (rung.code[:size] for size in range(len(rung.code) - 1, 2, -1))
            owner = next((places[cut] for cut in cuts if cut in places), None)
            if owner is not None:
                parents[rung.position] = owner
        elif not rung.total and above is not None and above.position in parents:
            parents[rung.position] = parents[above.position]
        above = None if rung.total else rung
    return parents


def _by_nearest_code(rungs: tuple[Rung, ...]) -> dict[int, int]:
    parents: dict[int, int] = {}
    open_rows: list[Rung] = []
    for rung in rungs:
        if rung.total:
            open_rows = []
        elif not rung.code:
            if open_rows and open_rows[-1].position in parents:
                parents[rung.position] = parents[open_rows[-1].position]
        else:
            while open_rows and not _is_longer(rung.code, open_rows[-1].code):
                open_rows.pop()
            if open_rows:
                parents[rung.position] = open_rows[-1].position
            open_rows.append(rung)
    return parents


def _is_longer(code: str, owner: str) -> bool:
    return code.startswith(owner) and code != owner


def by_depth(rungs: tuple[Rung, ...]) -> dict[int, int]:
    """Each row's parent by numbering, by 其中 and by indent."""
    walk = _Walk(_indented(rungs), {**_funding(rungs), **_under_numbers(rungs)})
    for rung in rungs:
        walk.take(rung)
    return walk.parents


@dataclass(slots=True)
class _Run:
    """The list that a 其中 row began: whose parts it tells, its rows so far, and the list it stands in."""

    owner: Rung
    first: Rung
    rows: list[Rung]
    around: _Run | None = None


@dataclass(slots=True)
class _Walk:
    """The rows that are still open while a side is read downwards."""

    indented: bool
    levels: dict[int, int]
    parents: dict[int, int] = field(default_factory=dict)
    numbered: list[Rung] = field(default_factory=list)
    outer: list[Rung] = field(default_factory=list)
    above: Rung | None = None
    run: _Run | None = None

    def take(self, rung: Rung) -> None:
        if rung.blocked and not rung.amounts or rung.total:
            self.numbered, self.outer, self.run = [], [], None
            self.above = rung if rung.total else None
        elif rung.among and self.above is not None:
            self._begin(rung, self.above)
        elif self._goes_on(rung):
            assert self.run is not None
            self.parents[rung.position] = self.run.owner.position
            self.run.rows.append(rung)
        elif rung.position in self.levels:
            self.run = None
            self.parents[rung.position] = self.levels[rung.position]
        else:
            self.run = None
            self._place(rung)
            self.above = rung

    def _begin(self, rung: Rung, above: Rung) -> None:
        """A 其中 row: of the row right above it where that one is a head of its own, else of the open head."""
        run, owner = self.run, above
        if run is not None and not run.rows[-1].among and _is_below(rung, run.rows[-1]):
            owner = run.rows[-1]
            if any(_sum(run.rows, column) > amount for column, amount in _whole(run.owner, run.rows)):
                del self.parents[run.rows.pop().position]
        rows = [*run.rows, rung] if run is not None and run.owner is owner else [rung]
        around = run if run is not None and owner is not run.owner else None
        self.run = _Run(owner, rung, rows, around)
        self.parents[rung.position] = owner.position

    def _goes_on(self, rung: Rung) -> bool:
        """Whether the row goes on with the open list; a list that makes up its whole already takes no more."""
        while self.run is not None and _continues(rung, self.run.first, self.indented):
            if not _is_closed(self.run, rung):
                return True
            self.run = self.run.around
        return False

    def _place(self, rung: Rung) -> None:
        """A row under the open row of lower rank; an unnumbered row opens a list of its own."""
        if rung.style:
            while self.numbered and self.numbered[-1].style >= rung.style:
                self.numbered.pop()
            stack = self.numbered
        elif self.indented:
            while self.outer and self.outer[-1].indent >= rung.indent:
                self.outer.pop()
            stack = self.outer
        else:
            self.numbered = []
            stack = self.numbered
        if stack:
            self.parents[rung.position] = stack[-1].position
        stack.append(rung)


def _continues(rung: Rung, first: Rung, indented: bool) -> bool:
    """Whether an unnumbered row goes on with the list that a 其中 row began."""
    if indented and rung.indent < first.indent:
        return False
    return rung.style == 0 or rung.style == _style_after(first) != 0


def _is_closed(run: _Run, rung: Rung) -> bool:
    """Whether a list of parts is complete before the row: it makes up its whole in most columns, or exceeds it in all
    columns, two or more, with the row."""
    if not any(figure.value for figure in rung.amounts.values()):
        return False
    before = _whole(run.owner, run.rows)
    made = sum(_sum(run.rows, column) == amount for column, amount in before)
    after = [(column, amount) for column, amount in before if column in rung.amounts]
    over = sum(_sum([*run.rows, rung], column) > amount for column, amount in after)
    return 2 * made > len(before) or over == len(after) > 1


def _whole(owner: Rung, rows: list[Rung]) -> list[tuple[int, Decimal]]:
    """The amounts of a head above nought in the columns where rows below it have some."""
    shared = {column for rung in rows for column in rung.amounts}
    return [(column, figure.value) for column, figure in owner.amounts.items() if column in shared and figure.value > 0]


def _sum(rows: list[Rung], column: int) -> Decimal:
    return sum((rung.amounts[column].value for rung in rows if column in rung.amounts), Decimal(0))


def _is_below(rung: Rung, owner: Rung) -> bool:
    """Whether a row can be part of another: it is no larger in any column that both fill."""
    shared = [column for column in rung.amounts if column in owner.amounts]
    return bool(shared) and all(abs(rung.amounts[c].value) <= abs(owner.amounts[c].value) for c in shared)


def _style_after(first: Rung) -> int:
    """The numbering that follows 其中: in the row that begins a list (其中：1.甲)."""
    match = AMONG.match(first.label, timeout=TIMEOUT)
    return style(first.label[match.end() :]) if match else 0


def _indented(rungs: tuple[Rung, ...]) -> bool:
    """Whether the rows are told apart by indent: some are, and the first is not deeper than the rest."""
    depths = {rung.indent for rung in rungs if rung.label and not rung.total}
    plain = all(not rung.style for rung in rungs)
    return plain and len(depths) > 1 and rungs[0].indent == min(depths | {rungs[0].indent})


def _funding(rungs: tuple[Rung, ...]) -> dict[int, int]:
    """Rows named by level of government, or by budget, below a row that is not: they make it up."""
    owners: dict[int, int] = {}
    owner: Rung | None = None
    run: list[Rung] = []
    for rung in (*rungs, None):
        if rung is not None and not rung.among and not rung.style and _is_source(rung):
            run.append(rung)
            continue
        if owner is not None and len(run) > 1 and not owner.total and owner.amounts:
            owners.update({each.position: owner.position for each in run})
        owner, run = rung, []
    return owners


def _under_numbers(rungs: tuple[Rung, ...]) -> dict[int, int]:
    """Rows without a number below numbered heads (一、运转类, 水电物业, …) where most heads are made up from them."""
    rows = [rung for rung in rungs if not rung.total]
    heads = [rung for rung in rows if rung.style]
    if len(heads) < 2 or not rows[0].style or len({rung.style for rung in heads}) > 1:
        return {}
    groups: dict[int, list[Rung]] = {}
    for rung in rows:
        if rung.style:
            groups[rung.position] = []
            head = rung.position
        elif rung.among:
            return {}
        else:
            groups[head].append(rung)
    held = compared = 0
    for rung in heads:
        below = groups[rung.position]
        sums = [_sum(below, column) == amount for column, amount in _whole(rung, below)]
        held, compared = held + sum(sums), compared + len(sums)
    bears_out = compared > 1 and 2 * held > compared
    return {each.position: owner for owner, below in groups.items() for each in below} if bears_out else {}


def _is_source(rung: Rung) -> bool:
    return found(LEVEL, rung.label) or found(BUDGET_KIND, rung.label)
