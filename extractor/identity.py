"""Whose report it is and of which year: title, organization, fiscal year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor import later
from extractor.document import Block, Document, Paragraph
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.vocabulary import TIMEOUT, compiled

_TITLE = later.compile(r"(?:报告|决算|预算|自评表|评价表|评分表|自评情况|公开|说明)(?:书|表)?\s*$")
_NAMED = later.compile(
    r"(?:部门|单位|项目单位|预算部门|填报单位|部门\(单位\)|编报部门|主管部门|实施单位)\s*(?:名称)?(?:\(公章\)|\(盖章\))?\s*[:：]?\s*(?P<name>\p{Han}[\p{Han}()]{3,40})$"
)
_STRANGER = later.compile(
    r"委托|受托|评价(?:机构|单位|部门)|(?:承担|承办|施工|监理|采购|中标|供应|监督|审计|组织评价|牵头|协作|收款|建设管理)"
)
"""The client, the evaluator and contractors: none of them is the body that reports."""
_EVALUATED = later.compile(r"被评价|受评")
_ABOVE = "主管部门"
_BODY = later.compile(
    r"(?P<name>[\p{Han}()]{2,30}?(?:局|委员会|委|办公室|中心|街道办事处|街道|人民政府|镇政府|学校|中学|小学|大学|学院|医院|公安分局|厅|院|馆|所|站|社会工作部|部|队|协会|联合会))(?=\s?(?:(?:19|20)\d{2}|部门|整体|项目|关于|预算|绩效))"
)
_ENDS = later.compile(
    r"(?:局|委员会|委|办公室|中心|街道|政府|学校|中学|小学|大学|学院|医院|厅|院|馆|所|站|部|队|会|处)$"
)
_NUMBERED = later.compile(r"^(?:[一二三四五六七八九十]+、|[(（]|\d+[.、]|附件|第\S{1,3}[章部])")
_YEAR = later.compile(r"(?P<year>(?:19|20)\d{2})\s?年度?")


def title(document: Document) -> str:
    """The first line that names the kind of report with its year or body, with the line above; "" if none does."""
    lines = [each.text.strip() for each in document.paragraphs()][:400]
    for place, line in enumerate(lines):
        if (
            not _TITLE.search(line, timeout=TIMEOUT)
            or not 6 <= len(line) <= 60
            or _NUMBERED.match(line, timeout=TIMEOUT)
        ):
            continue
        before = lines[place - 1] if place and len(lines[place - 1]) <= 40 else ""
        if _BODY.search(line, timeout=TIMEOUT):
            return line
        if _BODY.search(f"{before}部门", timeout=TIMEOUT) and not compiled("[。：:，]").search(before, timeout=TIMEOUT):
            return f"{before}{line}"
        if _YEAR.search(line, timeout=TIMEOUT):
            return line
    return ""


def organization(document: Document, heading: str) -> str:
    """The body that reports: from a 部门名称 or 实施单位 line, else the title, else the 主管部门; "" if none."""
    above = ""
    for block in document.blocks[:120]:
        for text in _labels(block):
            line = narrow(text).replace("\n", "").strip()
            match = _NAMED.search(line, timeout=TIMEOUT)
            if match is None or not _ENDS.search(match["name"], timeout=TIMEOUT):
                continue
            label = line[: match.start("name")]
            if _STRANGER.search(label, timeout=TIMEOUT) and not _EVALUATED.search(label, timeout=TIMEOUT):
                continue
            if _ABOVE not in label:
                return str(match["name"])
            above = above or str(match["name"])
    match = _BODY.search(narrow(heading), timeout=TIMEOUT)
    return compiled(r"^附件\d*").sub("", match["name"], timeout=TIMEOUT) if match else above


def _labels(block: Block) -> list[str]:
    """A paragraph's text, or each pair of neighbouring cells of a table as a label with its content."""
    if isinstance(block, Paragraph):
        return [block.text]
    pairs = zip(block.cells, block.cells[1:], strict=False)
    return [f"{left.text}：{right.text}" for left, right in pairs if left.row == right.row][:200]


def fiscal_year(document: Document, figures: Sequence[Figure], heading: str) -> int | None:
    """The year reported on: the title's, else the year told most often with 年度; None if no year is told."""
    match = _YEAR.search(narrow(heading), timeout=TIMEOUT)
    if match:
        return int(match["year"])
    years = Counter(
        int(each.value)
        for each in figures
        if each.kind == "date" and "年度" in each.text and 1990 <= each.value <= 2100
    )
    return max(sorted(years), key=lambda year: years[year]) if years else None
