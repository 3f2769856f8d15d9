"""The scramble control: the same text with every figure replaced at random, so that ticks must all but vanish."""

from __future__ import annotations

import random
import re

from benchmarks.accuracy.relations import NUMBER

_KEPT = re.compile(
    r"(?:19|20)\d{2}\s?(?:年|[-./]\s?\d{1,2}[-./]\d{1,2}|-(?=\s?(?:19|20)\d{2}\s?年))|\d{1,2}\s?月(?:\d{1,2}\s?日)?|\d{1,2}\s?日"
    r"|[〔\[（(]\d{4}[〕\]）)]\s?\d*\s?号?|\d+\s?号|第\s?\d+|[表图附件]\s?\d+|[A-Za-z][\w-]*\d[\w-]*|\d{3,4}-\d{7,8}|1[3-9]\d{9}"
    r"|^\s*(?:[（(]?\d{1,2}[）)]|\d{1,2}(?:\.\d{1,2})*[.、．](?!\d))|(?<=[。；;：:\n\t])\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[.、．](?!\d))",
    re.M,
)
"""Years, dates, document and clause numbers, codes and phone numbers: what is no quantity stays."""
_WORDS = re.compile(r"[二两三四五六七八九](?=[个项类家次大条名])")


def replaceable(text: str) -> frozenset[int]:
    """Where the numbers start that are quantities, to be replaced."""
    taken = bytearray(len(text) + 1)
    for match in _KEPT.finditer(text):
        taken[match.start() : match.end()] = b"\x01" * len(match[0])
    return frozenset(match.start() for match in NUMBER.finditer(text) if not any(taken[match.start() : match.end()]))


def scrambled(text: str, seed: str) -> str:
    """The text with each quantity a random one of the same digits, decimals and separators."""
    draw = random.Random(f"scramble/{seed}")
    places = replaceable(text)

    def other(match: re.Match[str]) -> str:
        return _alike(draw, match[0]) if match.start() in places else match[0]

    changed = NUMBER.sub(other, text)
    return _WORDS.sub(lambda match: draw.choice([each for each in "二三四五六七八九" if each != match[0]]), changed)


def _alike(draw: random.Random, number: str) -> str:
    """Other digits in the same places; the first is nought only where it was."""
    first = next(place for place, mark in enumerate(number) if mark.isdigit())
    single = sum(mark.isdigit() for mark in number) == 1

    def digit(place: int, mark: str) -> str:
        if not mark.isdigit():
            return mark
        if place == first and not single:
            return mark if mark == "0" else draw.choice("123456789")
        return draw.choice("0123456789")

    return "".join(digit(place, mark) for place, mark in enumerate(number))
