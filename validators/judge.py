"""From a statement of the report to a check: which reading counts, and what the gap may be put down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from extractor.expression import Expression
from extractor.figures import Figure
from extractor.interval import EXACT, Interval
from extractor.report import Report
from extractor.statements import Reading, Statement
from validators.check import Check, Message, Value, compare

MOST_READINGS = 8


def stated_value(figure: Figure) -> Value:
    """The figure as a value; blanks inside its print, which vary with the format, are dropped."""
    return Value("".join(figure.text.split()), figure.interval, figure.unit.symbol)


def printed(value: Decimal, resolution: Decimal, unit: str) -> str:
    """The value rounded half up to the resolution, with its unit: 50.00%. Beyond fifty digits it stays as it is."""
    with localcontext(EXACT):
        try:
            rounded = value.quantize(resolution, rounding=ROUND_HALF_UP)
        except InvalidOperation:
            rounded = value
    return f"{rounded:,f}{unit}" if abs(rounded) >= 10000 else f"{rounded:f}{unit}"


def judged_all(rule: str, report: Report, kind: str, home: str = "") -> Iterator[Check]:
    """The checks of every statement of one kind, of one home where named."""
    for statement in report.statements:
        if statement.kind == kind and home in ("", statement.home):
            yield from judged(rule, statement)


def judged(rule: str, statement: Statement) -> Iterator[Check]:
    """The check of one statement: the first reading that fits acquits; without one the first reading accuses.

    A reading from farther away that fits is the cause of the disagreement, and an agreeing check of its own.
    """
    usable = list(_defined(statement.readings[:MOST_READINGS]))
    if not usable:
        yield _undefined(rule, statement)
        return
    fitting = next((each for each in usable if _fits(statement, each[1])), None)
    reading, interval = fitting or usable[0]
    check = _weighed(rule, statement, reading.expression, interval)
    farther = None if fitting else next(
        (each for each in _defined(statement.elsewhere) if _fits(statement, each[1])), None
    )  # fmt: skip
    if farther is None:
        yield check
        return
    other, interval = farther
    values = (("formula", other.expression.formula()),)
    yield replace(check, cause=Message(other.because or "cause.elsewhere", values))
    if statement.kind in ("rate", "share", "growth") or other.because == "cause.unit_told":
        yield _weighed(rule, statement, other.expression, interval)


def _defined(readings: Iterable[Reading]) -> Iterator[tuple[Reading, Interval]]:
    """The readings whose range is known, each with its range."""
    for each in readings:
        interval = _range(each.expression)
        if interval is not None:
            yield each, interval


def _undefined(rule: str, statement: Statement) -> Check:
    operands = statement.readings[0].expression.figures() if statement.readings else ()
    return Check(
        rule,
        statement.subject,
        Message(rule),
        statement.relation,
        stated_value(statement.stated),
        _own(statement.stated),
        operands=operands,
        reason=Message("reason.undefined"),
        where=statement.where,
        period=statement.period,
    )


def _own(stated: Figure) -> Figure | None:
    """The stated figure where it is one of the report, not a constant such as 100 %."""
    return stated if stated.id else None


def _weighed(rule: str, statement: Statement, expression: Expression, interval: Interval) -> Check:
    """The stated figure beside what the expression over other figures gives."""
    stated = statement.stated
    value = expression.value()
    unit = stated.unit.symbol
    alone = expression.figure
    finest = min(stated.resolution, alone.resolution if alone is not None else Decimal(1), Decimal(1))
    text = printed(value, finest, unit)
    shown = stated_value(stated)
    return Check(
        rule,
        statement.subject,
        Message(rule),
        statement.relation,
        replace(shown, interval=Interval.exactly(stated.value)) if statement.exact else shown,
        _own(stated),
        Value(text, interval, unit),
        expression,
        expression.figures(),
        statement.strength,
        Decimal(0) if statement.exact else _slack(stated) + _cents_left_out(expression, interval),
        where=statement.where,
        period=statement.period,
    )


def _slack(stated: Figure) -> Decimal:
    """The gap that truncation or one last digit explains; nought for an exact figure."""
    return Decimal(0) if stated.exact or stated.qualifier else stated.resolution / 2


def _cents_left_out(expression: Expression, narrow: Interval) -> Decimal:
    """The gap that yuan printed without cents explain: 1,200元 beside 340.50元 may have been 1,200.34元."""
    coarse = expression.whole_yuan_rounded()
    wide = _range(coarse) if coarse is not expression else None
    if wide is None or wide.high is None or narrow.high is None:
        return Decimal(0)
    return max(Decimal(0), wide.high - narrow.high)


def _range(expression: Expression) -> Interval | None:
    """The range of the expression; None where it is not defined, or without an end (约, 余) and so proves nothing."""
    try:
        found = expression.interval()
    except ZeroDivisionError:
        return None
    return found if found.bounded else None


def _fits(statement: Statement, interval: Interval) -> bool:
    stated = Interval.exactly(statement.stated.value) if statement.exact else statement.stated.interval
    return compare(stated, statement.relation, interval)
