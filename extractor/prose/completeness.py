"""What a gap between a whole and its list proves: whether the words, not the figures, say that the list is complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.expression import total
from extractor.figures import Figure
from extractor.prose.families import signed_total
from extractor.prose.fitting import fits, slip, telling
from extractor.prose.openings import Opening, cue_of
from extractor.prose.terms import Term, core, same_kind
from extractor.statements import FIRM, LOOSE, OPEN
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled, found, words


def proof(terms: Sequence[Term], whole: Term, parts: Sequence[Term], opening: Opening) -> str:
    """What a gap proves. Too much is always wrong; too little only where the list says it is complete."""
    if len(parts) < 2 or any(found("prose", "list.nested_levels", each.label) for each in parts):
        return OPEN
    if misprinted(whole.figure, [each.figure for each in parts]) is not None:
        return FIRM if any(telling(each.figure) for each in (whole, *parts)) else LOOSE
    expression = signed_total(parts, whole)
    over = expression.value() > whole.figure.value and whole.role == parts[0].role and not is_count(whole.figure.unit)
    if _open_ended(terms, parts):
        return LOOSE if over else OPEN
    if opening.told == len(parts) or partition_of(whole, parts):
        return FIRM
    if partition_of(whole, parts, "sorts") or _overfull(whole, parts, expression.value()):
        return LOOSE
    if found("prose", "list.besides", _behind(terms, parts)):
        return LOOSE if over else OPEN
    if _told_within(whole, parts):
        return OPEN
    if is_count(whole.figure.unit) and _may_overlap(whole, parts, opening):
        return OPEN
    if opening.cue in ("colon", "exhaustive", "bracket", "composed"):
        return FIRM if len({each.figure.unit for each in parts}) == 1 else LOOSE
    if _closed(parts) or _one_sort(whole, parts, int(abs(expression.value() - whole.figure.value))):
        return LOOSE
    if over:
        return LOOSE
    apart = parts[0].item != parts[-1].item and ":" not in parts[0].gap
    round_ones = not any(telling(each.figure) for each in (whole, *parts))
    return LOOSE if slip(whole.figure, expression) and not apart and not round_ones else OPEN


def misprinted(whole: Figure, parts: Sequence[Figure]) -> Figure | None:
    """The one figure of a sum that stands in another unit than all others and fits once read in theirs: 20.16元."""
    everyone = (whole, *parts)
    for odd in everyone:
        others = {each.unit for each in everyone if each is not odd}
        if len(parts) < 2 or len(others) != 1 or odd.unit in others or not same_kind(odd, parts[0]):
            continue
        alike = replace(odd, unit=next(iter(others)))
        own = [alike if each is odd else each for each in parts]
        head = alike if odd is whole else whole
        if fits(head, total(own, head)):
            return odd
    return None


def goes_on(before: Term, part: Term) -> bool:
    """Whether a part surely belongs to the list of the one before it: told in one run, named alike, or 其他."""
    alike = len(part.label) > 2 and before.label[-2:] == part.label[-2:] and part.stage == before.stage
    return part.gap.startswith("、") or alike or bool(found("prose", "list.takes_rest", part.label))


def _overfull(whole: Term, parts: Sequence[Term], told: Decimal) -> bool:
    """Whether parts that exclude one another make more than their whole, though others may be missing from the list."""
    if told <= whole.figure.value:
        return False
    for each in (*words("partitions")["partition"], *words("partitions")["sorts"]):
        if not compiled(each["whole"]).search(whole.lead + whole.label, timeout=TIMEOUT):
            continue
        named = [
            [compiled(one).search(part.lead, timeout=TIMEOUT) is not None for one in each["parts"]] for part in parts
        ]
        if all(sum(hits) == 1 for hits in named) and len({hits.index(True) for hits in named}) == len(parts):
            return True
    return False


def _open_ended(terms: Sequence[Term], parts: Sequence[Term]) -> bool:
    """Whether the words before the list, or behind its parts, say that it leaves something out: 主要, 等, 其余."""
    first, last = parts[0], parts[-1]
    cue = compiled(r"[,;。]").split(first.gap.removesuffix(first.lead).rstrip(":"), timeout=TIMEOUT)[-1]
    if found("prose", "list.open_end", cue) or found("prose", "list.open_end", _before_name(first)):
        return True
    if any(found("prose", "list.open_tail", each.after) for each in terms[first.order : last.order + 1]):
        return True
    return bool(found("prose", "list.rest", _behind(terms, parts)))


def _behind(terms: Sequence[Term], parts: Sequence[Term]) -> str:
    """The words behind the parts of a list, to the end of the last one's item and to the first figure of the next."""
    first, last = parts[0], parts[-1]
    behind = [e for e in terms[first.order :] if e.sentence == last.sentence and e.item <= last.item]
    return "".join(each.after for each in behind)


