"""The accuracy benchmark is fair and repeatable, and a small slice of it holds what the whole one promises."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import keyed, truth
from benchmarks.accuracy.changes import KINDS
from benchmarks.accuracy.hearing import heard
from benchmarks.accuracy.plant import planted
from benchmarks.accuracy.relations import Equation, Printed, Relation, numbers, unit_after
from benchmarks.accuracy.run import Source, documents, measured
from benchmarks.accuracy.scramble import scrambled
from benchmarks.accuracy.telling import summary

TEXT = "工会支出合计60.00万元，包括：活动费20.05万元、慰问费39.95万元。参加职工48人，占全体职工50人的96%。"


def relation(kind: str, equation: Equation, text: str, *wanted: str, stated: int = 0) -> Relation:
    places = {text[start:end]: (start, end) for start, end in numbers(text)}
    printed = tuple(Printed(*places[each], unit_after(text, places[each][1])[0]) for each in wanted)
    return Relation("R1", kind, printed, (equation,), stated)


SUM = relation("sum", Equation("p1 + p2", "=", "p0"), TEXT, "60.00", "20.05", "39.95")
SHARE = relation("share", Equation("p1 / p2 * 100", "=", "p0"), TEXT, "96", "48", "50")


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return documents()


def said(relation: Relation, **instead: str) -> bool:
    """Whether the relation holds with some numbers printed otherwise, and units where two words are given."""

    def number(each: Printed) -> tuple[str, str]:
        own = TEXT[each.start : each.end]
        changed, _, unit = instead.get(f"n{own.replace('.', '_')}", own).partition(" ")
        return changed, unit or each.unit

    return relation.holds(number)


def test_a_relation_holds_within_what_the_prints_allow_and_no_further() -> None:
    assert said(SUM)
    assert not said(SUM, n20_05="20.15")
    assert not said(SUM, n20_05="20.05 元")
    assert said(SHARE)
    assert not said(SHARE, n48="47")
    assert said(SHARE, n96="96.0")
    assert not said(SHARE, n96="96.1")


def test_errors_are_drawn_from_typed_figures_and_the_seed_alone() -> None:
    for kind in ("digit", "transposition", "unit", "total", "stale figure"):
        first = planted(TEXT, [SUM, SHARE], kind, 4, "7")
        assert first == planted(TEXT, [SUM, SHARE], kind, 4, "7")
        for each in first:
            assert each.figure in (*SUM.printed, *SHARE.printed)
            assert each.applied(TEXT) != TEXT
            assert each.counted == bool(each.broken)


def test_every_typed_relation_of_the_reports_stands_in_its_text_and_holds(sources: list[Source]) -> None:
    assert len(sources) >= 6
    for source in sources:
        assert len(source.relations) >= 20
        for each in source.relations:
            assert each.holds(lambda printed, text=source.text: (text[printed.start : printed.end], printed.unit))


def test_errors_of_every_kind_can_be_planted_in_the_reports(sources: list[Source]) -> None:
    planted_kinds = {
        kind for kind in KINDS for source in sources if planted(source.text, source.relations, kind, 1, source.name)
    }
    assert planted_kinds == set(KINDS)


def test_a_scrambled_text_keeps_its_words_years_and_shapes_and_changes_its_quantities(sources: list[Source]) -> None:
    for source in sources:
        other = scrambled(source.text, "1")
        assert len(other) == len(source.text)
        changed = [(old, new) for old, new in zip(source.text, other, strict=True) if old != new]
        digits = sum(mark.isdigit() for mark in source.text)
        assert all(old.isdigit() and new.isdigit() or old in "二两三四五六七八九" for old, new in changed)
        assert len(changed) > digits / 2
        assert other == scrambled(source.text, "1")


def test_figures_of_the_audit_are_tied_to_the_places_they_were_read_from() -> None:
    result = heard(TEXT.encode(), "report.txt", TEXT)
    assert set(result.marks) == {start for start, _ in numbers(TEXT)}
    off = TEXT.replace("39.95", "93.95")
    (finding,) = heard(off.encode(), "report.txt", off).noted
    assert off.index("93.95") in finding.starts


def test_passages_give_relations_too() -> None:
    found = keyed.passages(truth.FIXTURES / "passages")
    assert len(found) > 50
    assert sum(len(relations) for _, _, relations in found) > 100


def test_a_slice_of_the_benchmark_accuses_nothing_clean_and_finds_most_of_what_is_planted(
    sources: list[Source],
) -> None:
    (small,) = (source for source in sources if source.name.startswith("qingchuan"))
    half = measured([small], "slice", seed=3, amount=1, formats=["txt"], jobs=1)
    figures = summary(half)
    assert figures["alarms"]["error"] == 0
    assert figures["all"]["precision"] >= 0.9
    assert figures["all"]["recall"] >= 0.6
    assert figures["coverage"]["share"] >= 0.8
    assert figures["scramble"]["share of equalities"] < 0.1
