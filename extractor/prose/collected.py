"""Totals told after their parts: 甲 a、乙 b，合计 c; 分三批 …，三批共 c; 以上四笔合计 c; 前三项 … c."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.expression import Expression, total
from extractor.numerals import chinese
from extractor.prose.completeness import misprinted
from extractor.prose.families import Families, sentences
from extractor.prose.fitting import fits, slip
from extractor.prose.openings import cue_of, is_back_total
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.statements import FIRM, LOOSE, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled, found

MOST_READINGS = 8


def collected(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """Each total that follows its parts. The list that the words settle is named where none fits."""
    for term in terms:
        if term.role != AMOUNT or not (is_back_total(term) or _of_the_first(terms, term)):
            continue
        before = [
            each
            for each in terms[: term.order]
            if each.role == AMOUNT and each.depth == term.depth and same_kind(each.figure, term.figure)
        ]
        settled, strength = _settled(terms, term, before, families)
        free = [each for each in before if families.free(each)]
        own = [each for each in free if each.sentence == term.sentence]
        lists = [settled] if settled else []
        lists += [own[-size:] for size in range(len(own), max(1, len(own) - MOST_READINGS), -1)]
        lists += [list(each) for each in sentences(free) if len(each) > 1 and each[0].sentence < term.sentence]
        lists = lists[:MOST_READINGS]
        fit = next((each for each in lists if fits(term.figure, _sum(each, term))), None)
        near = next((each for each in lists if slip(term.figure, _sum(each, term))), None)
        chosen = fit or settled or near
        if not chosen:
            continue
        if fit or settled:
            families.join(term.order, [each.order for each in chosen if families.free(each)])
        if misprinted(term.figure, [each.figure for each in chosen]) is not None:
            strength = FIRM
        reading = Reading(_sum(chosen, term))
        told = strength if chosen == settled else LOOSE
        yield Statement("total", term.label or "合计", term.figure, (reading,), strength=told)


def _sum(parts: Sequence[Term], whole: Term) -> Expression:
    return total([each.figure for each in parts], whole.figure)


def _settled(terms: Sequence[Term], term: Term, before: Sequence[Term], families: Families) -> tuple[list[Term], str]:
    """The list that the words settle, and what a gap proves; an empty one where they do not.

    A number told (三批, 两项) settles it where just so many amounts stand before; a plain 合计 settles it where
    the sentence holds one list alone.
    """
    told = _announced(terms, term)
    if _of_the_first(terms, term):
        return _first_of_list(terms, term, told, families), LOOSE
    free = [each for each in before if families.free(each)]
    own = [each for each in free if each.sentence == term.sentence]
    if any(found("prose", "list.besides", each.lead) for each in own):
        return [], LOOSE
    told = told or (_count_before(terms, own[0]) if own else 0)
    if told > 1:
        earlier = [each for each in free if each.sentence == term.sentence - 1]
        for parts in (own, [each for each in before if found("prose", "list.ordinal", each.lead)], [*earlier, *own]):
            alike = len({each.stage for each in parts}) == 1
            if len(parts) == told and alike and parts[-1].sentence >= term.sentence - 1:
                return parts, FIRM
        return [], LOOSE
    plain = compiled("(?:以上|上述)?(?:合计|共计|总计|总共)为?").fullmatch(term.lead, timeout=TIMEOUT)
    stages = {each.stage for each in own} - {""}
    listed = any(cue_of(terms[each.order - 1], each) for each in own if each.order)
    return (own, LOOSE) if plain and len(own) > 1 and len(stages) < 2 and not listed else ([], LOOSE)


def _announced(terms: Sequence[Term], term: Term) -> int:
    """How many parts the words right before a total tell: 三年共计, 三批共下达; 0 for none."""
    number = found("prose", "list.sum_of", term.lead)
    if number:
        return int(number["n"]) if number["n"].isdigit() else int(chinese(number["n"]))
    return _count_before(terms, term)


def _count_before(terms: Sequence[Term], term: Term) -> int:
    """The count that stands right before a figure in its sentence: 两批 (共计 c), 四笔 (: a、b…); 0 for none."""
    counter = terms[term.order - 1] if term.order else term
    if counter is term or counter.sentence != term.sentence or same_kind(counter.figure, term.figure):
        return 0
    whole = is_count(counter.figure.unit) and counter.figure.value == int(counter.figure.value)
    return int(counter.figure.value) if whole and counter.figure.value <= 40 else 0


def _of_the_first(terms: Sequence[Term], term: Term) -> bool:
    """Whether a total is that of the first items of the list before: 前三项 … 支出 c."""
    counter = terms[term.order - 1] if term.order else term
    return counter.lead.endswith("前") and counter.sentence == term.sentence and _count_before(terms, term) > 1


def _first_of_list(terms: Sequence[Term], term: Term, told: int, families: Families) -> list[Term]:
    """The first items of the list told last before a figure."""
    lists = [
        parts
        for whole in families.parts_of
        for parts in families.parts_of[whole]
        if parts[-1] < term.order and same_kind(terms[parts[-1]].figure, term.figure)
    ]
    near = max(lists, key=lambda parts: parts[-1], default=())
    close = len(near) > told and terms[near[-1]].sentence >= term.sentence - 1
    return [terms[order] for order in near[:told]] if close else []
