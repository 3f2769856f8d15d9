"""Points told in sentences: what an indicator is worth and what it was given, name by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor import later
from extractor.document import Document, Paragraph
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.remembered import remembered
from extractor.scorecards.cells import Figures, as_points, name_of

_WEIGHT = later.compile(
    r"(?:分值|满分|权重|标准分|应得分|参考分|基准分|(?<!自评|评价|综合|考核|最终|评定|得)总分|分值权重|权重分值?|设定分)(?:设定|设置)?(?:值|数)?(?:共计|合计|为|是|:|共|计|占)*[(]?\s*$"
)
_SCORE = later.compile(
    r"(?:自评|评价|实际|实|最终|考核|综合|评定|本次|指标|绩效)*(?:得分|评分|得|自评分|评价分|评分结果)(?:情况|结果)?(?:共计|合计|为|是|:|共|了|计)*[(]?\s*$"
)
_BRACKET = later.compile(r"[\p{Han}”\"][(]\s*$")
_PRONOUN = later.compile(
    r"(?:该|(?<!成)本|此|上述)(?:项|三级|二级|一级|评价)*指标$|^(?:该项|本项|此项|其中|指标)$|^(?:该|本|此)(?:部分|方面|维度|环节|类|内容|大类)$"
)
_TAIL = later.compile(r"(?:指标|部分|方面|类|维度|情况)*(?:设定|的|总|设置|标准|共|一项|小计|合计|该)*$")
_UPPER = later.compile(r"类指标|一级指标|类$|方面|维度|部分|大类|小计|整体")
_OUTLINE = (
    (1, later.compile(r"^\s*[一二三四五六七八九十]{1,3}、")),
    (2, later.compile(r"^\s*[(][一二三四五六七八九十]{1,3}[)]")),
    (3, later.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.、]|[(]\d{1,2}[)]|\d{1,2}[)]|[①-⑳])(?!\d)")),
)
_BRACKETED_END = later.compile(r"[(][^()]*[)]$")
_CLAUSE_END = later.compile(r"[。;:!\n]|(?<=\p{Han}{4}|\d分),|其中[,:]?")
_OPENING_END = later.compile(r"[。:(]")
_SENTENCE_END = later.compile(r"[。;!\n]")
_BROKEN = later.compile(r"[\d,、:]")
_FORMULA = later.compile(
    r"(?:(?:得|计|评)分=|按照?|以)(?:[^,。;]{0,8}(?:分值|权重|满分)|(?P<before>\d+(?:\.\d+)?)分?)?[×*xX]?[^,。;×*xX]{0,8}"
    r"(?:执行率|完成率|支出进度|执行进度)(?:[×*xX](?:[^,。;]{0,8}(?:分值|权重|满分)|(?P<after>\d+(?:\.\d+)?)分?))?"
    r"(?:计算|计分|计|得分|得)*(?=[,。;])"
)
_PROPORTION = later.compile(r"按照?[^,。;\d]{0,10}比例(?:计算|计|核|折|换|得|给|赋)+(?:得?分)?")
_RATE_NAMED = later.compile(r"(?:执行率|完成率|支出进度|执行进度)(?:为|是|达到?|:)?\s*$")
_APART = 60
"""Characters that may stand between a bracketed weight and its score."""


_RATIO = later.compile(r"(?:得分|达标)率(?:为|是|达到?|:)?\s*$")
"""Before a rate that is the part of the weight which was given."""
_BREAK = later.compile(r"[。;\n]|\d")
_BEHIND = later.compile(r"[(,]\s*(?:满分|分值|权重|标准分|总分)(?:值)?(?:为|是|:|共|计)*\s*$")
"""Between a score and the weight told right behind it."""


@dataclass(slots=True)
class Pair:
    """Weight and score of one name. ``rate`` is that of a formula told between them, ``ratio`` the 得分率 behind."""

    name: str
    weight: Figure
    score: Figure
    upper: bool
    depth: int
    paragraph: int
    remark: str
    remark_figures: tuple[Figure, ...]
    section: int = 0
    rate: Figure | None = None
    ratio: Figure | None = None
    proportional: bool = False
    children: list[Pair] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ToldPoints:
    """The points told in a sentence under a name; ``ratio`` is the 得分率 told with them. ``words``: the paragraph."""

    name: str
    weight: Figure
    score: Figure
    ratio: Figure | None
    paragraph: int
    words: str


@remembered
def find_told_points(document: Document, figures: tuple[Figure, ...]) -> tuple[ToldPoints, ...]:
    """Every weight with its score that the paragraphs tell, in the order of the report."""
    texts = {paragraph.number: paragraph.text for paragraph in document.paragraphs()}
    return tuple(
        ToldPoints(pair.name, pair.weight, pair.score, pair.ratio, pair.paragraph, texts[pair.paragraph])
        for pair in find_pairs(document, Figures(figures))
    )


def find_pairs(document: Document, index: Figures) -> list[Pair]:
    """The pairs of all paragraphs with the sections that they stand in."""
    found: list[Pair] = []
    heading, section = "", 0
    for paragraph in document.paragraphs():
        section = _level(paragraph.text) or section
        for pair in _pairs(paragraph, index, heading):
            pair.section = pair.depth or section
            found.append(pair)
        heading = _heading(paragraph) or heading
    return found


def _level(text: str) -> int:
    """The outline level of a numbered paragraph: 1 for 三、, 2 for （一）, 3 for 1.; 0 without a number."""
    return next((level for level, pattern in _OUTLINE if pattern.match(narrow(text), timeout=TIMEOUT)), 0)


def _heading(paragraph: Paragraph) -> str:
    """A paragraph that only names what follows."""
    words = name_of(paragraph.text)
    words = _BRACKETED_END.sub("", words, timeout=TIMEOUT)
    return words if 2 <= len(words) <= 30 and "。" not in words and "," not in words else ""


def _pairs(paragraph: Paragraph, index: Figures, heading: str) -> list[Pair]:
    text = narrow(paragraph.text)
    own = index.of_paragraph(paragraph.number)
    points = [each for each in own if each.is_quantity and each.unit.dimension in ("score", "")]
    found: list[Pair] = []
    weight: Figure | None = None
    score: Figure | None = None
    used = 0
    for figure in points:
        before = text[max(0, figure.place.start - 20) : figure.place.start]
        scored = figure.unit.dimension == "score"
        if score is not None and scored and _BEHIND.fullmatch(text, score.place.end, figure.place.start):
            found.append(_pair(text, figure, score, (), used, heading, paragraph))
            used, weight, score = figure.place.end, None, None
            continue
        score = None
        if _WEIGHT.search(before, timeout=TIMEOUT) or scored and _bracketed(text, figure, before):
            weight = figure
        elif scored and _SCORE.search(before, timeout=TIMEOUT):
            if weight is not None and _belongs(text, weight, figure):
                inside = tuple(each for each in points if weight.place.end <= each.place.start < figure.place.start)
                found.append(_pair(text, weight, figure, inside, used, heading, paragraph))
                found[-1].rate = _told_rate(found[-1], text, used, own)
                used = figure.place.end
            else:
                score = figure
            weight = None
    _add_ratios(found, text, own)
    _add_remarks(found, text, points)
    return found


def _belongs(text: str, weight: Figure, score: Figure) -> bool:
    """Whether a score goes with the weight before it: not ten times as large, nor far from a weight in brackets."""
    between = text[weight.place.end : score.place.start]
    bracketed = bool(_BRACKET.search(text[: weight.place.start], timeout=TIMEOUT))
    return score.value <= 10 * weight.value and not (bracketed and len(between) > _APART)


def _add_remarks(pairs: list[Pair], text: str, points: list[Figure]) -> None:
    """What is told up to the end of the score's sentence; else the whole paragraph, where it tells of nothing else."""
    for pair in pairs:
        start, last = sorted((pair.weight.place.start, pair.score.place.start))
        end = _SENTENCE_END.search(text, last, timeout=TIMEOUT)
        others = [each.weight.place.start for each in pairs if each.weight.place.start > last]
        stop = min([*others, end.start() if end else len(text)])
        if len(pairs) == 1 and "扣" not in text[start:stop]:
            start, stop = 0, len(text)
        pair.remark = text[start:stop]
        own = (pair.weight.place.start, pair.score.place.start)
        inside = (each for each in points if start <= each.place.start < stop and each.place.start not in own)
        pair.remark_figures = tuple(inside)


