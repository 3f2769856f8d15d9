"""Every limit on what a file may unfold to can be set, holds, and is told where it is reached."""

from __future__ import annotations

import io
from dataclasses import fields
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from pdf_making import Maker
from shell import FAULTY, gouji

from auditor.options import Options
from auditor.pipeline import audit_bytes
from auditor.result import PARTLY, UNREADABLE
from extractor.limits import Limits, limits, within


def word() -> bytes:
    document = Document()
    for _ in range(400):
        document.add_paragraph(FAULTY)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["预算", 200, "支出", 180])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def two_pages() -> bytes:
    maker = Maker()
    maker.text(72, 100, FAULTY[:30])
    maker.page()
    maker.text(72, 100, FAULTY[:30])
    return maker.finished()


CASES = {
    "parts": (word, "a.docx", 3, UNREADABLE),
    "text": (lambda: FAULTY.encode(), "a.txt", 20, PARTLY),
    "lines": (lambda: (FAULTY * 3).encode(), "a.txt", 2, PARTLY),
    "cells": (workbook, "a.xlsx", 3, UNREADABLE),
    "pages": (two_pages, "a.pdf", 1, PARTLY),
    "characters": (two_pages, "a.pdf", 10, PARTLY),
}


@pytest.mark.parametrize("name", CASES)
def test_a_limit_that_is_reached_is_told(name: str) -> None:
    make, file, most, status = CASES[name]
    assert audit_bytes(make(), file)[0].status not in (PARTLY, UNREADABLE)
    found = audit_bytes(make(), file, Options(limits=Limits(**{name: most})))[0]
    assert found.status == status
    told = [*found.notes, *([found.problem] if found.problem else [])]
    assert name == "characters" or any(str(most) in value for sentence in told for _, value in sentence.values)
    assert told


def test_limits_hold_only_where_they_are_set() -> None:
    with within(Limits(pages=7)):
        assert limits().pages == 7
    assert limits() == Limits()


def test_the_command_sets_them(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(FAULTY * 3, "utf-8")
    words = ("check", report, "--lang", "en")
    assert "first 2" in gouji(*words, "--limit", "lines=2").stdout
    assert gouji(*words, "--limit", "lines=2", "--limit", "lines=9").stdout == gouji(*words).stdout
    help_ = gouji("check", "--help", "--lang", "en").stdout
    assert not [field.name for field in fields(Limits) if f"{field.name}={field.default}" not in help_]


@pytest.mark.parametrize("given", ["pages", "pages=0", "pages=-1", "pages=two", "knots=3", "__class__=3"])
def test_a_limit_that_is_none_is_refused(tmp_path: Path, given: str) -> None:
    (tmp_path / "report.txt").write_text(FAULTY, "utf-8")
    done = gouji("check", tmp_path, "--limit", given, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "") and "pages=2000" in done.stderr
