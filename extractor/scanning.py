"""Every number of the document, once: found in its text, its value, unit and hedge read from the words around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor import later
from extractor.document import Document, Passage, passages
from extractor.figures import QUANTITY, TIMEOUT, Figure
from extractor.numerals import CHINESE, chinese, decimal, narrow
from extractor.units import LONGEST, NONE, UNITS, Unit, unit
from extractor.vocabulary import words

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?=(?:\.\d+)?\s?(?:万元|元|亿元))|\d+)(?:\.\d+)?"
_WORDS = words("figures")
_CLAIMS = tuple((each["kind"], later.compile(each["pattern"])) for each in _WORDS["claim"])
_CLAUSE = later.compile(_WORDS["clause"]["pattern"])
_SPLIT_CELL = later.compile(r"[-+]?[\d\s,]*\d[\d\s,]*(?:\s*\.[\s.]*\d[\d\s]*)?%?")
_MEANINGS = {"least": "least", "most": "most", "about": "about", "none": ""}
_HEDGES_BEFORE, _HEDGES_AFTER = (
    tuple((word, _MEANINGS[meaning]) for meaning, listed in _WORDS["hedge"][side].items() for word in listed)
    for side in ("before", "after")
)
_WORDS_BEFORE = tuple(word for word, _ in _HEDGES_BEFORE)
_QUANTITY = later.compile(
    rf"(?<![\d.])(?P<sign>[-+](?=\d))?(?P<number>{_NUMBER})(?P<more>\s?[余多来](?=\s?[万千百亿个人户家次项元名件条份宗亩吨台场间处种位篇])?)?"
    r"(?P<multiple>\s?[十百千]?[万亿](?![元\p{Han}])|\s?[千百](?=[多余]))?"
)
_CHINESE_COUNT = later.compile(
    r"(?<!第)(?P<number>[一二两三四五六七八九十百千万零]{1,8})(?=\s?(?P<unit>个|名|人|项|次|辆|户|家|件|份|套|条|所|处|间|期|批|场|类|大类|方面|支|级|镇|村|乡镇|街道|社区))"
)
_DIGIT = later.compile(rf"[\d{CHINESE}]")
_DIGITS, _BLANKS, _POINTS = later.compile(r"\d+"), later.compile(r"\s+"), later.compile(r"\.+")
_ONE_NUMBER = later.compile(rf"[-+]?{_NUMBER}%?")
_PLAIN = later.compile(r"(?P<sign>[-+])?(?P<number>(?:\d{1,3}(?:,\d{3})+|\d{1,10})(?:\.\d{1,10})?)(?P<percent>%)?")
"""A text that is one number and nothing else; no date, clause or phone number looks like that."""
_PERCENT_WORDS = later.compile(rf"(?P<percent>[百千万]分之[{CHINESE}]+)")


def find_figures(document: Document) -> tuple[Figure, ...]:
    """Every number of the document in reading order, ids f1, f2 …; each character belongs to one figure at most."""
    found: list[Figure] = []
    for passage in passages(document):
        for figure in scan(passage, len(found) + 1):
            found.append(figure)
    return tuple(found)


def scan(passage: Passage, first: int = 1) -> list[Figure]:
    """The figures of one paragraph or cell, numbered from ``first``."""
    text = narrow(passage.text)
    if not _DIGIT.search(text, timeout=TIMEOUT):
        return []
    plain = _PLAIN.fullmatch(text, timeout=TIMEOUT)
    if plain:
        return [_figure(passage, first, *_plain(plain))]
    if passage.cell is not None:
        whole = _whole_cell(passage, text, first)
        if whole is not None:
            return [whole]
    spans = _claimed(text)
    raw = [*spans, *_quantities(text, spans), *_chinese_counts(text, spans)]
    raw.sort(key=lambda span: span[0])
    return [_figure(passage, first + order, *span) for order, span in enumerate(raw)]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run of characters is made of: its number's place, unit, hedge and sign; ``value`` if not Arabic."""

    number: tuple[int, int] = (0, 0)
    unit: Unit = NONE
    qualifier: str = ""
    sign: int = 1
    value: Decimal | None = None


Span = tuple[int, int, str, Parts]


def _plain(match: regex.Match[str]) -> Span:
    """The span of a number that stands alone."""
    start, end = match.span("number")
    minus = match["sign"] == "-"
    parts = Parts((start - minus, end), UNITS["%"] if match["percent"] else NONE, "", -1 if minus else 1)
    return start - minus, match.end(), QUANTITY, parts


