"""What a report says of a measure that a standard turns on: its printed rate, or the amounts it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from extractor import later
from extractor.figures import TIMEOUT, Figure
from extractor.interval import Interval
from extractor.remembered import remembered
from extractor.report import Report
from extractor.standards.formulas import Formula
from extractor.statements import Reading
from validators.catalogue import IndicatorKind, bare, catalogue

_RATE_WORD = later.compile(
    r"(?:预算)?(?:控制率|执行率|完成率|使用率|利用率|到位率|变动率|调整率|刷卡率|支付率|办结率|回复率|达标率|及时率)$"
)
_GENERIC = {
    "控制率": frozenset({"控制率", "预算执行率", "执行率", "完成率", "完成比例", "预算完成率", "支出率"}),
    "执行率": frozenset({"执行率", "预算执行率", "完成率", "完成比例"}),
    "完成率": frozenset({"完成率", "完成比例", "预算完成率"}),
}
_BASE = later.compile(r"预算|计划|编制|总额|安排|控制数|指标|上年")
_OTHER_TIME = later.compile(r"约|上年|去年|上一年|同比|目标|不低于|不高于|应达|要求")
_OF = later.compile(r"^(?P<above>.+?)(?:与|占)(?P<below>.+?)的?(?:比例|比率|比重|比|百分比)$")
_ENDS = "。;；！!?"
_WHOSE = later.compile(
    r"^(?:截至|截止)?(?:\d{1,2}月)?(?:\d{0,2}[日末底])?(?:本年度?|当年|全年|年度|我[局委办院会厅中]心?|本[局委办院会厅]|我?单位|该?项目|我?部门)+(?=\p{Han}{3})"
)
"""Words for the year or the body that a report speaks of anyway."""
_DONE = later.compile(r"^(?:全面)?完成(?:年度|全年|当年)?(?P<what>\p{Han}{2,12}?)(?P<aim>任务|计划|目标|预算)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """The value of a measure as the report has it: its range, and the figures that say so. Rates in per cent."""

    interval: Interval
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What was found under a name: readings that may all be meant, or why there is none.

    ``problem`` is "" with readings, else missing, several (values that contradict each other) or nought (no base).
    """

    readings: tuple[Found, ...] = ()
    problem: str = "missing"


@dataclass(slots=True)
class Register:
    """The figures of a report by the names they are told under, score sheets and their standards left out."""

    report: Report
    named: dict[str, list[Figure]] = field(default_factory=dict)
    made_of: dict[str, tuple[Figure, ...]] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)

    def under(self, names: Iterable[str]) -> tuple[Figure, ...]:
        """The figures told under the first of the names that has any."""
        for name in names:
            found = self.told(name) or self._cut(bare(name))
            if found:
                return tuple(found)
        return ()

    def told(self, name: str) -> list[Figure]:
        """The figures told under exactly this name, words for the year or the body aside."""
        return self.named.get(bare(name)) or self.named.get(_plain(name)) or []

    def _cut(self, name: str) -> list[Figure]:
        """Figures whose label is the name short of its first sign or two (在编在职人员 told as 我局在|编在职人员)."""
        for short in (name[1:], name[2:]):
            if len(short) >= 4 and short in self.named:
                return self.named[short]
        return []


@remembered
def register(report: Report) -> Register:
    """Every figure of prose and of tables that are no score sheets, by its label."""
    sheets = {number for sheet in report.scorecards for number in sheet.tables}
    texts = {paragraph.number: paragraph.text for paragraph in report.document.paragraphs()}
    told = Register(report)
    for statement in report.statements:
        fitting = [reading for reading in statement.readings if _fits(statement.stated, reading)]
        if statement.kind == "rate" and fitting:
            told.made_of[statement.stated.id] = fitting[0].expression.figures()
    for each in report.figures:
        if not each.is_quantity or each.place.table in sheets or each.qualifier or each.doubt:
            continue
        parts = [part.removeprefix("其中:").removeprefix("其中：").strip() for part in each.label.split(" / ")]
        for name in dict.fromkeys(each for part in parts if part for each in (bare(part), _plain(part))):
            told.named.setdefault(name, []).append(each)
        if each.place.paragraph is not None:
            told.sentences[each.id] = _before(texts[each.place.paragraph], each.place.start)
    return told


def _plain(name: str) -> str:
    """The name without words for the year or the body: 全年支出进度 is 支出进度."""
    return _WHOSE.sub("", bare(name), timeout=TIMEOUT)


def _fits(stated: Figure, reading: Reading) -> bool:
    try:
        return stated.interval.meets(reading.expression.interval())
    except ZeroDivisionError:
        return False


def _before(text: str, start: int) -> str:
    """The words of the sentence before a figure."""
    first = max(text.rfind(mark, 0, start) for mark in _ENDS)
    return bare(text[first + 1 : start])


def rate(told: Register, name: str, formula: Formula | None = None) -> Search:
    """The rate of that name: told as a rate, or made of amounts by the printed formula or the catalogue's.

    Both readings are kept where both are told: what fits either is no contradiction.
    """
    kind = catalogue(told.report.names).find(name)
    names = tuple(dict.fromkeys((name, *_as_rate(name), *((kind.name, *kind.aliases) if kind else ()))))
    if _no_base(told, name):
        return Search(problem="nought")
    printed = [
        each
        for each in _rates(told, names, kind, formula)
        if not _OTHER_TIME.search(told.sentences.get(each.id, "")[-12:])
    ]
    apart = _apart(printed)
    if apart:
        return Search(problem="several")
    readings = []
    if printed:
        finest = min(printed, key=lambda each: each.resolution)
        readings.append(Found(finest.interval, (finest, *told.made_of.get(finest.id, ()))))
    computed = _computed(told, kind, formula)
    if isinstance(computed, Found) and readings and readings[0].interval.meets(computed.interval):
        figures = dict.fromkeys((*readings[0].figures, *computed.figures))
        readings[0] = Found(readings[0].interval, tuple(figures))
    elif isinstance(computed, Found):
        readings.append(computed)
    if readings:
        return Search(tuple(readings), "")
    return Search(problem=computed if isinstance(computed, str) else "missing")


