"""Console, CSV and SARIF tell every finding with both numbers, its place and its code."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest
from shell import CLEAN, FAULTY, gouji


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    (folder / "clean.txt").write_text(CLEAN, "utf-8")
    (folder / "faulty.txt").write_text(FAULTY, "utf-8")
    (folder / "zero.txt").write_bytes(b"")
    return folder


@pytest.mark.parametrize("form", ["console", "json", "jsonl", "csv", "sarif"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_output_tells_code_and_both_numbers(folder: Path, form: str, language: str) -> None:
    told = gouji("check", folder, "--format", form, "--lang", language).stdout
    assert "93.00%" in told
    assert "90.00%" in told
    assert "RAT001" in told


def test_the_console_gives_a_table_a_line_per_report_and_totals(folder: Path) -> None:
    done = gouji("check", folder, "--lang", "en")
    lines = done.stdout.splitlines()
    assert any("180.00 ÷ 200.00 × 100 = 90.00%" in line for line in lines)
    assert any(line.startswith("✓ clean.txt") for line in lines)
    assert any(line.startswith("✗ faulty.txt") for line in lines)
    assert any(line.startswith("✗ zero.txt  unreadable") for line in lines)
    assert "3 report(s)" in lines[-1]


def test_the_console_keeps_its_columns_with_chinese(folder: Path) -> None:
    lines = gouji("check", folder, "--all-checks").stdout.splitlines()
    rule = next(index for index, line in enumerate(lines) if set(line) == {"─"})
    starts = {_width(line.partition("RAT001")[0]) for line in lines[rule + 1 :] if "RAT001" in line}
    assert starts == {_width(lines[rule - 1].partition("规则")[0])}


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def test_the_table_has_a_line_per_finding_and_none_is_a_formula(folder: Path) -> None:
    text = gouji("check", folder, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["path"], row["status"], row["stated"], row["expected"]) for row in rows] == [
        ("clean.txt", "audited", "", ""),
        ("faulty.txt", "audited", "93.00%", "90.00%"),
        ("zero.txt", "unreadable", "", ""),
    ]
    assert rows[2]["problem"]


def test_a_subject_that_looks_like_a_formula_is_text_in_the_table(tmp_path: Path) -> None:
    from auditor.outputs import csv_table

    assert csv_table._safe("=1+1") == "'=1+1"
    assert csv_table._safe("@SUM(A1)") == "'@SUM(A1)"
    assert csv_table._safe("-12.50%") == "-12.50%"


def test_sarif_declares_every_rule_and_every_result_has_kind_and_fingerprint(folder: Path) -> None:
    told = json.loads(gouji("check", folder, "--format", "sarif", "--all-checks").stdout)
    assert told["version"] == "2.1.0"
    (run,) = told["runs"]
    declared = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(declared) == len(set(declared))
    assert {rule["code"] for rule in json.loads(gouji("rules", "--format", "json").stdout)} <= set(declared)
    for result in run["results"]:
        assert result["ruleId"] in declared
        assert result["kind"] in ("pass", "fail", "open", "informational")
        assert (result["level"] == "none") == (result["kind"] != "fail")
        assert result["message"]["text"]
    failing = [result for result in run["results"] if result["kind"] == "fail"]
    places = [result["locations"][0]["physicalLocation"] for result in failing]
    assert [place["artifactLocation"]["uri"] for place in places] == ["faulty.txt"]
    assert all(result["partialFingerprints"]["gouji/v1"] for result in failing)
