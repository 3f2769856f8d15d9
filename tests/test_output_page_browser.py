"""The page in a real Chromium: filters, links, keyboard, print, a phone's width, no error, no objection of axe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import page_making as made
import pytest
from test_output_page import folder, rendered

from auditor.result import Coverage, FigureEntry, Sentence, Suppressed, line, unreadable
from extractor.document import Document, Paragraph

sync = pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

KNOWN = Suppressed("核对过账簿", "赵会计", "2031-12-31", "gouji.toml:3")
ACCEPTED = replace(made.AUDIT, checks=(replace(made.RATE_CHECK, suppressed=KNOWN), *made.CHECKS[1:]))
"""The same report, its gravest finding accepted."""

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync.Browser]:
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


class Window:
    """A browser window that remembers every complaint and every request to elsewhere."""

    def __init__(self, chromium: sync.Browser, **options: object) -> None:
        self.context = chromium.new_context(**{"viewport": {"width": 1300, "height": 800}, **options})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda asked: self._asked(asked.url))
        self.page.set_default_timeout(10_000)

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.complaints.append(url)

    def open(self, file: Path, anchor: str = "") -> sync.Page:
        self.page.goto(file.as_uri() + anchor)
        return self.page


@pytest.fixture
def window(chromium: sync.Browser) -> Iterator[Window]:
    opened = Window(chromium)
    yield opened
    assert opened.complaints == []
    opened.context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages as a run writes it, in both languages."""
    top = tmp_path_factory.mktemp("site")
    lost = line(unreadable("lost.pdf", Sentence("problem.missing")))
    lines = [line(made.AUDIT), line(made.CLEAN), lost]
    for language in ("zh", "en"):
        (top / language / "sub").mkdir(parents=True)
        (top / language / "sub" / "a.html").write_text(rendered(language=language), "utf-8")
        (top / language / "clean.html").write_text(rendered(made.CLEAN, language), "utf-8")
        (top / language / "accepted.html").write_text(rendered(ACCEPTED, language), "utf-8")
        (top / language / "index.html").write_text(folder(lines, language), "utf-8")
    return top


@pytest.fixture
def page(window: Window, site: Path) -> sync.Page:
    return window.open(site / "zh" / "sub" / "a.html")


def shown(page: sync.Page) -> list[str]:
    return page.eval_on_selector_all(".card", "cards => cards.filter(c => !c.closest('[hidden]')).map(c => c.id)")


def focus(page: sync.Page) -> str:
    return page.evaluate("document.activeElement.id")


def test_filters_leave_what_they_name_and_say_how_many(page: sync.Page) -> None:
    everything = [made.RATE_CHECK.id, made.SHARE_CHECK.id, made.STAFF_CHECK.id, made.OPEN_CHECK.id]
    assert shown(page) == everything
    live = page.locator("#live")
    assert live.inner_text() == "显示不符 3/3 项，无法判断 1 项，相符 0 项"
    page.uncheck("input[value=error]", force=True)
    assert shown(page) == everything[1:]
    page.check("input[value=error]", force=True)
    page.select_option("#family", "TOT")
    assert shown(page) == [made.STAFF_CHECK.id]
    assert live.inner_text() == "显示不符 1/3 项，无法判断 0 项，相符 0 项"
    page.select_option("#family", "")
    page.fill("#search", "240.00 占比")
    sync.expect(live).to_contain_text("1/3")
    assert shown(page) == [made.SHARE_CHECK.id]
    page.fill("#search", "没有这样的字")
    page.locator("#none").wait_for()
    assert shown(page) == []
    page.fill("#search", "")
    sync.expect(live).to_contain_text("3/3")
    page.uncheck("input[value=cannot_tell]", force=True)
    assert shown(page) == everything[:3]
    page.check("input[value=agrees]", force=True)
    assert "180.00万元" in page.locator("#agreeing-list .row").inner_text()


def test_what_was_accepted_can_be_left_out_and_is_no_finding(window: Window, site: Path) -> None:
    page = window.open(site / "zh" / "accepted.html")
    assert shown(page) == [made.STAFF_CHECK.id, made.SHARE_CHECK.id, made.RATE_CHECK.id, made.OPEN_CHECK.id]
    assert "2/2" in page.text_content("#live")
    page.uncheck("input[value=accepted]", force=True)
    assert made.RATE_CHECK.id not in shown(page)
    assert "2/2" in page.text_content("#live")
    page.click("#f3")
    assert "已豁免" in page.text_content("#detail-body")


def test_a_finding_leads_to_its_figure_and_lights_what_it_rests_on(page: sync.Page) -> None:
    page.locator(f"[id='{made.STAFF_CHECK.id}'] header").click()
    assert focus(page) == "f8"
    assert page.evaluate("getComputedStyle(document.getElementById('f8')).animationName") == "flash"
    assert page.eval_on_selector_all(".lit", "all => all.map(each => each.id).sort()") == ["f6", "f7", "f8"]
    assert page.locator("#f8").evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top > 0 && b.bottom < innerHeight }"
    )
    assert page.url.endswith("#f8")
    page.locator(f"[id='{made.STAFF_CHECK.id}'] a[href='#f6']").click()
    assert focus(page) == "f6"


