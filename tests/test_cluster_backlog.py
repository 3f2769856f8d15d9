"""Results that wait for an earlier file come out in order and whole, from memory and from disk."""

from __future__ import annotations

import pytest

from auditor import batch
from auditor.outcome import Outcome
from auditor.result import Sentence, line, unreadable


def outcome(number: int) -> Outcome:
    audit = unreadable(f"{number}.txt", Sentence("problem.lost"))
    return Outcome(line(audit), {"json": b"%d" % number * 300}, {"docx": b"\0\xff"}, {}, b"plain", f"key {number}")


@pytest.mark.parametrize("held", [0, 1000, 10**9], ids=["all on disk", "some on disk", "all in memory"])
def test_what_waits_comes_out_in_order(monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(batch, "HELD", held)
    backlog = batch.Backlog()
    for round_ in range(2):
        first = round_ * 50
        for number in reversed(range(first + 1, first + 50)):
            backlog.put(number, outcome(number))
            assert not list(backlog.due())
        backlog.put(first, outcome(first))
        assert list(backlog.due()) == [outcome(number) for number in range(first, first + 50)]


def test_a_long_file_holds_up_only_so_many_others() -> None:
    backlog = batch.Backlog()
    assert not backlog.full(batch.AHEAD)
    assert backlog.full(batch.AHEAD + 1)
