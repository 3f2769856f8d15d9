"""Rates whose numerator tells what the rate is called: 回收 … 份 under 回收率, 表示满意 … 户 under 满意度."""

from __future__ import annotations

from collections.abc import Sequence

from extractor import later
from extractor.prose.fitting import fits
from extractor.prose.operands import BASES, fresh_amounts, is_head, is_operand, rate_name, ratio
from extractor.prose.terms import ADJUST, AMOUNT, Term, core, same_kind
from extractor.statements import FIRM, LOOSE, OPEN
from extractor.units import is_count
from extractor.vocabulary import TIMEOUT, compiled, words

_AMONG = later.compile(r"\p{Han}{0,12}(?:中有?|[,，]?其中[:,，]?)\p{Han}{0,8}有?")
_NOUN = later.compile(r"\p{Han}{1,3}")
_LESS = later.compile("上年|去年|同期|剔除|扣除|无效|作废")
_GENERAL = later.compile("完成|执行|支付|支出|发放|拨付|使用|兑现|进度")
_OF_A_CHANGE = later.compile("增长|增加|上升|下降|降低|压减|减少|缩减|变动|偏差|节约|节省|结余|结转")
_NOT = later.compile("[不未无非](?!锈)|没有|尚欠|逾期")
_SATISFIED = "满意"
_EVERYONE = later.compile("(?:覆盖|普及|完成|落实)$")
"""What a name may say of any deed: 体检覆盖率 is told by 体检 … 人."""


def named_pair(terms: Sequence[Term], term: Term) -> tuple[Term, tuple[Term, ...], str] | None:
    """The figure that the rate's name names, the figures it may be taken of, likeliest first, and what a gap proves.

    FIRM where nothing else in the clause could be meant; LOOSE where more figures stand before the two; none where
    the name asks for a quality (合格, 及时 …) that the numerator's words do not tell.
    """
    fresh = _fresh(terms, term)
    stem = _stem(rate_name(term))
    if not fresh or _OF_A_CHANGE.search(stem, timeout=TIMEOUT):
        return None
    if len(fresh) == 1:
        return _of_chain(terms, term, fresh[0], stem)
    alike = [each for each in fresh if same_kind(each.figure, fresh[-1].figure)]
    if len(alike) < 2 or alike[-2:] != fresh[-2:]:
        return None
    before, last = alike[-2:]
    head = _head_before(alike)
    if head is not None and _tells(terms, last, stem, head) and _one_thing(terms, last, head):
        return last, (head, before), LOOSE
    if _tells(terms, last, stem, before):
        top, bottom = last, before
    elif _tells(terms, before, stem) and compiled("总|应|共|计划").search(last.lead, timeout=TIMEOUT):
        top, bottom = before, last
    else:
        return None
    if bottom.figure.value == 0 or top.stage in BASES or bottom.stage in ("adjusted", "opening"):
        return None
    if len(alike) > 2 and _another_thing(terms, top, bottom):
        return None
    if not _one_thing(terms, top, bottom) or _done_too(terms, bottom, stem):
        return None
    whole = is_head(bottom) or compiled("总").search(bottom.lead, timeout=TIMEOUT) is not None
    if not is_count(bottom.figure.unit) and not whole and bottom.stage not in BASES:
        return None
    return top, (bottom,), _strength(terms, term, alike, top, bottom, stem)


def _head_before(alike: Sequence[Term]) -> Term | None:
    """The amount whose list stands between it and the last one: 受理 a 件，其中甲 b 件、乙 c 件，办结 d 件."""
    heads = [each for each in alike if is_head(each)]
    listed = len(heads) == 2 and len(alike) > 3 and heads == [alike[0], alike[-1]]
    return heads[0] if listed and heads[0].figure.value else None


def _of_chain(terms: Sequence[Term], term: Term, top: Term, stem: str) -> tuple[Term, tuple[Term, ...], str] | None:
    """发放 a 份，收回 b 份，回收率 p %，有效 c 份，有效率 q %: the next rate is of one of the counts before it.

    Where the rate before is of no printed count (培训 a 人，合格率 p %，就业 b 人) the base may not be printed either.
    """
    counts = [e for e in terms[: top.order] if e.role in (AMOUNT, ADJUST) and e.sentence == top.sentence]
    counts = [e for e in counts if e.figure.unit == top.figure.unit and is_count(e.figure.unit) and e.figure.value]
    rates = [e for e in terms[: top.order] if e.dimension == "rate" and e.sentence == top.sentence]
    settled = rates and any(
        fits(rates[-1].figure, ratio(each, base)) for place, each in enumerate(counts) for base in counts[:place]
    )
    if not settled or not _tells(terms, top, stem):
        return None
    return top, tuple(counts[::-1]), LOOSE


