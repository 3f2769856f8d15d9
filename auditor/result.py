"""An audit as plain data: strings, numbers and message keys, so that it pickles, stores and renders anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

AUDITED, PARTLY, UNREADABLE = "audited", "partly", "unreadable"
AGREES, DISAGREES, CANNOT_TELL = "agrees", "disagrees", "cannot_tell"
UNLINKED, IDENTIFIER = "unlinked", "identifier"
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the catalogues by key, with the values that fill it; said in the language of the output."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A value as printed, and the range it stands for in decimal notation; None: no bound on that side."""

    text: str
    low: str | None
    high: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is printed. Positions count from 1; ``text[start - 1:end]`` of the paragraph or cell is it.

    ``boxes`` are left, top, right, bottom in points from the top left of the page, one per printed line.
    """

    page: int | None
    paragraph: int | None
    sheet: str | None
    table: int | None
    row: int | None
    column: int | None
    start: int
    end: int
    boxes: tuple[tuple[float, float, float, float], ...]
    quote: str


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A number of the report. ``mark``: agrees, disagrees, unlinked or identifier; ``why`` it is unlinked."""

    id: str
    text: str
    number: str
    value: str
    low: str | None
    high: str | None
    unit: str
    label: str
    period: str | None
    doubt: Sentence | None
    kind: str
    location: Location
    mark: str = UNLINKED
    why: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The range of the ``leaf``-th figure of an expression, from 1 in the order of its text, where its company
    there makes it another than its own print; None: no bound on that side."""

    leaf: int
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Why a finding does not count: the reason, who gave it, and until when; "" where nothing is told.

    ``source`` is the file and line of the entry, or the name of the baseline, which gives no reason.
    """

    reason: str
    author: str
    expires: str
    source: str


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One comparison. ``formula`` is the arithmetic with the printed numbers; a lone number where there is nothing to
    work out, "" where a rule is not arithmetic.

    ``strength`` is what a gap proves (firm, loose, open); ``narrowed`` is what it takes, with ``expression`` and the
    figures, to work out the expected range again.
    """

    id: str
    rule: str
    verdict: str
    severity: str | None
    subject: str
    message: Sentence
    relation: str
    stated: Value | None
    stated_figure: FigureEntry | None
    expected: Value | None
    expression: str | None
    formula: str
    operands: tuple[FigureEntry, ...]
    locations: tuple[Location, ...]
    cause: Sentence | None
    consequence: Sentence | None
    group: str | None
    reason: Sentence | None
    where: str
    period: str | None
    strength: str = "firm"
    narrowed: tuple[Narrowed, ...] = ()
    suppressed: Suppressed | None = None

    @property
    def family(self) -> str:
        return self.rule[:3]

    @property
    def arithmetic(self) -> str:
        """The formula, where there is something to work out."""
        return self.formula if " = " in self.formula else ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The figure to correct and the value that would make everything hold."""

    figure: str
    to: Value


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one root cause."""

    id: str
    cause: Sentence | None
    consequence: Sentence | None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the figures of a report ended; ``figures`` = agrees + disagrees + unlinked."""

    figures: int = 0
    agrees: int = 0
    disagrees: int = 0
    unlinked: int = 0
    identifiers: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """The score and grade that the report states, and what its own standard and rows give."""

    stated_total: Value | None
    recomputed_total: Value | None
    stated_grade: str | None
    recomputed_grade: str | None


@dataclass(frozen=True, slots=True)
class ReportAudit:
    """All that is known of one report. ``status`` unreadable: ``problem`` says why and the rest is empty.

    ``matched`` are the keys of the suppressions that match a finding here, expired ones too.
    """

    path: str
    sha256: str | None
    format: str | None
    status: str
    problem: Sentence | None = None
    notes: tuple[Sentence, ...] = ()
    title: str = ""
    organization: str = ""
    fiscal_year: int | None = None
    framework: str | None = None
    coverage: Coverage = Coverage()
    scores: Scores | None = None
    groups: tuple[Group, ...] = ()
    checks: tuple[CheckEntry, ...] = ()
    figures: tuple[FigureEntry, ...] = ()
    matched: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[CheckEntry, ...]:
        return tuple(check for check in self.checks if check.verdict == DISAGREES)

    @property
    def standing(self) -> tuple[CheckEntry, ...]:
        """The findings that count: those that are not suppressed."""
        return tuple(check for check in self.findings if check.suppressed is None)

    @property
    def accepted(self) -> tuple[CheckEntry, ...]:
        """The findings that somebody has looked at and suppressed: told apart from the others, and not counted."""
        return tuple(check for check in self.findings if check.suppressed is not None)

    @property
    def checked(self) -> bool:
        """Whether any check came to a verdict; without one no result may look clean."""
        return any(check.verdict != CANNOT_TELL for check in self.checks)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """The one line of a report in a list of reports: what a folder's summary keeps of it.

    ``severities`` and ``families`` count the findings that stand, ``suppressed`` the others; ``matched`` as in
    ReportAudit.
    """

    path: str
    sha256: str | None
    status: str
    problem: Sentence | None
    title: str
    organization: str
    fiscal_year: int | None
    coverage: Coverage
    severities: tuple[int, int, int]
    verdicts: tuple[int, int, int]
    families: tuple[tuple[str, int], ...]
    stated_total: str | None
    recomputed_total: str | None
    suppressed: int = 0
    matched: tuple[str, ...] = ()

    @property
    def checked(self) -> bool:
        return self.verdicts[0] + self.verdicts[1] > 0

    @property
    def failed(self) -> bool:
        """Whether the report counts as one that could not be audited."""
        return self.status == UNREADABLE or not self.checked

    def stands(self, threshold: str) -> bool:
        """Whether a finding stands at or above the threshold: error, warning or never."""
        errors, warnings, _ = self.severities
        return threshold != "never" and (errors > 0 or threshold == "warning" and warnings > 0)


def line(audit: ReportAudit) -> ReportLine:
    """The report's line for the summary of a folder."""
    findings = audit.standing
    families = sorted({check.family for check in findings})
    scores = audit.scores
    return ReportLine(
        audit.path, audit.sha256, audit.status, audit.problem, audit.title, audit.organization, audit.fiscal_year,
        audit.coverage,
        _three(SEVERITIES, (check.severity for check in findings)),
        _three((AGREES, DISAGREES, CANNOT_TELL), (check.verdict for check in audit.checks)),
        tuple((family, sum(check.family == family for check in findings)) for family in families),
        scores.stated_total.text if scores and scores.stated_total else None,
        scores.recomputed_total.text if scores and scores.recomputed_total else None,
        len(audit.findings) - len(findings), audit.matched,
    )  # fmt: skip


def _three(names: tuple[str, ...], found: Iterable[str | None]) -> tuple[int, int, int]:
    words = list(found)
    first, second, third = (words.count(name) for name in names)
    return first, second, third


def unreadable(path: str, problem: Sentence, sha256: str | None = None) -> ReportAudit:
    """The audit of a file that could not be read: one verdict, with its reason."""
    return ReportAudit(path, sha256, None, UNREADABLE, problem)
