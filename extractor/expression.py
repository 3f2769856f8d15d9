"""Arithmetic over figures: one tree from which the range, the expression and the formula text all come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from extractor.figures import Figure
from extractor.interval import EXACT, Interval

SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
CODE_SIGNS = {"+": " + ", "-": " - ", "*": " * ", "/": " / "}
RANK = {"+": 1, "-": 1, "*": 2, "/": 2}


@dataclass(frozen=True, slots=True)
class Expression:
    """A node: a figure, a constant, or an operation (+ - * / min max abs) on other nodes.

    ``allowed`` is the range of a figure in this place, where the company it keeps makes it
    finer than its own print (the parts of one sum share the finest printed decimals).
    """

    operation: str = ""
    nodes: tuple[Expression, ...] = ()
    figure: Figure | None = None
    constant: Decimal | None = None
    allowed: Interval | None = None

    def __add__(self, other: Expression) -> Expression:
        return Expression("+", (self, other))

    def __sub__(self, other: Expression) -> Expression:
        return Expression("-", (self, other))

    def __mul__(self, other: Expression) -> Expression:
        return Expression("*", (self, other))

    def __truediv__(self, other: Expression) -> Expression:
        return Expression("/", (self, other))

    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the tree, in order, each once."""
        found: dict[str, Figure] = {}
        if self.figure is not None:
            found[self.figure.id] = self.figure
        for node in self.nodes:
            found.update((figure.id, figure) for figure in node.figures())
        return tuple(found.values())

    def whole_yuan_rounded(self) -> Expression:
        """The tree with yuan printed without cents as rounded ones, though others beside them print cents; the
        tree itself where there are none."""
        if self.figure is not None:
            whole = self.figure.unit.symbol == "元" and self.figure.resolution >= 1
            return replace(self, allowed=None) if whole and self.allowed is not None else self
        nodes = tuple(node.whole_yuan_rounded() for node in self.nodes)
        same = all(new is old for new, old in zip(nodes, self.nodes, strict=True))
        return self if same else replace(self, nodes=nodes)

    def constants(self) -> tuple[str, ...]:
        """Every constant of the tree, as printed."""
        own = (f"{self.constant:f}",) if self.constant is not None else ()
        return own + tuple(each for node in self.nodes for each in node.constants())

    def value(self) -> Decimal:
        """The value from the figures as printed. Raises ZeroDivisionError."""
        if self.figure is not None:
            return self.figure.value
        if self.constant is not None:
            return self.constant
        values = [node.value() for node in self.nodes]
        with localcontext(EXACT):
            match self.operation:
                case "+":
                    return sum(values, Decimal(0))
                case "-":
                    return values[0] - values[1]
                case "*":
                    return values[0] * values[1]
                case "/":
                    if values[1] == 0:
                        raise ZeroDivisionError("the divisor is nought")
                    return values[0] / values[1]
                case "min":
                    return min(values)
                case "max":
                    return max(values)
                case _:
                    return abs(values[0])

    def interval(self) -> Interval:
        """The range that the printed figures allow. Raises ZeroDivisionError."""
        if self.figure is not None:
            return self.allowed or self.figure.interval
        if self.constant is not None:
            return Interval.exactly(self.constant)
        ranges = [node.interval() for node in self.nodes]
        match self.operation:
            case "+":
                total = ranges[0]
                for each in ranges[1:]:
                    total = total + each
                return total
            case "-":
                return ranges[0] - ranges[1]
            case "*":
                return ranges[0] * ranges[1]
            case "/":
                return ranges[0] / ranges[1]
            case "min" | "max":
                pick = min if self.operation == "min" else max
                lows = [each.low for each in ranges if each.low is not None]
                highs = [each.high for each in ranges if each.high is not None]
                return Interval(
                    pick(lows) if len(lows) == len(ranges) else None,
                    pick(highs) if len(highs) == len(ranges) else None,
                )
            case _:
                return _absolute(ranges[0])

    def code(self) -> str:
        """The expression over figure ids, as the contract has it: ``f12 / (f12 + f13) * 100``."""
        return self._text(lambda figure: figure.id, CODE_SIGNS)

    def formula(self) -> str:
        """The same with the printed numbers: ``9 ÷ (9 + 9) × 100``, ``|21 − 57|``."""
        return self._text(lambda figure: figure.number, SIGNS)

    def _text(self, name, signs: dict[str, str]) -> str:  # type: ignore[no-untyped-def]
        if self.figure is not None:
            return str(name(self.figure))
        if self.constant is not None:
            return f"{self.constant:f}"
        texts = [node._text(name, signs) for node in self.nodes]
        if self.operation not in RANK:
            printed = signs is SIGNS and self.operation == "abs"
            return f"|{texts[0]}|" if printed else f"{self.operation}({', '.join(texts)})"
        for position, node in enumerate(self.nodes):
            if node._is_bracketed(self.operation, position, signs is SIGNS):
                texts[position] = f"({texts[position]})"
        return signs[self.operation].join(texts)

    def _is_bracketed(self, outer: str, position: int, printed: bool) -> bool:
        """Whether the node stands in brackets as the operand of an operation; a printed number that is negative does,
        but for the first."""
        if self.figure is not None:
            return printed and position > 0 and self.figure.value < 0
        rank = RANK.get(self.operation, 3)
        return rank < RANK[outer] or (position > 0 and rank == RANK[outer] and (outer in "-/" or self.operation == "/"))


