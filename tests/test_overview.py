"""The folder at a glance: counts, the same indicator over reports, copied text, last year's figures."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas
import pytest

from auditor import likeness, overview_tables
from auditor import overview_files as files
from auditor.glance import lines
from auditor.language import LANGUAGES, Language
from auditor.marker import HEAD, MARK, TAIL, is_own, mark_zip
from auditor.overview import overview
from auditor.overview_tables import TABLES, Overview
from auditor.pipeline import audit_bytes
from auditor.result import ReportAudit, Sentence, Suppressed, unreadable

PROSE = (
    "全年预算安排{budget}万元，实际支出{spent}万元，预算执行率为{rate}%。"
    "为做好群众文化服务工作，本单位组织下乡巡回演出投入{tour}万元，修缮展厅及附属设施投入{hall}万元。\n"
)
OTHER = "本年度安排预算资金{budget}万元，支出{spent}万元，预算执行率为{rate}%。河道清淤工程完成投资{tour}万元。\n"


def audit(name: str, unit: str, year: int, prose: str, **figures: str) -> ReportAudit:
    text = f"{unit}{year}年度部门整体支出绩效自评报告\n{prose.format(**figures)}"
    return audit_bytes(text.encode(), name)[0]


@pytest.fixture(scope="module")
def reports() -> list[ReportAudit]:
    mine = {"budget": "200.00", "spent": "180.00", "tour": "31.45", "hall": "62.18"}
    return [
        audit("a-2022.txt", "青榆市文化馆", 2022, PROSE, rate="90.00", **mine),
        audit("a-2023.txt", "青榆市文化馆", 2023, PROSE, rate="93.00", **mine),
        audit(
            "b-2023.txt",
            "白杨县文化站",
            2023,
            PROSE,
            budget="75.10",
            spent="60.08",
            rate="80.00",
            tour="8.16",
            hall="9.27",
        ),
        audit("c-2023.txt", "赤松区水务局", 2023, OTHER, budget="51.20", spent="25.60", rate="50.00", tour="7.77"),
        unreadable("d.txt", Sentence("problem.time", (("limit", "60"),))),
    ]


@pytest.fixture(scope="module")
def found(reports: list[ReportAudit]) -> Iterator[Overview]:
    found = overview(reports, Language("zh"))
    yield found
    found.close()


def table(found: Overview, name: str) -> list[dict[str, object]]:
    return [dict(zip(TABLES[name], row, strict=True)) for row in found.rows(name)]


def test_every_report_has_its_row_also_the_unreadable_one(found: Overview) -> None:
    rows = table(found, "reports")
    assert [row["path"] for row in rows] == ["a-2022.txt", "a-2023.txt", "b-2023.txt", "c-2023.txt", "d.txt"]
    assert str(rows[4]["problem"]).startswith("超过时间限制 60 秒")


def test_findings_have_code_place_and_both_numbers(found: Overview) -> None:
    (row,) = table(found, "findings")
    assert row["path"] == "a-2023.txt"
    assert (row["rule"], row["stated"], row["expected"], row["where"]) == ("RAT001", "93.00%", "90.00%", "第2段")


def test_counts_by_unit_year_rule_and_severity(found: Overview) -> None:
    by_unit = {row["organization"]: row for row in table(found, "by_unit")}
    assert (by_unit["青榆市文化馆"]["reports"], by_unit["青榆市文化馆"]["errors"]) == (2, 1)
    by_year = {row["fiscal_year"]: row for row in table(found, "by_year")}
    assert by_year[2023]["reports"] == 3
    assert [row["findings"] for row in table(found, "by_severity")] == [1, 0, 0]
    assert [row["reports"] for row in table(found, "by_severity")] == [1, 0, 0]
    assert str(table(found, "by_rule")[0]["rule"]).startswith("RAT001")
    assert table(found, "by_indicator")[0]["subject"] == "预算执行率"


def test_a_suppressed_finding_is_listed_with_its_reason_and_not_counted(reports: list[ReportAudit]) -> None:
    accepted = Suppressed("confirmed by letter", "Li", "", "gouji.toml:3")
    checks = tuple(replace(each, suppressed=accepted) if each.severity else each for each in reports[1].checks)
    found = overview([replace(reports[1], checks=checks)], Language("en"))
    (row,) = table(found, "findings")
    assert "confirmed by letter" in str(row["suppressed"])
    assert not [row for name in ("by_unit", "by_rule") for row in table(found, name) if row["errors"]]
    assert table(found, "reports")[0]["accepted"] == 1


def test_the_same_indicator_stands_side_by_side(found: Overview) -> None:
    rates = [row["value"] for row in table(found, "indicators") if row["subject"] == "预算执行率"]
    assert rates == ["80.00", "50.00", "90.00", "93.00"]
    (row,) = [row for row in table(found, "spread") if row["subject"] == "预算执行率"]
    assert (row["reports"], row["disagrees"]) == (4, 1)
    assert (row["lowest"], row["lowest_in"]) == ("50.00%", "c-2023.txt")
    assert (row["median"], row["highest"], row["highest_in"]) == ("80.00%", "93.00%", "a-2023.txt")
    assert all(int(str(row["reports"])) > 1 for row in table(found, "spread"))


def test_reports_that_copy_each_other_are_told_whatever_their_figures(found: Overview) -> None:
    pairs = {(row["first"], row["second"]): row for row in table(found, "copied")}
    assert float(str(pairs["a-2023.txt", "b-2023.txt"]["share"])) > 0.5
    assert not [pair for pair in pairs if "c-2023.txt" in pair]
    assert all(row["example"] for row in pairs.values())


def test_last_years_figures_are_told_with_examples(found: Overview) -> None:
    (row,) = table(found, "unchanged")
    assert (row["old"], row["new"]) == ("a-2022.txt", "a-2023.txt")
    assert int(str(row["same"])) >= 3
    assert row["same"] == int(str(row["comparable"])) - 1
    assert row["examples"]


def test_a_forms_own_words_are_no_copying() -> None:
    many = [
        audit(f"{n}.txt", f"第{n}中学", 2023, PROSE, budget=f"{n}0.10", spent=f"{n}.50", rate="99.00",
              tour=f"{n}.16", hall=f"{n}.27")
        for n in range(10, 35)
    ]  # fmt: skip
    assert not table(overview(many, Language("zh")), "copied")


@pytest.mark.parametrize("limit", ["MOST_PAIRS", "MOST_TOLD"])
def test_pairs_that_are_left_out_are_told(
    reports: list[ReportAudit], monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(likeness, limit, 1)
    found = overview(reports, Language("en"))
    assert len(table(found, "copied")) == 1
    assert '"Copied text" lists the most alike, not all' in list(lines(found))


def written(found: Overview, folder: Path, ending: str) -> dict[str, Path]:
    files.write_tables(found, folder / f"view{ending}")
    return {path.name: path for path in folder.iterdir()}


@pytest.mark.parametrize("piece", [1, 3, 5_000])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_tables_are_written_whole_piece_by_piece(
    found: Overview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, piece: int
) -> None:
    monkeypatch.setattr(overview_tables, "PIECE", piece)
    made = written(found, tmp_path, ending)
    assert set(made) == {f"view-{name.replace('_', '-')}{ending}" for name in TABLES}
    for name in TABLES:
        path = made[f"view-{name.replace('_', '-')}{ending}"]
        read = pandas.read_csv(path, dtype="string") if ending == ".csv" else pandas.read_parquet(path)
        assert tuple(read.columns[: len(TABLES[name])]) == TABLES[name]
        assert len(read) == found.count(name)
        data = path.read_bytes()
        assert is_own(data[:HEAD], data[-TAIL:])
    read = (pandas.read_csv if ending == ".csv" else pandas.read_parquet)(made[f"view-findings{ending}"])
    assert list(read["stated"]) == ["93.00%"]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_the_same_tables_give_the_same_bytes(found: Overview, tmp_path: Path, ending: str) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        written(found, tmp_path / folder, ending)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_large_workbook_is_marked_in_little_memory() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", b" " * 40_000_000)
        archive.writestr("core.xml", MARK)
    data = whole.getvalue()
    tracemalloc.start()
    marked = mark_zip(data, "core.xml")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert MARK.encode() in marked[-500:]
    assert peak < 10_000_000


def test_text_of_a_report_is_no_formula_in_a_table() -> None:
    out = io.BytesIO()
    files.csv([pandas.DataFrame({"subject": ["=1+1", "-12.5%"], "count": [1, 2]})], out)
    assert out.getvalue().decode("utf-8-sig").splitlines()[1:] == ["'=1+1,1,", "-12.5%,2,"]


def test_half_a_character_of_a_report_stops_no_table(reports: list[ReportAudit]) -> None:
    found = overview([replace(reports[0], organization="馆\ud800")], Language("zh"))
    assert table(found, "reports")[0]["organization"] == "馆\\ud800"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_out_is_said_in_lines(reports: list[ReportAudit], language: str) -> None:
    told = "\n".join(lines(overview(reports, Language(language))))
    assert "a-2023.txt" in told
    assert "overview." not in told and "glance." not in told


def test_an_empty_folder_has_empty_tables() -> None:
    found = overview([], Language("zh"))
    assert not [name for name in TABLES if name != "by_severity" and table(found, name)]
    assert [row["findings"] for row in table(found, "by_severity")] == [0, 0, 0]


def test_pandas_is_loaded_only_when_asked_for(root: Path) -> None:
    script = (
        "import sys, auditor.batch, auditor.overview, auditor.overview_files, auditor.outputs;"
        "auditor.outputs.outputs();"
        "print([name for name in ('pandas', 'numpy', 'xlsxwriter', 'docx', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
