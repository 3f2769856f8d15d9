"""WGT: weights that roll up, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractor.expression import figure
from extractor.figures import Figure
from extractor.report import Report
from extractor.scorecard import Indicator, Scorecard, distinct_weights
from extractor.scorecards.cells import as_points
from extractor.scorecards.notes import notes, told_weights
from extractor.statements import FIRM, LOOSE, OPEN
from validators.check import Check
from validators.rule import rule
from validators.scoring import (
    HUNDRED,
    against_hundred,
    compared,
    holds_extras,
    lacks_execution,
    mixed,
    place_of,
    summed,
    total_name,
    trusted,
    untold,
)

LEVELS = {"": "三级", "1": "一级", "2": "二级"}


@rule("WGT001")
def rows_make_head(report: Report) -> Iterable[Check]:
    """The weights of the scored rows add up to the weight of the head above them.

    A merged weight that covers several rows counts once. Cannot tell: a row's weight is not printed; then
    the head is only held to be no less than the others. Source: arithmetic of the sheet.
    """
    for sheet in report.scorecards:
        for head in sheet.walk():
            if head.weight is not None and head.children and not _weighted_heads(head):
                yield from _head("WGT001", sheet, head, tuple(head.leaves()))


@rule("WGT002")
def heads_make_upper_head(report: Report) -> Iterable[Check]:
    """The weights of the heads below (二级指标) add up to the weight of the head above (一级指标).

    Cannot tell: one of them is not printed; then the upper one is only held to be no less than the others.
    Source: arithmetic of the sheet.
    """
    for sheet in report.scorecards:
        for head in sheet.walk():
            if head.weight is not None and _weighted_heads(head):
                yield from _head("WGT002", sheet, head, head.children)


def _weighted_heads(head: Indicator) -> bool:
    """Whether heads below it carry weights of their own; else its rows answer to it directly."""
    return any(child.children and child.weight is not None for child in head.children)


def _head(code: str, sheet: Scorecard, head: Indicator, below: tuple[Indicator, ...]) -> Iterator[Check]:
    assert head.weight is not None
    weights = distinct_weights(below)
    missing = [each for each in below if each.weight is None]
    doubted = bool(head.doubt) or any(each.doubt for each in below)
    name = head.name or (head.children[0].name if head.children else "")
    subject, where = f"{name}权重", place_of(sheet, head)
    if not weights or head.weight in weights:
        return
    if missing:
        if not trusted(sheet):
            return
        yield compared(code, subject, head.weight, summed(weights), ">=", OPEN, where, f"{code}.partly")
    else:
        yield compared(code, subject, head.weight, summed(weights), "=", LOOSE if doubted else FIRM, where)
    for repeat in head.repeats:
        yield compared(code, subject, repeat, figure(head.weight), "=", FIRM, where, f"{code}.repeat")


@rule("WGT003")
def weights_make_whole(report: Report) -> Iterable[Check]:
    """The weights of each level add up to the printed total, or to 100 where none is printed.

    Where one level reaches the whole and another does not, the latter is at fault. Cannot tell: a weight
    is not printed, or the sheet's parts are mixed by weights of their own. Source: 财预〔2020〕10号.
    """
    for sheet in report.scorecards:
        yield from _shares(sheet)
        for name, rows in _levels(sheet):
            weights = distinct_weights(rows)
            if len(weights) < 2:
                continue
            yield from _whole(sheet, name, rows, weights)


def _shares(sheet: Scorecard) -> Iterator[Check]:
    """The percentage weights by which the rows' scores are folded, against the printed total."""
    shares = tuple(as_points(leaf.share) for leaf in sheet.leaves() if leaf.share is not None)
    leaves = sheet.leaves()
    if sheet.total_weight is not None and len(shares) == len(leaves) > 1 and not distinct_weights(leaves):
        subject = f"{total_name(sheet)}（{LEVELS['']}权重合计）"
        yield compared("WGT003", subject, sheet.total_weight, summed(shares), "=", FIRM, place_of(sheet))


