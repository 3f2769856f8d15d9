"""What one run is, as far as its outputs are told: language, version, rules, and what is written beside what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from auditor.dispositions import Dispositions
from auditor.language import Language


@dataclass(frozen=True, slots=True)
class Run:
    """What every output of one run is told: ``colour`` and ``width`` matter to the console only.

    ``paged``: the HTML page of each report is written into the same folder; ``long_named`` are the reports whose
    page keeps the report's own ending, because another report has the short name. ``filer``: the summary is for the
    one who corrects the report, not for its auditor. ``dispositions`` are those of an earlier working paper.
    """

    language: Language
    version: str
    rules_sha256: str
    all_checks: bool = False
    skipped: int = 0
    colour: bool = False
    width: int = 100
    many: bool = False
    reviewer: str = ""
    paged: bool = False
    long_named: tuple[str, ...] = ()
    filer: bool = False
    dispositions: Dispositions | None = None

    def page(self, path: str) -> str | None:
        """The file name of the report's HTML page beside its other outputs; None where none is written."""
        name = "".join(letter if letter.isprintable() else "_" for letter in path.rpartition("/")[2])
        if not self.paged:
            return None
        return name + ".html" if path in self.long_named else str(PurePosixPath(name).with_suffix(".html"))
