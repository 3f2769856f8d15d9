"""Limits that a passage sets and what it holds against them: posts and people, debt and its ceiling, questionnaires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.expression import figure, in_unit_of
from extractor.prose.terms import AMOUNT, Term, core, same_kind
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, found, pattern


def limits(terms: Sequence[Term], text: str) -> Iterator[Statement]:
    """Each amount under the limit that its name finds. Above it is a warning only where the text says it is within."""
    strength = LOOSE if found("limits", "claim", text) else OPEN
    held: set[int] = set()
    for limit, amount in (*_posts(terms), *_ceilings(terms), *_spending(terms)):
        if amount.order not in held:
            held.add(amount.order)
            yield _bound(limit, amount, strength)
    for limit, amount in _answers(terms):
        yield _bound(limit, amount, LOOSE)


def _bound(limit: Term, amount: Term, strength: str) -> Statement:
    ceiling = in_unit_of(limit.figure, amount.figure) if limit.dimension == amount.dimension else figure(limit.figure)
    subject = amount.label or limit.label
    return Statement("bound", subject, amount.figure, (Reading(ceiling),), "<=", strength=strength)


def _posts(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Posts of one sort and the people in them: 行政编制 62 名 … 行政人员 55 人; all posts and all people."""
    counted = [each for each in terms if each.role == AMOUNT and is_count(each.figure.unit)]
    posts = [each for each in counted if found("limits", "posts.posts", each.lead)]
    people = [each for each in counted if each not in posts and _in_post(each, counted)]
    for post in posts:
        sort = _sort(post.label)
        sorts = (sort,) if len(posts) > 1 else (sort, "")
        match = next((each for each in people if each.order > post.order and _sort(each.label) in sorts), None)
        rival = next((e for e in posts if e.order > post.order and _sort(e.label) == sort), None)
        if match is not None and (rival is None or match.order < rival.order):
            yield post, match


def _in_post(term: Term, counted: Sequence[Term]) -> bool:
    """Whether a count is of people who hold a post, by its own words or as a part of such a count."""
    if found("limits", "posts.without", term.lead):
        return False
    if found("limits", "posts.people", term.lead):
        return True
    before = [e for e in counted if e.order < term.order and (e.sentence, e.item) == (term.sentence, term.item)]
    return bool(_sort(term.label)) and any(found("limits", "posts.people", each.lead) for each in before)


def _sort(label: str) -> str:
    """The sort of post or people that a label names, the narrower name first; "" for all of them."""
    return next((name for name in ("participating", "administrative", "service", "institution", "vehicles")
                 if found("limits", f"sort.{name}", label)), "")  # fmt: skip


def _ceilings(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """An amount called a ceiling (限额, 上限, 控制数) and the one of the same name behind it."""
    ceilings = [e for e in terms if e.role == AMOUNT and found("limits", "ceiling.limit", e.label)]
    for ceiling in ceilings:
        name = _bare(ceiling.label)
        for each in terms[ceiling.order + 1 :]:
            if each.role != AMOUNT or each in ceilings or not same_kind(each.figure, ceiling.figure):
                continue
            own = _bare(each.label)
            named = len(own) >= 2 and each.sentence - ceiling.sentence <= 1 and name.endswith(own)
            if named or not own and each.order == ceiling.order + 1 and each.stage == "actual":
                yield ceiling, each
                break


def _bare(label: str) -> str:
    return core(pattern("limits", "ceiling.words").sub("", label, timeout=TIMEOUT))


def _spending(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """三公 spending and procurement against the budget right before them."""
    for budget, spent in pairwise(terms):
        if (budget.role, spent.role) != (AMOUNT, AMOUNT) or budget.sentence != spent.sentence:
            continue
        planned = budget.stage in ("plan", "opening") and spent.stage == "actual"
        if planned and same_kind(budget.figure, spent.figure) and found("limits", "spending", budget.lead):
            yield budget, spent


def _answers(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Questionnaires given out, returned and valid: none more than the one before."""
    counted = [each for each in terms if each.role == AMOUNT and is_count(each.figure.unit)]
    steps = [(_step(each), each) for each in counted if _step(each) is not None]
    for (first, more), (second, less) in pairwise(steps):
        near = less.sentence - more.sentence <= 1 and more.figure.unit == less.figure.unit
        if near and first is not None and second is not None and first < second:
            yield more, less


def _step(term: Term) -> int | None:
    """How far the questionnaires that a count tells have come: given out, returned, valid."""
    names = ("given", "returned", "valid")
    return next((step for step, name in enumerate(names) if found("limits", f"answers.{name}", term.lead)), None)
