"""A run of a standard's text while it is read: what became of it so far, and what is still to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from extractor import later
from extractor.standards.clauses import At, Clause
from extractor.standards.marks import TIMEOUT, Marked

MASK = "\x00"
"""Stands for what has been read already; ends a sentence."""
_ENDS = ";。" + MASK
_HEAD = later.compile(
    r"(?!\p{Han}{0,4}(?:标准|细则|办法|方法|规则|依据|说明|要点|要求|得分|扣分|计分|其中|备注|如下|注):)"
    r"(?P<head>\p{Han}{2,10}(?:率|度|比例|比重|情况)?):(?=\p{Han}{0,12}[<>≤≥=\d在达低高大小])"
)
_TRIM = later.compile(r"^[,:;。、)\]]+|(?:[,:的]|则|即|可|应|将|均|且|并)+$")


@dataclass(slots=True)
class Run:
    """Characters ``start`` to ``end`` of the marked text; ``edge`` is where the last event ended."""

    marked: Marked
    start: int
    end: int
    text: str = ""
    edge: int = 0
    clauses: list[Clause] = field(default_factory=list)
    unread: list[At] = field(default_factory=list)
    head: str = ""

    def under(self, words: str, name: str) -> str:
        """The measure's name; a head with a colon (半年进度:) names what is measured from there to the next one."""
        found = _HEAD.match(words, timeout=TIMEOUT)
        self.head = found["head"] if found else self.head
        return self.head or name

    def at(self, start: int, end: int) -> At:
        """The place in the print."""
        return self.marked.span(start, end)

    def take(self, start: int, end: int) -> None:
        """Mark characters as read."""
        self.text = self.text[:start] + MASK * (end - start) + self.text[end:]

    def sentence_start(self, place: int) -> int:
        """Where the sentence begins that ``place`` stands in."""
        return max((self.text.rfind(mark, self.start, place) + 1 for mark in _ENDS), default=self.start) or self.start

    def condition_start(self, place: int) -> int:
        """Where the words begin that an event at ``place`` speaks of: its sentence, or the one before."""
        ends = [spot for spot in range(self.edge, place) if self.text[spot] in _ENDS]
        while ends and not trim(self.text[ends[-1] + 1 : place]):
            ends.pop()
        return ends[-1] + 1 if ends else self.edge

    def sentences(self) -> list[tuple[int, int]]:
        """The sentences of the run that are longer than a sign."""
        cuts = [spot + 1 for spot in range(self.start, self.end) if self.text[spot] in _ENDS]
        edges = [self.start, *cuts, self.end]
        return [(first, last) for first, last in pairwise(edges) if last - first > 2]


def trim(words: str) -> str:
    """The words without the signs and small words at their ends."""
    return _TRIM.sub("", words.replace(MASK, ""))
