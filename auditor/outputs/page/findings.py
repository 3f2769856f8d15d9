"""What an auditor reads of a report: findings by root cause, what was not checked, the rules that were applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.language import Language
from auditor.result import CANNOT_TELL, SEVERITIES, UNLINKED, CheckEntry, FigureEntry, Group, Location, ReportAudit

MOST_PLACES = 8
"""Operands whose place a finding names one by one; the report marks the others all the same."""

OPERATIONS = "+−-×÷(,"
"""Signs of which a formula has at least one when there is something to recompute."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure that a finding rests on, and where it stands, in words."""

    figure: FigureEntry
    where: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One check as its card shows it."""

    check: CheckEntry
    number: int
    message: str
    formula: str
    cause: str | None
    consequence: str | None
    spots: tuple[Spot, ...]
    more: int


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


def place(location: Location, language: Language) -> str:
    """The place in words: page, then the paragraph, or the table with row and column."""
    parts = []
    if location.page is not None:
        parts.append(language.say("where.page", page=location.page))
    if location.sheet is not None:
        parts.append(language.say("where.sheet", sheet=location.sheet))
    if location.table is not None:
        words = language.say("where.cell", table=location.table, row=location.row, column=location.column)
        parts.append(words)
    elif location.paragraph is not None:
        parts.append(language.say("where.paragraph", paragraph=location.paragraph))
    return " ".join(parts)


def clusters(audit: ReportAudit, language: Language) -> tuple[Cluster, ...]:
    """The findings by root cause, the gravest cause first, then in the order of the report."""
    groups = {group.id: group for group in audit.groups}
    gathered: dict[str, list[CheckEntry]] = {}
    for check in audit.findings:
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
    cause, consequence = language.optional(group.cause), language.optional(group.consequence)
    if len(findings) == 1:
        cause = consequence = None
    findings = tuple(_without(each, cause, consequence) for each in findings)
    fixes = tuple(
        Fix(known[each.figure], place(known[each.figure].location, language), language.value(each.to))
        for each in group.corrections
        if each.figure in known
    )
    return Cluster(name, severity, findings, cause, consequence, fixes)


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
        check, number, language.message(check), formula(check), language.optional(check.cause),
        language.optional(check.consequence), spots, len(figures) - len(spots),
    )  # fmt: skip


def formula(check: CheckEntry) -> str:
    """The arithmetic; nothing where it would only set a number beside itself (4 = 4 人)."""
    left, _, _ = check.formula.partition(" = ")
    return check.formula if any(sign in left for sign in OPERATIONS) else ""


def against(check: CheckEntry) -> str:
    """The word for what the stated value is set against: recomputed, a bound, or another place of the report."""
    bounded = check.expected is not None and check.expected.text[:1] in "<>≤≥"
    if check.relation != "=" and not bounded:
        return "html.expected.most" if check.relation == "<=" else "html.expected.least"
    return "html.expected" if formula(check) else "html.expected.plain"


def spot(figure: FigureEntry, language: Language, stated: bool = False) -> Spot:
    return Spot(figure, place(figure.location, language), stated)


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
    from validators.rule import rules

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
