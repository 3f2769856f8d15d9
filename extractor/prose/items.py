"""An amount told once more beside itself: in another unit (折合 b 万元), or in the item of the budget that it heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor import later
from extractor.numerals import narrow
from extractor.prose.fitting import told_alike, twin
from extractor.prose.terms import AGAIN, AMOUNT, Term, core, same_kind
from extractor.statements import FIRM, LOOSE, Reading, Statement
from extractor.vocabulary import TIMEOUT

_HEAD = later.compile(
    r"(?P<name>\p{Han}{2,24})\((?:\d{2})?项\)[”\"]?(?:科目|支出|预算|决算|安排|当年|年度|\d{4}年|数|为|:|,|\s)*$"
)
_SPENT = later.compile(r"决算|实际支出")
_PLANNED = later.compile(r"预算(?:数|安排)|安排(?:预算|支出|资金)")
_OTHER = later.compile("年初|上年|去年|追加|调[增减]|执行数|[比较]")
_YEAR = later.compile(r"(?:19|20)\d{2}(?=\s?年)")


def items(terms: Sequence[Term], text: str) -> Iterator[Statement]:
    """The head's amount is what the item tells as spent, or, where it tells nothing spent, as its budget.

    Two tellings that differ are worth a question; a head that tells another stage of its item is none.
    """
    yield from _in_other_units(terms)
    head = next((each for each in terms if each.role == AMOUNT and each.dimension == "money"), None)
    before = narrow(text)[: head.figure.place.start] if head and not head.sentence and not head.depth else ""
    match = _HEAD.search(before, timeout=TIMEOUT)
    if head is None or match is None:
        yield from _of_clause(terms)
        return
    told = [e for e in terms[head.order + 1 :] if e.role == AMOUNT and not e.depth and same_kind(e.figure, head.figure)]
    again = _again(told)
    if again is None:
        return
    if told_alike(head.figure, again.figure) or not any(told_alike(head.figure, each.figure) for each in told):
        reading, exact = twin(head.figure, again.figure)
        subject = f"{match['name']}{again.label}"
        yield Statement("repeat", subject, again.figure, (Reading(reading),), strength=LOOSE, exact=exact)


def _in_other_units(terms: Sequence[Term]) -> Iterator[Statement]:
    """2.36 亿元，折合 23600 万元: one amount in two units."""
    for term in terms:
        if term.role == AGAIN and term.subject is not None:
            reading, exact = twin(terms[term.subject].figure, term.figure)
            hedged = term.figure.qualifier or terms[term.subject].figure.qualifier
            strength = LOOSE if hedged else FIRM
            yield Statement("repeat", term.label, term.figure, (Reading(reading),), strength=strength, exact=exact)


def _again(told: Sequence[Term]) -> Term | None:
    """The one amount of an item that was spent, else the one that the latest budget of the item gives it."""
    own = [each for each in told if not _OTHER.search(each.lead, timeout=TIMEOUT)]
    spent = [each for each in own if _SPENT.search(each.lead, timeout=TIMEOUT)]
    planned = [each for each in own if _PLANNED.search(each.lead, timeout=TIMEOUT)]
    years = [year[0] for each in told if (year := _YEAR.search(each.lead, timeout=TIMEOUT))]
    chosen = spent or [each for each in planned if not years or max(years) in each.lead]
    return chosen[0] if len(chosen) == 1 else None


def _of_clause(terms: Sequence[Term]) -> Iterator[Statement]:
    """An item's head amount is its final account: X 支出 a 万元 … 年初预算 b，支出决算 c: a = c."""
    for term in terms:
        if term.role != AMOUNT or "决算" not in term.lead or len(core(term.label)) >= 2 or not term.order:
            continue
        before = [e for e in terms[: term.order] if e.role == AMOUNT and same_kind(e.figure, term.figure)]
        budgets = [e for e in before[-1:] if e.stage in ("opening", "adjusted", "plan") and e.sentence == term.sentence]
        head = next((e for e in reversed(before) if not e.stage and len(core(e.label)) >= 2 and e.depth == 0), None)
        if (
            budgets
            and head is not None
            and head.sentence in (term.sentence, term.sentence - 1)
            and head.order == budgets[0].order - 1
        ):
            reading, exact = twin(head.figure, term.figure)
            yield Statement("repeat", head.label, term.figure, (Reading(reading),), strength=LOOSE, exact=exact)
