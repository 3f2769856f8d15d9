"""What the filer of a report reads in a terminal: what to correct, to which value, in the order of the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import gouji

TEXT = """一、总体情况

青榆市文化馆全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。

二、培训项目

培训项目预算50.00万元，实际支出40.00万元，执行率为85.00%。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(TEXT, "utf-8")
    return file


def test_the_filer_reads_what_to_correct_in_the_order_of_the_report(report: Path) -> None:
    done = gouji("check", report, "--for", "filer")
    assert done.returncode == 1
    places = [done.stdout.index(words) for words in ("【93.00%】", "改为 90.00%", "【85.00%】", "改为 80.00%")]
    assert places == sorted(places)


def test_the_filer_is_not_asked_to_correct_what_was_accepted(report: Path) -> None:
    entry = '[[suppress]]\nreason = "口径经核实"\nrule = "RAT001"\nsubject = "预算执行率"\n'
    (report.parent / "gouji.toml").write_text(entry, "utf-8")
    told = gouji("check", report, "--for", "filer").stdout
    assert "【85.00%】" in told
    assert "【93.00%】" not in told


def test_an_auditor_reads_the_table(report: Path) -> None:
    assert gouji("check", report, "--for", "auditor").stdout == gouji("check", report).stdout
    assert gouji("check", report, "--for", "minister").returncode == 2
