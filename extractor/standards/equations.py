"""Formulas printed in a standard: 得分 = …, points by a rate times points, and the definition of a rate."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractor import later
from extractor.standards.bounds import condition
from extractor.standards.clauses import Award, Definition, Linear, Share, Tier
from extractor.standards.events import FULL_POINTS, NUMBER
from extractor.standards.formulas import Formula, formula
from extractor.standards.marks import TIMEOUT
from extractor.standards.runs import Run, trim
from extractor.vocabulary import compiled

_NAME = r"[\p{Han}A-Za-z()]{0,24}?"
_WHOLE = rf"(?P<all>(?:该|本|此)?(?:项|指标)?(?:的)?{FULL_POINTS})"
_SCORE = r"(?:得分|分值|分数|记分|计分|评分|得)="
_GIVEN = r"(?:来)?(?:计算|记|计|得|核|折|算|赋|给|确定)*(?:得?分)?"
_POINTS = rf"(?P<points>{NUMBER})"
_SCORED = tuple(
    later.compile(pattern)
    for pattern in (
        # 得分=完成率×5分
        rf"(?P<name>{_NAME}){_SCORE}(?P<formula>[^;。=]{{1,90}}?)\*(?:{_POINTS}分?(?=[^\d%]|$)|{_WHOLE})",
        # 得分=5分×完成率
        rf"(?P<name>{_NAME}){_SCORE}(?:{_POINTS}分?|{_WHOLE})\*(?P<formula>[^;。=,]{{1,90}})",
        # 按完成率×5分计算
        rf"(?P<name>)(?:得分为|得分按|按照|根据|按|以|用)(?P<formula>[^;。=,]{{1,60}}?)(?:\*|乘以)"
        rf"(?:{_POINTS}(?:分|(?=计算|计分|得分|[,;。]|$))|{_WHOLE}){_GIVEN}",
        # 得完成率×5分
        rf"(?P<name>)(?:得|计)(?P<formula>[^;。=,得计]{{1,40}}?)\*(?:{_POINTS}分|{_WHOLE})",
        # 实际值/目标值×权重
        rf"(?P<name>)(?P<formula>实际\p{{Han}}{{0,4}}/\p{{Han}}{{2,6}})\*{_WHOLE}(?:计算|计|得)*(?:得?分)?",
        # 完成率×5分
        rf"(?P<name>[\p{{Han}}()]{{2,20}}率)(?P<formula>)\*(?:{_POINTS}(?:分(?!之)|(?=[,;。]|$))|{_WHOLE})(?:计算|计|得)*(?:得?分)?",
    )
)
_DEFINITION = later.compile(
    r"(?P<name>(?<![得评])[\p{Han}A-Za-z()]{2,30}?(?:率|比例|比重|占比|度|进度|数|额))="
    r"(?P<formula>[^;。=\x00]{2,140}?)"
    r"(?:\*100%|(?=[;。\x00]|,(?=[\p{Han}]{2,20}(?:[<>≤≥]|得|达|每))|\s|$))"
)
_LETTERS = later.compile(r"[A-Za-z](?:[/*+\-或]+[A-Za-z])+(?:\*100%)?")
_ACTUAL = later.compile(r"(?:实际|完成|实际完成)(?:值|数|量|完成值|完成数)?")
_TARGET = later.compile(r"(?:年度|年初)?(?:目标|计划|指标|计划完成)(?:值|数|量)?")


def scored(run: Run) -> None:
    """Read the formulas that give points; one that is not understood comes out as unread."""
    for pattern in _SCORED:
        for match in pattern.finditer(run.text, run.start, run.end, timeout=TIMEOUT):
            if "\x00" not in run.text[match.start() : match.end()]:
                _scored(run, match)


def _scored(run: Run, match: regex.Match[str]) -> None:
    groups = match.groupdict()
    words = groups["formula"] or groups["name"]
    at = run.at(*match.span())
    tree = formula(words)
    points = groups.get("points")
    if _LETTERS.fullmatch(words.strip("()")) or "或" in words or tree is not None and _reached(tree):
        run.clauses.append(Share("", None, at))
    elif tree is None or not tree.names():
        if not points and "=" not in match[0]:
            return
        run.unread.append(at)
    else:
        _linear(run, match, tree)
        return
    run.take(*match.span())


def _linear(run: Run, match: regex.Match[str], tree: Formula) -> None:
    """The formula for all cases, or inside one tier; there it leaves the range from nought to its points."""
    groups = match.groupdict()
    first = run.sentence_start(match.start())
    before = condition(trim(run.text[first : match.start()]))
    points = Decimal(groups["points"]) if groups.get("points") else None
    figure = run.at(*match.span("points")) if groups.get("points") else run.at(*match.span())
    if before is None:
        run.clauses.append(Linear(groups["name"], tree, Award(points, points, figure), None, run.at(*match.span())))
        run.take(*match.span())
        return
    share = points is None
    award = Award(Decimal(0), Decimal(100) if points is None else points, figure, share)
    run.clauses.append(Tier(before.name, before.reach, award, run.at(first, match.end())))
    run.take(first, match.end())


def _reached(tree: Formula) -> bool:
    """Whether the formula is the actual value over the target."""
    sides = tree.quotient
    return sides is not None and bool(_ACTUAL.fullmatch(sides[0].name) and _TARGET.fullmatch(sides[1].name))


def defined(run: Run) -> None:
    """Read the formulas that define a rate."""
    for match in _DEFINITION.finditer(run.text, run.start, run.end, timeout=TIMEOUT):
        tree = formula(match["formula"])
        if tree is not None and tree.quotient is not None:
            run.clauses.append(Definition(match["name"].strip("()"), tree, run.at(*match.span())))
        elif compiled(r"[<>≤≥]|\d分|扣").search(match["formula"], timeout=TIMEOUT):
            continue
        run.take(*match.span())
