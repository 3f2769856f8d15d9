"""The command line's own words in the language of the run; argparse itself speaks English only."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from auditor.language import Language

_WRONG = (
    ("call.required", r"the following arguments are required: (?P<words>.*)"),
    ("call.choice", r"argument (?P<option>.*?): invalid choice: (?P<given>.*?) \(choose from (?P<words>.*)\)"),
    ("call.value", r"argument (?P<option>.*?): expected (?:one|at least one) argument"),
    ("call.number", r"argument (?P<option>.*?): invalid \w+ value: (?P<given>.*)"),
    ("call.unknown", r"unrecognized arguments: (?P<words>.*)"),
)
"""What argparse says of a wrong call, by the key of the sentence that says it in the language of the run."""

_USAGE = "usage: "


class Parser(argparse.ArgumentParser):
    """A parser that says what was wrong, and where to read on, in one line."""

    def __init__(self, *arguments: Any, language: Language, **more: Any) -> None:
        super().__init__(*arguments, **(more | {"add_help": False, "allow_abbrev": False}))
        self._language = language
        self._positionals.title = language.say("call.positionals")
        self._optionals.title = language.say("call.options")
        self.add_argument("-h", "--help", action="help", help=language.say("help.help"))

    def format_usage(self) -> str:
        return self._language.say("call.usage") + super().format_usage().removeprefix(_USAGE)

    def format_help(self) -> str:
        return self._language.say("call.usage") + super().format_help().removeprefix(_USAGE)

    def error(self, message: str) -> NoReturn:
        """Say it and end with 2."""
        told = next(((key, found) for key, form in _WRONG if (found := re.fullmatch(form, message))), None)
        words = self._language.say(told[0], **told[1].groupdict()) if told else message
        self.exit(2, f"gouji: {self._language.say('call.wrong', wrong=words, command=self.prog)}\n")
