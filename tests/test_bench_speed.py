"""The speed that the READMEs tell is that of the newest results, and a part measured anew leaves the others alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import scale
from benchmarks.speed import told


@pytest.mark.parametrize("name", told.READMES)
def test_the_table_is_made_of_the_newest_results(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    mark, *rows = text.partition(told.OPENS)[2].partition(told.CLOSES)[0].splitlines()
    assert mark == f"{told.newest().name} -->"
    assert rows == told.table(json.loads(told.newest().read_text("utf-8")), told.WORDS[name])


def test_the_markdown_is_made_of_the_same_results() -> None:
    day = json.loads(told.newest().read_text("utf-8"))
    assert told.newest().with_suffix(".md").read_text("utf-8") == told.as_text(day)


def test_every_part_keeps_its_own_hour_and_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "RESULTS", tmp_path)
    about = {"date": "2031-05-01 09:00 UTC", "processor": "P", "gouji": "1 aaa", "load before": "0.1"}
    told.keep(about, "jobs", {"two jobs to twice one": {"pair by pair": [0.9], "least disturbed run of each": 0.95}})
    told.keep(about | {"gouji": "1 bbb"}, "start", {"start": {
        "gouji": {"seconds": 0.02, "peak MiB": 9.0, "gouji takes of it": 1.0},
        "python -c pass": {"seconds": 0.01, "peak MiB": 9.0, "gouji takes of it": 2.0},
    }})  # fmt: skip
    text = (tmp_path / "speed-2031-05-01.md").read_text("utf-8")
    assert text.index("gouji 1 aaa") < text.index("gouji 1 bbb")
    assert "Goal: at most 3.0 of python -c pass; met: 2.0." in text
    rows = told.table(json.loads(told.newest().read_text("utf-8")), told.WORDS["README.md"])
    assert rows[-1].startswith("| two jobs, of twice the rate of one | 0.95 |")


def test_the_plan_for_a_hundred_thousand_is_made_of_the_newest_measures(root: Path) -> None:
    text = (root / "benchmarks" / "scale.md").read_text("utf-8")
    mark, *lines = text.partition(scale.OPENS)[2].partition(scale.CLOSES)[0].splitlines()
    assert mark == f"{scale.newest().name} -->"
    assert "\n".join(lines) == scale.told(scale.newest())
