"""From the numbered parts and their clauses to one standard: what adds up, what excludes each other, what takes off."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.standards.clauses import (
    Award,
    Band,
    Cap,
    Check,
    Clause,
    Definition,
    Discretion,
    Exempt,
    Grade,
    Linear,
    PerItem,
    PerPoint,
    Relation,
    Requirement,
    Share,
    Tier,
    Zero,
)  # fmt: skip
from extractor.standards.ladder import additive
from extractor.standards.marks import LONGEST, Marked, mark
from extractor.standards.parts import TAG, Span, split
from extractor.standards.reading import read
from extractor.standards.standard import CHOICE, SUM, Part, Standard

_LADDER = (Tier, Relation, PerPoint, Requirement, Definition, Cap)
_VOID = (Zero, Exempt, Discretion, Requirement, Definition, Band, Cap)
_OFF = (PerItem, PerPoint)


def parse(text: str, weight: Decimal | None, name: str = "") -> Standard:
    """The standard printed in a cell. Nothing is guessed: what carries points and is not understood is ``unread``."""
    if len(text) > LONGEST:
        return Standard(text, weight, name, Part("", (), unread=((0, len(text)),), at=(0, len(text))))
    marked = mark(text)
    root = _renamed(_part(marked, split(marked), weight))
    return Standard(text, weight, name, _settled(root, weight))


def _part(marked: Marked, span: Span, total: Decimal | None) -> Part:
    end = span.parts[0].head if span.parts else span.end
    body = read(marked, span.start, end)
    words = marked.text[span.start : end]
    at = marked.span(span.start, span.end)
    own = Part(words, _judged(body.clauses), (), SUM, unread=body.unread, at=at)
    if not span.parts:
        inner = _tagged(marked, span) if _tags(own) > 1 else ()
        if len(inner) < 2:
            return own
        return _joined(replace(own, clauses=(), unread=()), inner, total)
    tag = next((each.award for each in own.clauses if isinstance(each, Check)), None)
    children = tuple(_part(marked, each, None) for each in span.parts)
    return _joined(own, children, tag.high if tag else total)


def _renamed(part: Part) -> Part:
    """One name for a measure that is shortened later on: 项目合格率 and then 合格率."""
    full = {each.name for each in part.clauses if isinstance(each, Tier | PerPoint)}
    longer = {
        name: found[0]
        for name in full
        if name and len(found := [e for e in full if e != name and e.endswith(name)]) == 1
    }
    clauses = tuple(
        replace(each, name=longer.get(each.name, each.name)) if isinstance(each, Tier | PerPoint) else each
        for each in part.clauses
    )
    return replace(part, clauses=clauses, parts=tuple(_renamed(each) for each in part.parts))


def _tags(part: Part) -> int:
    return sum(isinstance(each, Check) for each in part.clauses)


def _tagged(marked: Marked, span: Span) -> tuple[Part, ...]:
    """Unnumbered requirements, each with its points in brackets: a part for each sentence that holds one."""
    text = marked.text
    ends = [match.end() for match in TAG.finditer(text, span.start, span.end)]
    heads = [span.start]
    for first, last in pairwise(ends):
        cuts = [place + 1 for place in range(first, last) if text[place] in ";。"] or [
            place + 1 for place in range(first, last) if text[place] in ",、"
        ]
        heads.append(cuts[-1] if cuts else first)
    return tuple(
        _part(marked, Span(head, head, stop), None) for head, stop in zip(heads, [*heads[1:], span.end], strict=True)
    )


def _judged(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """不得分 beside other qualities is the last of the choices, not an event that voids the row."""
    if not any(isinstance(each, Grade) and not each.rest for each in clauses) or any(
        isinstance(each, Check) for each in clauses
    ):
        return clauses
    return tuple(
        Grade(each.words, Award(Decimal(0), Decimal(0), each.at), each.at)
        if isinstance(each, Zero) and not each.comparisons and each.whole is not True else each
        for each in clauses
    )  # fmt: skip


def _joined(own: Part, children: tuple[Part, ...], total: Decimal | None) -> Part:
    """The sub-parts with points, ladders of one measure run together; the rest belongs to the part before or to all."""
    scored: list[Part] = []
    whole: list[Clause] = list(own.clauses)
    offs: list[Clause] = []
    unread = list(own.unread)
    for child in children:
        if child.parts or not _only(child, (*_VOID, *_OFF)):
            last = scored[-1] if scored else None
            if last is not None and _same_ladder(last, child):
                scored[-1] = replace(last, clauses=last.clauses + child.clauses, unread=last.unread + child.unread)
            else:
                scored.append(child)
            continue
        unread.extend(child.unread)
        for clause in child.clauses:
            if isinstance(clause, _OFF):
                offs.append(clause)
            elif isinstance(clause, Zero) and clause.whole is not True and scored:
                scored[-1] = replace(scored[-1], clauses=(*scored[-1].clauses, clause))
            else:
                whole.append(clause)
    if len(scored) == 1:
        return _single(own, scored[0], whole, offs, unread)
    merged = _qualities(own, scored, whole, offs, unread, total)
    return merged or replace(
        own, clauses=(*whole, *offs), parts=tuple(scored), mode=_mode(scored, total), unread=tuple(unread)
    )


def _single(own: Part, child: Part, whole: list[Clause], offs: list[Clause], unread: list[tuple[int, int]]) -> Part:
    """One scored sub-part is the part itself."""
    clauses = _judged((*whole, *child.clauses, *offs))
    return replace(child, words=own.words + child.words, clauses=clauses, unread=(*child.unread, *unread), at=own.at)


def _only(part: Part, kinds: tuple[type, ...]) -> bool:
    return all(isinstance(each, kinds) for each in part.clauses)


def _same_ladder(one: Part, other: Part) -> bool:
    """Numbered tiers of one measure are one ladder: no name, or the same name."""
    if one.parts or other.parts or not _only(one, _LADDER) or not _only(other, (*_LADDER, Zero, Grade)):
        return False
    if any(isinstance(each, Grade) and not each.rest for each in other.clauses):
        return False
    names = [{each.name for each in part.clauses if isinstance(each, Tier)} for part in (one, other)]
    relations = [any(isinstance(each, Relation) for each in part.clauses) for part in (one, other)]
    if any(relations):
        return all(relations)
    return not names[1] or bool(names[0]) and (names[0] == names[1] or "" in names[1])


def _qualities(
    own: Part,
    scored: list[Part],
    whole: list[Clause],
    offs: list[Clause],
    unread: list[tuple[int, int]],
    total: Decimal | None,
) -> Part | None:
    """Numbered qualities of which judgement picks one: they end in nothing, or the best alone makes the total."""
    zeros = [each for each in whole if isinstance(each, Zero) and not each.comparisons and each.whole is not True]
    trailing = [each for part in scored for each in part.clauses if isinstance(each, Zero)]
    if not scored or not all(_only(part, (Grade, Zero)) and not part.parts for part in scored):
        return None
    awards = [
        award
        for part in scored
        for each in part.clauses
        if isinstance(each, Grade) and (award := each.award.points(total))
    ]
    highs = [high for _, high in awards]
    if not highs or sum(highs) == total and len(highs) > 1:
        return None
    falling = len(highs) > 1 and all(a > b for a, b in pairwise(highs))
    if not (falling and (zeros or trailing or min(highs) == 0) or total is not None and max(highs) == total):
        return None
    clauses = [clause for part in scored for clause in part.clauses]
    kept = [each for each in whole if each not in zeros]
    return replace(
        own,
        clauses=(*kept, *_judged((*clauses, *zeros)), *offs),
        unread=(*unread, *(at for part in scored for at in part.unread)),
    )


def _mode(scored: list[Part], total: Decimal | None) -> str:
    """Whether sub-parts add up: they do, unless the best alone makes the total and all do not."""
    highs = [high for part in scored if (high := _highest(part)[0]) is not None]
    if len(highs) < 2 or total is None or sum(highs) == total or max(highs) != total:
        return SUM
    proportional = any(isinstance(each, Linear | Share) for part in scored for each in part.clauses)
    tagged = all(_tags(part) for part in scored)
    return SUM if tagged and not proportional or len(set(highs)) > 1 and proportional else CHOICE


def _settled(part: Part, total: Decimal | None) -> Part:
    """The part with its points and the printed numbers that make them up, sub-parts first."""
    tag = next((each.award for each in part.clauses if isinstance(each, Check)), None) if _tags(part) == 1 else None
    parts = tuple(_settled(each, None) for each in part.parts)
    part = replace(part, parts=parts, tag=tag)
    if parts:
        known = [each for each in parts if each.points is not None]
        if part.mode == CHOICE and known:
            best = max(known, key=lambda each: each.points or Decimal(0))
            points, terms = best.points, best.terms
        else:
            points = sum((each.points for each in known if each.points is not None), Decimal(0)) if known else None
            terms = tuple(term for each in known for term in each.terms)
        if tag is not None and points is None:
            points, terms = tag.high, (tag,)
        return replace(part, points=points, terms=terms)
    points, terms = _highest(part, total)
    return replace(part, points=points, terms=terms)


def _highest(part: Part, total: Decimal | None = None) -> tuple[Decimal | None, tuple[Award, ...]]:
    """The most that a part gives and the printed numbers behind it: its tag, else its formula, else its best award."""
    if part.parts:
        pairs = [_highest(each) for each in part.parts]
        known = [(points, terms) for points, terms in pairs if points is not None]
        if not known:
            return None, ()
        if part.mode == CHOICE:
            return max(known, key=lambda pair: pair[0])
        return sum((points for points, _ in known), Decimal(0)), tuple(term for _, terms in known for term in terms)
    tags = [each.award for each in part.clauses if isinstance(each, Check)]
    if tags:
        return sum((tag.high for tag in tags if tag.high is not None), Decimal(0)), tuple(tags)
    groups = _groups(part.clauses)
    best = [max(group, key=lambda award: award.high or Decimal(0)) for group in groups]
    if not best:
        return None, ()
    tiers = tuple(each for each in part.clauses if isinstance(each, Tier))
    every = (
        [award for group in groups for award in group]
        if not tiers or total is not None and additive(tiers, total)
        else best
    )
    for choice in (best, every):
        whole = sum((award.high or Decimal(0) for award in choice), Decimal(0))
        if len(choice) > 1 and whole == total and max(award.high or Decimal(0) for award in choice) < whole:
            return whole, tuple(choice)
    top = max(best, key=lambda award: award.high or Decimal(0))
    return top.high, (top,)


def _groups(clauses: tuple[Clause, ...]) -> list[list[Award]]:
    """The numbered awards of one run of text, by measure; none where full points (得满分) leave the best unnumbered."""
    groups: dict[str, list[Award]] = {}
    name = ""
    for each in clauses:
        if isinstance(each, Linear):
            award, name = each.times, each.name
        elif isinstance(each, Tier):
            award, name = each.award, each.name or name
        elif isinstance(each, Relation | Grade):
            award = each.award
        elif isinstance(each, Cap):
            award = Award(each.points, each.points, each.at)
        else:
            continue
        if award.high is None:
            return []
        if not award.share:
            groups.setdefault(name, []).append(award)
    return list(groups.values())
