"""The Excel working paper: what an auditor finds in it, and that nothing of a report becomes a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from shell import CLEAN, FAULTY, gouji

from auditor.language import LANGUAGES, Language
from auditor.outputs import Source, workbook
from auditor.pipeline import audit_bytes, audit_file
from auditor.result import ReportAudit
from auditor.run import Run

REPORT = (
    "青榆市文化馆2023年度部门整体支出绩效自评报告\n"
    "全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。\n"
    "全年举办讲座12场，参加580余人次，联系电话0571-88886666。\n"
)
SHEETS = {
    "zh": ["汇总", "发现", "复算", "台账", "未核对"],
    "en": ["Summary", "Findings", "Recomputation", "Ledger", "Unchecked"],
}


def run(language: str = "zh", **more: bool) -> Run:
    return Run(Language(language), "0.1.0", "ab" * 32, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> ReportAudit:
    path = tmp_path_factory.mktemp("in") / "文化馆.txt"
    path.write_text(REPORT, "utf-8")
    return audit_file(path)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rendered(audit: ReportAudit, run: Run) -> bytes:
    return workbook.render(audit, run, Source(b"", None))


def cells(sheet) -> list[object]:  # type: ignore[no-untyped-def]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_five_sheets_in_both_languages(audit: ReportAudit, language: str) -> None:
    book = opened(rendered(audit, run(language)))
    assert book.sheetnames == SHEETS[language]
    for sheet in book:
        assert not [value for value in cells(sheet) if str(value).startswith("xlsx.")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_finding_has_code_place_quote_both_numbers_and_cells_to_sign(audit: ReportAudit, language: str) -> None:
    sheet = opened(rendered(audit, run(language)))[SHEETS[language][1]]
    (row,) = [row for row in sheet.iter_rows(values_only=True) if row[2] == "RAT001"]
    assert row[0] == "F-001"
    assert "2" in str(row[4])
    assert "93.00%" in str(row[5])
    assert (row[6], row[7]) == ("93.00%", "90.00%")
    assert row[9] == "180.00 ÷ 200.00 × 100 = 90.00%"
    assert row[14] == {"zh": "待核实", "en": "to verify"}[language]
    (choices, *dates) = sheet.data_validations.dataValidation
    assert (
        choices.formula1
        == {"zh": '"待核实,已确认,已解释,已排除"', "en": '"to verify,confirmed,explained,excluded"'}[language]
    )
    assert [each.type for each in dates] == ["date", "date"]


def test_the_recomputation_is_made_of_formulas_over_the_ledger(audit: ReportAudit) -> None:
    book = opened(rendered(audit, run()))
    recomputed, ledger = book["复算"], book["台账"]
    (row,) = [row for row in recomputed.iter_rows() if row[1].value == "RAT001"]
    at = {ledger.cell(each, 3).value: each for each in range(7, ledger.max_row + 1)}
    top, base, rate = (at[text] for text in ("180.00万元", "200.00万元", "93.00%"))
    assert row[5].value == f"=台账!D{rate}"
    assert row[9].value == f'=IFERROR(台账!D{top}/台账!D{base}*100,"除数可为零")'
    assert str(row[14].value).startswith("=IF(")
    assert ledger[f"E{rate}"].value == f"=D{rate}-0.005"
    assert ledger[f"F{rate}"].value == f"=D{rate}+0.005"


def test_values_are_stored_beside_the_formulas(audit: ReportAudit) -> None:
    book = openpyxl.load_workbook(io.BytesIO(rendered(audit, run())), data_only=True)
    (row,) = [row for row in book["复算"].iter_rows(values_only=True) if row[1] == "RAT001"]
    assert row[5] == 93
    assert row[9] == 90
    assert row[12] == 3
    assert row[14] == row[15] == "不符"


def test_every_figure_is_in_the_ledger_with_its_mark(audit: ReportAudit) -> None:
    sheet = opened(rendered(audit, run()))["台账"]
    found = {row[1]: row for row in sheet.iter_rows(values_only=True) if str(row[1]).startswith("f")}
    assert list(found) == [figure.id for figure in audit.figures]
    signs = {row[2]: row[0] for row in found.values()}
    assert signs["93.00%"] == "✗"
    assert signs["12场"] == "○"
    assert signs["0571-88886666"] == "–"


def test_what_was_not_checked_is_said_with_the_reason(audit: ReportAudit) -> None:
    sheet = opened(rendered(audit, run()))["未核对"]
    told = [str(value) for value in cells(sheet)]
    assert any("约数" in each for each in told)
    assert any("TOT001" in each for each in told)
    silent = replace(audit, checks=(), groups=())
    assert "没有可以核对" in "".join(str(value) for value in cells(opened(rendered(silent, run()))["发现"]))


def test_text_of_a_report_never_becomes_a_formula_or_breaks_the_file(audit: ReportAudit) -> None:
    hostile = '=HYPERLINK("http://x","y")\x00\x07\ud800'
    checks = tuple(replace(each, subject=hostile, formula="+1") for each in audit.checks)
    figures = tuple(replace(each, text="@SUM(A1)", label="-1+1") for each in audit.figures)
    book = opened(rendered(replace(audit, title=hostile, organization="&D{=1}", checks=checks, figures=figures), run()))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or str(cell.value).startswith(
                    ("=台账!", "=D", "=IF", "=ROUND", "=复算!", "=COUNTIF")
                )
    assert book["复算"]["C7"].data_type == "s"
    assert str(book["复算"]["C7"].value).startswith("=HYPERLINK")


def test_the_same_audit_gives_the_same_bytes_and_carries_the_mark(audit: ReportAudit) -> None:
    first = rendered(audit, run())
    assert first == rendered(audit, run())
    assert b"gouji-output/1" in first[-65_536:]


def test_links_lead_to_the_page_only_where_it_is_written(audit: ReportAudit) -> None:
    def targets(data: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist() if "rels/sheet" in name)

    assert "html" not in targets(rendered(audit, run()))
    linked = targets(rendered(audit, run(paged=True)))
    assert "%E6%96%87%E5%8C%96%E9%A6%86.html" in linked


def test_sheets_are_ready_to_filter_and_print(audit: ReportAudit) -> None:
    book = opened(rendered(audit, run()))
    for name in ("发现", "复算", "台账"):
        sheet = book[name]
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows


def test_a_folder_has_a_row_per_report_and_all_findings(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "clean.txt").write_text(CLEAN, "utf-8")
    (folder / "sub" / "faulty.txt").write_text(FAULTY, "utf-8")
    (folder / "zero.txt").write_bytes(b"")
    done = gouji("check", folder, "--format", "xlsx", "--format", "html", "--output", f"{tmp_path / 'out'}/")
    assert done.returncode == 2
    book = openpyxl.load_workbook(tmp_path / "out" / "audit.xlsx")
    rows = [row for row in book["汇总"].iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [row[1] for row in rows] == ["clean.txt", "sub/faulty.txt", "zero.txt"]
    findings = [row for row in book["发现"].iter_rows(values_only=True) if row[2] == "RAT001"]
    assert [(row[3], row[8], row[9]) for row in findings] == [("sub/faulty.txt", "93.00%", "90.00%")]
    assert "zero.txt" in cells(book["未核对"])
    by_rule = {row[0]: row[1:] for row in book["按规则"].iter_rows(values_only=True)}
    (counts,) = [values for key, values in by_rule.items() if str(key).startswith("RAT001")]
    assert counts == (2, 1, 0, 0, 1, 1, 0)
    links = [cell.hyperlink.target for row in book["发现"].iter_rows() for cell in row if cell.hyperlink]
    assert links[0] == "sub/faulty.xlsx"
    assert (tmp_path / "out" / "sub" / "faulty.xlsx").exists()
    assert (tmp_path / "out" / links[1].partition("#")[0]).exists()


def test_own_workbooks_are_not_audited(tmp_path: Path) -> None:
    (tmp_path / "faulty.txt").write_text(FAULTY, "utf-8")
    gouji("check", tmp_path / "faulty.txt", "--format", "xlsx", "--output", tmp_path / "faulty.xlsx")
    told = gouji("check", tmp_path, "--format", "csv").stdout
    assert "faulty.xlsx" not in told


def test_a_number_no_cell_can_hold_is_kept_as_text() -> None:
    huge = "9" * 400
    audit, _ = audit_bytes(f"合计{huge}元，其中：甲{huge}元，乙1.00元，丙0.00元。\n".encode(), "a.txt")
    book = opened(rendered(audit, run()))
    assert huge in [str(value) for value in cells(book["台账"])]


@pytest.mark.parametrize("title", ["2023年度报告 & 附件", "&&&&", "年" * 300])
def test_a_title_does_not_upset_the_footer(audit: ReportAudit, title: str) -> None:
    footer = opened(rendered(replace(audit, title=title), run()))["台账"].oddFooter
    assert footer.left.text.strip() == title[:60].replace("&", "&&")
    assert footer.left.size == 8
