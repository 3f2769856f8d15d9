"""Dates and times of spreadsheets: days since 30 December 1899 (or 1 January 1904), shown in their format."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from extractor.spreadsheet.tokens import DATE, DIGIT, ELAPSED, LITERAL, POINT, SLASH, Section, Token

_LAST = 2958465
"""31 December 9999."""
_LEAP_1900 = 60
"""The sheet's 29 February 1900, a day that never was; days before it count one less."""
_DAY = 86400
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")
_MONTH_NAMES = (*_MONTHS, "December")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = "一二三四五六日"


def shown_date(value: Decimal, section: Section, since_1904: bool) -> str | None:
    """The serial number as a date or time, None where it lies outside the calendar."""
    if not 0 <= value < _LAST + 1:
        return None
    seconds = int((value * _DAY).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    moment = _moment(seconds, since_1904)
    tokens = section.tokens
    halves = any(token.kind == DATE and "/" in token.text for token in tokens)
    text = ""
    for index, token in enumerate(tokens):
        if token.kind == ELAPSED:
            text += str(seconds // {"h": 3600, "m": 60, "s": 1}[token.text[0]]).zfill(len(token.text))
        elif token.kind == DATE:
            text += _part(moment, token.text, halves, _is_minutes(tokens, index))
        elif token.kind in (LITERAL, SLASH):
            text += token.text
        elif token.kind in (POINT, DIGIT):
            continue
    return text.strip()


def _moment(seconds: int, since_1904: bool) -> datetime.datetime:
    days, rest = divmod(seconds, _DAY)
    if since_1904:
        start = datetime.datetime(1904, 1, 1)  # noqa: DTZ001, RUF100 - a sheet knows no time zone
    else:
        start = datetime.datetime(1899, 12, 31 if days < _LEAP_1900 else 30)
    try:
        return start + datetime.timedelta(days=days, seconds=rest)
    except OverflowError:
        return start


def _is_minutes(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether an m is minutes: it follows hours or stands before seconds."""
    timed = [(at, token.text) for at, token in enumerate(tokens) if token.kind in (DATE, ELAPSED)]
    place = next(order for order, (at, _) in enumerate(timed) if at == index)
    before = timed[place - 1][1] if place else ""
    after = timed[place + 1][1] if place + 1 < len(timed) else ""
    return before.startswith("h") or after.startswith("s")


def _part(moment: datetime.datetime, text: str, halves: bool, minutes: bool) -> str:
    size = len(text)
    hour = (moment.hour + 11) % 12 + 1 if halves else moment.hour
    if "/" in text:
        names = {"a": ("AM", "PM"), "上": ("上午", "下午")}[text[0]]
        return names[moment.hour >= 12]
    if text[0] == "m" and not minutes:
        return _month(moment.month, size)
    if text[0] == "d":
        return _day(moment, size)
    if text[0] == "a":
        return ("星期" if size > 3 else "") + _WEEK[moment.weekday()]
    if text[0] in "ye":
        return f"{moment.year % 100:02d}" if text[0] == "y" and size <= 2 else f"{moment.year:04d}"
    number = {"h": hour, "m": moment.minute, "s": moment.second}[text[0]]
    return str(number).zfill(min(size, 2))


def _month(month: int, size: int) -> str:
    if size <= 2:
        return str(month).zfill(size)
    name = _MONTH_NAMES[month - 1]
    return name[:3] if size == 3 else name if size == 4 else name[0]


def _day(moment: datetime.datetime, size: int) -> str:
    if size <= 2:
        return str(moment.day).zfill(size)
    name = _DAY_NAMES[moment.weekday()]
    return name[:3] if size == 3 else name
