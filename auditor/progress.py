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

REDRAW = 0.1
"""Seconds between two drawings of the bar."""


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

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    # Drawn by hand, not by a thread, so that it never falls into a line on standard output.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=count)
        drawn = 0.0

        def advance(line: ReportLine) -> None:
            nonlocal drawn
            bar.advance(task)
            if time.monotonic() - drawn >= REDRAW:
                drawn = time.monotonic()
                bar.refresh()

        yield advance
