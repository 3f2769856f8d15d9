"""Number formats: the same digits as the sheet shows, since these are what the report says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.spreadsheet import BUILT_IN, shown, shown_text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.6923", "0.00%", "69.23%"),
        ("0.692307692307692", "0.00%", "69.23%"),
        ("1", "0%", "100%"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("12", "#,##0", "12"),
        ("0", "#,##0", "0"),
        ("0", "#", ""),
        ("3", "00", "03"),
        ("2.5", "0", "3"),
        ("1.005", "0.00", "1.01"),
        ("3.14159", "0.0#", "3.14"),
        ("3", "0.0#", "3.0"),
        ("0.05", "0.##", "0.05"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("-1234.5", "#,##0.00;(#,##0.00)", "(1,234.50)"),
        ("-5", "0.00_ ;[Red]\\-0.00\\ ", "-5.00"),
        ("0", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("0", "0;-0;;@", ""),
        ("98.5", '0.0"分"', "98.5分"),
        ("12345.678", '#,##0.00"万元"', "12,345.68万元"),
        ("1234", 'G/通用格式"万元"', "1234万元"),
        ("123456", "0!.0,", "12.3"),
        ("123456", '0!.0000"万元"', "12.3456万元"),
        ("123456789", '0.00,,"百万"', "123.46百万"),
        ("1000000", "#,##0,", "1,000"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("100", '[>=100]0"大";0"小"', "100大"),
        ("50", '[>=100]0"大";0"小"', "50小"),
        ("7", '"第"0"名"', "第7名"),
        ("15000000000", "0.00E+00", "1.50E+10"),
        ("0.5", "# ?/?", "0.5"),
        ("5", "@", "5"),
    ],
)
def test_numbers_show_as_in_the_sheet(value: str, code: str, text: str) -> None:
    assert shown(Decimal(value), code) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("11057.830000000002", "11057.83"),
        ("0.333333333333333", "0.333333333"),
        ("0.1", "0.1"),
        ("100", "100"),
        ("123456789012", "123456789012"),
        ("-0.00000000001", "0"),
    ],
)
def test_without_a_format_binary_dust_is_wiped_off(value: str, text: str) -> None:
    assert shown(Decimal(value), "General") == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("45292", "yyyy/m/d", "2024/1/1"),
        ("45292", 'yyyy"年"m"月"d"日";@', "2024年1月1日"),
        ("45292.5", "yyyy-mm-dd hh:mm", "2024-01-01 12:00"),
        ("45292", "[$-804]aaaa", "星期一"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("45292", BUILT_IN[57], "2024年1月"),
        ("-1", "yyyy/m/d", "-1"),
    ],
)
def test_dates_show_as_in_the_sheet(value: str, code: str, text: str) -> None:
    assert shown(Decimal(value), code) == text


def test_dates_of_the_1904_system() -> None:
    assert shown(Decimal(43830), "yyyy/m/d", since_1904=True) == "2024/1/1"


def test_text_keeps_its_words_around() -> None:
    assert shown_text("优", '@"等"') == "优等"
    assert shown_text("优", "#,##0.00") == "优"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "[",
        '"',
        "\\",
        ";;;;;;",
        "[[]]",
        "0" * 5000,
        "_",
        "*",
        "m" * 300,
        "0.0.0.0",
        ",,,",
        "%%%",
        "0." + "0" * 240,
        "%" * 120 + "0.00",
    ],
)
def test_odd_formats_never_fail(code: str) -> None:
    for value in ("0", "-1.5", "1E+29", "45292.25", "1E-29"):
        assert isinstance(shown(Decimal(value), code), str)
