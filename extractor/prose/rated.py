"""Points given by a rate: 执行率 94.76%，分值 10 分，按执行率得 9.48 分; and the deduction told for it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor import later
from extractor.document import Passage
from extractor.expression import constant, figure, smallest
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.prose.point_words import TAKEN
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_RATE = later.compile(
    r"(?P<name>[\p{Han}“”]{0,10}(?:执行|支付|支出|使用|完成|到位)(?:率|进度))(?:仅)?(?:为|是|达到?|:)?\s*$"
)
_WEIGHT = later.compile(r"(?:分值|满分|权重|标准分|应得分?)(?:设定|设置|值|为|是|:|共|计)*\s*$")
_SCORE = later.compile(r"(?:得分|评分|计得|应得|得|计)(?:分)?(?:为|是|:)?\s*$")
_BY_RATE = later.compile(
    r"按(?:照)?(?:其|该|预算)?(?:\p{Han}{0,4}率|实际比例|比例|进度)(?:折算|计算|计分|计|得|折合|核算)*"
)
_FORMULA = later.compile(r"[=×*÷]")
_BREAK = later.compile(r"[。;\n!?]")
_WORDS_APART = later.compile(r"[,、:()]")
_LEAD = later.compile(r"^(?:因|由于|其中|本年度?|全年)")


@dataclass(frozen=True, slots=True)
class Rated:
    """A rate with the weight and the points of the indicator that it is told for; ``sure`` where the words say so."""

    name: str
    rate: Figure
    weight: Figure
    score: Figure
    sure: bool


def rated(passages: Sequence[tuple[Passage, tuple[Figure, ...]]]) -> Iterator[Statement]:
    """Every score that a rate told in its sentence gives, and every deduction told under the rate's own name."""
    known: dict[str, Rated] = {}
    for passage, own in passages:
        for each in _triples(passage, own):
            known.setdefault(each.name, each)
            share = smallest(figure(each.rate) / constant(100), constant(1))
            reading = Reading(figure(each.weight) * share)
            strength = LOOSE if each.sure else OPEN
            yield Statement("by rate", each.name, each.score, (reading,), strength=strength)
    for passage, own in passages if known else ():
        yield from _losses(passage, own, known)


def _triples(passage: Passage, figures: Sequence[Figure]) -> Iterator[Rated]:
    """Rate, weight and score of one sentence, with no other score of points between them but a deduction."""
    text = narrow(passage.text)
    if "率" not in text and "进度" not in text:
        return
    rate: tuple[str, Figure] | None = None
    weight: Figure | None = None
    end = 0
    for each in (e for e in figures if e.is_quantity):
        words, end = text[end : each.place.start], each.place.end
        if _BREAK.search(words, timeout=TIMEOUT):
            rate, weight = None, None
        named = _RATE.search(words, timeout=TIMEOUT) if each.unit.symbol == "%" else None
        if named is not None:
            rate = (_LEAD.sub("", named["name"], timeout=TIMEOUT), each)
        elif each.unit.dimension != "score" or TAKEN.search(words, timeout=TIMEOUT):
            continue
        elif _WEIGHT.search(words, timeout=TIMEOUT):
            weight = each
        elif rate is not None and weight is not None and _SCORE.search(words, timeout=TIMEOUT):
            first = min(rate[1].place.end, weight.place.end)
            between = text[first : each.place.start]
            if not _FORMULA.search(between, timeout=TIMEOUT):
                yield Rated(*rate, weight, each, _BY_RATE.search(between, timeout=TIMEOUT) is not None)
            rate, weight = None, None
        else:
            rate, weight = None, None


def _losses(passage: Passage, figures: Sequence[Figure], known: dict[str, Rated]) -> Iterator[Statement]:
    """Points taken off under the very name of a rate: its weight less its score."""
    text = narrow(passage.text)
    end = 0
    for each in (e for e in figures if e.is_quantity):
        words, end = text[end : each.place.start], each.place.end
        lost = TAKEN.search(words, timeout=TIMEOUT) if each.unit.dimension == "score" else None
        if lost is None:
            continue
        clause = _BREAK.split(words[: lost.start()], timeout=TIMEOUT)[-1]
        name = _WORDS_APART.split(clause, timeout=TIMEOUT)[-1].strip()
        row = known.get(name)
        if row is not None:
            reading = Reading(figure(row.weight) - figure(row.score))
            yield Statement("loss", f"{name}扣分", each, (reading,), strength=LOOSE)
