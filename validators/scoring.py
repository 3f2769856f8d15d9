"""What the rules on score sheets share: a score or weight beside what other points give."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from extractor.expression import Expression, figure, plus
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.remembered import remembered
from extractor.report import Report
from extractor.scorecard import EXECUTION, Indicator, Scorecard, distinct_weights
from extractor.statements import FIRM, LOOSE
from validators.check import Check, Message, Value

HUNDRED = Decimal(100)


def points(value: Decimal) -> str:
    """Points as a reader writes them: 12.5分, 90分."""
    shown = value.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP).normalize()
    return f"{shown:f}分"


def summed(figures: tuple[Figure, ...]) -> Expression:
    return plus(figure(each) for each in figures)


def compared(
    code: str,
    subject: str,
    stated: Figure,
    expression: Expression,
    relation: str = "=",
    strength: str = FIRM,
    where: str = "",
    key: str = "",
    values: tuple[tuple[str, str], ...] = (),
) -> Check:
    """The check that a printed number of points stands in the relation to what the expression gives."""
    value = expression.value()
    told = Value(points(stated.value), stated.interval, stated.unit.symbol)
    expected = Value(points(value), expression.interval(), "分")
    return Check(
        code, subject, Message(key or code, values), relation, told, stated, expected, expression, expression.figures(),
        strength, where=where,
    )  # fmt: skip


def against_hundred(code: str, subject: str, expression: Expression, relation: str, strength: str, where: str) -> Check:
    """The same where the whole is the customary 100 points that the sheet does not print."""
    value = expression.value()
    return Check(
        code, subject, Message(f"{code}.hundred"), relation, Value("100分", Interval.exactly(HUNDRED), "分"), None,
        Value(points(value), expression.interval(), "分"), expression, expression.figures(), strength, where=where,
    )  # fmt: skip


def untold(code: str, subject: str, key: str, operands: tuple[Figure, ...], where: str = "", **values: str) -> Check:
    """A check that cannot tell, with the reason named."""
    reason = Message(key, tuple(values.items()))
    return Check(code, subject, Message(key, tuple(values.items())), operands=operands, reason=reason, where=where)


def row_name(row: Indicator) -> str:
    """The row in the report's own words: its name, or the start of its text where the name was lost."""
    return row.name or "".join((row.definition or row.standard).split())[:12] or (f"第{row.row}行" if row.row else "")


def covered(sheet: Scorecard) -> Decimal | None:
    """The points that all rows are worth together, by the weight of the head where rows print none; None if unknown."""
    found = [_worth(root) for root in _distinct(sheet.indicators)]
    return None if None in found else sum((each for each in found if each is not None), Decimal(0))


def _distinct(indicators: tuple[Indicator, ...]) -> list[Indicator]:
    """The indicators, of those that share one merged weight the first."""
    seen = {each.weight.id if each.shared and each.weight else id(each): each for each in reversed(indicators)}
    return list(seen.values())


def _worth(indicator: Indicator) -> Decimal | None:
    below = [_worth(child) for child in _distinct(indicator.children)]
    if below and None not in below:
        return sum((each for each in below if each is not None), Decimal(0))
    return indicator.weight.value if indicator.weight is not None else None


def mixed(sheet: Scorecard) -> bool:
    """Whether groups of a hundred points each make the total by weights of their own, not by their sum."""
    return sum(_worth(root) == HUNDRED or _is_hundred(root) for root in sheet.indicators) > 1


def _is_hundred(root: Indicator) -> bool:
    return root.weight is not None and root.weight.value == HUNDRED


def holds_extras(sheet: Scorecard) -> bool:
    """Whether rows stand beside the whole: points on top (加分项), or a row that is worth all by itself."""
    whole = sheet.total_weight.value if sheet.total_weight is not None else HUNDRED
    alone = any(leaf.weight is not None and leaf.weight.value >= whole for leaf in sheet.leaves())
    return alone or any("加分" in each.name or "附加" in each.name for each in sheet.walk())


def lacks_execution(sheet: Scorecard) -> bool:
    """Whether the sheet may be missing the row for the rate of execution, which stands in a block of its own."""
    total = covered(sheet)
    if total is None:
        total = sum((weight.value for weight in distinct_weights(sheet.leaves())), Decimal(0))
    whole = sheet.total_weight.value if sheet.total_weight is not None else HUNDRED
    return not any(leaf.kind == EXECUTION for leaf in sheet.leaves()) and whole - total in (10, 15, 20)


def place_of(sheet: Scorecard, indicator: Indicator | None = None) -> str:
    """The structural place of a row: the sheet's title and the row's name."""
    return " / ".join(part for part in (sheet.title, indicator.name if indicator else "") if part)


def total_name(sheet: Scorecard) -> str:
    """The total row in the report's own words."""
    return sheet.total_name or sheet.title or "总分"


def scored(sheet: Scorecard) -> tuple[Indicator, ...]:
    """The rows that a score belongs to, where the sheet gives scores at all."""
    leaves = sheet.leaves()
    return leaves if any(leaf.score is not None for leaf in leaves) else ()


@remembered
def aligned(sheet: Scorecard) -> bool:
    """Whether the sheet's own sum shows that its numbers stand in the right columns: listed scores make the total."""
    leaves = scored(sheet)
    if sheet.total_score is None or not leaves:
        return False
    return sum(given(leaf) for leaf in leaves) == sheet.total_score.value


@remembered
def trusted(sheet: Scorecard) -> bool:
    """Whether some sum of the sheet comes out, or it prints none: without one its columns may have been misread."""
    leaves, evidence = sheet.leaves(), []
    if sheet.total_score is not None and scored(sheet):
        evidence.append(aligned(sheet))
    total = sum((weight.value for weight in distinct_weights(leaves)), Decimal(0))
    if sheet.total_weight is not None:
        evidence.append(total == sheet.total_weight.value)
    for head in sheet.walk():
        below = distinct_weights(head.children)
        if head.weight is not None and below and all(child.weight is not None for child in head.children):
            evidence.append(sum((weight.value for weight in below), Decimal(0)) == head.weight.value)
    if not evidence and len(leaves) > 4 and total:
        evidence.append(total == HUNDRED)
    return not evidence or any(evidence[:2]) or 3 * sum(evidence) >= len(evidence)


def given(leaf: Indicator) -> Decimal:
    """The row's score; where its cell is lost, its full weight."""
    if leaf.score is not None:
        return leaf.score.value
    return leaf.weight.value if leaf.weight is not None and not leaf.shared else Decimal(0)


def resolution(sheet: Scorecard) -> Decimal:
    """The finest step of the sheet's printed scores, the total with them."""
    scores = [leaf.score for leaf in sheet.leaves()] + [sheet.total_score]
    return min((score.resolution for score in scores if score is not None), default=Decimal(1))


def certainty(sheet: Scorecard, *rows: Indicator) -> str:
    """FIRM, or LOOSE where a row had to be put back under its columns and nothing shows that it is right."""
    doubted = any(row.doubt for row in rows) and not aligned(sheet)
    return LOOSE if doubted or not trusted(sheet) else FIRM


@remembered
def pointed_tables(report: Report) -> frozenset[int]:
    """The tables that give points; a sheet of targets alone may carry a total told for another."""
    pointed = [sheet for sheet in report.scorecards if any(leaf.weight or leaf.score for leaf in sheet.leaves())]
    return frozenset(number for sheet in pointed for number in sheet.tables)
