"""Simulates a hundred thousand reports on 1 to 64 workers: how long, what saturates first, what it costs.

    python benchmarks/scale.py [--files 100000] [--measure]

Service times are drawn: most reports from a lognormal distribution around the measured median, one in a thousand
from a tail that would by itself take 40 % of all time, as measured on public procurement PDFs. The parent gives
files out one by one, may be ``AHEAD`` files before the first that is unwritten, and writes in order.
"""

from __future__ import annotations

import argparse
import heapq
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


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
    ahead: int = 2_000
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


def measured() -> dict[str, float]:
    """Seconds of the parent for each file of a run with a state file, and the median of the fixtures in a worker."""
    sys.path.insert(0, str(ROOT))
    from auditor.pipeline import audit_file

    files = sorted((ROOT / "fixtures" / "documents").iterdir())
    for file in files:
        audit_file(file)
    taken = []
    for file in files:
        begun = time.perf_counter()
        audit_file(file)
        taken.append(time.perf_counter() - begun)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(600):
            words = f"第{number}号，预算200.00万元，支出180.00万元，执行率90.00%。"
            (Path(folder) / f"{number}.txt").write_text(words, "utf-8")
        code = (
            "import resource, sys; from auditor.cli import main; main(); r = resource.getrusage(0);"
            "print(r.ru_utime + r.ru_stime, file=sys.stderr)"
        )
        command = [sys.executable, "-c", code, "check", folder, "--format", "json", "--output", folder + "/o.json",
                   "--state", folder + "/s", "--quiet"]  # fmt: skip
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stderr
    return {"median of the fixtures": sorted(taken)[len(taken) // 2], "parent a file": float(told.split()[-1]) / 600}


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
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--measure", action="store_true", help="first measure this machine")
    arguments = parser.parse_args()
    plan = Plan(files=arguments.files)
    if arguments.measure:
        found = measured()
        print(found)
        plan = replace(plan, median=found["median of the fixtures"], parent=found["parent a file"])
    print(table(plan))


if __name__ == "__main__":
    main()
