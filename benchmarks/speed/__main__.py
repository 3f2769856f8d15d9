"""Measures gouji beside other programs, and how its cost grows; writes benchmarks/results/speed-DATE.json and .md.

python -m benchmarks.speed [--quick] [--only pairs|start|pages|figures|jobs|folder ...]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.speed import files_making, machine, scaling
from benchmarks.speed.pairs import ROOT, Measured, gouji, others, timed

RESULTS = Path(__file__).resolve().parents[1] / "results"
CORPUS = Path(os.environ.get("GOUJI_CORPUS", "none"))
LONG = 44
"""Chapters of the report of more than a hundred pages."""

GOALS = {
    "PDF of 100 pages or more": ("pdfplumber text+tables", 0.35),
    "PDF of 100 pages or more, fixtures joined": ("pdfplumber text+tables", 0.35),
    "PDF of 100 pages or more, real reports joined": ("pdfplumber text+tables", 0.35),
    "DOCX": ("pdfplumber text+tables", 0.5),
    "TXT": ("pdfplumber text+tables", 0.5),
    "start": ("python -c pass", 3.0),
}
PARENT_GOAL, JOBS_GOAL = 300, 0.9


def pairs(quick: bool) -> dict[str, Any]:
    """The built report, and the fixtures' PDFs, beside what else reads PDF."""
    repeats = 3 if quick else 7
    found: dict[str, Any] = {}
    report = files_making.pdf(LONG)
    if report is not None:
        rivals, missing = others(report)
        found["PDF of 100 pages or more"] = _told(timed({"gouji": gouji(report), **rivals}, repeats))
        found["left out"] = missing
        for kind, file in (("DOCX", files_making.word(LONG)), ("TXT", files_making.text(LONG))):
            beside = {"gouji": gouji(file), "pdfplumber text+tables": rivals["pdfplumber text+tables"]}
            found[kind] = _told(timed(beside, repeats))
    else:
        found["left out"] = ["LibreOffice, which prints the long report"]
    for name, folder in (("fixtures", ROOT / "fixtures" / "documents"), ("real reports", CORPUS / "reports")):
        file = files_making.joined(name.replace(" ", "-"), sorted(folder.glob("*.pdf")))
        if file is not None:
            found[f"PDF of 100 pages or more, {name} joined"] = _told(
                timed({"gouji": gouji(file), **others(file)[0]}, repeats)
            )
    for file in sorted((ROOT / "fixtures" / "documents").glob("*.pdf"))[: 2 if quick else 99]:
        found[f"fixture {file.name}"] = _told(timed({"gouji": gouji(file), **others(file)[0]}, repeats))
    return found


def start(quick: bool) -> dict[str, Any]:
    """`gouji --version` beside a Python that does nothing, and the smallest audit there is."""
    small = files_making.FOLDER / "small.txt"
    small.parent.mkdir(parents=True, exist_ok=True)
    small.write_text("全年预算安排200.00万元，实际支出180.00万元，预算执行率为90.00%。\n", "utf-8")
    commands = {
        "gouji": [str(Path(sys.executable).with_name("gouji")), "--version"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "gouji check of one sentence": gouji(small),
    }
    return {"start": _told(timed(commands, 5 if quick else 15))}


def _told(found: dict[str, Measured]) -> dict[str, Any]:
    own = found["gouji"]
    return {
        name: {"seconds": round(each.seconds, 3), "peak MiB": round(each.peak, 1),
               "gouji takes of it": round(own.seconds / each.seconds, 3)}
        for name, each in found.items()
    }  # fmt: skip


def pages(quick: bool) -> dict[str, Any]:
    return {"pages": scaling.plain(scaling.over_pages(1 if quick else 3, (10, 100) if quick else (10, 100, 1000)))}


def figures(quick: bool) -> dict[str, Any]:
    sizes = (100, 1_000, 10_000) if quick else (100, 1_000, 10_000, 100_000)
    return {"figures": scaling.plain(scaling.over_figures(1 if quick else 3, sizes))}


def jobs(quick: bool) -> dict[str, Any]:
    one, two = scaling.over_jobs(200 if quick else 1000, 3)
    return {"jobs": scaling.plain([one, two]), "two jobs to twice one": round(two.rate / one.rate / 2, 3)}


def folder(quick: bool) -> dict[str, Any]:
    return {"folder": scaling.plain([scaling.run(1_000 if quick else 10_000, 2)])}


PARTS: dict[str, Callable[[bool], dict[str, Any]]] = {
    "start": start, "pairs": pairs, "pages": pages, "figures": figures, "jobs": jobs, "folder": folder,
}  # fmt: skip


def as_text(machine: dict[str, str], found: dict[str, Any]) -> str:
    """The measures as Markdown: a table a part, goals beside what was reached."""
    lines = ["# Speed", "", *(f"- {key}: {value}" for key, value in machine.items()), ""]
    for name, part in found.items():
        if isinstance(part, dict):
            lines += [
                f"## {name}",
                "",
                "| program | seconds | peak MiB | gouji takes of it |",
                "| --- | --- | --- | --- |",
            ]
            lines += [f"| {who} | {' | '.join(str(value) for value in each.values())} |" for who, each in part.items()]
            lines += [_goal(name, part), ""]
        elif isinstance(part, list) and part and isinstance(part[0], dict):
            lines += [f"## {name}", "", f"| {' | '.join(part[0])} |", f"| {' | '.join('---' for _ in part[0])} |"]
            lines += [*(f"| {' | '.join(str(value) for value in each.values())} |" for each in part), ""]
        elif part:
            lines += [f"{name}: {', '.join(part) if isinstance(part, list) else part}", ""]
    lines.append(
        f"Goals: parent at most {PARENT_GOAL} MiB over 10,000 reports; two jobs at least {JOBS_GOAL} of twice one."
    )
    return "\n".join(lines) + "\n"


def _goal(name: str, part: dict[str, Any]) -> str:
    if name not in GOALS:
        return ""
    beside, most = GOALS[name]
    reached = part[beside]["gouji takes of it"]
    return f"\nGoal: at most {most} of {beside}; {'met' if reached <= most else 'not met'}: {reached}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and smaller sizes")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    arguments = parser.parse_args()
    about, found = machine.described(), {}
    for name in arguments.only:
        print(f"{name} …", file=sys.stderr, flush=True)
        found |= PARTS[name](arguments.quick)
        written(about, found)
    print(as_text(about, found))


def written(about: dict[str, str], found: dict[str, Any]) -> None:
    """Keep the measures under the day's date, as they come."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"speed-{about['date'][:10]}"
    file.with_suffix(".json").write_text(
        json.dumps({"machine": about, **found}, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    file.with_suffix(".md").write_text(as_text(about, found), "utf-8")


if __name__ == "__main__":
    main()
