"""Rates as quotients of two columns of a row, or of a row over its total: which two, from the heads alone."""

from __future__ import annotations

from extractor.expression import Expression, in_unit_of, percent, total
from extractor.expression import figure as leaf
from extractor.figures import Figure
from extractor.tables.changes import Make, Way, left_of, nearest, same_group
from extractor.tables.nesting import by_code, by_depth
from extractor.tables.roles import Role
from extractor.tables.sheets import Block
from extractor.tables.stubs import Rung, Side
from extractor.tables.words import DEDUCTED, RATE, SCORES, STAFF, TIMEOUT, WEIGHTS, found, pattern

_MOST = 4
_STEM = pattern(r"率(?:\([^)]*\))?$")
_PLEASED, _DISPLEASED = pattern(r"满意|认可|赞成|支持"), pattern(r"不|率|度|差|未|无")
_ANSWERS = pattern(r"问卷|有效|回收|样本|人数|份数|合计|总数|小计")


def quotients(named: dict[int, Role], column: int, above: tuple[str, ...], below: tuple[str, ...]) -> list[Way]:
    """Actual over budget: the actual nearest to the left; the full-year budget before the opening one."""
    group = same_group(named, column)
    tops = nearest(group, column, above)
    ways: list[Way] = []
    for top in tops[:1]:
        bottoms = [
            role for role in nearest(group, column, below) if role.column != top.column and role.rest == top.rest
        ]
        bottoms = bottoms or [role for role in nearest(group, column, below) if role.column != top.column]
        bottoms.sort(key=lambda role: {"full": 0, "": 1, "opening": 2}[role.budget])
        text = named[column].text
        if found(pattern("年初"), text):
            bottoms = [role for role in bottoms if role.budget == "opening"] or bottoms
        ways += [Way(_quotient(top.column, bottom.column), f"tables.over_{bottom.name}") for bottom in bottoms[:_MOST]]
    return ways


def _quotient(top: int, bottom: int) -> Make:
    def make(rung: Rung) -> Expression | None:
        a, b = rung.amounts.get(top), rung.amounts.get(bottom)
        if a is None or b is None or not _divides(a, b) or a.qualifier or b.qualifier:
            return None
        return percent(in_unit_of(a, b), leaf(b))

    return make


def _divides(part: Figure, whole: Figure) -> bool:
    """Whether one figure is of the other's kind, and neither is a rate itself."""
    return part.unit.dimension == whole.unit.dimension != "rate"


def heads_by_staff(named: dict[int, Role], column: int) -> list[Way]:
    """在职 over 编制 where the rate is one of staff."""
    staff = [
        role for role in named.values() if role.column != column and found(STAFF, role.text) or "在职" in role.text
    ]
    posts = [role for role in staff if "编制" in role.text or "核定" in role.text]
    persons = [role for role in staff if role not in posts]
    if len(posts) == 1 and len(persons) == 1:
        return [Way(_quotient(persons[0].column, posts[0].column), "tables.staff")]
    return []


def neighbours(before: tuple[int, ...], named: dict[int, Role]) -> list[Way]:
    """A rate without words: the two amounts to its left, the later over the earlier; a gap says nothing."""
    near = [column for column in before if named[column].name not in ("score", "rate")]
    if len(near) < 2:
        return []
    return [Way(_quotient(near[-1], each), "tables.neighbours", sure=False) for each in near[-2:-4:-1]]


def by_name(block: Block, before: tuple[int, ...], named: dict[int, Role], column: int) -> list[Way]:
    """甲率 = 甲… over a column to the left of it: the head names what is counted, not of what; the rows tell."""
    stem = _STEM.sub("", block.leaf(column), timeout=TIMEOUT)
    near = [each for each in before if named[each].name not in ("score", "rate", "change")]
    tops = [each for each in near if len(stem) > 1 and stem in block.leaf(each)]
    if len(tops) != 1:
        return []
    return [Way(_quotient(tops[0], each), "tables.neighbours", False) for each in near[::-1] if each != tops[0]][:_MOST]