def _claimed(text: str) -> list[Span]:
    """Runs that hold digits but are no quantity: dates, document and clause numbers, phones, codes."""
    spans: list[Span] = []
    taken = bytearray(len(text))
    patterns = (*_CLAIMS[:6], ("clause", _CLAUSE), *_CLAIMS[6:])
    for kind, pattern in patterns:
        for match in pattern.finditer(text, timeout=TIMEOUT):
            start, end = match.span()
            while start < end and text[start].isspace():
                start += 1
            if start == end or any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            spans.append((start, end, kind, Parts()))
    return spans


def _quantities(text: str, claimed: list[Span]) -> list[Span]:
    taken = bytearray(len(text) + 1)
    for start, end, *_ in claimed:
        taken[start:end] = b"\x01" * (end - start)
    spans: list[Span] = []
    for match in _QUANTITY.finditer(text, timeout=TIMEOUT):
        start, end = match.span("number")
        if any(taken[start:end]):
            continue
        sign = -1 if match["sign"] == "-" and _negative(text, match.start()) else 1
        if sign < 0:
            start -= 1
        number_end = end
        hedge = _hedge_before(text, start)
        more = bool(match["more"])
        end = match.end("more") if more else end
        behind, found = _unit_after(text, end)
        if any(taken[end:behind]):  # 5m beside the code m3-12: the letter is the code's
            found = NONE
        else:
            end = behind
        multiple = match["multiple"]
        if not found.symbol and multiple:
            end = match.end("multiple")
            found = Unit(multiple.strip(), "", chinese("一" + multiple.strip()))
        hedge = hedge or ("least" if more else "") or _hedge_after(text, end)
        spans.append((start, end, QUANTITY, Parts((start, number_end), found, hedge, sign)))
        taken[start:end] = b"\x01" * (end - start)  # the 2 of 30m2 is the unit's
    return _joined(text, spans)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """The spans with 3亿 and the 2,800万元 right behind it as one number, 32,800万元, not two."""
    joined: list[Span] = []
    for span in spans:
        start, end, kind, parts = span
        before = joined[-1] if joined else None
        if before is not None and before[1] == start and before[3].unit.symbol in ("亿", "万") and parts.unit.dimension:
            large, small = (text[slice(*each.number)] for each in (before[3], parts))
            steps = before[3].unit.factor / parts.unit.factor
            if "." not in large + small and 1 <= decimal(small) < steps:
                value = decimal(large) * steps + decimal(small)
                number = (before[3].number[0], parts.number[1])
                joined[-1] = (before[0], end, kind, replace(parts, number=number, value=value))
                continue
        joined.append(span)
    return joined


def _negative(text: str, position: int) -> bool:
    """Whether the minus before a number is a sign, not a dash between two numbers or words."""
    while position and text[position - 1].isspace():
        position -= 1
    return not position or text[position - 1] in ",;:(=率为额数长"


def _unit_after(text: str, end: int) -> tuple[int, Unit]:
    """The unit that follows, its end with it; blanks and line breaks may stand before and inside it."""
    start = end
    while start < len(text) and text[start] in " \n\\":
        start += 1
    squeezed, ends = "", []
    for place in range(start, min(start + 2 * LONGEST, len(text))):
        if text[place] in " \n":
            continue
        squeezed += text[place]
        ends.append(place + 1)
        if len(squeezed) == LONGEST:
            break
    for size in range(len(squeezed), 0, -1):
        found = unit(squeezed[:size])
        if found is not None and not _false_unit(squeezed, size):
            return ends[size - 1], found
    return end, NONE


_FALSE_BEFORE: dict[str, str] = _WORDS["hedge"]["other_word"]
_FALSE_AFTER: dict[str, str] = _WORDS["other_word"]


def _false_unit(text: str, size: int) -> bool:
    """Whether the letters are the start of another word: 3项目, 5人员, 2本级."""
    return len(text) > size and text[size] in _FALSE_AFTER.get(text[:size], "")


def _hedge_before(text: str, start: int) -> str:
    before = text[max(0, start - 5) : start].rstrip(" \n")
    if not before.endswith(_WORDS_BEFORE):
        return ""
    matching = [
        (len(word), meaning)
        for word, meaning in _HEDGES_BEFORE
        if before.endswith(word) and before[: -len(word)][-1:] not in {*_FALSE_BEFORE.get(word, "")}
    ]
    return max(matching)[1] if matching else ""


