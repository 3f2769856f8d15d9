"""A fuzzer for each reader, and the judge of what comes out: the real worker, with its limits."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import seeds
from hypothesis import strategies as some
from mutating import TOKENS, damaged, damaged_package, opened

from auditor.language import Language
from auditor.outcome import unpacked
from auditor.result import Sentence
from auditor.run import Run
from auditor.sandbox import Pool, Task
from auditor.settings import Settings, Setup

FAILURES = ("problem.crashed", "problem.time", "problem.died", "problem.nesting", "problem.memory", "problem.output")
"""Verdicts that a reader should not need; a damaged file is "unreadable", with its reason."""

SECONDS, MEMORY = 10, 900


def fuzzers() -> dict[str, tuple[str, Callable[[], some.SearchStrategy[bytes]]]]:
    """By reader: the name its files are read under, and what draws them."""
    own = Path(__file__).parent / "seeds"
    return {
        "plain_text": ("a.txt", lambda: damaged(seeds.text(), TOKENS["text"])),
        "web_page": ("a.html", lambda: damaged(seeds.web_page(), TOKENS["web_page"] + TOKENS["text"])),
        "word": ("a.docx", lambda: damaged_package(seeds.word(), TOKENS["word"] + TOKENS["text"])),
        "workbook": ("a.xlsx", lambda: damaged_package(seeds.workbook(), TOKENS["workbook"])),
        "pdf": ("a.pdf", lambda: damaged(opened(seeds.pdf()), TOKENS["pdf"])),
        "pdf_bare": ("b.pdf", lambda: damaged(seeds.bare_pdf(), TOKENS["pdf"])),
        "legacy_word": ("a.doc", lambda: damaged((own / "report.doc").read_bytes(), TOKENS["binary"])),
        "legacy_workbook": ("a.xls", lambda: damaged((own / "report.xls").read_bytes(), TOKENS["binary"])),
    }


class Judge:
    """Reads files in a worker, one after the other, without LibreOffice; the verdict on each."""

    def __init__(self) -> None:
        run = Run(Language("en"), "fuzz", "fuzz", False, 0)
        self._folder = tempfile.TemporaryDirectory(prefix="gouji-fuzz-")
        self._pool = Pool(Setup(run, Settings(), ("json",), SECONDS, MEMORY), 1)
        self._path = os.environ["PATH"]

    def verdict(self, data: bytes, name: str) -> tuple[str, str]:
        """How it ended, and what failed if something did: ("unreadable.damaged …", "problem.crashed KeyError: …")."""
        path = Path(self._folder.name) / name
        path.write_bytes(data)
        os.environ["PATH"] = ""  # the worker starts without any program to call
        try:
            self._pool.submit(Task(0, str(path), name))
            result = next(self._results())
        finally:
            os.environ["PATH"] = self._path
        if isinstance(result, Sentence):
            return "unreadable", f"{result.key} {dict(result.values)}"
        outcome = unpacked(result)
        json.loads(outcome.streams["json"])
        problem = outcome.line.problem
        failed = problem is not None and problem.key in FAILURES
        said = "" if problem is None else f"{problem.key} {dict(problem.values)}"
        return f"{outcome.line.status} {said}".strip(), said if failed else ""

    def _results(self):  # type: ignore[no-untyped-def]
        while True:
            for _, result in self._pool.results():
                yield result

    def close(self) -> None:
        self._pool.close()
        self._folder.cleanup()
