"""Credentials inside a longer text: parts of connection strings, queries, headers and serialised data."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate

_PART = re.compile(
    r"(?<![A-Za-z0-9_])(?P<name>[A-Za-z][A-Za-z0-9_.\-]{0,60})(?P<sign>\\?[\"']?\s{0,3}(?:=>|[=:])\s{0,3})"
    r"(?:(?P<mark>\\?[\"'])(?P<quoted>(?:(?!(?P=mark)).){1,400})(?P=mark)|(?P<bare>[^\s&;,\"'<>|`\\]{1,400}))"
)
_OPEN_END = re.compile(r"(?<![A-Za-z0-9_])(?P<name>[A-Za-z][A-Za-z0-9_.\-]{0,60})\s{0,3}=\s{0,3}[\"']?$")
_BEARER = re.compile(r"^(?:Bearer|Token|token|bearer|ApiKey|Basic)\s+")


class Part(msgspec.Struct, frozen=True):
    """A named value in a text; ``start`` and ``end`` are offsets of the value."""

    name: str
    value: str
    start: int
    end: int
    quoted: bool
    sign: str


def parts_of(text: str) -> Iterator[Part]:
    """All ``name=value`` and ``"name": "value"`` parts of ``text``."""
    position = 0
    while match := _PART.search(text, position):
        group = "quoted" if match["quoted"] is not None else "bare"
        start, end = match.span(group)
        value = match[group]
        prefix = _BEARER.match(value)
        if prefix:
            start += prefix.end()
            value = value[prefix.end() :]
        sign = match["sign"].strip("\\\"' \t")
        quoted = group == "quoted" or match["sign"][0] in "\\\"'"
        yield Part(match["name"], value, start, end, quoted, sign)
        position = end if group == "quoted" else match.start(group)


def named_parts(text: str, start: int, named: NamedPredicate) -> Iterator[Assignment]:
    """The named values inside a text that starts at byte ``start`` of its file."""
    for part in parts_of(text):
        if not named(part.name) or (part.sign == ":" and not part.quoted):
            continue
        first = start + len(text[: part.start].encode("utf-8"))
        yield Assignment(part.name, part.value, (first, first + len(part.value.encode("utf-8"))), Form.PART)


def open_name(text: str) -> str | None:
    """The name at the end of a text that breaks off before the value (``"...;Password = "``)."""
    match = _OPEN_END.search(text[-100:])
    return match["name"] if match else None
