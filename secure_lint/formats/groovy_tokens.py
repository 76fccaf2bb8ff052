"""The tokens of Groovy build files."""

from __future__ import annotations

import re

import msgspec

from secure_lint.text.surrogates import without_surrogates

_TOKEN = re.compile(
    r"""[ \t\r\f]*+(?:\\\r?\n[ \t]*+)*+
    (?: (?P<comment>//[^\n]*+ | /\*.*?(?:\*/|\Z) | \A\#![^\n]*+)
      | (?P<newline>\n)
      | (?P<string>'{3}.*?(?:'{3}|\Z) | '(?:[^'\\\n]|\\.)*+(?:'|(?=\n)|\Z))
      | (?P<template>"{3}(?:[^"\\]|\\.|"(?!""))*+(?:"{3}|\Z) | "(?:\$\{[^}\n]{0,500}+\}|[^"\\\n]|\\.)*+(?:"|(?=\n)|\Z))
      | (?P<word>[^\W\d]\w*+)
      | (?P<number>\d[\w.]*+(?<!\.))
      | (?P<mark>==|!=|<=|>=|\+=|-=|->|\?\.|\?:|<<|&&|\|\||\+\+|--|.)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|\r?(\n)|(.))", re.DOTALL)
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SHORT_REFERENCE = re.compile(r"(?<!\\)\$([^\W\d]\w*(?:\.[^\W\d]\w*)*)")


class Token(msgspec.Struct, frozen=True, gc=False):
    """A token. For strings ``value`` is the decoded text and ``[inner_start, inner_end)`` the place without quotes."""

    kind: str
    value: str
    start: int
    end: int
    inner_start: int = 0
    inner_end: int = 0


def tokens(text: str) -> list[Token]:
    """All tokens, comments and line ends included, and an ``end`` token."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        raw = match.group(kind)
        if kind in ("string", "template"):
            found.append(_string(kind, raw, start, end))
        else:
            found.append(Token(kind, raw, start, end))
    found.append(Token("end", "", len(text), len(text)))
    return found


def _string(kind: str, raw: str, start: int, end: int) -> Token:
    width = 3 if raw.startswith(raw[0] * 3) else 1
    closed = len(raw) >= 2 * width and raw.endswith(raw[0] * width)
    inner_start, inner_end = start + width, max(end - width, start + width) if closed else max(end, start + width)
    inner = raw[inner_start - start : inner_end - start]
    if kind == "template":
        inner = _SHORT_REFERENCE.sub(r"${\1}", inner)
    value = without_surrogates(_ESCAPE.sub(_unescaped, inner)) if "\\" in inner else inner
    return Token(kind, value, start, end, inner_start, min(inner_end, end))


def _unescaped(match: re.Match[str]) -> str:
    code, line_end, character = match.groups()
    if code:
        return chr(int(code, 16))
    return "" if line_end else _CONTROL.get(character, character)
