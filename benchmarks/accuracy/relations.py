"""Relations typed by hand: which printed figures they hold, and whether they hold under the interval rule.

Nothing here asks gouji: numbers are found by a pattern of this module, ranges are fractions of this module.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

NUMBER = re.compile(r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?")
UNIT = re.compile(
    r"\s?(?:亿元|百万元|万元|千元|元|%|％|‰|个百分点|分(?!别|为|管|配)|人次|批次|公里|平方米|万亩|亩"
    r"|[个名人项次辆户家件宗份套条台座所处间栋期批场类份只册张支起例块艘笔])"
)
WHOLE = {*"个名人项次辆户家件宗份套条台座所处间栋期批场类只册张支起例块艘笔分", "人次", "批次"}
"""Units that count whole things, and points."""
FACTORS = {"亿元": 10**8, "百万元": 10**6, "万元": 10**4, "千元": 10**3, "元": 1}


@dataclass(frozen=True, slots=True, order=True)
class Printed:
    """A printed number: characters ``start`` to ``end`` of the text, and the unit that counts for it.

    ``exact`` where it is typed as exact; not ``sure`` where the same value stands at another place that could be meant.
    """

    start: int
    end: int
    unit: str = ""
    exact: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Equation:
    """``left`` and ``right`` are arithmetic over p0, p1 … (the relation's printed figures) and constants."""

    left: str
    sign: str
    right: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of the truth. Without equations it is a rule told in words: any change of ``stated`` breaks it."""

    id: str
    kind: str
    printed: tuple[Printed, ...]
    equations: tuple[Equation, ...] = ()
    stated: int | None = None
    subject: str = ""

    def holds(self, number: Callable[[Printed], tuple[str, str]]) -> bool:
        """Whether every equation still holds for the numbers (text and unit) as they now stand."""
        if not self.equations:
            return True
        ranges = [value_range(*number(each), each) for each in self.printed]
        try:
            return all(_equation_holds(each, ranges) for each in self.equations)
        except ZeroDivisionError:
            return False

    def shown(self, text: str) -> str:
        """The relation with the printed numbers, for a person; its subject where it is told in words."""
        names = {f"p{place}": text[each.start : each.end] for place, each in enumerate(self.printed)}
        formulas = "; ".join(f"{each.left} {each.sign} {each.right}" for each in self.equations)
        return f"{self.subject} {re.sub(r'p[0-9]+', lambda name: names[name[0]], formulas)}".strip()

    @property
    def adds(self) -> bool:
        """Whether the stated figure is the sum of the others."""
        return self.stated is not None and len(self.equations) == 1 and bool(
            re.fullmatch(r"p\d+(?:\s*\+\s*p\d+)+", self.equations[0].left)
            and self.equations[0].right == f"p{self.stated}" and self.equations[0].sign == "="
        )  # fmt: skip

    @property
    def ratio(self) -> tuple[int, int, int] | None:
        """Part, whole and stated percentage where the relation is one rate; else None."""
        if len(self.equations) != 1 or self.equations[0].sign != "=":
            return None
        sides = f"{self.equations[0].left}={self.equations[0].right}".replace(" ", "")
        match = re.fullmatch(r"\(?p(\d+)/p(\d+)\)?\*100=p(\d+)", sides)
        return (int(match[1]), int(match[2]), int(match[3])) if match else None


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest true value, and half a unit of the last digit (nought if exact), in the first unit."""

    low: Fraction
    high: Fraction
    half: Fraction = Fraction(0)


def value(number: str) -> Fraction:
    """The value of a printed number."""
    return Fraction(re.sub(r"[,，\s]", "", number))


def value_range(number: str, unit: str, typed: Printed) -> Range:
    """The true values that the print allows, in the unit that the relation was typed for.

    Counts, points and yuan with cents are as they stand, else half a digit around.
    """
    decimals = len(number.partition(".")[2])
    factor = Fraction(FACTORS.get(unit, 1), FACTORS.get(typed.unit, 1))
    worth = value(number) * factor
    whole = unit in WHOLE or unit == "元" and decimals == 2
    half = Fraction(0) if typed.exact or whole else factor / (2 * 10**decimals)
    return Range(worth - half, worth + half, half)


def _equation_holds(equation: Equation, ranges: list[Range]) -> bool:
    left, right = (_evaluated(ast.parse(side, mode="eval").body, ranges) for side in (equation.left, equation.right))
    if equation.sign == "<=":
        return left.low <= right.high
    if equation.sign == ">=":
        return left.high >= right.low
    if equation.sign == "<":
        return left.low < right.high
    return left.low <= right.high and right.low <= left.high


def _evaluated(node: ast.expr, ranges: list[Range]) -> Range:
    if isinstance(node, ast.Name):
        return ranges[int(node.id[1:])]
    if isinstance(node, ast.Constant):
        return Range(Fraction(str(node.value)), Fraction(str(node.value)))
    if isinstance(node, ast.UnaryOp):
        inner = _evaluated(node.operand, ranges)
        return Range(-inner.high, -inner.low, inner.half)
    assert isinstance(node, ast.BinOp)
    if isinstance(node.op, ast.Add | ast.Sub):
        return _sum(list(_terms(node)), ranges)
    left, right = _evaluated(node.left, ranges), _evaluated(node.right, ranges)
    if isinstance(node.op, ast.Div):
        if right.low <= 0 <= right.high:
            raise ZeroDivisionError
        corners = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]
    else:
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Range(min(corners), max(corners))


def _terms(node: ast.expr, sign: int = 1) -> Iterator[tuple[int, ast.expr]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield from _terms(node.left, sign)
        yield from _terms(node.right, sign if isinstance(node.op, ast.Add) else -sign)
    else:
        yield sign, node


def _sum(terms: list[tuple[int, ast.expr]], ranges: list[Range]) -> Range:
    """The sum of the terms; the finest printed digit holds for every printed term."""
    values = [(sign, _evaluated(node, ranges), isinstance(node, ast.Name)) for sign, node in terms]
    finest = min((each.half for _, each, named in values if named and each.half), default=Fraction(0))
    low = high = Fraction(0)
    for sign, each, named in values:
        middle, half = (each.low + each.high) / 2, (each.high - each.low) / 2
        half = min(half, finest) if named else half
        low, high = low + sign * middle - half, high + sign * middle + half
    return Range(low, high)


def unit_after(text: str, end: int) -> tuple[str, int]:
    """The unit that follows a number and where it ends; "" where none does."""
    match = UNIT.match(text, end)
    return (match[0].strip(), match.end()) if match else ("", end)


def numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where the numbers of a stretch of text stand."""
    for match in NUMBER.finditer(text, start, len(text) if end is None else end):
        yield match.span()


def holding(relations: Iterable[Relation], printed: Iterable[Printed]) -> list[Relation]:
    """The relations that hold one of the printed figures."""
    starts = {each.start for each in printed}
    return [each for each in relations if starts & {figure.start for figure in each.printed}]
