"""Score sheets told in prose: what an indicator was worth and what it was given, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extractor.document import Document, Paragraph
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.scorecard import EXECUTION, Indicator, Scorecard
from extractor.scorecards.cells import Figures, as_points, name_of
from extractor.scorecards.told import find_told_scores

_WEIGHT = regex.compile(
    r"(?:分值|满分|权重|标准分|应得分|参考分|基准分|总分|分值权重|权重分值?|设定分)(?:设定|设置)?(?:值|数)?(?:共计|合计|为|是|:|共|计|占)*[(]?\s*$"
)
_SCORE = regex.compile(
    r"(?:自评|评价|实际|实|最终|考核|综合|评定|本次|指标|绩效)*(?:得分|评分|得|自评分|评价分|评分结果)(?:情况|结果)?(?:共计|合计|为|是|:|共|了|计)*[(]?\s*$"
)
_AFTER = regex.compile(r"得\s?[\d.]+\s?分\s?[(]\s?(?:满分|分值|权重|标准分|总分)(?:为|是|:|共|计)*\s*$")
"""The weight told in a bracket behind its score; it is not that of the next score."""
_BRACKET = regex.compile(r"[\p{Han}”\"][(]\s*$")
_PRONOUN = regex.compile(
    r"(?:该|(?<!成)本|此|上述)(?:项|三级|二级|一级|评价)*指标$|^(?:该项|本项|此项|其中|指标)$|^(?:该|本|此)(?:部分|方面|维度|环节|类|内容|大类)$"
)
_TAIL = regex.compile(r"(?:指标|部分|方面|类|维度|情况)*(?:设定|的|总|设置|标准|共|一项|小计|合计|该)*$")
_UPPER = regex.compile(r"类指标|一级指标|类$|方面|维度|部分|大类|小计|整体")
_OUTLINE = (
    (1, regex.compile(r"^\s*[一二三四五六七八九十]{1,3}、")),
    (2, regex.compile(r"^\s*[(][一二三四五六七八九十]{1,3}[)]")),
    (3, regex.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.、]|[(]\d{1,2}[)]|\d{1,2}[)]|[①-⑳])(?!\d)")),
)
_BRACKETED_END = regex.compile(r"[(][^()]*[)]$")
_CLAUSE_END = regex.compile(r"[。;:!\n]|(?<=\p{Han}{4}),")
_OPENING_END = regex.compile(r"[。:(]")
_SENTENCE_END = regex.compile(r"[。;!\n]")
_BROKEN = regex.compile(r"[\d,、:]")
_FORMULA = regex.compile(
    r"(?:得|计|评)分=(?:[^,。;]{0,8}(?:分值|权重|满分)|(?P<before>\d+(?:\.\d+)?)分?)?[×*xX]?[^,。;×*xX]{0,8}"
    r"(?:执行率|完成率|支出进度|执行进度)(?:[×*xX](?:[^,。;]{0,8}(?:分值|权重|满分)|(?P<after>\d+(?:\.\d+)?)分?))?(?=[,。;])"
)
_APART = 60
"""Characters that may stand between a bracketed weight and its score."""


@dataclass(slots=True)
class _Pair:
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
    children: list[_Pair] = field(default_factory=list)


def told_sheets(document: Document, index: Figures, figures: tuple[Figure, ...]) -> tuple[Scorecard, ...]:
    """The sheet that the paragraphs tell, if they give weight and score of two indicators or more."""
    pairs: list[_Pair] = []
    heading, section = "", 0
    for paragraph in document.paragraphs():
        section = _level(paragraph.text) or section
        found = list(_pairs(paragraph, index, heading))
        for pair in found:
            pair.section = pair.depth or section
        pairs.extend(found)
        heading = _heading(paragraph) or heading
    if len(pairs) < 2 and not any(pair.rate or "扣" in pair.remark for pair in pairs):
        return ()
    totals = [told for told in find_told_scores(document, figures, ()) if told.home == "prose"]
    own = {pair.score.id for pair in pairs}
    total = next((told for told in reversed(totals) if told.figure.id not in own and told.sure), None)
    whole, pairs = _whole(pairs, total.figure if total else None)
    if whole is not None:
        total = next((told for told in totals if told.figure.id == whole.score.id), total)
    total_score = total.figure if total else whole.score if whole else None
    roots = tuple(_indicator(pair, 1) for pair in _nested(pairs))
    return (
        Scorecard(
            "", "prose", roots, whole.weight if whole else None, total_score, total.grade if total else "",
            total.place if total else None, paragraphs=tuple(dict.fromkeys(pair.paragraph for pair in pairs)),
            total_name=total.words if total else "",
        ),
    )  # fmt: skip


def _level(text: str) -> int:
    """The outline level of a numbered paragraph: 1 for 三、, 2 for （一）, 3 for 1.; 0 without a number."""
    return next((level for level, pattern in _OUTLINE if pattern.match(narrow(text), timeout=TIMEOUT)), 0)


def _heading(paragraph: Paragraph) -> str:
    """A paragraph that only names what follows."""
    words = name_of(paragraph.text)
    words = _BRACKETED_END.sub("", words, timeout=TIMEOUT)
    return words if 2 <= len(words) <= 30 and "。" not in words and "," not in words else ""


def _pairs(paragraph: Paragraph, index: Figures, heading: str) -> list[_Pair]:
    text = narrow(paragraph.text)
    points = [
        each
        for each in index.of_paragraph(paragraph.number)
        if each.is_quantity and each.unit.dimension in ("score", "")
    ]
    found: list[_Pair] = []
    weight: Figure | None = None
    used = 0
    for figure in points:
        before = text[max(0, figure.place.start - 20) : figure.place.start]
        scored = figure.unit.dimension == "score"
        if scored and _AFTER.search(before, timeout=TIMEOUT):
            weight = None
        elif _WEIGHT.search(before, timeout=TIMEOUT) or scored and _bracketed(text, figure, before):
            weight = figure
        elif weight is not None and scored and _SCORE.search(before, timeout=TIMEOUT):
            between = text[weight.place.end : figure.place.start]
            bracketed = bool(_BRACKET.search(text[: weight.place.start], timeout=TIMEOUT))
            if figure.value <= 10 * weight.value and not (bracketed and len(between) > _APART):
                inside = tuple(each for each in points if weight.place.end <= each.place.start < figure.place.start)
                pair = _pair(text, weight, figure, inside, used, heading, paragraph)
                pair.rate = _told_rate(pair, index.of_paragraph(paragraph.number))
                found.append(pair)
                used = figure.place.end
            weight = None
    return found


def _bracketed(text: str, figure: Figure, before: str) -> bool:
    return bool(_BRACKET.search(before, timeout=TIMEOUT)) and text[figure.place.end : figure.place.end + 1] == ")"


def _pair(
    text: str, weight: Figure, score: Figure, inside: tuple[Figure, ...], used: int, heading: str, paragraph: Paragraph
) -> _Pair:
    """The name stands before the weight in its clause; a pronoun means the paragraph's own heading."""
    before = text[used : weight.place.start]
    cue = _WEIGHT.search(before, timeout=TIMEOUT)
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
    words = text[weight.place.end : score.place.start]
    return _Pair(name, as_points(weight), as_points(score), upper, depth, paragraph.number, words, inside)


