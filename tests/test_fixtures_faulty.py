"""The faulty twins in fixtures: what each edit breaks comes out with the number stated and the number expected."""

from __future__ import annotations

from typing import Any

import pytest
import regex
from fixture_reports import NAMES, Audited, audited, build, expects, faulty, marked, number, stated, text

from validators.check import ERROR, Check


def breaks() -> dict[str, tuple[Any, ...]]:
    """Everything that an edit breaks, by report, twin, kind, rule, subject and stated figure."""
    return {
        f"{name} {place} {edit['kind']} {broken['rule']} {broken['subject']} {broken['stated']}": (name, place, broken)
        for name in NAMES
        for place, twin in enumerate(build.twins(name))
        for edit in twin["edits"]
        for broken in edit["breaks"]
    }


def shows(check: Check, broken: dict[str, Any]) -> bool:
    """Whether a finding is what the edit broke: its rule, the stated number and the expected one."""
    return (
        check.rule.startswith(broken["rule"])
        and stated(check) == number(broken["stated"])
        and expects(check, number(broken["expected"]))
    )


def findings(found: Audited) -> list[str]:
    return [
        f"{check.rule} {check.subject}: {check.stated and check.stated.text} {check.expected and check.expected.text}"
        for check in found.findings
    ]


@pytest.mark.parametrize(("name", "twin", "broken"), marked("breaks", breaks()))
def test_an_edit_is_found_with_both_numbers(name: str, twin: int, broken: dict[str, Any]) -> None:
    found = faulty(name, twin)
    assert any(shows(check, broken) for check in found.findings), findings(found)


TWINS = {f"{name} {place}": (name, place) for name in NAMES for place in range(len(build.twins(name)))}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "twin"), marked("twins in word", TWINS))
def test_a_faulty_twin_in_word_shows_what_its_text_shows(name: str, twin: int) -> None:
    data = build.word(name, build.edited(text(name), build.twins(name)[twin]))
    assert sorted(findings(audited(data, f"{name}.docx"))) == sorted(findings(faulty(name, twin)))


@pytest.mark.parametrize(("name", "twin"), marked("twins", TWINS))
def test_every_error_of_a_faulty_twin_rests_on_an_edit(name: str, twin: int) -> None:
    """An error has one of the numbers that an edit wrote, took away or broke."""
    touched = {number(piece) for edit in build.twins(name)[twin]["edits"] for piece in _numbers(edit)}
    errors = [check for check in faulty(name, twin).findings if check.severity == ERROR]
    strange = [check for check in errors if not touched & {abs(figure.value) for figure in check.figures}]
    assert [f"{check.rule} {check.subject} {check.stated and check.stated.text}" for check in strange] == []


def _numbers(edit: dict[str, Any]) -> list[str]:
    words = [edit["find"], edit["replace"], *(each["stated"] for each in edit["breaks"])]
    return regex.findall(r"\d[\d,]*(?:\.\d+)?", " ".join(words))
