"""A rule's page: what it checks, why, when it cannot tell, and its first cases, audited on the spot."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from auditor.language import Language
from auditor.options import Options


def explained(code: str, language: Language) -> str | None:
    """The page of the rule with that code; None where there is none."""
    from validators.rules import rules

    found = next((rule for rule in rules() if rule.code == code.upper()), None)
    if found is None:
        return None
    parts = [f"{found.code}  {title(found.code, found.page, language)}", "", page(found.code, found.page, language)]
    cases = examples(found.code)
    if not cases:
        return "\n".join((*parts, "", language.say("explain.none")))
    for case in cases:
        parts += ["", language.say("explain.example"), *shown(found.code, case, language)]
    return "\n".join(parts)


def title(code: str, english: str, language: Language) -> str:
    """What the rule is called, in a few words."""
    key = f"{code}.title"
    return language.say(key) if language.has(key) else english.partition("\n")[0]


def page(code: str, english: str, language: Language) -> str:
    """The rule's page in the language: its docstring is the English one."""
    return pages(language.name).get(code, english).strip()


@cache
def pages(language: str) -> Mapping[str, str]:
    """The pages of the rules in a language other than that of the docstrings, by code."""
    file = resources.files("auditor").joinpath("rule_pages", f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def shown(code: str, case: Mapping[str, Any], language: Language) -> Iterator[str]:
    """The text of a case and what its audit says, worked out now and not quoted."""
    from auditor.pipeline import audit_bytes

    text = str(case["text"]).strip("\n")
    yield from (f"  {line}".rstrip() for line in text.splitlines())
    audit, _ = audit_bytes(text.encode(), "example.txt", Options())
    for check in audit.checks:
        if check.rule == code:
            verdict = language.say(f"verdict.{check.verdict}")
            yield "  → " + language.say("explain.told", verdict=verdict, message=language.message(check))


def examples(code: str) -> list[dict[str, Any]]:
    """The first case of the rule, and the first in which something disagrees where that is another."""
    cases = [case for case in _cases(code) if isinstance(case, dict) and case.get("text")]
    wrong = [case for case in cases if "disagrees" in _verdicts(case)]
    return cases[:1] + [case for case in wrong[:1] if case is not cases[0]]


def _verdicts(case: Mapping[str, Any]) -> set[str]:
    """The verdicts that a case expects, said in the case itself or in its list."""
    return {str(each.get("verdict")) for each in (case, *case.get("expect", ()))}


def _cases(code: str) -> list[Any]:
    """The rule's worked cases, from the package or, in a checkout, from beside the other fixtures."""
    import yaml

    packaged = resources.files("auditor").joinpath("cases", f"{code}.yml")
    file = packaged if packaged.is_file() else Path(__file__).parents[1] / "fixtures" / "rules" / f"{code}.yml"
    if not file.is_file():
        return []
    content = yaml.safe_load(file.read_text("utf-8"))
    return list(content.get("cases", ()) if isinstance(content, dict) else content)


def listed(form: str, language: Language) -> str:
    """Every rule, a line each, or as JSON."""
    from validators.rules import rules

    found = [(rule.code, rule.family, title(rule.code, rule.page, language)) for rule in rules()]
    if form == "json":
        plain = [{"code": code, "family": family, "title": title} for code, family, title in found]
        return json.dumps(plain, ensure_ascii=False, indent=1)
    return "\n".join(f"{code}  {title}" for code, _, title in found)
