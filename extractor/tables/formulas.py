"""Formulas printed in heads: 3=1+2, (B/A), ⑤=③÷①."""

from __future__ import annotations

from collections.abc import Callable

from extractor import later
from extractor.expression import Expression, constant, in_unit_of
from extractor.expression import figure as leaf
from extractor.numerals import narrow
from extractor.tables.roles import Path, Role
from extractor.tables.stubs import Rung
from extractor.tables.words import TIMEOUT

_OPERAND = r"(?:[A-Z]|[①-⑳]|\d{1,2})"
_BODY = rf"{_OPERAND}(?:\s?[-+/÷]\s?\(?{_OPERAND}\)?)+"
_EQUATION = later.compile(rf"(?:{_OPERAND}\s?)?=\s?(?P<body>{_BODY})(?:\s?[x×*]\s?100%?)?")
_QUOTIENT = later.compile(rf"\(\s?(?P<body>{_OPERAND}\s?[/÷]\s?{_OPERAND})\s?(?:[x×*]\s?100%?)?\s?\)")
_TOKEN = later.compile(rf"(?P<sign>[-+/÷(]*)\s?(?P<operand>{_OPERAND})\)*")

Printed = Callable[[Rung, bool], Expression | None]


def formula(path: Path, mark: str, named: dict[int, Role]) -> Printed | None:
    """The formula of a column as a function of its row, where every letter or number names one column."""
    columns: dict[str, int] = {}
    for role in named.values():
        if role.letter:
            if role.letter in columns:
                return None
            columns[role.letter] = role.column
    for text in (narrow(mark), *(narrow(head) for head in reversed(path))):
        match = _EQUATION.search(text, timeout=TIMEOUT) or _QUOTIENT.search(text, timeout=TIMEOUT)
        if match is None or "(" in match["body"][1:-1].replace("(B)", ""):
            continue
        terms = [(token["sign"][:1], token["operand"]) for token in _TOKEN.finditer(match["body"], timeout=TIMEOUT)]
        if len(terms) > 1 and all(operand in columns for _, operand in terms):
            return _function([(sign, columns[operand]) for sign, operand in terms])
    return None


def _function(terms: list[tuple[str, int]]) -> Printed:
    def make(rung: Rung, as_percent: bool) -> Expression | None:
        figures = [rung.amounts.get(column) for _, column in terms]
        known = [figure for figure in figures if figure is not None]
        if not known or figures[0] is None or len({figure.unit.dimension for figure in known}) > 1:
            return None
        divides = any(sign in "/÷" for sign, _ in terms[1:])
        if divides and len(known) < len(terms):
            return None
        node = leaf(figures[0])
        for (sign, _), figure in zip(terms[1:], figures[1:], strict=True):
            if figure is None:
                continue
            other = in_unit_of(figure, figures[0])
            node = node + other if sign == "+" else node - other if sign == "-" else node / other
        return node * constant(100) if divides and as_percent else node

    return make
