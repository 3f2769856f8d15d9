"""Scores told outside the sheet itself: the total in prose or on a cover form, with its grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor import later
from extractor.document import Cell, Document, Passage, Place, Table, passages
from extractor.figures import TIMEOUT, Figure
from extractor.numerals import narrow
from extractor.remembered import remembered
from extractor.scorecards.cells import Figures, as_points
from extractor.scorecards.draft import GRADE_WORDS, grade_word, is_grade_label, is_total, own_cells
from extractor.scorecards.heads import squeeze

_CUE = later.compile(
    r"(?P<whole>综合|总体|总|最终|整体|合计)?(?P<who>自评|评价|绩效|自评价|评定)*(?P<noun>得分|总分|评分|总评分|分数|自评分|评价分|打分|总得分)"
    r"(?:结果)?(?:合计|共计|总计)?(?:为|是|:|达到|达|共|,)?\s*$"
)
_SIGNS = ("+", "-", "×", "*", "x", "X", "÷", "/")
_WORKED = later.compile(r"\s*=(?:[\d.%分 ()×*xX÷/+\-]{3,160}=)?\s*$")
"""A calculation printed between the name of a score and its value."""
_BARE = later.compile(r"(?P<whole>)(?P<who>自评|评价|评定)(?P<noun>)(?:结果)?(?:为|是|:)?\s*$")
_OTHERS = later.compile(r"第三方|复核|专家|复评|抽查|上年|去年|上一年|平均|财政局评|财政部门评|扣")
_PART = later.compile(r"指标|(?:该|本|此)项(?!目)|方面|维度|一项|部分|[一二三四1-4]级|率$|性$|情况$|类$|季度")
_WHOLE = later.compile(
    r"单位|部门|整体|支出|项目|我[局中委院办校站厅]|本[局中委院办校站厅]|年度|综合|报告|专项|资金|工作|中心|绩效"
)
_COMMA = later.compile(r"[,、]")
_GRADE = later.compile(
    rf"(?:等级|等次|评级|档次|级别|结果|评定|评为|评价|结论)[\p{{Han}}]{{0,6}}?[:,]?\s*[“\"']?(?P<grade>{'|'.join(GRADE_WORDS)})"
    rf"(?:[”\"']|(?![\p{{Han}}])|级|等)|[(,]\s*[“\"']?(?P<bare>优秀|良好|优|良|中|差)[”\"']?(?:级|等|等次)?\s*[),。;]"
)
_BOUND = later.compile(
    r"分?\s*(?:[(]不?含[^)]{0,4}[)])?\s*(?:[-~至到]\s*\d|(?:[(]不?含[^)]{0,4}[)])?(?:及?以[上下内]|至|到|[≤<]))"
)
"""What stands behind a number that bounds a grade: 90（含）-100分为优."""
_LONE = later.compile(
    rf"(?:^|[。;,!\n])\s*(?:[一二三四五六七八九十\d]{{1,3}}[、.])?(?:本次|项目|整体支出|部门整体支出|综合|自我|自评|绩效|评价|评定|最终|总体)*(?:等级|等次|评级|档次|评价结论|评价结果|自评结果|自评结论)"
    rf"(?:评定|确定)?(?:为|是|:)?\s*[“\"']?(?P<grade>{'|'.join(GRADE_WORDS)})[”\"']?(?:级|等|等次|档)?\s*(?:[(](?:[^()。]|[(][^()]*[)])*[)])?\s*(?=[。;,!\n]|$)"
)
"""A grade told in a clause of its own, without a score."""


@dataclass(frozen=True, slots=True)
class ToldScore:
    """A total score outside the sheet. ``sure`` where its words leave no doubt that the whole is meant."""

    figure: Figure
    words: str
    home: str
    grade: str = ""
    sure: bool = True
    place: Place | None = None


@remembered
def find_told_scores(
    document: Document, figures: tuple[Figure, ...], sheets: tuple[int, ...], others: bool = False
) -> tuple[ToldScore, ...]:
    """Every total score told in prose, or beside a label in a table that is none of the ``sheets``.

    ``others``: those of other evaluators (第三方, 复核) and other years too.
    """
    index = Figures(figures)
    found: list[ToldScore] = []
    for passage in passages(document):
        if passage.cell is None and passage.paragraph is not None:
            found.extend(_in_prose(passage, index.of_paragraph(passage.paragraph.number), others))
    for table in document.tables():
        if table.number not in sheets:
            found.extend(_in_form(table, index))
    return tuple(found)


def _in_prose(passage: Passage, figures: tuple[Figure, ...], others: bool) -> Iterator[ToldScore]:
    text = narrow(passage.text)
    for figure in figures:
        if not figure.is_quantity or figure.unit.dimension not in ("", "score") or figure.value > 200:
            continue
        start = figure.place.start
        if figure.qualifier in ("least", "most") or _BOUND.match(text, figure.place.end, timeout=TIMEOUT):
            continue
        clause = text[max(text.rfind(mark, 0, start) for mark in "。;!\n") + 1 : start]
        clause = (
            _WORKED.sub("为", clause, timeout=TIMEOUT)
            if text[figure.place.end : figure.place.end + 1] not in _SIGNS
            else clause
        )
        match = _CUE.search(clause, timeout=TIMEOUT)
        if match is None and figure.unit.dimension == "score":
            match = _BARE.search(clause, timeout=TIMEOUT)
        if match is None:
            continue
        lead = clause[: match.start()].rstrip(":的")
        foreign = bool(_OTHERS.search(_COMMA.split(lead.rstrip(","), timeout=TIMEOUT)[-1] + match[0], timeout=TIMEOUT))
        subject = _COMMA.split(lead, timeout=TIMEOUT)[-1].strip()
        if foreign and not others or _PART.search(subject, timeout=TIMEOUT) and not match["whole"]:
            continue
        whole = bool(match["whole"]) or match["noun"] in ("总分", "总得分", "总评分")
        sure = whole or bool(_WHOLE.search(subject, timeout=TIMEOUT)) or bool(match["who"]) and not subject
        if not sure and subject and not foreign:
            continue
        after = text[figure.place.end : figure.place.end + 40].split("。")[0]
        grade = _GRADE.search(after, timeout=TIMEOUT)
        word = (grade["grade"] or grade["bare"]) if grade else ""
        yield ToldScore(
            as_points(figure),
            match[0].strip(),
            "prose",
            word,
            sure,
            passage.place(figure.place.start, figure.place.end),
        )


@remembered
def lone_grades(document: Document) -> tuple[tuple[str, Place], ...]:
    """Every grade that a clause of its own tells (评价等级：良。), with its place."""
    found: list[tuple[str, Place]] = []
    for passage in passages(document):
        if passage.cell is None:
            for match in _LONE.finditer(narrow(passage.text), timeout=TIMEOUT):
                found.append((match["grade"], passage.place(*match.span("grade"))))
    return tuple(found)


def _in_form(table: Table, index: Figures) -> Iterator[ToldScore]:
    """A cell that says 综合得分 with the number in the next one; the grade in the same row or the next."""
    rows = own_cells(table)
    for number in range(1, table.height + 1):
        cells = [cell for cell in rows[number] if cell.text.strip()]
        for label, value in pairwise(cells):
            words = squeeze(label.text)
            if not is_total(label.text) or not ("得分" in words or "评分" in words or "总分" in words and _lone(cells)):
                continue
            held = index.of_cell(table, value)
            if len(held) != 1 or not held[0].is_quantity or squeeze(value.text).rstrip("分") != held[0].number:
                continue
            near = [cell for row in rows[number : number + 2] for cell in row]
            marked = any(is_grade_label(cell.text) for cell in near)
            grade = next((grade_word(cell.text) for cell in near if grade_word(cell.text)), "") if marked else ""
            yield ToldScore(as_points(held[0]), words, "table", grade)


def _lone(cells: list[Cell]) -> bool:
    """Whether a single cell of the row holds a number."""
    return sum(1 for cell in cells if squeeze(cell.text).rstrip("分").replace(".", "", 1).isdigit()) == 1