def _told_rate(pair: _Pair, figures: tuple[Figure, ...]) -> Figure | None:
    """The rate between weight and score where the words between say that the score is the weight times the rate."""
    formula = _FORMULA.search(pair.remark, timeout=TIMEOUT)
    if formula is None or not ("×" in formula[0] or "*" in formula[0] or "x" in formula[0].lower()):
        return None
    factor = formula["before"] or formula["after"]
    if factor and Decimal(factor) != pair.weight.value:
        return None
    inside = [each for each in figures if pair.weight.place.end <= each.place.start < pair.score.place.start]
    rates = [each for each in inside if each.is_quantity and each.unit.symbol == "%"]
    return rates[0] if len(rates) == 1 else None


def _sentence_before(lead: str) -> str:
    """The name that is a sentence of its own before the last clause (（一）投入情况。该部分…); "" without one."""
    sentences = _SENTENCE_END.split(lead, timeout=TIMEOUT)
    words = name_of(sentences[-2]) if len(sentences) > 1 else ""
    return words if 2 <= len(words) <= 24 and not _BROKEN.search(words, timeout=TIMEOUT) else ""


def _whole(pairs: list[_Pair], total: Figure | None) -> tuple[_Pair | None, list[_Pair]]:
    """The pair that is the total itself (满分100分 … 综合得分87.5分), and the others."""
    others = sum(pair.weight.value for pair in pairs)
    hundreds = sum(pair.weight.value == 100 for pair in pairs)
    for pair in pairs:
        hundred = pair.weight.value == 100
        covers = pair.weight.value * 2 == others or hundred and others > 200
        if covers and (
            total is None or pair.score.value == total.value or len(pairs) > 2 and hundred and hundreds == 1
        ):
            return pair, [each for each in pairs if each is not pair]
    return None, pairs


def _nested(pairs: list[_Pair]) -> list[_Pair]:
    """Heads over their rows; heads told after their rows (subtotals) close them."""
    outlined = _outlined(pairs)
    if outlined is not None:
        return outlined
    depths = sorted({pair.depth for pair in pairs if pair.depth})
    if len(depths) > 1 and not any(pair.upper for pair in pairs):
        for pair in pairs:
            pair.upper = pair.depth == depths[0]
    if not any(pair.upper for pair in pairs) or all(pair.upper for pair in pairs):
        return pairs
    ordered = pairs if pairs[0].upper else pairs[::-1]
    roots: list[_Pair] = []
    for pair in ordered:
        if pair.upper or not roots:
            roots.append(pair)
        else:
            roots[-1].children.append(pair)
    if ordered is pairs:
        return roots
    for root in roots:
        root.children.reverse()
    return roots[::-1]


def _outlined(pairs: list[_Pair]) -> list[_Pair] | None:
    """The tree that the outline gives, where the weights of most heads are those of their rows; else None."""
    if len({pair.section for pair in pairs}) < 2 or any(not pair.section for pair in pairs):
        return None
    children: dict[int, list[_Pair]] = {}
    roots: list[_Pair] = []
    open_heads: list[_Pair] = []
    for pair in pairs:
        while open_heads and open_heads[-1].section >= pair.section:
            open_heads.pop()
        (children.setdefault(id(open_heads[-1]), []) if open_heads else roots).append(pair)
        open_heads.append(pair)
    heads = [pair for pair in pairs if id(pair) in children]
    tied = [head for head in heads if sum(row.weight.value for row in children[id(head)]) == head.weight.value]
    if len(tied) * 2 <= len(heads) or len(tied) < 2:
        return None
    for head in heads:
        head.children = children[id(head)]
    return roots


def _indicator(pair: _Pair, level: int) -> Indicator:
    children = tuple(_indicator(child, level + 1) for child in pair.children)
    return Indicator(
        pair.name, level, pair.weight, pair.score, remark=pair.remark, children=children,
        remark_figures=pair.remark_figures, paragraph=pair.paragraph, kind=EXECUTION if pair.rate else "",
        rate=pair.rate,
    )  # fmt: skip
