"""The figures that stand in the cells of a score sheet, and targets and actual values as filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from extractor import later
from extractor.document import Cell, Table
from extractor.figures import QUANTITY, TIMEOUT, Figure
from extractor.normal import normalised
from extractor.numerals import narrow
from extractor.remembered import of_words
from extractor.scorecard import Entry
from extractor.scorecards.columns import LONGEST_NAME
from extractor.scorecards.heads import squeeze
from extractor.scorecards.rows import Token
from extractor.units import NONE, UNITS, unit

SCORE_UNIT = UNITS["分"]
_SIGNS = (
    (">=", r">=|≥|⩾|不少于|不低于|不小于|至少|(?:及|\(含\))?以上|达到|达"),
    ("<=", r"<=|≤|⩽|不高于|不超过|不大于|不多于|至多|以内|之内|以下|控制在"),
    (">", r"[>＞]|大于|高于|超过|多于"),
    ("<", r"[<＜]|小于|低于|少于|不足"),
    ("=", r"[=＝═]|等于"),
)
_LABEL = later.compile(r"\s*指标\s*\d{0,2}\s*[:：、.]\s*")
_NUMBERING = later.compile(r"^(?:指标\d*[::]|[(]?[一二三四五六七八九十]{1,3}[)、]|\d{1,2}[、.)](?!\d)|[①-⑳])")
_POINTS_AFTER = later.compile(r"[(]?\d+(?:\.\d+)?分[)]?$")
_CODE = later.compile(r"^[A-Za-z]\d{0,3}[.、]?(?=\p{Han})")
_KIND = later.compile(
    r"(?<=\p{Han}{2})(?:类|部分|方面|维度|情况|完成情况|分析|一级|二级|三级)*(?:指标)?(?:情况|分析|部分)*$"
)
_MARKS = dict.fromkeys(map(ord, "“”\"'()《》 "))
_SIGN = tuple((relation, later.compile(pattern)) for relation, pattern in _SIGNS)


class Figures:
    """The document's figures by cell and by paragraph, weights and scores as exact points."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._cells: dict[tuple[int, int, int], list[Figure]] = defaultdict(list)
        self._paragraphs: dict[int, list[Figure]] = defaultdict(list)
        for figure in figures:
            place = figure.place
            if place.table is not None and place.row is not None and place.column is not None:
                self._cells[place.table, place.row, place.column].append(figure)
            elif place.paragraph is not None:
                self._paragraphs[place.paragraph].append(figure)

    def of_cell(self, table: Table, cell: Cell) -> tuple[Figure, ...]:
        return tuple(self._cells.get((table.number, cell.row, cell.column), ()))

    def of_paragraph(self, number: int) -> tuple[Figure, ...]:
        return tuple(self._paragraphs.get(number, ()))

    def within(self, table: Table, token: Token) -> Figure | None:
        """The first quantity inside a token; a lone number that was taken for something else counts too."""
        inside = [
            figure
            for figure in self.of_cell(table, token.cell)
            if token.start <= figure.place.start and figure.place.end <= token.end + 2
        ]
        found = next((figure for figure in inside if figure.is_quantity), None)
        if found is None and inside and narrow(inside[0].text).strip(" .、") == narrow(token.text).strip():
            return replace(inside[0], kind=QUANTITY)
        return found

    def points(self, table: Table, token: Token | None) -> Figure | None:
        """The token's number as exact points; None where it is no plain number."""
        figure = self.within(table, token) if token is not None else None
        return as_points(figure) if figure is not None else None


def as_points(figure: Figure) -> Figure:
    """The figure counted in points: weights and scores are exact whatever their head calls them."""
    return figure if figure.unit == SCORE_UNIT else replace(figure, unit=SCORE_UNIT, qualifier="")


def entry(
    figures: Figures, table: Table, value: Token | None, sign: Token | None, measure: Token | None
) -> Entry | None:
    """A target or actual value from its cell, with the sign and the unit where they have columns of their own."""
    if value is None:
        return None
    text = plain(value.text)
    label = _LABEL.match(value.cell.text, value.start, timeout=TIMEOUT)
    if label is not None:
        value = replace(value, start=label.end())
    found = figures.within(table, value)
    relation = sign_of(sign.text if sign is not None else "") or sign_of(text)
    if found is not None and found.unit == NONE and measure is not None:
        own = unit(squeeze(measure.text))
        if own is not None:
            found = replace(found, unit=own)
    parts = [plain(sign.text) if sign is not None else "", text, plain(measure.text) if measure is not None else ""]
    return Entry("".join(parts), found, relation)


def sign_of(text: str) -> str:
    """The relation that a sign or a word of the text asks for; "" without one, or with two that differ."""
    words = plain(text)
    found = {relation for relation, pattern in _SIGN[:2] if pattern.search(words, timeout=TIMEOUT)}
    if not found:
        found = {relation for relation, pattern in _SIGN[2:] if pattern.search(words, timeout=TIMEOUT)}
    return found.pop() if len(found) == 1 else ""


@of_words
def plain(text: str) -> str:
    """The words as matched: typesetting commands as signs, blanks dropped."""
    return normalised(text)[0].strip()


@of_words
def plain_name(name: str) -> str:
    """The name as it is compared: numbering, codes (A11), quotes and words for what it is (类指标, 情况) left off."""
    words = _CODE.sub("", name_of(name), timeout=TIMEOUT).translate(_MARKS)
    return _KIND.sub("", words, timeout=TIMEOUT) or words


@of_words
def name_of(text: str) -> str:
    """An indicator's name without the blanks, numbering and points printed around it."""
    lines = text.strip().split("\n")
    text = lines[0] if len(text) > 2 * LONGEST_NAME else text
    words = "".join(narrow(text).split())
    words = _NUMBERING.sub("", words, timeout=TIMEOUT)
    words = _POINTS_AFTER.sub("", words, timeout=TIMEOUT)
    return words.strip(":;。,、")
