"""Every rule's page as a file, in both languages: python -m auditor.handbook FOLDER (make pages)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from auditor.explain import examples, page, shown, title
from auditor.language import LANGUAGES, Language


def write(folder: Path) -> int:
    """Write a page per rule and an index into a folder per language; how many rules there are."""
    from validators.rules import rules

    for name in LANGUAGES:
        language, target = Language(name), folder / name
        target.mkdir(parents=True, exist_ok=True)
        index = [f"# {language.say('help.rules')}", ""]
        for rule in rules():
            called = title(rule.code, rule.page, language)
            index.append(f"- [{rule.code} {called}]({rule.code}.md)")
            text = "\n".join(_page(rule.code, called, rule.page, language))
            (target / f"{rule.code}.md").write_text(text + "\n", "utf-8")
        (target / "README.md").write_text("\n".join(index) + "\n", "utf-8")
    return len(rules())


def _page(code: str, called: str, english: str, language: Language) -> Iterator[str]:
    """A rule's page in Markdown, each example with what its audit says."""
    yield from (f"# {code} {called}", "", page(code, english, language))
    for case in examples(code):
        yield from ("", f"**{language.say('explain.example')}**", "", "```text")
        yield from (line.removeprefix("  ") for line in shown(code, case, language))
        yield "```"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