def _add_ratios(pairs: list[Pair], text: str, figures: tuple[Figure, ...]) -> None:
    """The 得分率 told behind each pair, before the next one."""
    for place, pair in enumerate(pairs):
        start = max(pair.weight.place.end, pair.score.place.end)
        stop = (
            min(pairs[place + 1].weight.place.start, pairs[place + 1].score.place.start)
            if pairs[place + 1 :]
            else len(text)
        )
        pair.ratio = next(
            (
                each
                for each in figures
                if start <= each.place.start < stop
                and each.unit.symbol == "%"
                and _RATIO.search(text[start : each.place.start], timeout=TIMEOUT)
                and not _BREAK.search(text[start : each.place.start], timeout=TIMEOUT)
            ),
            None,
        )


def _bracketed(text: str, figure: Figure, before: str) -> bool:
    return bool(_BRACKET.search(before, timeout=TIMEOUT)) and text[figure.place.end : figure.place.end + 1] == ")"


def _pair(
    text: str, weight: Figure, score: Figure, inside: tuple[Figure, ...], used: int, heading: str, paragraph: Paragraph
) -> Pair:
    """The name stands before the weight in its clause; a pronoun means the paragraph's own heading."""
    first, cues = (weight, _WEIGHT) if weight.place.start < score.place.start else (score, _SCORE)
    before = text[used : first.place.start].lstrip(")],;。 ")
    cue = cues.search(before, timeout=TIMEOUT)
    lead = before[: cue.start()] if cue else before.rstrip().rstrip("(")
    clause = _CLAUSE_END.split(lead.rstrip(" ,、:("), timeout=TIMEOUT)[-1].strip(" ,、(")
    depth = _level(text)
    upper = bool(_UPPER.search(clause, timeout=TIMEOUT))
    name = _TAIL.sub("", name_of(clause), count=1, timeout=TIMEOUT)
    pronoun = bool(_PRONOUN.search(clause, timeout=TIMEOUT))
    named = _sentence_before(lead) if pronoun else ""
    if named:
        name = named
    elif not name or pronoun or len(name) > 30:
        opening = name_of(_OPENING_END.split(text.strip(), maxsplit=1, timeout=TIMEOUT)[0]) if not used else ""
        name = opening if depth and 2 <= len(opening) <= 24 else heading
    words = text[weight.place.end : score.place.start] if first is weight else ""
    return Pair(name, as_points(weight), as_points(score), upper, depth, paragraph.number, words, inside)


