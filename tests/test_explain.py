"""A rule's page: in both languages, with examples that are audited on the spot and say what the rule says."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import gouji

from auditor import handbook
from auditor.explain import examples, explained, listed, page, pages, title
from auditor.language import LANGUAGES, Language
from validators.rule import Rule
from validators.rules import rules

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)


@each_rule
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_title_of_a_few_words(rule: Rule, language: str) -> None:
    called = title(rule.code, rule.page, Language(language))
    assert Language(language).has(f"{rule.code}.title")
    assert 0 < len(called) <= 60
    assert not called.endswith((".", "。"))


@each_rule
def test_every_rule_has_a_chinese_page_that_says_when_it_cannot_tell_and_by_what(rule: Rule) -> None:
    text = page(rule.code, rule.page, Language("zh"))
    assert text != rule.page
    assert "无法判断" in text
    assert "依据" in text


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert set(pages("zh")) <= {rule.code for rule in rules()}


@each_rule
def test_the_examples_are_a_case_and_one_in_which_something_disagrees(rule: Rule) -> None:
    assert 1 <= len(examples(rule.code)) <= 2


def test_the_page_shows_the_examples_with_their_verdicts() -> None:
    told = explained("tot001", Language("en")) or ""
    assert "Example:" in told
    assert "→ agrees" in told
    assert "→ disagrees" in told
    assert "不符" in (explained("TOT001", Language("zh")) or "")
    assert explained("TOT999", Language("zh")) is None


def test_the_list_is_told_in_the_language_that_is_asked_for() -> None:
    assert "正文合计" in listed("console", Language("zh"))
    assert "Totals stated in the text" in listed("json", Language("en"))


def test_the_pages_are_written_with_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validators.rules.rules", lambda: rules()[:2])
    assert handbook.write(tmp_path) == 2
    for language in LANGUAGES:
        names = {file.name for file in (tmp_path / language).iterdir()}
        assert names == {"README.md", *(f"{rule.code}.md" for rule in rules()[:2])}
        assert all(rule.code in (tmp_path / language / "README.md").read_text("utf-8") for rule in rules()[:2])


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_commands_options_and_choices(shell: str) -> None:
    script = gouji("completion", shell).stdout
    for word in ("check", "compare", "--all-checks", "--baseline", "sarif", "warning"):
        assert word in script
    assert ("bashcompinit" in script) == (shell == "zsh")


def completed(words: str) -> list[str]:
    """What bash offers after these words."""
    import subprocess

    script = gouji("completion", "bash").stdout
    ask = f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _gouji; echo ${{COMPREPLY[*]}}"
    done = subprocess.run(["bash", "-c", script + ask], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.needs("bash")
def test_bash_completes() -> None:
    assert "check" in completed("gouji ''")
    assert completed("gouji check --fail-on ''") == ["error", "warning", "never"]
    assert "--framework" in completed("gouji check --fr")
    assert completed("gouji completion ''") == ["bash", "zsh"]
    assert completed("gouji check rep") == []
