"""The reports in fixtures: nothing is held against the clean ones, all that a person found there is confirmed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from fixture_reports import (
    FAMILIES,
    NAMES,
    Audited,
    clean,
    expects,
    formats,
    home,
    marked,
    number,
    operands,
    squeezed,
    stated,
    text,
    truth,
)  # fmt: skip

from validators.check import AGREES, CANNOT_TELL, Check, Value

FILES = {f"{name}.{suffix}": (name, suffix) for name in NAMES for suffix in ("txt", *formats(name))}


def relations() -> dict[str, tuple[Any, ...]]:
    """Every relation of the truth by report, kind, subject, stated figure, and a number where these are the same."""
    found: dict[str, tuple[Any, ...]] = {}
    for name in NAMES:
        for relation in truth(name)["relations"]:
            words = f"{name} {relation['kind']} {relation['subject']} {relation['stated']}"
            found[words if words not in found else f"{words} ({len(relation['parts'])} parts)"] = (name, relation)
    return found


def told(check: Check) -> str:
    """A check in a line, for the person who reads a failure."""
    formula = check.expression.formula() if check.expression else ""
    return f"{check.verdict} {check.rule} {check.subject}: {_text(check.stated)} {_text(check.expected)} {formula}"


def _text(value: Value | None) -> str | None:
    return value.text if value else None


def holds(found: Audited, check: Check, relation: dict[str, Any]) -> bool:
    """Whether an agreeing check is the relation: its kind, its numbers, and the words around the stated figure."""
    if check.verdict != AGREES or not check.rule.startswith(FAMILIES[relation["kind"]]):
        return False
    wanted, expected = number(relation["stated"]), number(relation["expected"])
    parts = {number(part) for part in relation["parts"]}
    around = squeezed(relation["at"])
    if relation["kind"] == "repeat":
        swapped = {wanted} == operands(check) and stated(check) in parts
        if swapped:
            return any(around in home(found, figure) for figure in check.operands)
    if stated(check) != wanted or not expects(check, expected):
        return False
    if relation["kind"] == "target":
        return parts <= operands(check) | {wanted}
    if parts and operands(check) - {wanted} != parts - {wanted}:
        return False
    return check.stated_figure is None or around in home(found, check.stated_figure)


@pytest.mark.parametrize(("name", "suffix"), marked("clean", FILES))
def test_nothing_is_held_against_a_clean_report(name: str, suffix: str) -> None:
    assert [told(check) for check in clean(name, suffix).findings] == []


@pytest.mark.parametrize(("name", "relation"), marked("relations", relations()))
def test_a_relation_that_holds_is_confirmed_with_its_numbers(name: str, relation: dict[str, Any]) -> None:
    found = clean(name)
    near = [told(check) for check in found.checks if stated(check) == number(relation["stated"])]
    assert any(holds(found, check, relation) for check in found.checks), near


OTHERS = {name: case for name, case in FILES.items() if case[1] != "txt"}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "suffix"), marked("formats", OTHERS))
def test_every_format_tells_the_same(name: str, suffix: str) -> None:
    plain, other = (Counter(map(outcome, clean(name, each).checks)) for each in ("txt", suffix))
    assert (sorted(plain - other), sorted(other - plain)) == ([], [])


def outcome(check: Check) -> tuple[str, ...]:
    severity = check.severity or (CANNOT_TELL if check.verdict == CANNOT_TELL else AGREES)
    return check.rule, check.subject, str(_text(check.stated)), str(_text(check.expected)), severity


SAMPLES = {f"{name} {sample['text']}": (name, sample) for name in NAMES for sample in truth(name)["figures"]}


@pytest.mark.parametrize(("name", "sample"), marked("figures", SAMPLES))
def test_a_figure_is_read_with_its_unit_and_label(name: str, sample: dict[str, str]) -> None:
    found = [each for each in clean(name).report.figures if squeezed(each.text).startswith(squeezed(sample["text"]))]
    assert any(
        figure.value == number(sample["value"])
        and figure.unit.symbol == sample["unit"]
        and sample["label"] in figure.label
        for figure in found
    ), [(figure.text, figure.unit.symbol, figure.label) for figure in found]


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_quotes_the_report(name: str) -> None:
    whole = squeezed(text(name))
    relations = truth(name)["relations"]
    assert len(relations) >= 25
    assert [each["at"] for each in relations if squeezed(each["at"]) not in whole] == []
