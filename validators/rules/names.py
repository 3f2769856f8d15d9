"""NAM: numbering and names."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import regex

from extractor.expression import constant, figure
from extractor.figures import Figure
from extractor.interval import Interval
from extractor.report import Report
from extractor.vocabulary import TIMEOUT
from validators.check import Check, Message, Value
from validators.rule import rule

_STYLE = regex.compile(r"^\s*(?P<open>[(（]?)(?P<number>\d{1,2})(?P<close>[)）.、．]?)")


@rule("NAM001")
def numbering(report: Report) -> Iterable[Check]:
    """Numbered headings of one level count on: no number stands twice in a row.

    Only headings count, alone on their line, after a run that began with 1. A warning: nothing but the numbering
    is wrong. Cannot tell: items that run on in a sentence. Source: field practice.
    """
    runs: dict[tuple[str, str], list[Figure]] = {}
    titles = _headings(report)
    for each in report.figures:
        if each.kind != "clause" or each.place.paragraph not in titles or each.place.start > 3:
            continue
        match = _STYLE.match(each.text, timeout=TIMEOUT)
        if match is None:
            continue
        style, number = (match["open"], match["close"]), int(match["number"])
        run = runs.setdefault(style, [])
        last = int(run[-1].value) if run else 0
        if number == 1 or number != last + 1 and number != last:
            runs[style] = [each] if number == 1 else []
            if match["open"] == "" and number != 1:
                runs[style] = []
        elif number == last and len(run) >= 2:
            yield _repeated(each, run)
            runs[style] = []
        else:
            run.append(each)
        if match["open"] == "":
            runs = {key: value for key, value in runs.items() if key == style}


def _headings(report: Report) -> dict[int, str]:
    """Paragraphs that are a heading: short, without a full stop inside."""
    return {
        each.number: each.text for each in report.document.paragraphs()
        if len(each.text.strip()) <= 24 and not regex.search("[。；;]", each.text.strip()[:-1], timeout=TIMEOUT)
    }  # fmt: skip


def _repeated(each: Figure, run: list[Figure]) -> Check:
    expected = Decimal(int(run[-1].value) + 1)
    return Check(
        "NAM001", each.text, Message("NAM001"), "=", Value(each.text.strip(), Interval.exactly(each.value)), each,
        Value(f"{expected}", Interval.exactly(expected)), figure(run[-1]) + constant(1), tuple(run), "loose",
    )  # fmt: skip
