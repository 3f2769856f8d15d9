"""A calculation that the report prints out, beside its printed result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.expression import Expression
from extractor.interval import Interval
from extractor.prose.formulas import Formula
from extractor.statements import FIRM, LOOSE
from validators.check import Check, Message, Value, compare
from validators.judge import printed, stated_value


def recomputed(code: str, formula: Formula) -> Check:
    """The check that the printed result is what the printed numbers and signs give."""
    result = formula.result
    stated = stated_value(result)
    stated = replace(stated, interval=Interval.around(result.value, result.resolution / 2))
    known = [(way, each) for way in formula.expressions if (each := _range(way)) is not None]
    if not known:
        reason = Message("reason.undefined")
        return Check(
            code, formula.subject, Message(code), stated=stated, stated_figure=result,
            operands=formula.expressions[0].figures(), reason=reason,
        )  # fmt: skip
    way, interval = next((pair for pair in known if compare(stated.interval, "=", pair[1])), known[0])
    shown = printed(way.value(), min(result.resolution, Decimal(1)), result.unit.symbol)
    tenfold = way.value() and _tens(abs(result.value / way.value()))
    strength = FIRM if formula.sure and not tenfold else LOOSE
    return Check(
        code, formula.subject, Message(code), "=", stated, result, Value(shown, interval, result.unit.symbol),
        way, way.figures(), strength, result.resolution / 2,
    )  # fmt: skip


def _range(expression: Expression) -> Interval | None:
    try:
        found = expression.interval()
    except ZeroDivisionError:
        return None
    return found if found.bounded else None


def _tens(ratio: Decimal) -> bool:
    """Whether two values differ by a power of ten only, as where a percent sign or 万 is left out."""
    return any(abs(ratio - factor) < factor / 1000 for factor in map(Decimal, ("0.0001", "0.01", "100", "10000")))
