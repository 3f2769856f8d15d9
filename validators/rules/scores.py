"""SCO: scores against weights, totals and rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor.expression import constant, figure, plus
from extractor.figures import Figure
from extractor.prose.formulas import formulas
from extractor.prose.reading import passages_of_prose
from extractor.report import Report
from extractor.scorecard import EXECUTION, PROPORTION, Indicator, Scorecard
from extractor.scorecards.told import find_told_scores
from extractor.statements import FIRM, LOOSE, OPEN
from validators.calculations import recomputed
from validators.check import Check
from validators.execution import by_rate, named_rate, rounded
from validators.judge import judged_all
from validators.rule import rule
from validators.scoring import (
    HUNDRED,
    aligned,
    certainty,
    compared,
    covered,
    lacks_execution,
    mixed,
    place_of,
    pointed_tables,
    resolution,
    row_name,
    scored,
    summed,
    total_name,
    trusted,
    untold,
)
from validators.told_points import told_again, told_ratios


@rule("SCO001")
def score_within_weight(report: Report) -> Iterable[Check]:
    """No row of a score sheet is given more points than it is worth.

    Rows that share one merged weight are held against it together. A score above its weight and a shifted
    column look alike: where a row had to be put back under its columns, the sum of all scores decides
    whether it is an error or a warning. Cannot tell: the score or the weight is not printed.
    Source: 财预〔2020〕10号 and the sheets themselves.
    """
    for sheet in report.scorecards:
        leaves = scored(sheet)
        for leaf in leaves:
            if leaf.score is None and leaf.weight is not None and not leaf.shared:
                yield untold("SCO001", row_name(leaf), "SCO001.no_score", (leaf.weight,), place_of(sheet, leaf))
            elif leaf.score is not None and leaf.weight is None and leaf.share is None:
                yield untold("SCO001", row_name(leaf), "SCO001.no_weight", (leaf.score,), place_of(sheet, leaf))
            elif leaf.score is not None and leaf.weight is not None and not leaf.shared:
                if not trusted(sheet) and leaf.score.value <= leaf.weight.value:
                    yield untold(
                        "SCO001", row_name(leaf), "SCO001.columns", (leaf.score, leaf.weight), place_of(sheet, leaf)
                    )
                    continue
                yield compared(
                    "SCO001",
                    row_name(leaf),
                    leaf.score,
                    figure(leaf.weight),
                    "<=",
                    certainty(sheet, leaf),
                    place_of(sheet, leaf),
                )
        yield from _shared(sheet, leaves)


def _shared(sheet: Scorecard, leaves: tuple[Indicator, ...]) -> Iterator[Check]:
    groups: dict[str, list[Indicator]] = {}
    for leaf in leaves:
        if leaf.shared and leaf.weight is not None and leaf.score is not None:
            groups.setdefault(leaf.weight.id, []).append(leaf)
    for group in groups.values():
        weight = group[0].weight
        assert weight is not None
        scores = tuple(leaf.score for leaf in group if leaf.score is not None)
        subject = "、".join(leaf.name for leaf in group)
        yield compared("SCO001", subject, weight, summed(scores), ">=", FIRM, place_of(sheet), "SCO001.shared")


@rule("SCO002")
def scores_make_total(report: Report) -> Iterable[Check]:
    """The listed scores add up to the printed total score.

    Cannot tell: scores of some rows are not printed; then the total is only held against the others plus
    the full weights of those rows. Source: arithmetic; the total row of every such form.
    """
    for sheet in report.scorecards:
        leaves = scored(sheet)
        if sheet.total_score is None or not leaves or len(leaves) < 2:
            continue
        lost = [leaf for leaf in leaves if leaf.score is None]
        scores = tuple(leaf.score for leaf in leaves if leaf.score is not None)
        if not lost:
            if mixed(sheet) or _folds(sheet) and not aligned(sheet):
                continue
            yield compared(
                "SCO002",
                f"{total_name(sheet)}（各项得分之和）",
                sheet.total_score,
                summed(scores),
                where=place_of(sheet),
                strength=_sum_strength(sheet),
            )
            continue
        weights = tuple(leaf.weight for leaf in lost if leaf.weight is not None)
        if len(weights) == len(lost):
            yield compared(
                "SCO002",
                f"{total_name(sheet)}（各项得分之和）",
                sheet.total_score,
                summed(scores + weights),
                "=",
                OPEN,
                place_of(sheet),
                "SCO002.lost",
            )
        else:
            yield untold(
                "SCO002",
                f"{total_name(sheet)}（各项得分之和）",
                "SCO002.gaps",
                (sheet.total_score, *scores),
                place_of(sheet),
            )


def _sum_strength(sheet: Scorecard) -> str:
    """Certain where the rows are worth the whole; a row may stand in another table or be left out of prose."""
    worth = covered(sheet)
    whole = sheet.total_weight.value if sheet.total_weight is not None else HUNDRED
    if worth == whole:
        return FIRM
    if sheet.home == "prose" or lacks_execution(sheet):
        return OPEN
    return LOOSE if worth is None else FIRM


def _folds(sheet: Scorecard) -> bool:
    """Whether every row's score is folded by a weight, so that the total is that of the folded scores."""
    return all(leaf.folded is not None for leaf in sheet.leaves())