def _as_rate(name: str) -> tuple[str, ...]:
    """The rate that 完成非税收入任务 is told under: 非税收入任务完成率, 非税收入完成率."""
    done = _DONE.match(bare(name), timeout=TIMEOUT)
    return (f"{done['what']}{done['aim'] or ''}完成率", f"{done['what']}完成率") if done else ()


def _rates(told: Register, names: tuple[str, ...], kind: IndicatorKind | None, formula: Formula | None) -> list[Figure]:
    found = [each for name in names for each in told.told(name) if each.unit.symbol == "%"]
    found += _by_stem(told, names[0])
    sides = formula.quotient if formula is not None else None
    for label, figures in told.named.items():
        quotient = _OF.match(label)
        if quotient is None:
            continue
        above, below = quotient["above"], quotient["below"]
        printed = sides is not None and [bare(side.name) for side in sides] == [above, below]
        if printed or kind is not None and _is_quotient(kind, above, below):
            found += [each for each in figures if each.unit.symbol == "%"]
    return list({each.id: each for each in found}.values())


def _by_stem(told: Register, name: str) -> list[Figure]:
    """日常公用经费 … 控制率为99%: a rate told by its general word, in a sentence whose last subject is the stem."""
    word = _RATE_WORD.search(bare(name))
    stem = bare(name)[: word.start()] if word else ""
    general = _GENERIC.get(word[0].removeprefix("预算"), frozenset()) if word else frozenset()
    if len(stem) < 3:
        return []
    found = []
    for label in sorted(general):
        for each in told.named.get(label, ()):
            before = told.sentences.get(each.id, "")
            place = before.rfind(stem)
            if each.unit.symbol == "%" and place >= 0 and "%" not in before[place:]:
                found.append(each)
    return found


def _is_quotient(kind: IndicatorKind, above: str, below: str) -> bool:
    for measure in kind.measures:
        sides = measure.formula.quotient
        if sides and above in _names(kind, sides[0].name) and below in _names(kind, sides[1].name):
            return True
    return False


def _names(kind: IndicatorKind | None, name: str) -> tuple[str, ...]:
    """The name of an amount and, by the catalogue, its other names."""
    if kind is not None:
        for key, others in kind.inputs.items():
            if bare(name) in {bare(each) for each in (key, *others)}:
                return tuple(dict.fromkeys(bare(each) for each in (name, key, *others)))
    return (bare(name),)


def _no_base(told: Register, name: str) -> bool:
    """Whether the report says that the budget, plan or establishment under this name is nought: no rate exists."""
    word = _RATE_WORD.search(bare(name))
    stem = bare(name)[: word.start()] if word else bare(name)
    if len(stem) < 3:
        return False
    bases = [
        figures for label, figures in told.named.items() if label.startswith(stem) and _BASE.search(label[len(stem) :])
    ]
    return bool(bases) and all(each.value == 0 for figures in bases for each in figures)


def _apart(figures: list[Figure]) -> bool:
    return any(not one.interval.meets(other.interval) for one in figures for other in figures)


def _computed(told: Register, kind: IndicatorKind | None, formula: Formula | None) -> Found | str:
    """The rate from amounts, by the cell's own formula first; else why there is none."""
    problem = "missing"
    for each in (
        *((formula,) if formula is not None else ()),
        *((measure.formula for measure in kind.measures) if kind else ()),
    ):
        given: dict[str, Found] = {}
        for name in each.names():
            found = amount(told, _names(kind, name))
            if found.readings:
                given[name] = found.readings[0]
            elif found.problem == "several":
                problem = "several"
        if set(given) != set(each.names()) or not _comparable(given.values()):
            continue
        try:
            value = each.value(lambda name, given=given: given[name].interval)
        except ZeroDivisionError:
            return "nought"
        if value is not None:
            figures = tuple(figure for found in given.values() for figure in found.figures)
            return Found(value * Interval.exactly(100), figures)
    return problem


def amount(told: Register, names: Iterable[str]) -> Search:
    """The amount or count told under one of the names, in the first unit of its dimension (元, one)."""
    figures = [each for each in told.under(names) if each.unit.dimension != "rate"]
    if not figures:
        return Search()
    if any(not _scaled(one).meets(_scaled(other)) for one in figures for other in figures):
        return Search(problem="several")
    finest = min(figures, key=lambda each: each.resolution * each.unit.factor)
    return Search((Found(_scaled(finest), (finest,)),), "")


def _scaled(each: Figure) -> Interval:
    return each.interval * Interval.exactly(each.unit.factor)


def _comparable(found: Iterable[Found]) -> bool:
    """Whether all amounts are of one dimension; nought is nought in any unit."""
    dimensions = {_dimension(figure) for each in found for figure in each.figures if figure.value != Decimal(0)}
    return len(dimensions) <= 1


def _dimension(each: Figure) -> str:
    return "count" if each.unit.dimension.startswith("count:") else each.unit.dimension


def comparable(*found: Found) -> bool:
    """Whether amounts can stand beside each other."""
    return _comparable(found)
