"""Points told one by one and then as a tally: 决策得15分，过程得17分，综合得分32分; 扣1分，扣2分，共扣3分，得97分."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor import later
from extractor.document import Passage
from extractor.expression import constant, figure, plus
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.prose.point_words import ALL_TAKEN, MOSTLY_LAST, NAMED, TAKEN
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_TALLY = later.compile(
    r"(?:综合|总|合计|最终|累计|共计?|[一二三四五六七八九\d]+(?:大)?[项类个]\p{Han}{0,4}?)(?:自评|评价|绩效|评定)?(?:得分|评分|总分|得|分数|分值|分)?(?:合计|共计|总计)?(?:为|是|:|达到?)?\s*$"
)
_TOTAL = later.compile(
    r"(?:总得分|总评分|总分|综合得分|综合评分|最终得分|自评得分|评价得分|自评分)(?:合计|共计)?(?:为|是|:|达到?)?\s*$"
)
_GIVEN = later.compile(r"(?:得分|评分|得|自评分|评价分)(?:了|为|是|:|共)*\s*$")
_WEIGHT = later.compile(
    r"(?:满分|分值|权重|标准分|应得分?|基准分|折算)(?:设定|设置|值|为|后)?(?:为|是|:|共|计)*\s*$|[/(]\s*$"
)
_NESTED = later.compile(r"其中|包括|分别|每|各|平均|上年|去年|第三方|复核|最高|最多|否则|酌情|未.{0,6}的")
_OPEN = later.compile(r"等|主要|例如|部分")
_SENTENCE = later.compile(r"[。\n!?]")
_LISTED = later.compile(r"\s*[、,和及]?\s*")
_MEAN = later.compile(r"(?<!加权|最高分.{0,12})平均(?:得分|评分|分数?)?(?:为|是|:)?\s*$")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A figure of points with the words between it and the one before."""

    points: Figure
    words: str

    @property
    def tally(self) -> bool:
        return _TALLY.search(self.words, timeout=TIMEOUT) is not None

    @property
    def part(self) -> bool:
        given = _GIVEN.search(self.words, timeout=TIMEOUT)
        return given is not None and NAMED.search(self.words, timeout=TIMEOUT) is not None and not self.tally

    @property
    def loss(self) -> bool:
        return TAKEN.search(self.words, timeout=TIMEOUT) is not None and not self.all_taken

    @property
    def all_taken(self) -> bool:
        return ALL_TAKEN.search(self.words, timeout=TIMEOUT) is not None


def tallies(passage: Passage, figures: Sequence[Figure]) -> Iterator[Statement]:
    """Each tally of a passage that stands behind its points."""
    text = narrow(passage.text)
    own = [each for each in figures if each.is_quantity and each.unit.dimension == "score"]
    full = next(
        (e for e in figures if e.is_quantity and e.value == HUNDRED and e.unit.dimension in ("", "score")), None
    )
    for clauses in _sentences(text, own):
        yield from _means(clauses)
        words = "".join(each.words for each in clauses).strip().removeprefix("其中")
        if _NESTED.search(words, timeout=TIMEOUT):
            continue
        yield from _given(clauses)
        yield from _taken(clauses, full)


def _sentences(text: str, own: Sequence[Figure]) -> Iterator[list[_Clause]]:
    clauses: list[_Clause] = []
    end = 0
    for each in own:
        words = text[end : each.place.start]
        if _SENTENCE.search(words, timeout=TIMEOUT) or not end:
            yield clauses
            clauses, words = [], _SENTENCE.split(words, timeout=TIMEOUT)[-1]
        clauses.append(_Clause(each, words))
        end = each.place.end
    yield clauses


def _given(clauses: Sequence[_Clause]) -> Iterator[Statement]:
    """Parts, each with its name, and the tally right behind the last; weights among them are the score sheet's."""
    for place, tally in enumerate(clauses):
        parts = list(clauses[:place])
        if not tally.tally or tally.loss or len(parts) < 2 or not all(each.part for each in parts):
            continue
        strength = LOOSE if MOSTLY_LAST.search(parts[-1].words, timeout=TIMEOUT) and len(parts) > 2 else OPEN
        if _OPEN.search("".join(each.words for each in parts), timeout=TIMEOUT):
            strength = OPEN
        reading = Reading(plus(figure(each.points) for each in parts))
        yield Statement("total", _subject(tally), tally.points, (reading,), strength=strength)
        return


def _means(clauses: Sequence[_Clause]) -> Iterator[Statement]:
    """The mean of all points told before it in its sentence: 评分分别为91分、88分、94分，平均得分91分."""
    for place, mean in enumerate(clauses):
        parts = clauses[:place]
        listed = [each for each in parts if _LISTED.fullmatch(each.words, timeout=TIMEOUT)]
        if len(parts) > 1 and len(listed) >= len(parts) - 1 and _MEAN.search(mean.words, timeout=TIMEOUT):
            expression = plus(figure(each.points) for each in parts) / constant(len(parts))
            yield Statement("average", _subject(mean), mean.points, (Reading(expression),), strength=LOOSE)


def _taken(clauses: Sequence[_Clause], full: Figure | None) -> Iterator[Statement]:
    """Losses and what they come to; the score told right behind is the whole less that."""
    for place, tally in enumerate(clauses):
        if not tally.all_taken:
            continue
        parts: list[_Clause] = []
        for each in reversed(clauses[:place]):
            if not each.loss:
                break
            parts.insert(0, each)
        words = "".join(each.words for each in parts)
        if len(parts) > 1:
            strength = OPEN if _OPEN.search(words, timeout=TIMEOUT) else LOOSE
            reading = Reading(plus(figure(each.points) for each in parts))
            yield Statement("loss", _subject(tally), tally.points, (reading,), strength=strength)
        left = clauses[place + 1] if place + 1 < len(clauses) else None
        if left is not None and _TOTAL.search(left.words, timeout=TIMEOUT):
            whole = constant(HUNDRED) if full is None else figure(full)
            sure = LOOSE if len(parts) > 1 or full is not None else OPEN
            yield Statement(
                "loss", _subject(left), left.points, (Reading(whole - figure(tally.points)),), strength=sure
            )


def _subject(clause: _Clause) -> str:
    words = regex.split(r"[,;:、]", clause.words.rstrip("为是: "), timeout=TIMEOUT)[-1]
    return words[-20:].strip() or clause.points.text
