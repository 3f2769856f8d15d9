"""SARIF 2.1.0: the objects used here have the properties that the standard gives them, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from shell import CLEAN, EMPTY_OF_RELATIONS, FAULTY, gouji

TEXT = {"type": "string", "minLength": 1}


def thing(required: str, **properties: Any) -> dict[str, Any]:
    """An object of the standard: these properties, of which some must be there."""
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": False}


def every(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": item, **more}


MESSAGE = thing("text", text=TEXT)
LOCATION = thing(
    "physicalLocation", id={"type": "integer", "minimum": 0}, message=MESSAGE,
    physicalLocation=thing("artifactLocation", artifactLocation=thing("uri", uri={"type": "string", "format": "uri"})),
    logicalLocations=every(thing("fullyQualifiedName", fullyQualifiedName=TEXT)),
)  # fmt: skip
RESULT = thing(
    "ruleId message kind level", ruleId=TEXT, message=MESSAGE, locations=every(LOCATION),
    relatedLocations=every(LOCATION, uniqueItems=True), properties={"type": "object"},
    kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    level={"enum": ["none", "note", "warning", "error"]},
    partialFingerprints={"type": "object", "additionalProperties": TEXT, "minProperties": 1},
    suppressions=every(thing(
        "kind", kind={"enum": ["inSource", "external"]}, status={"enum": ["accepted", "underReview", "rejected"]},
        justification=TEXT,
    )),
)  # fmt: skip
RULE = thing("id shortDescription", id=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE)
DRIVER = thing("name version rules", name=TEXT, version=TEXT, rules=every(RULE, uniqueItems=True),
               properties={"type": "object"})  # fmt: skip
LOG = thing(
    "$schema version runs",
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs=every(thing(
        "tool results", tool=thing("driver", driver=DRIVER), results=every(RESULT),
        invocations=every(thing("executionSuccessful", executionSuccessful={"type": "boolean"})),
        language={"enum": ["zh-CN", "en"]}, columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        properties={"type": "object"},
    )),
)  # fmt: skip
"""What the standard (OASIS SARIF 2.1.0, sections 3.13 to 3.58) says of the objects that gouji writes."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of each outcome, and one accepted finding."""
    folder = tmp_path_factory.mktemp("in")
    for name, text in (("clean", CLEAN), ("faulty", FAULTY), ("silent", EMPTY_OF_RELATIONS), ("known", FAULTY)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "lost.pdf").write_bytes(b"%PDF-1.7 nothing")
    accepted = '[[suppress]]\nrule = "RAT001"\nsubject = "预算执行率"\nreport = "known.txt"\nreason = "已核实"\n'
    (folder / "gouji.toml").write_text(accepted, "utf-8")
    return folder


def written(folder: Path, language: str) -> dict[str, Any]:
    done = gouji("check", folder, "--format", "sarif", "--all-checks", "--lang", language)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_keeps_to_the_standard(folder: Path, language: str) -> None:
    log = written(folder, language)
    jsonschema.validate(log, LOG)
    (run,) = log["runs"]
    for result in run["results"]:
        assert (result["level"] == "none") is (result["kind"] != "fail")  # section 3.27.10
    assert {result["kind"] for result in run["results"]} >= {"pass", "fail", "open", "informational"}
    declared = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= declared


def test_the_rules_are_described_in_the_language_of_the_run(folder: Path) -> None:
    told = {
        language: written(folder, language)["runs"][0]["tool"]["driver"]["rules"][0]["shortDescription"]["text"]
        for language in ("zh", "en")
    }
    assert told["zh"] != told["en"]
    assert told["en"].isascii()


def test_what_was_accepted_says_by_what(folder: Path) -> None:
    (run,) = written(folder, "zh")["runs"]
    failed = [result for result in run["results"] if result["kind"] == "fail"]
    assert [len(result.get("suppressions", [])) for result in failed] == [0, 1]
    assert "已核实" in failed[1]["suppressions"][0]["justification"]