def _levels(sheet: Scorecard) -> list[tuple[str, tuple[Indicator, ...]]]:
    """The rows, and every level of heads that is printed with weights throughout."""
    found = [("", sheet.leaves())]
    for level in (1, 2):
        heads = _level(sheet.indicators, level)
        if heads != found[0][1] and all(head.weight is not None for head in heads) and len(heads) > 1:
            found.append((str(level), heads))
    return found


def _level(indicators: tuple[Indicator, ...], level: int) -> tuple[Indicator, ...]:
    """The nodes of one level; a row that stands higher than its level stands for itself."""
    found: list[Indicator] = []
    for each in indicators:
        if each.level >= level or not each.children:
            found.append(each)
        else:
            found.extend(_level(each.children, level))
    return tuple(found)


def _whole(sheet: Scorecard, name: str, rows: tuple[Indicator, ...], weights: tuple[Figure, ...]) -> Iterator[Check]:
    missing = any(row.weight is None for row in rows)
    total = sum((weight.value for weight in weights), Decimal(0))
    subject, where = f"{total_name(sheet)}（{LEVELS[name]}权重合计）", place_of(sheet)
    doubted = any(row.doubt for row in rows)
    if sheet.total_weight is not None:
        relation = ">=" if missing else "="
        beside = mixed(sheet) or holds_extras(sheet) or lacks_execution(sheet)
        strength = OPEN if missing or beside else LOOSE if doubted else FIRM
        yield compared("WGT003", subject, sheet.total_weight, summed(weights), relation, strength, where)
    elif missing and trusted(sheet):
        yield against_hundred("WGT003", subject, summed(weights), ">=", OPEN, where)
    elif missing:
        return
    elif sheet.home == "table" or total == HUNDRED:
        complete = sheet.total_score is not None or sheet.whole
        few = len(rows) < 6 or lacks_execution(sheet) or total * 2 < HUNDRED
        strength = OPEN if doubted or not complete or mixed(sheet) or holds_extras(sheet) or name or few else LOOSE
        yield against_hundred("WGT003", subject, summed(weights), "=", strength, where)


@rule("WGT004")
def unstated_mixture(report: Report) -> Iterable[Check]:
    """Two groups of a hundred points each that make one total are mixed by weights; unstated ones are solved for.

    It names the two weights that the printed scores imply and never accuses. Cannot tell: no two weights
    give the total. Source: arithmetic.
    """
    for sheet in report.scorecards:
        groups = [root for root in sheet.indicators if root.weight is not None and root.weight.value == HUNDRED]
        if len(groups) != 2 or sheet.total_score is None:
            continue
        first, second = (group.score for group in groups)
        if first is None or second is None or first.value == second.value:
            continue
        share = (sheet.total_score.value - second.value) / (first.value - second.value)
        if not 0 < share < 1:
            continue
        yield untold(
            "WGT004", total_name(sheet), "WGT004.solved", (sheet.total_score, first, second), place_of(sheet),
            first=groups[0].name, second=groups[1].name, a=f"{share:.3f}".rstrip("0"), b=f"{1 - share:.3f}".rstrip("0"),
        )  # fmt: skip


@rule("WGT005")
def weights_in_notes(report: Report) -> Iterable[Check]:
    """The weights that a note gives to the heads of the sheet are those of the sheet.

    A note that speaks of the rule in principle (原则上) allows another division, so only a fit is told there;
    elsewhere a gap is a warning. Cannot tell: a row's weight is not printed. Source: the report's own notes.
    """
    if not report.scorecards:
        return
    told_in = notes(report.document, report.figures)
    for sheet in report.scorecards:
        for told, head, guide in told_weights(told_in, sheet):
            rows = tuple(head.leaves())
            weights = (head.weight,) if head.weight is not None else distinct_weights(rows)
            if not weights or head.weight is None and any(row.weight is None for row in rows):
                continue
            strength = OPEN if guide or not trusted(sheet) else LOOSE
            yield compared("WGT005", head.name, told, summed(weights), "=", strength, place_of(sheet, head))
