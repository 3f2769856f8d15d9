"""Plants errors in clean reports, lets gouji audit them, and writes what it found, missed and claimed.

    python -m benchmarks.accuracy.run [--seed 1] [--amount 20] [--formats txt docx pdf] [--output benchmarks/results]

Three parts, told apart: the reports of fixtures/documents with the relations of fixtures/truth, the clean passages of
fixtures/passages, and, where GOUJI_CORPUS is set, its keyed reports. Every error is planted in the text; in the
reports of fixtures/documents every third also as Word and every sixth as PDF.
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import keyed, truth
from benchmarks.accuracy.changes import KINDS
from benchmarks.accuracy.half import Half
from benchmarks.accuracy.hearing import Heard, heard
from benchmarks.accuracy.judging import covered, judged
from benchmarks.accuracy.plant import Planted, planted
from benchmarks.accuracy.relations import Relation
from benchmarks.accuracy.scramble import replaceable, scrambled
from benchmarks.accuracy.telling import write
from fixtures import build

EVERY = {"txt": 1, "docx": 3, "pdf": 6}
"""Of the planted errors, every how many-th is tried in a format."""


@dataclass(frozen=True, slots=True)
class Source:
    """A clean report: its text, its typed relations, and whether the fixtures' builder makes its other formats."""

    name: str
    text: str
    relations: tuple[Relation, ...]
    built: bool


Job = tuple[bytes, str, str]
"""A file's bytes and name, and the text it was built from."""


def measured(sources: Sequence[Source], name: str, seed: int, amount: int, formats: Sequence[str], jobs: int) -> Half:
    """Clean controls, ``amount`` planted errors of each kind, and scrambled texts of some reports."""
    half = Half(name, relations=sum(len(source.relations) for source in sources))
    drawn = _drawn(sources, seed, amount)
    with ProcessPoolExecutor(jobs) as pool:
        before = {}
        for form in formats:
            clean = _clean(sources, form)
            for source, result in zip(
                [each for each, _ in clean], pool.map(_heard, [job for _, job in clean]), strict=True
            ):
                before[source.name, form] = result
                _controlled(half, source, form, result)
        for form in formats:
            todo = _altered(half, drawn, form)
            results = pool.map(_heard, [job for _, _, job in todo], chunksize=2)
            for (source, error, _), result in zip(todo, results, strict=True):
                true = before[source.name, form]
                known = () if source.built else true.noted
                half.errors.append(judged(source.name, form, source.text, error, result, true, known))
        texts = [(source, scrambled(source.text, f"{seed}/{source.name}")) for source in sources]
        for (source, _), result in zip(texts, pool.map(_heard, [_text_job(text) for _, text in texts]), strict=True):
            places = replaceable(source.text)
            true, chance = (_resting(each, places) for each in (before[source.name, formats[0]], result))
            half.scramble.append((source.name, len(true), true.count("="), len(chance), chance.count("=")))
            half.coincidences.update(rule for rule, _, starts in result.agrees if starts & places)
    return half


def _drawn(sources: Sequence[Source], seed: int, amount: int) -> list[tuple[Source, Planted]]:
    """``amount`` errors of each kind that count, spread over the reports in a drawn order, and the slips between."""
    found = []
    for kind in KINDS:
        order = sorted(sources, key=lambda source: source.name)
        random.Random(f"{seed}/{kind}").shuffle(order)
        share = -(-amount // len(order)) if len(order) < amount else 1
        left = [(each, planted(each.text, each.relations, kind, 2 * share, f"{seed}/{each.name}")) for each in order]
        count = 0
        while count < amount and any(errors for _, errors in left):
            for source, errors in left:
                if errors and count < amount:
                    found.append((source, errors.pop(0)))
                    count += found[-1][1].counted
    return found


def _heard(job: Job) -> Heard:
    return heard(*job)


def _text_job(text: str) -> Job:
    return text.encode(), "report.txt", text


def _clean(sources: Sequence[Source], form: str) -> list[tuple[Source, Job]]:
    if form == "txt":
        return [(source, _text_job(source.text)) for source in sources]
    built = [source for source in sources if source.built]
    files = [(each, (build.DOCUMENTS / f"{each.name}.{form}").read_bytes()) for each in built]
    return [(each, (data, f"report.{form}", each.text)) for each, data in files]


def _altered(half: Half, drawn: Sequence[tuple[Source, Planted]], form: str) -> list[tuple[Source, Planted, Job]]:
    """The reports with one error each, in one format; LibreOffice is started once for all PDFs."""
    chosen = [(source, error) for source, error in drawn if source.built or form == "txt"]
    if form == "txt":
        return [(source, error, _text_job(error.applied(source.text))) for source, error in chosen]
    words: dict[str, tuple[Source, Planted, bytes]] = {}
    for number, (source, error) in enumerate([each for each in chosen if each[1].counted][:: EVERY[form]]):
        try:
            words[f"{number:03d}"] = (source, error, build.word(source.name, error.applied(source.text)))
        except (AssertionError, IndexError, ValueError) as problem:
            half.skipped.append(f"{source.name} {error.kind}: not built, {type(problem).__name__}")
    files = {name: data for name, (_, _, data) in words.items()}
    if form == "pdf":
        files = build.pdfs(files) if files else {}
    return [
        (source, error, (files[name], f"report.{form}", error.applied(source.text)))
        for name, (source, error, _) in words.items()
    ]


def _controlled(half: Half, source: Source, form: str, result: Heard) -> None:
    half.alarms.extend((source.name, form, finding) for finding in result.noted)
    ticked, all_, left = covered(source.relations, result)
    shown = [_shown(source.text, each.start, each.end) for each in left]
    half.coverage.append((source.name, form, ticked, all_, shown))


def _shown(text: str, start: int, end: int) -> str:
    """A figure between the words around it."""
    return " ".join(f"{text[max(0, start - 24) : start]}[{text[start:end]}]{text[end : end + 12]}".split())


def _resting(result: Heard, places: frozenset[int]) -> list[str]:
    """The relations of the agreeing checks that rest on a figure which the scramble replaces."""
    return [relation for _, relation, starts in result.agrees if starts & places]


def documents() -> list[Source]:
    return [Source(path.stem, path.read_text("utf-8"), relations, True) for path, relations in truth.read()]


def passages() -> list[Source]:
    found = keyed.passages(build.FIXTURES / "passages")
    return [Source(name, text, relations, False) for name, text, relations in found]


def corpus() -> list[Source]:
    folder = os.environ.get("GOUJI_CORPUS")
    found = keyed.reports(Path(folder)) if folder else []
    return [Source(path.stem, path.read_text("utf-8"), relations, False) for path, relations in found]


HALVES = {"documents": documents, "passages": passages, "corpus": corpus}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--amount", type=int, default=20, help="errors of each kind")
    parser.add_argument("--formats", nargs="+", choices=tuple(EVERY), default=list(EVERY))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--halves", nargs="+", choices=tuple(HALVES), default=list(HALVES))
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    chosen = parser.parse_args()
    halves = []
    for name in chosen.halves:
        if sources := HALVES[name]():
            formats = chosen.formats if sources[0].built else ["txt"]
            halves.append(measured(sources, name, chosen.seed, chosen.amount, formats, chosen.jobs))
    print(write(halves, chosen.seed, chosen.output))


if __name__ == "__main__":
    main()
