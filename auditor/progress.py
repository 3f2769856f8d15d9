"""Progress of a long run on standard error: how many, how fast, how long still."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from auditor.language import Language
from auditor.result import ReportLine

EVERY = 30.0
"""Seconds between two lines where standard error is no terminal."""


@contextmanager
def progress(count: int, language: Language, shown: bool) -> Iterator[Callable[[ReportLine], None]]:
    """A function to call for each finished report; it shows a bar on a terminal, a line now and then elsewhere."""
    if not shown or count < 2:
        yield lambda line: None
    elif sys.stderr.isatty():
        with _bar(count, language) as advance:
            yield advance
    else:
        yield _lines(count, language)


def _lines(count: int, language: Language) -> Callable[[ReportLine], None]:
    started = said = time.monotonic()
    done = 0

    def advance(line: ReportLine) -> None:
        nonlocal done, said
        done += 1
        now = time.monotonic()
        if now - said >= EVERY:
            said = now
            rate = done / (now - started)
            left = round((count - done) / rate)
            print(language.say("progress", done=done, count=count, rate=f"{rate:.1f}", left=left), file=sys.stderr)

    return advance


@contextmanager
def _bar(count: int, language: Language) -> Iterator[Callable[[ReportLine], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(language.say("progress.rate", rate=f"{task.speed or 0:.1f}"))

    console = Console(stderr=True)
    with Progress(BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), console=console,
                  transient=True) as bar:  # fmt: skip
        task = bar.add_task("", total=count)
        yield lambda line: bar.advance(task)
