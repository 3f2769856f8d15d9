"""A stored value as the sheet shows it: 0.6923 under 0.00% is 69.23%, and that is what the report says."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from extractor.spreadsheet.dates import shown_date
from extractor.spreadsheet.tokens import (
    COMMA,
    DIGIT,
    EXPONENT,
    GENERAL,
    LITERAL,
    PERCENT,
    POINT,
    SLASH,
    TEXT,
    Section,
    Token,
    sections,
)

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-";@', 42: '¥#,##0;¥-#,##0;¥"-";@',
    43: '#,##0.00;-#,##0.00;"-"??;@', 44: '¥#,##0.00;¥-#,##0.00;¥"-"??;@', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that a workbook names by number only, as a Chinese edition shows them."""

_PRECISION = Context(prec=15, rounding=ROUND_HALF_UP)
"""A sheet works in binary and shows at most 15 digits: 11057.830000000002 is 11057.83."""
_ROOMY = Context(prec=1000)
_GENERAL_WIDTH = 11
_COMMON = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<places>0{1,9}))?(?P<percent>%)?(?:_ )?$")
_HUGE = Decimal(10) ** 30
_COMPARISONS = {
    "<": Decimal.__lt__, "<=": Decimal.__le__, ">": Decimal.__gt__, ">=": Decimal.__ge__,
    "=": Decimal.__eq__, "<>": Decimal.__ne__,
}  # fmt: skip


def shown(value: Decimal, code: str, since_1904: bool = False) -> str:
    """The number as the format shows it; ``since_1904`` says which day dates count from."""
    if not value.is_finite() or abs(value) > _HUGE:
        return str(value)
    value = _PRECISION.plus(value)
    common = _COMMON.match(code)
    if common:
        return _common(value, bool(common["grouped"]), len(common["places"] or ""), bool(common["percent"]))
    parts = sections(code or "General")
    section, magnitude = _chosen(parts, value)
    if section.is_date:
        date = shown_date(value, section, since_1904)
        return general(value) if date is None else date
    if section.has(SLASH) and section.has(DIGIT):
        return general(value)
    return _number(magnitude, section).strip()


def _common(value: Decimal, grouped: bool, places: int, percent: bool) -> str:
    """What nearly every cell has, the short way: 0, 0.00, #,##0.00 or 0.00%."""
    value = value.scaleb(2) if percent else value
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_ROOMY)
    text = format(rounded if rounded else abs(rounded), ",f" if grouped else "f")
    return text + "%" if percent else text


def shown_text(text: str, code: str) -> str:
    """Text as the format shows it: the part with @ may put words around it."""
    section = next((one for one in sections(code or "General") if one.has(TEXT)), None)
    if section is None:
        return text
    return "".join(text if token.kind == TEXT else _literal(token) for token in section.tokens).strip()


def general(value: Decimal) -> str:
    """The number without a format: at most 11 characters, but never fewer digits than its whole part has."""
    value = _PRECISION.plus(value)
    whole = len(str(abs(int(value))))
    places = max(0, _GENERAL_WIDTH - 1 - whole)
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_ROOMY)
    text = format(rounded, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _chosen(parts: tuple[Section, ...], value: Decimal) -> tuple[Section, Decimal]:
    """The section that holds for the value, and the value to print in it: its size in a section for negatives."""
    if any(part.condition for part in parts):
        for part in parts[:3]:
            if part.condition is None:
                return part, value
            sign, bound = part.condition
            if _COMPARISONS[sign](value, bound):
                return part, value
        return parts[-1], value
    numeric = parts[:3] if len(parts) > 3 or not parts[-1].has(TEXT) else parts[:-1] or parts
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _number(value: Decimal, section: Section) -> str:
    tokens = section.tokens
    if section.has(GENERAL):
        return "".join(general(value) if token.kind == GENERAL else _literal(token) for token in tokens)
    if not section.has(DIGIT):
        if section.has(TEXT):
            return "".join(general(value) if token.kind == TEXT else _literal(token) for token in tokens)
        return "".join(map(_literal, tokens))
    if section.has(EXPONENT):
        places = sum(token.kind == DIGIT for token in tokens[: _index(tokens, EXPONENT)]) - 1
        return f"{value:.{max(places, 0)}E}"
    point = _index(tokens, POINT)
    whole, fraction = tokens[:point], tokens[point + 1 :]
    value = value.scaleb(2 * sum(token.kind == PERCENT for token in tokens) - 3 * _scaling(tokens))
    places = sum(token.kind == DIGIT for token in fraction)
    rounded = abs(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_ROOMY)
    digits, _, decimals = format(rounded, "f").partition(".")
    sign = "-" if value < 0 and rounded else ""
    return sign + _whole(digits, whole) + _fraction(decimals, fraction, point < len(tokens))


def _whole(digits: str, tokens: tuple[Token, ...]) -> str:
    """Digits into the placeholders from the right; what is left over goes before the first of them."""
    grouped = _grouped(tokens)
    digits = digits.lstrip("0")
    holders = [index for index, token in enumerate(tokens) if token.kind == DIGIT]
    if not holders:
        return digits + "".join(map(_literal, tokens))
    pieces: list[str] = []
    used = 0
    for index in reversed(range(len(tokens))):
        token = tokens[index]
        if token.kind != DIGIT:
            pieces.append(_literal(token))
            continue
        take = len(digits) - used if index == holders[0] else 1
        for _ in range(max(take, 1)):
            digit = digits[-1 - used] if used < len(digits) else ("0" if token.text == "0" else "")
            if not digit:
                continue
            pieces.append("," if grouped and used and used % 3 == 0 else "")
            pieces.append(digit)
            used += 1
    return "".join(reversed(pieces))


def _fraction(decimals: str, tokens: tuple[Token, ...], has_point: bool) -> str:
    """Decimals into their placeholders; a trailing zero prints only where the format has a 0."""
    holders = [token.text for token in tokens if token.kind == DIGIT]
    kept = len(holders)
    while kept and decimals[kept - 1] == "0" and holders[kept - 1] != "0":
        kept -= 1
    text = "." if has_point else ""
    seen = 0
    for token in tokens:
        if token.kind == DIGIT:
            text += decimals[seen] if seen < kept else ""
            seen += 1
        else:
            text += _literal(token)
    return text


def _grouped(tokens: tuple[Token, ...]) -> bool:
    """Whether a comma stands between two placeholders."""
    kinds = [token.kind for token in tokens if token.kind in (DIGIT, COMMA)]
    first = kinds.index(DIGIT) if DIGIT in kinds else len(kinds)
    last = len(kinds) - 1 - kinds[::-1].index(DIGIT) if DIGIT in kinds else 0
    return COMMA in kinds[first:last]


def _scaling(tokens: tuple[Token, ...]) -> int:
    """How often the number is divided by a thousand: commas right behind the last placeholder."""
    last = max(index for index, token in enumerate(tokens) if token.kind == DIGIT)
    point = _index(tokens, POINT)
    before = max((index for index, token in enumerate(tokens[:point]) if token.kind == DIGIT), default=last)
    return sum(_run(tokens, start) for start in {last, before})


def _run(tokens: tuple[Token, ...], start: int) -> int:
    count = 0
    while start + 1 + count < len(tokens) and tokens[start + 1 + count].kind == COMMA:
        count += 1
    return count


def _index(tokens: tuple[Token, ...], kind: int) -> int:
    return next((index for index, token in enumerate(tokens) if token.kind == kind), len(tokens))


def _literal(token: Token) -> str:
    return token.text if token.kind in (LITERAL, PERCENT, SLASH) else ""
