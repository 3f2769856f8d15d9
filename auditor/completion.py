"""Completion in bash and zsh: a script that knows every command, option and choice."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

_SCRIPT = """# gouji completion {shell}: put it where your shell looks, or: source <(gouji completion {shell})
{before}_gouji() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" words=""
    COMPREPLY=()
    case "${{COMP_WORDS[1]}} $previous" in
{values}
    esac
    if [ "$COMP_CWORD" -eq 1 ]; then words="{commands}"
    elif [ -z "$words" ]; then
        case "${{COMP_WORDS[1]}}" in
{options}
        esac
        case "$current" in -*) ;; *) words="$places" ;; esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -o bashdefault -F _gouji gouji
"""


def script(shell: str, top: argparse.ArgumentParser) -> str:
    """The script for the shell, made from the parser itself."""
    commands = _commands(top)
    values = [line for name, each in commands.items() for line in _values(name, each)]
    options = [
        f'            {name}) words="{" ".join(_options(each))}"; local places="{" ".join(_places(each))}" ;;'
        for name, each in commands.items()
    ]
    before = "autoload -U +X bashcompinit && bashcompinit\n" if shell == "zsh" else ""
    return _SCRIPT.format(
        shell=shell, before=before, values="\n".join(values), commands=" ".join(commands), options="\n".join(options)
    )


def _commands(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = next(each for each in top._actions if isinstance(each, argparse._SubParsersAction))
    return dict(found.choices)


def _values(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    """The choices of each option that has some."""
    for action in command._actions:
        if action.option_strings and action.choices:
            patterns = " | ".join(f'"{name} {option}"' for option in action.option_strings)
            yield f'        {patterns}) words="{" ".join(map(str, action.choices))}" ;;'


def _options(command: argparse.ArgumentParser) -> list[str]:
    return [option for action in command._actions for option in action.option_strings if option.startswith("--")]


def _places(command: argparse.ArgumentParser) -> list[str]:
    """The choices of the words without a name, such as bash and zsh."""
    return [str(each) for action in command._actions if not action.option_strings for each in action.choices or ()]
