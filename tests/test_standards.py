"""What a printed standard gives: every wording of the fixtures, and every probe of the corpus, by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.interval import Interval
from extractor.standards import COUNT, RATIO, ROW, Points, Standard, parse, points
from extractor.standards.faults import faults

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "standards"


def cases() -> list[dict[str, Any]]:
    """Every case of the fixtures, typed by hand."""
    return [case for path in sorted(FIXTURES.glob("*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))]


def read(case: dict[str, Any]) -> Standard:
    return parse(case["text"], Decimal(str(case["weight"])), case.get("measure", ""))


def exactly(value: object) -> Interval:
    return Interval.exactly(Decimal(str(value)))


def ranges(expected: object) -> list[tuple[Decimal, Decimal]]:
    """The typed points: a number, a range "0-5", or a list of them."""
    if isinstance(expected, list):
        return sorted(pair for each in expected for pair in ranges(each))
    low, dash, high = str(expected).partition("-")
    return [(Decimal(low), Decimal(high if dash else low))]


def given(found: Points) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(each.low, each.high) for each in found.ranges]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_standard_gives_the_points_typed_for_it(case: dict[str, Any]) -> None:
    standard = read(case)
    for value, expected in case.get("probes", []):
        assert given(points(standard, {ROW: exactly(value)})) == ranges(expected), f"at {value}%"
    for number, expected in case.get("counts", []):
        assert given(points(standard, {COUNT: exactly(number)})) == ranges(expected), f"{number} found"
    for reached, expected in case.get("ratio", []):
        assert given(points(standard, {RATIO: exactly(reached)})) == ranges(expected), f"{reached} of the target"
    for measures, expected in case.get("named", []):
        known = {name: exactly(value) for name, value in measures.items()}
        assert given(points(standard, known)) == ranges(expected), measures
    if "possible" in case:
        assert given(points(standard, {})) == ranges(case["possible"])
    if "top" in case:
        assert standard.top == Decimal(str(case["top"]))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_faults_and_unread_pieces_are_named_and_no_others(case: dict[str, Any]) -> None:
    standard = read(case)
    assert sorted({fault.kind for fault in faults(standard)}) == sorted(case.get("faults", []))
    assert bool(standard.unread) == case.get("unread", False), standard.unread


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_printed_points_are_found_again_in_the_print(case: dict[str, Any]) -> None:
    standard = read(case)
    for term in standard.terms:
        start, end = term.at
        printed = "".join(standard.text[start:end].split())
        assert (
            printed.translate({0xFF10 + digit: str(digit) for digit in range(10)} | {ord("．"): "."})
            == f"{term.high:f}"
        )


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
@pytest.mark.parametrize("spelling", ["spaced", "broken", "wide"])
def test_the_spelling_of_the_print_changes_nothing(case: dict[str, Any], spelling: str) -> None:
    """Blanks between all characters, line breaks after every ninth, full-width digits and signs: the same points."""
    text = case["text"]
    if spelling == "spaced":
        respelt = " ".join(text)
    elif spelling == "broken":
        respelt = "\n".join(text[place : place + 9] for place in range(0, len(text), 9))
    else:
        respelt = text.translate(
            {ord(a): b for a, b in zip("0123456789%<>=.", "０１２３４５６７８９％＜＞＝．", strict=True)}
        )
    if "\\" in text or spelling == "wide" and ">=" in text:
        return
    plain, other = read(case), read({**case, "text": respelt})
    assert other.top == plain.top
    for value in (0, 50, 79, 80, 85, 90, 95, 97, 100, 101, 110):
        assert given(points(other, {ROW: exactly(value)})) == given(points(plain, {ROW: exactly(value)})), (
            f"at {value}%"
        )


def test_a_score_between_two_tiers_is_not_among_the_points() -> None:
    standard = parse("覆盖率≥90%得5分；75%≤覆盖率＜90%得3分；60%≤覆盖率＜75%得1分；覆盖率＜60%不得分", Decimal(5))
    possible = points(standard, {})
    assert not possible.allows(exactly(4))
    assert possible.allows(exactly(3))


def test_a_rounded_rate_at_a_bound_leaves_both_tiers() -> None:
    standard = parse("执行率≥95%得5分；执行率＜95%得3分", Decimal(5))
    assert given(points(standard, {ROW: Interval(Decimal("94.95"), Decimal("95.05"))})) == [(3, 3), (5, 5)]


def test_a_text_too_long_for_a_standard_is_unread() -> None:
    assert parse("得1分；" * 5000, Decimal(5)).unread


@pytest.mark.parametrize(
    "text",
    ["", " \n", "。", "1.", "（）", "((((((((((", "得分=", "每", "扣分", "≥≤<>", "0" * 400, "1.2.3.4.5.6.7.8.9."],
)
def test_odd_texts_do_not_break_the_parser(text: str) -> None:
    assert points(parse(text, Decimal(3)), {}).high <= 3


def corpus_cases(corpus: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load((corpus / "field" / "grammar-cases.yaml").read_text("utf-8"))["cases"])


def test_every_probe_of_the_corpus_comes_right(corpus: Path) -> None:
    wrong = []
    for case in corpus_cases(corpus):
        standard = read(case)
        assert not standard.unread, case["id"]
        for ratio, expected in case.get("probes", []):
            found = points(standard, {ROW: exactly(Decimal(str(ratio)) * 100)})
            if not (found.firm and given(found) == ranges(expected)):
                wrong.append((case["id"], ratio, expected, given(found)))
    assert not wrong


def test_every_other_expectation_of_the_corpus_comes_right(corpus: Path) -> None:
    found = {case["id"]: read(case) for case in corpus_cases(corpus)}
    for case in corpus_cases(corpus):
        for line in case.get("expect", []):
            standard = found[case["id"]]
            if "n" in line:
                assert given(points(standard, {COUNT: exactly(line["n"])})) == ranges(line["points"]), case["id"]
            if "ratio" in line:
                assert given(points(standard, {RATIO: exactly(line["ratio"])})) == ranges(line["points"]), case["id"]
            if "parts" in line:
                assert [part.points for part in standard.root.parts] == [Decimal(str(each)) for each in line["parts"]]
            if "flaw" in line:
                assert faults(standard), case["id"]
            if line.get("points") == "manual" and "x1" not in line:
                assert given(points(standard, {})) == [(0, standard.weight)]


def test_amounts_of_the_corpus_cases_give_the_points_expected(corpus: Path) -> None:
    found = {case["id"]: read(case) for case in corpus_cases(corpus)}
    part = found["choice_quality"].root.parts
    assert [each.points for each in part] == [Decimal("1.5"), Decimal("1.5")]
    amounts = {"实际采购金额合计数": exactly(101), "采购计划金额合计数": exactly(100)}
    for name in ("linear_times", "linear_restart"):
        assert given(points(found[name], amounts)) == [(0, 1)]
        assert len([each for each in found[name].root.parts if each.points]) == 2
    amounts = {"实际采购金额合计数": exactly("98.3"), "采购计划金额合计数": exactly(100)}
    assert points(found["linear_times"], amounts).high == Decimal("1.983")
    assert given(
        points(found["ratio_of_counts"], {"已完成项目数": exactly(19), "计划完成项目总数": exactly(20)})
    ) == ranges(5.7)
    rates = {"三公经费控制率": exactly(89), "日常公用经费控制率": exactly(99)}
    assert given(points(found["two_rates"], rates)) == ranges(5)
    rates = {"三公经费控制率": exactly(101), "日常公用经费控制率": exactly(50)}
    assert given(points(found["two_rates"], rates)) == ranges(3)
    for left, carried, expected in ((0, 0, 3), ("0.5", 1, 2), ("0.81", 0, 0)):
        assert given(
            points(found["balance_relation"], {"结余": exactly(left), "上年结转": exactly(carried)})
        ) == ranges(expected)
    for name in ("within_then_deduct", "within_literal"):
        for rate, most in ((8, 3), (10, 3), (13, Decimal("2.7")), (25, 2)):
            assert points(found[name], {ROW: exactly(rate)}).high == most, (name, rate)
    quarters = [f"{name}季度部门预算支出进度" for name in "一二三四"]
    for name, paces, expected in (
        ("quarters_capped", (25, 50, 75, 100), 4), ("quarters_capped", (40, 50, 75, 100), 4),
        ("quarters_capped", ("12.5", 50, 75, 100), Decimal("3.5")), ("quarters_uncapped", (40, 50, 75, 100), 4),
    ):  # fmt: skip
        known = {quarter: exactly(pace) for quarter, pace in zip(quarters, paces, strict=True)} | {
            "全年平均执行率": exactly(0)
        }
        assert given(points(found[name], known)) == ranges(expected), (name, paces)
