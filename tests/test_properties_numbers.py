"""What holds of every range, numeral and unit, whatever the numbers: tried on many drawn at random."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Place
from extractor.expression import in_unit_of
from extractor.figures import Figure
from extractor.interval import EXACT, Interval
from extractor.numerals import chinese, decimal, narrow
from extractor.units import NONE, UNITS, Unit

QUICK = settings(max_examples=150, deadline=None)
VALUES = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
HALVES = st.decimals(min_value=0, max_value=1000, places=4)
FIGURE = Figure("f1", "1", "1", Decimal(1), Decimal(1), NONE, Place())
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=50)


@st.composite
def ranges_with_a_value(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """A range, and a true value somewhere in it."""
    low, width = draw(VALUES), draw(HALVES)
    return Interval(low, low + width), Fraction(low) + draw(SHARES) * Fraction(width)


def holds(interval: Interval, value: Fraction, ulp: Fraction = Fraction(0)) -> bool:
    """Whether the range holds the value; quotients are rounded at fifty digits, hence the ulp."""
    above = interval.low is None or Fraction(interval.low) - ulp <= value
    return above and (interval.high is None or value <= Fraction(interval.high) + ulp)


@QUICK
@given(ranges_with_a_value(), ranges_with_a_value())
def test_sum_difference_and_product_enclose_every_pair_of_true_values(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    (a, x), (b, y) = one, other
    assert holds(a + b, x + y)
    assert holds(a - b, x - y)
    with localcontext(EXACT):
        assert holds(a * b, x * y)


@QUICK
@given(ranges_with_a_value(), ranges_with_a_value())
def test_a_quotient_encloses_every_pair_or_is_refused_where_the_divisor_may_be_nought(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    (a, x), (b, y) = one, other
    if b.holds(Decimal(0)):
        with pytest.raises(ZeroDivisionError):
            a / b
    else:
        assert holds(a / b, x / y, abs(x / y) / 10**48)


@QUICK
@given(ranges_with_a_value(), ranges_with_a_value(), HALVES)
def test_meeting_is_mutual_and_a_wider_range_meets_no_less(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction], by: Decimal
) -> None:
    (a, x), (b, _) = one, other
    assert a.meets(b) == b.meets(a)
    assert a.meets(a)
    assert not a.meets(b) or a.widened(by).meets(b)
    assert holds(a.widened(by), x)


@QUICK
@given(ranges_with_a_value(), VALUES)
def test_a_range_open_at_one_end_holds_all_that_the_closed_one_holds(
    one: tuple[Interval, Fraction], value: Decimal
) -> None:
    a, _ = one
    for wider in (Interval(None, a.high), Interval(a.low, None), Interval(None, None)):
        assert not a.holds(value) or wider.holds(value)


def spelt(number: int) -> str:
    """The Chinese numeral of a whole number below 10^12, written by the schoolbook's rule: groups of four."""
    digits, tens = "零一二三四五六七八九", ("", "十", "百", "千")
    if number == 0:
        return "零"
    groups = []
    for name, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, number = divmod(number, size)
        text, skipped = "", bool(groups) and group < 1000
        for place in (3, 2, 1, 0):
            digit = group // 10**place % 10
            if not digit:
                skipped = skipped or bool(text)
                continue
            text += ("零" if skipped and (text or groups) else "") + digits[digit] + tens[place]
            skipped = False
        if text:
            groups.append(text + name)
    return "".join(groups)


@QUICK
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_chinese_numeral_is_read_as_the_number_it_was_written_from(number: int) -> None:
    assert chinese(spelt(number)) == number


@QUICK
@given(st.integers(min_value=10, max_value=19))
def test_ten_to_nineteen_may_leave_out_the_first_one(number: int) -> None:
    assert chinese(spelt(number).removeprefix("一")) == number


@QUICK
@given(st.integers(min_value=0, max_value=9999), st.integers(min_value=0, max_value=99))
def test_chinese_decimals_percentages_and_signs(whole: int, hundredths: int) -> None:
    tail = "".join("零一二三四五六七八九"[int(digit)] for digit in f"{hundredths:02d}")
    value = Decimal(f"{whole}.{hundredths:02d}")
    assert chinese(f"{spelt(whole)}点{tail}") == value
    assert chinese(f"百分之{spelt(whole)}点{tail}") == value / 100
    assert chinese(f"负{spelt(whole)}点{tail}") == -value


@QUICK
@given(st.integers(min_value=1000, max_value=9999))
def test_a_year_written_digit_by_digit(year: int) -> None:
    assert chinese("".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))) == year


@QUICK
@given(st.text(alphabet="一二三四五六七八九十百千万亿点负成半分之零〇两廿卅", max_size=12))
def test_any_run_of_numeral_letters_gives_a_number_or_says_that_it_is_none(text: str) -> None:
    with contextlib.suppress(ValueError, ArithmeticError):
        assert chinese(text).is_finite()


@QUICK
@given(st.decimals(min_value=0, max_value=10**12, places=2), st.booleans(), st.booleans())
def test_an_arabic_numeral_keeps_its_value_under_separators_and_full_width(
    value: Decimal, grouped: bool, wide: bool
) -> None:
    text = f"{value:,f}" if grouped else f"{value:f}"
    if wide:
        text = text.translate({ord(narrow_): chr(ord(narrow_) + 0xFEE0) for narrow_ in "0123456789.,"})
    assert decimal(text) == value


@QUICK
@given(st.text())
def test_narrow_keeps_every_character_at_its_place(text: str) -> None:
    changed = narrow(text)
    assert len(changed) == len(text)
    assert narrow(changed) == changed
    assert all(old == new for old, new in zip(text, changed, strict=True) if old in "①②⑩㈠Ⅳ½")


@st.composite
def alike_units(draw: st.DrawFn) -> tuple[Unit, Unit]:
    """Two units of one dimension."""
    one = UNITS[draw(st.sampled_from(sorted(UNITS)))]
    same = sorted(symbol for symbol, unit in UNITS.items() if unit.dimension == one.dimension)
    return one, UNITS[draw(st.sampled_from(same))]


@QUICK
@given(VALUES, alike_units())
def test_a_figure_in_another_unit_and_back_is_the_same_figure(value: Decimal, units: tuple[Unit, Unit]) -> None:
    one, other = (replace(FIGURE, value=value, unit=each) for each in units)
    there = in_unit_of(one, other).value()
    back = in_unit_of(replace(other, value=there), one).value()
    with localcontext(EXACT):
        assert abs(back - value) <= abs(value).scaleb(-40)


@QUICK
@given(VALUES, st.sampled_from(["百元", "千元", "万元", "百万元", "亿元", "‰", "公里", "公顷", "万人", "百户"]))
def test_conversion_in_decimals_is_exact_for_the_units_of_tables(value: Decimal, symbol: str) -> None:
    factor = UNITS[symbol].factor
    with localcontext(EXACT):
        assert value * factor / factor == value
