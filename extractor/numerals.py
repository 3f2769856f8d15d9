"""A printed numeral to its value: Arabic, full-width and Chinese, in Decimal. Source: usage in public reports."""

from __future__ import annotations

from decimal import Decimal

from extractor.remembered import of_words

DIGITS = {
    mark: value
    for value, marks in enumerate(("零〇○", "一壹", "二贰两弍", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for mark in marks
}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
FRACTIONS = {"百分之": Decimal("0.01"), "千分之": Decimal("0.001"), "万分之": Decimal("0.0001")}
CHINESE = "".join(DIGITS) + "".join(TENS) + "".join(MYRIADS) + "廿卅点负"

_NARROW = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    "％": "%", "．": ".", "（": "(", "）": ")", "：": ":", "；": ";", "，": ",", "＋": "+", "－": "-", "＝": "=",
    "＞": ">", "＜": "<", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "／": "/", "～": "~", "﹪": "%",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "　": " ", "\xa0": " ", "—": "-", "–": "-", "−": "-", "﹣": "-",
}  # fmt: skip
_TABLE = str.maketrans(_NARROW)


def narrow(text: str) -> str:
    """The text with full-width digits and signs as ASCII, one character for one, so that places stay.

    Circled digits and compatibility letters are left alone: ① must never become 1.
    """
    return text if text.isascii() else _narrowed(text)


@of_words
def _narrowed(text: str) -> str:
    return text.translate(_TABLE)


def decimal(text: str) -> Decimal:
    """The value of an Arabic numeral, in any script's digits, with thousands separators or blanks inside it."""
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return Decimal(text)
    return Decimal("".join(mark for mark in narrow(text) if mark in ".-" or mark.isdecimal()))


def chinese(text: str) -> Decimal:
    """The value of a Chinese numeral such as 一百二十三万四千, 二〇二三, 三成 or 百分之三十.

    Raises ValueError for anything else.
    """
    if text[:1] == "负":
        return -chinese(text[1:])
    for words, factor in FRACTIONS.items():
        if text.startswith(words):
            return chinese(text[len(words) :]) * factor
    if "分之" in text:
        below, above = text.split("分之", 1)
        return chinese(above) / chinese(below)
    if text.endswith("成半"):
        return (chinese(text[:-2]) + Decimal("0.5")) / 10
    if text.endswith("成"):
        return chinese(text[:-1]) / 10
    if not text:
        raise ValueError("an empty numeral")
    if all(mark in DIGITS for mark in text):
        return Decimal("".join(str(DIGITS[mark]) for mark in text))
    return _grouped(text.replace("廿", "二十").replace("卅", "三十"))


def _grouped(text: str) -> Decimal:
    """Digits with 十 百 千 inside groups of 万 and 亿; a bare last digit counts tenths of the unit before it."""
    total = section = Decimal(0)
    current: Decimal | None = None
    last_unit = 1
    position = 0
    while position < len(text):
        mark = text[position]
        if mark.isdigit() or mark == ".":
            end = position
            while end < len(text) and (text[end].isdigit() or text[end] in ".,"):
                end += 1
            current, position = Decimal(text[position:end].replace(",", "")), end
            continue
        if mark == "点":
            tail = text[position + 1 :]
            digits = "".join(str(DIGITS[each]) for each in tail[: _digits(tail)])
            if not digits:
                raise ValueError(text)
            current, position = (current or Decimal(0)) + Decimal(f"0.{digits}"), position + 1 + len(digits)
            continue
        if mark in DIGITS:
            if DIGITS[mark] == 0:
                last_unit = 1
            else:
                current = Decimal(DIGITS[mark])
        elif mark in TENS:
            section += (Decimal(1) if current is None else current) * TENS[mark]
            last_unit, current = TENS[mark], None
        elif mark in MYRIADS:
            section += current or 0
            grown = MYRIADS[mark] == 10**8 and total
            total = (total + section) * MYRIADS[mark] if grown else total + section * MYRIADS[mark]
            section, last_unit, current = Decimal(0), MYRIADS[mark], None
        else:
            raise ValueError(text)
        position += 1
    if current is not None:
        bare = last_unit > 10 and text[-1] in DIGITS and (text[-2] in TENS or text[-2] in MYRIADS)
        section += current * (last_unit // 10) if bare else current
    return total + section


def _digits(text: str) -> int:
    """How many characters at the start are Chinese digits."""
    return next((place for place, mark in enumerate(text) if mark not in DIGITS), len(text))
