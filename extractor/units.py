"""Spellings of units: symbol, dimension and factor. Data only; figures.py looks spellings up here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` converts to the first unit of the dimension (元, %, m², m, one)."""

    symbol: str
    dimension: str
    factor: Decimal = Decimal(1)


NONE = Unit("", "")

_MONEY = {"元": "1", "百元": "100", "千元": "1000", "万元": "10000", "百万元": "1000000", "亿元": "100000000"}
_RATE = {"%": "1", "‰": "0.1"}
_LENGTH = {"米": "1", "m": "1", "公里": "1000", "千米": "1000", "km": "1000"}
_AREA = {
    "平方米": "1",
    "㎡": "1",
    "m2": "1",
    "m²": "1",
    "亩": "666.666666666666666666666666666666666666666666666667",
    "万亩": "6666666.66666666666666666666666666666666666666667",
    "公顷": "10000",
    "万公顷": "100000000",
    "万平方米": "10000",
    "hm2": "10000",
    "hm²": "10000",
    "平方公里": "1000000",
    "平方千米": "1000000",
    "km2": "1000000",
    "km²": "1000000",
}
_WEIGHT = {"克": "1", "公斤": "1000", "千克": "1000", "吨": "1000000", "万吨": "10000000000"}
_TIME = ("岁", "周岁", "年", "个月", "天", "小时", "日", "季度", "周", "分钟", "个工作日", "工作日")
_COUNTS = (
    "人次 户次 批次 车次 场次 例次 家次 人天 个 名 人 项 次 辆 户 家 件 宗 份 套 条 台 座 所 处 间 栋 期 批 场 类 篇 部 只 头 本 "
    "册 张 支 架 起 例 村 镇 街道 社区 班 门 块 盏 株 棵 组 笔 款 幅 艘 艇 枚 台套 台(套) 台（套） 间（套） 间(套) 人(次) 人（次） "
    "单位 机构 床 口 段 片 层 级 孔 眼 对 副 把 位 员 届 节 课时 学时 学员 课 轮 章 字 词 页 瓶 箱 桶 袋 盒 吨位 "
    "千瓦 千瓦时 度 立方米 m³ 方 公升 升 兆 G 标段 网格 大类 方面 队 支队伍 队伍 版 颗 粒 顶 床位 座次 票 遍 趟 圈 "
).split()
_MULTIPLES = {
    "": "1",
    "百": "100",
    "千": "1000",
    "万": "10000",
    "百万": "1000000",
    "千万": "10000000",
    "亿": "100000000",
}


def _table() -> dict[str, Unit]:
    units = {symbol: Unit(symbol, "money", Decimal(factor)) for symbol, factor in _MONEY.items()}
    units |= {"美元": Unit("美元", "money:usd"), "万美元": Unit("万美元", "money:usd", Decimal(10000))}
    units |= {symbol: Unit(symbol, "rate", Decimal(factor)) for symbol, factor in _RATE.items()}
    for spelling in ("个百分点", "百分点", "个点"):
        units[spelling] = Unit("个百分点", "points of rate")
    units |= {symbol: Unit(symbol, "length", Decimal(factor)) for symbol, factor in _LENGTH.items()}
    units |= {symbol: Unit(symbol, "area", Decimal(factor)) for symbol, factor in _AREA.items()}
    units |= {symbol: Unit(symbol, "weight", Decimal(factor)) for symbol, factor in _WEIGHT.items()}
    units["分"] = Unit("分", "score")
    for name in _TIME:
        units[name] = Unit(name, f"time:{name}")
    for name in _COUNTS:
        for multiple, factor in _MULTIPLES.items():
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
