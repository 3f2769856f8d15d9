"""Targets told in prose, and what was reached under the same name: 发生率控制在 6.5 次以下 … 实际发生率 0.2 次."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.expression import figure, in_unit_of
from extractor.interval import Interval
from extractor.prose.terms import TARGET, Term, core, namesakes
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled

_REACHED = "实际|完成|达到|达|实现|为"
_CLAIMED = "均已完成|全部完成|均完成|均达标|全部达标|均达到|全面完成|达到预期|达到目标|实现目标|均已实现|目标均已完成"


def _right_behind(reached: Term, aim: Term) -> bool:
    """不超过 3.5 万元，实际 3.82 万元: the next figure of the sentence, without a name but what the aim's repeats."""
    follows = reached.order == aim.order + 1 and reached.sentence == aim.sentence
    return follows and core(reached.label) in core(aim.label)


def _reaches(terms: Sequence[Term], each: Term, aim: Term) -> bool:
    """Whether a later figure of the same kind and name is told as reached, itself or with those before it."""
    if each.figure.unit.dimension != aim.figure.unit.dimension or each.figure.qualifier:
        return False
    if not namesakes(each.label, aim.label) and not _right_behind(each, aim):
        return False
    words = "".join(other.gap for other in terms[aim.order + 1 : each.order + 1])
    return compiled(_REACHED).search(words, timeout=TIMEOUT) is not None


def targets(terms: Sequence[Term], text: str) -> Iterator[Statement]:
    """Each target of a passage against the figure reached. A gap is a warning only where the text claims success."""
    claimed = compiled(_CLAIMED).search(text, timeout=TIMEOUT) is not None
    for aim in terms:
        if aim.role != TARGET:
            continue
        reached = next((each for each in terms[aim.order + 1 :] if _reaches(terms, each, aim)), None)
        if reached is None:
            continue
        limit = figure(aim.figure, Interval.exactly(aim.figure.value))
        if aim.figure.unit != reached.figure.unit:
            limit = in_unit_of(aim.figure, reached.figure, Interval.exactly(aim.figure.value))
        relation = ">=" if aim.figure.qualifier == "least" else "<="
        yield Statement(
            "target",
            reached.label,
            reached.figure,
            (Reading(limit),),
            relation,
            strength=LOOSE if claimed else OPEN,
        )
