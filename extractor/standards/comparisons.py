"""Amounts held against each other (结余超过上年结转) or against nought (无结余), where no number is printed."""

from __future__ import annotations

from extractor import later
from extractor.standards.clauses import Comparison
from extractor.standards.marks import TIMEOUT
from extractor.vocabulary import compiled

_SPELLED = {
    "≤": "不超过 不大于 不高于 未超过 小于等于 ≤",
    "≥": "不低于 不小于 不少于 大于等于 达到 ≥",
    ">": "超过 大于 高于 多于 >",
    "<": "低于 小于 少于 未达到 <",
    "=": "等于 =",
}
_SIGNS = {word: sign for sign, words in _SPELLED.items() for word in words.split()}
_SIGN = "|".join(sorted(_SIGNS, key=len, reverse=True))
_SIDES = later.compile(rf"(?P<left>[\p{{Han}}()]{{2,24}}?)(?P<sign>{_SIGN})(?P<right>[\p{{Han}}()]{{2,24}})$")
_GOES_ON = later.compile(rf"(?P<sign>{_SIGN})(?P<right>\p{{Han}}{{2,20}})")
_THERE = later.compile(r"(?P<has>无|没有|有)(?P<what>\p{Han}{2,6})")
_LEAD = later.compile(r"^(?:如果|如|若|当|但|且|并|凡)|的$")


def comparisons(words: str, text: str) -> tuple[Comparison, ...]:
    """The comparisons of one condition; ``text`` is the whole standard, which shows whether a thing is an amount."""
    found: list[Comparison] = []
    for piece in compiled(r"[,、]|且|但").split(words, timeout=TIMEOUT):
        piece = _LEAD.sub("", piece)
        sides, there = _SIDES.search(piece, timeout=TIMEOUT), _THERE.fullmatch(piece)
        onward = _GOES_ON.fullmatch(piece)
        if onward and found:
            found.append(Comparison(found[-1].left, _SIGNS[onward["sign"]], onward["right"]))
        elif there and _is_amount(there["what"], text):
            found.append(Comparison(there["what"], ">" if there["has"] == "有" else "=", ""))
        elif sides:
            found.append(Comparison(sides["left"], _SIGNS[sides["sign"]], sides["right"]))
    return tuple(found)


def _is_amount(what: str, text: str) -> bool:
    """Whether a thing that is there or not is weighed elsewhere in the text too: an amount, not a quality."""
    both = compiled(rf"(?<!没)有{what}").search(text, timeout=TIMEOUT) and compiled(rf"(?:无|没有){what}").search(
        text, timeout=TIMEOUT
    )
    weighed = compiled(rf"{what}(?:{_SIGN})|(?<!没)有{what},?但?(?:{_SIGN})").search(text, timeout=TIMEOUT)
    return bool(both and weighed)
