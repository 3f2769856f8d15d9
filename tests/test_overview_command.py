"""--overview: what all reports of a run add up to, on the screen and as files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas
import pytest
from lxml import html
from shell import CLEAN, FAULTY, gouji

TITLE = "{unit}{year}年度部门整体支出绩效自评报告\n"
WORDS = "为做好群众文化服务工作，本单位组织下乡巡回演出投入31.45万元，修缮展厅及附属设施投入62.18万元。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for year, text in ((2022, CLEAN), (2023, FAULTY)):
        words = TITLE.format(unit="青榆市文化馆", year=year) + text + WORDS
        (folder / f"a-{year}.txt").write_text(words, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def test_it_follows_the_summary_on_the_screen(folder: Path) -> None:
    plain = gouji("check", folder, "--lang", "en")
    done = gouji("check", folder, "--lang", "en", "--overview", "-")
    assert done.returncode == plain.returncode == 2
    assert done.stdout.startswith(plain.stdout)
    told = done.stdout.removeprefix(plain.stdout)
    assert "青榆市文化馆: 2 reports, 1 errors" in told
    assert "a-2022.txt and a-2023.txt share 100%" in told
    assert "of the 5 figures that a-2023.txt tells in the words of a-2022.txt, 4 have the same value" in told
    assert "预算执行率: 2 reports, lowest 90.00% (a-2022.txt)" in told


def test_it_is_a_page_a_workbook_and_tables(folder: Path, tmp_path: Path) -> None:
    files = [tmp_path / "out" / f"view{ending}" for ending in (".html", ".xlsx", ".csv", ".parquet")]
    done = gouji("check", folder, "--format", "jsonl", *(word for file in files for word in ("--overview", file)))
    assert done.returncode == 2 and done.stdout.count("\n") >= 3
    page = html.fromstring(files[0].read_bytes())
    assert [each.text_content() for each in page.xpath("//section[h2/@id='h-copied']//tbody//tr[1]/*")][:2] == [
        "a-2022.txt", "a-2023.txt",
    ]  # fmt: skip
    assert not page.xpath("//tbody//a")  # no page of a report is written, so none is linked
    book = openpyxl.load_workbook(files[1])
    assert [cell.value for cell in book["沿用上年数字"][5]][:2] == ["青榆市文化馆", "a-2022.txt"]
    assert len(list((tmp_path / "out").glob("*.csv"))) == len(list((tmp_path / "out").glob("*.parquet"))) == 12
    assert list(pandas.read_csv(tmp_path / "out" / "view-reports.csv")["path"])[-1] == "empty.txt"
    assert list(pandas.read_parquet(tmp_path / "out" / "view-findings.parquet")["stated"]) == ["93.00%"]
    assert "view" not in gouji("check", tmp_path / "out", "--format", "jsonl").stdout


def test_the_index_of_pages_has_what_reports_share_with_links(folder: Path, tmp_path: Path) -> None:
    gouji("check", folder, "--format", "html", "--output", f"{tmp_path / 'pages'}/")
    page = html.fromstring((tmp_path / "pages" / "index.html").read_bytes())
    links = page.xpath("//section[h2/@id='h-unchanged']//tbody//a/@href")
    assert links == ["./a-2022.html", "./a-2023.html"]


def test_a_state_gives_the_same_overview_again(folder: Path, tmp_path: Path) -> None:
    words = ("check", folder, "--overview", "-", "--state", tmp_path / "state")
    assert gouji(*words).stdout == gouji(*words).stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--overview", "view.txt"), ".parquet"),
        (("--overview", "-", "--format", "json"), "--format console"),
        (("--overview", "{folder}/a-2022.txt"), "a-2022.txt"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_audited(
    folder: Path, words: tuple[str, ...], says: str
) -> None:
    done = gouji("check", folder, *(word.format(folder=folder) for word in words))
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_parquet_without_pyarrow_says_what_to_install(folder: Path, tmp_path: Path) -> None:
    blind = tmp_path / "blind"
    blind.mkdir()
    (blind / "sitecustomize.py").write_text("import sys\nsys.modules['pyarrow'] = None\n", "utf-8")
    done = gouji("check", folder, "--overview", tmp_path / "view.parquet", env={"PYTHONPATH": str(blind)})
    assert done.returncode == 2
    assert "gouji[parquet]" in done.stderr


def test_a_full_disk_is_said_and_the_rest_is_kept(folder: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "blocker"
    blocker.write_text("a file where a folder would have to be", "utf-8")
    done = gouji("check", folder, "--format", "json", "--output", tmp_path / "out.json", "--overview",
                 blocker / "view.csv")  # fmt: skip
    assert done.returncode == 2 and "blocker" in done.stderr
    assert (tmp_path / "out.json").is_file()
