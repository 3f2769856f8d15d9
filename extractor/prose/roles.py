"""Which part a figure plays, from the words of the clause before it: amount, change, share, growth, rate …"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.figures import Figure
from extractor.prose.terms import (
    ADJUST,
    AMOUNT,
    AVERAGE,
    BARE,
    BASE,
    CHANGE,
    EACH,
    GROWTH,
    LEVEL,
    OTHER,
    POINTS,
    RATE,
    SHARE,
    TARGET,
    WHOLE,
    Term,
    stage,
)  # fmt: skip
from extractor.remembered import of_words
from extractor.vocabulary import TIMEOUT, compiled, found, pattern


def classified(order: int, figure: Figure, lead: str, gap: str, earlier: Sequence[Term]) -> Term:
    """Role, sign, stage and label from the words before the figure."""
    dimension = figure.unit.dimension
    label = _label(lead)
    term = Term(order, figure, AMOUNT, label=label, lead=lead, gap=gap, stage=stage(lead))
    if figure.qualifier in ("least", "most") and found("prose", "role.target", lead + figure.text):
        name = pattern("prose", "role.target").sub("", lead, timeout=TIMEOUT)
        return replace(term, role=TARGET, label=_label(name))
    if dimension == "rate":
        return _percentage(term, lead, gap)
    if dimension == "points of rate":
        return replace(term, role=POINTS, sign=-1 if found("prose", "role.growth_down", lead) else 1)
    if dimension == "score" or dimension.startswith("time:"):
        return replace(term, role=OTHER)
    if found("prose", "role.whole", lead):
        return replace(term, role=WHOLE)
    base = found("prose", "role.base", lead)
    if base:
        return replace(
            term, role=BASE, label=_label(base["named"]) or term.label, named=base["named"], against=_against(lead)
        )
    if found("prose", "role.average", lead):
        return replace(term, role=AVERAGE)
    if found("prose", "role.each", lead):
        return replace(term, role=EACH)
    return _moved(term, lead, gap, earlier)


def _percentage(term: Term, lead: str, gap: str) -> Term:
    if found("prose", "role.share", lead):
        named = found("prose", "role.named_whole", lead)
        whole = named["whole"] if named else ""
        budget = pattern("prose", "label.masked").sub("", whole, timeout=TIMEOUT)
        if compiled("预算|计划|任务").search(budget, timeout=TIMEOUT) and "支出" not in whole:
            return replace(term, role=RATE, named=whole)
        return replace(term, role=SHARE, named=whole)
    template = found("prose", "role.template_growth", lead)
    if template:
        return replace(term, role=GROWTH, sign=-1 if template["first"] in ("下降", "减少") else 1)
    for key, sign in (("growth_up", 1), ("growth_down", -1)):
        if found("prose", f"role.{key}", lead):
            return replace(term, role=GROWTH, sign=sign, against=_against(lead))
    if found("prose", "role.excess", lead):
        return replace(term, role=RATE)
    name = found("prose", "role.rate", lead)
    if name:
        return replace(term, role=RATE, label=_label(name["name"]) or term.label)
    completion = found("prose", "role.completion", lead)
    if completion:
        return replace(term, role=RATE, named=completion["base"])
    if not lead or lead in ("即", "为", "共", "达", "约"):
        return replace(term, role=BARE)
    return replace(term, role=LEVEL)


def _moved(term: Term, lead: str, gap: str, earlier: Sequence[Term]) -> Term:
    """A change, an adjustment, or an amount that simply stands."""
    chain = lead if not earlier else _chain(gap, lead)
    compared = found("prose", "role.comparison", chain) or (
        earlier
        and earlier[-1].role == CHANGE
        and compiled(r"[,、;]?\s*").fullmatch(gap[: -len(lead) or None], timeout=TIMEOUT)
    )
    for key, sign in (("adjust_up", 1), ("adjust_down", -1)):
        if found("prose", f"role.{key}", lead) and not compared:
            return replace(term, role=ADJUST, sign=sign)
    for key, sign in (("change_up", 1), ("change_down", -1)):
        if found("prose", f"role.{key}", lead) and (compared or len(_label(lead)) <= 14):
            return replace(term, role=CHANGE, sign=sign, against=_against(chain))
    return term


def _chain(gap: str, lead: str) -> str:
    """The clauses since the last figure, of this sentence only."""
    return compiled(r"[。;\n]").split(gap, timeout=TIMEOUT)[-1]


def _against(words: str) -> str:
    if found("prose", "role.against_budget", words):
        return "budget"
    return "last year" if found("prose", "role.last_year", words) else ""


@of_words
def _label(lead: str) -> str:
    bare = pattern("prose", "label.trailing").sub("", lead.strip(), timeout=TIMEOUT)
    return pattern("prose", "label.leading").sub("", bare, timeout=TIMEOUT)
