"""STD: scores against the printed standard, and faults of the standard itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractor.figures import Figure
from extractor.interval import Interval
from extractor.report import Report
from extractor.standards import Points, names
from extractor.standards.clauses import Definition, Tier
from extractor.standards.faults import bodies, formula_of_two_budgets
from extractor.standards.grouping import ladders
from extractor.statements import LOOSE, OPEN
from validators.catalogue import catalogue
from validators.check import Check, Message, Value
from validators.marking import (
    Mark,
    allowed,
    framework_marks,
    full,
    marks,
    remarked_total,
    rows,
    subject_of,
)
from validators.printed import listed, printed, span
from validators.rule import rule
from validators.scoring import certainty, place_of, resolution, total_name, trusted, untold
from validators.scoring import points as told_points
from validators.standard_faults import awards, clause_within, direction_check, ladder_check, parts


@rule("STD001")
def score_by_standard(report: Report) -> Iterable[Check]:
    """A row's score is among the points that its printed standard gives for the rate or amounts the report states.

    Deductions per percentage point count pro rata, by begun and by full steps: all are allowed. Judgement,
    zero clauses and exemptions leave a range; a score outside all of it disagrees. Cannot tell: the measure
    is not in the report, or stated twice with different values, or its base is nought, and the score is
    one that the standard could give. Source: the standard printed in the sheet.
    """
    found = tuple(marks(report))
    totals = {id(sheet): remarked_total(sheet, found) for sheet in report.scorecards}
    for mark in found:
        score = mark.row.indicator.score
        if score is None or mark.row.indicator.shared or score.value > full(mark):
            continue
        if not mark.measured:
            yield _unmeasured(mark)
            continue
        fits = allowed(mark, score)
        if fits is not None and not _told_enough(mark):
            yield _unmeasured(mark)
        else:
            remarked = totals[id(mark.row.sheet)]
            yield _marked(mark, score, fits, remarked.total if remarked and remarked.changed and fits is None else None)


@rule("STD008")
def total_by_standard(report: Report) -> Iterable[Check]:
    """The total is the one that remains when scores the standard contradicts are replaced by what it gives.

    A range where the standard leaves one. A consequence of STD001, told once for the sheet so that the total
    by the standard is seen beside the printed one; a warning. Cannot tell: no row's score could be held
    against its standard, or the sheet prints no total. Source: the printed standard; arithmetic.
    """
    found = tuple(marks(report))
    for sheet in report.scorecards:
        mine = [mark for mark in found if mark.row.sheet is sheet]
        if not mine:
            continue
        where, subject = place_of(sheet), total_name(sheet)
        remarked = remarked_total(sheet, mine)
        scores = [score for mark in mine if mark.measured and (score := mark.row.indicator.score) is not None]
        if remarked is None or not scores:
            yield untold("STD008", subject, "STD008.no_total" if remarked is None else "STD008.unmeasured", (), where)
            continue
        operands = tuple(score for _, score, _ in remarked.changed) or tuple(scores)
        yield Check(
            "STD008", subject, Message("STD008"), "=",
            Value(told_points(remarked.stated.value), remarked.stated.interval, "分"), remarked.stated,
            Value(span(remarked.total), remarked.total, "分"), None, operands, LOOSE, where=where,
        )  # fmt: skip


@rule("STD009")
def score_by_framework(report: Report) -> Iterable[Check]:
    """A score whose sheet prints no points for it is one that the framework of the report's place gives.

    Only for rows that carry the framework's name and weight; a warning, for the sheet need not follow that
    framework. Cannot tell: the measure is not in the report. Source: the frameworks of validators/frameworks.
    """
    for mark in framework_marks(report):
        score = mark.row.indicator.score
        if score is None or score.value > full(mark):
            continue
        subject, where = subject_of(mark.row), place_of(mark.row.sheet, mark.row.indicator)
        if not mark.measured and not mark.missing:
            continue
        if not mark.measured:
            yield untold("STD009", subject, "STD009.missing", (score,), where, name=subject)
            continue
        fits = allowed(mark, score)
        if fits is not None and not _told_enough(mark):
            continue
        measures = "，".join(f"{name} {value}" for name, value in mark.measures)
        yield Check(
            "STD009", subject, Message("STD009", (("measures", measures),)), "=",
            Value(told_points(score.value), score.interval, "分"), score,
            Value(listed(mark.given), fits or mark.given.nearest(score.value), "分"), None, mark.figures, LOOSE,
            where=where,
        )  # fmt: skip


def _told_enough(mark: Mark) -> bool:
    """Whether the measures found say something: all were found, or they leave less than the standard does alone."""
    return not mark.missing or mark.nominal.low > mark.possible.low or mark.nominal.high < mark.possible.high


def _unmeasured(mark: Mark) -> Check:
    """Nothing can be told, and why: no measure, or only judgement."""
    row = mark.row
    problems = dict(mark.missing)
    key = "STD001.judgement"
    if row.standard.unread:
        key = "STD001.unread"
    elif problems:
        worst = next(
            (problem for problem in ("nought", "several", "missing") if problem in problems.values()), "missing"
        )
        key = f"STD001.{worst}"
    named = "、".join(problems) or "、".join(name for name in names(row.standard) if name) or subject_of(row)
    score = (row.indicator.score,) if row.indicator.score is not None else ()
    return untold("STD001", subject_of(row), key, score, place_of(row.sheet, row.indicator), names=named)


def _marked(mark: Mark, score: Figure, fits: Interval | None, total: Interval | None) -> Check:
    row = mark.row
    near = fits or mark.given.nearest(score.value)
    measures = "，".join(f"{name} {value}" for name, value in mark.measures)
    strength = certainty(row.sheet, row.indicator) if row.standard.read else LOOSE
    step = resolution(row.sheet)
    slack = Decimal(0) if step >= 1 or _coarse(mark.given, step) else step / 2
    consequence = None
    if total is not None:
        consequence = Message("STD001.total", (("total", span(total)),))
    return Check(
        "STD001", subject_of(row), Message("STD001", (("measures", measures),)), "=",
        Value(told_points(score.value), score.interval, "分"), score, Value(listed(mark.given), near, "分"), None,
        mark.figures, strength, slack, consequence=consequence, where=place_of(row.sheet, row.indicator),
    )  # fmt: skip


def _coarse(given: Points, step: Decimal) -> bool:
    """Whether all points given can be printed with the sheet's decimals, so that no rounding explains a gap."""
    return all((each.low or 0) % step == 0 and (each.high or 0) % step == 0 for each in given.ranges)