def _told_rate(pair: Pair, text: str, used: int, figures: tuple[Figure, ...]) -> Figure | None:
    """The rate told with weight and score where the words between say that the score is the weight times the rate."""
    rates = [each for each in figures if each.is_quantity and each.unit.symbol == "%"]
    if _PROPORTION.search(text[used : pair.score.place.start], timeout=TIMEOUT):
        pair.proportional = True
        own = [each for each in rates if _is_named(pair.name, text[used : each.place.start])]
        return own[0] if len(own) == 1 else None
    formula = _FORMULA.search(pair.remark, timeout=TIMEOUT)
    if formula is None or not ("×" in formula[0] or "*" in formula[0] or "x" in formula[0].lower()):
        return None
    factor = formula["before"] or formula["after"]
    if factor and Decimal(factor) != pair.weight.value:
        return None
    inside = [each for each in rates if pair.weight.place.end <= each.place.start < pair.score.place.start]
    earlier = [
        each
        for each in rates
        if used <= each.place.start < pair.weight.place.start
        and _RATE_NAMED.search(text[used : each.place.start], timeout=TIMEOUT)
    ]
    found = inside or earlier
    return found[0] if len(found) == 1 else None


def _is_named(name: str, before: str) -> bool:
    """Whether the words before a rate are the indicator's name."""
    return len(name) > 2 and before.rstrip(":为是达到 ").endswith(name)


def _sentence_before(lead: str) -> str:
    """The name that is a sentence of its own before the last clause (（一）投入情况。该部分…); "" without one."""
    sentences = _SENTENCE_END.split(lead, timeout=TIMEOUT)
    words = name_of(sentences[-2]) if len(sentences) > 1 else ""
    return words if 2 <= len(words) <= 24 and not _BROKEN.search(words, timeout=TIMEOUT) else ""
