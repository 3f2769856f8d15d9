"""The findings of an earlier run: what was known then is shown and not counted, so that only new findings count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.result import SEVERITIES, CheckEntry
from auditor.wrong import Wrong

SCHEMA = "gouji-baseline/1"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The severity of every known finding, by the report's path and the check's id."""

    file: str
    known: Mapping[str, Mapping[str, str]]

    def knows(self, path: str, check: CheckEntry) -> bool:
        """Whether the finding stood in that report then, and no less severe than now."""
        then = self.known.get(path, {}).get(check.id)
        return then is not None and check.severity is not None and _rank(then) <= _rank(check.severity)


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity)


def load(file: str) -> Baseline:
    """The baseline of a file written by --write-baseline, or of a run's JSON. Raises Wrong."""
    try:
        content = json.loads(Path(file).read_text("utf-8"))
        reports = content["reports"]
        known = {str(report["path"]): dict(map(_finding, report["findings"])) for report in reports}
    except OSError as error:
        raise Wrong("baseline.closed", file=file, error=error.strerror or "") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Wrong("baseline.shape", file=file) from error
    return Baseline(Path(file).name, known)


def _finding(plain: dict[str, Any]) -> tuple[str, str]:
    """Id and severity. Raises ValueError for what is no severity."""
    SEVERITIES.index(plain["severity"])
    return str(plain["id"]), plain["severity"]
