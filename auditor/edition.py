"""Which gouji this is: the rules that decide its verdicts, told by one hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

DATA = (".py", ".yaml", ".yml", ".toml", ".json", ".csv")


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
