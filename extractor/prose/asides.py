"""The base that an aside of a rate names: 执行率 95%（按实际到位资金计算）, 按调整后预算计算，执行率 95%."""

from __future__ import annotations

from dataclasses import replace

from extractor import later
from extractor.prose.terms import RATE, Term
from extractor.vocabulary import TIMEOUT

_BASE = (
    r"(?:按照?|以|依据|根据)(?P<base>[^(),;。:]{2,18}?)"
    r"(?:为(?:基数|基础|分母|口径|准)|(?:口径)?(?:来)?(?:计算|测算|统计|核算|考核)|口径|计)+"
)
_BEHIND = later.compile(rf"\s*\({_BASE}\)")
_BEFORE = later.compile(rf"\({_BASE}\)(?=(?:为|是|达到?|约|:)*$)")
_CLAUSE = later.compile(rf"(?:^|[,;。:]){_BASE},\s*$")


def bare_lead(lead: str) -> str:
    """The words before a rate without the aside that names its base."""
    return _BEFORE.sub("", lead, timeout=TIMEOUT)


def with_base(term: Term, lead: str) -> Term:
    """A rate with the base that its aside names; ``lead`` are its words with the aside."""
    if term.role != RATE or term.named:
        return term
    clause = term.gap[: len(term.gap) - len(lead)] if term.gap.endswith(lead) else ""
    for pattern, words in ((_BEFORE, lead), (_BEHIND, term.after), (_CLAUSE, clause)):
        told = (_BEHIND.match if pattern is _BEHIND else pattern.search)(words, timeout=TIMEOUT)
        if told is not None:
            return replace(term, named=told["base"])
    return term
