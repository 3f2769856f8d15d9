"""Words of direction (决算数小于预算数) against the two amounts told before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.expression import in_unit_of
from extractor.normal import normalised
from extractor.prose.terms import AMOUNT, Term, same_kind
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT, pattern


def directions(terms: Sequence[Term], text: str) -> Iterator[Statement]:
    """决算数小于预算数 and its like, against the last budget and actual amounts told before the words."""
    plain, places = normalised(text)
    for match in pattern("prose", "direction.compare").finditer(plain, timeout=TIMEOUT):
        before = [each for each in terms if each.figure.place.end <= places[match.start()] and each.role == AMOUNT]
        recent = [each for each in before if each.sentence >= before[-1].sentence - 1] if before else []
        actual = next((each for each in reversed(recent) if each.stage == "actual"), None)
        base = _base(recent, match["base"])
        if actual is None or base is None or not same_kind(actual.figure, base.figure):
            continue
        word = match["word"]
        relation = "=" if "平" in word or word == "等于" else "<=" if word in ("小于", "低于", "少于") else ">="
        if word == "大小于":
            continue
        yield Statement(
            "direction",
            f"{actual.label}与{base.label}",
            actual.figure,
            (Reading(in_unit_of(base.figure, actual.figure)),),
            relation,
            strength=LOOSE if actual.sentence == base.sentence else OPEN,
        )


def _base(recent: Sequence[Term], words: str) -> Term | None:
    stages = ("opening",) if "年初" in words else ("adjusted",) if "全年" in words or "调整" in words else ()
    candidates = [each for each in reversed(recent) if each.stage in (stages or ("adjusted", "opening", "plan"))]
    return candidates[0] if candidates else None
