"""TGT: targets against actual values in the tables of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor import later
from extractor.expression import Expression, constant, figure, in_unit_of, smallest
from extractor.figures import TIMEOUT, Figure
from extractor.report import Report
from extractor.scorecard import Entry, Indicator, Scorecard
from extractor.scorecards.notes import prints_ratio_rule
from extractor.statements import FIRM, LOOSE, OPEN
from extractor.units import NONE
from validators.check import AGREES, Check, Message, compare
from validators.judge import judged_all, stated_value
from validators.rule import rule
from validators.scoring import compared, place_of, resolution, trusted, untold

_LESS = later.compile(
    r"成本|控制|调整|变动|故障|投诉|死亡|损耗|下降|增长|"
    r"结余|结转|偏差|差错|事故|失业"
)


@rule("TGT001")
def target_met(report: Report) -> Iterable[Check]:
    """The actual value meets the target where the sheet gives full points or no points at all.

    The sign of the target (≥ ≤ =, 不少于, 以内) gives the direction; units of one dimension are converted.
    An actual value that only repeats the target's sign agrees but proves nothing. A target without a sign is
    held to be met from either side, so only a fit is told, but for a rate of 100% of which more is better.
    Cannot tell: words, dates, or units of different kinds; a row that lost points for its gap is honest,
    and so is no finding.
    Source: 财预〔2020〕10号.
    """
    for sheet in report.scorecards:
        for row in sheet.leaves() if trusted(sheet) else ():
            if row.target is not None and row.actual is not None:
                yield from _met(sheet, row, row.target, row.actual)


def _met(sheet: Scorecard, row: Indicator, target: Entry, actual: Entry) -> Iterator[Check]:
    wanted, got = target.figure, actual.figure
    subject, where = row.name, place_of(sheet, row)
    if wanted is None or got is None:
        return
    got = replace(got, unit=wanted.unit) if got.unit == NONE and wanted.unit.dimension != "money" else got
    wanted = replace(wanted, unit=got.unit) if wanted.unit == NONE and got.unit.dimension != "money" else wanted
    if wanted.unit.dimension != got.unit.dimension:
        yield untold("TGT001", subject, "TGT001.units", (got, wanted), where)
        return
    bound = in_unit_of(_bare(wanted), got, None)
    relation = {">": ">=", "<": "<="}.get(target.relation, target.relation) or ("=" if not _full(row, wanted) else ">=")
    strength = LOOSE if target.relation or _full(row, wanted) else OPEN
    if strength == LOOSE and _paid_for(row) and not compare(_bare(got).interval, relation, bound.interval()):
        yield untold("TGT001", subject, "TGT001.told", (got, wanted), where)
        return
    yield Check(
        "TGT001", subject, Message("TGT001"), relation, stated_value(_bare(got)), got,
        replace(stated_value(_bare(wanted)), interval=bound.interval()), bound,
        (wanted, row.score) if row.score is not None else (wanted,), strength, where=where,
    )  # fmt: skip


def _full(row: Indicator, wanted: Figure) -> bool:
    """Whether a target without sign is a rate of a hundred that more of is better: 合格率, 完成率, not 成本控制率."""
    return (
        wanted.unit.symbol == "%"
        and wanted.value == 100
        and row.name.endswith("率")
        and not _LESS.search(row.name, timeout=TIMEOUT)
    )


def _bare(value: Figure) -> Figure:
    """The number itself: a sign before it is the relation, not a bound on what was reached."""
    return replace(value, qualifier="")


def _paid_for(row: Indicator) -> bool:
    """Whether the row lost points, so that the gap is told in the score."""
    return row.score is not None and row.weight is not None and row.score.value < row.weight.value


@rule("TGT003")
def target_told(report: Report) -> Iterable[Check]:
    """A figure told as reached meets the target that the same passage sets under the same name.

    A gap is a warning where the text says that all was achieved, and where it places the figure itself above or
    below a bound (高于95%的目标, 控制在4.5%以内). Cannot tell: the text makes no such claim, or the two names differ.
    Source: field practice.
    """
    return judged_all("TGT003", report, "target")


@rule("TGT002")
def points_by_ratio(report: Report) -> Iterable[Check]:
    """A row that missed its target gets its weight times what was reached, as the usual rule has it.

    More is better: weight × actual ÷ target; less is better: weight × target ÷ actual; at most the weight.
    Where the report prints that rule itself a gap is an error; where another row of the sheet that missed its
    target was scored so, a warning; else only a fit is told, since forms score by bands or by judgement too.
    Cannot tell: words, dates, a target of nought. Source: 财预〔2020〕10号.
    """
    own_rule = prints_ratio_rule(report.document)
    for sheet in report.scorecards:
        checks = [(row, check) for row in sheet.leaves() if (check := _by_ratio(sheet, row)) is not None]
        fitting = [row for row, check in checks if check.verdict == AGREES and _paid_for(row)]
        for row, check in checks:
            ruled = own_rule and row.target is not None and row.target.relation in (">", ">=") and not row.doubt
            if ruled:
                yield replace(check, strength=FIRM if _apart(check) else LOOSE)
            elif own_rule or _paid_for(row) or fitting:
                usual = bool(fitting) and not row.remark and not row.standard.strip() and not row.doubt
                yield replace(check, strength=LOOSE if usual else OPEN)


def _by_ratio(sheet: Scorecard, row: Indicator) -> Check | None:
    """The row's score beside its weight times the share of the target reached; None where the target was met."""
    if row.target is None or row.actual is None or row.score is None or row.weight is None or row.shared:
        return None
    share = _share(row.target, row.actual)
    if share is None or share.value() >= 1 and not _paid_for(row):
        return None
    check = compared("TGT002", row.name, row.score, figure(row.weight) * share, "=", FIRM, place_of(sheet, row))
    assert check.expected is not None
    widened = check.expected.interval.widened(min(row.score.resolution, resolution(sheet)) / 2)
    return replace(check, expected=replace(check.expected, interval=widened))


def _apart(check: Check) -> bool:
    """Whether no rounding of the score to its own decimals explains the gap."""
    assert check.stated_figure is not None and check.expected is not None
    own = check.expected.interval.widened(check.stated_figure.resolution / 2)
    return not own.meets(check.stated_figure.interval)


def _share(target: Entry, actual: Entry) -> Expression | None:
    wanted, got = target.figure, actual.figure
    if wanted is None or got is None or wanted.unit.dimension != got.unit.dimension:
        return None
    if wanted.value <= 0 or got.value <= 0 or not target.relation:
        return None
    bound = in_unit_of(_bare(wanted), got, None)
    reached = figure(_bare(got))
    return smallest(bound / reached if target.relation in ("<=", "<") else reached / bound, constant(1))
