"""Bands of the total (90-100分为优) printed in a standard: they grade the sheet and are no tiers of the row."""

from __future__ import annotations

from decimal import Decimal

from extractor import later
from extractor.standards.clauses import Band
from extractor.standards.marks import TIMEOUT
from extractor.standards.runs import Run

_GRADES = "优秀?|良好?|中等?|及格|合格|不合格|差|较差"
_END = r"(?:分)?(?:\([不]?含\))?"
_BAND = later.compile(
    rf"(?P<low>\d{{2,3}}){_END}[-~至](?P<high>\d{{2,3}}){_END}(?:的)?[,:]?(?:为|评为|定为|等级为)?(?P<grade>{_GRADES})(?![\p{{Han}}])"
    rf"|(?<![\p{{Han}}])(?P<grade2>{_GRADES})[:(]?(?P<low2>\d{{2,3}}){_END}[-~至](?P<high2>\d{{2,3}}){_END}\)?"
    rf"|(?<![\p{{Han}}])(?P<grade3>{_GRADES})[:(]?(?P<edge>\d{{2,3}})分(?:\([不]?含\))?(?P<side>以下|以上|及以上)"
)


def banded(run: Run) -> None:
    """Read the bands where two or more stand together, one of them with both ends."""
    found = list(_BAND.finditer(run.text, run.start, run.end, timeout=TIMEOUT))
    if len(found) < 2 or all(match["grade3"] for match in found):
        return
    for match in found:
        grade = match["grade"] or match["grade2"] or match["grade3"]
        if match["grade3"]:
            edge = Decimal(match["edge"])
            low, high = (Decimal(0), edge) if match["side"] == "以下" else (edge, Decimal(100))
        else:
            low, high = Decimal(match["low"] or match["low2"]), Decimal(match["high"] or match["high2"])
        run.clauses.append(Band(grade, low, high, run.at(*match.span())))
        run.take(*match.span())
