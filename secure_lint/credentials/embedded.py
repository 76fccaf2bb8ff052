"""Credentials inside a longer text: parts of connection strings, queries, headers and serialised data."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate

_PART = re.compile(
    r"(?<![A-Za-z0-9_/.])(?P<name>[A-Za-z][A-Za-z0-9_.\-]{0,60})(?P<sign>\\?[\"']?\s{0,3}(?:=>|[=:])\s{0,3})"
    r"(?:(?P<mark>\\?[\"'])(?P<quoted>(?:(?!(?P=mark)).){1,400})(?P=mark)"
    r"|(?P<bare>(?:(?:[Bb]earer|[Tt]oken|ApiKey|Basic) )?[^\s&;,\"'<>|`\\]{1,400}))"
)
_CODE = re.compile(
    r"\bfunction\b[^\n(]{0,60}\(|=>\s{0,4}[{(]|\breturn\b|\b(?:var|let|const|val)\s+\w+\s*=|\bif\s?\(|\};"
)
_LEAST_SIGNS = 2
"""Constructs of a programming language in a text, of which so many different ones show that it is code."""

_OPEN_END = re.compile(r"(?<![A-Za-z0-9_])(?P<name>[A-Za-z][A-Za-z0-9_.\-]{0,60})\s{0,3}=\s{0,3}[\"']?$")
_SCHEME = re.compile(r"^(?:[Bb]earer|[Tt]oken|ApiKey|Basic) +(?=\S)")


class Part(msgspec.Struct, frozen=True):
    """A named value in a text; ``start`` and ``end`` are offsets of the value.

    ``header`` says that it stands like a field of a request: ``X-Api-Key: value`` or ``Authorization: Bearer value``.
    ``query`` says that it stands like a parameter of an address (``?key=value``).
    """

    name: str
    value: str
    start: int
    end: int
    quoted: bool
    sign: str
    header: bool = False
    query: bool = False

    @property
    def form(self) -> Form:
        """How the value is given to the name."""
        return Form.QUERY if self.query else Form.PART

    @property
    def is_given(self) -> bool:
        """Whether the value is given to the name.

        What follows a colon without quotes or a header's form is prose. Between quotes with spaces inside stands the
        code between two strings (``"name=" + value + ";"``).
        """
        between_strings = self.value[:1].isspace() and self.value[-1:].isspace()
        return not between_strings and (self.sign != ":" or self.quoted or self.header)


def without_scheme(value: str) -> str:
    """A value of an ``Authorization`` header without the name of its scheme (RFC 9110, section 11)."""
    scheme = _SCHEME.match(value)
    return value[scheme.end() :] if scheme and " " not in value[scheme.end() :] else value


def parts_of(text: str) -> Iterator[Part]:
    """All ``name=value`` and ``"name": "value"`` parts of ``text``; in code, where words are names, those in quotes."""
    position = 0
    code: bool | None = None
    while match := _PART.search(text, position):
        group = "quoted" if match["quoted"] is not None else "bare"
        start, end = match.span(group)
        value = match[group]
        prefix = _SCHEME.match(value)
        if prefix:
            start += prefix.end()
            value = value[prefix.end() :]
        sign = match["sign"].strip("\\\"' \t")
        quoted = group == "quoted" or match["sign"][0] in "\\\"'"
        if group == "bare":
            code = _is_code(text) if code is None else code
            if code:
                position = start
                continue
        header = prefix is not None or ("-" in match["name"] and match["name"][0].isupper())
        query = text[max(0, match.start() - 1) : match.start()] in ("?", "&")
        yield Part(match["name"], value, start, end, quoted, sign, header, query)
        nested = group == "bare" or "=" in value
        position = match.start(group) if nested else end


def _is_code(text: str) -> bool:
    """Whether a text is a piece of a program."""
    found: set[str] = set()
    for match in _CODE.finditer(text):
        found.add(match.group()[:3])
        if len(found) >= _LEAST_SIGNS:
            return True
    return False


def named_parts(text: str, start: int, named: NamedPredicate) -> Iterator[Assignment]:
    """The named values inside a text that starts at byte ``start`` of its file."""
    for part in parts_of(text):
        if not named(part.name) or not part.is_given:
            continue
        first = start + len(text[: part.start].encode("utf-8"))
        yield Assignment(part.name, part.value, (first, first + len(part.value.encode("utf-8"))), part.form)


def open_name(text: str) -> str | None:
    """The name at the end of a text that breaks off before the value (``"...;Password = "``)."""
    match = _OPEN_END.search(text[-100:])
    return match["name"] if match else None
