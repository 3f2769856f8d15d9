"""Units by their spelling: symbol, dimension and factor. The spellings are data, vocabulary/units.toml."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.vocabulary import words


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` converts to the first unit of the dimension (元, %, m², m, one)."""

    symbol: str
    dimension: str
    factor: Decimal = Decimal(1)


NONE = Unit("", "")


PHYSICAL = ("length", "area", "weight")


def _table() -> dict[str, Unit]:
    data = words("units")
    units = {
        symbol: Unit(symbol, dimension, Decimal(factor))
        for dimension in ("money", "rate", "length", "area", "weight")
        for symbol, factor in data[dimension].items()
    }
    for symbol, each in [(symbol, each) for symbol, each in units.items() if each.dimension in PHYSICAL]:
        for multiple, factor in data["multiples"].items():
            units.setdefault(multiple + symbol, Unit(multiple + symbol, each.dimension, each.factor * Decimal(factor)))
    units |= {"美元": Unit("美元", "money:usd"), "万美元": Unit("万美元", "money:usd", Decimal(10000))}
    for spelling in ("个百分点", "百分点", "个点"):
        units[spelling] = Unit("个百分点", "points of rate")
    units["分"] = Unit("分", "score")
    for name in data["plain"]["time"]:
        units[name] = Unit(name, f"time:{name}")
    for name in data["plain"]["count"]:
        for multiple, factor in data["multiples"].items():
            units[multiple + name] = Unit(multiple + name, f"count:{name}", Decimal(factor))
    units["成"] = Unit("成", "rate", Decimal(10))
    return units


UNITS = _table()
LONGEST = max(map(len, UNITS))


def unit(spelling: str) -> Unit | None:
    """The unit of that spelling, blanks inside it dropped; None if it is no unit."""
    return UNITS.get(spelling)


def is_count(unit: Unit) -> bool:
    return unit.dimension.startswith("count:")
