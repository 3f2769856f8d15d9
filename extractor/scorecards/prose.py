"""Score sheets told in prose: what an indicator was worth and what it was given, sentence by sentence."""

from __future__ import annotations

from extractor.document import Document
from extractor.figures import Figure
from extractor.scorecard import EXECUTION, PROPORTION, Indicator, Scorecard
from extractor.scorecards.cells import Figures, plain_name
from extractor.scorecards.pairs import Pair, find_pairs
from extractor.scorecards.told import find_told_scores


def told_sheets(document: Document, index: Figures, figures: tuple[Figure, ...]) -> tuple[Scorecard, ...]:
    """The sheet that the paragraphs tell, if they give weight and score of two indicators or more."""
    pairs = find_pairs(document, index)
    if len(pairs) < 2 and not any(pair.rate or "扣" in pair.remark for pair in pairs):
        return ()
    totals = [told for told in find_told_scores(document, figures, ()) if told.home == "prose"]
    pairs = _once(pairs, {told.place.paragraph for told in totals if told.place is not None})
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


def _once(pairs: list[Pair], summaries: set[int | None]) -> list[Pair]:
    """The pairs without those that a summary, where the total is told, tells of names that the analysis tells again."""
    analysed = {(plain_name(pair.name), pair.weight.value) for pair in pairs if pair.paragraph not in summaries}
    return [
        pair
        for pair in pairs
        if pair.paragraph not in summaries or (plain_name(pair.name), pair.weight.value) not in analysed
    ]


def _whole(pairs: list[Pair], total: Figure | None) -> tuple[Pair | None, list[Pair]]:
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


def _nested(pairs: list[Pair]) -> list[Pair]:
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
    roots: list[Pair] = []
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


def _outlined(pairs: list[Pair]) -> list[Pair] | None:
    """The tree that the outline gives, where the weights of most heads are those of their rows; else None."""
    if len({pair.section for pair in pairs}) < 2 or any(not pair.section for pair in pairs):
        return None
    children: dict[int, list[Pair]] = {}
    roots: list[Pair] = []
    open_heads: list[Pair] = []
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


def _indicator(pair: Pair, level: int) -> Indicator:
    children = tuple(_indicator(child, level + 1) for child in pair.children)
    return Indicator(
        pair.name, level, pair.weight, pair.score, remark=pair.remark, children=children,
        remark_figures=pair.remark_figures, paragraph=pair.paragraph, kind=_kind(pair),
        rate=pair.rate,
    )  # fmt: skip


def _kind(pair: Pair) -> str:
    """What ties the score to the rate told with it."""
    if pair.rate is None:
        return ""
    return PROPORTION if pair.proportional else EXECUTION
