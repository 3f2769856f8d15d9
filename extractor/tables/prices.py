"""Unit price × count and amount ÷ count across the columns of a table: a head names what is counted (元/人, 户均)."""

from __future__ import annotations

from extractor.expression import Expression, constant, in_unit_of
from extractor.expression import figure as leaf
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.tables.changes import Make, Way
from extractor.tables.sheets import Block
from extractor.tables.stubs import Rung, Side
from extractor.tables.words import TIMEOUT, bracket_unit, found, pattern
from extractor.units import UNITS, Unit, is_count

_PER = pattern(r"(?P<money>亿元|万元|元)\s?/\s?(?P<counted>\p{Han}{1,2})")
_AVERAGE = pattern(r"(?P<counted>[户人亩村头])均|平均每?(?P<each>\p{Han})")
_PRICE = pattern(r"标准|单价|定额|均价")
_COUNT = pattern(r"数|数量|面积|规模")
_MONEY = pattern(r"金额|资金|补助|补贴|经费|费用|合计|总额|小计|支出|发放")
_MOST = 2


def averages(block: Block, side: Side, column: int) -> list[Way]:
    """户均 = an amount of the row over the households; the amounts nearest to the left first."""
    match = _AVERAGE.search(block.leaf(column), timeout=TIMEOUT)
    if match is None:
        return []
    counted = _counted(block, side, column, match["counted"] or match["each"])
    amounts = [c for c in side.columns if c not in (column, counted) and _is_money(block, side, c)]
    if counted is None:
        return []
    near = sorted(amounts, key=lambda c: (c > column, abs(c - column)))[:_MOST]
    return [Way(_quotient(amount, counted, column), "tables.average", False) for amount in near]


def products(block: Block, side: Side, column: int) -> list[Way]:
    """An amount = the price of its row × the count that the price is per; prices told by 元/人 or 标准, 单价."""
    if not _is_money(block, side, column):
        return []
    ways = []
    for price in side.columns:
        head = narrow(block.leaf(price))
        per = _PER.search(head, timeout=TIMEOUT)
        if price == column or per is None or not found(_PRICE, head):
            continue
        counted = _counted(block, side, price, per["counted"])
        if counted is not None and counted != column:
            ways.append(Way(_product(price, UNITS[per["money"]], counted, column), "tables.price_times_count", False))
    return ways[:_MOST]


def _counted(block: Block, side: Side, column: int, noun: str) -> int | None:
    """The nearest column that counts what the noun names: by its unit, or by a head such as 户数."""
    near = sorted((c for c in side.columns if c != column), key=lambda c: (c > column, abs(c - column)))
    return next((c for c in near if _counts(block, side, c, noun)), None)


def _counts(block: Block, side: Side, column: int, noun: str) -> bool:
    head = block.leaf(column)
    if _PER.search(narrow(head), timeout=TIMEOUT) or _AVERAGE.search(head, timeout=TIMEOUT):
        return False
    read = bracket_unit(head)
    if read is not None:
        return read.symbol.lstrip("万") == noun
    return noun in head and found(_COUNT, head) and not _is_money(block, side, column)


def _is_money(block: Block, side: Side, column: int) -> bool:
    """Whether a column holds amounts of money that are no price."""
    head = block.leaf(column)
    if _PER.search(narrow(head), timeout=TIMEOUT) or _AVERAGE.search(head, timeout=TIMEOUT) or found(_PRICE, head):
        return False
    figures = [rung.amounts[column] for rung in side.rungs if column in rung.amounts]
    return bool(figures) and all(each.unit.dimension == "money" for each in figures)


def _quotient(amount: int, count: int, column: int) -> Make:
    def make(rung: Rung) -> Expression | None:
        stated, whole, number = (rung.amounts.get(each) for each in (column, amount, count))
        if stated is None or whole is None or number is None or stated.unit.dimension != "money":
            return None
        return in_unit_of(whole, stated) / _plain(number)

    return make


def _product(price: int, money: Unit, count: int, column: int) -> Make:
    def make(rung: Rung) -> Expression | None:
        stated, each, number = (rung.amounts.get(place) for place in (column, price, count))
        if stated is None or each is None or number is None:
            return None
        scale = stated.unit.factor / money.factor
        node = leaf(each) * _plain(number)
        return node / constant(scale) if scale > 1 else node

    return make


def _plain(number: Figure) -> Expression:
    """The count in ones, where its unit is a multiple (万人)."""
    factor = number.unit.factor if is_count(number.unit) else 1
    return leaf(number) * constant(factor) if factor != 1 else leaf(number)
