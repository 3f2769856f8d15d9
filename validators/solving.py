"""What one figure would have to be for a relation to hold, the others as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extractor.expression import Expression
from extractor.figures import Figure
from extractor.interval import EXACT
from validators.check import Check, compare

ARITHMETIC = ("TOT", "SHR", "RAT", "CHG", "BAL", "REP", "CNT", "WGT")
"""Families in which any figure may be the wrong one; in the others the stated one is held against a printed rule."""

STEPS = 40
"""Secant steps; relations are linear or of one fraction, which two or a handful of steps solve."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The figure and the value, at its printed resolution, that makes the check agree."""

    figure: Figure
    value: Decimal


def solutions(check: Check) -> tuple[Solution, ...]:
    """One solution per figure of the check that alone can mend it, the stated figure first."""
    if check.expression is None or check.stated is None or check.expected is None or check.relation != "=":
        return ()
    found = []
    if check.stated_figure is not None:
        value = rounded(check.expression.value(), check.stated_figure)
        if value != check.stated_figure.value:
            found.append(Solution(check.stated_figure, value))
    target = check.stated_figure.value if check.stated_figure is not None else check.stated.interval.low
    for figure in check.expression.figures() if check.rule[:3] in ARITHMETIC else ():
        value_of = None if target is None else solved(check.expression, figure, target)
        if value_of is not None and holds_with(check, figure, value_of):
            found.append(Solution(figure, value_of))
    return tuple(found)


def solved(expression: Expression, figure: Figure, target: Decimal) -> Decimal | None:
    """The value of the figure for which the expression gives the target, rounded as the figure is; None if none."""
    with localcontext(EXACT):
        left, right = figure.value, figure.value + max(figure.resolution, abs(figure.value) / 10)
        try:
            at_left, at_right = _at(expression, figure, left), _at(expression, figure, right)
            for _ in range(STEPS):
                if at_right == at_left:
                    return None
                step = (target - at_right) * (right - left) / (at_right - at_left)
                left, at_left = right, at_right
                right = right + step
                at_right = _at(expression, figure, right)
                if abs(step) < figure.resolution / 1000:
                    return rounded(right, figure)
        except ArithmeticError:
            return None
    return None


def rounded(value: Decimal, figure: Figure) -> Decimal:
    """The value with the figure's decimals, however many digits that takes."""
    if not figure.resolution:
        return value
    digits = value.adjusted() - figure.resolution.adjusted() + 2
    with localcontext(EXACT, prec=max(EXACT.prec, digits)):
        return value.quantize(figure.resolution, rounding=ROUND_HALF_UP)


def holds_with(check: Check, figure: Figure, value: Decimal) -> bool:
    """Whether the check agrees when the figure is the value instead."""
    return holds_with_all(check, {figure.id: value})


def holds_with_all(check: Check, values: Mapping[str, Decimal]) -> bool:
    """Whether the check agrees when each figure of that id is the value instead."""
    if check.expression is None or check.stated is None:
        return False
    stated, expression = check.stated.interval, check.expression
    if check.stated_figure is not None and check.stated_figure.id in values:
        stated = replace(check.stated_figure, value=values[check.stated_figure.id]).interval
    for each in expression.figures():
        if each.id in values:
            expression = substituted(expression, replace(each, value=values[each.id]))
    try:
        return compare(stated, check.relation, expression.interval())
    except ArithmeticError:
        return False


def substituted(expression: Expression, figure: Figure) -> Expression:
    """The expression with the figure of the same id in place of its own."""
    if expression.figure is not None:
        return Expression(figure=figure) if expression.figure.id == figure.id else expression
    return replace(expression, nodes=tuple(substituted(node, figure) for node in expression.nodes))


def _at(expression: Expression, figure: Figure, value: Decimal) -> Decimal:
    return substituted(expression, replace(figure, value=value)).value()
