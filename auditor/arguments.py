"""The words a user may give: every command that is built, with its options."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping

from auditor import VERSION
from auditor.language import LANGUAGES, Language
from auditor.usage import Parser
from extractor.limits import Limits, told

SHELLS = ("bash", "zsh")

Run = Callable[[argparse.Namespace, Language], int]


def parser(language: Language, runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser of the command line; ``runs`` says what each command calls."""
    say = language.say
    top = Parser("gouji", description=say("help.gouji"), language=language)
    top.add_argument("--version", action="version", version=f"gouji {VERSION}", help=say("help.version"))
    commands = top.add_subparsers(required=True, metavar="COMMAND", dest="command")

    def command(name: str) -> argparse.ArgumentParser:
        text = say(f"help.{name}")
        made = commands.add_parser(name, help=text, description=text, language=language)
        made.set_defaults(run=runs[name])
        return made

    check = command("check")
    _results(check, say)
    _choices(check, say)
    _limits(check, say)
    explain = command("explain")
    explain.add_argument("code", metavar="CODE", help=say("help.code"))
    listed = command("rules")
    compare = command("compare")
    compare.add_argument("old", metavar="OLD", help=say("help.old"))
    compare.add_argument("new", metavar="NEW", help=say("help.new"))
    for each in (listed, compare):
        each.add_argument("--format", choices=("console", "json"), default="console")
    completion = command("completion")
    completion.add_argument("shell", choices=SHELLS, help=say("help.shell"))
    for each in (check, explain, listed, compare, completion):
        each.add_argument("--lang", choices=LANGUAGES, help=say("help.lang"))
    return top


def _results(check: argparse.ArgumentParser, say: Callable[..., str]) -> None:
    """What is audited, and what comes of it."""
    from auditor.outputs import outputs

    formats = tuple(outputs())
    add = check.add_argument
    add("paths", nargs="+", metavar="PATH", help=say("help.path"))
    add("--format", action="append", choices=formats, metavar="FORMAT",
        help=say("help.format", formats=", ".join(formats)))  # fmt: skip
    add("--output", metavar="PATH", help=say("help.output"))
    add("--overview", action="append", default=[], metavar="FILE", help=say("help.overview"))
    add("--all-checks", action="store_true", help=say("help.all_checks"))
    add("--for", choices=("auditor", "filer"), default="auditor", dest="reader", help=say("help.for"))
    add("--fail-on", choices=("error", "warning", "never"), help=say("help.fail_on"))
    add("--quiet", action="store_true", help=say("help.quiet"))
    add("--no-progress", action="store_true", help=say("help.no_progress"))


def _choices(check: argparse.ArgumentParser, say: Callable[..., str]) -> None:
    """What is checked, and what counts."""
    add = check.add_argument
    add("--framework", metavar="ID|none", help=say("help.framework"))
    add("--select", action="append", metavar="CODES", help=say("help.select"))
    add("--ignore", action="append", metavar="CODES", help=say("help.ignore"))
    add("--config", metavar="FILE|none", help=say("help.config"))
    add("--baseline", metavar="FILE", help=say("help.baseline"))
    add("--write-baseline", metavar="FILE", help=say("help.write_baseline"))
    add("--carry", metavar="PAPER", help=say("help.carry"))
    add("--today", metavar="DATE", help=say("help.today"))


def _limits(check: argparse.ArgumentParser, say: Callable[..., str]) -> None:
    add = check.add_argument
    add("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help=say("help.jobs"))
    add("--timeout", type=float, default=60.0, metavar="SECONDS", help=say("help.timeout"))
    add("--memory", type=int, default=1536, metavar="MIB", help=say("help.memory"))
    add("--limit", action="append", metavar="NAME=N", help=say("help.limit", limits=", ".join(told(Limits()))))
    add("--state", metavar="FILE", help=say("help.state"))
    add("--engine", choices=("local", "dask"), default="local", help=say("help.engine"))
    add("--scheduler", metavar="ADDRESS", help=say("help.scheduler"))
    add("--by-content", action="store_true", help=say("help.by_content"))
