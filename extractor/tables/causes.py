"""Why a total row may be off: a part told elsewhere, a row counted in, a figure of another scope; and what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor import later
from extractor.document import Document
from extractor.expression import Expression, constant, figure, in_unit_of, percent, total
from extractor.figures import Figure
from extractor.statements import FIRM, LOOSE, Reading, Statement
from extractor.tables.evidence import fits
from extractor.tables.roles import roles
from extractor.tables.sheets import Block
from extractor.tables.words import ACTUAL, BUDGET, EXECUTION, TIMEOUT, found, squeezed

_MOST = 40
"""Totals of one document that are looked into; more failing ones have one cause that this cannot name."""
_DIGITS = 3
"""A gap of fewer significant digits fits something by chance."""
_NOUN = later.compile(r"(\p{Han}{2,8}?)(?:支出|经费|资金|预算|执行|完成)")
_CLAUSE = later.compile(r"[^;。；]*")


@dataclass(frozen=True, slots=True)
class Told:
    """The money figures of the document by value in yuan, and its paragraphs' amounts and rates."""

    by_value: dict[Decimal, list[Figure]]
    by_paragraph: dict[int, list[Figure]]
    rates: dict[int, list[Figure]]


def told(figures: Iterable[Figure]) -> Told:
    """The index of what the document tells. Linear in figures."""
    by_value: dict[Decimal, list[Figure]] = defaultdict(list)
    by_paragraph: dict[int, list[Figure]] = defaultdict(list)
    rates: dict[int, list[Figure]] = defaultdict(list)
    for each in figures:
        if each.is_quantity and each.unit.symbol == "%" and each.place.paragraph is not None:
            rates[each.place.paragraph].append(each)
        if each.is_quantity and each.unit.dimension == "money":
            by_value[each.base_value.normalize()].append(each)
            if each.place.paragraph is not None:
                by_paragraph[each.place.paragraph].append(each)
    return Told(by_value, by_paragraph, rates)


def failing(statements: Iterable[Statement]) -> list[Statement]:
    """The totals of tables that no reading makes up, the first forty."""
    found_failing = []
    for each in statements:
        proves = each.kind == "total" and each.relation == "=" and each.strength in (FIRM, LOOSE)
        if proves and not any(fits(each.stated, reading.expression) for reading in each.readings):
            found_failing.append(each)
            if len(found_failing) == _MOST:
                break
    return found_failing


def explained(statement: Statement, index: Told) -> Statement:
    """The statement with readings from farther away that fit exactly; they name a cause and never acquit."""
    stated = statement.stated
    causes: list[Reading] = []
    for reading in statement.readings[:2]:
        parts = reading.expression.figures()
        gap = stated.value - reading.expression.value()
        if len(gap.normalize().as_tuple().digits) >= _DIGITS:
            causes += _missing(stated, parts, gap, index)
            causes += _counted_in(stated, parts, gap)
    causes += _other_scope(stated, index)
    return replace(statement, elsewhere=tuple(causes[:3])) if causes else statement


def _missing(stated: Figure, parts: tuple[Figure, ...], gap: Decimal, index: Told) -> Iterator[Reading]:
    """The gap is a figure told elsewhere: one part is missing from the rows."""
    ids = {each.id for each in parts}
    for other in index.by_value.get((gap * stated.unit.factor).normalize(), ())[:2]:
        if other.id not in ids and other.id != stated.id:
            yield Reading(total((*parts, other), stated), "tables.missing_part")
            return


def _counted_in(stated: Figure, parts: tuple[Figure, ...], gap: Decimal) -> Iterator[Reading]:
    """The rows come to more by exactly one of them: it is part of another row, or counted twice."""
    for part in parts:
        if gap < 0 and len(parts) > 2 and part.base_value == -gap * stated.unit.factor:
            yield Reading(total((each for each in parts if each.id != part.id), stated), "tables.row_left_out")
            return


def _other_scope(stated: Figure, index: Told) -> Iterator[Reading]:
    """The total is a figure told in the text: of another scope than the rows."""
    for other in index.by_value.get(stated.base_value.normalize(), ()):
        if other.place.paragraph is not None:
            yield Reading(in_unit_of(other, stated), "tables.told_in_text")
            return


def of_rows(statement: Statement) -> Expression:
    """What the rows make, told by the total row less its gap, so that a formula need not name every row again."""
    stated = statement.stated
    gap = stated.value - statement.readings[0].expression.value()
    return figure(stated) - constant(gap) if gap >= 0 else figure(stated) + constant(-gap)


