"""How time and memory grow: over the pages of a PDF, over figures, over jobs, over the files of a folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.speed import files_making
from benchmarks.speed.pairs import ROOT, environment, gouji, timed
from benchmarks.speed.report_making import report

CHAPTERS = {10: 4, 100: 44, 1000: 426}
"""Pages wanted, to the chapters that fill them; the pages that result are counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One size: how much of it, seconds, seconds apiece, and the most memory a process held, in MiB."""

    size: int
    seconds: float
    each: float
    peak: float


def over_pages(repeats: int, pages: tuple[int, ...] = (10, 100, 1000)) -> list[Step]:
    """The whole audit of PDFs of more and more pages; nothing where LibreOffice is missing."""
    steps = []
    for wanted in pages:
        file = files_making.pdf(CHAPTERS[wanted])
        if file is not None:
            steps.append(_step(_pages(file), file, repeats))
    return steps


def over_figures(repeats: int, figures: tuple[int, ...] = (100, 1_000, 10_000, 100_000)) -> list[Step]:
    """The whole audit of plain texts of more and more figures, in reports of more and more chapters."""
    return [_step(wanted, files_making.text(max(1, round(wanted / 75))), repeats) for wanted in figures]


def _step(size: int, file: Path, repeats: int) -> Step:
    found = timed({"gouji": gouji(file, "--timeout", "3600")}, repeats)["gouji"]
    return Step(size, round(found.seconds, 3), round(found.seconds / size, 6), round(found.peak, 1))


def _pages(file: Path) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(file))


def folder(count: int) -> Path:
    """A folder of that many small reports, each of its own, of five kinds and one to two chapters."""
    place = files_making.FOLDER / f"folder-{count}"
    if (place / "done").exists():
        return place / "reports"
    shutil.rmtree(place, ignore_errors=True)
    for number in range(count):
        file = place / "reports" / f"{number // 500:03}" / f"{number:06}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(files_making.as_text(_short(number)), "utf-8")
    (place / "done").touch()
    return place / "reports"


def _short(number: int) -> Iterator[files_making.Block]:
    blocks = list(report(1, seed=number))
    yield from blocks[: 6 + number % 5 * 2]


@dataclass(frozen=True, slots=True)
class Run:
    """A run over a folder: files a second, and the most memory that the parent and any worker held, in MiB."""

    files: int
    jobs: int
    seconds: float
    rate: float
    parent: float
    worker: float


_MEASURED = (
    "import resource, sys\n"
    "from auditor.cli import main\n"
    "code = main()\n"
    "peak = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
    "print('peak', *peak, code, file=sys.stderr)\n"
)


def run(count: int, jobs: int, *words: str) -> Run:
    """One run over a folder of that many reports, with further words of the command line."""
    out = files_making.FOLDER / "out.json"
    command = [sys.executable, "-c", _MEASURED, "check", str(folder(count)), "--format", "json", "--output", str(out),
               "--jobs", str(jobs), "--quiet", *words]  # fmt: skip
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    _, parent, worker, _ = done.stderr.strip().splitlines()[-1].split()
    listed = out.read_text("utf-8").count('"sha256"')
    assert listed == count, f"{listed} of {count} reports are in the output"
    return Run(count, jobs, round(seconds, 2), round(count / seconds, 1), float(parent), float(worker))


def over_jobs(count: int, repeats: int) -> list[tuple[Run, Run]]:
    """The same folder with one job and with two, in turn, so that a slow minute of the machine meets both."""
    return [(run(count, 1), run(count, 2)) for _ in range(repeats)]


def plain(steps: list[Step] | list[Run]) -> list[dict[str, float]]:
    return [asdict(step) for step in steps]
