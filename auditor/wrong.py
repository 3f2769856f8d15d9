"""A call that cannot be done as asked: what is wrong with it, said before anything is audited."""

from __future__ import annotations

from auditor.result import Sentence


class Wrong(Exception):
    """A call that cannot be done as asked, with the reason."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.reason = Sentence(key, tuple(values.items()))
