"""Assignments in text that neither a front end, a format reader nor the lexical scan understands.

Lines of the form ``name = value`` or ``name: value``: settings in environment files, shell scripts, INI and templates
of YAML, and notes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.embedded import named_parts

_LINE = re.compile(
    rb"[ \t]*(?:(?:export|set|setx|ENV|ARG|declare -x|const|var|let|env\.)[ \t]+)?"
    rb"(?:-[ \t]+){0,3}(?:--?|//[^ \t\n=]{0,100}:|\$|#!?[ \t]*)?"
    rb"(?P<mark>[\"']?)(?P<name>[A-Za-z_][A-Za-z0-9_.\-]{1,80})(?P=mark)"
    rb"[ \t]{0,12}(?P<sign>[:?+]{0,3}=|:)[ \t]{0,12}(?P<rest>[^\n]{1,600})"
)
_DOCKER = re.compile(rb"[ \t]*ENV[ \t]+(?P<name>[A-Za-z_]\w{1,80})[ \t]+(?P<rest>[^\s=][^\n]{0,600})")
_FLAG = re.compile(rb"(?<![\w-])--?(?P<name>[A-Za-z][A-Za-z0-9\-_.]{2,60})[= ](?P<rest>[^\n]{1,300})")
_QUOTED = re.compile(r"^(?P<mark>[\"'`])(?P<value>(?:(?!(?P=mark)).)*)(?P=mark)\s*[,;]?\s*(?:#.*|//.*)?$")
_COMMENT = re.compile(r"\s+(?:#|//|;).*$")
_PAIR = re.compile(
    rb"<(?!input|button|option)[\w:.\-]{1,60}\s[^<>\n]{0,200}?\b(?:name|key)\s{0,3}=\s{0,3}[\"'](?P<name>[\w.\-]{2,80})[\"'][^<>\n]{0,200}?"
    rb"\b(?:value|content)\s{0,3}=\s{0,3}[\"'](?P<value>[^\"'<>\n]{1,400})[\"']"
)
_XML = re.compile(rb"<(?P<name>[A-Za-z_][\w.:\-]{1,60})(?:\s[^<>]{0,300})?>(?P<value>[^<>\n]{1,400})</(?P=name)>")


def assignments_in_text(data: bytes, hits: Sequence[int], named: NamedPredicate) -> Iterator[Assignment]:
    """Assignments on the lines on which credential words stand."""
    done = -1
    for hit in hits:
        if hit < done:
            continue
        start = data.rfind(b"\n", 0, hit) + 1
        end = data.find(b"\n", hit)
        end = len(data) if end < 0 else end
        done = end
        if end - start > 4000:
            continue
        yield from _of_line(data, start, end, named)
        yield from named_parts(data[start:end].decode("utf-8", "replace"), start, named)


def _of_line(data: bytes, start: int, end: int, named: NamedPredicate) -> Iterator[Assignment]:
    match = _DOCKER.match(data, start, end) or _LINE.match(data, start, end)
    if match is not None:
        name = match["name"].decode("ascii", "replace")
        if named(name):
            prose = match.re is _LINE and match["sign"] == b":"
            yield from _value(name, data, match.start("rest"), match.end("rest"), prose)
            return
    for flag in _FLAG.finditer(data, start, end):
        name = flag["name"].decode("ascii", "replace")
        if named(name):
            rest = flag["rest"].split(b" ")[0]
            yield from _value(name, data, flag.start("rest"), flag.start("rest") + len(rest), False)
    for element in itertools.chain(_XML.finditer(data, start, end), _PAIR.finditer(data, start, end)):
        name = element["name"].decode("ascii", "replace")
        if named(name):
            yield from _value(name, data, *element.span("value"), False)


def _is_code(bare: str) -> bool:
    """Whether quotes in a value without any around it show that it is a piece of code."""
    quotes = [bare.count(quote) for quote in "\"'"]
    return any(count % 2 for count in quotes) or (" " in bare and any(quotes))


def _value(name: str, data: bytes, start: int, end: int, colon: bool) -> Iterator[Assignment]:
    """The value on the rest of a line: quoted, or bare without a comment; prose after a colon is none."""
    text = data[start:end].decode("utf-8", "replace").rstrip()
    quoted = _QUOTED.match(text)
    if quoted is not None:
        first = start + len(text[: quoted.start("value")].encode())
        yield Assignment(name, quoted["value"], (first, first + len(quoted["value"].encode())), Form.SETTING)
        return
    bare = _COMMENT.sub("", text).rstrip(" ,;\\")
    if not bare or (" " in bare and colon):
        return
    if bare[0] in "\"'`" or bare.endswith(("{", "(", "[")) or _is_code(bare):
        return
    yield Assignment(name, bare, (start, start + len(bare.encode())), Form.TEXT)
