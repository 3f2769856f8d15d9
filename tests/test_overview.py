"""The folder at a glance: counts, the same indicator over reports, copied text, last year's figures."""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas
import pytest

from auditor import overview as overviews
from auditor import overview_files as files
from auditor.language import LANGUAGES, Language
from auditor.marker import HEAD, TAIL, is_own
from auditor.overview import Overview, overview
from auditor.overview_files import NoParquet, write
from auditor.pipeline import audit_bytes
from auditor.result import ReportAudit, Sentence, unreadable

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
def found(reports: list[ReportAudit]) -> Overview:
    return overview(reports, Language("zh"))


def test_every_report_has_its_row_also_the_unreadable_one(found: Overview) -> None:
    table = found.tables["reports"]
    assert list(table["path"]) == ["a-2022.txt", "a-2023.txt", "b-2023.txt", "c-2023.txt", "d.txt"]
    assert table.loc[4, "problem"] == "超过时间限制 60 秒"


def test_findings_have_code_place_and_both_numbers(found: Overview) -> None:
    row = found.tables["findings"].set_index("path").loc["a-2023.txt"]
    assert (row["rule"], row["stated"], row["expected"], row["where"]) == ("RAT001", "93.00%", "90.00%", "第2段")


def test_counts_by_unit_year_rule_and_severity(found: Overview) -> None:
    by_unit = found.tables["by_unit"].set_index("organization")
    assert tuple(by_unit.loc["青榆市文化馆", ["reports", "errors"]]) == (2, 1)
    by_year = found.tables["by_year"].set_index("fiscal_year")
    assert by_year.loc["2023", "reports"] == 3
    assert found.tables["by_severity"]["findings"].sum() == len(found.tables["findings"])
    assert found.tables["by_rule"].iloc[0]["rule"].startswith("RAT001")


def test_the_same_indicator_stands_side_by_side(found: Overview) -> None:
    table = found.tables["indicators"]
    rates = table[table["subject"] == "预算执行率"]
    assert list(rates["value"]) == ["80.00", "50.00", "90.00", "93.00"]
    assert not (table.groupby(["subject", "unit"])["path"].nunique() < 2).any()


def test_reports_that_copy_each_other_are_told_whatever_their_figures(found: Overview) -> None:
    pairs = {(row.first, row.second): row.share for row in found.tables["copied"].itertuples()}
    assert pairs["a-2023.txt", "b-2023.txt"] > 0.5
    assert not [pair for pair in pairs if "c-2023.txt" in pair]
    assert all(found.tables["copied"]["example"])


def test_last_years_figures_are_told_with_examples(found: Overview) -> None:
    (row,) = found.tables["unchanged"].itertuples()
    assert (row.old, row.new) == ("a-2022.txt", "a-2023.txt")
    assert row.same >= 3
    assert row.same == row.comparable - 1
    assert row.examples


def test_a_forms_own_words_are_no_copying() -> None:
    many = [
        audit(
            f"{n}.txt",
            f"第{n}中学",
            2023,
            PROSE,
            budget=f"{n}0.10",
            spent=f"{n}.50",
            rate="99.00",
            tour=f"{n}.16",
            hall=f"{n}.27",
        )
        for n in range(10, 35)
    ]
    assert overview(many, Language("zh")).tables["copied"].empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_and_csv_are_written_alike_each_time(found: Overview, tmp_path: Path, language: str) -> None:
    first = write(found, tmp_path / "one", ("csv", "xlsx"), Language(language))
    second = write(found, tmp_path / "two", ("csv", "xlsx"), Language(language))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    for path in first:
        data = path.read_bytes()
        assert is_own(data[:HEAD], data[-TAIL:])
    book = openpyxl.load_workbook(tmp_path / "one" / "overview.xlsx")
    assert len(book.sheetnames) == len(found.tables)
    heads = [cell.value for sheet in book for cell in sheet[1]]
    assert not [
        head
        for head in heads
        if "overview." in str(head) or (language == "zh" and str(head).isascii() and head not in ("id", "sha256"))
    ]
    table = pandas.read_csv(tmp_path / "one" / "overview-findings.csv")
    assert list(table["stated"]) == ["93.00%"]


def test_text_of_a_report_is_no_formula_in_the_tables(tmp_path: Path) -> None:
    table = pandas.DataFrame({"subject": ["=1+1", "-12.5%"], "count": [1, 2]})
    text = files.csv(table).decode("utf-8-sig")
    assert text.splitlines()[1:] == ["'=1+1,1,", "-12.5%,2,"]
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(Overview({"findings": table}), Language("zh"))))
    assert book["发现"]["A2"].data_type == "s"


def test_parquet_is_written_or_the_missing_package_is_named(found: Overview, tmp_path: Path) -> None:
    if importlib.util.find_spec("pyarrow") is None:
        with pytest.raises(NoParquet):
            write(found, tmp_path / "out", ("csv", "parquet"), Language("zh"))
        assert not (tmp_path / "out").exists()
        return
    paths = write(found, tmp_path / "out", ("parquet",), Language("zh"))
    table = pandas.read_parquet(next(path for path in paths if "findings" in path.name))
    assert list(table["stated"]) == ["93.00%"]
    data = paths[0].read_bytes()
    assert is_own(data[:HEAD], data[-TAIL:])


def test_without_pyarrow_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquet) as error:
        files.require_parquet()
    assert "pip install" in Language("zh").sentence(error.value.reason)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_out_is_said_in_lines(reports: list[ReportAudit], language: str) -> None:
    told = "\n".join(overviews.lines(overview(reports, Language(language)), Language(language)))
    assert "a-2023.txt" in told
    assert "overview." not in told


def test_an_empty_folder_has_empty_tables() -> None:
    tables = overview([], Language("zh")).tables
    assert all(table.empty or name == "by_severity" for name, table in tables.items())


def test_pandas_is_loaded_only_when_asked_for(root: Path) -> None:
    script = (
        "import sys, auditor.overview, auditor.overview_files, auditor.outputs; auditor.outputs.outputs();"
        "print([name for name in ('pandas', 'numpy', 'xlsxwriter', 'docx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
