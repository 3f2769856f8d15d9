"""What all tests share: the corpus, the programs they need, and the rule that no skip goes unsaid."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import system

ROOT = Path(__file__).resolve().parent.parent
CORPUS = os.environ.get("GOUJI_CORPUS")
REQUIRE_ALL = os.environ.get("GOUJI_REQUIRE_ALL") == "1"


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports; tests that ask for it run only where GOUJI_CORPUS names one."""
    assert CORPUS
    return Path(CORPUS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks for a corpus that was not named: nothing of the machine is missing there."""
    if CORPUS:
        return
    left_out = [item for item in items if "corpus" in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, by name, a test marked needs("soffice", ...) where one of its programs or fonts is missing."""
    for marker in item.iter_markers("needs"):
        for need in marker.args:
            if not (system.has_font(need) if need == system.FONT[0] else shutil.which(need)):
                package = system.PACKAGES.get(need) or (system.FONT[1] if need == system.FONT[0] else need)
                pytest.skip(f"{need} is missing (Debian: {package})")


def excused(reason: str) -> bool:
    """Whether a skip stays one under GOUJI_REQUIRE_ALL: only where no corpus was named."""
    return not REQUIRE_ALL or (not CORPUS and "GOUJI_CORPUS" in reason)


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test was skipped."""
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def fail_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip that is not excused into a failure."""
    if report.skipped and not hasattr(report, "wasxfail") and not excused(reason_of(report)):
        report.outcome = "failed"
        report.longrepr = f"skipped under GOUJI_REQUIRE_ALL=1: {reason_of(report)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fail_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_skip(report)
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """Repeat what was skipped, by name, below pytest's own last line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = {reason_of(report) for report in skipped if not hasattr(report, "wasxfail")}
    named = sorted(reason for reason in reasons if "GOUJI_CORPUS" not in reason)
    if named:
        print(f"skipped: {'; '.join(named)}")
