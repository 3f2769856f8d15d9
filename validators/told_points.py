"""Points told in sentences against the score sheet, and the rates of points told with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from extractor import later
from extractor.expression import Expression, constant, figure
from extractor.figures import TIMEOUT, Figure
from extractor.report import Report
from extractor.scorecard import Indicator, Scorecard, distinct_weights
from extractor.scorecards.cells import plain_name
from extractor.scorecards.pairs import ToldPoints, find_told_points
from extractor.scorecards.told import find_told_scores
from extractor.statements import FIRM, OPEN
from validators.check import Check, Message
from validators.judge import stated_value
from validators.scoring import compared, place_of, scored, summed, trusted, untold

_OTHERS = later.compile(r"第三方|复核|专家|复评|抽查|上年|去年|上一年")


def told_again(report: Report) -> Iterator[Check]:
    """Weight and score of every told indicator that the tables give points for, or the text elsewhere."""
    sheets = [sheet for sheet in report.scorecards if sheet.home == "table" and scored(sheet) and trusted(sheet)]
    named: dict[str, list[tuple[Scorecard, Indicator]]] = defaultdict(list)
    for sheet in sheets:
        for row in sheet.walk():
            named[plain_name(row.name)].append((sheet, row))
    told_points = find_told_points(report.document, report.figures)
    for told in told_points:
        if _OTHERS.search(told.words, timeout=TIMEOUT):
            continue
        found = named[_key(told)] if _key(told) else []
        points = {(summed(_weights(row)).value(), summed(_scores(row)).value()) for _, row in found if _known(row)}
        if len(points) == 1 and all(_known(row) for _, row in found):
            yield from _again(*found[0], told)
    yield from _summarised(report, told_points)


def _summarised(report: Report, told_points: tuple[ToldPoints, ...]) -> Iterator[Check]:
    """What the paragraph of the total tells of an indicator, against the one analysis of that name."""
    totals = find_told_scores(report.document, report.figures, ())
    summaries = {told.place.paragraph for told in totals if told.place is not None}
    analysed: dict[str, list[ToldPoints]] = defaultdict(list)
    for each in told_points:
        if each.paragraph not in summaries:
            analysed[_key(each)].append(each)
    for told in told_points:
        others = analysed[_key(told)] if _key(told) else []
        if told.paragraph not in summaries or len(others) != 1:
            continue
        weight, score = figure(others[0].weight), figure(others[0].score)
        yield from _held(told, weight, score, "", True)


def _key(told: ToldPoints) -> str:
    """The name by which the indicator is found again; "" where it is too short to be told from others."""
    name = plain_name(told.name)
    return name if len(name) >= 2 else ""


def _again(sheet: Scorecard, row: Indicator, told: ToldPoints) -> Iterator[Check]:
    return _held(told, summed(_weights(row)), summed(_scores(row)), place_of(sheet, row), not row.doubt)


def _held(told: ToldPoints, weight: Expression, score: Expression, where: str, sure: bool) -> Iterator[Check]:
    """Where one of the two numbers is the same the other must be; else something else may be meant."""
    anchored = told.weight.value == weight.value() or told.score.value == score.value()
    strength = FIRM if anchored and sure else OPEN
    yield compared("SCO008", told.name, told.score, score, "=", strength, where)
    yield compared("SCO008", told.name, told.weight, weight, "=", strength, where, "SCO008.weight")


def _known(row: Indicator) -> bool:
    return bool(_weights(row) and _scores(row)) and not row.shared


def _weights(row: Indicator) -> tuple[Figure, ...]:
    """The weight printed for the row, else those of the rows below it; () where one is not printed."""
    below = tuple(row.leaves())
    if row.weight is not None:
        return (row.weight,)
    return distinct_weights(below) if all(each.weight is not None for each in below) else ()


def _scores(row: Indicator) -> tuple[Figure, ...]:
    found = tuple(each.score for each in row.leaves() if each.score is not None)
    if row.score is not None:
        return (row.score,)
    return found if len(found) == len(tuple(row.leaves())) else ()


def told_ratios(report: Report) -> Iterator[Check]:
    """Every 得分率 told with weight and score beside their quotient."""
    for told in find_told_points(report.document, report.figures):
        if told.ratio is None:
            continue
        if told.weight.value == 0:
            yield untold("SCO009", f"{told.name}得分率", "SCO009.nought", (told.ratio, told.score, told.weight))
            continue
        share = figure(told.score) / figure(told.weight) * constant(100)
        check = compared("SCO009", f"{told.name}得分率", told.score, share, "=", FIRM)
        yield replace(
            check, stated=stated_value(told.ratio), stated_figure=told.ratio, message=Message("SCO009"),
            expected=replace(check.expected, text=f"{share.value():.2f}%", unit="%") if check.expected else None,
            slack=told.ratio.resolution,
        )  # fmt: skip
