"""What a resubmission fixed, left and broke, what is no longer checked, and what changed without being asked."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from auditor import VERSION, contract
from auditor.codec import unpack
from auditor.language import Language
from auditor.options import Options
from auditor.remarks import where
from auditor.result import UNREADABLE, Location, ReportAudit, Sentence, Value
from auditor.walk import Entry
from auditor.wrong import Wrong

Plain = dict[str, Any]
Pair = tuple[Plain | None, Plain | None]

KINDS = ("fixed", "left", "broke", "gone")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Old and new check of each kind, matched by id; ``changed``: figures no finding of OLD rests on."""

    fixed: tuple[Pair, ...]
    left: tuple[Pair, ...]
    broke: tuple[Pair, ...]
    gone: tuple[Pair, ...]
    changed: tuple[tuple[Plain, Plain], ...]

    @property
    def exit_code(self) -> int:
        """1 where something disagrees that nobody has accepted, or disagreed and cannot be checked any more."""
        lost = any(old is not None and old["verdict"] == "disagrees" for old, _ in self.gone)
        stands = any(new is not None and new.get("suppressed") is None for _, new in (*self.left, *self.broke))
        return int(stands or lost)


def compared(old: str, new: str, form: str, language: Language) -> tuple[str, int]:
    """The comparison as text or JSON, and the exit code. Raises Wrong."""
    comparison = compare(load(old, language), load(new, language))
    text = _json(comparison) if form == "json" else _text(comparison, language)
    return text, comparison.exit_code


def load(path: str, language: Language) -> Plain:
    """The one REPORT of a JSON with all checks, or of a report that is audited now. Raises Wrong."""
    if Path(path).suffix.lower() in (".json", ".jsonl"):
        try:
            content = json.loads(Path(path).read_text("utf-8"))
            reports = content.get("reports", [content])
            if len(reports) != 1 or "checks" not in reports[0]:
                raise ValueError(path)
        except OSError as error:
            raise Wrong("wrong.compare", path=path, error=error.strerror or "") from error
        except (ValueError, AttributeError, TypeError) as error:
            raise Wrong("wrong.compare_json", path=path) from error
        return dict(reports[0])
    audit = _audited(path, language)
    if audit.status == UNREADABLE:
        problem = language.optional(audit.problem) or ""
        raise Wrong("wrong.compare", path=path, error=problem)
    return contract.report(audit, language, all_checks=True)


def _audited(path: str, language: Language) -> ReportAudit:
    """The audit of one report with the settings above it, in a child process as always. Raises Wrong."""
    from auditor.outcome import unpacked
    from auditor.run import Run
    from auditor.sandbox import Pool, Task
    from auditor.settings import Setup, settled

    settings = settled(Options(), [Entry(path, Path(path).name)], None, date.today(), None)
    pool = Pool(Setup(Run(language, VERSION, ""), settings, (), keep=True), 1)
    try:
        pool.submit(Task(0, path, Path(path).name))
        while True:
            for _, result in pool.results():
                if isinstance(result, Sentence):
                    raise Wrong("wrong.compare", path=path, error=language.sentence(result))
                return unpack(ReportAudit, unpacked(result).plain)
    finally:
        pool.close()


def compare(old: Plain, new: Plain) -> Comparison:
    """Checks matched by id, figures by the words and the place around them."""
    before = {check["id"]: check for check in old["checks"]}
    after = {check["id"]: check for check in new["checks"]}
    accused = {check["stated_figure"] for check in old["findings"]}
    found: dict[str, list[Pair]] = {kind: [] for kind in KINDS}
    for key in (*before, *(key for key in after if key not in before)):
        kind = _kind(_verdict(before.get(key)), _verdict(after.get(key)))
        if kind and not (kind == "gone" and _cause_only(before[key], accused)):
            found[kind].append((before.get(key), after.get(key)))
    fixed, left, broke, gone = (tuple(found[kind]) for kind in KINDS)
    return Comparison(fixed, left, broke, gone, tuple(_changed(old, new)))