def test_a_figure_shows_its_checks_on_hover_and_lists_them_on_click(page: sync.Page) -> None:
    tip = page.locator("#tip")
    page.hover("#f3")
    assert tip.is_visible()
    assert "已核对" in tip.inner_text()
    assert "180.00 ÷ 240.00 × 100 = 75.00%" in tip.inner_text()
    page.focus("#f4")
    assert page.get_attribute("#f4", "aria-describedby") == "tip"
    page.click("#f3")
    detail = page.locator("#detail")
    assert "180.00万元 的核对（3 项）" in detail.inner_text()
    assert detail.locator(".row.agrees").count() == 1
    assert detail.locator(".row.disagrees").count() == 2
    page.click("#f5")
    assert "约数或界限" in detail.inner_text()
    page.keyboard.press("Escape")
    assert detail.is_hidden()
    assert focus(page) == "f5"


def test_the_keyboard_goes_from_finding_to_finding_and_to_the_figure(page: sync.Page) -> None:
    seen = []
    for key in "jjjjjk":
        page.keyboard.press(key)
        seen.append(focus(page))
    everything = shown(page)
    assert seen == [*everything, everything[-1], everything[-2]]
    page.keyboard.press("Enter")
    assert focus(page) == "f8"
    page.keyboard.press("Enter")
    assert page.locator("#detail").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert focus(page) == everything[-2]
    page.keyboard.press("/")
    assert focus(page) == "search"
    page.keyboard.type("j?")
    assert page.input_value("#search") == "j?"
    page.keyboard.press("Escape")
    page.fill("#search", "")
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()
    page.keyboard.press("n")
    assert focus(page) == "f4"
    page.keyboard.press("n")
    assert focus(page) == "f8"


def test_single_keys_can_be_turned_off(page: sync.Page) -> None:
    page.keyboard.press("?")
    page.uncheck("#keys")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    assert not focus(page)
    assert page.locator(".card.current").count() == 0


def test_an_address_may_name_a_figure_or_a_finding(window: Window, site: Path) -> None:
    page = window.open(site / "zh" / "sub" / "a.html", "#f10")
    assert focus(page) == "f10"
    page = window.open(site / "zh" / "sub" / "a.html", f"#{made.STAFF_CHECK.id}")
    sync.expect(page.locator(f"[id='{made.STAFF_CHECK.id}']")).to_be_focused()


def test_a_rule_code_opens_what_the_rule_checks(page: sync.Page) -> None:
    page.locator("#findings .code").first.click()
    assert page.locator("#rule-RAT001").get_attribute("open") is not None


def test_marks_can_be_left_out(page: sync.Page) -> None:
    sign = "getComputedStyle(document.getElementById('f3'), '::after').content"
    assert "✓" in page.evaluate(sign)
    page.uncheck("input[name=mark][value=a]")
    assert page.evaluate(sign) == "none"