def shares(side: Side, before: tuple[int, ...], named: dict[int, Role], column: int) -> list[Way]:
    """An amount over the total row of its column, over the row it is part of, or over a total column of its row;
    the rows tell which amount."""
    near = [each for each in before if named[each].name not in ("score", "rate", "change")]
    chosen = list(dict.fromkeys((*near[-1:], *near[:1], *near[-2:-1])))
    parents = _parents(side)
    ways = []
    for own in chosen:
        totals = [rung for rung in side.rungs if rung.total and own in rung.amounts]
        sure = len(chosen) == 1
        ways += [Way(_share(own, rung), "tables.share_of_total", sure) for rung in totals[-1:]]
        ways += [Way(_share_of_parent(own, parents), "tables.share_of_parent", sure)] if parents else []
    ways += [Way(_quotient(near[-1], each), "tables.share_of_column", False) for each in near[:-1][::-1][:2]]
    return ways


def _parents(side: Side) -> dict[int, Rung]:
    """The row that each row is part of, by position; totals are told apart."""
    by_position = {rung.position: rung for rung in side.rungs}
    nested = by_code(side.rungs) if side.coded else by_depth(side.rungs)
    return {child: by_position[parent] for child, parent in nested.items()}


def _share_of_parent(column: int, parents: dict[int, Rung]) -> Make:
    def make(rung: Rung) -> Expression | None:
        parent = parents.get(rung.position)
        return _share(column, parent)(rung) if parent is not None else None

    return make


def _share(column: int, whole: Rung) -> Make:
    def make(rung: Rung) -> Expression | None:
        a, b = rung.amounts.get(column), whole.amounts.get(column)
        return percent(in_unit_of(a, b), leaf(b)) if a is not None and b is not None and _divides(a, b) else None

    return make


def satisfied(block: Block, before: tuple[int, ...]) -> list[Way]:
    """满意率: the answers that are content, from the best downwards, over all answers; where content ends the rows
    tell, since 基本满意 counts in some forms and 一般 in none."""
    pleased = [c for c in before if found(_PLEASED, block.leaf(c)) and not found(_DISPLEASED, block.leaf(c))]
    answers = [c for c in before if c < min(pleased, default=0) and found(_ANSWERS, block.leaf(c))][-_MOST:]
    return [
        Way(_sum_over(tuple(pleased[:size]), whole), "tables.content_answers", False)
        for whole in reversed(answers)
        for size in range(len(pleased), 0, -1)
    ]


def _sum_over(parts: tuple[int, ...], whole: int) -> Make:
    def make(rung: Rung) -> Expression | None:
        counts = [rung.amounts[column] for column in parts if column in rung.amounts]
        asked = rung.amounts.get(whole)
        if asked is None or not counts or len({each.unit.dimension for each in (*counts, asked)} - {""}) > 1:
            return None
        return percent(total(counts, asked), leaf(asked))

    return make


def scored(named: dict[int, Role], column: int) -> list[Way]:
    """得分率 = 得分 over 分值 (权重, 满分), where the heads name one column of each."""
    pair = _points(named, column)
    return [Way(_quotient(*pair), "tables.points_of_weight")] if pair is not None else []


def lost(named: dict[int, Role], column: int) -> list[Way]:
    """扣分 = 分值 less 得分; a list may leave rows out, so that only the rows tell that it is meant so."""
    pair = _points(named, column)
    return [Way(left_of(column, pair[1], pair[0], None), "tables.balance", False)] if pair is not None else []


def _points(named: dict[int, Role], column: int) -> tuple[int, int] | None:
    """The columns of the scores and of their weights, where the heads name one of each."""
    others = [role for role in named.values() if role.column != column and not found(RATE, role.text)]
    others = [role for role in others if not found(DEDUCTED, role.text)]
    weights = [role.column for role in others if found(WEIGHTS, role.text)]
    scores = [role.column for role in others if found(SCORES, role.text) and role.column not in weights]
    return (scores[0], weights[0]) if len(scores) == len(weights) == 1 else None
