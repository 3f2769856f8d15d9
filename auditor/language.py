"""The sentences a user reads, from catalogues: Chinese first, English beside it."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from auditor.result import CANNOT_TELL, DISAGREES, CheckEntry, FigureEntry, Sentence, Suppressed, Value

LANGUAGES = ("zh", "en")
BOUNDS = {"<=": "≤ ", ">=": "≥ "}
"""Signs before the value of a check whose stated value only has to stay below or above it."""

_SIGNS = ("<", ">", "≤", "≥")
_CHOICE = re.compile(r"\d[\d.]*分(?:、\d[\d.]*分)+")
_IN_BRACKETS = re.compile(r"（\{formula\}）| ?\(\{formula\}\)")


@dataclass(frozen=True, slots=True)
class Language:
    """The catalogues of one language. A key without a sentence is said as the key itself, never as nothing."""

    name: str

    def has(self, key: str) -> bool:
        return key in catalogue(self.name)

    def say(self, key: str, **values: object) -> str:
        """The sentence of that key, filled; a value that is not given stays empty."""
        template = catalogue(self.name).get(key)
        return key if template is None else _FORMATTER.vformat(template, (), _Values(values))

    def sentence(self, sentence: Sentence) -> str:
        return self.say(sentence.key, **dict(sentence.values))

    def optional(self, sentence: Sentence | None) -> str | None:
        return None if sentence is None else self.sentence(sentence)

    def value(self, value: Value | None) -> str:
        """The value as printed, its unit added where the print leaves it to a table's head."""
        if value is None:
            return ""
        words = value.text if not value.unit or value.unit in value.text else value.text + value.unit
        return self._either(words) if _CHOICE.fullmatch(words) else words

    def _either(self, words: str) -> str:
        """Values of which any will do, so said: 2分、4分或5分."""
        return self.say("value.or").join(words.rsplit("、", 1)).replace("、", self.say("value.list"))

    def expected(self, check: CheckEntry) -> str:
        """What the stated value is held against, with its sign where that is a bound: ≤ 15分."""
        return self.bounded(check.expected, check.relation)

    def bounded(self, value: Value | None, relation: str) -> str:
        """The value, with the sign of the relation before it where that is a bound and the value has no sign yet."""
        words = self.value(value)
        return words if not words or words.startswith(_SIGNS) else BOUNDS.get(relation, "") + words

    def message(self, check: CheckEntry) -> str:
        """One sentence for the person who must act on the check."""
        values: dict[str, object] = {
            "subject": check.subject,
            "stated": self.value(check.stated),
            "expected": self.value(check.expected),
            "bound": self.expected(check),
            "formula": check.formula,
            "relation": check.relation,
            "reason": self.optional(check.reason) or "",
        }
        values.update(check.message.values)
        sentence = catalogue(self.name).get(self._key(check), self._key(check))
        if values["formula"] == check.formula and not check.arithmetic:  # a value behind itself says nothing
            sentence = _IN_BRACKETS.sub("", sentence)
        return _FORMATTER.vformat(sentence, (), _Values(values))

    def suppressed(self, found: Suppressed) -> str:
        """Why a finding does not count: who says so, where, why, and until when."""
        told = [name for name in ("author", "expires") if getattr(found, name)]
        key = "_".join(told) or "reason" if found.reason else "baseline"
        return self.say(f"suppressed.{key}", reason=found.reason, author=found.author, expires=found.expires,
                        source=found.source)  # fmt: skip

    def acceptance(self, found: Suppressed) -> tuple[tuple[str, str], ...]:
        """The same as labels with words: the reason, who gave it, until when it holds, and where it is written."""
        told = (
            ("reason", found.reason or self.say("suppressed.known")), ("author", found.author),
            ("expires", found.expires), ("source", found.source),
        )  # fmt: skip
        return tuple((self.say(f"suppressed.{name}_is"), words) for name, words in told if words)

    def doubt(self, figure: FigureEntry) -> str | None:
        """Why the reading of the figure is not sure, in words; a doubt without a sentence is said as it is."""
        if figure.doubt is None:
            return None
        return self.sentence(figure.doubt) if self.has(figure.doubt.key) else dict(figure.doubt.values)["doubt"]

    def mark(self, figure: FigureEntry) -> str:
        """How the figure ended, in words: ticked, contradicted, unlinked, identifier."""
        return self.say(f"mark.{figure.mark}")

    def _key(self, check: CheckEntry) -> str:
        """The rule's own sentence for the verdict where it has one, else the general one."""
        key = check.message.key
        shape = "" if not check.formula else ".bound" if check.relation in BOUNDS else ".formula"
        if check.verdict == DISAGREES:
            choices = (key, f"check.disagrees{shape}")
        elif check.verdict == CANNOT_TELL:
            own = (key,) if key != check.rule else ()
            choices = (*own, f"{key}.cannot_tell", "check.cannot_tell" if check.reason else f"check.open{shape}")
        else:
            choices = (f"{key}.agrees", f"check.agrees{shape}")
        return next((choice for choice in choices if self.has(choice)), choices[-1])


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


_FORMATTER = string.Formatter()


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of a language by key."""
    sentences: dict[str, str] = {}
    for file in sorted(catalogues(language), key=lambda each: each.name):
        sentences.update(tomllib.loads(file.read_text("utf-8")))
    return sentences


def catalogues(language: str) -> list[Traversable]:
    """The files of a language's catalogue."""
    folder = resources.files("auditor").joinpath("catalogues", language)
    return [file for file in folder.iterdir() if file.name.endswith(".toml")]
