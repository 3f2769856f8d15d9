"""Every rule on score sheets gives the verdict that its worked cases, typed by hand, ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.figures import find_figures
from extractor.readers import plain_text
from extractor.report import Report
from extractor.scorecards import find_scorecards
from validators.audit import audit
from validators.rule import rules

CASES = Path(__file__).parents[1] / "fixtures" / "rules"
FAMILIES = ("SCO", "WGT", "DED", "GRD", "TGT")


def _read(file: Path) -> list[dict[str, Any]]:
    content = yaml.safe_load(file.read_text("utf-8"))
    return list(content["cases"] if isinstance(content, dict) else content)


def _cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.yml")):
        if file.stem[:3] in FAMILIES:
            content = _read(file)
            found.extend(pytest.param(file.stem, case, id=f"{file.stem}-{case['name']}") for case in content)
    return found


@pytest.mark.parametrize(("code", "case"), _cases())
def test_the_rule_gives_the_verdict_of_its_case(code: str, case: dict[str, Any]) -> None:
    document = plain_text.read(case["text"].encode(), "case.txt")
    figures = find_figures(document)
    report = Report(document, figures, (), scorecards=find_scorecards(document, figures))
    checks = audit(report, [rule for rule in rules() if rule.code == code])
    mine = [check for check in checks if check.subject == case.get("subject", check.subject)]
    assert case["verdict"] in {check.verdict for check in mine}, [(c.subject, c.verdict, c.message.key) for c in checks]
    chosen = [check for check in mine if check.verdict == case["verdict"]]
    if case.get("severity"):
        assert case["severity"] in {check.severity for check in chosen}
    if case.get("expected"):
        assert case["expected"] in {check.expected.text for check in chosen if check.expected}, [
            c.expected for c in chosen
        ]
    if case["verdict"] != "disagrees":
        assert not [check for check in mine if check.verdict == "disagrees"]


@pytest.mark.parametrize("code", sorted({param.values[0] for param in _cases()}))
def test_a_rule_shows_at_least_as_many_fits_as_faults(code: str) -> None:
    cases = _read(CASES / f"{code}.yml")
    verdicts = [case["verdict"] for case in cases]
    assert verdicts.count("agrees") >= verdicts.count("disagrees")
