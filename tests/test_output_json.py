"""The JSON is what the schema says, in every case that a folder can bring."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from shell import CLEAN, EMPTY_OF_RELATIONS, FAULTY, gouji

jsonschema = pytest.importorskip("jsonschema")

SCHEMA = json.loads(resources.files("auditor").joinpath("schema", "gouji-1.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("in")
    (folder / "clean.txt").write_text(CLEAN, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "faulty.txt").write_text("一、预算执行\n\n" + FAULTY + "\n联系电话：0755-12345678\n", "utf-8")
    (folder / "words.txt").write_text(EMPTY_OF_RELATIONS, "utf-8")
    return json.loads(gouji("check", folder, "--format", "json", "--all-checks", "--lang", request.param).stdout)


def test_it_is_what_the_schema_says(written: dict) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(written, SCHEMA)


def test_findings_are_the_checks_that_disagree(written: dict) -> None:
    for report in written["reports"]:
        assert report["findings"] == [check for check in report["checks"] if check["verdict"] == "disagrees"]


def test_every_figure_stands_where_its_place_says(written: dict) -> None:
    faulty = next(report for report in written["reports"] if report["path"] == "faulty.txt")
    paragraph = FAULTY.strip()
    found = [figure for figure in faulty["figures"] if figure["location"]["quote"] == paragraph]
    assert [figure["text"] for figure in found] == ["200.00万元", "180.00万元", "93.00%"]
    for figure in found:
        place = figure["location"]
        assert paragraph[place["start"] - 1 : place["end"]] == figure["text"]


def test_the_finding_recomputes_from_its_expression_and_operands(written: dict) -> None:
    faulty = next(report for report in written["reports"] if report["path"] == "faulty.txt")
    (finding,) = faulty["findings"]
    values = {operand["id"]: Decimal(operand["value"]) for operand in finding["operands"]}
    expression = re.sub(r"\b\d+\b", lambda number: f"Decimal({number[0]})", finding["expression"])
    result = eval(expression, {"Decimal": Decimal}, dict(values))
    assert result == 90
    assert Decimal(finding["expected"]["low"]) <= result <= Decimal(finding["expected"]["high"])
    assert finding["formula"] == "180.00 ÷ 200.00 × 100 = 90.00%"
    assert (finding["stated"]["text"], finding["expected"]["text"]) == ("93.00%", "90.00%")
    assert finding["severity"] == "error"


def test_coverage_adds_up_and_follows_the_marks(written: dict) -> None:
    for report in written["reports"]:
        coverage, marks = report["coverage"], [figure["mark"] for figure in report["figures"]]
        assert coverage["figures"] == coverage["agrees"] + coverage["disagrees"] + coverage["unlinked"]
        for name in ("agrees", "disagrees", "unlinked", "identifiers"):
            assert coverage[name] == marks.count(name.removesuffix("s") if name == "identifiers" else name)


def test_an_unlinked_figure_says_why(written: dict) -> None:
    for report in written["reports"]:
        for figure in report["figures"]:
            assert (figure["why"] is not None) == (figure["mark"] == "unlinked")


def test_a_report_where_nothing_could_be_checked_says_so(written: dict) -> None:
    problems = {report["path"]: report["problem"] for report in written["reports"]}
    assert problems["words.txt"] in ("nothing could be checked", "没有可以核对的内容")
    assert problems["clean.txt"] is None


def test_checks_and_figures_only_where_all_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")
    (report,) = json.loads(gouji("check", tmp_path / "a.txt", "--format", "json").stdout)["reports"]
    assert "checks" not in report
    assert "figures" not in report
    assert len(report["findings"]) == 1


def test_json_lines_holds_the_same_reports(tmp_path: Path, written: dict) -> None:
    for name, text in (("a.txt", CLEAN), ("b.txt", FAULTY)):
        (tmp_path / name).write_text(text, "utf-8")
    whole = json.loads(gouji("check", tmp_path, "--format", "json").stdout)["reports"]
    lines = [json.loads(line) for line in gouji("check", tmp_path, "--format", "jsonl").stdout.splitlines()]
    assert [{key: line[key] for key in whole[0]} for line in lines] == whole


def test_the_real_reports_keep_to_the_schema(corpus: Path) -> None:
    found = json.loads(gouji("check", corpus / "reports", "--format", "json", "--all-checks").stdout)
    jsonschema.validate(found, SCHEMA)
    assert len(found["reports"]) == 6
