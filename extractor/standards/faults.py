"""Faults of a printed standard itself, found before any report is scored by it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractor import later
from extractor.standards.clauses import Award, Definition, Linear, PerItem, PerPoint, Tier
from extractor.standards.grouping import ladders
from extractor.standards.known import plain
from extractor.standards.ladder import Ladder
from extractor.standards.standard import CHOICE, Part, Standard
from extractor.vocabulary import TIMEOUT, compiled

ABOVE_WEIGHT = "above_weight"
ABOVE_PART = "above_part"
PARTS = "parts"
BEST = "best"
GAP = "gap"
OVERLAP = "overlap"
ORDER = "order"
DIRECTION = "direction"
FORMULA = "formula"
UNIT = "unit"
CAP = "cap"
SIGN = "sign"

_LOWER = later.compile(r"(?:控制|变动|调整|结转|结余|差错|投诉|故障|偏差|偏离|超支|流失|编外).{0,4}率$")
_HIGHER = later.compile(
    r"(?:执行|完成|利用|使用|到位|及时|达标|合格|满意|覆盖|办结|回复|支付|刷卡|安排|节约).{0,2}[率度]$"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit inside one standard. ``awards`` are the printed numbers at odds, ``limit`` what they miss.

    ``values`` hold the text's own words for the message.
    """

    kind: str
    awards: tuple[Award, ...] = ()
    limit: Decimal | None = None
    values: tuple[tuple[str, str], ...] = ()


def faults(standard: Standard) -> tuple[Fault, ...]:
    """Every fault of the standard, in the order of the print."""
    found: list[Fault] = []
    _points(standard, found)
    for part, full in bodies(standard):
        for ladder in () if standard.unread else ladders(part.clauses, full):
            found.extend(_tiers(ladder))
        found.extend(_clauses(part))
    _against_name(standard, found)
    return tuple(found)


def _points(standard: Standard, found: list[Fault]) -> None:
    """Printed points against the weight and against the part they stand in."""
    weight, root = standard.weight, standard.root
    if weight is not None and root.points is not None and not standard.unread:
        single = [term for term in root.terms if term.high is not None and term.high > weight]
        if single:
            found.append(Fault(ABOVE_WEIGHT, tuple(single[:1]), weight))
        elif root.points != weight and root.parts and root.mode != CHOICE:
            found.append(Fault(PARTS, root.terms, weight))
        elif root.points != weight:
            found.append(Fault(BEST, root.terms, weight))
    for part in _all(root):
        if part.tag is None or part.tag.high is None:
            continue
        for clause in part.clauses:
            award = clause.award if isinstance(clause, Tier) else getattr(clause, "award", None)
            if (
                isinstance(award, Award)
                and award is not part.tag
                and not award.share
                and (award.high or 0) > part.tag.high
            ):
                found.append(Fault(ABOVE_PART, (award,), part.tag.high))


def _all(part: Part) -> list[Part]:
    return [part, *(each for inner in part.parts for each in _all(inner))]


def bodies(standard: Standard) -> list[tuple[Part, Decimal]]:
    """Every part of the standard with the points it can give at most."""
    return _bodies(standard.root, standard.weight or standard.root.points or Decimal(100))


def _bodies(part: Part, full: Decimal) -> list[tuple[Part, Decimal]]:
    full = min(full, part.points) if part.points is not None else full
    return [(part, full)] + [body for inner in part.parts for body in _bodies(inner, full)]


def gaps(ladder: Ladder) -> list[tuple[str, Decimal, Decimal]]:
    """Stretches between the edges that no tier takes ("gap"), or that two take with different points ("overlap")."""
    tiers = [tier for tier in ladder.tiers if tier.reach.unit in ("%", "")]
    if len(tiers) < 2 or ladder.rest is not None or any(tier.award.share for tier in tiers):
        return []
    found: list[tuple[str, Decimal, Decimal]] = []
    for first, second in pairwise(ladder.edges()):
        middle = (first + second) / 2
        takers = ladder.matching(middle)
        beyond = any(off.base is None or off.over is None or (middle > off.base) == off.over for off in ladder.offs)
        if not takers and not beyond:
            found.append((GAP, first, second))
        elif len({each.award.high for each in takers}) > 1 and not all(each.reach.one_sided for each in takers):
            found.append((OVERLAP, first, second))
    return found


