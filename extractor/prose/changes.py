"""Changes told in prose: the difference of two printed amounts, or of two printed rates in percentage points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.expression import Expression, absolute, figure, in_unit_of
from extractor.prose.families import Families
from extractor.prose.fitting import fits, slip
from extractor.prose.grown import base_told, is_base, of_last_year
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled

BUDGETS = ("plan", "opening", "adjusted")


def change(terms: Sequence[Term], term: Term, families: Families) -> Iterator[Statement]:
    """A change between two printed amounts: d = A − B, in the direction that the words name."""
    subject = terms[term.subject] if term.subject is not None else None
    if subject is None or not same_kind(subject.figure, term.figure):
        return
    name = f"{subject.label}变动额"
    base = base_told(terms, term)
    if base is not None:
        heads = [subject] if subject.sentence == term.sentence else _heads(terms, term, subject, families)
        readings = tuple(Reading(_moved(term, each, base)) for each in heads)
        strength = LOOSE if len(heads) == 1 else OPEN
        yield Statement("change", name, term.figure, readings, strength=strength)
        return
    others = _beside(terms, term, subject)
    known = [each for each in others if is_base(each, term) or term.against != "budget" and of_last_year(each, terms)]
    if known and not is_base(subject, term):
        readings = tuple(Reading(_moved(term, subject, each)) for each in reversed(known))
        strength = LOOSE if len({each.figure.base_value for each in known}) == 1 else OPEN
        yield Statement("change", name, term.figure, readings, strength=strength)
        return
    gaps = [_gap(term, subject, each) for each in others[-2:]]
    fit = next((each for each in gaps if fits(term.figure, each)), None)
    if fit is not None:
        yield Statement("change", name, term.figure, (Reading(fit),))
    elif others and of_last_year(subject, terms):
        yield Statement("change", name, term.figure, (Reading(gaps[-1]),), strength=LOOSE)
    elif term.against == "budget" and any(each.stage in BUDGETS for each in others):
        gap = _gap(term, subject, [each for each in others if each.stage in BUDGETS][-1])
        strength = LOOSE if slip(term.figure, gap) else OPEN
        yield Statement("change", name, term.figure, (Reading(gap),), strength=strength)


def _heads(terms: Sequence[Term], term: Term, subject: Term, families: Families) -> list[Term]:
    """What the sentence before tells of this year, the parts of its lists left out; the nearest where nothing else."""
    heads = [
        each
        for each in terms[: term.order]
        if each.role == AMOUNT
        and (each.sentence, each.depth) == (subject.sentence, term.depth)
        and each.stage not in BUDGETS
        and families.free(each)
        and same_kind(each.figure, term.figure)
    ]
    return heads[:4] or [subject]


def _beside(terms: Sequence[Term], term: Term, subject: Term) -> list[Term]:
    """The other amounts of the sentence near the subject."""
    return [
        each
        for each in terms[max(0, subject.order - 3) : term.order]
        if each.role == AMOUNT
        and each.order != subject.order
        and each.sentence == term.sentence
        and each.depth == subject.depth
        and same_kind(each.figure, subject.figure)
    ]


def _moved(term: Term, now: Term, base: Term) -> Expression:
    """What was gained or lost since the base; either where 增加（减少） was left as printed in the form."""
    if term.lead.endswith(")"):
        return _gap(term, now, base)
    up, down = (now, base) if term.sign > 0 else (base, now)
    return in_unit_of(up.figure, term.figure) - in_unit_of(down.figure, term.figure)


def _gap(term: Term, left: Term, right: Term) -> Expression:
    return absolute(in_unit_of(left.figure, term.figure) - in_unit_of(right.figure, term.figure))


def points(terms: Sequence[Term], term: Term) -> Iterator[Statement]:
    """A difference of two printed rates, in percentage points."""
    rates = [each for each in terms[: term.order] if each.dimension == "rate" and each.sentence == term.sentence]
    own = [each for each in rates if each.item == term.item]
    rates = own if len(own) == 2 else rates
    if len(rates) < 2:
        return
    gap = absolute(figure(rates[-1].figure) - figure(rates[-2].figure))
    compared = compiled("[比较由从]").search(rates[-1].lead + rates[-2].lead, timeout=TIMEOUT) is not None
    strength = LOOSE if compared and len(rates) == 2 else OPEN
    yield Statement("points", f"{rates[0].label}变动", term.figure, (Reading(gap),), strength=strength)
