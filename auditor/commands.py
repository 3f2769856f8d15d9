"""The commands and their options, as people's scripts rely on them."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import VERSION
from auditor.arguments import parser
from auditor.language import LANGUAGES, Language
from auditor.result import UNREADABLE, Sentence
from auditor.wrong import Wrong

if TYPE_CHECKING:  # a command loads what it needs when it runs
    from auditor.batch import Totals
    from auditor.run import Run
    from auditor.sandbox import Engine
    from auditor.settings import Settings, Setup
    from auditor.store import State
    from auditor.targets import Plan
    from auditor.walk import Entry
    from extractor.limits import Limits


def command(words: Sequence[str]) -> int:
    """Run one command. Exit 2 where the call is wrong."""
    language = Language(_language(words))
    arguments = parser(language, RUNS).parse_args(words)
    try:
        with _utf8():
            return int(arguments.run(arguments, language))
    except BrokenPipeError:
        # The reader of standard output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        complain(language, Sentence("interrupted"))
        return 2


def _language(words: Sequence[str]) -> str:
    """The language asked for, known before the options are parsed, since --help speaks it too."""
    for position, word in enumerate(words):
        value = word[7:] if word.startswith("--lang=") else "".join(words[position + 1 : position + 2])
        if word.startswith("--lang") and value in LANGUAGES:
            return value
    return LANGUAGES[0]


@contextlib.contextmanager
def _utf8() -> Iterator[None]:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    yield


def _run_check(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.writing import Unwritable

    try:
        return _audited(arguments, language)
    except (Wrong, Unwritable) as error:
        complain(language, error.reason)
        return 2


def _audited(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.batch import run
    from auditor.progress import progress
    from auditor.settings import Setup
    from auditor.targets import glances, planned
    from auditor.walk import listing

    for option in ("jobs", "timeout", "memory"):
        if not getattr(arguments, option) > 0:
            raise Wrong("wrong.number", option=f"--{option}")
    formats = tuple(dict.fromkeys(arguments.format or ["console"]))
    found = listing(arguments.paths, _own_files(arguments))
    if not found.entries:
        raise Wrong("wrong.empty")
    settings = _settings(arguments, found.entries)
    language = Language(arguments.lang or settings.config(found.entries[0].path).lang or language.name)
    many = found.folders or len(found.entries) > 1
    plan = glances(arguments.overview, planned(formats, arguments.output, found.entries, many), found.entries)
    if arguments.write_baseline:
        plan.streams["baseline"] = Path(arguments.write_baseline)
        formats = (*formats, "baseline")
    told = replace(_told(arguments, language, found.skipped, many), **_pages(plan))
    setup = Setup(told, settings, formats, arguments.timeout, arguments.memory)
    shown = not (arguments.quiet or arguments.no_progress)
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(_state(arguments.state)) if arguments.state else None
        watch = stack.enter_context(progress(len(found.entries), language, shown))
        totals = run(found.entries, plan, setup, arguments.jobs, store, _config(setup), watch, _engine(arguments))
    seen = plan.streams.get("console", plan) is None and sys.stdout.isatty() and sys.stderr.isatty()
    _complained(totals, language, seen)
    if not arguments.quiet:
        for entry in settings.stale(found.entries, totals.lines):
            key = "suppression.expired" if entry.expired else "suppression.stale"
            complain(language, Sentence(key, (("source", entry.source), ("target", entry.target))))
    paths = {entry.name: entry.path for entry in found.entries}
    return totals.exit_code(lambda line: arguments.fail_on or settings.fail_on(paths[line.path]))


def _engine(arguments: argparse.Namespace) -> Callable[[Setup, int], Engine]:
    """What reads the files: processes of this machine, or a cluster. Raises Wrong."""
    from auditor.sandbox import Pool

    if arguments.engine == "local":
        for option in ("scheduler", "by_content"):
            if getattr(arguments, option):
                raise Wrong("wrong.no_engine", option="--" + option.replace("_", "-"))
        return Pool
    if not arguments.scheduler:
        raise Wrong("wrong.no_scheduler")
    from auditor.cluster import Cluster

    return lambda setup, jobs: Cluster(setup, arguments.scheduler, arguments.by_content)


def _own_files(arguments: argparse.Namespace) -> list[str]:
    """Files of this run that are nobody's reports: its state, its baselines and an earlier working paper."""
    state = [arguments.state + end for end in ("", "-wal", "-shm", "-journal")] if arguments.state else []
    return [*state, *(each for each in (arguments.baseline, arguments.write_baseline, arguments.carry) if each)]


