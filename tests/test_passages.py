"""Short passages in the wording of many places: what an auditor recomputes in them is confirmed or contradicted."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "fixtures" / "passages"

FLOORS = {
    "open": {"confirmed": 192, "found": 35, "tolerated": 12, "alarms": 29},
    "closed": {"confirmed": 156, "found": 46, "tolerated": 13, "alarms": 15},
}
"""Reached once and never given back: at least so many, of alarms at most."""


def _measure() -> ModuleType:
    spec = importlib.util.spec_from_file_location("passages", ROOT / "benchmarks" / "passages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["passages"] = module
    spec.loader.exec_module(module)
    return module


PASSAGES = _measure()


def _cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", FLOORS)
def test_recall_and_false_alarms_hold_what_was_reached(name: str) -> None:
    tally = PASSAGES.measure(FOLDER / f"{name}.jsonl")
    floor = FLOORS[name]
    assert tally.confirmed >= floor["confirmed"], tally
    assert tally.found >= floor["found"], tally
    assert tally.tolerated >= floor["tolerated"], tally
    assert tally.alarms <= floor["alarms"], tally


def test_every_passage_is_typed_once_and_wholly() -> None:
    cases = _cases("open") + _cases("closed")
    assert len({case["id"] for case in cases}) == len({case["text"] for case in cases}) == len(cases) >= 220
    for case in cases:
        reports = {relation["report"] for relation in case["relations"]}
        assert reports <= {"none", "hint", "error"}, case["id"]
        assert ("error" in reports) == (case["kind"] == "error"), case["id"]
        for relation in case["relations"]:
            assert relation["verdict"] == "holds" or relation["report"] != "none" or case["kind"] != "error"


def test_the_measure_takes_a_check_for_a_relation_only_where_it_works_on_its_figures() -> None:
    text = "维修费12.50万元、印刷费3.20万元，合计15.70万元。"
    relation = {"formula": "12.50 + 3.20 = 15.70万元", "stated": "15.70万元", "recomputed": "15.7万元"}
    checks = PASSAGES.audit_bytes(text.encode(), "sum.txt")[0].checks
    assert any(PASSAGES.about(relation, text, check) for check in checks if check.verdict == "agrees")
    other = {"formula": "12.50 / 3.20 = 3.90", "stated": "3.90", "recomputed": ""}
    assert not any(PASSAGES.about(other, "另有1,280元与3.90倍。", check) for check in checks)