@rule("SCO003")
def subtotals(report: Report) -> Iterable[Check]:
    """A printed subtotal of scores equals its rows' sum; the scores below a head do not exceed its weight.

    Cannot tell: a row's score is not printed. Source: arithmetic.
    """
    for sheet in report.scorecards:
        for head in sheet.walk():
            rows = tuple(head.leaves())
            scores = tuple(leaf.score for leaf in rows if leaf.score is not None)
            if head.children and head.score is not None and len(scores) < len(rows):
                yield untold(
                    "SCO003", f"{head.name}得分小计", "SCO003.gaps", (head.score, *scores), place_of(sheet, head)
                )
            if not head.children or not scores or len(scores) < len(rows):
                continue
            where, strength = place_of(sheet, head), certainty(sheet, head, *rows)
            if head.score is not None:
                parts = tuple(child.score for child in head.children if child.score is not None)
                direct = parts if len(parts) == len(head.children) else scores
                yield compared("SCO003", f"{head.name}得分小计", head.score, summed(direct), "=", strength, where)
                if head.weight is not None:
                    yield compared(
                        "SCO003",
                        f"{head.name}得分小计",
                        head.score,
                        figure(head.weight),
                        "<=",
                        strength,
                        where,
                        "SCO003.weight",
                    )
            elif head.weight is not None and len(rows) > 1 and trusted(sheet):
                kept = OPEN if head.doubt else strength
                yield compared(
                    "SCO003", f"{head.name}得分小计", head.weight, summed(scores), ">=", kept, where, "SCO003.within"
                )


@rule("SCO004")
def total_told_twice(report: Report) -> Iterable[Check]:
    """The total score told in the text or on the cover equals the total of the score sheet.

    Cannot tell: several sheets, or words that leave open whose score is meant; scores of other evaluators
    (第三方, 复核) are not compared. Source: the same figure told twice.
    """
    sheets = [sheet for sheet in report.scorecards if sheet.total_score is not None]
    if not sheets:
        return
    sheet = next((each for each in sheets if each.home == "table"), sheets[0])
    total = sheet.total_score
    assert total is not None
    own = {total.id} | {leaf.score.id for leaf in sheet.walk() if leaf.score is not None}
    for told in find_told_scores(report.document, report.figures, tuple(pointed_tables(report))):
        if told.figure.id in own:
            continue
        strength = FIRM if told.sure and len(sheets) == 1 else OPEN
        yield compared(
            "SCO004", f"{told.words}（与评分表总分）", told.figure, figure(total), "=", strength, place_of(sheet)
        )


