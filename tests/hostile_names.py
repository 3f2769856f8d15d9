"""What a file that breaks readers is made by, and the names of all such files."""

from __future__ import annotations

from collections.abc import Callable

Build = Callable[[], bytes]
FILES: dict[str, Build] = {}
SENTENCE = "青榆市文化馆全年预算安排200.00万元，实际支出180.00万元，预算执行率为93.00%。"


def named(name: str) -> Callable[[Build], Build]:
    """Registers what builds the file of that name."""

    def kept(build: Build) -> Build:
        FILES[name] = build
        return build

    return kept
