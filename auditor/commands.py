"""The commands and their options, as people's scripts rely on them."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from auditor import VERSION
from auditor.language import LANGUAGES, Language
from auditor.result import UNREADABLE, Sentence

DATA = (".py", ".yaml", ".yml", ".toml", ".json", ".csv")


def command(words: Sequence[str]) -> int:
    """Run one command. Exit 2 where the call is wrong."""
    language = Language(_language(words))
    arguments = parser(language).parse_args(words)
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


def parser(language: Language) -> argparse.ArgumentParser:
    """Every command that is built, with its options."""
    say = language.say
    top = argparse.ArgumentParser("gouji", description=say("help.gouji"), allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"gouji {VERSION}", help=say("help.version"))
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _check(commands.add_parser("check", help=say("help.check"), description=say("help.check"), allow_abbrev=False), say)
    explain = commands.add_parser("explain", help=say("help.explain"), description=say("help.explain"))
    explain.add_argument("code", metavar="CODE", help=say("help.code"))
    explain.set_defaults(run=_explain)
    listed = commands.add_parser("rules", help=say("help.rules"), description=say("help.rules"))
    listed.add_argument("--format", choices=("console", "json"), default="console")
    listed.set_defaults(run=_rules)
    compare = commands.add_parser("compare", help=say("help.compare"), description=say("help.compare"))
    compare.add_argument("old", metavar="OLD", help=say("help.old"))
    compare.add_argument("new", metavar="NEW", help=say("help.new"))
    compare.add_argument("--format", choices=("console", "json"), default="console")
    compare.set_defaults(run=_compare)
    for each in (explain, listed, compare):
        each.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=say("help.lang"))
    return top


def _check(check: argparse.ArgumentParser, say) -> None:  # type: ignore[no-untyped-def]
    from auditor.outputs import outputs

    formats = tuple(outputs())
    add = check.add_argument
    add("paths", nargs="+", metavar="PATH", help=say("help.path"))
    add(
        "--format",
        action="append",
        choices=formats,
        metavar="FORMAT",
        help=say("help.format", formats=", ".join(formats)),
    )
    add("--output", metavar="PATH", help=say("help.output"))
    add("--all-checks", action="store_true", help=say("help.all_checks"))
    add("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=say("help.lang"))
    add("--framework", metavar="ID|none", help=say("help.framework"))
    add("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help=say("help.jobs"))
    add("--timeout", type=float, default=60.0, metavar="SECONDS", help=say("help.timeout"))
    add("--memory", type=int, default=1536, metavar="MIB", help=say("help.memory"))
    add("--state", metavar="FILE", help=say("help.state"))
    add("--fail-on", choices=("error", "warning", "never"), default="error", help=say("help.fail_on"))
    add("--quiet", action="store_true", help=say("help.quiet"))
    add("--no-progress", action="store_true", help=say("help.no_progress"))
    check.set_defaults(run=_run_check)


def _run_check(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.targets import Unwritable, Wrong

    try:
        return _audited(arguments, language)
    except (Wrong, Unwritable) as error:
        complain(language, error.reason)
        return 2


def _audited(arguments: argparse.Namespace, language: Language) -> int:
    from auditor.batch import run
    from auditor.child import Setup
    from auditor.options import Options
    from auditor.progress import progress
    from auditor.targets import Wrong, planned
    from auditor.walk import listing

    for option in ("jobs", "timeout", "memory"):
        if not getattr(arguments, option) > 0:
            raise Wrong("wrong.number", option=f"--{option}")
    formats = tuple(dict.fromkeys(arguments.format or ["console"]))
    state = arguments.state
    found = listing(arguments.paths, (state + end for end in ("", "-wal", "-shm", "-journal")) if state else ())
    if not found.entries:
        raise Wrong("wrong.empty")
    many = found.folders or len(found.entries) > 1
    plan = planned(formats, arguments.output, found.entries, many)
    options = Options(_framework(arguments.framework))
    told = replace(_told(arguments, language, found.skipped, many), **_pages(plan))
    setup = Setup(told, options, formats, arguments.timeout, arguments.memory)
    shown = not (arguments.quiet or arguments.no_progress)
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(_state(state)) if state else None
        watch = stack.enter_context(progress(len(found.entries), language, shown))
        totals = run(found.entries, plan, setup, arguments.jobs, store, _config(setup), watch)
    seen = plan.streams.get("console", plan) is None and sys.stdout.isatty() and sys.stderr.isatty()
    for line in () if seen else totals.lines:
        if line.failed and line.problem is not None:
            key = "unread" if line.status == UNREADABLE else "unchecked"
            complain(language, Sentence(key, (("path", line.path), ("problem", language.sentence(line.problem)))))
    for path, reason in totals.refused:
        complain(language, Sentence("refused", (("path", path), ("reason", language.sentence(reason)))))
    return totals.exit_code(arguments.fail_on)


def _told(arguments: argparse.Namespace, language: Language, skipped: int, many: bool):  # type: ignore[no-untyped-def]
    from auditor.outputs import Run

    terminal = arguments.output is None and sys.stdout.isatty()
    return Run(
        language, VERSION, rules_sha256(), arguments.all_checks, skipped,
        colour=terminal and "NO_COLOR" not in os.environ,
        width=max(60, shutil.get_terminal_size().columns) if terminal else 140, many=many,
    )  # fmt: skip


def _pages(plan) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    """Whether other outputs can link to the HTML pages, and which of these have long names."""
    names = plan.names.get("html", {})
    return {"paged": bool(names), "long_named": tuple(name for name, file in names.items() if file == name + ".html")}


def _state(path: str):  # type: ignore[no-untyped-def]
    from auditor.store import Damaged, State
    from auditor.targets import Wrong

    try:
        return State(path)
    except Damaged as error:
        raise Wrong("wrong.state", state=path, error=str(error)) from error


def _framework(chosen: str | None) -> str | None:
    from auditor.targets import Wrong

    known = frameworks()
    if chosen is not None and chosen != "none" and chosen not in known:
        raise Wrong("wrong.framework", framework=chosen, frameworks=", ".join((*known, "none")))
    return chosen


def frameworks() -> tuple[str, ...]:
    """The ids of the scoring frameworks that come with gouji; grade bands and account identities score nothing."""
    from validators import framework

    return tuple(each.id for each in framework.frameworks().values() if each.kind in framework.SCORING_KINDS)


def _config(setup) -> str:  # type: ignore[no-untyped-def]
    """What a stored audit depends on besides the file: tool, rules and options."""
    return "\x1f".join((VERSION, setup.run.rules_sha256, repr(setup.options)))


@cache
def rules_sha256() -> str:
    """The hash of everything that decides a verdict: sources and data of validators and extractor."""
    digest = hashlib.sha256()
    for package in ("extractor", "validators"):
        for name, file in sorted(_files(resources.files(package), package)):
            digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        name = f"{prefix}/{each.name}"
        if each.is_dir():
            yield from _files(each, name)
        elif name.endswith(DATA):
            yield name, each


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
    from auditor.compare import Incomparable, compared

    try:
        text, code = compared(arguments.old, arguments.new, arguments.format, language)
    except Incomparable as error:
        complain(language, error.reason)
        return 2
    print(text)
    return code


def complain(language: Language, reason: Sentence) -> None:
    """One line on standard error, control characters made visible."""
    words = "".join(letter if letter.isprintable() else "\ufffd" for letter in language.sentence(reason))
    print(f"gouji: {words}", file=sys.stderr)
