"""How Word writes a list number: 一二三, 壹贰叁, 甲乙丙, ①②③, I II III, a b c and plain figures (w:numFmt)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def written(number: int, style: str) -> str:
    """The number in the style of a list; an unknown style, or a number it has no sign for, gives plain figures."""
    form = _FORMS.get(style)
    return str(number) if form is None or not 0 <= number < 100_000 else form(number)


def counted(number: int, digits: str = _DIGITS, tens: str = "十百千万", zero: str = "零", bare_ten: bool = True) -> str:
    """The number as one counts in Chinese, below 100,000: 十二, 一百零五, 一万二千."""
    if number == 0:
        return digits[0]
    figures = [int(digit) for digit in str(number)]
    parts: list[str] = []
    gap = False
    for index, digit in enumerate(figures):
        place = len(figures) - index - 1
        if digit == 0:
            gap = True
            continue
        if gap and parts:
            parts.append(zero)
        gap = False
        parts.append(digits[digit] + (tens[place - 1] if place else ""))
    text = "".join(parts)
    return text[1:] if bare_ten and 10 <= number < 20 else text


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _chinese_counting(number: int) -> str:
    return counted(number) if number < 100 else _positional(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _block(first: int, last: int, start: str) -> Callable[[int], str]:
    return lambda number: chr(ord(start) + number - first) if first <= number <= last else str(number)


def _circled(number: int) -> str:
    if number > 20:
        return chr(0x3251 + number - 21) if number <= 35 else str(number)
    return chr(0x2460 + number - 1) if number else "⓪"


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 260 else str(number)


def _roman(number: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        text += sign * count
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "koreanCounting": counted,
    "ideographDigital": _positional,
    "taiwaneseDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "chineseLegalSimplified": lambda number: counted(number, _LEGAL, "拾佰仟万", bare_ten=False),
    "ideographLegalTraditional": lambda number: counted(number, _LEGAL_TRADITIONAL, "拾佰仟萬", bare_ten=False),
    "japaneseLegal": lambda number: counted(number, _LEGAL_TRADITIONAL, "拾百阡萬", bare_ten=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _block(1, 20, "⒈"),
    "decimalEnclosedParen": _block(1, 20, "⑴"),
    "ideographEnclosedCircle": _block(1, 10, "㊀"),
    "decimalFullWidth": lambda number: "".join(chr(0xFF10 + int(digit)) for digit in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(0xFF10 + int(digit)) for digit in str(number)),
}
