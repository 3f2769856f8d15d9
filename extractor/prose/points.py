"""Points told group by group in one sentence: 自评得分a分，其中决策得b分、产出得c分; 共扣a分，其中…扣b分."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor import later
from extractor.document import Passage
from extractor.expression import figure, plus
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.prose.point_words import ALL_TAKEN, MOSTLY_LAST, NAMED, TAKEN
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled

_SCORE = later.compile(
    r"(?:得分|总分|评分|分数|自评分|评价分|打分|得|自评|评价)(?:结果)?(?:合计|共计|总计)?(?:为|是|:|达到?|共)?\s*$"
)
_LIST = later.compile(
    r"\s*(?:[(][^()其]{0,20}[)])?\s*[,;:(]?\s*(?:其中|分别(?:为|是)|具体(?:为|是|如下)|包括)\s*[:,]?|\s*:(?!\d)"
)
_WEIGHT = later.compile(r"(?:满分|分值|权重|标准分|应得分?|基准分|总分)(?:设定|设置|值)?(?:为|是|:|共|计)*\s*$|/\s*$")
_WHOLE = later.compile(
    r"综合|最终|总得分|总评分|总分|合计|共计|共扣|平均|上年|第三方|复核|以上|以下|未得|扣除后|等(?:级|次)|调整|加权"
)
_OPEN = later.compile(r"等|主要|例如|比如|部分指标")
_NESTED = later.compile(r"其中|包括|每|分别")
_END = later.compile(r"[。\n]")

_GROUP = Decimal(5)
"""What a group of indicators that a short list leaves out is worth at the least."""


def points(passage: Passage, figures: Sequence[Figure]) -> Iterator[Statement]:
    """Each total of points with its groups; a list that may leave groups out cannot fall short for sure."""
    text = narrow(passage.text)
    own = [each for each in figures if each.is_quantity and each.unit.dimension == "score"]
    for place, total in enumerate(own):
        before = text[max(0, total.place.start - 20) : total.place.start]
        lost = ALL_TAKEN.search(before, timeout=TIMEOUT)
        opened = _LIST.match(text, total.place.end, timeout=TIMEOUT)
        if opened is None or not (lost or _SCORE.search(before, timeout=TIMEOUT)):
            continue
        end = _END.search(text, opened.end(), timeout=TIMEOUT)
        stop = end.start() if end else len(text)
        if "(" in opened[0] and ")" not in opened[0]:
            stop = min(stop, text.find(")", opened.end()) % (len(text) + 1))
        rows = [each for each in own[place + 1 :] if each.place.end <= stop]
        found = _rows(text, opened.end(), rows, bool(lost))
        if found is None or len(found[0]) < 2:
            continue
        parts, weights = found
        strength = _strength(text[opened.start() : parts[-1].place.end], total, parts, weights, bool(lost))
        subject = (
            compiled(r"[,。;:\n]").split(text[: total.place.start].rstrip("为是: "), timeout=TIMEOUT)[-1][-20:].strip()
        )
        yield Statement("total", subject or total.text, total, (Reading(plus(map(figure, parts))),), strength=strength)


def _rows(text: str, start: int, rows: Sequence[Figure], lost: bool) -> tuple[list[Figure], list[Figure]] | None:
    """The points of the groups and their weights, up to the first words that tell another whole; None if mixed."""
    parts: list[Figure] = []
    weights: list[Figure] = []
    place, weighed = start, False
    for each in rows:
        words = text[place : each.place.start]
        bracketed = words.rfind("(") > words.rfind(")")
        if _NESTED.search(words, timeout=TIMEOUT):
            return None
        if bracketed and TAKEN.search(words, timeout=TIMEOUT) and not lost:
            continue
        if words.rstrip().endswith("(") or _WEIGHT.search(words, timeout=TIMEOUT):
            weights.append(each)
            weighed = True
        elif _WHOLE.search(words, timeout=TIMEOUT):
            break
        elif bool(TAKEN.search(words, timeout=TIMEOUT)) != lost:
            return None if not lost else (parts, weights)
        elif not weighed and not NAMED.search(words, timeout=TIMEOUT):
            return None
        else:
            parts.append(each)
            weighed = False
        place = each.place.end
    return parts, weights


def _strength(words: str, total: Figure, parts: Sequence[Figure], weights: Sequence[Figure], lost: bool) -> str:
    """Parts above their total do not fit in any case; below it the list must be known to be complete."""
    if _OPEN.search(words, timeout=TIMEOUT):
        return OPEN
    values = [each.value for each in parts]
    if _levels(values) or sum(values, Decimal(0)) * 2 > total.value * 3:
        return OPEN
    if sum(values, Decimal(0)) > total.value:
        return FIRM
    whole = sum((each.value for each in weights), Decimal(0))
    if len(weights) == len(parts) and whole >= 100:
        return FIRM
    if not lost and len(parts) == 2 and total.value - sum(values, Decimal(0)) >= _GROUP:
        return OPEN
    last = compiled(r"[,、;和]").split(words, timeout=TIMEOUT)[-1]
    return LOOSE if lost or MOSTLY_LAST.search(last, timeout=TIMEOUT) else OPEN


def _levels(values: Sequence[Decimal]) -> bool:
    """Whether a value is the sum of the two or more that follow it: groups and their rows in one list."""
    return any(
        values[at] == sum(values[at + 1 : end], Decimal(0))
        for at in range(len(values))
        for end in range(at + 3, len(values) + 1)
    )
