"""Accepted findings: shown with their reason, not counted; expired and stale ones told; a baseline of known ones."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from shell import CLEAN, FAULTY, audit, gouji

SUBJECT = 'rule = "RAT001"\nsubject = "预算执行率"'


def folder(path: Path, entry: str = SUBJECT, more: str = "") -> Path:
    """A folder with one faulty and one clean report, and one suppression."""
    path.mkdir()
    (path / "a.txt").write_text(FAULTY, "utf-8")
    (path / "b.txt").write_text(CLEAN, "utf-8")
    (path / "gouji.toml").write_text(f'[[suppress]]\nreason = "口径经核实"\n{entry}\n{more}\n', "utf-8")
    return path


def finding(path: Path, *words: str) -> dict:
    (report, *_) = audit(path / "a.txt", *words)["reports"]
    (found,) = report["findings"]
    return dict(found)


def test_a_suppressed_finding_is_shown_with_its_reason_and_does_not_count(tmp_path: Path) -> None:
    done = gouji("check", folder(tmp_path / "in", more='author = "李某"\nexpires = 2030-01-31'))
    assert done.returncode == 0, done.stderr
    assert "已豁免" in done.stdout
    assert "口径经核实" in done.stdout
    found = finding(tmp_path / "in")
    assert found["suppressed"] == {
        "reason": "口径经核实", "author": "李某", "expires": "2030-01-31", "source": "gouji.toml:1",
    }  # fmt: skip
    assert (found["verdict"], found["severity"]) == ("disagrees", "error")


def test_the_id_of_a_check_suppresses_that_check_only(tmp_path: Path) -> None:
    first = finding(folder(tmp_path / "in", 'check = "RAT001-0-1"'))
    assert first["suppressed"] is None
    assert finding(folder(tmp_path / "more", f'check = "{first["id"]}"'))["suppressed"]


def test_a_pattern_names_the_reports(tmp_path: Path) -> None:
    assert finding(folder(tmp_path / "in", SUBJECT, 'report = "a.*"'))["suppressed"]
    assert not finding(folder(tmp_path / "more", SUBJECT, 'report = "2023/*"'))["suppressed"]


def test_an_expired_suppression_counts_again_and_is_told(tmp_path: Path) -> None:
    path = folder(tmp_path / "in", SUBJECT, "expires = 2026-03-31")
    assert finding(path, "--today", "2026-03-31")["suppressed"]
    done = gouji("check", path, "--today", "2026-04-01", "--lang", "en")
    assert done.returncode == 1
    assert "expired on 2026-03-31" in " ".join(done.stdout.split())
    assert gouji("check", path, "--today", "someday").returncode == 2


def test_a_stale_suppression_is_told_and_changes_nothing(tmp_path: Path) -> None:
    path = folder(tmp_path / "in", 'check = "TOT001-0-1"')
    done = gouji("check", path, "--lang", "en")
    assert done.returncode == 1
    (line,) = [each for each in done.stderr.splitlines() if "matches no finding" in each]
    assert "gouji.toml:1" in line
    assert "matches no finding" not in gouji("check", path, "--lang", "en", "--quiet").stderr


def test_a_suppression_for_a_report_that_was_not_audited_is_not_stale(tmp_path: Path) -> None:
    path = folder(tmp_path / "in", SUBJECT, 'report = "a.txt"')
    assert "gouji.toml" not in gouji("check", path / "b.txt").stderr
    assert "gouji.toml" not in gouji("check", path).stderr


def test_sarif_says_that_it_is_suppressed(tmp_path: Path) -> None:
    plain = json.loads(gouji("check", folder(tmp_path / "in"), "--format", "sarif").stdout)
    (result,) = [each for each in plain["runs"][0]["results"] if each["ruleId"] == "RAT001"]
    assert "口径经核实" in result["suppressions"][0]["justification"]


def test_a_state_does_not_keep_what_was_suppressed(tmp_path: Path) -> None:
    path, words = folder(tmp_path / "in"), ("--state", tmp_path / "state")
    assert gouji("check", path, *words).returncode == 0
    (path / "gouji.toml").write_text("", "utf-8")
    assert gouji("check", path, *words).returncode == 1


def test_only_what_is_new_counts_beside_a_baseline(tmp_path: Path) -> None:
    path = folder(tmp_path / "in")
    (path / "gouji.toml").unlink()
    known = tmp_path / "known.json"
    assert gouji("check", path, "--write-baseline", known).returncode == 1
    done = gouji("check", path, "--baseline", known)
    assert done.returncode == 0
    assert "已豁免 1" in done.stdout
    (path / "b.txt").write_text(FAULTY, "utf-8")
    assert gouji("check", path, "--baseline", known).returncode == 1


def test_the_json_of_a_run_is_a_baseline_too_and_a_baseline_can_be_renewed(tmp_path: Path) -> None:
    path = folder(tmp_path / "in", 'check = "TOT001-0-1"')
    known = tmp_path / "known.json"
    gouji("check", path, "--format", "json", "--all-checks", "--output", known)
    assert gouji("check", path, "--baseline", known, "--write-baseline", known).returncode == 0
    assert gouji("check", path, "--baseline", known).returncode == 0


def test_a_baseline_and_a_configuration_in_the_folder_are_no_reports(tmp_path: Path) -> None:
    path = folder(tmp_path / "in")
    gouji("check", path, "--write-baseline", path / "known.json")
    found = audit(path)
    assert [each["path"] for each in found["reports"]] == ["a.txt", "b.txt"]
    assert found["skipped"] == 2


@pytest.mark.parametrize("text", [None, "[]", "{", '{"reports": [{"path": "a", "findings": [{"id": "x"}]}]}'])
def test_what_is_no_baseline_is_refused_with_the_remedy(tmp_path: Path, text: str | None) -> None:
    path = folder(tmp_path / "in")
    known = tmp_path / "known.json"
    if text is not None:
        known.write_text(text, "utf-8")
    done = gouji("check", path, "--baseline", known)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--write-baseline" in done.stderr


def test_in_a_folder_what_was_accepted_has_a_sheet_of_its_own(tmp_path: Path) -> None:
    path = folder(tmp_path / "in", more='author = "李某"\nexpires = 2030-01-31')
    (path / "c.txt").write_text(FAULTY.replace("预算执行率", "项目支出预算执行率"), "utf-8")
    done = gouji("check", path, "--format", "xlsx", "--format", "html", "--output", tmp_path / "out")
    assert done.returncode == 1, done.stderr
    book = openpyxl.load_workbook(tmp_path / "out" / "audit.xlsx")
    sheets = {name: [[str(cell) for cell in row if cell] for row in book[name].values] for name in ("发现", "已豁免")}
    counted = [row for row in sheets["发现"] if "RAT001" in row]
    (accepted,) = (row for row in sheets["已豁免"] if "RAT001" in row)
    assert [row for row in counted if "a.txt" in row] == []
    assert len(counted) == 1
    assert {"a.txt", "口径经核实", "李某", "2030-01-31", "93.00%", "90.00%"} <= set(accepted)
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "除已豁免的外" in index
    assert "已豁免 1" in index


def test_a_report_whose_findings_were_all_accepted_is_not_called_clean(tmp_path: Path) -> None:
    told = gouji("check", folder(tmp_path / "in") / "a.txt").stdout
    assert "其余已核对的关系均相符 · 已豁免 1" in told
    assert "不计入的 1 项" in told
