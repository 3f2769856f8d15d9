"""Scores folded by a weight in prose: 得分96分，权重20%，折算19.2分; and the total of the folded scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor import later
from extractor.document import Passage
from extractor.expression import constant, figure, plus
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.numerals import narrow
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_WEIGHT = later.compile(r"(?:权重|占比|比重|占总分|系数|按)(?:值|设定|设置|系数)?(?:为|是|:|占)*\s*$")
_FOLDED = later.compile(r"(?:折算|折合|折后|加权|换算|计入)(?:后|为|总分|得分|分值|综合|得|计|分)*(?:为|是|:)?\s*$")
_TOTAL = later.compile(
    r"(?:总得分|总评分|总分|综合得分|综合评分|最终得分|加权得分|得分合计|合计|共计)(?:得)?(?:为|是|:|达到?)?\s*$"
)
_BREAK = later.compile(r"[。;\n]")
_CLAUSE = later.compile(r"[,。;:、\n()]")
_SCORE_WORDS = later.compile(r"(?:自评|评价)?(?:得分|评分|得)?(?:为|是|:)?$")


def folded(passage: Passage, figures: Sequence[Figure]) -> Iterator[Statement]:
    """Each folded score of a passage, and the total behind them."""
    text = narrow(passage.text)
    own = [each for each in figures if each.is_quantity and each.unit.dimension in ("score", "rate")]
    found: list[Figure] = []
    for first, second, third in zip(own, own[1:], own[2:], strict=False):
        score, weight = (first, second) if first.unit.dimension == "score" else (second, first)
        if (score.unit.dimension, weight.unit.dimension, third.unit.dimension) != ("score", "rate", "score"):
            continue
        if not _is_folded(text, weight, first, third, second):
            continue
        found.append(third)
        share = figure(weight, Interval.exactly(weight.value)) / constant(100)
        subject = _name(text, first)
        yield Statement("folded", subject, third, (Reading(figure(score) * share),), strength=LOOSE)
    if len(found) > 1:
        yield from _total(text, own, found)


def _is_folded(text: str, weight: Figure, first: Figure, third: Figure, second: Figure) -> bool:
    """Whether the words call the one a weight and the last one the folded score, all in one item of the list."""
    between = [text[left.place.end : right.place.start] for left, right in pairwise((first, second, third))]
    if any(_BREAK.search(each, timeout=TIMEOUT) for each in between):
        return False
    called = _WEIGHT.search(text[max(0, weight.place.start - 12) : weight.place.start], timeout=TIMEOUT)
    return called is not None and _FOLDED.search(between[1], timeout=TIMEOUT) is not None


def _name(text: str, first: Figure) -> str:
    words = _CLAUSE.split(text[: first.place.start], timeout=TIMEOUT)[-1]
    return _SCORE_WORDS.sub("", words.strip(), count=1, timeout=TIMEOUT)[-20:] or first.text


def _total(text: str, own: Sequence[Figure], found: Sequence[Figure]) -> Iterator[Statement]:
    """The next score behind the folded ones that is called a total."""
    after = [each for each in own if each.place.start > found[-1].place.end and each.unit.dimension == "score"]
    if after and _TOTAL.search(text[found[-1].place.end : after[0].place.start], timeout=TIMEOUT):
        every = sum(
            _FOLDED.search(text[max(0, e.place.start - 10) : e.place.start], timeout=TIMEOUT) is not None for e in own
        )
        strength = LOOSE if every == len(found) else OPEN
        yield Statement("total", "总分", after[0], (Reading(plus(map(figure, found))),), strength=strength)
