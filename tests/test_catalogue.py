"""The catalogue of indicators: found by exact name only, each formula with its worked case."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractor.interval import Interval
from validators.catalogue import Catalogue, IndicatorKind, bare, catalogue


@pytest.mark.parametrize("kind", catalogue().kinds, ids=lambda kind: kind.id)
def test_every_formula_indicator_has_a_worked_case_that_comes_right(kind: IndicatorKind) -> None:
    assert kind.cases or not kind.measures
    for given, expected in kind.cases:
        known = {name: Interval.exactly(value) for name, value in given.items()}
        found = [
            value
            for measure in kind.measures
            if set(measure.formula.names()) <= set(known) and (value := kind.value(measure, known))
        ]
        assert Interval.exactly(expected) in [Interval(each.low, each.high) for each in found] or any(
            each.low == expected == each.high for each in found
        )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("“三公”经费控制率", "three_public_control_rate"),
        ("三 公 经 费 控 制 率（%）", "three_public_control_rate"),
        ("财政供养人员控制率", "staff_control_rate"),
        ("在职人员控制率", "staff_control_rate"),
        ("编外人员控制率", "off_payroll_rate"),
        ("预算执行率（B/A）", "budget_execution_rate"),
        ("公务卡结算率", "card_rate"),
    ],
)
def test_an_indicator_is_found_by_its_names(name: str, found: str) -> None:
    kind = catalogue().find(name)
    assert kind is not None
    assert kind.id == found


@pytest.mark.parametrize("name", ["人员控制", "编外人员率", "控制率", "执行", "", "三公经费", "网络故障率"])
def test_a_name_that_is_not_listed_is_not_guessed(name: str) -> None:
    assert catalogue().find(name) is None


def test_staff_on_and_off_the_payroll_are_never_one_indicator() -> None:
    assert catalogue().find("编外人员控制率") is not catalogue().find("财政供养人员控制率")


def test_a_rate_over_nought_is_undefined() -> None:
    kind = catalogue().find("三公经费控制率")
    assert kind is not None
    nothing = {"三公经费实际支出数": Interval.exactly(0), "三公经费预算安排数": Interval.exactly(0)}
    with pytest.raises(ZeroDivisionError):
        kind.value(kind.measures[0], nothing)


def test_two_indicators_cannot_share_a_name() -> None:
    kinds = catalogue().kinds
    twin = IndicatorKind("twin", kinds[0].name, (), "higher", "%", {}, ())
    with pytest.raises(ValueError, match="twin"):
        Catalogue((*kinds, twin))


def test_bare_names_keep_what_tells_them_apart() -> None:
    assert bare("“公用” 经费（日常）控制率") == "公用经费控制率"


def test_every_indicator_of_the_field_notes_is_in_the_catalogue(corpus: Path) -> None:
    text = (corpus / "field" / "regulations.md").read_text("utf-8")
    section = text[text.index("## 8.") : text.index("## 9.")]
    rows = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")][2:]
    missing = [name for name in rows if "/" not in name and catalogue().find(name) is None]
    assert not missing


def test_yaml_files_carry_their_source(root: Path) -> None:
    for path in (root / "validators" / "indicators").glob("*.yaml"):
        data = yaml.safe_load(path.read_text("utf-8"))
        assert path.stem == data["id"]
        assert all(each["source"] for each in data["formulas"])
