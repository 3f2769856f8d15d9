"""A check's expression as a tree again: from its text over figure ids, ``f12 / (f12 + f13) * 100``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z]\w*)|(?P<sign>[-+*/(),]))")
FUNCTIONS = ("sum", "min", "max", "abs")
DEEPEST = 60
"""Brackets within brackets; no rule writes more than a handful."""


@dataclass(frozen=True, slots=True)
class Term:
    """A figure by its id, a constant, or an operation (+ - * / min max abs) on terms.

    ``leaf`` counts the figures of the whole expression from 1, in the order of its text.
    """

    operation: str = ""
    terms: tuple[Term, ...] = ()
    figure: str = ""
    leaf: int = 0
    constant: Decimal | None = None


class NotArithmetic(ValueError):
    """A text that is no expression over figures."""


def parsed(expression: str) -> Term:
    """The tree of an expression. Raises NotArithmetic."""
    parser = _Parser(list(_tokens(expression)))
    term = parser.sum(0)
    if parser.place != len(parser.tokens):
        raise NotArithmetic(expression)
    return term


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    place = 0
    text = expression.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotArithmetic(expression)
        place = match.end()
        yield str(match.lastgroup), match[str(match.lastgroup)]


@dataclass(slots=True)
class _Parser:
    tokens: list[tuple[str, str]]
    place: int = 0
    leaves: int = 0

    def next_is(self, *signs: str) -> str | None:
        """The next token where it is one of these signs; it is taken."""
        if self.place < len(self.tokens) and self.tokens[self.place][0] == "sign":
            sign = self.tokens[self.place][1]
            if sign in signs:
                self.place += 1
                return sign
        return None

    def sum(self, depth: int) -> Term:
        term = self.product(depth)
        while sign := self.next_is("+", "-"):
            other = self.product(depth)
            if sign == "+" and term.operation == "+":
                term = replace(term, terms=(*term.terms, other)) if len(term.terms) < 64 else Term("+", (term, other))
            else:
                term = Term(sign, (term, other))
        return term

    def product(self, depth: int) -> Term:
        term = self.atom(depth)
        while sign := self.next_is("*", "/"):
            term = Term(sign, (term, self.atom(depth)))
        return term

    def atom(self, depth: int) -> Term:
        if depth > DEEPEST or self.place >= len(self.tokens):
            raise NotArithmetic("too deep, or broken off")
        if self.next_is("-"):
            return Term("-", (Term(constant=Decimal(0)), self.atom(depth + 1)))
        kind, text = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return Term(constant=Decimal(text))
        if kind == "name":
            return self.named(text, depth)
        if text != "(":
            raise NotArithmetic(text)
        term = self.sum(depth + 1)
        self.close()
        # A sum in brackets stays one term: its figures are not mixed with those of the sum around it.
        return Term("+", (term,)) if term.operation == "+" else term

    def named(self, name: str, depth: int) -> Term:
        if name not in FUNCTIONS:
            self.leaves += 1
            return Term(figure=name, leaf=self.leaves)
        if not self.next_is("("):
            raise NotArithmetic(name)
        terms = [self.sum(depth + 1)]
        while self.next_is(","):
            terms.append(self.sum(depth + 1))
        self.close()
        return Term("+" if name == "sum" else name, tuple(terms))

    def close(self) -> None:
        if not self.next_is(")"):
            raise NotArithmetic("a bracket is not closed")
