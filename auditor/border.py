"""From the validators' types to plain data: Decimals become decimal notation, messages stay keys with values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from auditor.result import (
    UNLINKED,
    CheckEntry,
    Correction,
    FigureEntry,
    Group,
    Location,
    Narrowed,
    Sentence,
    Value,
)
from extractor.document import Place
from extractor.expression import Expression
from extractor.figures import Figure
from extractor.interval import EXACT, Interval
from validators import check as verdicts
from validators import repair
from validators.check import Check, Message

PLACES = 12
"""Decimals kept of a bound that division leaves without end; rounded outward, so no range grows narrower."""


def checks(found: Iterable[Check]) -> tuple[CheckEntry, ...]:
    """The checks as plain data; a figure that many checks share is told once."""
    known = _Known()
    return tuple(check(each, known) for each in found)


class _Known:
    """Figures already told. Each is kept beside what is told of it, so that no other can get its address."""

    def __init__(self) -> None:
        self._entries: dict[int, tuple[Figure, FigureEntry]] = {}

    def entry(self, found: Figure) -> FigureEntry:
        if id(found) not in self._entries:
            self._entries[id(found)] = (found, figure(found))
        return self._entries[id(found)][1]


def check(found: Check, known: _Known) -> CheckEntry:
    """One check with its verdict and severity worked out."""
    expression = found.expression
    return CheckEntry(
        id=found.id,
        rule=found.rule,
        verdict=found.verdict,
        severity=found.severity,
        subject=found.subject,
        message=Sentence(found.message.key, found.message.values),
        relation=found.relation,
        stated=value(found.stated),
        stated_figure=None if found.stated_figure is None else known.entry(found.stated_figure),
        expected=value(found.expected),
        expression=None if expression is None else expression.code(),
        formula=_formula(found),
        operands=tuple(known.entry(each) for each in found.operands),
        locations=tuple(known.entry(each).location for each in found.figures),
        cause=sentence(found.cause),
        consequence=sentence(found.consequence),
        group=found.group,
        reason=sentence(found.reason),
        where=found.where,
        period=found.period,
        strength=found.strength,
        narrowed=narrowed(found),
    )


def _formula(found: Check) -> str:
    """The arithmetic with the printed numbers and what it comes to; the value alone where nothing is worked out."""
    if found.expression is None or found.expected is None:
        return ""
    result = found.expected.text
    return f"{found.expression.formula()} = {result}" if found.expression.operation else result


def narrowed(found: Check) -> tuple[Narrowed, ...]:
    """The figures of the expression whose range there is not that of the operand as printed."""
    if found.expression is None:
        return ()
    printed = {each.id: each.interval for each in found.operands}
    return tuple(
        Narrowed(number, bound(used.low, ROUND_FLOOR), bound(used.high, ROUND_CEILING))
        for number, (leaf, used) in enumerate(_leaves(found.expression), 1)
        if used is not printed.get(leaf.id) and used != printed.get(leaf.id)
    )


def _leaves(expression: Expression) -> list[tuple[Figure, Interval]]:
    """Each figure with its range in that place, in the order of the expression's text."""
    if expression.figure is not None:
        return [(expression.figure, expression.allowed or expression.figure.interval)]
    return [leaf for node in expression.nodes for leaf in _leaves(node)]


def figure(found: Figure, mark: str = UNLINKED, why: Sentence | None = None) -> FigureEntry:
    interval = found.interval
    doubt = Sentence(f"doubt.{found.doubt}", (("doubt", found.doubt),)) if found.doubt else None
    return FigureEntry(
        found.id, found.text, found.number, decimal(found.value), bound(interval.low, ROUND_FLOOR),
        bound(interval.high, ROUND_CEILING), found.unit.symbol, found.label, found.period, doubt, found.kind,
        location(found.place), mark, why,
    )  # fmt: skip


def location(place: Place) -> Location:
    """The place with its characters counted from 1, the last one included."""
    return Location(
        place.page, place.paragraph, place.sheet, place.table, place.row, place.column, place.start + 1, place.end,
        tuple((round(a, 2), round(b, 2), round(c, 2), round(d, 2)) for a, b, c, d in place.boxes), place.quote[:80],
    )  # fmt: skip


def value(found: verdicts.Value | None) -> Value | None:
    if found is None:
        return None
    low, high = found.interval.low, found.interval.high
    return Value(found.text, bound(low, ROUND_FLOOR), bound(high, ROUND_CEILING), found.unit)


def sentence(message: Message | None) -> Sentence | None:
    return None if message is None else Sentence(message.key, message.values)


def decimal(number: Decimal) -> str:
    return f"{number:f}"


def bound(number: Decimal | None, rounding: str) -> str | None:
    """A bound in decimal notation; None: no bound."""
    if number is None:
        return None
    text = decimal(number)
    if len(text.partition(".")[2]) <= PLACES:
        return text
    with localcontext(EXACT) as context:
        context.prec = max(EXACT.prec, number.adjusted() + PLACES + 2)
        return decimal(number.quantize(Decimal(1).scaleb(-PLACES), rounding=rounding))


def groups(entries: Sequence[CheckEntry], corrections: Iterable[tuple[str, Correction]] = ()) -> tuple[Group, ...]:
    """The groups that the findings name, in order, with the corrections given for each."""
    members: dict[str, list[CheckEntry]] = {}
    for entry in entries:
        if entry.group is not None:
            members.setdefault(entry.group, []).append(entry)
    offered: dict[str, list[Correction]] = {}
    for name, each in corrections:
        offered.setdefault(name, []).append(each)
    return tuple(
        Group(
            name,
            next((each.cause for each in own if each.cause), None),
            next((each.consequence for each in own if each.consequence), None),
            tuple(offered.get(name, ())),
        )
        for name, own in members.items()
        if any(each.verdict == verdicts.DISAGREES for each in own)
    )


def corrections(found: Iterable[repair.Correction]) -> list[tuple[str, Correction]]:
    """Each correction with the name of its group."""
    return [(each.group, Correction(each.figure.id, _present(each.to))) for each in found]


def _present(found: verdicts.Value) -> Value:
    plain = value(found)
    assert plain is not None
    return plain
