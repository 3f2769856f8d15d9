"""Scores against the printed standard in whole reports: found however the report is spelt, and never without ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import regex

from extractor.interval import Interval
from extractor.reading import read
from extractor.report import Report, extract
from validators.audit import audit
from validators.check import Check
from validators.marking import marks, remarked_total
from validators.rules import rules

ASSETS = "在用率≥90%的，得4分；70%≤在用率＜90%的，得2分；在用率＜70%的，得0分。".replace("在用率", "固定资产利用率")
ROWS = (
    ("固定资产利用率", "4", ASSETS, "4"),
    ("公用经费控制率", "6", "公用经费控制率≤100%得6分；每超过一个百分点扣1分，扣完为止。", "6"),
    ("制度建设", "5", "1.制度健全（2分）；2.执行到位（3分）。", "5"),
)
PROSE = "本单位年末固定资产总额{a}万元，在用固定资产{b}万元，固定资产利用率为{rate}。公用经费控制率为{control}。"


def report(prose: str, rows: Iterable[tuple[str, str, str, str]] = ROWS) -> Report:
    rows = tuple(rows)
    weights, scores = (sum(Decimal(row[place]) for row in rows) for place in (1, 3))
    lines = [f"管理\t综合\t{name}\t{weight}\t{standard}\t{score}\t" for name, weight, standard, score in rows]
    head = "一级指标\t二级指标\t三级指标\t分值\t评分标准\t得分\t备注"
    text = "\n".join((prose, "", "单位整体支出评分表", "", head, *lines, f"总分\t\t\t{weights}\t\t{scores}\t"))
    return extract(read(text.encode(), "report.txt"))


def checks(of: Report, code: str, subject: str) -> list[Check]:
    found = audit(of, [rule for rule in rules() if rule.code == code])
    return [check for check in found if check.subject == subject]


def verdict(of: Report, code: str, subject: str) -> str:
    (check,) = checks(of, code, subject)
    return check.verdict


TOLD = PROSE.format(a="500", b="400", rate="80%", control="97.2%")


def test_a_score_of_a_better_tier_is_found() -> None:
    (check,) = checks(report(TOLD), "STD001", "固定资产利用率")
    assert (check.verdict, check.severity) == ("disagrees", "error")
    assert check.expected is not None
    assert check.expected.text == "2分"
    assert {"80%", "90%", "70%"} <= {figure.text for figure in check.operands}


@pytest.mark.parametrize(
    "prose",
    [
        PROSE.format(a="5,000", b="4,000", rate="80.0%", control="97.2%"),
        regex.sub(r"(?<=\p{Han})(?=\p{Han})", " ", TOLD),
        TOLD.replace("，", ",").replace("。", "。\n\n"),
        TOLD.replace("固定资产利用率为80%", "固定资产利用率达到80%"),
        "固定资产总额500万元，在用固定资产400万元。公用经费控制率为97.2%。",
    ],
)
def test_it_is_found_in_every_spelling(prose: str) -> None:
    assert verdict(report(prose), "STD001", "固定资产利用率") == "disagrees"


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 1, 0)])
def test_it_is_found_in_any_order_of_rows(order: tuple[int, ...]) -> None:
    assert verdict(report(TOLD, [ROWS[place] for place in order]), "STD001", "固定资产利用率") == "disagrees"


def test_a_fitting_score_agrees_and_judgement_cannot_be_told() -> None:
    of = report(TOLD)
    assert verdict(of, "STD001", "公用经费控制率") == "agrees"
    assert verdict(of, "STD001", "制度建设") == "cannot_tell"


@pytest.mark.parametrize(
    "prose",
    [
        "本年工作有序开展。",
        "上年固定资产利用率为60%。",
        "固定资产利用率目标不低于60%。",
        "固定资产利用率为60%。经复核，固定资产利用率为95%。",
        "固定资产利用率约为60%。",
        "办公用房利用率为60%。",
        "固定资产总额0万元，在用固定资产0万元。",
    ],
)
def test_nothing_is_held_against_a_measure_that_is_not_told(prose: str) -> None:
    assert verdict(report(prose), "STD001", "固定资产利用率") == "cannot_tell"


def test_a_rate_that_its_amounts_contradict_acquits_by_either() -> None:
    both = "固定资产总额500万元，在用固定资产400万元，固定资产利用率为95%。"
    assert verdict(report(both), "STD001", "固定资产利用率") == "agrees"


def test_the_total_by_the_standard_is_told_beside_the_printed_one() -> None:
    of = report(TOLD)
    (sheet,) = of.scorecards
    remarked = remarked_total(sheet, marks(of))
    assert remarked is not None
    assert remarked.stated.value == 15
    assert remarked.total == Interval(Decimal(13), Decimal(13))
    (check,) = checks(of, "STD001", "固定资产利用率")
    assert check.consequence is not None
    assert dict(check.consequence.values) == {"total": "13分"}


def test_points_of_the_parts_are_an_expression_over_their_figures() -> None:
    (check,) = checks(report(TOLD), "STD002", "制度建设")
    assert check.verdict == "agrees"
    assert check.expression is not None
    assert check.expression.value() == 5
    assert check.expression.code() == " + ".join(figure.id for figure in check.operands)


def test_the_framework_can_be_left_out() -> None:
    row = ("公务卡刷卡率", "3", "按规定使用公务卡", "3")
    place = "岳阳市君山区某某站2020年度部门整体支出绩效自评报告\n\n公务卡刷卡率为20%。"
    of = report(place, (row, *ROWS))
    assert verdict(of, "STD009", "公务卡刷卡率") == "disagrees"
    assert not checks(replace(of, framework="none"), "STD009", "公务卡刷卡率")
    elsewhere = report(place.replace("岳阳市君山区", "青原市"), (row, *ROWS))
    assert not checks(elsewhere, "STD009", "公务卡刷卡率")
    named = replace(elsewhere, framework="yueyang-2020-junshan")
    assert verdict(named, "STD009", "公务卡刷卡率") == "disagrees"


@pytest.mark.parametrize(
    ("name", "code", "score", "expected"),
    [
        ("yantian-2023", "STD001", "0.7", "1分"),
        ("yantian-2023", "STD003", "3", "1分"),
        ("junshan-2020", "STD001", "3", "0分"),
    ],
)
def test_contradictions_of_the_corpus_are_found(corpus: Path, name: str, code: str, score: str, expected: str) -> None:
    path = corpus / "reports" / f"{name}.txt"
    of = extract(read(path.read_bytes(), path.name))
    found = [
        check for check in audit(of, [rule for rule in rules() if rule.code == code]) if check.verdict == "disagrees"
    ]
    told = [
        (check.stated_figure.value, check.expected.text)
        for check in found
        if check.stated_figure is not None and check.expected is not None
    ]
    assert (Decimal(score), expected) in told


def test_no_score_of_the_sound_corpus_report_is_accused(corpus: Path) -> None:
    path = corpus / "reports" / "futian-2020.txt"
    of = extract(read(path.read_bytes(), path.name))
    found = audit(of, [rule for rule in rules() if rule.family == "STD"])
    assert not [check for check in found if check.verdict == "disagrees"]
    assert len([check for check in found if check.verdict == "agrees"]) > 40
