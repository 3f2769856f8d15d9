"""Breakdowns told in prose: a whole, its parts, their shares and their changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.expression import total
from extractor.figures import Figure
from extractor.prose.collected import collected
from extractor.prose.complements import complements
from extractor.prose.completeness import goes_on, partition_of, proof
from extractor.prose.families import Families, signed_total
from extractor.prose.fitting import fits, slip, telling, told_alike, twin
from extractor.prose.openings import Opening, openings
from extractor.prose.terms import AMOUNT, CHANGE, Term, same_kind
from extractor.prose.windows import grades, partitions, windows
from extractor.statements import FIRM, LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, compiled, found

MOST_READINGS = 8


def breakdowns(terms: Sequence[Term], told: Sequence[Figure] = ()) -> tuple[list[Statement], Families]:
    """Totals told with a cue (其中 分别为 a colon a bracket), then those that show by adding up alone.

    ``told`` are amounts of the passages before, where a share may name its whole.
    """
    families = Families()
    statements: list[Statement] = []
    for opening in reversed(list(openings(terms))):
        statements.extend(_total(terms, opening, families))
    statements.extend(partitions(terms, families))
    statements.extend(collected(terms, families))
    statements.extend(complements(terms, families))
    statements.extend(grades(terms, families))
    statements.extend(windows(terms, families))
    statements.extend(_changes(terms, families))
    return statements, families


def _total(terms: Sequence[Term], opening: Opening, families: Families) -> Iterator[Statement]:
    """The first pair of whole and list that fits; else the likeliest pair, as strong as the words make it."""
    pairs = _pairs(opening, [each for each in opening.parts if families.free(each)])
    if not pairs:
        return
    if opening.sure and partition_of(*pairs[0]):
        pairs = [each for each in pairs if each[0] is pairs[0][0]]
    for whole, scope in pairs[: 2 * MOST_READINGS]:
        expression = signed_total(scope, whole)
        twice = whole in opening.wholes[:1] and told_alike(whole.figure, scope[0].figure)
        if fits(whole.figure, expression) and (len(scope) > 1 or twice):
            families.join(whole.order, [each.order for each in scope])
            yield Statement("total", whole.label or scope[0].label, whole.figure, (Reading(expression),))
            return
    whole, scope = _spent(pairs)
    if (
        opening.cue in ("among", "use", "held")
        and opening.sure
        and len(scope) == 1
        and scope[0].stage in ("", whole.stage)
    ):
        families.whole_of.setdefault(scope[0].order, whole.order)
        yield _bounded(whole, scope[0])
        return
    strength = proof(terms, whole, scope, opening) if opening.sure else OPEN
    if strength == FIRM and whole is not pairs[0][0]:
        strength = LOOSE
    if strength == OPEN and (len(scope) < 2 or opening.cue in ("among", "use", "held")):
        return
    if strength != OPEN:
        families.join(whole.order, [each.order for each in scope])
    reading = Reading(signed_total(scope, whole))
    subject = whole.label or scope[0].label
    other = _in_other_unit(scope, whole)
    yield Statement("total", subject, whole.figure, (reading,), strength=strength, elsewhere=other)


def _pairs(opening: Opening, parts: Sequence[Term]) -> list[tuple[Term, list[Term]]]:
    """Each whole with each list that it may break down, likeliest first.

    Beyond the first pair a fit must be telling: a partition, all of three parts or more, three digits, or, after
    其中, the whole that stands right before.
    """
    nested = any(found("prose", "list.nested_levels", each.label) for each in parts)
    pairs = [
        (whole, scope) for whole in opening.wholes for scope in _scopes([p for p in parts if p.order > whole.order])
    ]
    return pairs[:1] + [
        (whole, scope)
        for whole, scope in pairs[1:]
        if not nested
        and (
            telling(whole.figure)
            or partition_of(None, scope)
            or len(scope) == len(parts) > 2
            or opening.cue == "among"
            and whole is opening.wholes[0]
        )
    ]


def _bounded(whole: Term, part: Term) -> Statement:
    """One part alone is no more than its whole."""
    limit, exact = twin(whole.figure, part.figure)
    strength = LOOSE if part.role == AMOUNT else OPEN
    return Statement("bound", part.label, part.figure, (Reading(limit),), "<=", strength=strength, exact=exact)


def _spent(pairs: Sequence[tuple[Term, list[Term]]]) -> tuple[Term, list[Term]]:
    """The pair to name where none fits: the nearest whole, with the parts that are known to make it up if it has such,
    or the spending that a limit stands behind.

    A limit or budget told after the spending it bounds (支出 a，控制数 b，其中…) is not what the parts break down,
    if the partition names the spending and not the limit. Two readings remain, so a gap is a warning at most.
    """
    whole, scope = pairs[0]
    for sort in ("partition", "sorts"):
        known = [parts for head, parts in pairs if head is whole and partition_of(whole, parts, sort)]
        scope = known[0] if known else scope
        if known:
            break
    kind = partition_of(None, scope)
    if (
        kind
        and whole.stage == "plan"
        and scope[0].stage in ("", "actual")
        and not compiled(kind).search(whole.label, timeout=TIMEOUT)
    ):
        for other, parts in pairs[1:]:
            near = other.sentence == whole.sentence and other.stage == "actual"
            if near and parts == scope and compiled(kind).search(other.label, timeout=TIMEOUT):
                return other, parts
    return whole, scope


def _in_other_unit(parts: Sequence[Term], whole: Term) -> tuple[Reading, ...]:
    """The sum in the parts' own unit, where the whole's unit is another: 471.23元 for 189.63万元 and 281.6万元."""
    own = parts[0].figure.unit
    if own == whole.figure.unit or any(each.figure.unit != own for each in parts):
        return ()
    return (Reading(total([each.figure for each in parts], parts[0].figure), "cause.unit_told"),)


def _scopes(parts: list[Term]) -> list[list[Term]]:
    """The lists that the parts may make: to the first ；, the heads of all items (first where an item tells what
    became of its head), to the end, then shorter by one from the end.

    A list is not cut in a run of 、, which tells its parts as one, nor before a part named as the others are, or 其他.
    """
    if not parts:
        return []
    first_item = [each for each in parts if each.item == parts[0].item]
    scopes = [first_item, parts] if 2 <= len(first_item) < len(parts) else [parts]
    heads = [each for place, each in enumerate(parts) if not place or each.item != parts[place - 1].item]
    if 2 <= len(heads) < len(parts):
        ledger = any(each.stage in ("carry", "actual") for each in first_item[1:])
        scopes.insert(0 if ledger else 1, heads)
    scopes += [parts[:size] for size in range(len(parts) - 1, 1, -1) if not goes_on(parts[size - 1], parts[size])]
    unique: dict[tuple[int, ...], list[Term]] = {tuple(p.order for p in each): each for each in scopes}
    return list(unique.values())[:MOST_READINGS]


def _changes(terms: Sequence[Term], families: Families) -> Iterator[Statement]:
    """The changes of the parts add up to the change of the whole, signs heeded."""
    change_of = {each.subject: each for each in reversed(terms) if each.role == CHANGE and each.subject is not None}
    for whole, lists in families.parts_of.items():
        for parts in lists:
            own = change_of.get(whole)
            moved = [change_of[part] for part in parts if part in change_of]
            if own is None or len(moved) < 2 or own in moved or not all(same_kind(own.figure, m.figure) for m in moved):
                continue
            if len({each.against for each in (own, *moved)} - {""}) > 1:
                continue
            reading = Reading(signed_total(moved, own))
            complete = len(moved) == len(parts)
            firm = complete or slip(own.figure, reading.expression)
            yield Statement(
                "total",
                f"{terms[whole].label}变动额",
                own.figure,
                (reading,),
                strength=LOOSE if firm else OPEN,
            )