def figure(figure: Figure, allowed: Interval | None = None) -> Expression:
    return Expression(figure=figure, allowed=allowed)


def constant(value: Decimal | int | str) -> Expression:
    return Expression(constant=Decimal(value))


def plus(nodes: Iterable[Expression]) -> Expression:
    """The sum of the nodes; a single node stands for itself."""
    nodes = tuple(nodes)
    return nodes[0] if len(nodes) == 1 else Expression("+", nodes)


def smallest(*nodes: Expression) -> Expression:
    return Expression("min", nodes)


def largest(*nodes: Expression) -> Expression:
    return Expression("max", nodes)


def absolute(node: Expression) -> Expression:
    return Expression("abs", (node,))


def in_unit_of(node: Figure, unit: Figure, allowed: Interval | None = None) -> Expression:
    """The figure in the unit of another of its dimension, by a constant factor in the expression."""
    factor = node.unit.factor / unit.unit.factor
    own = figure(node, allowed)
    if factor == 1:
        return own
    if factor > 1:
        return own * constant(factor)
    return own / constant(1 / factor)


def total(parts: Iterable[Figure], like: Figure) -> Expression:
    """The sum of the parts in the unit of ``like``."""
    return plus(alike(tuple(parts), like))


def difference(come: Iterable[Figure], gone: Iterable[Figure], like: Figure) -> Expression:
    """What came less what went, in the unit of ``like``."""
    come, gone = tuple(come), tuple(gone)
    nodes = alike((*come, *gone), like)
    expression = plus(nodes[: len(come)]) if come else constant(0)
    for node in nodes[len(come) :]:
        expression = expression - node
    return expression


def alike(parts: tuple[Figure, ...], like: Figure) -> tuple[Expression, ...]:
    """The terms of one sum in the unit of ``like``; the finest printed decimals hold for all of them.

    A part printed with fewer decimals than its neighbours (12.5 beside 6.71) is read as 12.50,
    as it is where trailing noughts are dropped (field rule 0.3). Exact parts, yuan with cents, hold for those told
    in the same unit only: 1,200 beside 340.50 元 is 1,200.00, but 3.5 万元 beside it stays rounded.
    """
    finest = min((part.resolution * part.unit.factor for part in parts if not part.exact), default=Decimal(0))
    cents = {part.unit: part.resolution for part in parts if part.exact}
    nodes = []
    for part in parts:
        allowed = None
        if not part.exact and not part.qualifier:
            resolution = min(part.resolution, finest / part.unit.factor, cents.get(part.unit, part.resolution))
            allowed = Interval.around(part.value, resolution / 2)
        nodes.append(in_unit_of(part, like, allowed))
    return tuple(nodes)


def percent(part: Expression, whole: Expression) -> Expression:
    return part / whole * constant(100)


def _absolute(value: Interval) -> Interval:
    if value.low is None or value.high is None:
        return Interval(Decimal(0), None)
    if value.low >= 0:
        return value
    if value.high <= 0:
        return -value
    return Interval(Decimal(0), max(-value.low, value.high))
