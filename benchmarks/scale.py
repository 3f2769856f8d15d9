"""Simulates a hundred thousand reports on 1 to 64 workers: how long, what saturates first, what it costs.

    python -m benchmarks.scale [--measure]

Service times are drawn: most reports from a lognormal distribution around the measured median, with the measured
spread, one in a thousand from a tail that would by itself take 40 % of all time, as measured on public procurement
PDFs. The parent gives files out one by one, may be ``ahead`` files before the first that is unwritten, and writes in
order. ``--measure`` takes median, spread and the parent's share on this machine and keeps them in benchmarks/results;
without it the newest kept are used. The table in benchmarks/scale.md is written anew.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.speed import files_making, machine

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "benchmarks" / "scale.md"
OPENS, CLOSES = "<!-- table: ", "<!-- /table -->"
CORPUS = Path(os.environ.get("GOUJI_CORPUS", "none"))
DASK = 0.0016
"""Seconds of the parent to hand a file out by dask, measured when the engine was chosen."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated. Seconds throughout; ``price`` is per core and hour, in any currency."""

    files: int = 100_000
    workers: int = 16
    median: float = 0.55
    spread: float = 0.7
    tail: float = 0.001
    tail_share: float = 0.4
    limit: float = 60.0
    parent: float = 0.0025
    ahead: int = 20_000
    price: float = 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hours from start to end, how much of them the workers and the parent are at work, files cut off, and cost."""

    hours: float
    working: float
    parent: float
    cut: int
    cost: float


def service(plan: Plan, seed: int = 1) -> list[float]:
    """Seconds that each file takes in a worker, the time limit applied."""
    chance = random.Random(seed)
    drawn = [plan.median * chance.lognormvariate(0, plan.spread) for _ in range(plan.files)]
    long = max(1, round(plan.files * plan.tail))
    each = sum(drawn) * plan.tail_share / (1 - plan.tail_share) / long
    for place in chance.sample(range(plan.files), long):
        drawn[place] = each * chance.uniform(0.5, 1.5)
    return [min(seconds, plan.limit) for seconds in drawn]


def simulated(plan: Plan, seed: int = 1) -> Outcome:
    """One run: the parent is one server, the workers are many, and the window before the first unwritten file moves."""
    times = service(plan, seed)
    free = [0.0] * plan.workers
    heapq.heapify(free)
    done: list[float] = [0.0] * plan.files
    parent = written = 0.0
    turn = 0
    for place, seconds in enumerate(times):
        while place - turn > plan.ahead:
            written = max(written, done[turn])
            turn += 1
        worker = heapq.heappop(free)
        begun = max(parent, worker, written if place - turn >= plan.ahead else 0.0)
        parent = max(parent, begun) + plan.parent
        done[place] = parent + seconds
        heapq.heappush(free, done[place])
    end = max(done)
    core_hours = end * (plan.workers + 1) / 3600
    return Outcome(
        end / 3600, sum(times) / plan.workers / end, plan.files * plan.parent / end,
        sum(seconds >= plan.limit for seconds in times), core_hours * plan.price,
    )  # fmt: skip


def measured() -> dict[str, Any]:
    """Processor seconds of the audit of each report at hand, their median and spread, and of the parent for a file.

    Processor seconds, so that other work on the machine does not count; the corpus only where it is named.
    """
    from auditor.pipeline import audit_file

    built = [file for file in (files_making.pdf(12), files_making.word(12)) if file is not None]
    files = {file.name: file for file in (*sorted((ROOT / "fixtures" / "documents").glob("*.[dptx]*")), *built)}
    files |= {f"corpus {place}": file for place, file in enumerate(sorted((CORPUS / "reports").glob("*.*")), 1)}
    taken = {}
    for name, file in files.items():
        runs = []
        for _ in range(4):
            begun = time.process_time()
            audit_file(file)
            runs.append(time.process_time() - begun)
        taken[name] = round(min(runs[1:]), 4)
    logs = [math.log(seconds) for seconds in taken.values()]
    return {
        "median": round(statistics.median(taken.values()), 3), "spread": round(statistics.stdev(logs), 2),
        "parent": round(_parent(600) + DASK, 4), "seconds": taken,
    }  # fmt: skip


def _parent(count: int) -> float:
    """Processor seconds of the parent for each file of a run with a state file, its own start left out."""
    code = (
        "import resource, sys; from auditor.cli import main; main(); r = resource.getrusage(0);"
        "print(r.ru_utime + r.ru_stime, file=sys.stderr)"
    )
    spent = []
    for files in (1, count):
        with tempfile.TemporaryDirectory() as folder:
            for number in range(files):
                words = f"第{number}号，预算200.00万元，支出180.00万元，执行率90.00%。"
                (Path(folder) / f"{number}.txt").write_text(words, "utf-8")
            command = [sys.executable, "-c", code, "check", folder, "--format", "json", "--output", folder + "/o.json",
                       "--state", folder + "/s", "--quiet"]  # fmt: skip
            told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stderr
            spent.append(float(told.split()[-1]))
    return (spent[1] - spent[0]) / (count - 1)


def newest() -> Path:
    """The measures of the last day on which any were taken."""
    return max((ROOT / "benchmarks" / "results").glob("scale-*.json"))


def table(plan: Plan) -> str:
    lines = [
        "| workers | limit s | window | hours | workers busy | parent busy | files cut | cost |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for limit in (60.0, 1e9):
        for workers in (1, 4, 16, 64):
            for ahead in (2_000, 20_000):
                each = replace(plan, workers=workers, limit=limit, ahead=ahead)
                found = simulated(each)
                shown = "none" if limit > 1e6 else f"{limit:.0f}"
                lines.append(
                    f"| {workers} | {shown} | {ahead:,} | {found.hours:.2f} | {found.working:.0%} | {found.parent:.0%} "
                    f"| {found.cut} | {found.cost:.1f} |"
                )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="first measure this machine")
    if parser.parse_args().measure:
        about = machine.described()
        file = ROOT / "benchmarks" / "results" / f"scale-{about['date'][:10]}.json"
        file.write_text(json.dumps({"machine": about, **measured()}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    words = told(newest())
    before, _, rest = PAGE.read_text("utf-8").partition(OPENS)
    PAGE.write_text(f"{before}{OPENS}{newest().name} -->\n{words}\n{CLOSES}{rest.partition(CLOSES)[2]}", "utf-8")
    print(words)


def told(file: Path) -> str:
    """What was measured and what follows from it, as it stands in benchmarks/scale.md."""
    found = json.loads(file.read_text("utf-8"))
    plan = Plan(median=found["median"], spread=found["spread"], parent=found["parent"])
    times = found["seconds"].values()
    lines = [
        f"Measured on {len(times)} reports, {found['machine']['date']}, {found['machine']['processor']}, gouji "
        f"{found['machine']['gouji']}: median {plan.median} s, from {min(times):.2f} to {max(times):.2f}, "
        f"spread σ {plan.spread}; the parent {plan.parent * 1000:.1f} ms a file.",
        "", table(plan),
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main()
