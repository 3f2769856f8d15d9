"""The benchmark's figures as a table on the console and as JSON and Markdown in benchmarks/results."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from auditor import VERSION
from benchmarks.accuracy.changes import KINDS
from benchmarks.accuracy.half import Half
from benchmarks.accuracy.judging import Judged

DETAILS = Path("build/accuracy")
"""Not kept: the reports of GOUJI_CORPUS are quoted there."""


def write(halves: Sequence[Half], seed: int, folder: Path) -> str:
    """Write the figures to accuracy-DATE.json and .md in the folder, misses to build/accuracy; return the Markdown."""
    about = {
        "date": date.today().isoformat(), "version": VERSION, "seed": seed,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }  # fmt: skip
    data = {**about, "halves": {half.name: summary(half) for half in halves}}
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"accuracy-{about['date']}"
    stem.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    DETAILS.mkdir(parents=True, exist_ok=True)
    for half in halves:
        whole = json.dumps(details(half), ensure_ascii=False, indent=1)
        (DETAILS / f"{half.name}.json").write_text(whole + "\n", encoding="utf-8")
    text = markdown(data)
    stem.with_suffix(".md").write_text(text, encoding="utf-8")
    return text


def summary(half: Half) -> dict[str, Any]:
    """Every figure of one half."""
    counted = [each for each in half.errors if each.counted]
    ticked, figures = (sum(row[place] for row in half.coverage) for place in (2, 3))
    return {
        "relations": half.relations,
        "all": rates(counted),
        **{f"{name}s": _grouped(counted, name) for name in ("format", "kind", "document")},
        "inside the range": sum(not each.counted for each in half.errors),
        "alarms": {name: sum(each.severity == name for _, _, each in half.alarms) for name in ("error", "warning")},
        "coverage": {"related": figures, "covered": ticked, "share": _share(ticked, figures)},
        "scramble": _scramble(half),
    }


def details(half: Half) -> dict[str, Any]:
    """What stands behind the figures, for whoever mends: misses, false findings, alarms, figures left."""
    counted = [each for each in half.errors if each.counted]
    return {
        "alarms told": [f"{name}.{form}: {each.told()}" for name, form, each in half.alarms],
        "coverage by document": [
            dict(zip(("document", "format", "covered", "related", "left"), row, strict=True)) for row in half.coverage
        ],
        "missed": [told(each) for each in counted if not each.found],
        "strange": [
            {**told(each), "findings": [finding.told() for finding in each.strange]}
            for each in half.errors
            if each.strange
        ],
        "slips": [told(each) for each in half.errors if not each.counted],
        "not built": half.skipped,
    }


def _grouped(errors: Sequence[Judged], name: str) -> dict[str, Any]:
    """The rates by format, by document, or by kind in the order of the kinds."""
    groups = KINDS if name == "kind" else dict.fromkeys(getattr(each, name) for each in errors)
    return {group: rates(each for each in errors if getattr(each, name) == group) for group in groups}


def _scramble(half: Half) -> dict[str, Any]:
    """Agreeing checks of the true and the scrambled texts, and the equalities among them."""
    every, equal, chance, equal_chance = (sum(row[place] for row in half.scramble) for place in (1, 2, 3, 4))
    return {
        "agreeing": every,
        "agreeing when scrambled": chance,
        "share": _share(chance, every),
        "equalities": equal,
        "equalities when scrambled": equal_chance,
        "share of equalities": _share(equal_chance, equal),
        "rules that agreed when scrambled": dict(half.coincidences.most_common()),
    }


def rates(errors: Iterable[Judged]) -> dict[str, Any]:
    """Recall over the errors; precision of what was said; their harmonic mean."""
    errors = list(errors)
    found, false = sum(each.found for each in errors), sum(len(each.strange) for each in errors)
    recall, precision = _share(found, len(errors)), _share(found, found + false)
    f1 = _share(2 * found, found + false + len(errors))
    return {"errors": len(errors), "found": found, "false": false, "recall": recall, "precision": precision, "F1": f1}


def told(each: Judged) -> dict[str, Any]:
    """One error for a person: what was changed, what gouji had said and says now."""
    return {
        "document": f"{each.document}.{each.format}",
        "kind": each.kind,
        "relation": f"{each.relation} {each.subject}",
        "was": each.was[:80],
        "now": each.now[:80],
        "ticked before": each.ticked_before,
        "linked": each.linked,
        "about": [finding.told() for finding in each.about],
        "no verdict": list(each.untold),
        "line": each.line[:160],
    }


def markdown(data: dict[str, Any]) -> str:
    """The tables, a half at a time."""
    lines = [f"# Accuracy, gouji {data['version']}", "", f"{data['date']}, {data['machine']}, seed {data['seed']}.", ""]
    for name, half in data["halves"].items():
        documents = half["documents"].items() if len(half["documents"]) < 20 else ()
        rows = [("**all**", half["all"]), *half["formats"].items(), *half["kinds"].items(), *documents]
        lines += [f"## {name}: {half['relations']} typed relations", "", *_table(rows), "", *_notes(name, half), ""]
    return "\n".join(lines)


def _table(rows: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    yield "| | errors | found | recall | false findings | precision | F1 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for label, row in rows:
        recall, precision, f1 = (_percent(row[name]) for name in ("recall", "precision", "F1"))
        yield f"| {label} | {row['errors']} | {row['found']} | {recall} | {row['false']} | {precision} | {f1} |"


def _notes(name: str, half: dict[str, Any]) -> Iterator[str]:
    alarms, cover, scramble = half["alarms"], half["coverage"], half["scramble"]
    yield f"- Errors inside the combined range, listed and not counted: {half['inside the range']}"
    # The keyed reports are real: they have errors of their own.
    label = "Findings on the unchanged reports" if name == "corpus" else "Alarms on clean controls"
    yield f"- {label}: {alarms['error']} errors, {alarms['warning']} warnings"
    yield (
        f"- Coverage: {cover['covered']} of {cover['related']} figures that stand in a typed relation, "
        f"{_percent(cover['share'])}"
    )
    yield (
        f"- Agreeing checks on scrambled texts: {scramble['agreeing when scrambled']} of {scramble['agreeing']}, "
        f"{_percent(scramble['share'])}; of equalities {scramble['equalities when scrambled']} of "
        f"{scramble['equalities']}, {_percent(scramble['share of equalities'])}"
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
