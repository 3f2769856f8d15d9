"""The frameworks as data: weights that add up, worked cases that come right, and how one is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from extractor.interval import Interval
from extractor.standards import points
from validators.framework import NONE, SCORING_KINDS, Entry, Framework, choose, frameworks, grade, identities
from validators.rubric import by_target


def exactly(value: object) -> Interval:
    return Interval.exactly(Decimal(str(value)))


def worked() -> Iterator[tuple[str, dict[str, Any]]]:
    for framework in frameworks().values():
        for case in framework.cases:
            yield framework.id, dict(case)


def leaf_sum(entry: Entry) -> Decimal | None:
    if not entry.children:
        return entry.weight
    found = [leaf_sum(child) for child in entry.children]
    return None if None in found else sum((each for each in found if each is not None), Decimal(0))


@pytest.mark.parametrize(("id", "case"), list(worked()))
def test_worked_case_comes_right(id: str, case: dict[str, Any]) -> None:
    framework = frameworks()[id]
    given = {name: exactly(value) for name, value in case.get("given", {}).items()}
    if "score" in case:
        assert grade(Decimal(str(case["score"]))) == case["grade"]
    elif "identity" in case:
        identity = next(each for each in framework.identities if each.id == case["identity"])
        assert identity.holds(given) is case["holds"]
    elif "relation" in case:
        found = by_target(Decimal(case["weight"]), case["relation"], exactly(case["target"]), exactly(case["actual"]))
        assert [found.low, found.high] == [Decimal(str(each)) for each in case["points"]]
    else:
        entry = framework.find(case["indicator"])
        assert entry is not None
        if "rate" in case:
            assert entry.formula is not None
            value = entry.formula.value(given.get)
            assert value is not None
            assert value * exactly(100) == exactly(case["rate"])
        else:
            assert entry.standard is not None
            found = points(entry.standard, given)
            assert [found.low, found.high] == [Decimal(str(each)) for each in case["points"]]


@pytest.mark.parametrize("framework", frameworks().values(), ids=lambda each: each.id)
def test_every_framework_has_worked_cases_and_weights_that_add_up(framework: Framework) -> None:
    assert framework.cases
    if framework.kind not in SCORING_KINDS:
        return
    assert sum(leaf_sum(root) or 0 for root in framework.indicators) == framework.total
    for root in framework.indicators:
        for entry in root.walk():
            if entry.children and entry.weight is not None:
                assert sum(child.weight or 0 for child in entry.children) == entry.weight, entry.name
            if not entry.children:
                assert entry.standard is not None, entry.name
                assert entry.standard.top == entry.weight, entry.name


@pytest.mark.parametrize(
    ("text", "year", "kind", "chosen"),
    [
        ("深圳市福田区某某中心2020年度部门整体支出绩效自评报告", 2020, "department", "shenzhen-2020-futian"),
        ("深圳市盐田区某某局", 2021, "department", "shenzhen-2023-yantian"),
        ("岳阳市君山区某某站", 2020, "department", "yueyang-2020-junshan"),
        ("青原市某某局", 2022, "department", None),
        ("青原市某某局项目支出绩效自评表", 2022, "project", "mof-2020-self-evaluation"),
    ],
)
def test_a_framework_is_chosen_by_place_year_and_kind(text: str, year: int, kind: str, chosen: str | None) -> None:
    found = choose(text, year, kind)
    assert (found.id if found else None) == chosen


def test_a_framework_can_be_named_or_left_out() -> None:
    assert choose("深圳市福田区", 2020, "department", override=NONE) is None
    named = choose("", None, "", override="yueyang-2020-junshan")
    assert named is not None
    assert named.id == "yueyang-2020-junshan"
    with pytest.raises(KeyError):
        choose("", None, "", override="no-such")


def test_a_name_that_two_heads_share_needs_its_head() -> None:
    sheet = frameworks()["yueyang-2020-junshan"]
    assert sheet.find("管理制度健全性") is None
    entry = sheet.find("管理制度健全性", above="资产管理")
    assert entry is not None
    assert entry.standard is not None
    assert [part.points for part in entry.standard.root.parts] == [2, 1]


def test_an_identity_with_a_line_missing_says_nothing() -> None:
    assert identities()[0].holds({"收入总计": exactly(5)}) is None
