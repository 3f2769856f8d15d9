"""How many relations of short passages the audit confirms or contradicts rightly, and how often it accuses wrongly.

    python benchmarks/passages.py [fixtures/passages/open.jsonl ...] [--list]

Each line of a file is a passage of invented units with the relations an auditor can recompute in it, typed by hand:
``formula``, ``verdict`` (holds or fails) and ``report`` (error; hint: a last digit or a part not listed; none).
``derived`` relations rest on more than the passage prints and are left out.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.pipeline import audit_bytes
from auditor.result import AGREES, DISAGREES, CheckEntry

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "passages"
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(slots=True)
class Tally:
    """Counts over a file of passages."""

    holding: int = 0
    confirmed: int = 0
    errors: int = 0
    found: int = 0
    hints: int = 0
    tolerated: int = 0
    findings: int = 0
    alarms: int = 0

    def __str__(self) -> str:
        return (
            f"confirmed {_share(self.confirmed, self.holding)}, errors found {_share(self.found, self.errors)}, "
            f"hints tolerated {_share(self.tolerated, self.hints)}, false alarms {_share(self.alarms, self.findings)}"
        )


def cases(path: Path) -> Iterator[dict[str, Any]]:
    """The passages of a file, one a line."""
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line)


def numbers(text: str) -> set[Decimal]:
    """The numbers in a text, separators of thousands dropped; 12.50 and 12.5 are one number."""
    plain = unicodedata.normalize("NFKC", text)
    return {Decimal(found.replace(",", "")).normalize() for found in _NUMBER.findall(plain)}


def checked(check: CheckEntry) -> set[Decimal]:
    """The figures that a check works on: what is stated and what it is recomputed from."""
    stated = check.stated.text if check.stated else ""
    return numbers(" ".join([stated, *(f"{each.text} {each.value}" for each in check.operands)]))


def about(relation: dict[str, Any], text: str, check: CheckEntry) -> bool:
    """Whether a check works on the figures of a relation, all of them (of many, three in four), and few others."""
    used = numbers(f"{relation['formula']} {relation['stated']}")
    wanted, seen = used & numbers(text), checked(check)
    enough = len(wanted) if len(wanted) <= 3 else 0.75 * len(wanted)
    known = used | numbers(text) | numbers(relation["recomputed"])
    return bool(wanted) and len(wanted & seen) >= enough and len(seen - known) <= max(3, len(seen) / 3)


def measure(path: Path, say: bool = False) -> Tally:
    """The tally of a file; ``say`` prints every miss and every false alarm."""
    tally = Tally()
    for case in cases(path):
        lines = _count(case, tally)
        if say:
            print("\n".join(f"{case['id']} {line}" for line in lines), end="\n" if lines else "")
    return tally


def _count(case: dict[str, Any], tally: Tally) -> list[str]:
    """Add one passage to the tally; what went wrong, a line each."""
    text = case["text"]
    checks = audit_bytes(text.encode(), f"{case['id']}.txt")[0].checks
    loud = [check for check in checks if check.verdict == DISAGREES and check.severity != "note"]
    relations = [each for each in case["relations"] if not each.get("derived")]
    lines, excused = [], set()
    for relation in (each for each in relations if each["report"] != "none"):
        hits = [check for check in loud if about(relation, text, check)]
        excused.update(check.id for check in hits)
        if relation["report"] == "error":
            tally.errors, tally.found = tally.errors + 1, tally.found + bool(hits)
            lines += [] if hits else [f"missed: {relation['formula']}"]
        else:
            tolerated = all(check.severity != "error" for check in hits)
            tally.hints, tally.tolerated = tally.hints + 1, tally.tolerated + tolerated
    holding = [each for each in relations if each["report"] == "none" and each["verdict"] == "holds"]
    agreeing = [check for check in checks if check.verdict == AGREES]
    paired = _pair([[i for i, check in enumerate(agreeing) if about(each, text, check)] for each in holding])
    lines += [f"not confirmed: {each['formula']}" for i, each in enumerate(holding) if i not in paired]
    alarms = [check for check in loud if check.id not in excused]
    lines += [f"false alarm: {check.rule} {check.subject} {check.formula}" for check in alarms]
    tally.holding, tally.confirmed = tally.holding + len(holding), tally.confirmed + len(paired)
    tally.findings, tally.alarms = tally.findings + len(loud), tally.alarms + len(alarms)
    return lines


def _pair(choices: list[list[int]]) -> set[int]:
    """The relations that get an agreeing check of their own, as many as possible (augmenting paths)."""
    owner: dict[int, int] = {}

    def seat(relation: int, tried: set[int]) -> bool:
        for check in choices[relation]:
            if check not in tried:
                tried.add(check)
                if check not in owner or seat(owner[check], tried):
                    owner[check] = relation
                    return True
        return False

    return {relation for relation in range(len(choices)) if seat(relation, set())}


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" + (f" ({part / whole:.1%})" if whole else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.jsonl")))
    parser.add_argument("--list", action="store_true", help="print every miss and every false alarm")
    arguments = parser.parse_args()
    for path in arguments.files:
        print(f"{path.stem}: {measure(path, arguments.list)}")


if __name__ == "__main__":
    main()