def _cause_only(check: Plain, accused: set[str | None]) -> bool:
    """Whether the check only showed how a wrong figure came about, so that it goes when the figure is corrected."""
    return check["verdict"] == "agrees" and check["stated_figure"] is not None and check["stated_figure"] in accused


def _verdict(check: Plain | None) -> str:
    return check["verdict"] if check else "cannot_tell"


def _kind(old: str, new: str) -> str | None:
    if new == "disagrees":
        return "left" if old == "disagrees" else "broke"
    if new == "agrees":
        return "fixed" if old == "disagrees" else None
    return None if old == "cannot_tell" else "gone"


def _changed(old: Plain, new: Plain) -> Iterator[tuple[Plain, Plain]]:
    """Figures whose print changed although no finding of the old report rests on them."""
    asked = {check["stated_figure"] for check in old["findings"]}
    asked |= {operand["id"] for check in old["findings"] for operand in check["operands"]}
    after = dict(_placed(new["figures"]))
    for key, figure in _placed(old["figures"]):
        other = after.get(key)
        if other is not None and other["text"] != figure["text"] and figure["id"] not in asked:
            yield figure, other


def _placed(figures: list[Plain]) -> Iterator[tuple[tuple[object, ...], Plain]]:
    """Each figure with what tells its place: its cell, or the words around it without their digits."""
    seen: Counter[tuple[object, ...]] = Counter()
    for figure in figures:
        place = figure["location"]
        if place["table"] is not None:
            key: tuple[object, ...] = (
                "cell",
                place["sheet"],
                place["table"],
                figure["label"] or place["row"],
                place["column"],
            )
        else:
            key = ("text", re.sub(r"[\d.,，．]+", "#", place["quote"]), figure["label"])
        seen[key] += 1
        yield (*key, seen[key]), figure


def _json(comparison: Comparison) -> str:
    plain = {
        "schema": "gouji-compare/1",
        "tool": {"version": VERSION},
        **{kind: [{"old": old, "new": new} for old, new in getattr(comparison, kind)] for kind in KINDS},
        "changed": [{"old": old, "new": new} for old, new in comparison.changed],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1)


def _text(comparison: Comparison, language: Language) -> str:
    lines = []
    for kind in KINDS:
        pairs = getattr(comparison, kind)
        if pairs:
            lines.append(language.say(f"compare.{kind}"))
            lines += [f"  {_one(old, new, language)}" for old, new in pairs]
    if comparison.changed:
        lines.append(language.say("compare.changed"))
        for old, new in comparison.changed:
            told = {"label": new["label"] or new["location"]["quote"], "where": _where(new["location"], language)}
            lines.append("  " + language.say("compare.figure", **told, old=old["text"], new=new["text"]))
    counts = {kind: len(getattr(comparison, kind)) for kind in (*KINDS, "changed")}
    lines.append(language.say("compare.total", **counts))
    return "\n".join(lines)


def _one(old: Plain | None, new: Plain | None, language: Language) -> str:
    """A check in a line: rule, subject, place, and both values before and after where they changed."""
    check = new or old or {}
    words = language.say(
        "compare.was",
        subject=check["subject"],
        where=next((_where(place, language) for place in check["locations"]), "–"),
        stated=_before_and_after("stated", old, new, language),
        expected=_before_and_after("expected", old, new, language),
    )
    accepted = "" if check.get("suppressed") is None else f"  [{language.say('suppressed.short')}]"
    return f"{check['rule']}  {words}{accepted}"


def _before_and_after(side: str, old: Plain | None, new: Plain | None, language: Language) -> str:
    told = [
        language.bounded(Value(**each[side]), each["relation"] if side == "expected" else "=")
        for each in (old, new)
        if each is not None and each[side] is not None
    ]
    return " → ".join(dict.fromkeys(told)) or "–"


def _where(place: Plain, language: Language) -> str:
    kept = {name: value for name, value in place.items() if name != "bbox"}
    return where(Location(**kept, boxes=()), language)
