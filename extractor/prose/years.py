"""Years of sentences: the report's own period, the year that it is compared with, and years to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor import later
from extractor.document import Passage
from extractor.figures import Figure
from extractor.numerals import narrow
from extractor.statements import FIRM, LOOSE
from extractor.vocabulary import TIMEOUT, compiled, found

_YEAR = later.compile(r"(?P<year>(?:19|20)\d{2})\s?年(?P<whole>度?)")
_END = later.compile(r"(?P<year>(?:19|20)\d{2})\s?年(?:\s?12\s?月(?:\s?31\s?日|底|末)|末|底)")


@dataclass(frozen=True, slots=True)
class ToldYear:
    """A year of a sentence beside the one that should stand there; ``itself`` where a year is compared with itself."""

    figure: Figure
    expected: int
    strength: str
    itself: bool = False


@dataclass(frozen=True, slots=True)
class _Setting:
    """A year in its sentence: what stands before it and after it, and the years told in its passage."""

    figure: Figure
    year: int
    before: str
    after: str
    years: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """The sentence around the year."""
        opened = compiled("[。;\n]").split(self.before, timeout=TIMEOUT)[-1]
        return opened + self.figure.text + self.rest

    @property
    def rest(self) -> str:
        """What the sentence tells after the year."""
        return compiled("[。;\n]").split(self.after, timeout=TIMEOUT)[0]


def told_years(
    prose: Sequence[tuple[Passage, tuple[Figure, ...]]], own_year: int | None, title: str
) -> Iterator[ToldYear]:
    """Every year of a sentence that another year of the report contradicts, or confirms.

    Years that plans, contracts and comparisons rightly name are left alone. ``title`` settles the report's own
    year where it prints one; else that is the year told most often.
    """
    known = Counter(year for _, own in prose for each in own if (year := year_of(each)) is not None)
    titled = own_year is not None and str(own_year) in title
    usual = own_year is not None and (titled or known[own_year] >= max(known.values(), default=0))
    settled = titled and not found("years", "budget_of", title)
    for passage, own in prose:
        text = narrow(passage.text)
        dates = [each for each in own if year_of(each) is not None]
        years = tuple(year for each in own if (year := _any_year(each)) is not None)
        for each in dates:
            year = year_of(each)
            assert year is not None
            place = _Setting(each, year, text[: each.place.start], text[each.place.end :], years)
            if found("years", "with", place.before):
                if found("years", "compared", place.after):
                    yield from _compared(place, dates, own_year if titled else None, "决算" in title)
            elif own_year is not None and usual and year != own_year and _contradicts(place, own_year, titled, settled):
                yield ToldYear(each, own_year, LOOSE)


def year_of(figure: Figure) -> int | None:
    """The year of a date that names a year alone (2023年, 2023年度)."""
    match = _YEAR.fullmatch(figure.text, timeout=TIMEOUT) if figure.kind == "date" else None
    return int(match["year"]) if match else None


def year_end_of(figure: Figure) -> int | None:
    """The year of a date that names a year's end (2023年12月31日, 2023年末)."""
    match = _END.fullmatch(figure.text, timeout=TIMEOUT) if figure.kind == "date" else None
    return int(match["year"]) if match else None


def _any_year(figure: Figure) -> int | None:
    match = _YEAR.match(figure.text, timeout=TIMEOUT) if figure.kind == "date" else None
    return int(match["year"]) if match else None


def is_left_behind(text: str, end: Figure, own: Sequence[Figure], own_year: int) -> bool:
    """Whether an earlier year's end stands where the report's own should: what the body has, told with no other year.

    截至2021年12月31日，本单位共有车辆 3 辆, in a report of 2022 that compares nothing.
    """
    place = _Setting(end, own_year, text[: end.place.start], text[end.place.end :], ())
    if found("years", "beside", place.sentence) or found("years", "ahead", place.sentence):
        return False
    if any(year_end_of(each) == own_year for each in own):
        return False
    others = {year for each in own if (year := _any_year(each)) is not None and each is not end}
    if not others and found("years", "reached", place.before) and found("years", "spent", place.rest):
        return True
    return bool(found("years", "stock", place.rest) or found("years", "owned", place.sentence))


def _compared(place: _Setting, dates: Sequence[Figure], titled: int | None, accounts: bool) -> Iterator[ToldYear]:
    """A year that the sentence's own year is compared with: not the same, not a later one; in final accounts the
    year before."""
    earlier = [
        other
        for other in dates
        if other.place.end <= place.figure.place.start
        and not found("years", "with", place.before[: other.place.start])
        and place.before[other.place.start :].count("。") < 2
    ]
    if titled is not None and (place.year > titled or accounts and _of_accounts(place) and place.year < titled - 1):
        yield ToldYear(place.figure, titled - 1, LOOSE)
    elif titled is not None and place.year != titled:
        return
    elif not earlier:
        if titled == place.year and not compiled(r"\d{4}").search(place.before, timeout=TIMEOUT):
            yield ToldYear(place.figure, place.year - 1, LOOSE, itself=True)
    elif year_of(earlier[-1]) == place.year and found("years", "opens", place.before[: earlier[-1].place.start]):
        yield ToldYear(place.figure, place.year - 1, FIRM, itself=True)


def _of_accounts(place: _Setting) -> bool:
    """Whether the comparison is of the totals and items of final accounts."""
    return bool(found("years", "accounts", place.sentence)) and bool(found("years", "money", place.rest))


def _contradicts(place: _Setting, own_year: int, titled: bool, settled: bool) -> bool:
    """Whether the words put the year where only the report's own can stand. ``settled``: the report tells of a year
    that is over; a budget tells the spending of the year before beside its own figures."""
    if place.year >= own_year + 2 and not found("years", "ahead", place.sentence):
        alone = found("years", "begins", place.before) and found("years", "ours", place.after)
        if "年度" in place.figure.text or alone:
            return True
    told = _is_own(place, own_year) or _is_evaluated(place) or _is_noticed(place, own_year)
    return titled and told or settled and _is_beside_own(place, own_year)


def _is_own(place: _Setting, own_year: int) -> bool:
    """Whether the sentence tells of the report's own period: 我单位某年度部门整体支出自评得分…分.

    A sentence that names the report's own year too compares the two.
    """
    if str(own_year) in place.sentence:
        return False
    if not found("years", "own", place.before) or not found("years", "period", place.after):
        return False
    return bool(found("years", "told", place.rest)) and not found("years", "ahead", place.rest)


def _is_evaluated(place: _Setting) -> bool:
    """Whether the year is that of what was evaluated: 对某年度项目开展绩效评价. Notices are named by other years."""
    return bool(found("years", "object", place.before)) and bool(found("years", "evaluated", place.after))


def _is_noticed(place: _Setting, own_year: int) -> bool:
    """Whether a notice on evaluating an earlier year bears the number of the year after the report's own."""
    match = found("years", "notice", place.after)
    return match is not None and place.year < own_year == int(match["year"]) - 1


def _is_beside_own(place: _Setting, own_year: int) -> bool:
    """Whether one sentence tells the budget of one year and the spending of another, and compares nothing."""
    others = [match for match in _YEAR.finditer(place.sentence, timeout=TIMEOUT) if int(match["year"]) == own_year]
    if not others or found("years", "beside", place.sentence) or not found("years", "clause", place.before):
        return False
    budgets = [found("years", "budgeted", each) for each in (place.after, place.sentence[others[0].end() :])]
    return all(budgets) and len({each[0] for each in budgets if each}) == 2
