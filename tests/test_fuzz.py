"""Damaged files of every format end as a verdict of their reader; what once failed stays mended."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

from fuzzers import Judge, fuzzers  # noqa: E402

EXAMPLES = 40


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    judge = Judge()
    yield judge
    judge.close()


@pytest.mark.parametrize("case", sorted((FUZZ / "cases").glob("*-*")), ids=lambda case: case.name)
def test_a_case_that_once_failed_gets_a_verdict(judge: Judge, case: Path) -> None:
    assert judge.verdict(case.read_bytes(), f"case{case.suffix}")[1] == ""


@pytest.mark.parametrize("reader", fuzzers())
def test_damage_never_breaks_the_reader(judge: Judge, reader: str) -> None:
    name, drawn = fuzzers()[reader]

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(drawn())
    def examine(data: bytes) -> None:
        assert judge.verdict(data, name)[1] == ""

    examine()
