"""Calculations printed out in the text with their result: 综合得分=a×b+c×d=e分, (a−b)÷c×100%=d%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor import later
from extractor.document import Passage
from extractor.expression import Expression, constant, figure
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.numerals import narrow
from extractor.units import NONE, Unit
from extractor.vocabulary import TIMEOUT

_SIGNS = {"+": "+", "-": "-", "×": "*", "*": "*", "x": "*", "X": "*", "✕": "*", "÷": "/", "/": "/"}
_NUMBER = later.compile(r"\d[\d,]*(?:\.\d+)?%?")
_PART = later.compile(r"(?s).?[ ()+\-×*xX✕÷/\d]$|\d[.%]$")
_EQUALS = later.compile(r"[=≈]")
_LABEL_END = later.compile(r"[=:,。;!\n、]")
_NUMBERED = later.compile(r"^\s*\d{1,2}\.\d")
_LONGEST = 200
_MOST = 24
Token = Expression | str


@dataclass(frozen=True, slots=True)
class Formula:
    """A calculation printed out: its name, what it gives, and the ways to take its percent signs.

    ``sure`` where every number is one that its print tells exactly, so that no rounding explains a gap.
    """

    subject: str
    result: Figure
    expressions: tuple[Expression, ...]
    sure: bool


def formulas(passage: Passage, figures: Sequence[Figure]) -> Iterator[Formula]:
    """Each calculation of the passage whose numbers, signs and result are all printed."""
    text = narrow(passage.text)
    starts = {each.place.start: each for each in figures if each.is_quantity}
    for sign in _EQUALS.finditer(text, timeout=TIMEOUT):
        after = sign.end() + len(text[sign.end() :]) - len(text[sign.end() :].lstrip())
        result = starts.get(after)
        if result is None or text[result.place.end : result.place.end + 2].strip()[:1] in {*_SIGNS, "="}:
            continue
        start = _start(text, sign.start(), figures)
        if _NUMBERED.match(text[: sign.start()], timeout=TIMEOUT) and not text[:start].strip():
            continue
        tokens = _tokens(text, start, sign.start(), starts)
        tree = _parsed(tokens) if tokens and len(tokens) <= _MOST else None
        if tree is None or tree.operation == "":
            continue
        expressions, sure = _as_result(tree, result)
        if expressions:
            yield Formula(_label(text, start) or result.text, result, expressions, sure and sign[0] == "=")


def _start(text: str, end: int, figures: Sequence[Figure]) -> int:
    """Where the run of numbers, signs and brackets that ends before ``end`` begins."""
    ends = {each.place.end: each.place.start for each in figures if each.is_quantity}
    place = end
    while place > max(0, end - _LONGEST):
        if place in ends:
            place = ends[place]
        elif _PART.match(text, max(0, place - 2), place, timeout=TIMEOUT):
            place -= 1
        else:
            break
    return place


def _tokens(text: str, start: int, end: int, starts: dict[int, Figure]) -> list[Token]:
    """Numbers, signs and brackets of the run; nothing where something else stands in it."""
    found: list[Token] = []
    place = start
    while place < end:
        mark = text[place]
        each = starts.get(place)
        if each is not None and each.place.end <= end and not (each.signed and found):
            found.append(figure(each, _allowed(each)))
            place = each.place.end
        elif number := _NUMBER.match(text, place, end, timeout=TIMEOUT):
            value = Decimal(number[0].rstrip("%").replace(",", ""))
            found.append(constant(value / 100 if number[0].endswith("%") else value))
            place = number.end()
        elif mark in "()" or mark in _SIGNS:
            found.append(_SIGNS.get(mark, mark))
            place += 1
        elif mark == " ":
            place += 1
        else:
            return []
    while found and found[0] == "(" and found.count("(") > found.count(")"):
        del found[0]
    return found


def _allowed(each: Figure) -> Interval | None:
    """Bare numbers and points stand in a calculation as printed, and so do whole percents; amounts may be rounded."""
    bare = each.unit.dimension in ("", "score") or each.unit.symbol == "%" and each.resolution >= 1
    return Interval.exactly(each.value) if bare and not each.qualifier else None


def _parsed(tokens: list[Token]) -> Expression | None:
    """The calculation as a tree, multiplication before addition; None where the run is no calculation."""
    left, tree = _sum(tokens, 0, 0)
    return tree if left == len(tokens) else None


def _sum(tokens: list[Token], place: int, depth: int) -> tuple[int, Expression | None]:
    place, tree = _product(tokens, place, depth)
    while tree is not None and place < len(tokens) and tokens[place] in ("+", "-"):
        sign = tokens[place]
        place, other = _product(tokens, place + 1, depth)
        tree = None if other is None else tree + other if sign == "+" else tree - other
    return place, tree


def _product(tokens: list[Token], place: int, depth: int) -> tuple[int, Expression | None]:
    place, tree = _factor(tokens, place, depth)
    while tree is not None and place < len(tokens) and tokens[place] in ("*", "/"):
        sign = tokens[place]
        place, other = _factor(tokens, place + 1, depth)
        tree = None if other is None else tree * other if sign == "*" else tree / other
    return place, tree


def _factor(tokens: list[Token], place: int, depth: int) -> tuple[int, Expression | None]:
    if place >= len(tokens) or depth > 8:
        return place, None
    first = tokens[place]
    if isinstance(first, Expression):
        percent = first.figure is not None and first.figure.unit.symbol == "%"
        return place + 1, first / constant(100) if percent else first
    if first != "(":
        return place, None
    place, tree = _sum(tokens, place + 1, depth + 1)
    closed = place < len(tokens) and tokens[place] == ")"
    return (place + 1, tree) if closed else (place, None)


def _as_result(tree: Expression, result: Figure) -> tuple[tuple[Expression, ...], bool]:
    """The calculation in the unit of its result, and whether its numbers are exact; none where units are mixed."""
    own = tree.figures()
    units = {each.unit for each in own if each.unit.symbol not in ("", "%", "分")}
    if len(units) > 1 or units and result.unit.symbol not in ("", "%") and result.unit not in units:
        return (), False
    if result.unit.symbol == "%":
        ways: tuple[Expression, ...] = (_of_hundred(tree), tree)
    elif result.unit in (NONE, Unit("分", "score")) and any(each.unit.symbol == "%" for each in own):
        ways = (tree, tree * constant(100))
    else:
        ways = (tree,)
    sure = all(each.resolution >= 1 or each.unit.dimension in ("", "score") for each in own)
    fractions = any(each.resolution < 1 and each.value > 1 for each in own)
    return ways, sure and not ("÷" in tree.formula() and fractions)


def _of_hundred(tree: Expression) -> Expression:
    """The calculation in percent: a last factor of 100% gives that already."""
    last = tree.nodes[-1] if tree.operation == "*" else None
    if last is not None and last.operation == "/" and last.nodes[0].figure is not None:
        return tree.nodes[0] * last.nodes[0]
    return tree * constant(100)


def _label(text: str, start: int) -> str:
    """The words right before the calculation, which name what it gives."""
    before = text[max(0, start - 40) : start].rstrip(" =≈:(")
    words = _LABEL_END.split(before, timeout=TIMEOUT)[-1].strip(' ()“”"')
    return words[-20:]