def _tiers(ladder: Ladder) -> list[Fault]:
    """Faults of one ladder: values without points, values with two, points that rise and fall."""
    awards = tuple(tier.award for tier in ladder.tiers)
    found = [
        Fault(kind, awards, None, (("low", f"{low:f}%"), ("high", f"{high:f}%"))) for kind, low, high in gaps(ladder)
    ]
    return found + _order([tier for tier in ladder.tiers if tier.reach.unit in ("%", "")])


def _order(tiers: list[Tier]) -> list[Fault]:
    """Tiers rise or fall in one direction: points that go up, down and up again are a slip."""
    spots = sorted(
        ((_spot(tier), tier.award.high) for tier in tiers if tier.award.high is not None), key=lambda each: each[0]
    )  # fmt: skip
    steps = [b[1] - a[1] for a, b in pairwise(spots) if a[1] is not None and b[1] is not None]
    rises, falls = any(step > 0 for step in steps), any(step < 0 for step in steps)
    return [Fault(ORDER, tuple(tier.award for tier in tiers))] if rises and falls and len(tiers) > 3 else []


def _spot(tier: Tier) -> Decimal:
    low, high = tier.reach.low, tier.reach.high
    if low is not None and high is not None:
        return (low + high) / 2
    return (low + Decimal("0.001")) if low is not None else (high or Decimal(0)) - Decimal("0.001")


def _clauses(part: Part) -> list[Fault]:
    found: list[Fault] = []
    for clause in part.clauses:
        if isinstance(clause, PerItem) and not clause.unit and clause.floor is not None:
            found.append(Fault(UNIT, (clause.each,)))
        elif isinstance(clause, Linear) and clause.cap is None and clause.times.high and _calendar(clause):
            found.append(Fault(CAP, (clause.times,)))
        elif (
            isinstance(clause, Tier)
            and clause.reach.loose
            and any(
                isinstance(other, PerPoint) and other.over and other.base == clause.reach.low for other in part.clauses
            )
        ):
            found.append(Fault(SIGN, (clause.award,), None, (("number", f"{clause.reach.low:f}%"),)))
    return found


def _calendar(clause: Linear) -> bool:
    """Progress against a printed share of the year can go above it; a part of a whole cannot."""
    sides = clause.formula.quotient
    return sides is not None and sides[1].number is not None


def formula_of_two_budgets(clause: Definition) -> bool:
    """Whether a rate of control or execution is printed as one budget over another."""
    sides = clause.formula.quotient
    if sides is None or not compiled(r"控制率|执行率|完成率|支付率").search(clause.name, timeout=TIMEOUT):
        return False
    above, below = (" ".join(side.names()) for side in sides)
    spent = compiled(r"决算|执行|支出|实际|完成|支付|采购金额|调整数|超").search(above, timeout=TIMEOUT)
    return "预算" in above and "预算" in below and not spent


def higher_or_lower(name: str) -> int:
    """1 where the name's last word says that more is better, -1 for less, 0 where it says neither."""
    return -1 if _LOWER.search(name) else 1 if _HIGHER.search(name) else 0


def _against_name(standard: Standard, found: list[Fault]) -> None:
    """Tiers that reward what the name calls bad, and a formula whose quotient is of two budgets."""
    for clause in standard.clauses():
        if isinstance(clause, Definition) and formula_of_two_budgets(clause):
            found.append(Fault(FORMULA, (), None, (("name", clause.name),)))
    for part, most in bodies(standard):
        for ladder in ladders(part.clauses, most):
            name = ladder.name or plain(standard.name)
            ends, wanted = way_of(ladder), higher_or_lower(name)
            if ends is not None and wanted and ((ends[1].high or 0) - (ends[0].high or 0)) * wanted < 0:
                found.append(Fault(DIRECTION, tuple(tier.award for tier in ladder.tiers), None, (("name", name),)))


def way_of(ladder: Ladder) -> tuple[Award, Award] | None:
    """The awards of the lowest and of the highest values; None where the tiers do not tell them apart."""
    tiers = sorted((tier for tier in ladder.tiers if tier.award.high is not None), key=_spot)
    if (
        len(tiers) < 2
        or tiers[0].award.high == tiers[-1].award.high
        or not all(tier.reach.unit == "%" for tier in tiers)
    ):
        return None
    return tiers[0].award, tiers[-1].award