def _before_name(first: Term) -> str:
    """The words of a part's clause that open the list, its name left out: 主要用于办公费 gives 主要用于."""
    match = compiled(r"^(?:其中)?[:,]?(?:主要|重点)\p{Han}{0,4}?(?:用于|为|是|有|包括|安排|支出|投向)?").match(
        first.lead, timeout=TIMEOUT
    )
    return match[0] if match else ""


def _told_within(whole: Term, parts: Sequence[Term]) -> bool:
    """Whether one part is the whole told once more and a cue breaks it down in turn, so that levels are mixed."""
    again = [place for place, each in enumerate(parts) if each.figure.base_value == whole.figure.base_value]
    return any(cue_of(left, right) for place in again for left, right in pairwise(parts[place:]))


def _closed(parts: Sequence[Term]) -> bool:
    """Whether the last part takes up all the rest: 其他支出 c, 未完成 d beside 完成 c."""
    last = compiled("^(?:其中|及|和|以及)").sub("", parts[-1].label, timeout=TIMEOUT)
    return bool(found("prose", "list.takes_rest", last)) or opposite(parts[-2], parts[-1])


def opposite(done: Term, undone: Term) -> bool:
    """Whether one label denies the other: 已通公交的, 未通公交的."""
    denied = compiled(r"(?:尚未|[未没不非无]有?)(\p{Han}{2,10})").search(undone.label, timeout=TIMEOUT)
    if denied is None or found("prose", "list.denial", done.label):
        return False
    deed = core(done.label).removeprefix("已")
    return denied[1].rstrip("的") in done.label or len(deed) > 1 and deed in denied[1]


def _may_overlap(whole: Term, parts: Sequence[Term], opening: Opening) -> bool:
    """Whether some parts are told by a quality that others may have too: 女党员 and 青年党员 of the 党员."""
    told = [found("prose", "list.crossing", each.label) for each in parts]
    crossing = [match is not None and match[0] not in whole.label for match in told]
    return any(crossing) and (opening.cue in ("among", "held") or not all(crossing))


def _one_sort(whole: Term, parts: Sequence[Term], gap: int) -> bool:
    """Whether counts are told of sorts of one thing that exclude one another: 产出指标 7 个、效益指标 3 个.

    Two sorts may leave out a third, unless it is tiny.
    """
    if not is_count(whole.figure.unit):
        return False
    names = [compiled("^(?:其中|其)").sub("", each.label, timeout=TIMEOUT) for each in parts]
    alike = len({name[-2:] for name in names}) == 1 and all(len(name) > 2 for name in names)
    alike = alike or {name[-1:] for name in names} == {whole.label[-1:]}
    return alike and len(set(names)) == len(names) and (len(parts) > 2 or gap <= 2)


def partition_of(whole: Term | None, parts: Sequence[Term], kind: str = "partition") -> str:
    """The pattern of the whole whose known parts these are, told one each; "" for none.

    Where the whole is given, its own words must name it. ``kind`` is partition, complete by rule, or sorts.
    """
    for each in words("partitions")[kind]:
        if len(each["parts"]) != len(parts):
            continue
        if whole is not None and not compiled(each["whole"]).search(whole.lead + whole.label, timeout=TIMEOUT):
            continue
        hits = [
            sum(bool(compiled(pattern).search(part.lead, timeout=TIMEOUT)) for part in parts)
            for pattern in each["parts"]
        ]
        if all(hit == 1 for hit in hits):
            return str(each["whole"])
    return ""
