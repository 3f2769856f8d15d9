"""UND: what is not defined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractor.interval import Interval
from extractor.report import Report
from extractor.statements import OPEN, Statement
from validators.check import Check, Message, Value
from validators.judge import judged, stated_value
from validators.rule import rule


@rule("UND001")
def base_of_nought(report: Report) -> Iterable[Check]:
    """A printed rate has a base above nought; over nought no rate exists, neither 0 % nor 100 %.

    Nor does 0 % go with an amount that was spent (a warning: a small part of a large base may round to it).
    Error where the words name the base (完成年初预算的 p% with an opening budget of 0), warning where nothing
    was planned and nothing spent. Where another base of the sentence gives the rate, that base is the cause.
    Cannot tell: growth over nothing last year, which templates print as 0 % or 100 %. Source: arithmetic.
    """
    for statement in report.statements:
        if statement.kind == "undefined" and statement.strength == OPEN:
            yield from judged("UND001", statement)
        elif statement.kind == "undefined":
            yield from _check(statement)
        elif statement.kind == "nothing":
            yield _nothing(statement)


def _check(statement: Statement) -> Iterable[Check]:
    top, base = statement.readings[0].expression.figures()[0], statement.readings[0].expression.figures()[-1]
    above = Interval(base.resolution, None)
    cause = next(
        (each for each in statement.elsewhere if each.expression.interval().meets(statement.stated.interval)), None
    )
    yield Check(
        "UND001",
        statement.subject,
        Message("UND001", (("rate", statement.stated.text),)),
        ">=",
        stated_value(base),
        base,
        Value(f"> 0{base.unit.symbol}", above, base.unit.symbol),
        None,
        (statement.stated, top, base),
        statement.strength,
        cause=Message(cause.because, (("formula", cause.expression.formula()),)) if cause else None,
        where=statement.where,
    )
    if cause is not None:
        yield from judged("UND001", replace(statement, kind="rate", readings=(cause,), elsewhere=(), strength=OPEN))


def _nothing(statement: Statement) -> Check:
    """A rate of 0 % beside an amount that was spent or done; a very small part of a very large base may round to it."""
    done = statement.readings[0].expression.figures()[0]
    above = Interval(statement.stated.resolution, None)
    return Check(
        "UND001",
        statement.subject,
        Message("UND001.nothing", (("amount", done.text),)),
        ">=",
        stated_value(statement.stated),
        statement.stated,
        Value("> 0%", above, "%"),
        None,
        (done,),
        statement.strength,
        where=statement.where,
    )
