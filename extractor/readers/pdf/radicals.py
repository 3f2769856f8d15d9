"""Ideographs that a font's table names as radicals: 部⻔ is printed, 部门 is meant."""

from __future__ import annotations

import unicodedata

_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩"
    "⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑"
    "⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王"
    "𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長"
    "镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""U+2E80 to U+2EF3 and their ideographs: Equivalent_Unified_Ideograph of the Unicode Character Database."""

_COMPATIBLE = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00))
"""Kangxi radicals and compatibility ideographs: their NFKC form is the ideograph. Never all text: ① would become 1."""


def _table() -> dict[int, str]:
    pairs = {ord(radical): ideograph for radical, ideograph in zip(_RADICALS, _IDEOGRAPHS, strict=True)}
    for code in (code for block in _COMPATIBLE for code in block):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and len(plain) == 1:
            pairs[code] = plain
    return pairs


MENDED = _table()
"""Code point of a radical or compatibility ideograph → the ideograph that the text means."""


def mend(text: str) -> str:
    """The text with radicals and compatibility ideographs put right, all else untouched."""
    return text.translate(MENDED) if not MENDED.keys().isdisjoint(map(ord, text)) else text