@rule("STD002")
def points_make_weight(report: Report) -> Iterable[Check]:
    """The points printed in the parts of a standard, or its best tier, make the weight of its row.

    (8分) in a row of 3 disagrees. A warning, for the weight or the text may be the slip. Cannot tell: part of
    the text was not understood, or the sheet's columns cannot be trusted. Source: arithmetic on the sheet.
    """
    for row in rows(report):
        weight = row.indicator.weight
        if weight is None or row.indicator.shared:
            continue
        subject, where = subject_of(row), place_of(row.sheet, row.indicator)
        expression = printed(row.indicator, row.standard.terms)
        if row.standard.unread:
            yield untold("STD002", subject, "STD002.unread", (weight,), where, text=row.standard.unread[0][:40])
        elif expression is not None:
            value = expression.value()
            sound = trusted(row.sheet) and not row.indicator.doubt
            key = "STD002.part" if any((term.high or 0) > weight.value for term in row.standard.terms) else "STD002"
            yield Check(
                "STD002", subject, Message(key), "=", Value(told_points(weight.value), weight.interval, "分"), weight,
                Value(told_points(value), Interval.exactly(value), "分"), expression, expression.figures(),
                LOOSE if sound else OPEN, where=where,
            )  # fmt: skip


@rule("STD003")
def points_within_part(report: Report) -> Iterable[Check]:
    """No clause of a part gives more points than the part is worth.

    得3分 inside a part of （1分） disagrees, as a warning: either number may be the slip. Cannot tell: the
    printed number was not found again in the cell. Source: arithmetic on the printed standard.
    """
    for row in rows(report):
        for part in parts(row.standard.root):
            if part.tag is None or part.tag.high is None:
                continue
            for award in awards(part):
                yield clause_within(row, award, part.tag)


