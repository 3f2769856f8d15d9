"""DED: deductions told in words against the score sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from extractor.expression import Expression, constant, figure, plus
from extractor.figures import Figure
from extractor.report import Report
from extractor.scorecard import EXECUTION, Indicator, Scorecard
from extractor.scorecards.deductions import EACH, JOINT, ZERO, Deduction, find_deductions, remark_deductions
from extractor.statements import FIRM, LOOSE, OPEN
from validators.check import Check
from validators.judge import judged_all
from validators.marking import marks, subject_of
from validators.rule import rule
from validators.scoring import HUNDRED, compared, given, place_of, row_name, scored, summed, total_name, untold


@rule("DED001")
def told_deduction(report: Report) -> Iterable[Check]:
    """A deduction told in the text, taken from the indicator's weight, leaves the score in the sheet.

    各扣 takes the points from each indicator named; 不得分 leaves none. Where words name only an indicator's
    contents the one that they name most of is meant, and a gap is a warning. Cannot tell: no indicator is
    named, or several of one name. Source: the report's own words.
    """
    sheet = _sheet(report)
    if sheet is None:
        return
    seen: set[tuple[str, str]] = set()
    for told in _deductions(report, sheet):
        for indicator in told.indicators if told.kind in (EACH, ZERO) else ():
            key = (indicator.name, str(told.points.value) if told.points else ZERO)
            if indicator.score is not None and key not in seen:
                seen.add(key)
                yield from _taken(sheet, indicator, told)
        if told.kind == JOINT and len(told.indicators) > 1 or told.kind == EACH and len(told.indicators) > 1:
            yield from _together(sheet, told)
        if not told.indicators and told.points is not None:
            yield untold("DED001", told.words[-16:], "DED001.unnamed", (told.points,))


def _sheet(report: Report) -> Scorecard | None:
    """The sheet that the narrative speaks of: the first scored table, else the first scored prose."""
    return next((sheet for sheet in report.scorecards if scored(sheet)), None)


def _deductions(report: Report, sheet: Scorecard) -> tuple[Deduction, ...]:
    """The deductions told in paragraphs that are not about the points of one indicator."""
    paragraphs = frozenset(number for each in report.scorecards for number in each.paragraphs)
    return find_deductions(report.document, report.figures, scored(sheet), paragraphs)


def _taken(sheet: Scorecard, indicator: Indicator, told: Deduction) -> Iterator[Check]:
    assert indicator.score is not None
    where, strength = place_of(sheet, indicator), OPEN if told.partial else LOOSE if told.near else FIRM
    weight: Expression | None = (
        figure(indicator.weight) if indicator.weight is not None and not indicator.shared else None
    )
    if weight is None and indicator.standard_figures:
        top = _top(indicator)
        weight, strength = (figure(top), OPEN) if top is not None else (None, OPEN)
    if weight is None:
        yield untold("DED001", indicator.name, "DED001.no_weight", (indicator.score,), where)
        return
    expression = weight - figure(told.points) if told.points is not None else weight - weight
    subject = indicator.name or told.words[-12:]
    yield compared("DED001", subject, indicator.score, expression, "=", strength, where)


def _top(indicator: Indicator) -> Figure | None:
    """The highest points in the row's standard, where the row's own weight is not printed."""
    awards = [each for each in indicator.standard_figures if each.unit.dimension == "score"]
    return max(awards, key=lambda each: each.value, default=None)


def _together(sheet: Scorecard, told: Deduction) -> Iterator[Check]:
    """Several indicators named for one deduction: their scores fall short of their weights by its sum."""
    rows = [row for row in told.indicators if row.score is not None and row.weight is not None and not row.shared]
    if told.points is None or len(rows) != len(told.indicators):
        return
    scores = tuple(row.score for row in rows if row.score is not None)
    weights = [figure(row.weight) for row in rows if row.weight is not None]
    taken = figure(told.points) if told.kind == JOINT else figure(told.points) * constant(len(rows))
    expression = plus(weights) - taken - summed(scores[1:])
    subject = "、".join(row.name for row in rows)
    yield compared(
        "DED001",
        subject,
        scores[0],
        expression,
        "=",
        LOOSE if told.kind == JOINT and not told.partial else OPEN,
        place_of(sheet),
        "DED001.together",
    )


@rule("DED002")
def deductions_make_gap(report: Report) -> Iterable[Check]:
    """What the text deducts in all is what the total score falls short of the whole.

    Only a fit says something. Cannot tell: a report need not tell every deduction. Source: arithmetic.
    """
    sheet = _sheet(report)
    if sheet is None or sheet.total_score is None:
        return
    whole = figure(sheet.total_weight) if sheet.total_weight is not None else constant(HUNDRED)
    parts: list[Expression] = []
    for told in _deductions(report, sheet):
        if told.points is not None:
            parts.extend([figure(told.points)] * (len(told.indicators) if told.kind == EACH and told.indicators else 1))
        else:
            parts.extend(figure(row.weight) for row in told.indicators if row.weight is not None)
    if len(parts) > 1:
        yield compared(
            "DED002",
            f"{total_name(sheet)}（所述扣分合计）",
            sheet.total_score,
            whole - plus(parts),
            "=",
            OPEN,
            place_of(sheet),
        )


@rule("DED003")
def remark_against_row(report: Report) -> Iterable[Check]:
    """A deduction told in a row's own remark, taken from its weight, leaves its score; a lost point needs a reason.

    Cannot tell: the row falls short of its weight and nothing is said of a deduction.
    Source: 财预〔2020〕10号 asks for the reason of every shortfall.
    """
    for sheet in report.scorecards:
        told = {row for each in _deductions(report, sheet) for row in each.indicators}
        reasons = bool(told) or any(row.remark for row in scored(sheet))
        for row in scored(sheet):
            if row.score is None or row.weight is None or row.shared:
                continue
            taken = remark_deductions(row)
            where = place_of(sheet, row)
            if taken:
                strength = OPEN if len(taken) > 1 or row.doubt else _remark_strength(sheet, row)
                yield compared(
                    "DED003", row_name(row), row.score, figure(row.weight) - summed(taken), "=", strength, where
                )
            elif (
                row.score.value < row.weight.value
                and not row.remark
                and row not in told
                and _asks(sheet, row)
                and reasons
            ):
                yield untold("DED003", row_name(row), "DED003.no_reason", (row.score, row.weight), where)


def _remark_strength(sheet: Scorecard, row: Indicator) -> str:
    """In prose weight, deduction and score bind each other where they stand in one sentence."""
    return LOOSE if sheet.home == "prose" and any(mark in row.remark for mark in "。;；\n") else FIRM


def _asks(sheet: Scorecard, row: Indicator) -> bool:
    """Whether a lost point of the row is one that the sheet should explain: the rate of execution explains itself."""
    return sheet.home == "table" and row.kind != EXECUTION


@rule("DED004")
def lost_points(report: Report) -> Iterable[Check]:
    """The points that single rows lose are together what the total score falls short of the whole.

    Cannot tell: a score or a weight is not printed. Source: arithmetic.
    """
    for sheet in report.scorecards:
        rows = scored(sheet)
        if sheet.total_score is None or not rows or any(row.shared and row.score is None for row in rows):
            continue
        if any(row.weight is None or row.score is None for row in rows):
            continue
        weights = {row.weight.id: row.weight.value for row in rows if row.weight is not None}
        whole = sum(weights.values(), Decimal(0))
        losing = [row for row in rows if not row.shared and row.weight and given(row) < row.weight.value]
        shared_full = sum((given(row) for row in rows if row.shared), Decimal(0))
        merged = sum(
            ({row.weight.id: row.weight.value for row in rows if row.shared and row.weight}).values(), Decimal(0)
        )
        if (
            not losing
            or shared_full != merged
            or whole != (sheet.total_weight.value if sheet.total_weight else HUNDRED)
        ):
            continue
        top = figure(sheet.total_weight) if sheet.total_weight is not None else constant(HUNDRED)
        gaps = [figure(row.weight) - figure(row.score) for row in losing if row.weight and row.score]
        yield compared(
            "DED004",
            f"{total_name(sheet)}（扣分合计）",
            sheet.total_score,
            top - plus(gaps),
            "=",
            OPEN,
            place_of(sheet),
        )


@rule("DED005")
def deduction_by_standard(report: Report) -> Iterable[Check]:
    """A deduction told in the text is what the printed standard takes for the figure that the report states.

    A warning, since the deduction may have a second reason. Cannot tell: the standard leaves the points to
    judgement, or the report states no figure for it. Source: the report's printed standard.
    """
    sheet = _sheet(report)
    if sheet is None:
        return
    told = [
        (each, each.indicators[0])
        for each in _deductions(report, sheet)
        if each.points is not None and len(each.indicators) == 1
    ]
    marked = {id(mark.row.indicator): mark for mark in marks(report)} if told else {}
    for each, indicator in told:
        mark = marked.get(id(indicator))
        top = mark.row.standard.top if mark is not None else None
        if mark is None or each.points is None or indicator.weight is None and top is None:
            continue
        place, subject = place_of(sheet, indicator), subject_of(mark.row)
        if not mark.measured or mark.given.low != mark.given.high:
            yield untold("DED005", subject, "DED005.judged", (each.points,), place)
            continue
        full = constant(top) if indicator.weight is None and top is not None else figure(indicator.weight)  # type: ignore[arg-type]
        check = compared("DED005", subject, each.points, full - constant(mark.given.low), "=", LOOSE, place)
        yield replace(check, operands=(*check.operands, *mark.figures))


@rule("DED006")
def deductions_told_together(report: Report) -> Iterable[Check]:
    """Deductions told in one sentence make what the sentence says they come to, and leave the score told behind it.

    The whole is 100 points unless the passage prints another. Cannot tell: the list says that it is not complete
    (等, 主要), or one deduction alone is told and no whole. Source: arithmetic.
    """
    return judged_all("DED006", report, "loss")
