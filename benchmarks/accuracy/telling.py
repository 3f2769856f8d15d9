"""The benchmark's figures as a table on the console and as JSON and Markdown in benchmarks/results."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import VERSION
from benchmarks.accuracy.judging import Judged
from benchmarks.accuracy.plant import KINDS

if TYPE_CHECKING:
    from benchmarks.accuracy.run import Half


def write(halves: Sequence[Half], seed: int, folder: Path) -> str:
    """Write accuracy-DATE.json and accuracy-DATE.md, and accuracy.md as the latest; return the Markdown."""
    about = {
        "date": date.today().isoformat(), "version": VERSION, "seed": seed,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }  # fmt: skip
    data = {**about, "halves": {half.name: summary(half) for half in halves}}
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"accuracy-{about['date']}"
    stem.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = markdown(data)
    stem.with_suffix(".md").write_text(text, encoding="utf-8")
    return text


def summary(half: Half) -> dict[str, Any]:
    """Every figure of one half."""
    counted = [each for each in half.errors if each.counted]
    ticked, figures = (sum(row[place] for row in half.coverage) for place in (2, 3))
    agreeing, scrambled = (sum(row[place] for row in half.scramble) for place in (1, 3))
    equal, equal_scrambled = (sum(row[place] for row in half.scramble) for place in (2, 4))
    return {
        "relations": half.relations,
        "all": rates(counted),
        "formats": {form: rates([each for each in counted if each.format == form]) for form in _order(each.format for each in counted)},
        "kinds": {kind: rates([each for each in counted if each.kind == kind]) for kind in KINDS},
        "documents": {name: rates([each for each in counted if each.document == name]) for name in _order(each.document for each in counted)},
        "inside the range": sum(not each.counted for each in half.errors),
        "alarms": {
            severity: Counter(form for _, form, each in half.alarms if each.severity == severity) for severity in ("error", "warning")
        },
        "alarms told": [f"{name}.{form}: {each.told()}" for name, form, each in half.alarms],
        "coverage": {"related": figures, "covered": ticked, "share": _share(ticked, figures)},
        "coverage by document": [{"document": row[0], "format": row[1], "covered": row[2], "related": row[3], "left": row[4]} for row in half.coverage],
        "scramble": {
            "agreeing": agreeing, "agreeing when scrambled": scrambled, "share": _share(scrambled, agreeing),
            "equalities": equal, "equalities when scrambled": equal_scrambled, "share of equalities": _share(equal_scrambled, equal),
            "rules that agreed when scrambled": dict(half.coincidences.most_common()),
        },
        "missed": [told(each) for each in counted if not each.found],
        "strange": [{**told(each), "findings": [finding.told() for finding in each.strange]} for each in half.errors if each.strange],
        "slips": [told(each) for each in half.errors if not each.counted],
        "not built": half.skipped,
    }  # fmt: skip


def rates(errors: Iterable[Judged]) -> dict[str, Any]:
    """Recall over the errors; precision of what was said; their harmonic mean."""
    errors = list(errors)
    found, false = sum(each.found for each in errors), sum(len(each.strange) for each in errors)
    recall, precision = _share(found, len(errors)), _share(found, found + false)
    both = None if recall is None or precision is None or not recall + precision else round(2 * recall * precision / (recall + precision), 4)
    return {"errors": len(errors), "found": found, "false": false, "recall": recall, "precision": precision, "F1": both}


def told(each: Judged) -> dict[str, Any]:
    return {
        "document": f"{each.document}.{each.format}", "kind": each.kind, "relation": f"{each.relation} {each.subject}",
        "was": each.was[:80], "now": each.now[:80], "ticked before": each.ticked_before, "linked": each.linked, "about": [finding.told() for finding in each.about],
        "no verdict": list(each.untold), "line": each.line[:160],
    }  # fmt: skip


def markdown(data: dict[str, Any]) -> str:
    """The tables, a half at a time."""
    lines = [f"# Accuracy, gouji {data['version']}", "", f"{data['date']}, {data['machine']}, seed {data['seed']}.", ""]
    for name, half in data["halves"].items():
        lines += [f"## {name}: {half['relations']} typed relations", ""]
        lines += ["| | errors | found | recall | false findings | precision | F1 |", "| --- | --- | --- | --- | --- | --- | --- |"]
        rows = [("**all**", half["all"]), *half["formats"].items(), *half["kinds"].items(), *(half["documents"].items() if len(half["documents"]) < 20 else ())]
        lines += [f"| {label} | {row['errors']} | {row['found']} | {_percent(row['recall'])} | {row['false']} | {_percent(row['precision'])} | {_percent(row['F1'])} |" for label, row in rows]  # fmt: skip
        cover, scramble = half["coverage"], half["scramble"]
        lines += [
            "",
            f"- Errors inside the combined range, listed and not counted: {half['inside the range']}",
            f"- Alarms on clean controls: {sum(half['alarms']['error'].values())} errors, {sum(half['alarms']['warning'].values())} warnings",
            f"- Coverage: {cover['covered']} of {cover['related']} figures that stand in a typed relation, {_percent(cover['share'])}",
            f"- Agreeing checks on scrambled texts: {scramble['agreeing when scrambled']} of {scramble['agreeing']}, {_percent(scramble['share'])}; "
            f"of equalities {scramble['equalities when scrambled']} of {scramble['equalities']}, {_percent(scramble['share of equalities'])}",
            "",
        ]
    return "\n".join(lines)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