def _fresh(terms: Sequence[Term], term: Term) -> list[Term]:
    """The amounts since the last rate of the clause; 收回 is what came back, not a cut of the budget."""
    known = {each.order for each in fresh_amounts(terms, term)}
    since = max((e.order for e in terms[: term.order] if e.dimension == "rate"), default=-1)
    back = {
        e.order
        for e in terms[since + 1 : term.order]
        if e.role == ADJUST and e.sentence == term.sentence and is_count(e.figure.unit)
    }
    return [each for each in terms[: term.order] if each.order in known | back and each.item == term.item]


def _strength(terms: Sequence[Term], term: Term, alike: Sequence[Term], top: Term, bottom: Term, stem: str) -> str:
    """What a gap proves for the pair: another candidate, a weighted answer or a base of its own name leave doubt."""
    if any(_LESS.search(each.lead, timeout=TIMEOUT) for each in (top, bottom)) or term.figure.qualifier:
        return OPEN
    if compiled("综合|平均|总体").search(stem, timeout=TIMEOUT):
        return OPEN
    if _SATISFIED in stem:
        clause = [e for e in terms if (e.sentence, e.item) == (term.sentence, term.item) and is_operand(e)]
        several = [e for e in clause if e is not top and _SATISFIED in words_of(terms, e)]
        return OPEN if several else LOOSE
    between = terms[min(top.order, bottom.order) : term.order]
    if len(alike) > 2 or any(each.role not in (AMOUNT, ADJUST) for each in between):
        return LOOSE
    return FIRM


def _stem(name: str) -> str:
    """What a rate's name says was done: 问卷回收率 gives 问卷回收."""
    bare = compiled(r"^(?:\p{Han}*[的,])|[“”()]").sub("", name, timeout=TIMEOUT)
    return compiled("(?:率|度|比例|比率)$").sub("", bare, timeout=TIMEOUT)


def words_of(terms: Sequence[Term], term: Term) -> str:
    """The words of the clause before a figure and those right behind it."""
    following = terms[term.order + 1] if term.order + 1 < len(terms) else None
    behind = compiled("[,;。、]").split(following.gap, timeout=TIMEOUT)[0] if following is not None else ""
    return term.lead + "|" + behind


def _tells(terms: Sequence[Term], top: Term, stem: str, base: Term | None = None) -> bool:
    """Whether the numerator's words tell what the rate's name names, every quality it asks for included."""
    told = words_of(terms, top)
    if _NOT.search(told, timeout=TIMEOUT):
        return False
    for quality in words("prose")["quality"]["alike"]:
        if compiled(quality).search(stem, timeout=TIMEOUT) and not compiled(quality).search(told, timeout=TIMEOUT):
            return False
    for doing in words("prose")["doing"]["alike"]:
        if compiled(doing).search(stem, timeout=TIMEOUT) and compiled(doing).search(told, timeout=TIMEOUT):
            return True
    action = (_EVERYONE.sub("", stem, timeout=TIMEOUT) or stem)[-2:]
    if len(action) == 2 and all(mark in told for mark in action):
        return True
    if base is None or not _GENERAL.search(stem, timeout=TIMEOUT):
        return False
    if base.stage in ("actual", "carry"):
        return False
    return top.stage == "actual" or is_count(top.figure.unit) and _linked(top)


def _done_too(terms: Sequence[Term], base: Term, stem: str) -> bool:
    """Whether the base, too, tells what the rate's name says was done, not what was due: two periods, two places."""
    due = compiled("应|拟|需|须|计划|目标|任务|总|共").search(base.lead, timeout=TIMEOUT)
    if due is None and len(core(base.label)) >= 2 and core(base.label) in stem:
        return True
    return due is None and base.stage in ("", "actual") and _tells(terms, base, stem)


def _linked(top: Term) -> bool:
    """Whether the words between the two figures say that the second is among the first: 10 个标段中有 8 个."""
    return _AMONG.fullmatch(compiled(r"\s").sub("", top.gap, timeout=TIMEOUT), timeout=TIMEOUT) is not None


def _another_thing(terms: Sequence[Term], top: Term, bottom: Term) -> bool:
    """Whether only the base names its thing behind it: 项目 28 个，涉及 11 个乡镇，完工 26 个."""
    named, bare = (_NOUN.match(words_of(terms, each).partition("|")[2]) for each in (bottom, top))
    return is_count(bottom.figure.unit) and named is not None and bare is None and not _linked(top)


def _one_thing(terms: Sequence[Term], top: Term, bottom: Term) -> bool:
    """Whether two counts count one thing: 10 个标段 and 8 个乡镇 do not."""
    if not is_count(top.figure.unit) or _linked(top):
        return True
    nouns = [_NOUN.match(words_of(terms, each).partition("|")[2]) for each in (top, bottom)]
    first, second = nouns
    if first is None or second is None:
        return True
    return bool(set(first[0]) & set(second[0]))
