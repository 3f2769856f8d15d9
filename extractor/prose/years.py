"""Years of sentences: the report's own period, the year that it is compared with, and years to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.document import Passage
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.statements import FIRM, LOOSE
from extractor.vocabulary import TIMEOUT, compiled

_YEAR = regex.compile(r"(?P<year>(?:19|20)\d{2})\s?年(?P<whole>度?)")
_DAY = regex.compile(r"(?P<year>(?:19|20)\d{2})\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_WITH = regex.compile(r"(?:与|同|和|跟|较|比|相比于?|相较于?)\s*$")
_COMPARED = regex.compile(
    r"\s*(?:决算数?|数)?\s*(?:相比|相较|比较|对比|(?:有所|略有|共|各|均|也)?(?:增|减|下降|上升|提高|降低|持平))"
)
_OPENS = regex.compile(
    r"(?:^|[。;!:\n])[\s\p{Han}()“”]{0,14}$|^\s*(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.])+[\s\p{Han}]{0,14}$"
)
_OWN = regex.compile(
    r"(?:^|[。;!:\n])\s*(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.])*\s*$"
    r"|(?:本|我)(?:\p{Han}{0,3}(?:部门|单位|机关|局|中心|站|所|委|院|办|校|馆|处|队|会|镇|街道|乡|厅|部))\s*对?$|[,,]对$"
)
_PERIOD = regex.compile(
    r"\s*(?:(?:部门|单位|项目)?(?:整体支出|整体绩效|绩效自评|自评)|(?:本年)?(?:总?收入|总?支出|收支|收、支)|机关运行经费|“?三公”?经费"
    r"|财政拨款|一般公共预算财政拨款|政府采购支出)"
)
_TOLD = regex.compile(r"\d\s?(?:万元|亿元|元|分)|开展了?(?:绩效)?(?:自评|评价)")
_AHEAD = regex.compile(
    r"规划|计划|预计|力争|目标|到\s*$|至\s*$|年前|中长期|期限|有效期|合同|建成|届满|未来|下年|下一年|拟|将|远期|债|贷|租|偿|还款|预算编制|申报|安排"
)


@dataclass(frozen=True, slots=True)
class ToldYear:
    """A year of a sentence beside the one that should stand there; ``itself`` where a year is compared with itself."""

    figure: Figure
    expected: int
    strength: str
    itself: bool = False


def told_years(
    prose: Sequence[tuple[Passage, tuple[Figure, ...]]], own_year: int | None, titled: bool
) -> Iterator[ToldYear]:
    """Every year of a sentence that another year of the report contradicts, or confirms.

    Years that plans, contracts and comparisons rightly name are left alone. ``titled``: the title prints the
    report's own year.
    """
    known = Counter(year for _, own in prose for each in own if (year := year_of(each)) is not None)
    usual = own_year is not None and known[own_year] >= max(known.values(), default=0)
    for passage, own in prose:
        text = narrow(passage.text)
        dates = [each for each in own if year_of(each) is not None]
        for each in dates:
            year = year_of(each)
            assert year is not None
            before, after = text[: each.place.start], text[each.place.end :]
            if _WITH.search(before, timeout=TIMEOUT):
                if _COMPARED.match(after, timeout=TIMEOUT):
                    yield from _compared(text, each, year, dates, own_year if titled else None)
            elif own_year is not None and usual and year != own_year:
                rest = regex.split(r"[。;]", after, maxsplit=1, timeout=TIMEOUT)[0]
                ahead = bool(_AHEAD.search(text, timeout=TIMEOUT)) or "年度" not in each.text
                if year >= own_year + 2 and not ahead or titled and _is_own(before, after, rest):
                    yield ToldYear(each, own_year, LOOSE)


def year_of(figure: Figure) -> int | None:
    """The year of a date that names a year alone (2023年, 2023年度)."""
    match = _YEAR.fullmatch(figure.text, timeout=TIMEOUT) if figure.kind == "date" else None
    return int(match["year"]) if match else None


def _compared(text: str, each: Figure, year: int, dates: Sequence[Figure], titled: int | None) -> Iterator[ToldYear]:
    """A year that the sentence's own year is compared with: the same year cannot be meant."""
    earlier = [
        other
        for other in dates
        if other.place.end <= each.place.start
        and not _WITH.search(text[: other.place.start], timeout=TIMEOUT)
        and text[other.place.start : each.place.start].count("。") < 2
    ]
    if titled is not None and year > titled:
        yield ToldYear(each, titled - 1, LOOSE)
    elif not earlier:
        if titled == year and not compiled(r"\d{4}").search(text[: each.place.start], timeout=TIMEOUT):
            yield ToldYear(each, year - 1, LOOSE, itself=True)
    elif year_of(earlier[-1]) == year and _OPENS.search(text[: earlier[-1].place.start], timeout=TIMEOUT):
        yield ToldYear(each, year - 1, FIRM, itself=True)


def _is_own(before: str, after: str, rest: str) -> bool:
    """Whether the sentence tells of the report's own period: 我单位某年度部门整体支出自评得分…分."""
    if not _OWN.search(before, timeout=TIMEOUT) or not _PERIOD.match(after, timeout=TIMEOUT):
        return False
    return bool(_TOLD.search(rest, timeout=TIMEOUT)) and not _AHEAD.search(rest, timeout=TIMEOUT)
