"""Relations that a person typed as formulas over printed numbers: the passages, and the keys of GOUJI_CORPUS."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.accuracy.relations import Equation, Printed, Relation, numbers, unit_after, value

_PIECE = re.compile(r"(?P<left>[\d.+\-*/() ]+?)\s*(?P<sign><=|>=|=)\s*(?P<right>[\d.+\-*/() ]+)")
_TOKEN = re.compile(r"(?<![\d.])\d+(?:\.\d+)?")
_ROUND = ("0", "0.00", "100", "100.0", "100.00")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", ",": "", "%": "", "（": "(", "）": ")"})
_CERTAIN = ("hard", "cross", "rubric")


def passages(folder: Path) -> list[tuple[str, str, tuple[Relation, ...]]]:
    """Every clean passage of the folder: its id, its text and its relations."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            if line["kind"] == "clean":
                entries = [
                    {"kind": "", "certainty": "hard", **each, "id": f"{line['id']}.{number}", "quote": line["text"]}
                    for number, each in enumerate(line["relations"], 1)
                ]
                found.append((line["id"], line["text"], typed(line["text"], entries)))
    return found


def reports(folder: Path) -> list[tuple[Path, tuple[Relation, ...]]]:
    """Every keyed report that is text, with the relations of its key whose numbers stand in its quotes."""
    found = []
    for key in sorted((folder / "keys").glob("*.json")):
        report = folder / "reports" / f"{key.stem}.txt"
        if report.exists():
            lines = json.loads(key.read_text(encoding="utf-8"))
            found.append((report, typed(report.read_text(encoding="utf-8"), lines)))
    return found


def typed(text: str, lines: list[dict[str, Any]]) -> tuple[Relation, ...]:
    """The holding relations of a key that can be worked out again from the printed figures."""
    found = []
    for line in lines:
        if line["verdict"] != "holds" or line["certainty"] not in _CERTAIN:
            continue
        printed = _printed(text, line["quote"] if isinstance(line["quote"], list) else [line["quote"]])
        relation = _relation(line, text, printed) if printed else None
        if relation is not None and relation.holds(lambda each: (text[each.start : each.end], each.unit)):
            found.append(relation)
    return tuple(found)


def _printed(text: str, quotes: list[str]) -> tuple[Printed, ...]:
    """The numbers that stand in the quotes; a quote that the text has more than once is taken near the one before."""
    found: dict[int, Printed] = {}
    near = 0
    for quote in quotes:
        places = [match.start() for match in re.finditer(re.escape(quote), text)]
        if not places:
            return ()
        near = min(places, key=lambda place: abs(place - near))
        for start, end in numbers(text):
            if near <= start and end <= near + len(quote):
                found[start] = Printed(start, end, unit_after(text, end)[0], sure=len(places) == 1)
    return tuple(found[start] for start in sorted(found))


def _relation(line: dict[str, Any], text: str, printed: tuple[Printed, ...]) -> Relation | None:
    """The relation with its formula over the printed figures; None where a number of it is not printed there."""
    values = [value(text[each.start : each.end]) for each in printed]
    stated = [value(number) for number in _TOKEN.findall(_plain(str(line.get("stated", ""))))]
    if line["kind"] == "repeat":
        alike = [place for place, each in enumerate(values) if each in stated and values.count(each) > 1]
        pairs = [(a, b) for a in alike for b in alike if a < b and values[a] == values[b]]
        return _made(line, printed, [Equation(f"p{a}", "=", f"p{b}") for a, b in pairs])
    printed = tuple(
        replace(each, sure=each.sure and values.count(own) == 1) for each, own in zip(printed, values, strict=True)
    )
    equations = []
    for piece in re.split(r"[;；]", _plain(str(line.get("formula", "")))):
        match = _PIECE.match(piece.strip())
        if match is None:
            continue
        used: list[int] = []
        left, right = (_over_figures(match[side], values, used) for side in ("left", "right"))
        if right is None or "p" not in right and right.strip() not in _ROUND:
            own = next((place for place, each in enumerate(values) if each in stated and place not in used), None)
            right = None if own is None else f"p{own}"
        if left is not None and "p" in left and right is not None:
            if "/" in left and "*" not in left and right.startswith("p"):
                left = f"({left}) * 100"
            equations.append(Equation(left, match["sign"], right))
    return _made(line, printed, equations)


def _made(line: dict[str, Any], printed: tuple[Printed, ...], equations: list[Equation]) -> Relation | None:
    """The relation over only those figures that its equations use."""
    used = sorted({int(name) for each in equations for name in re.findall(r"p(\d+)", f"{each.left} {each.right}")})
    if len(used) < 2:
        return None
    new = {old: place for place, old in enumerate(used)}

    def rename(side: str) -> str:
        return re.sub(r"p(\d+)", lambda name: f"p{new[int(name[1])]}", side)

    renamed = tuple(Equation(rename(each.left), each.sign, rename(each.right)) for each in equations)
    last = re.fullmatch(r"p(\d+)", renamed[0].right)
    return Relation(
        line["id"], line["kind"], tuple(printed[old] for old in used), renamed, int(last[1]) if last else None,
        str(line.get("subject", "")),
    )  # fmt: skip


def _over_figures(side: str, values: list[Fraction], used: list[int]) -> str | None:
    """The arithmetic with figures for its numbers, one printed twice taken in order; None where one is not printed."""

    def name(match: re.Match[str]) -> str:
        places = [place for place, each in enumerate(values) if each == value(match[0])]
        free = [place for place in places if place not in used] or places
        used.extend(free[:1])
        return f"p{free[0]}" if free else match[0]

    replaced = _TOKEN.sub(name, side.strip(" -+*/"))
    try:
        ast.parse(replaced, mode="eval")
    except SyntaxError:
        return None
    constants = re.findall(r"(?<![p\d.])\d+(?:\.\d+)?", replaced)
    return replaced if set(constants) <= {"1", "10000", "100000000", *_ROUND} else None


def _plain(formula: str) -> str:
    return formula.replace(" x ", "*").translate(_SIGNS)
