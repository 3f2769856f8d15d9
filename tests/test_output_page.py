"""The page without a browser: every finding and figure is in it, in its place, and nothing of a report is markup."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import page_making as made
import pytest
from lxml import html
from shell import CLEAN, FAULTY, gouji

from auditor.language import Language
from auditor.marker import MARK
from auditor.outputs import Source, page
from auditor.outputs.page.body import blocks, pieces
from auditor.outputs.page.markup import visible
from auditor.overview import overview
from auditor.overview_tables import Overview
from auditor.result import (
    PARTLY,
    UNREADABLE,
    ReportAudit,
    ReportLine,
    Scores,
    Sentence,
    Suppressed,
    Value,
    line,
    unreadable,
)
from extractor.document import Cell, Document, Paragraph, Table

LANGUAGES = ("zh", "en")


def rendered(audit: ReportAudit = made.AUDIT, language: str = "zh", document: Document = made.DOCUMENT) -> str:
    return page.render(audit, made.run(language), Source(b"", document)).decode("utf-8")


def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_code_both_numbers_formula_and_places(language: str) -> None:
    root = tree(rendered(language=language))
    for check in made.CHECKS[:3]:
        card = root.get_element_by_id(check.id)
        told = words(card)
        assert check.rule in told
        assert check.subject in told
        assert check.formula in told
        assert card.cssselect(".stated")[0].text == check.stated.text
        assert card.cssselect(".expected")[0].text == check.expected.text
        assert made.run(language).language.say(f"severity.{check.severity}") in told
        assert {link.get("href") for link in card.cssselect("a.at")} >= {f"#{each.id}" for each in check.operands}
    place = words(root.get_element_by_id(made.RATE_CHECK.id))
    assert ("第1页 第3段" if language == "zh" else "page 1 paragraph 3") in place


def test_findings_of_one_root_cause_stand_together_with_their_correction() -> None:
    (group,) = tree(rendered()).cssselect(".cluster[role=group]")
    assert [card.get("id") for card in group.cssselect(".card")] == [made.RATE_CHECK.id, made.SHARE_CHECK.id]
    fix = words(group.cssselect(".fix")[0])
    assert "78.00%" in fix
    assert "75.00%" in fix
    assert len(group.cssselect("header > .why")) == 1


def test_the_gravest_comes_first() -> None:
    cards = tree(rendered()).cssselect("#findings .card")
    assert [card.get("data-severity") for card in cards] == ["error", "note", "warning"]


def test_every_figure_is_marked_where_it_stands() -> None:
    root = tree(rendered())
    letters = {"agrees": "a", "disagrees": "d", "unlinked": "u", "identifier": "i"}
    for figure in made.FIGURES:
        (element,) = root.xpath(f"//*[@id='{figure.id}']")
        assert element.text == figure.text
        strong = " x" if figure in (made.RATE, made.PEOPLE) else ""  # what a finding is about, not what it rests on
        assert element.get("class") == f"f {letters[figure.mark]}{strong}"
        home = element.getparent()
        place = figure.location
        assert home.tag == ("td" if place.table else "h3" if place.paragraph == 1 else "p")
        if place.paragraph:
            before = "".join(home.itertext())[: place.start - 1]
            assert before == visible(made.TEXTS[place.paragraph][: place.start - 1])


def test_the_text_is_whole_and_in_order() -> None:
    (paper,) = tree(rendered()).cssselect(".paper")
    told = [node.text_content() for node in paper.cssselect(".block, td") if node.text_content()]
    texts = [block.text for block in made.PARAGRAPHS] + [cell.text for cell in made.TABLE.cells]
    assert told == [visible(text) for text in texts]


def test_merged_and_lost_cells_keep_the_columns() -> None:
    rows = tree(rendered()).cssselect("#table-1 tr")
    shape = [[(cell.text_content(), cell.get("rowspan"), cell.get("colspan")) for cell in row] for row in rows]
    assert shape == [
        [("项目", "2", None), ("金额（万元）", None, "2"), ("", None, None)],
        [("预算", None, None), ("支出", None, None), ("备注", None, None)],
        [("合计", None, None), ("", None, None), ("180.00", None, None), ("", None, None)],
    ]


def test_a_cell_where_another_stands_is_shown_all_the_same() -> None:
    table = Table(1, 2, 2, (Cell(1, 1, "甲", row_span=2), Cell(2, 1, "乙"), Cell(2, 2, "丙")))
    (block,) = blocks(Document("x", "", "text", (table,)), ())
    assert block.rows is not None
    assert [[slot.pieces[0].text for slot in row if slot.pieces] for row in block.rows] == [["甲"], ["乙", "丙"]]


def test_figures_whose_places_overlap_lose_no_text() -> None:
    one, other = made.SPENDING, replace(made.SPENDING, id="x")
    far = replace(made.SPENDING, location=replace(made.SPENDING.location, start=500, end=510))
    assert "".join(piece.text for piece in pieces(made.SPENT, (one, other, far))) == made.SPENT


def test_headings_leave_no_level_out() -> None:
    levels = [int(each.tag[1]) for each in tree(rendered()).cssselect("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    deep = Document("x", "", "text", (Paragraph(1, "甲", level=9), Paragraph(2, "乙", level=1)))
    assert [block.depth for block in blocks(deep, ())] == [3, 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_report_becomes_markup(language: str) -> None:
    text = rendered(language=language)
    root = tree(text)
    assert len(root.cssselect("script")) == 2
    assert not root.cssselect("img, b b, i i, iframe, object")
    assert not [name for element in root.iter("*") for name in element.attrib if name.startswith("on")]
    assert not root.xpath("//@style")
    assert "\u2028" not in root.get_element_by_id("data").text
    assert "\u202e" not in text
    assert "<!--" not in text
    data = json.loads(root.get_element_by_id("data").text)
    assert any(check[4] == "预算执行率<i>" for check in data["checks"])


def test_only_style_script_and_json_stand_unescaped(root: Path) -> None:
    templates = (root / "auditor" / "outputs" / "page" / "templates").glob("*.html")
    unescaped = [name for file in templates for name in re.findall(r"(\w+) *\| *safe", file.read_text("utf-8"))]
    assert set(unescaped) == {"style", "script", "data"}
    scripts = (root / "auditor" / "outputs" / "page" / "static").glob("*.js")
    for script in scripts:
        assert not re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script.read_text("utf-8")
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_asks_nothing_of_the_network_and_allows_only_its_own_style_and_script(language: str) -> None:
    text = rendered(language=language)
    root = tree(text)
    addresses = [*root.xpath("//@href"), *root.xpath("//@src"), *re.findall(r"url\((.*?)\)|@import", text)]
    assert all(address.startswith(("#", "data:,")) for address in addresses)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    script = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    for (inside,) in (script, style):
        assert base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode() in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_its_words(language: str) -> None:
    """A key without a sentence would be said as the key."""
    for text in (rendered(language=language), folder([line(made.AUDIT), line(made.CLEAN)], language)):
        root = tree(text)
        for element in root.xpath("//script|//style"):
            element.drop_tree()
        shown = " ".join((root.text_content(), *root.xpath("//@aria-label"), *root.xpath("//@title")))
        assert not re.findall(r"\b(?:html|severity|verdict|mark|where|column|cause|why)\.[a-z_.]+", shown)


def test_what_was_not_read_or_not_checked_has_its_own_section() -> None:
    (section,) = tree(rendered()).cssselect("#unchecked")
    told = words(section)
    assert "GB18030" in told
    assert "12万元" in told
    assert "约数或界限" in told
    assert "培训费占比" in told


@pytest.mark.parametrize(
    ("audit", "tone", "told"),
    [
        (made.AUDIT, "error", "有数字对不上"),
        (made.CLEAN, "good", "已核对的关系均相符"),
        (replace(made.CLEAN, status=PARTLY), "warning", "其余未核对"),
        (replace(made.AUDIT, status=PARTLY), "error", "只读取了一部分"),
        (replace(made.CLEAN, checks=(), problem=Sentence("problem.nothing")), "open", "没有可以核对的内容"),
        (replace(made.CLEAN, checks=(made.OPEN_CHECK,), status=PARTLY), "open", "只读取了一部分"),
        (unreadable("b.pdf", Sentence("problem.missing")), "open", "没有这个文件"),
    ],
)  # fmt: skip
def test_only_what_was_read_whole_and_agrees_looks_clean(audit: ReportAudit, tone: str, told: str) -> None:
    document = None if audit.status == UNREADABLE else made.DOCUMENT
    text = page.render(audit, made.run(), Source(b"", document)).decode()
    (badge,) = tree(text).cssselect(".fact.standing")
    assert badge.get("class") == f"fact standing {tone}"
    assert told in words(badge)
    row = tree(folder([line(audit)])).cssselect("#reports tbody tr")[0]
    assert row.cssselect(f".icon.{tone}")
    assert told in words(row)


def test_the_head_tells_coverage_and_both_scores() -> None:
    (facts,) = tree(rendered()).cssselect(".facts")
    told = words(facts)
    for number in ("88%", "已核对 3", "不符 4", "未勾稽 1", "编号或日期 2", "92分", "90分", "优 → 良"):
        assert number in told


@pytest.mark.parametrize(
    ("stated", "recomputed", "differs"),
    [("98分", "98.00", False), ("90分", "88–91", False), ("92分", "90分", True), ("92.5", "90–92", True),
     ("92", None, False)],
)  # fmt: skip
def test_scores_differ_by_value_not_by_print(stated: str, recomputed: str | None, differs: bool) -> None:
    def score(text: str) -> Value:
        low, _, high = text.rstrip("分").partition("–")
        return Value(text, low, high or low, "分")

    scores = Scores(score(stated), score(recomputed) if recomputed else None, None, None)
    audit = replace(made.AUDIT, scores=scores)
    assert bool(tree(rendered(audit)).cssselect(".scores .differ")) is differs
    assert bool(tree(folder([line(audit)])).cssselect("#reports .differs")) is differs


def test_the_printed_table_has_every_finding() -> None:
    rows = tree(rendered()).cssselect(".printed tbody tr")
    assert [row[2].text for row in rows] == ["RAT001", "SHR001", "TOT001"]
    assert [(row[4].text, row[5].text) for row in rows] == [("78.00%", "75.00%")] * 2 + [("10人", "9人")]


def test_a_rule_of_the_report_is_explained_on_the_page() -> None:
    root = tree(rendered())
    for link in root.cssselect("a.code"):
        assert root.get_element_by_id(link.get("href")[1:]) is not None


def test_gouji_knows_its_page_again_and_the_same_audit_gives_the_same_bytes() -> None:
    assert MARK in rendered()[:2000]
    assert MARK in folder([line(made.CLEAN)])[:2000]
    assert rendered() == rendered()


class Listed:
    """Reports as a run hands them over."""

    def __init__(self, lines: list[ReportLine]) -> None:
        self.lines = lines

    def __iter__(self) -> Iterator[ReportAudit]:
        raise AssertionError("the index needs no audit")

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def overview(self) -> Overview:
        return overview([made.AUDIT, made.CLEAN], Language("zh"))

    def name(self, path: str) -> str:
        return path.removesuffix(".txt") + ".html"


def folder(lines: list[ReportLine], language: str = "zh") -> str:
    return page.render_folder(made.run(language, many=True), Listed(lines)).decode("utf-8")


def test_the_index_links_every_page_and_adds_up() -> None:
    hostile = replace(line(made.CLEAN), path="a&b <c>/#%?.txt")
    lost = line(unreadable("lost.pdf", Sentence("problem.missing")))
    root = tree(folder([line(made.AUDIT), hostile, lost]))
    links = root.cssselect("#reports tbody a")
    assert [link.get("href") for link in links] == ["./sub/a.html", "./a%26b%20%3Cc%3E/%23%25%3F.html"]
    assert words(links[1]) == "a&b <c>/#%?.txt"
    facts = words(root.cssselect(".facts")[0])
    for number in ("报告 3", "2 全文读取", "1 无法读取", "1 错误", "1 存疑", "1 提示"):
        assert number in facts
    family = {words(row[0]): words(row[1]) for row in root.cssselect("#h-family ~ .beside tbody tr")}
    assert family == {"RAT 比率与指标": "1", "SHR 占比": "1", "TOT 合计": "1"}
    assert len(root.cssselect("svg.chart[role=img]")) == 2
    assert [words(row[0]) for row in root.cssselect("#h-years ~ .scroll tbody tr")] == ["2031"]


def test_the_index_of_ten_thousand_reports_is_made_of_their_lines() -> None:
    one = line(made.AUDIT)
    text = folder(
        [replace(one, path=f"{number:05}.txt", organization=f"单位{number % 700}") for number in range(10_000)]
    )
    root = tree(text)
    assert len(root.cssselect("#reports tbody tr")) == 10_000
    assert len(root.cssselect("#h-report ~ .beside tbody tr")) == 15
    assert len(root.cssselect("#h-organizations ~ .scroll tbody tr")) == 200
    assert "500 个单位" in words(root.cssselect("#h-organizations ~ .small")[0])


def test_a_folder_gets_an_index_and_a_page_per_report(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "deep").mkdir(parents=True)
    (inside / "clean.txt").write_text(CLEAN, "utf-8")
    (inside / "deep" / "faulty.txt").write_text(FAULTY, "utf-8")
    (inside / "zero.txt").write_bytes(b"")
    out = tmp_path / "out"
    done = gouji("check", inside, "--format", "html", "--output", f"{out}/")
    assert done.returncode == 2
    assert sorted(str(file.relative_to(out)) for file in out.rglob("*.html")) == [
        "clean.html", "deep/faulty.html", "index.html",
    ]  # fmt: skip
    index = tree((out / "index.html").read_text("utf-8"))
    assert [link.get("href") for link in index.cssselect("#reports tbody a")] == ["./clean.html", "./deep/faulty.html"]
    faulty = tree((out / "deep" / "faulty.html").read_text("utf-8"))
    assert faulty.cssselect(".path a")[0].get("href") == "../index.html"
    assert [card.cssselect("b")[0].text for card in faulty.cssselect("#findings .versus")] == ["93.00%"]


def test_a_single_report_is_one_file_or_goes_to_standard_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")
    written = tmp_path / "page.html"
    assert gouji("check", tmp_path / "a.txt", "--format", "html", "--output", written).returncode == 1
    text = written.read_text("utf-8")
    assert gouji("check", tmp_path / "a.txt", "--format", "html").stdout == text
    assert not tree(text).cssselect(".path a")


def test_a_value_that_is_itself_a_bound_gets_no_second_sign() -> None:
    odd = replace(made.STAFF_CHECK, relation=">=", expected=Value("> 0人", None, None, "人"))
    card = tree(rendered(replace(made.AUDIT, checks=(odd,)))).get_element_by_id(odd.id)
    assert words(card.cssselect(".versus")[0]).replace(" ", "") == "填报10人→应>0人"


def test_a_bound_has_its_sign() -> None:
    odd = replace(made.STAFF_CHECK, relation="<=", formula="9人", expected=Value("9人", "9", "9", "人"))
    card = tree(rendered(replace(made.AUDIT, checks=(odd,)))).get_element_by_id(odd.id)
    assert words(card.cssselect(".versus")[0]).replace(" ", "") == "填报10人→应≤9人"
    assert not card.cssselect(".formula")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_accepted_stands_apart_and_is_not_counted(language: str) -> None:
    known = Suppressed("核对过账簿", "赵会计", "2031-12-31", "gouji.toml:3")
    checks = (replace(made.RATE_CHECK, suppressed=known), *made.CHECKS[1:])
    audit = replace(made.AUDIT, checks=checks)
    root = tree(rendered(audit, language))
    section = root.get_element_by_id("accepted")
    (card,) = section.cssselect(".card")
    told = words(card)
    for needed in (made.RATE_CHECK.rule, "78.00%", "75.00%", known.reason, known.author, known.expires, known.source):
        assert needed in told
    assert made.RATE_CHECK.id not in [each.get("id") for each in root.get_element_by_id("findings").cssselect(".card")]
    assert words(root.cssselect(".counts li")[0]).split()[0] == "0"
    assert known.reason in words(root.cssselect("table.printed")[-1])


def test_a_report_whose_findings_were_all_accepted_says_so() -> None:
    known = Suppressed("", "", "", "known.json")
    checks = tuple(replace(each, suppressed=known) if each.verdict == "disagrees" else each for each in made.CHECKS)
    root = tree(rendered(replace(made.AUDIT, checks=checks)))
    assert "除已豁免的外" in words(root.cssselect(".standing")[0])
    assert "基线" in words(root.get_element_by_id("accepted"))
