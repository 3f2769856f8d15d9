"""Every sentence exists in both languages, with the same values to fill in."""

from __future__ import annotations

import string
import tomllib
from collections import Counter

import pytest

from auditor.language import LANGUAGES, Language, catalogue, catalogues
from auditor.pipeline import audit_bytes
from auditor.result import Sentence, Value


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_given_twice(language: str) -> None:
    keys = [key for file in catalogues(language) for key in tomllib.loads(file.read_text("utf-8"))]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_have_the_same_sentences() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))


@pytest.mark.parametrize("key", sorted(catalogue("zh")))
def test_a_sentence_fills_in_the_same_values_in_both(key: str) -> None:
    assert names(catalogue("zh")[key]) == names(catalogue("en")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_value_or_key_is_no_crash(language: str) -> None:
    assert Language(language).sentence(Sentence("no.such.key")) == "no.such.key"
    assert Language(language).say("problem.time")


def test_braces_in_a_report_are_only_text() -> None:
    assert "{0.__class__}" in Language("en").say("unread", path="{0.__class__}", problem="x")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_does_not_stand_in_brackets_behind_itself(language: str) -> None:
    text = "年末在编人员12人。\n在编人员情况：年末在编人员12人，编外3人，合计15人。\n"
    audit, _ = audit_bytes(text.encode(), "report.txt")
    told = [Language(language).message(check) for check in audit.checks if check.formula and not check.arithmetic]
    assert told
    assert not [words for words in told if "（" in words or "()" in words or "(12" in words]


@pytest.mark.parametrize(("language", "said"), [("zh", "2分、4分或5分"), ("en", "2分, 4分 or 5分")])
def test_values_of_which_any_will_do_are_said_so(language: str, said: str) -> None:
    assert Language(language).value(Value("2分、4分、5分", "2", "5", "分")) == said
    assert Language(language).value(Value("9、", "9", "9", "")) == "9、"
