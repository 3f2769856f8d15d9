"""From a statement of the report to a check: which reading counts, and what the gap may be put down to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extractor.expression import Expression
from extractor.figures import Figure
from extractor.interval import EXACT, Interval
from extractor.report import Report
from extractor.statements import Reading, Statement
from validators.check import Check, Message, Value, compare

MOST_READINGS = 8


def stated_value(figure: Figure) -> Value:
    return Value(figure.text, figure.interval, figure.unit.symbol)


def printed(value: Decimal, resolution: Decimal, unit: str) -> str:
    """The value rounded half up to the resolution, with its unit: 50.00%."""
    with localcontext(EXACT):
        rounded = value.quantize(resolution, rounding=ROUND_HALF_UP)
    return f"{rounded:,f}{unit}" if abs(rounded) >= 10000 else f"{rounded:f}{unit}"


def judged(rule: str, statement: Statement, report: Report | None = None) -> Check:
    """The check of one statement. The first reading that fits acquits; without one the first reading accuses."""
    usable = [each for each in statement.readings[:MOST_READINGS] if _range(each.expression) is not None]
    if not usable:
        operands = statement.readings[0].expression.figures() if statement.readings else ()
        return Check(
            rule, statement.subject, Message(f"{rule}.undefined"), statement.relation, stated_value(statement.stated),
            statement.stated, operands=operands, reason=Message("undefined"), where=statement.where, period=statement.period,
        )  # fmt: skip
    fitting = [each for each in usable if _fits(statement, each)]
    reading = fitting[0] if fitting else usable[0]
    check = weighed(rule, statement.stated, reading.expression, statement)
    if not fitting:
        cause = next((each for each in statement.elsewhere if _fits(statement, each)), None)
        if cause is not None:
            values = (("formula", cause.expression.formula()),)
            check = replace(check, cause=Message(cause.because or "cause.elsewhere", values))
    return check


def weighed(rule: str, stated: Figure, expression: Expression, statement: Statement) -> Check:
    """The stated figure beside what the expression over other figures gives."""
    interval = _range(expression)
    assert interval is not None
    value = expression.value()
    unit = stated.unit.symbol
    text = printed(value, min(stated.resolution, Decimal(1)), unit)
    return Check(
        rule, statement.subject, Message(rule), statement.relation, stated_value(stated), stated,
        Value(text, interval, unit), expression, expression.figures(), statement.strength,
        _slack(stated, value), where=statement.where, period=statement.period,
    )  # fmt: skip


def _slack(stated: Figure, value: Decimal) -> Decimal:
    """The gap that truncation or one last digit explains; nought for an exact figure."""
    return Decimal(0) if stated.exact or stated.qualifier else stated.resolution / 2


def _range(expression: Expression) -> Interval | None:
    try:
        return expression.interval()
    except ZeroDivisionError:
        return None


def _fits(statement: Statement, reading: Reading) -> bool:
    interval = _range(reading.expression)
    return interval is not None and compare(statement.stated.interval, statement.relation, interval)


def of_kind(report: Report, kind: str, home: str = "") -> Iterator[Statement]:
    """The report's statements of one kind, of one home where named."""
    return (each for each in report.statements if each.kind == kind and home in ("", each.home))


__all__ = ["judged", "of_kind", "printed", "stated_value", "weighed"]
