"""Every rule gives the verdicts that its worked cases, typed by hand, ask for; and every rule has such cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.reading import read
from extractor.report import extract
from validators.audit import audit
from validators.check import Check
from validators.rule import Rule
from validators.rules import rules

CASES = Path(__file__).resolve().parent.parent / "fixtures" / "rules"
SAID = ("verdict", "subject", "stated", "expected", "severity")


def cases_of(code: str) -> list[dict[str, Any]]:
    """The cases of a rule, a list or under ``cases``; what is expected stands in ``expect`` or in the case itself."""
    path = CASES / f"{code}.yml"
    if not path.is_file():
        return []
    content = yaml.safe_load(path.read_text("utf-8"))
    found = content["cases"] if isinstance(content, dict) else content
    return [
        {**case, "expect": case.get("expect") or [{key: case[key] for key in SAID if key in case}]} for case in found
    ]


def fits(check: Check, wanted: dict[str, Any]) -> bool:
    """Whether the check is the one that is wanted, as far as the case tells."""
    own = {
        "verdict": check.verdict,
        "subject": check.subject,
        "stated": check.stated.text if check.stated else None,
        "expected": check.expected.text if check.expected else None,
        "severity": check.severity,
    }
    return all(str(own[key]) == str(value) for key, value in wanted.items() if key in own and value is not None)


def told(checks: tuple[Check, ...]) -> list[tuple[str, ...]]:
    return [
        (
            each.verdict,
            each.subject,
            each.stated.text if each.stated else "",
            each.expected.text if each.expected else "",
            each.severity or "",
            each.message.key,
            each.reason.key if each.reason else "",
        )
        for each in checks
    ]


PARAMETERS = [
    pytest.param(rule, case, id=f"{rule.code}-{case['name']}") for rule in rules() for case in cases_of(rule.code)
]


@pytest.mark.parametrize(("rule", "case"), PARAMETERS)
def test_rule_gives_the_verdicts_of_its_case(rule: Rule, case: dict[str, Any]) -> None:
    report = extract(read(case["text"].encode(), "case.txt"))
    checks = audit(report, [rule])
    for wanted in case["expect"]:
        assert [each for each in checks if fits(each, wanted)], (wanted, told(checks))
    subjects = {wanted.get("subject") for wanted in case["expect"]}
    if all(wanted["verdict"] != "disagrees" for wanted in case["expect"]):
        assert not [
            each for each in checks if each.verdict == "disagrees" and (None in subjects or each.subject in subjects)
        ], told(checks)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_rule_has_fits_faults_and_a_case_it_cannot_tell(rule: Rule) -> None:
    cases = cases_of(rule.code)
    assert cases, f"fixtures/rules/{rule.code}.yml is missing"
    verdicts = Counter(wanted["verdict"] for case in cases for wanted in case["expect"])
    assert verdicts["agrees"] >= verdicts["disagrees"], dict(verdicts)
    assert verdicts["cannot_tell"], dict(verdicts)


def test_no_cases_are_left_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in CASES.glob("*.yml")} <= {rule.code for rule in rules()}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_rule_says_what_why_and_when_it_cannot_tell(rule: Rule) -> None:
    assert rule.page.split("\n\n")[0].endswith((".", ":"))
    assert "annot tell" in rule.page
    assert "Source" in rule.page