def _hedge_after(text: str, end: int) -> str:
    after = text[end : end + 6].lstrip(" \n")
    return next((meaning for word, meaning in _HEDGES_AFTER if after.startswith(word)), "")


def _chinese_counts(text: str, claimed: list[Span]) -> list[Span]:
    """Chinese numerals before a unit of counting, and 百分之…; a bare 一 is a word, not a number."""
    if text.isascii():
        return []
    taken = bytearray(len(text) + 1)
    for start, end, *_ in claimed:
        taken[start:end] = b"\x01" * (end - start)
    spans: list[Span] = []
    for match in _PERCENT_WORDS.finditer(text, timeout=TIMEOUT):
        try:
            value = chinese(match[0]) * 100
        except (ValueError, ArithmeticError):
            continue
        spans.append((*match.span(), QUANTITY, Parts(match.span(), UNITS["%"], value=value)))
        taken[match.start() : match.end()] = b"\x01" * len(match[0])
    for match in _CHINESE_COUNT.finditer(text, timeout=TIMEOUT):
        start, end = match.span("number")
        if (
            any(taken[start:end])
            or match["number"] in ("一", "万", "千", "百", "零", "十百")
            or (start and text[start - 1].isdigit())
        ):
            continue
        try:
            value = chinese(match["number"])
        except ValueError:
            continue
        found = unit(match["unit"]) or NONE
        if _false_unit(text[match.start("unit") : match.end("unit") + 2], len(match["unit"])):
            continue
        hedge = _hedge_after(text, match.end("unit"))
        spans.append((start, match.end("unit"), QUANTITY, Parts((start, end), found, hedge, value=value)))
    return spans


def _whole_cell(passage: Passage, text: str, first: int) -> Figure | None:
    """A cell that holds one number and nothing else, blanks or a doubled point inside it mended with a doubt."""
    stripped = text.strip()
    if not stripped or not any(mark.isspace() for mark in stripped) and ".." not in stripped:
        return None
    if not _SPLIT_CELL.fullmatch(stripped) or "." not in stripped and "," not in stripped:
        return None
    squeezed = _POINTS.sub(".", _BLANKS.sub("", stripped, timeout=TIMEOUT), timeout=TIMEOUT)
    if not _ONE_NUMBER.fullmatch(squeezed, timeout=TIMEOUT):
        return None
    start = text.index(stripped)
    percent = squeezed.endswith("%")
    value = decimal(squeezed.rstrip("%"))
    return Figure(
        id=f"f{first}", text=passage.text[start : start + len(stripped)], number=squeezed, value=value,
        resolution=_resolution(squeezed), unit=UNITS["%"] if percent else NONE,
        place=passage.place(start, start + len(stripped)),
        doubt=_doubt(passage) or ("split" if len(stripped) > len(squeezed) else None),
    )  # fmt: skip


def _resolution(number: str) -> Decimal:
    """One unit of the last printed digit: 0.01 for 12.50."""
    _, _, decimals = number.rstrip("%").partition(".")
    return Decimal(1).scaleb(-len(decimals))


def _figure(passage: Passage, order: int, start: int, end: int, kind: str, parts: Parts) -> Figure:
    text = passage.text[start:end]
    if kind != QUANTITY:
        digits = _DIGITS.search(narrow(text), timeout=TIMEOUT)
        value = Decimal(digits[0]) if digits else Decimal(0)
        return Figure(f"f{order}", text, text, value, Decimal(1), NONE, passage.place(start, end), kind=kind)
    first, last = parts.number
    number = narrow(passage.text[first:last])
    found = parts.unit
    value, resolution = (decimal(number), _resolution(number)) if parts.value is None else (parts.value, Decimal(1))
    value = -value if parts.sign < 0 and value > 0 else value
    return Figure(
        f"f{order}", text, number + ("%" if found.symbol == "%" else ""), value, resolution, found,
        passage.place(start, end), qualifier=parts.qualifier, doubt=_doubt(passage),
    )  # fmt: skip


def _doubt(passage: Passage) -> str | None:
    """The doubt of the cell that the figure stands in."""
    return passage.cell.doubt if passage.cell is not None else None
