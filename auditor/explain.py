"""A rule's page: what it checks, why, when it cannot tell, and its first case, audited on the spot."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from auditor.language import Language
from auditor.options import Options


def explained(code: str, language: Language) -> str | None:
    """The page of the rule with that code; None where there is none."""
    from validators.rule import rules

    found = next((rule for rule in rules() if rule.code == code.upper()), None)
    if found is None:
        return None
    parts = [f"{found.code}  {_title(found.code, found.page, language)}", "", found.page, ""]
    case = first_case(found.code)
    if case is None:
        return "\n".join((*parts, language.say("explain.none")))
    text = str(case.get("text") or "").strip("\n")
    return "\n".join((*parts, language.say("explain.example") + ":", *(f"  {line}" for line in text.splitlines()),
                      *_verdicts(found.code, text, language)))  # fmt: skip


def _title(code: str, page: str, language: Language) -> str:
    key = f"{code}.title"
    return language.say(key) if language.has(key) else page.partition("\n")[0]


def _verdicts(code: str, text: str, language: Language) -> list[str]:
    """What the audit of the example says, worked out now and not quoted."""
    from auditor.pipeline import audit_bytes

    audit, _ = audit_bytes(text.encode(), "example.txt", Options())
    return [
        f"  → {language.say(f'verdict.{check.verdict}')}: {language.message(check)}"
        for check in audit.checks
        if check.rule == code
    ]


def first_case(code: str) -> dict[str, Any] | None:
    """The first case of the rule that has a text, from the package or the checkout."""
    import yaml

    packaged = resources.files("validators").joinpath("cases", f"{code}.yml")
    file = packaged if packaged.is_file() else Path(__file__).parents[1] / "fixtures" / "rules" / f"{code}.yml"
    if not file.is_file():
        return None
    content = yaml.safe_load(file.read_text("utf-8"))
    cases = content.get("cases", []) if isinstance(content, dict) else content
    return next((case for case in cases or [] if isinstance(case, dict) and case.get("text")), None)


def listed(form: str, language: Language) -> str:
    """Every rule, a line each, or as JSON."""
    from validators.rule import rules

    found = [(rule.code, rule.family, _title(rule.code, rule.page, language)) for rule in rules()]
    if form == "json":
        plain = [{"code": code, "family": family, "title": title} for code, family, title in found]
        return json.dumps(plain, ensure_ascii=False, indent=1)
    return "\n".join(f"{code}  {title}" for code, _, title in found)
