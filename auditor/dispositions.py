"""What an auditor wrote into an earlier working paper, finding by finding, so that it is not written a second time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.language import LANGUAGES, Language
from auditor.result import CheckEntry
from auditor.wrong import Wrong

PENDING = "pending"
DISPOSITIONS = (PENDING, "confirmed", "explained", "excluded")
CELLS = ("disposition", "basis", "preparer", "prepared", "reviewer", "reviewed")
"""The cells that an auditor fills in, in the order of their columns."""

REPORT, FINGERPRINT, STATED, RECOMPUTED = "report", "fingerprint", "stated", "recomputed"


@dataclass(frozen=True, slots=True)
class Signed:
    """The cells of one finding as they were filled in, and the two values that they speak of.

    ``disposition`` is one of DISPOSITIONS; dates are text such as 2024-05-31, "" where nothing is written.
    """

    disposition: str = PENDING
    basis: str = ""
    preparer: str = ""
    prepared: str = ""
    reviewer: str = ""
    reviewed: str = ""
    stated: str = ""
    recomputed: str = ""


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What was written, by the report's path and the check's id; the path is None in the paper of a single report."""

    known: Mapping[tuple[str | None, str], Signed] = field(default_factory=dict)

    def of(self, path: str, check: CheckEntry, language: Language) -> Signed:
        """The cells of the finding now. Where a value changed since, only the basis says what was written then."""
        then = self.known.get((path, check.id)) or self.known.get((None, check.id))
        if then is None:
            return Signed()
        if (then.stated, then.recomputed) == (language.value(check.stated), language.expected(check)):
            return then
        if then.disposition == PENDING and not then.basis:
            return Signed()
        was = language.say(f"xlsx.disposition.{then.disposition}")
        return Signed(basis=language.say("xlsx.carried.changed", was=was, basis=then.basis, stated=then.stated,
                                         recomputed=then.recomputed))  # fmt: skip


def load(file: str, many: bool) -> Dispositions:
    """What is written in a working paper; ``many``: this run audits more than one report. Raises Wrong."""
    from extractor.document import Table, Unreadable
    from extractor.reading import read

    try:
        document = read(Path(file).read_bytes(), Path(file).name)
    except OSError as error:
        raise Wrong("carried.closed", file=file, error=error.strerror or "") from error
    except Unreadable as error:
        raise Wrong("carried.shape", file=file) from error
    for table in document.blocks:
        if isinstance(table, Table):
            rows: dict[int, dict[int, str]] = {}
            for cell in table.cells:
                rows.setdefault(cell.row, {})[cell.column] = cell.text.strip()
            for language in LANGUAGES:
                found = _findings(rows, Language(language))
                if found is not None:
                    return _single(dict(found), file, many)
    raise Wrong("carried.shape", file=file)


def _single(known: dict[tuple[str | None, str], Signed], file: str, many: bool) -> Dispositions:
    """What is known. Raises Wrong where the paper is of one report and this run of several."""
    if many and any(path is None for path, _ in known):
        raise Wrong("carried.single", file=file)
    return Dispositions(known)


def _findings(
    rows: Mapping[int, Mapping[int, str]], language: Language
) -> Iterator[tuple[tuple[str | None, str], Signed]] | None:
    """The findings of a table whose head is that of the findings' sheet in the language; None for another table."""
    heads = {language.say(f"xlsx.{name}"): name for name in (REPORT, FINGERPRINT, STATED, RECOMPUTED, *CELLS)}
    first = min(rows, default=0)
    columns = {heads[words]: column for column, words in rows.get(first, {}).items() if words in heads}
    if not {FINGERPRINT, STATED, RECOMPUTED, *CELLS} <= set(columns):
        return None
    words = {language.say(f"xlsx.disposition.{name}"): name for name in DISPOSITIONS}
    told = ({name: cells.get(column, "") for name, column in columns.items()} for cells in rows.values())
    return (
        ((each.pop(REPORT, None), each.pop(FINGERPRINT)), Signed(words.get(each.pop("disposition"), PENDING), **each))
        for each in told
    )