def _settings(arguments: argparse.Namespace, entries: Sequence[Entry]) -> Settings:
    """The settings of the run, from the command line and the configurations. Raises Wrong."""
    from auditor import baseline
    from auditor.options import Options
    from auditor.settings import settled

    try:
        today = date.fromisoformat(arguments.today) if arguments.today else date.today()
    except ValueError as error:
        raise Wrong("wrong.date", option="--today", given=arguments.today) from error
    options = Options(
        _framework(arguments.framework), _codes(arguments.select, "--select"), _codes(arguments.ignore, "--ignore"),
        limits=_limits(arguments.limit or ()),
    )  # fmt: skip
    known = baseline.load(arguments.baseline) if arguments.baseline else None
    return settled(options, entries, arguments.config, today, known)


def _limits(given: Sequence[str]) -> Limits:
    """The limits of a file, from words such as pages=5000. Raises Wrong."""
    from extractor.limits import Limits, chosen, told

    try:
        return chosen(given)
    except ValueError as error:
        raise Wrong("wrong.limit", given=str(error), limits=", ".join(told(Limits()))) from error


def _codes(given: list[str] | None, option: str) -> tuple[str, ...]:
    """The codes of rules and letters of families in words such as TOT,STD001. Raises Wrong."""
    from auditor.config import unknown

    codes = [each.strip().upper() for words in given or () for each in words.split(",") if each.strip()]
    strange = unknown(codes)
    if strange is not None:
        raise Wrong("wrong.codes", option=option, code=strange)
    return tuple(dict.fromkeys(codes))


def _complained(totals: Totals, language: Language, seen: bool) -> None:
    """What was not audited or not written, a line each, unless the console has just shown it."""
    for line in () if seen else totals.lines:
        if line.failed and line.problem is not None:
            key = "unread" if line.status == UNREADABLE else "unchecked"
            complain(language, Sentence(key, (("path", line.path), ("problem", language.sentence(line.problem)))))
    for path, reason in totals.refused:
        complain(language, Sentence("refused", (("path", path), ("reason", language.sentence(reason)))))


def _told(arguments: argparse.Namespace, language: Language, skipped: int, many: bool) -> Run:
    from auditor.dispositions import load
    from auditor.edition import rules_sha256
    from auditor.run import Run

    terminal = arguments.output is None and sys.stdout.isatty()
    return Run(
        language, VERSION, rules_sha256(), arguments.all_checks, skipped,
        colour=terminal and "NO_COLOR" not in os.environ,
        width=max(60, shutil.get_terminal_size().columns) if terminal else 140, many=many,
        filer=arguments.reader == "filer", dispositions=load(arguments.carry, many) if arguments.carry else None,
    )  # fmt: skip


def _pages(plan: Plan) -> dict[str, Any]:
    """Whether other outputs can link to the HTML pages, and which of these have long names."""
    names = plan.names.get("html", {})
    return {"paged": bool(names), "long_named": tuple(name for name, file in names.items() if file == name + ".html")}


def _state(path: str) -> State:
    from auditor.store import Damaged, State

    try:
        return State(path)
    except Damaged as error:
        raise Wrong("wrong.state", state=path, error=str(error)) from error


def _framework(chosen: str | None) -> str | None:
    if chosen is None or chosen == "none":
        return chosen  # the usual case: the frameworks, which bring half of the program along, are not loaded here
    from validators.framework import scoring

    known = scoring()
    if chosen not in known:
        raise Wrong("wrong.framework", framework=chosen, frameworks=", ".join((*known, "none")))
    return chosen


def _config(setup: Setup) -> str:
    """What a stored audit depends on besides the file and its options: the tool and its rules."""
    return "\x1f".join((VERSION, setup.run.rules_sha256))


def _explain(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.explain import explained

    page = explained(arguments.code, language)
    if page is None:
        complain(language, Sentence("wrong.code", (("code", arguments.code),)))
        return 2
    print(page)
    return 0


def _rules(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.explain import listed

    print(listed(arguments.format, language))
    return 0


def _compare(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.compare import compared

    try:
        text, code = compared(arguments.old, arguments.new, arguments.format, language)
    except Wrong as error:
        complain(language, error.reason)
        return 2
    print(text)
    return code


def _completion(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.completion import script

    print(script(arguments.shell, parser(language, RUNS)), end="")
    return 0


def complain(language: Language, reason: Sentence) -> None:
    """One line on standard error, control characters made visible."""
    words = "".join(letter if letter.isprintable() else "\ufffd" for letter in language.sentence(reason))
    print(f"gouji: {words}", file=sys.stderr)


RUNS = {"check": _run_check, "explain": _explain, "rules": _rules, "compare": _compare, "completion": _completion}
"""What each command calls."""
