"""What a filer would have to correct, in the order of the report: one story per root cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from auditor.excerpts import Excerpt, excerpt, homes
from auditor.language import Language
from auditor.remarks import clean, where
from auditor.result import SEVERITIES, CheckEntry, FigureEntry, Group, ReportAudit, Sentence
from extractor.document import Document

TELLING = 3
"""Printed digits from which on the same number elsewhere is worth a word; 100 and the like never are."""

MOST_PLACES = 8
"""Other places of a figure that are listed; more are counted."""

MOST_SUBJECTS = 3
"""Subjects that a story's heading names."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """One figure to correct: where, in which words, and the value that would make the report consistent.

    ``certain``: this value mends all of the story; else it is what the report's other figures give.
    ``others`` are the other places where the same number is told, ``more`` how many are not listed.
    """

    where: str
    excerpt: Excerpt
    to: str
    certain: bool
    others: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """The findings of one root cause with what would mend them; ``why`` has a line per finding."""

    number: int
    severity: str
    heading: str
    findings: tuple[CheckEntry, ...]
    amendments: tuple[Amendment, ...]
    why: tuple[str, ...]
    causes: tuple[str, ...]
    consequences: tuple[str, ...]


def stories(audit: ReportAudit, language: Language, document: Document | None = None) -> tuple[Story, ...]:
    """Every finding that stands, grouped by root cause, in the order of the report: nobody is to correct what has been
    accepted. With the document, whole sentences.
    """
    groups = {group.id: group for group in audit.groups}
    gathered: dict[str, list[CheckEntry]] = defaultdict(list)
    for check in audit.standing:
        gathered[check.group if check.group is not None and check.group in groups else check.id].append(check)
    writer = _Writer(audit, language, document)
    return tuple(
        writer.story(number, groups.get(name), checks) for number, (name, checks) in enumerate(gathered.items(), 1)
    )


def lines(audit: ReportAudit, language: Language) -> tuple[str, ...]:
    """The list as lines of text, for a terminal; a line that begins with blanks belongs to the one above."""
    found: list[str] = []
    for story in stories(audit, language):
        found.append(f"{story.number}. [{language.say(f'severity.{story.severity}')}] {story.heading}")
        for each in story.amendments:
            found.append(
                "   " + clean(f"{each.where}：{each.excerpt.before}【{each.excerpt.figure}】{each.excerpt.after}")
            )
            found.append("   " + said(each, language))
            found += [f"     {language.say('amend.also')}{other}" for other in each.others]
            if each.more:
                found.append("     " + language.say("amend.more", count=each.more))
        found += [f"   {why}" for why in story.why]
        found += ["   " + clean(language.say("amend.cause", cause=cause)) for cause in story.causes]
        found += ["   " + clean(language.say("amend.consequence", consequence=each)) for each in story.consequences]
    return (*found, *(clean(line) for line in remainder(audit, language)))


def said(amendment: Amendment, language: Language) -> str:
    """The value that would make the figure hold, in a sentence."""
    key = "amend.to" if amendment.certain else "amend.gives"
    return clean(language.say(key if amendment.to else "amend.unclear", value=amendment.to))


def remainder(audit: ReportAudit, language: Language) -> tuple[str, ...]:
    """What the list does not speak of: no list is a proof that the rest is right."""
    cover, found = audit.coverage, []
    if not audit.checked:
        found.append(language.say("amend.unchecked"))
    elif not audit.standing:
        found.append(language.say("amend.none"))
    if audit.accepted:
        found.append(language.say("suppressed.left_out", count=len(audit.accepted)))
    if audit.status == "partly":
        found.append(language.say("amend.partly"))
    found.append(
        language.say(
            "amend.rest", figures=cover.figures, covered=cover.agrees + cover.disagrees, unlinked=cover.unlinked
        )
    )
    return tuple(found)


class _Writer:
    """One report's figures at hand, by id and by what they say."""

    def __init__(self, audit: ReportAudit, language: Language, document: Document | None) -> None:
        self._language = language
        self._known = {figure.id: figure for figure in audit.figures}
        self._texts = homes(document)
        self._same: dict[tuple[Decimal, str], list[FigureEntry]] = defaultdict(list)
        for figure in audit.figures:
            if figure.kind == "quantity":
                self._same[Decimal(figure.value), figure.unit].append(figure)

    def story(self, number: int, group: Group | None, checks: list[CheckEntry]) -> Story:
        language = self._language
        severity = min((check.severity or SEVERITIES[-1] for check in checks), key=SEVERITIES.index)
        return Story(
            number, severity, self._heading(checks), tuple(checks), tuple(self._amendments(group, checks)),
            tuple(reason(check, language) for check in checks),
            self._all(check.cause for check in checks), self._all(check.consequence for check in checks),
        )  # fmt: skip

    def _heading(self, checks: list[CheckEntry]) -> str:
        """The subjects of the findings, the first few of them."""
        subjects = list(dict.fromkeys(check.subject for check in checks))
        words = "；".join(subjects[:MOST_SUBJECTS])
        more = len(subjects) - MOST_SUBJECTS
        return clean(self._language.say("amend.and_more", subjects=words, count=more) if more > 0 else words)

    def _all(self, sentences: Iterable[Sentence | None]) -> tuple[str, ...]:
        """Each sentence once."""
        return tuple(dict.fromkeys(self._language.sentence(each) for each in sentences if each is not None))

    def _amendments(self, group: Group | None, checks: list[CheckEntry]) -> list[Amendment]:
        """The corrections of the group; then the stated figures of findings that none of these touches."""
        fixes = (
            [(self._known[each.figure], each.to) for each in group.corrections if each.figure in self._known]
            if group
            else []
        )
        found = {figure.id: self._amendment(figure, self._language.value(to), certain=True) for figure, to in fixes}
        touched = {figure.id for figure, _ in fixes}
        for check in checks:
            figure = check.stated_figure
            if touched & {each.id for each in (*check.operands, *((figure,) if figure else ()))}:
                continue
            if figure is not None and figure.id not in found:
                found[figure.id] = self._amendment(figure, self._language.expected(check))
            elif figure is None:
                found[check.id] = self._without_figure(check)
        return list(found.values())

    def _amendment(self, figure: FigureEntry, to: str, *, certain: bool = False) -> Amendment:
        places = self._elsewhere(figure)
        return Amendment(
            where(figure.location, self._language), excerpt(figure.location, figure.text, self._texts),
            to, certain,
            tuple(f"{where(each.location, self._language)}　{excerpt(each.location, each.text, self._texts).short()}"
                  for each in places[:MOST_PLACES]),
            max(0, len(places) - MOST_PLACES),
        )  # fmt: skip

    def _without_figure(self, check: CheckEntry) -> Amendment:
        place = next(iter(check.locations), None)
        words = Excerpt(f"{check.subject}：", self._language.value(check.stated), "")
        return Amendment(
            where(place, self._language) if place else check.where, words, self._language.expected(check), False
        )

    def _elsewhere(self, figure: FigureEntry) -> list[FigureEntry]:
        """The other figures with the same value and unit, where the value is telling."""
        digits = "".join(filter(str.isdecimal, figure.number)).lstrip("0")
        if len(digits) < TELLING or digits.rstrip("0") in ("", "1") or figure.kind != "quantity":
            return []
        return [each for each in self._same[Decimal(figure.value), figure.unit] if each.id != figure.id]


def reason(check: CheckEntry, language: Language) -> str:
    """Why, in one line: rule, place, both numbers, the arithmetic where there is one."""
    place = check.stated_figure.location if check.stated_figure else next(iter(check.locations), None)
    words = language.say(
        "amend.why" if check.arithmetic else "amend.why.plain",
        rule=check.rule,
        where=where(place, language) if place else check.where,
        subject=check.subject,
        stated=language.value(check.stated),
        expected=language.expected(check),
        formula=check.arithmetic,
        message=language.message(check),
    )
    return clean(words)
