"""A resubmission: what was fixed, left and broken, what is gone, and what changed without being asked."""

from __future__ import annotations

import json
from pathlib import Path

from shell import gouji

OLD = """一、总体情况

青榆市文化馆全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。

二、培训项目

培训项目预算50.00万元，实际支出40.00万元，执行率为85.00%。

三、展览项目

展览项目预算30.00万元，实际支出24.00万元，执行率为80.00%。
"""


def submitted(folder: Path, name: str, *edits: tuple[str, str]) -> Path:
    text = OLD
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_fixed_left_and_broke(tmp_path: Path) -> None:
    old = submitted(tmp_path, "old.txt")
    new = submitted(tmp_path, "new.txt", ("93.00%", "90.00%"), ("80.00%", "82.00%"))
    done = gouji("compare", old, new, "--format", "json")
    found = json.loads(done.stdout)
    stated = {kind: [pair["new"]["stated"]["text"] for pair in found[kind]] for kind in ("fixed", "left", "broke")}
    assert stated == {"fixed": ["90.00%"], "left": ["85.00%"], "broke": ["82.00%"]}
    assert done.returncode == 1


def test_a_sentence_taken_out_is_gone_and_not_fixed(tmp_path: Path) -> None:
    old = submitted(tmp_path, "old.txt")
    new = submitted(tmp_path, "new.txt", ("，预算执行率为93.00%", ""))
    found = json.loads(gouji("compare", old, new, "--format", "json").stdout)
    assert [pair["old"]["stated"]["text"] for pair in found["gone"]] == ["93.00%"]
    assert found["fixed"] == []


def test_figures_that_changed_without_being_asked(tmp_path: Path) -> None:
    old = submitted(tmp_path, "old.txt")
    new = submitted(tmp_path, "new.txt", ("30.00万元", "60.00万元"), ("24.00万元", "48.00万元"))
    found = json.loads(gouji("compare", old, new, "--format", "json").stdout)
    assert [(each["old"]["text"], each["new"]["text"]) for each in found["changed"]] == [
        ("30.00万元", "60.00万元"),
        ("24.00万元", "48.00万元"),
    ]


def test_reports_and_their_json_compare_alike(tmp_path: Path) -> None:
    old = submitted(tmp_path, "old.txt")
    new = submitted(tmp_path, "new.txt", ("93.00%", "90.00%"))
    gouji("check", old, "--format", "json", "--all-checks", "--output", tmp_path / "old.json")
    direct = gouji("compare", old, new, "--lang", "en").stdout
    assert gouji("compare", tmp_path / "old.json", new, "--lang", "en").stdout == direct
    assert "1 fixed, 1 still disagree, 0 new, 0 no longer checked" in direct


def test_what_cannot_be_compared_is_exit_2(tmp_path: Path) -> None:
    old = submitted(tmp_path, "old.txt")
    gouji("check", old, "--format", "json", "--output", tmp_path / "few.json")
    for other in ("few.json", "none.txt"):
        done = gouji("compare", old, tmp_path / other)
        assert done.returncode == 2
        assert other in done.stderr


FAULTY = "linxi-yinshui-2020-faulty.docx"


def corrected(root: Path, folder: Path, *edits: tuple[str, str]) -> Path:
    """The faulty Word fixture with some words replaced in place, as a filer would."""
    import docx

    word = docx.Document(str(root / "fixtures" / "documents" / FAULTY))
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    for old, new in edits:
        (found,) = [each for each in (*word.paragraphs, *(p for c in cells for p in c.paragraphs)) if old in each.text]
        text = found.text.replace(old, new)
        for run in found.runs[1:]:
            run.text = ""
        found.runs[0].text = text
    file = folder / "resubmitted.docx"
    word.save(str(file))
    return file


def test_a_corrected_word_report(root: Path, tmp_path: Path) -> None:
    edits = (("占32.00%", "占30.00%"), ("成本节约率2.05%", "成本节约率2.60%"), ("下降171.43%", "下降63.16%"))
    old = root / "fixtures" / "documents" / FAULTY
    done = gouji("compare", old, corrected(root, tmp_path, *edits), "--format", "json")
    found = json.loads(done.stdout)
    told = {
        kind: {(pair["old"]["stated"]["text"], pair["new"]["stated"]["text"]) for pair in found[kind]}
        for kind in ("fixed", "left", "broke", "gone")
    }
    assert {("32.00%", "30.00%"), ("171.43%", "63.16%")} <= told["fixed"]
    assert ("2.05%", "2.60%") in told["left"]
    assert ("96.74%", "96.74%") in told["left"]
    assert (told["broke"], told["gone"], found["changed"]) == (set(), set(), [])
    assert done.returncode == 1


def test_a_report_with_all_corrected_is_exit_0(root: Path) -> None:
    clean = root / "fixtures" / "documents" / FAULTY.replace("-faulty", "")
    done = gouji("compare", clean.with_name(FAULTY), clean, "--lang", "en")
    assert done.returncode == 0, done.stdout
    assert "0 still disagree, 0 new, 0 no longer checked" in done.stdout


def test_what_is_accepted_does_not_count_as_left(tmp_path: Path) -> None:
    old = submitted(tmp_path, "old.txt")
    new = submitted(tmp_path, "new.txt", ("93.00%", "90.00%"))
    assert gouji("compare", old, new).returncode == 1
    entry = '[[suppress]]\nreason = "口径经核实"\nrule = "RAT001"\nsubject = "培训项目执行率"\n'
    subject = json.loads(gouji("compare", old, new, "--format", "json").stdout)["left"][0]["new"]["subject"]
    (tmp_path / "gouji.toml").write_text(entry.replace("培训项目执行率", subject), "utf-8")
    assert gouji("compare", old, new).returncode == 0
    (tmp_path / "gouji.toml").write_text("suppress = 1", "utf-8")
    assert gouji("compare", old, new).returncode == 2


def test_every_rule_has_a_line_and_a_page() -> None:
    rules = json.loads(gouji("rules", "--format", "json").stdout)
    assert len(gouji("rules").stdout.splitlines()) == len(rules) > 10
    page = gouji("explain", rules[0]["code"])
    assert page.returncode == 0
    assert rules[0]["code"] in page.stdout
    assert gouji("explain", "XXX999").returncode == 2