@rule("SCO005")
def execution_points(report: Report) -> Iterable[Check]:
    """The points for the rate of execution equal its weight times the rate, at most the weight.

    A form may score by bands instead (99.10% gives 9.91 by ratio and 9 by bands), so a gap is a warning;
    where a sentence tells the formula together with weight, rate and score it is an error.
    Cannot tell: the rate is not printed, or there was no budget. Source: 财预〔2020〕10号, self-evaluation.
    """
    for check in judged_all("SCO005", report, "by rate"):
        yield rounded(check, check.stated_figure.resolution) if check.stated_figure is not None else check
    for sheet in report.scorecards:
        for row in sheet.leaves():
            if row.score is None or row.weight is None:
                continue
            if row.kind in (EXECUTION, PROPORTION):
                yield by_rate(row, row.score, row.weight, place_of(sheet, row), resolution(sheet))
            elif (rate := named_rate(report, row)) is not None:
                yield by_rate(replace(row, rate=rate), row.score, row.weight, place_of(sheet, row), resolution(sheet))


@rule("SCO006")
def folded_scores(report: Report) -> Iterable[Check]:
    """Where a form or a sentence folds scores by a percentage weight, the folded score is score times weight.

    Cannot tell: weight or score is not printed. Source: forms in use in Hebei.
    """
    for check in judged_all("SCO006", report, "folded"):
        yield rounded(check, check.stated_figure.resolution) if check.stated_figure is not None else check
    for sheet in report.scorecards:
        for leaf in sheet.leaves():
            if leaf.folded is not None and (leaf.score is None or leaf.share is None):
                yield untold("SCO006", row_name(leaf), "SCO006.gaps", (leaf.folded,), place_of(sheet, leaf))
            if leaf.folded is None or leaf.score is None or leaf.share is None:
                continue
            expression = figure(leaf.score) * figure(leaf.share) / constant(100)
            check = compared("SCO006", leaf.name, leaf.folded, expression, "=", FIRM, place_of(sheet, leaf))
            yield rounded(check, leaf.folded.resolution)
        folded = tuple(leaf.folded for leaf in sheet.leaves() if leaf.folded is not None)
        if len(folded) > 1 and sheet.total_score is not None and not aligned(sheet):
            yield compared(
                "SCO006",
                total_name(sheet),
                sheet.total_score,
                plus(figure(each) for each in folded),
                "=",
                _folded_strength(sheet, folded),
                place_of(sheet),
            )


def _folded_strength(sheet: Scorecard, folded: tuple[Figure, ...]) -> str:
    """A total printed in the column of the folded scores is theirs."""
    assert sheet.total_score is not None
    columns = {(each.place.table, each.place.column) for each in (*folded, sheet.total_score)}
    return FIRM if _folds(sheet) and len(columns) == 1 and None not in next(iter(columns)) else OPEN


@rule("SCO007")
def printed_calculation(report: Report) -> Iterable[Check]:
    """A calculation printed out in the text (甲×0.4+乙×0.6=丙) gives the result printed beside it.

    The result may be rounded or cut off at its last digit. A warning where its numbers may be rounded
    themselves. Cannot tell: the divisor is nought. Source: arithmetic.
    """
    for passage, own in passages_of_prose(report.document, report.figures):
        for each in formulas(passage, own):
            yield recomputed("SCO007", each)


@rule("SCO008")
def points_told_again(report: Report) -> Iterable[Check]:
    """Weight and score that a sentence tells for an indicator or a head are those of the score sheet.

    The sheet's points are the printed ones, else the sum of its rows. Where one of the two numbers is that of
    the sheet the other is held to it; where neither is, something else may be meant and a gap is no finding.
    Cannot tell: the told points meet the sheet's in neither number. Source: the same told twice.
    """
    return told_again(report)


@rule("SCO009")
def rate_of_points(report: Report) -> Iterable[Check]:
    """A 得分率 told in a sentence with weight and score is the score divided by the weight.

    Cut off or off by one last digit is a note. Cannot tell: the weight is nought. Source: arithmetic.
    """
    return told_ratios(report)
