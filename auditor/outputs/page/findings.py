"""What an auditor reads of a report: findings by root cause, what was not checked, the rules that were applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.language import BOUNDS, Language
from auditor.remarks import where
from auditor.result import CANNOT_TELL, SEVERITIES, UNLINKED, CheckEntry, FigureEntry, Group, ReportAudit

MOST_PLACES = 8
"""Operands whose place a finding names one by one; the report marks the others all the same."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure that a finding rests on, and where it stands, in words."""

    figure: FigureEntry
    where: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One check as its card shows it; ``acceptance`` says, label by label, why it does not count."""

    check: CheckEntry
    number: int
    message: str
    cause: str | None
    consequence: str | None
    spots: tuple[Spot, ...]
    more: int
    acceptance: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction of the group: the figure, where it stands, and what it would have to be."""

    figure: FigureEntry
    where: str
    to: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """The findings of one root cause, or a single finding."""

    name: str
    severity: str
    findings: tuple[Finding, ...]
    cause: str | None = None
    consequence: str | None = None
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why figures are in no check that came to a verdict, and which ones."""

    why: str
    figures: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """What a rule checks and when it cannot tell; ``foreign`` where the text is English on a Chinese page."""

    code: str
    title: str
    paragraphs: tuple[str, ...]
    foreign: bool


def figures_of(check: CheckEntry) -> tuple[FigureEntry, ...]:
    """The stated figure first, then the operands, each once."""
    own = (check.stated_figure, *check.operands) if check.stated_figure else check.operands
    return tuple({figure.id: figure for figure in own}.values())


def clusters(audit: ReportAudit, language: Language) -> tuple[Cluster, ...]:
    """The findings that count, by root cause, the gravest cause first, then in the order of the report."""
    groups = {group.id: group for group in audit.groups}
    gathered: dict[str, list[CheckEntry]] = {}
    for check in audit.standing:
        name = check.group if check.group in groups else check.id
        gathered.setdefault(str(name), []).append(check)
    ordered = sorted(gathered.items(), key=lambda item: min(_rank(check) for check in item[1]))
    known = {figure.id: figure for figure in audit.figures}
    found = []
    number = 1
    for name, checks in ordered:
        checks.sort(key=_rank)
        found.append(_cluster(name, groups.get(name), checks, number, known, language))
        number += len(checks)
    return tuple(found)


def _rank(check: CheckEntry) -> int:
    return SEVERITIES.index(check.severity) if check.severity in SEVERITIES else len(SEVERITIES)


def _cluster(name: str, group: Group | None, checks: list[CheckEntry], number: int,
             known: dict[str, FigureEntry], language: Language) -> Cluster:  # fmt: skip
    findings = tuple(finding(check, number + position, language) for position, check in enumerate(checks))
    severity = checks[0].severity or SEVERITIES[-1]
    if group is None:
        return Cluster(name, severity, findings)
    cause = consequence = None
    if len(findings) > 1:
        cause, consequence = _shared(each.cause for each in findings), _shared(each.consequence for each in findings)
    findings = tuple(_without(each, cause, consequence) for each in findings)
    fixes = tuple(
        Fix(known[each.figure], where(known[each.figure].location, language), language.value(each.to))
        for each in group.corrections
        if each.figure in known
    )
    return Cluster(name, severity, findings, cause, consequence, fixes)


def _shared(told: Iterable[str | None]) -> str | None:
    """What the findings of a group say, where those that say anything all say the same."""
    words = {each for each in told if each}
    return words.pop() if len(words) == 1 else None


def _without(finding: Finding, cause: str | None, consequence: str | None) -> Finding:
    """The finding without what its group says for all."""
    return replace(
        finding,
        cause=None if finding.cause == cause else finding.cause,
        consequence=None if finding.consequence == consequence else finding.consequence,
    )


def finding(check: CheckEntry, number: int, language: Language) -> Finding:
    """The check with its sentences said and its places named."""
    figures = figures_of(check)
    stated = check.stated_figure.id if check.stated_figure else None
    spots = tuple(spot(each, language, each.id == stated) for each in figures[:MOST_PLACES])
    return Finding(
        check, number, language.message(check), language.optional(check.cause), language.optional(check.consequence),
        spots, len(figures) - len(spots), language.acceptance(check.suppressed) if check.suppressed else (),
    )  # fmt: skip


def against(check: CheckEntry) -> str:
    """The word for what the stated value is set against: recomputed, a bound, or another place of the report."""
    if check.relation in BOUNDS:
        return "html.expected.bound"
    return "html.expected" if check.arithmetic else "html.expected.plain"


def spot(figure: FigureEntry, language: Language, stated: bool = False) -> Spot:
    return Spot(figure, where(figure.location, language), stated)


def accepted(audit: ReportAudit, language: Language) -> tuple[Finding, ...]:
    """The findings that somebody has accepted, in the order of the report."""
    return tuple(finding(check, number, language) for number, check in enumerate(audit.accepted, 1))


def undecided(audit: ReportAudit, language: Language) -> tuple[Finding, ...]:
    """The checks that came to no verdict, in the order of the report."""
    open_checks = [check for check in audit.checks if check.verdict == CANNOT_TELL]
    return tuple(finding(check, number, language) for number, check in enumerate(open_checks, 1))


def unlinked(audit: ReportAudit, language: Language) -> tuple[Reason, ...]:
    """The figures that nothing was compared with, by the reason."""
    reasons: dict[str, list[Spot]] = {}
    for figure in audit.figures:
        if figure.mark == UNLINKED:
            reasons.setdefault(language.optional(figure.why) or "", []).append(spot(figure, language))
    return tuple(Reason(why, tuple(spots)) for why, spots in reasons.items())


def rule_pages(codes: Iterable[str], language: Language) -> tuple[RulePage, ...]:
    """The pages of the rules by code; a rule without a page is left out."""
    from validators.rules import rules

    wanted = set(codes)
    return tuple(_rule_page(rule.code, rule.page, language) for rule in rules() if rule.code in wanted)


def _rule_page(code: str, page: str, language: Language) -> RulePage:
    first, _, rest = page.partition("\n\n")
    own = language.has(f"{code}.page")
    text = language.say(f"{code}.page") if own else rest
    title = language.say(f"{code}.title") if language.has(f"{code}.title") else " ".join(first.split())
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    if not own and language.has(f"{code}.title"):
        paragraphs.insert(0, " ".join(first.split()))
    return RulePage(code, title, tuple(paragraphs), not own and language.name != "en")
