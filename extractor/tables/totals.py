"""The total rows of one side and the ways to make each up: from the rows above, below, or the totals before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.tables.stubs import Rung
from extractor.tables.words import GRAND, SOURCE, STRONG, SUBTOTAL, TIMEOUT, found, pattern, unnumbered

_MANY = 40
"""With more total rows than this each is made up from the rows since the last only, so that cost stays linear."""
_PERSONNEL, _OPERATING = pattern(r"^人员"), pattern(r"^公用|^日常公用")
_PERSONNEL_CODES = ("301", "303", "305")
_TOTALLED = pattern(r"合计|总计|共计|小计|总额|总[数量]?$|^[本全]年|[()（）]")
_PLAIN = pattern(r"^(?:金额|资金|总)?(?:合计|总计|共计|小计|汇总)|^本[年级部]|^(?:收入|支出|收支)?总计")

Rows = tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of the highest level with the places of the totals among them.

    ``leading``: totals stand above their rows; ``trailing``: below them.
    """

    tops: Rows
    places: tuple[int, ...]
    leading: bool
    trailing: bool

    @staticmethod
    def of(tops: list[Rung]) -> Block:
        rows = [rung for rung in tops if rung.amounts]
        places = tuple(place for place, rung in enumerate(tops) if rung.total)
        first = bool(rows) and rows[0].total
        last = bool(rows) and rows[-1].total and len(rows) > 1
        return Block(tuple(tops), places, first and not last, last and not first)

    def weak(self, place: int) -> list[Rows]:
        """总额 at the head of fund rows: the rows below it as long as they name funds; at either end: all rows."""
        below: list[Rung] = []
        for rung in self.tops[place + 1 :]:
            if rung.total or not found(SOURCE, rung.label):
                break
            below.append(rung)
        if below:
            return [tuple(below)] if len(below) > 1 else []
        others = tuple(rung for rung in self.tops if not rung.total)
        at_end = place in (0, len(self.tops) - 1) and len(self.places) == 1
        return [others] if at_end and len(others) > 1 else []

    def is_partial(self, order: int) -> bool:
        """Whether a total row covers a named part of the rows: its neighbour is a total of another part."""
        place = self.places[order]
        label = unnumbered(self.tops[place].label)
        if found(_PLAIN, label):
            return False
        near = [self.tops[each] for each in (place - 1, place + 1) if 0 <= each < len(self.tops)]
        return any(rung.total for rung in near)

    def partial(self, order: int) -> list[Rows]:
        """人员经费合计 and 公用经费合计 by the economic classes that make them up; other parts are not known."""
        rung = self.tops[self.places[order]]
        coded = [each for each in self.tops if each.code]
        staff = tuple(each for each in coded if each.code[:3] in _PERSONNEL_CODES)
        rest = tuple(each for each in coded if each.code[:3] not in _PERSONNEL_CODES)
        if found(_PERSONNEL, rung.label):
            return [staff]
        return [rest] if found(_OPERATING, rung.label) else []

    def ways(self, order: int) -> list[Rows]:
        """The ways to read one total row, the likeliest first."""
        place = self.places[order]
        if len(self.places) > _MANY:
            return [self.run(order)] if not self.leading else [self.under(order)]
        if self.leading or place == 0 or not any(rung.amounts for rung in self.tops[:place]):
            return self._from_above(order)
        if found(SUBTOTAL, self.tops[place].label):
            if self.named_below(place):
                return [self.named_below(place)]
            below, above = self.beginnings(order), self.run(order)
            return [above, *below] if self.trailing else [*below, above]
        return self._from_below(order)

    def everything(self) -> list[Rows]:
        """All rows around a total that stands alone in their midst."""
        if len(self.places) != 1 or self.leading or self.trailing:
            return []
        return [tuple(rung for rung in self.tops if not rung.total)]

    def run(self, order: int) -> Rows:
        """The rows between the last total row and this one."""
        previous = self.places[order - 1] if order else -1
        return self.tops[previous + 1 : self.places[order]]

    def under(self, order: int) -> Rows:
        """The rows below this total row, down to the next total or a row numbered like it."""
        place = self.places[order]
        end = self.places[order + 1] if order + 1 < len(self.places) else len(self.tops)
        own = self.tops[place].style
        stop = next((i for i in range(place + 1, end) if own and self.tops[i].style == own), end)
        return self.tops[place + 1 : stop]

    def beginnings(self, order: int) -> list[Rows]:
        """The rows below a sub-total that stands above its rows: nothing printed tells where its group ends."""
        under = self.under(order)
        return [under, *(under[:size] for size in range(2, len(under)))]

    def named_below(self, place: int) -> Rows:
        """The rows below a sub-total that the head right above it names (购置及运行费, 小计, 购置费, 运行费)."""
        head = self.tops[place - 1] if place else None
        if head is None or head.amounts or head.total:
            return ()
        below = self.tops[place + 1 :]
        return next((below[:size] for size in range(2, min(len(below), 6) + 1) if names_parts(head, below[:size])), ())

    def _from_above(self, order: int) -> list[Rows]:
        """A total row that stands above its rows: the rows under it, or the totals of the blocks below."""
        under = self.under(order)
        ways = [under] if under else []
        rung = self.tops[self.places[order]]
        if order == 0 and not rung.style:
            later = tuple(self.tops[each] for each in self.places[1:] if found(STRONG, self.tops[each].label))
            rest = tuple(each for each in self.tops[self.places[0] + 1 :] if not each.total)
            ways = [*ways, later, rest] if under else [self.tops[self.places[0] + 1 :], later, rest]
        return ways

    def _from_below(self, order: int) -> list[Rows]:
        """A total row that stands below its rows: the last total and the rows since, the subtotals, or all rows."""
        place = self.places[order]
        run = self.run(order)
        earlier = tuple(self.tops[each] for each in self.places[:order])
        plain = tuple(rung for rung in self.tops[:place] if not rung.total)
        subtotals = tuple(rung for rung in earlier if found(SUBTOTAL, rung.label))
        grand = found(GRAND, self.tops[place].label)
        ways: list[Rows] = []
        if subtotals:
            ways.append((*subtotals, *run))
        elif earlier and not run:
            ways += [earlier, plain]
        elif earlier:
            ways.append((earlier[-1], *run))
        if run and earlier and _of_two_names(earlier[-1].label, self.tops[place].label):
            ways.insert(0, run)
        elif run and not (earlier and grand):
            ways.append(run) if grand or not earlier else ways.insert(0, run)
        if earlier:
            ways.append(plain)
            if len(earlier) > 1:
                ways.append((*earlier, *run))
        return ways


def _of_two_names(above: str, label: str) -> bool:
    """Whether two totals are each of a thing of its own (收入合计, 支出合计), so that neither is part of the other."""
    left, right = (_TOTALLED.sub("", unnumbered(each), timeout=TIMEOUT).strip() for each in (above, label))
    return len(left) >= 2 and len(right) >= 2 and left not in right and right not in left


def names_parts(parent: Rung, below: Sequence[Rung]) -> bool:
    """Whether the parent's label names its parts (购置及运行 = 购置 + 运行), so that the list is complete."""
    return names_all(unnumbered(parent.label), [rung.label for rung in below])


def names_all(label: str, below: Sequence[str]) -> bool:
    """The same of plain labels."""
    for joint in ("及", "和", "与", "、"):
        pieces = [piece for piece in label.split(joint) if len(piece) >= 2]
        if len(pieces) < 2 or len(pieces) != len(below):
            continue
        keys = [pieces[0][-2:], *(piece[:2] for piece in pieces[1:])]
        if all(any(key in part for part in below) for key in keys):
            return True
    return False
