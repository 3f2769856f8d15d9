"""What an auditor has filled into a working paper is still there in the next one, as long as it speaks of the same."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from shell import FAULTY, gouji

HEADS = {
    "zh": ("发现", "规则", "处理结论", "依据或说明", "编制人", "编制日期"),
    "en": ("Findings", "Rule", "Disposition", "Basis or remark", "Prepared by", "Date prepared"),
}
REASON = "口径不同，见附件三"


def paper(report: Path, target: Path, *words: object) -> Path:
    done = gouji("check", report, "--format", "xlsx", "--output", target, *words)
    assert done.returncode == 1, done.stderr
    return target


def findings(file: Path, language: str = "zh") -> list[dict[str, openpyxl.cell.Cell]]:
    """The rows of the findings' sheet by the words of its head."""
    rows = list(openpyxl.load_workbook(file)[HEADS[language][0]].iter_rows())
    head = next(number for number, row in enumerate(rows) if row[2].value == HEADS[language][1])
    names = [cell.value for cell in rows[head]]
    return [dict(zip(names, row, strict=True)) for row in rows[head + 1 :] if row[2].value]


def sign(file: Path, language: str = "zh") -> None:
    """Fill in the first finding as an auditor would."""
    _, _, disposition, basis, preparer, prepared = HEADS[language]
    book = openpyxl.load_workbook(file)
    sheet = book[HEADS[language][0]]
    cells = findings(file, language)[0]
    filled = {disposition: {"zh": "已解释", "en": "explained"}[language], basis: REASON, preparer: "周会计",
              prepared: datetime.datetime(2031, 3, 5)}  # fmt: skip
    for name, value in filled.items():
        sheet[cells[name].coordinate].value = value
    book.save(file)


@pytest.mark.parametrize(("before", "after"), [("zh", "zh"), ("en", "zh"), ("zh", "en")])
def test_what_was_filled_in_is_carried_over(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "old.txt").write_text(FAULTY, "utf-8")
    (tmp_path / "new.txt").write_text(FAULTY + "补充说明一段，没有数字。\n", "utf-8")
    old = paper(tmp_path / "old.txt", tmp_path / "old.xlsx", "--lang", before)
    sign(old, before)
    new = paper(tmp_path / "new.txt", tmp_path / "new.xlsx", "--lang", after, "--carry", old)
    _, _, disposition, basis, preparer, prepared = HEADS[after]
    cells = findings(new, after)[0]
    assert cells[disposition].value == {"zh": "已解释", "en": "explained"}[after]
    assert cells[basis].value == REASON
    assert cells[preparer].value == "周会计"
    assert cells[prepared].value == datetime.datetime(2031, 3, 5)


def test_where_a_value_changed_the_auditor_decides_again(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(FAULTY, "utf-8")
    (tmp_path / "new.txt").write_text(FAULTY.replace("93.00%", "94.00%"), "utf-8")
    old = paper(tmp_path / "old.txt", tmp_path / "old.xlsx")
    sign(old)
    cells = findings(paper(tmp_path / "new.txt", tmp_path / "new.xlsx", "--carry", old))[0]
    assert cells["处理结论"].value == "待核实"
    for needed in ("已解释", REASON, "93.00%"):
        assert needed in cells["依据或说明"].value
    assert cells["编制人"].value is None


def test_a_folder_is_carried_over_report_by_report(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(FAULTY, "utf-8")
    paper(folder, tmp_path / "first")
    old = tmp_path / "first" / "audit.xlsx"
    sign(old)
    paper(folder, tmp_path / "second", "--carry", old)
    told = [cells["处理结论"].value for cells in findings(tmp_path / "second" / "audit.xlsx")]
    assert (told[0], set(told[1:])) == ("已解释", {"待核实"})


def test_what_is_no_working_paper_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")
    (tmp_path / "b.txt").write_text(FAULTY, "utf-8")
    single = paper(tmp_path / "a.txt", tmp_path / "paper.xlsx")
    for named, told in ((tmp_path / "none.xlsx", "打不开"), (tmp_path / "a.txt", "不是 gouji 的工作底稿")):
        done = gouji("check", tmp_path / "b.txt", "--carry", named)
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    done = gouji("check", tmp_path / "a.txt", tmp_path / "b.txt", "--carry", single)
    assert (done.returncode, "只属于一份报告" in done.stderr) == (2, True)
