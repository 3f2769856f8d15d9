"""Reports of any length for measuring: every chapter is one project's self-evaluation, prose and tables.

Units, projects and figures are invented; about one chapter in eight holds a rate that does not recompute, so that
what is measured includes findings. The same seed gives the same report.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_PLACES = "青榆 白石 临汀 南浔口 云栖 长堰 石梁 柳湾 北苑 东篱 松溪 明河".split()
_OBJECTS = "街道 河道 校舍 管网 路灯 绿地 图书 档案 社区 养老 就业 防汛 农机 种质 车站 粮库".split()
_ACTIONS = "维修 改造 养护 更新 监测 配送 培训 采购 普查 修缮 补助 运维".split()
_SECTIONS = "一二三四"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a table by its rows."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def report(chapters: int, seed: int = 1) -> Iterator[Block]:
    """The blocks of a report of that many chapters."""
    chance = random.Random(seed)
    place = chance.choice(_PLACES)
    yield Block("title", f"{place}市公用事业管理中心2024年度项目支出绩效自评报告")
    for number in range(1, chapters + 1):
        yield from _chapter(number, place, chance)


def _chapter(number: int, place: str, chance: random.Random) -> Iterator[Block]:
    project = f"{chance.choice(_PLACES)}片区{chance.choice(_OBJECTS)}{chance.choice(_ACTIONS)}{number}号项目"
    parts = [Decimal(chance.randint(1_000, 90_000)) / 100 for _ in range(5)]
    budget = sum(parts, Decimal(0))
    spent = [(part * chance.randint(70, 100) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for part in parts]
    total = sum(spent, Decimal(0))
    before = Decimal(chance.randint(20_000, 250_000)) / 100
    planned, done = chance.randint(20, 400), chance.randint(10, 400)
    wrong = Decimal(3) if number % 8 == 0 else Decimal(0)
    yield Block("heading", f"第{number}部分 {project}")
    yield Block("heading", f"{_SECTIONS[0]}、项目概况")
    yield Block("paragraph", (
        f"{project}由{place}市公用事业管理中心组织实施，全年预算安排{budget}万元，上年预算为{before}万元，"
        f"比上年增长{_percent(budget - before, before)}%。资金由市级财政拨款，用途限于项目本身，不得挪作他用。"
        f"年度内计划完成点位{planned}处，实际完成{done}处，点位完成率为{_percent(done, planned)}%。"
    ))  # fmt: skip
    yield Block("heading", f"{_SECTIONS[1]}、资金使用情况")
    names = ("勘察设计费", "材料购置费", "施工费", "监理费", "验收费")
    listed = "，".join(f"{name}{each}万元" for name, each in zip(names, spent, strict=True))
    yield Block("paragraph", (
        f"截至2024年12月31日，实际支出{total}万元，预算执行率为{_percent(total, budget) + wrong}%。"
        f"其中：{listed}。中心按合同约定的节点支付款项，支付凭证齐全，会计核算规范，没有发现超范围支出的情形。"
    ))  # fmt: skip
    rows = [("序号", "支出内容", "预算数（万元）", "支出数（万元）", "执行率（%）")]
    for place_in_list, (name, one, other) in enumerate(zip(names, parts, spent, strict=True), 1):
        rows.append((str(place_in_list), name, str(one), str(other), str(_percent(other, one))))
    rows.append(("", "合计", str(budget), str(total), str(_percent(total, budget))))
    yield Block("table", f"表{number}-1 项目支出明细表", tuple(rows))
    yield Block("heading", f"{_SECTIONS[2]}、自评得分")
    yield from _scores(number, chance)
    yield Block("heading", f"{_SECTIONS[3]}、存在问题和下一步安排")
    for _ in range(3):
        yield Block("paragraph", _filler(chance))


def _scores(number: int, chance: random.Random) -> Iterator[Block]:
    weights = (("投入", "预算编制", 10), ("投入", "资金到位", 10), ("过程", "制度执行", 15), ("过程", "资金合规", 15),
               ("产出", "完成数量", 15), ("产出", "完成质量", 15), ("效果", "服务效果", 10),
               ("效果", "群众满意", 10))  # fmt: skip
    scores = [weight - chance.choice((0, 0, 0, 1, 2)) for _, _, weight in weights]
    total = sum(scores)
    grade = "优" if total >= 90 else "良" if total >= 80 else "中"
    yield Block("paragraph", f"按照评分标准逐项打分，本项目自评总得分为{total}分，评定等级为“{grade}”。")
    rows = [("一级指标", "二级指标", "分值", "得分")]
    rows += [
        (first, second, str(weight), str(score)) for (first, second, weight), score in zip(weights, scores, strict=True)
    ]
    rows.append(("合计", "", "100", str(total)))
    yield Block("table", f"表{number}-2 项目自评打分表", tuple(rows))


_SENTENCES = (
    "个别点位受雨季影响进场较晚，工期安排还可以更紧凑。",
    "部分档案移交不够及时，基础资料的归集口径需要统一。",
    "今后编制预算时应当先核清存量，再确定当年的工作量和单价。",
    "中心将按季度核对进度与支出，对滞后的点位逐一说明原因。",
    "现场共抽查{0}处，其中{1}处需要整改，已在年内全部改完。",
    "全年接到来电{0}件，办结{0}件，平均办理时间{1}天。",
    "拟在2025年继续安排{0}.{1:02}万元用于后续养护，资金需求已经列入部门预算草案。",
    "建议主管部门细化验收要求，把日常巡查的结果同付款进度联系起来。",
)


def _filler(chance: random.Random) -> str:
    chosen = chance.sample(_SENTENCES, 5)
    return "".join(each.format(chance.randint(30, 900), chance.randint(2, 29)) for each in chosen)


def _percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
