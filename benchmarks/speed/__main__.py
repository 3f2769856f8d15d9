"""Measures gouji beside other programs, and how its cost grows; writes benchmarks/results/speed-DATE.json and .md.

python -m benchmarks.speed [--quick] [--only pairs|start|pages|figures|jobs|folder|overview ...]

Parts that are not measured again on a day stay as they are; each tells when, at which commit and under what load it
was taken. The table of the READMEs is written from the newest results.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.speed import files_making, machine, scaling, told
from benchmarks.speed.pairs import ROOT, Measured, gouji, others, timed

CORPUS = Path(os.environ.get("GOUJI_CORPUS", "none"))
LONG = 44
"""Chapters of the report of more than a hundred pages."""


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
    """The same folder with one job and with two, in pairs."""
    pairs = scaling.over_jobs(200 if quick else 1_000, 3 if quick else 5)
    least = [min(run.seconds for run in side) for side in zip(*pairs, strict=True)]
    return {"jobs": scaling.plain([run for pair in pairs for run in pair]), "two jobs to twice one": {
        "pair by pair": [round(one.seconds / two.seconds / 2, 3) for one, two in pairs],
        "least disturbed run of each": round(least[0] / least[1] / 2, 3),
    }}  # fmt: skip


def folder(quick: bool) -> dict[str, Any]:
    """A folder as large as a province's month."""
    return {"folder": scaling.plain([scaling.run(1_000 if quick else 10_000, 2)])}


def overview(quick: bool) -> dict[str, Any]:
    """The same folder with everything that looks at all reports."""
    out = files_making.FOLDER / "view"
    views = [word for ending in ("html", "xlsx", "csv") for word in ("--overview", f"{out}.{ending}")]
    return {"folder with overview": scaling.plain([scaling.run(1_000 if quick else 10_000, 2, *views)])}


PARTS: dict[str, Callable[[bool], dict[str, Any]]] = {
    "start": start, "pairs": pairs, "pages": pages, "figures": figures, "jobs": jobs, "folder": folder,
    "overview": overview,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and smaller sizes")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--table", action="store_true", help="only write the READMEs' table from the newest results")
    arguments = parser.parse_args()
    if not arguments.table:
        for package in ("extractor", "validators", "auditor"):
            compileall.compile_dir(ROOT / package, quiet=2)  # as pip compiles what it installs, pdfplumber among it
        for name in arguments.only:
            print(f"{name} …", file=sys.stderr, flush=True)
            about = machine.described()
            told.keep(about, name, PARTS[name](arguments.quick))
        print(told.newest().with_suffix(".md").read_text("utf-8"))
    told.into_readmes()


if __name__ == "__main__":
    main()
