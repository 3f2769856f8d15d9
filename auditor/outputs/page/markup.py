"""From templates to a page that trusts nothing in it but its own style and script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from auditor.language import catalogue
from auditor.marker import MARK
from auditor.run import Run

PACKAGE = "auditor.outputs.page"
LANGS = {"zh": "zh-CN", "en": "en"}

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, and the marks of direction by which a text can show its digits in another order."""

_UNSAFE = re.compile("[<>&\u2028\u2029]")


def visible(words: str) -> str:
    """The words with every character that HTML cannot hold, or that reorders others, shown as a sign."""
    return _UNSEEN.sub(_sign, words.replace("\r\n", "\n")) if not words.isascii() or not words.isprintable() else words


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code == 0x0D:
        return "\n"
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def island(data: Any) -> str:
    """JSON for a script element of the page, where it stands unescaped: no character in it can end the element."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    written = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
    return _UNSEEN.sub("\ufffd", written)


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


@cache
def _static(*names: str) -> str:
    folder = resources.files(PACKAGE).joinpath("static")
    return "\n".join(folder.joinpath(name).read_text("utf-8").strip() for name in names)


def page(name: str, run: Run, styles: tuple[str, ...], scripts: tuple[str, ...], **values: Any) -> bytes:
    """The template filled, its style and script inside, under a policy that allows these two and nothing else."""
    style, script = _static(*styles), _static(*scripts)
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    template = environment().get_template(name)
    words = template.render(
        **values,
        say=run.language.say,
        lang=LANGS[run.language.name],
        generator=f"gouji {run.version} {MARK}",
        version=run.version,
        rules_sha256=run.rules_sha256[:12],
        policy=policy,
        style=style,
        script=script,
    )
    return words.encode("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def script_words(run: Run, prefix: str) -> dict[str, str]:
    """The sentences that the script says, with their {named} values still open."""
    words = catalogue(run.language.name)
    return {key.removeprefix(prefix): words[key] for key in sorted(words) if key.startswith(prefix)}
