"""Rewrites of source text that the grammar rejects although it is valid Kotlin.

Whatever is replaced keeps its length, so that offsets in the tree are those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MODIFIERS = rb"(?:(?:[a-z]+|@[\w.:]+(?:\([^()\n]*\))?)[ \t]+)*"
DECLARATION = rb"(?:class|interface|object|fun|val|var|typealias|init|constructor)\b"
_CONTEXT = re.compile(rb"^[ \t]*context[ \t]*\([^()\n]*\)(?=\s*" + MODIFIERS + DECLARATION + rb")", re.MULTILINE)
_GUARD = re.compile(rb"^(?P<test>[ \t]*(?:is[ \t][^\n{}]*?|else))(?P<guard>[ \t]if\b[^\n{}]*?)(?=->)", re.MULTILINE)
_INLINE_GUARD = re.compile(rb"(?P<test>[{;][ \t]*is[ \t][^\n{}]*?)(?P<guard>[ \t]if\b[^\n{}]*?)(?=->)")
_SPLIT_HEADER = re.compile(
    rb"\bclass\s+\w+(?:<[^>\n]*>)?(?P<gap>\s+(?:@[\w.]+(?:\([^()]*\))?\s+)*(?:[a-z]+\s+)?)constructor\b"
)
_EMPTY_LAMBDA = re.compile(rb"->[\s;]*(?=\})")
_SPLIT_GETTER = re.compile(rb"(?<=\w)(?P<mark>[ \t]*;)(?=\s*get[ \t]*\()")
_ACCESSOR_ANNOTATION = re.compile(rb"^[ \t]*@\w+(?=\s*(?:[a-z]+[ \t]+)?[gs]et\b)", re.MULTILINE)
_LOOP_CONDITION = re.compile(rb"\bif[ \t]*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)(?=[ \t]+(?:for|while)[ \t]*\()")
_SPLIT_ELSE = re.compile(rb"(?<=[^\s{};])\s+(?=else\b)")
_SOFT_KEYWORD = re.compile(
    rb"(?<![\w.])(?:abstract|annotation|data|enum|expect|actual|external|final|infix|inline|inner|internal|lateinit|open"
    rb"|operator|override|private|protected|public|sealed|suspend|tailrec|value)(?=\()"
)
_SUSPENDED = re.compile(rb"(?<![\w.])suspend(?=[ \t]*\{)")
_GROUPED_TYPE = re.compile(
    rb"(?P<head>(?:@\w+|\bsuspend)[ \t]+)\((?P<type>(?:[\w.<>]+\.)?\([^()]*\)\s*->\s*[\w.<>?, ]+)\)(?=\s*[,)=?\n])"
)
_LAST_TYPE = re.compile(rb",(?=\s*>)")
_DOLLARS = re.compile(rb"\$\$+(?=\")")
_CLOSING = re.compile(rb"(?<=[^\s{;,]) (?=\})")
_TYPE_LINE = re.compile(rb"^.*\b(?:class|interface|object)\b.*\{.*\}.*$", re.MULTILINE)

Repair = Callable[[bytes], bytes]


def without_contexts(data: bytes) -> bytes:
    """``context(Logger) fun …``, which the grammar takes for a call."""
    return _CONTEXT.sub(_spaces, data) if b"context(" in data or b"context (" in data else data


def without_groups(data: bytes) -> bytes:
    """``suspend (Timeline.() -> Unit)``: the grammar wants no parentheses around the type of a function."""
    return _GROUPED_TYPE.sub(lambda match: match["head"] + b" " + match["type"] + b" ", data)


def join_headers(data: bytes) -> bytes:
    """A class whose annotated constructor starts on another line."""

    def join(match: re.Match[bytes]) -> bytes:
        start = match.start("gap") - match.start()
        return match[0][:start] + match["gap"].replace(b"\n", b" ") + match[0][start + len(match["gap"]) :]

    return _SPLIT_HEADER.sub(join, data)


def _without_guards(data: bytes) -> bytes:
    """``is A if ready ->``."""
    for guard in (_GUARD, _INLINE_GUARD):
        data = guard.sub(lambda match: match["test"] + b" " * len(match["guard"]), data)
    return data


def _close_gaps(data: bytes) -> bytes:
    """``{ a -> ; }``, ``val a; get() = 1``, an annotated accessor, ``if (a) for …``, ``else`` after all, ``A<B,>``."""
    data = _EMPTY_LAMBDA.sub(lambda match: b"->" + b" " * (len(match[0]) - 2), data)
    for pattern in (_SPLIT_GETTER, _ACCESSOR_ANNOTATION, _LOOP_CONDITION, _LAST_TYPE):
        data = pattern.sub(_spaces, data)
    return _SPLIT_ELSE.sub(lambda match: b" " * len(match[0]), data)


def _without_dollars(data: bytes) -> bytes:
    """``$$"costs $5"``: a string in which two signs begin what is filled in."""
    return _DOLLARS.sub(_spaces, data)


def _plain_names(data: bytes) -> bytes:
    """``open()``, ``suspend { }``: the grammar takes the name for a modifier; names are read from the file."""
    for name in (_SOFT_KEYWORD, _SUSPENDED):
        data = name.sub(lambda match: match[0].upper(), data)
    return data


def _close_types(data: bytes) -> bytes:
    """The same in lines that declare a type only."""
    return _TYPE_LINE.sub(lambda match: _CLOSING.sub(b";", match[0]), data)


def _close_lines(data: bytes) -> bytes:
    """``{ val x = 1 }``: the grammar wants a separator before the brace."""
    return _CLOSING.sub(b";", data)


def blank(text: bytes | bytearray) -> bytes:
    """The text with spaces for all but its line ends."""
    return re.sub(rb"[^\n]", b" ", text)


def _spaces(match: re.Match[bytes]) -> bytes:
    return blank(match[0])


REPAIRS: tuple[Repair, ...] = (
    _close_gaps,
    _plain_names,
    _close_types,
    _close_lines,
    _without_guards,
    _without_dollars,
)
