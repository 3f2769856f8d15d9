"""Small formulas printed in a standard: quotients and products of named amounts, worked on ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from extractor import later
from extractor.interval import Interval
from extractor.standards.marks import TIMEOUT
from extractor.vocabulary import compiled

Lookup = Callable[[str], Interval | None]
_TOKEN = later.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<percent>%)?|(?P<sign>[-+*/()Σ])|(?P<name>[\p{Han}A-Za-z、]+)")
_RATE = later.compile(r"(?:率|进度|比例|比重|占比|度|程度)$")
_MOST = 24
"""Tokens of one formula; a longer one is prose."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A node: a named amount, a number, or + - * / of two nodes."""

    operation: str = ""
    nodes: tuple[Formula, ...] = ()
    name: str = ""
    number: Decimal | None = None

    def names(self) -> tuple[str, ...]:
        found = [self.name] if self.name else []
        for node in self.nodes:
            found.extend(each for each in node.names() if each not in found)
        return tuple(found)

    def value(self, lookup: Lookup) -> Interval | None:
        """The range of the result, as a plain number (0.95 for 95%); None where an amount is not known.

        Raises ZeroDivisionError.
        """
        if self.number is not None:
            return Interval.exactly(self.number)
        if self.name:
            found = lookup(self.name)
            if found is not None and _RATE.search(self.name):
                return found / Interval.exactly(100)
            return found
        left, right = (node.value(lookup) for node in self.nodes)
        if left is None or right is None:
            return None
        match self.operation:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case _:
                return left / right

    @property
    def quotient(self) -> tuple[Formula, Formula] | None:
        """Numerator and denominator, where the formula is one quotient, by 100 % or not."""
        if self.operation == "*":
            plain = [node for node in self.nodes if node.number != 1]
            return plain[0].quotient if len(plain) == 1 else None
        return (self.nodes[0], self.nodes[1]) if self.operation == "/" else None


def formula(text: str) -> Formula | None:
    """The formula of the text; None where it is not one of names, numbers and + - * / ( )."""
    tokens: list[tuple[str, str, str]] = []
    last = 0
    for match in _TOKEN.finditer(_unglossed(text), timeout=TIMEOUT):
        if match.start() != last:
            return None
        last = match.end()
        kind = "number" if match["number"] else "sign" if match["sign"] else "name"
        tokens.append((kind, match["number"] or match[0], match["percent"] or ""))
    if last != len(_unglossed(text)) or not tokens or len(tokens) > _MOST:
        return None
    parser = _Parser(tokens)
    try:
        tree = parser.sum()
    except (ValueError, IndexError):
        return None
    return tree if parser.place == len(tokens) else None


def _unglossed(text: str) -> str:
    """Without glosses such as (含工勤人员) after a name; brackets that group a sum or quotient stay."""
    return compiled(r"(?<=[\p{Han}])\((?![^()]*[-+*/])[^()]*\)").sub("", text, timeout=TIMEOUT)


@dataclass(slots=True)
class _Parser:
    tokens: list[tuple[str, str, str]]
    place: int = 0

    def sign(self, signs: str) -> str:
        if self.place < len(self.tokens):
            kind, text, _ = self.tokens[self.place]
            if kind == "sign" and text in signs:
                self.place += 1
                return text
        return ""

    def sum(self) -> Formula:
        left = self.product()
        while sign := self.sign("+-"):
            left = Formula(sign, (left, self.product()))
        return left

    def product(self) -> Formula:
        left = self.atom()
        while sign := self.sign("*/"):
            left = Formula(sign, (left, self.atom()))
        return left

    def atom(self) -> Formula:
        if self.sign("("):
            inner = self.sum()
            if not self.sign(")"):
                raise ValueError("a bracket stays open")
            return inner
        kind, text, percent = self.tokens[self.place]
        self.place += 1
        if kind == "sign":
            raise ValueError(text)
        if kind == "number":
            return Formula(number=Decimal(text) / (100 if percent else 1))
        nearby = self.tokens[self.place] if self.place < len(self.tokens) else None
        if nearby is not None and nearby[0] == "number" and nearby[2]:
            self.place += 1  # 序时进度25%: the number says what the name is worth
            return Formula(number=Decimal(nearby[1]) / 100)
        return Formula(name=text)
