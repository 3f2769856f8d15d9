"""Budgets adjusted within the year: the one before, what was added and cut, the one after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.expression import Expression, difference
from extractor.figures import Figure
from extractor.prose.families import Families
from extractor.prose.fitting import fits, slip
from extractor.prose.terms import ADJUST, AMOUNT, Term, core, same_kind
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled

_AFTER = "批复|调整|最终|实际|合计|共计|预算|变为|达"
_MOVED = (
    r"经\p{Han}{0,10}(?:批准|同意|批复)|部门|单位|整体|财政|收入|收支|批复|全年|年初|[年期]中|后"
    r"|调整|追加|核增|调增|调减|追减|核减|追增|压减"
)
"""Words that say when, by whom and which way a budget was moved, and name nothing narrower."""


def adjustments(terms: Sequence[Term], families: Families, earlier: Sequence[Term]) -> Iterator[Statement]:
    """Every adjusted budget of a passage that can be redone; ``earlier`` are amounts of the passages before."""
    told = set()
    for statement in _in_one_sentence(terms):
        told.add(statement.stated.id)
        yield statement
    yield from (each for each in _over_sentences(terms, families, earlier) if each.stated.id not in told)


def _in_one_sentence(terms: Sequence[Term]) -> Iterator[Statement]:
    """A before, some added and some cut, B after: B = A ± …"""
    for start in terms:
        moves: list[Term] = []
        for each in terms[start.order + 1 :]:
            if each.role != ADJUST or each.sentence != start.sentence or each.depth != start.depth:
                break
            moves.append(each)
        after = terms[start.order + len(moves) + 1] if moves and start.order + len(moves) + 1 < len(terms) else None
        if start.role != AMOUNT or after is None or after.role != AMOUNT or after.sentence != start.sentence:
            continue
        if not all(same_kind(each.figure, after.figure) for each in (start, *moves)) or start.depth != after.depth:
            continue
        expression = _moved(start, moves, after.figure)
        named = compiled(_AFTER).search(after.lead, timeout=TIMEOUT)
        if named or fits(after.figure, expression) or slip(after.figure, expression):
            strength = FIRM if named else LOOSE
            subject = after.label or start.label
            yield Statement("balance", subject, after.figure, (Reading(expression),), strength=strength)


def _over_sentences(terms: Sequence[Term], families: Families, earlier: Sequence[Term]) -> Iterator[Statement]:
    """年初预算 A。… 年中追加 c，其中 …。调整后预算 B: B = A + c. Of the whole budget only, whose words name nothing
    narrower; where two opening budgets were told, a fit ticks and a gap proves nothing."""
    for after in terms:
        if after.role != AMOUNT or after.depth or after.stage != "adjusted" or not _whole_budget(after):
            continue
        told = [e for e in terms[: after.order] if e.role == ADJUST and same_kind(e.figure, after.figure)]
        parts = {part for each in told for parts in families.parts_of.get(each.order, []) for part in parts}
        moves = [each for each in told if each.order not in parts]
        if not moves or not all(_whole_budget(each) for each in moves):
            continue
        before = [*earlier, *terms[: moves[0].order]]
        starts = {
            each.figure.base_value: each
            for each in before
            if each.stage == "opening" and same_kind(each.figure, after.figure) and _whole_budget(each)
        }
        for start in list(starts.values())[-2:]:
            expression = _moved(start, moves, after.figure)
            if len(starts) == 1 or fits(after.figure, expression):
                strength = LOOSE if len(starts) == 1 else OPEN
                reading = Reading(expression)
                yield Statement("balance", after.label, after.figure, (reading,), strength=strength)
                break


def _whole_budget(term: Term) -> bool:
    """Whether a label names nothing narrower than the budget: 调整后全年预算, 年中追加."""
    return len(core(compiled(_MOVED).sub("", term.label, timeout=TIMEOUT))) < 2


def _moved(start: Term, moves: Sequence[Term], like: Figure) -> Expression:
    come = [start, *(each for each in moves if each.sign > 0)]
    return difference([each.figure for each in come], [each.figure for each in moves if each.sign < 0], like)