@rule("STD004")
def tiers_without_gap(report: Report) -> Iterable[Check]:
    """Each tier begins where the one below it ends: no value falls between two tiers and none into both.

    A warning: the standard leaves some values without points, or with two. Cannot tell: the edge is not found
    again in the cell. Source: arithmetic on the printed standard.
    """
    for row in rows(report):
        for part, most in bodies(row.standard):
            for ladder in ladders(part.clauses, most):
                if len(ladder.tiers) > 1 and len(ladder.edges()) > 0:
                    yield ladder_check(row, ladder)


@rule("STD005")
def score_is_a_tier(report: Report) -> Iterable[Check]:
    """A score is one of those that its standard can give at all: 4 is none of 5, 3, 1 and 0.

    Only where the standard gives separate values and no rate or amount of the report decides among them.
    Tiers of a number are certain; choices of quality and counts of faults are a warning, for a judge may
    have gone between them. Cannot tell: the standard was read in part. Source: the printed standard.
    """
    for mark in marks(report):
        score = mark.row.indicator.score
        separate = all(each.low == each.high for each in mark.possible.ranges) and len(mark.possible.ranges) > 1
        if score is None or mark.measured or mark.row.indicator.shared or score.value > full(mark):
            continue
        subject, where = subject_of(mark.row), place_of(mark.row.sheet, mark.row.indicator)
        if mark.row.standard.unread:
            yield untold("STD005", subject, "STD005.unread", (score,), where, text=mark.row.standard.unread[0][:40])
        elif separate:
            only = all(isinstance(each, Tier | Definition) for each in mark.row.standard.clauses())
            near = mark.possible.nearest(score.value)
            yield Check(
                "STD005", subject, Message("STD005"), "=", Value(told_points(score.value), score.interval, "分"), score,
                Value(listed(mark.possible), near, "分"), None, (),
                certainty(mark.row.sheet, mark.row.indicator) if only else LOOSE, where=where,
            )  # fmt: skip


@rule("STD006")
def direction_fits_name(report: Report) -> Iterable[Check]:
    """The tiers reward what the indicator's name calls good: a 控制率 the lower, an 执行率 the higher.

    A warning. Cannot tell: the name is in no catalogue and says no direction; then no check is made.
    Source: 财预〔2013〕53号 and the catalogue of indicators.
    """
    for row in rows(report):
        for part, most in bodies(row.standard):
            for ladder in ladders(part.clauses, most):
                check = direction_check(row, ladder)
                if check is not None:
                    yield check


@rule("STD007")
def formula_fits_name(report: Report) -> Iterable[Check]:
    """The formula printed for a rate divides what its name says: spending by budget, not one budget by another.

    A warning. Cannot tell: the formula's amounts are none that the catalogue knows for the name.
    Source: 财预〔2013〕53号 and the catalogue of indicators.
    """
    for row in rows(report):
        for clause in row.standard.clauses():
            kind = catalogue(report.names).find(clause.name) if isinstance(clause, Definition) else None
            if not isinstance(clause, Definition) or kind is None or not kind.measures:
                continue
            subject, where = subject_of(row), place_of(row.sheet, row.indicator)
            usual = " ÷ ".join(side.name or "…" for side in (kind.measures[0].formula.quotient or ()))
            sides = clause.formula.quotient
            own = " ÷ ".join("、".join(side.names()) for side in sides) if sides else ""
            if formula_of_two_budgets(clause):
                yield Check(
                    "STD007", subject, Message("STD007", (("name", clause.name),)), "=",
                    Value(own, Interval.exactly(0)), None, Value(usual, Interval.exactly(1)), None, (), LOOSE,
                    where=where,
                )  # fmt: skip
            elif kind.knows(clause.formula):
                same = Value(own, Interval.exactly(1))
                yield Check(
                    "STD007",
                    subject,
                    Message("STD007"),
                    "=",
                    same,
                    None,
                    Value(usual, Interval.exactly(1)),
                    where=where,
                )
            else:
                yield untold("STD007", subject, "STD007.unknown", (), where, name=clause.name, formula=own)
