"""Targets told in prose, and what was reached under the same name: 发生率控制在 6.5 次以下 … 实际发生率 0.2 次."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.expression import figure, in_unit_of
from extractor.interval import Interval
from extractor.prose.terms import TARGET, Term, namesakes
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_REACHED = "实际|完成|达到|达|实现|为"
_CLAIMED = "均已完成|全部完成|均完成|均达标|全部达标|均达到|全面完成"


def targets(terms: Sequence[Term], text: str, where: str) -> Iterator[Statement]:
    """Each target of a passage against the figure reached. A gap is a warning only where the text claims success."""
    claimed = regex.search(_CLAIMED, text, timeout=TIMEOUT) is not None
    for aim in terms:
        if aim.role != TARGET:
            continue
        reached = next(
            (
                each for each in terms[aim.order + 1 :]
                if each.figure.unit.dimension == aim.figure.unit.dimension and not each.figure.qualifier
                and namesakes(each.label, aim.label) and regex.search(_REACHED, each.lead + each.gap, timeout=TIMEOUT)
            ),
            None,
        )  # fmt: skip
        if reached is None:
            continue
        limit = figure(aim.figure, Interval.exactly(aim.figure.value))
        if aim.figure.unit != reached.figure.unit:
            limit = in_unit_of(aim.figure, reached.figure, Interval.exactly(aim.figure.value))
        relation = ">=" if aim.figure.qualifier == "least" else "<="
        yield Statement("target", reached.label, reached.figure, (Reading(limit),), relation,
                        strength=LOOSE if claimed else OPEN, where=where)  # fmt: skip
