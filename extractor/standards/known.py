"""What is known when a standard is scored: measures by name, the row's own rate, and what the cell's formulas give."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.interval import Interval
from extractor.standards.clauses import Comparison, Definition, PerPoint, Tier
from extractor.standards.standard import Standard
from extractor.vocabulary import TIMEOUT, compiled

Measures = Mapping[str, Interval]
"""Name → range; rates in per cent. ``ROW`` is the row's own rate, ``COUNT`` the number of things found,
``RATIO`` how much of the target was reached (1 = all)."""
ROW, COUNT, RATIO = "", "#", "/"
HUNDRED = Interval.exactly(100)


class Known:
    """The measures of one scoring. A name is looked up exactly, then as the row's own, then through a formula."""

    def __init__(self, measures: Measures, standard: Standard) -> None:
        self.measures = {key if key in (ROW, COUNT, RATIO) else plain(key): value for key, value in measures.items()}
        self.name = plain(standard.name)
        self.only = _only_rate(standard)
        self.definitions = {plain(each.name): each for each in standard.clauses() if isinstance(each, Definition)}
        self._open: set[str] = set()

    def lookup(self, name: str) -> Interval | None:
        """The range of a measure; None where nothing is known of it."""
        key = plain(name)
        if key in self.measures:
            return self.measures[key]
        if key in (ROW, self.name, self.only) and ROW in self.measures:
            return self.measures[ROW]
        if key in (ROW, self.only) and self.name in self.measures:
            return self.measures[self.name]
        longer = [
            each for each in self.measures if len(key) >= 4 and each.startswith(key) and len(each) - len(key) <= 3
        ]
        return self.measures[longer[0]] if len(longer) == 1 else self._defined(key)

    def _defined(self, key: str) -> Interval | None:
        """The rate by the formula that the cell prints for it; the only formula is that of the row."""
        definition = self.definitions.get(key)
        if definition is None and key == ROW and len(self.definitions) == 1:
            definition = next(iter(self.definitions.values()))
        if definition is None or definition.name in self._open:
            return None
        self._open.add(definition.name)
        try:
            found = definition.formula.value(self.lookup)
        except ZeroDivisionError:
            found = None
        finally:
            self._open.discard(definition.name)
        return None if found is None else found * HUNDRED

    def holds(self, comparisons: tuple[Comparison, ...]) -> bool | None:
        """Whether all the comparisons hold; None where that is not known."""
        verdicts = [self._compared(each) for each in comparisons]
        if any(verdict is False for verdict in verdicts):
            return False
        return None if None in verdicts else True

    def _sides(self, comparison: Comparison) -> tuple[Interval | None, Interval | None]:
        """Both amounts; where only their quotient is known, it beside one hundred per cent."""
        left = self.lookup(comparison.left)
        right = self.lookup(comparison.right) if comparison.right else Interval.exactly(0)
        if left is not None and right is not None:
            return left, right
        for definition in self.definitions.values():
            sides = definition.formula.quotient
            names = [plain(side.name) for side in sides] if sides else ["", ""]
            near = [plain(comparison.left), plain(comparison.right)]
            if all(own and name.startswith(own) for own, name in zip(near, names, strict=True)):
                return self.lookup(definition.name), HUNDRED
        return left, right

    def _compared(self, comparison: Comparison) -> bool | None:
        left, right = self._sides(comparison)
        if left is None or right is None or None in (left.low, left.high, right.low, right.high):
            return None
        tests = {
            ">": (_above(left, right), _not_above(left, right)), "≤": (_not_above(left, right), _above(left, right)),
            "<": (_above(right, left), _not_above(right, left)), "≥": (_not_above(right, left), _above(right, left)),
            "=": (left == right and left.low == left.high, not left.meets(right)),
        }  # fmt: skip
        yes, no = tests[comparison.sign]
        return True if yes else False if no else None


def _above(one: Interval, other: Interval) -> bool:
    assert one.low is not None and other.high is not None
    return one.low > other.high


def _not_above(one: Interval, other: Interval) -> bool:
    assert one.high is not None and other.low is not None
    return one.high <= other.low


def _only_rate(standard: Standard) -> str:
    """The one rate that the whole standard turns on, "" where it names several or none: it is the row's own."""
    found = {plain(each.name) for each in standard.clauses() if isinstance(each, Tier | PerPoint) and each.name}
    return found.pop() if len(found) == 1 else ROW


def plain(name: str) -> str:
    """The name without brackets, quotes, blanks and what the brackets hold."""
    return compiled(r"[\s“”\"‘’'《》【】\[\]]|[(（][^()（）]*[)）]").sub("", name, timeout=TIMEOUT)
