"""Stocks over a year (年初 a，新增 b，减少 c，年末 d), and public budgets summed up (收入 a，加上 b、c，收入总量 d)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor import later
from extractor.expression import Expression, difference
from extractor.figures import Figure
from extractor.prose.fitting import fits, slip
from extractor.prose.terms import ADJUST, AMOUNT, BASE, Term, same_kind
from extractor.statements import LOOSE, OPEN, Reading, Statement
from extractor.vocabulary import TIMEOUT

_START = later.compile("年初(?!预算|安排|批复|计划)|期初|(?:上年|去年|上一年)(?:年?末|年?底)")
_END = later.compile("(?<![上去]年?)(?:年末|年底)|期末")
_LEFT = later.compile("结余|结转|剩余")
_COME = later.compile(
    "新增|新纳入|纳入|发放|增加|调入|新招|招录|录用|接收|新建|举借|发行|转入|新发|吸纳|发展|购入|购置|新购|入库|(?<!未)开工|入院|受理|立案"
)
_GONE = later.compile(
    "退出|收回|减少|注销|清退|调出|退休|核销|偿还|化解|归还|转出|拆除|取消|死亡|还本|报废|[完竣]工|出库|销售|售出|出院|办结|结案|审结"
)
_NET = later.compile("净[增减]")
_ADDED = later.compile("(?:^|[,;。:])(?:再)?加上?(?!强|快|大|入|工|班|装|固)")
_SUMMED = later.compile("(?:收入|支出|收支|收|支)?(?:总量|总计|总额|合计)(?:为|是|达到?|共)*$")
_WHOLE = later.compile("收入总(?:量|计)")


def stocks(terms: Sequence[Term], earlier: Sequence[Term]) -> Iterator[Statement]:
    """Every stock of a passage and every public budget summed up in it."""
    for sentence in dict.fromkeys(term.sentence for term in terms):
        row = [e for e in terms if e.sentence == sentence and not e.depth]
        yield from _stock(row)
        yield from _summed(row, [*earlier, *(e for e in terms if e.sentence < sentence)])


def _stock(row: Sequence[Term]) -> Iterator[Statement]:
    """The stock at the end is that at the start with what came and without what went; the net change is their gap.

    The words tell the whole ledger where the sentence tells no other amount of the kind.
    """
    ends = [
        e
        for e in row
        if e.role == AMOUNT and _END.search(e.lead, timeout=TIMEOUT) and not _LEFT.search(e.lead, timeout=TIMEOUT)
    ]
    starts = [e for e in row if e.role in (AMOUNT, BASE) and _START.search(e.lead, timeout=TIMEOUT)]
    if len(ends) != 1 or len(starts) != 1 or not same_kind(ends[0].figure, starts[0].figure):
        return
    end, start = ends[0], starts[0]
    flows = [e for e in row if e not in (start, end) and same_kind(e.figure, end.figure)]
    net = [e for e in flows if _NET.search(e.lead, timeout=TIMEOUT)]
    flows = [e for e in flows if e not in net]
    gone = [e for e in flows if _GONE.search(e.lead or e.label, timeout=TIMEOUT)]
    come = [e for e in flows if e not in gone and _COME.search(e.lead or e.label, timeout=TIMEOUT)]
    if not come or not gone:
        return
    whole = len(come) + len(gone) == len(flows)
    yield from _balance(end, [start, *come], gone, whole)
    for each in net:
        inflow, outflow = (come, gone) if each.sign > 0 else (gone, come)
        yield from _balance(each, inflow, outflow, whole)


def _summed(row: Sequence[Term], before: Sequence[Term]) -> Iterator[Statement]:
    """收入 a。加上 b、c，总量 d: d = a + b + c; 支出 a，加上 b，年终结转 e: e = the income's 总量 − a − b.

    A total whose head stands in its own sentence is one of ``collected``.
    """
    place = next((n for n, e in enumerate(row) if _ADDED.search(e.gap, timeout=TIMEOUT)), None)
    if place is None:
        return
    behind = [e for e in row[place:] if e.role in (AMOUNT, ADJUST) and e.dimension == "money"]
    total = next((e for e in behind if _SUMMED.search(e.lead, timeout=TIMEOUT)), None)
    own = [e for e in row[:place] if e.role == AMOUNT and e.dimension == "money"][:1]
    if total is not None:
        added = behind[: behind.index(total)]
        heads = [] if own else _heads(before)
        if heads and added:
            yield from _balance(total, [heads[-1], *added], [], False)
        return
    left = next((e for e in behind[1:] if _LEFT.search(e.lead, timeout=TIMEOUT)), None)
    wholes = [e for e in before if e.role == AMOUNT and _WHOLE.search(e.lead, timeout=TIMEOUT)]
    if left is not None and own and wholes:
        yield from _balance(left, wholes[-1:], [*own, *behind[: behind.index(left)]], False)


def _heads(before: Sequence[Term]) -> list[Term]:
    """The last income that a sentence before is headed by."""
    heads = [
        e for e in before if e.role == AMOUNT and e.dimension == "money" and e.label.endswith(("收入", "收入完成"))
    ]
    return [e for e in heads if "预算收入" in e.label][-1:] or heads[-1:]


def _balance(stated: Term, come: Sequence[Term], gone: Sequence[Term], whole: bool) -> Iterator[Statement]:
    reading = _difference(come, gone, stated.figure)
    told = whole or slip(stated.figure, reading)
    if told or fits(stated.figure, reading):
        strength = LOOSE if told else OPEN
        yield Statement("balance", stated.label, stated.figure, (Reading(reading),), strength=strength)


def _difference(come: Sequence[Term], gone: Sequence[Term], like: Figure) -> Expression:
    return difference([each.figure for each in come], [each.figure for each in gone], like)