def test_dark_and_light_follow_the_system_until_the_reader_chooses(chromium: sync.Browser, site: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = Window(chromium, color_scheme="light").open(site / "zh" / "clean.html").evaluate(ground)
    page = Window(chromium, color_scheme="dark").open(site / "zh" / "clean.html")
    dark = page.evaluate(ground)
    assert light != dark
    page.click("#theme")
    assert page.evaluate(ground) == light
    page.reload()
    assert page.evaluate(ground) == light


@pytest.mark.parametrize("name", ["sub/a.html", "clean.html", "index.html"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_phone_never_scrolls_sideways(chromium: sync.Browser, site: Path, language: str, name: str) -> None:
    window = Window(chromium, viewport={"width": 375, "height": 740})
    page = window.open(site / language / name)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    if name == "sub/a.html":
        tops = page.evaluate("['findings', 'text'].map(id => document.getElementById(id).getBoundingClientRect().top)")
        assert tops[0] < tops[1]
        page.locator(".card header").first.click()
        assert focus(page) == "f4"
        page.click("#f3")
        assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert window.complaints == []
    window.context.close()


@pytest.mark.needs("pdftotext")
def test_the_print_has_the_findings_and_the_whole_text_with_marks(page: sync.Page, tmp_path: Path) -> None:
    import subprocess

    page.pdf(path=tmp_path / "page.pdf", format="A4")
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    )
    told = done.stdout
    for words in ("RAT001", "SHR001", "TOT001", "75.00%", "78.00%", "✗", "✓", "金额（万元）", "GB18030", "培训费占比"):
        assert words in told, words
    assert told.index("RAT001") < told.index("报告原文")
    assert "全部规则类别" not in told


def objections(page: sync.Page) -> list[str]:
    """What axe-core finds, whatever its impact."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_objects_to_nothing(chromium: sync.Browser, site: Path, language: str, scheme: str) -> None:
    window = Window(chromium, color_scheme=scheme, reduced_motion="reduce")
    for name in ("sub/a.html", "clean.html", "accepted.html", "index.html"):
        page = window.open(site / language / name)
        assert objections(page) == [], name
    page = window.open(site / language / "sub" / "a.html")
    page.check("input[value=agrees]", force=True)
    page.uncheck("input[value=note]", force=True)
    page.click("#f3")
    page.hover("#f4")
    assert objections(page) == []
    page.keyboard.press("Escape")
    page.locator("#help-open").click()
    assert objections(page) == []
    window.context.close()


def test_axe_objects_to_nothing_on_a_phone(chromium: sync.Browser, site: Path) -> None:
    window = Window(chromium, viewport={"width": 375, "height": 740})
    for name in ("sub/a.html", "index.html"):
        assert objections(window.open(site / "zh" / name)) == [], name
    window.context.close()


def test_the_index_sorts_filters_and_leads_to_the_pages(window: Window, site: Path) -> None:
    page = window.open(site / "zh" / "index.html")
    order = "rows => rows.filter(r => !r.hidden).map(r => r.cells[0].querySelector('bdi').textContent)"
    rows = "#reports tbody tr"
    head = page.get_by_role("button", name="不符").or_(page.locator("#reports thead button").nth(8))
    head.click()
    assert page.eval_on_selector_all(rows, order)[0] == "sub/a.txt"
    assert page.locator("#reports th[aria-sort=descending]").count() == 1
    page.locator("#reports thead button").first.click()
    assert page.eval_on_selector_all(rows, order) == ["clean.txt", "lost.pdf", "sub/a.txt"]
    page.locator("#reports thead button").first.click()
    assert page.eval_on_selector_all(rows, order) == ["sub/a.txt", "lost.pdf", "clean.txt"]
    page.select_option("#status", "unreadable")
    assert page.eval_on_selector_all(rows, order) == ["lost.pdf"]
    page.select_option("#status", "")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("sub")
    sync.expect(page.locator("#live")).to_have_text("显示 1/3 份")
    page.locator("#reports tbody tr:not([hidden]) a").click()
    page.wait_for_selector("#findings")
    assert page.url.endswith("zh/sub/a.html")


def test_without_script_the_page_still_tells_everything(chromium: sync.Browser, site: Path) -> None:
    window = Window(chromium, java_script_enabled=False)
    page = window.open(site / "zh" / "sub" / "a.html")
    assert page.locator(f"[id='{made.RATE_CHECK.id}']").is_visible()
    assert page.locator("#f4").is_visible()
    assert page.locator("#filters").is_hidden()
    window.context.close()


def test_a_report_of_twenty_thousand_figures_stays_usable(chromium: sync.Browser, tmp_path: Path) -> None:
    text = "，".join(f"第{number}笔{number}.00万元" for number in range(50))
    paragraphs, figures = [], []
    for number in range(1, 401):
        paragraphs.append(Paragraph(number, text, page=number))
        at = 0
        for order in range(50):
            printed = f"{order}.00万元"
            at = text.index(printed, at)
            place = replace(made.BUDGET.location, page=number, paragraph=number, start=at + 1, end=at + len(printed))
            figures.append(replace(made.BUDGET, id=f"f{len(figures) + 1}", text=printed, location=place))
            at += len(printed)
    checks = tuple(_check(figures, position) for position in range(0, 20_000, 2))
    audit = replace(made.AUDIT, figures=tuple(figures), checks=checks, groups=(), coverage=Coverage(20_000, 20_000))
    file = tmp_path / "large.html"
    file.write_text(rendered(audit, document=Document("x", "", "text", tuple(paragraphs))), "utf-8")
    window = Window(chromium)
    page = window.open(file)
    took = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
    assert took < 15_000
    page.check("input[value=agrees]", force=True)
    filtering = "(() => { const t = performance.now(); document.getElementById('search').value = '49.00';"
    filtering += (
        "document.getElementById('filters').dispatchEvent(new Event('change')); return performance.now() - t })()"
    )
    assert page.evaluate(filtering) < 3_000
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert page.locator("#f19999").count() == 1
    assert window.complaints == []
    window.context.close()


def _check(figures: list[FigureEntry], position: int):  # type: ignore[no-untyped-def]
    """One check of two neighbouring figures; every fiftieth disagrees."""
    stated, other = figures[position], figures[position + 1]
    base = made.RATE_CHECK if position % 100 == 0 else made.TICK
    return replace(base, id=f"{base.rule}-{position}", stated_figure=stated, operands=(other,), group=None,
                   locations=(stated.location, other.location))  # fmt: skip