def total_rates(block: Block, failed: list[Statement]) -> Iterator[Statement]:
    """The rate of a total row from the rows themselves, where the printed totals are not the rows' sums."""
    sums = {each.stated.id: of_rows(each) for each in failed}
    for side in block.sides:
        named = roles(block.band.paths, side.columns[:60], block.band.marks)
        for rung in side.rungs if sums else ():
            if not rung.total:
                continue
            broken = {column: sums[each.id] for column, each in rung.amounts.items() if each.id in sums}
            top = [column for column in broken if named[column].name == "actual"]
            bottom = [column for column in broken if named[column].name == "budget"]
            for column, stated in rung.amounts.items():
                if len(top) == len(bottom) == 1 and found(EXECUTION, named[column].text) and stated.unit.symbol == "%":
                    reading = Reading(percent(broken[top[0]], broken[bottom[0]]), "tables.rate_of_rows")
                    subject = f"{rung.label} / {block.head(column)}"
                    where = f"{block.title} / {subject}"
                    yield Statement("rate", subject, stated, (reading,), strength=LOOSE, where=where, home="table")


def told_in_text(document: Document, block: Block, failed: list[Statement], index: Told) -> Iterator[Statement]:
    """What the text tells of the noun in the table's title (项目支出预算 …) against the sum of the table's rows."""
    noun = _NOUN.search(squeezed(block.title), timeout=TIMEOUT)
    if noun is None or not failed:
        return
    names = [noun[1][-size:] + tail for size in (4, 3, 2) if size <= len(noun[1]) for tail in ("支出", "经费", "资金")]
    paragraphs = [each for each in document.paragraphs() if each.number in index.by_paragraph]
    found_in: list[tuple[Statement, Figure]] = []
    for each in failed:
        cue = _cue(each.subject)
        if cue is None:
            continue
        for paragraph in paragraphs:
            own = _named(paragraph.text, names, cue, index.by_paragraph[paragraph.number])
            if own is not None and own.base_value != each.stated.base_value:
                found_in.append((each, own))
                rows = of_rows(each)
                subject = f"{noun[1]} / {each.subject}"
                where = f"{block.title} / {subject}"
                for kind, stated, reading in (
                    ("total", own, Reading(rows, "tables.rows_of_table")),
                    ("repeat", each.stated, Reading(in_unit_of(own, each.stated), "tables.told_in_text")),
                ):
                    yield Statement(kind, subject, stated, (reading,), strength=LOOSE, home="both", where=where)
                break
    yield from _rate_told(noun[1], block.title, found_in, index)


def _rate_told(noun: str, title: str, pairs: list[tuple[Statement, Figure]], index: Told) -> Iterator[Statement]:
    """The rate that the text tells right after the two amounts of the table's noun, against the rows' own rate."""
    for budget, planned in pairs:
        for actual, spent in pairs:
            if budget is actual or spent.place.paragraph is None:
                continue
            before = [e for e in index.by_paragraph[spent.place.paragraph] if e.place.start < spent.place.start]
            if before[-1:] and before[-1].base_value != planned.base_value or not before:
                continue
            after = [
                each for each in index.rates[spent.place.paragraph] if 0 <= each.place.start - spent.place.end <= 20
            ]
            for rate in after[:1]:
                reading = Reading(percent(of_rows(actual), of_rows(budget)), "tables.rate_of_rows")
                subject = f"{noun} / {rate.label or '执行率'}"
                yield Statement(
                    "rate", subject, rate, (reading,), strength=LOOSE, home="both", where=f"{title} / {subject}"
                )


def _cue(subject: str) -> regex.Pattern[str] | None:
    """Whether a column is of the budget or of what was spent."""
    head = subject.rsplit(" / ", 1)[-1]
    if found(BUDGET, head) and not found(regex.compile(r"执行|决算"), head):
        return regex.compile(r"预算|安排")
    return regex.compile(r"实际|执行|决算|支出(?:为)?$") if found(ACTUAL, head) else None


def _named(text: str, names: list[str], cue: regex.Pattern[str], figures: list[Figure]) -> Figure | None:
    """The first figure of a clause about one of the names whose own words hold the cue."""
    flat = text
    for name in names:
        place = flat.find(name)
        if place < 0:
            continue
        clause = _CLAUSE.match(flat, place + len(name), timeout=TIMEOUT)
        end = clause.end() if clause else len(flat)
        start = place + len(name)
        for each in figures:
            if start <= each.place.start < end:
                if cue.search(squeezed(flat[start : each.place.start][-30:]), timeout=TIMEOUT):
                    return each
                start = each.place.end
    return None
