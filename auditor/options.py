"""What a user may choose that changes the result of an audit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """``framework`` None: chosen by the report, "none": left out, else the id of one."""

    framework: str | None = None
