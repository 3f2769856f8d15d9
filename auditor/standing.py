"""How a report stands, in words and a sign: nothing that was not checked may look clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.language import Language
from auditor.result import PARTLY, UNREADABLE, ReportLine


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of a report in a few words, and below them how far it was read or why not.

    ``status`` is audited, partly, nothing or unreadable; ``tone`` is error, warning, note, open or good.
    """

    status: str
    tone: str
    words: str
    below: str


def standing(line: ReportLine, language: Language) -> Standing:
    """The report's standing. Only what was read whole and checked, and agrees, is good."""
    tone = _tone(line)
    status = "nothing" if line.status != UNREADABLE and not line.checked else line.status
    told = language.say(f"html.status.{status}")
    if tone == "open":
        problem = language.optional(line.problem) or ""
        partly = language.say("html.status.partly") if line.status == PARTLY else ""
        return Standing(status, tone, told, problem if problem not in ("", told) else partly)
    partly_clean = line.status == PARTLY and not any(line.severities)
    words = language.say("html.verdict.partly" if partly_clean else f"html.verdict.{_gravest(line)}")
    return Standing(status, tone, words, told)


def _tone(line: ReportLine) -> str:
    if line.failed:
        return "open"
    gravest = _gravest(line)
    if gravest in ("good", "accepted"):
        return "warning" if line.status == PARTLY else "good"
    return gravest


def _gravest(line: ReportLine) -> str:
    named = zip(("error", "warning", "note"), line.severities, strict=True)
    return next((name for name, count in named if count), "accepted" if line.suppressed else "good")


def families(codes: Iterable[str], language: Language) -> tuple[tuple[str, str, int], ...]:
    """The families of the rule codes by letters, each with its name and count."""
    count = Counter(code[:3] for code in codes)
    return tuple((family, family_name(family, language), count[family]) for family in sorted(count))


def family_name(family: str, language: Language) -> str:
    """The family in words; its letters where it has none."""
    return language.say(f"html.family.{family}") if language.has(f"html.family.{family}") else family
