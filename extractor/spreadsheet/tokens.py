"""Takes number formats of spreadsheets apart (ISO/IEC 29500-1, 18.8.30): sections, placeholders, literals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LITERAL, DIGIT, POINT, COMMA, PERCENT, EXPONENT, TEXT, GENERAL, DATE, ELAPSED, SLASH = range(11)

_LONGEST = 255
"""Characters a format may have in a workbook."""
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)
_HALVES = re.compile(r"am/pm|a/p|上午/下午", re.IGNORECASE)
_DATE = re.compile(r"y+|e+|m+|d+|h+|s+|a{3,4}", re.IGNORECASE)
_EXPONENT = re.compile(r"e[+-]", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)$")
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-[0-9A-Fa-f,]*)?$")
_ELAPSED = re.compile(r"(?:h+|m+|s+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a format."""

    kind: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a format; ``condition`` where it says when it holds."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, kind: int) -> bool:
        return any(token.kind == kind for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return self.has(DATE) or self.has(ELAPSED)


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code, at least one."""
    code = code[:_LONGEST]
    found: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    at = 0
    while at < len(code):
        if code[at] == ";":
            found.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
            at += 1
        elif code[at] == "[":
            end = code.find("]", at)
            inner = code[at + 1 : end if end > 0 else len(code)]
            condition = _condition(inner) or condition
            tokens.extend(_bracketed(inner))
            at = end + 1 if end > 0 else len(code)
        else:
            token, at = _token(code, at)
            if token is not None:
                tokens.append(token)
    found.append(Section(tuple(tokens), condition))
    return tuple(found)


def _condition(inner: str) -> tuple[str, Decimal] | None:
    match = _CONDITION.match(inner)
    return (match[1], Decimal(match[2])) if match else None


def _bracketed(inner: str) -> list[Token]:
    """A currency sign or an elapsed time; colours, locales and conditions print nothing."""
    currency = _CURRENCY.match(inner)
    if currency:
        return [Token(LITERAL, currency[1])] if currency[1] else []
    return [Token(ELAPSED, inner.lower())] if _ELAPSED.match(inner) else []


def _token(code: str, at: int) -> tuple[Token | None, int]:
    sign = code[at]
    if sign == '"':
        end = code.find('"', at + 1)
        end = len(code) if end < 0 else end
        return Token(LITERAL, code[at + 1 : end]), end + 1
    if sign in "\\!":
        return Token(LITERAL, code[at + 1 : at + 2]), at + 2
    if sign in "_*":
        return (Token(LITERAL, " ") if sign == "_" else None), at + 2
    for kind, pattern in ((GENERAL, _GENERAL), (EXPONENT, _EXPONENT), (DATE, _HALVES), (DATE, _DATE)):
        match = pattern.match(code, at)
        if match:
            return Token(kind, match[0].lower()), match.end()
    kind = {"0": DIGIT, "#": DIGIT, "?": DIGIT, ".": POINT, ",": COMMA, "%": PERCENT, "@": TEXT, "/": SLASH}.get(
        sign, LITERAL
    )
    return Token(kind, sign), at + 1
