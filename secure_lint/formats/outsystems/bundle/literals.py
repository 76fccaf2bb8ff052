"""Object literals of generated JavaScript, with the place of every value.

A tokeniser and a stack: what is not a literal is skipped. Time is linear in the length of the text, without recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

Scalar = str | int | float | bool | None

_TOKEN = re.compile(
    r"""(?P<space>[\s]+|//[^\n]*+|/\*.*?(?:\*/|\Z))
      | (?P<string>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+')
      | (?P<template>`[^`\\]*+(?:\\.[^`\\]*+)*+`)
      | (?P<number>-?(?:0[xX][0-9a-fA-F]+|\d[\d.]*+(?:[eE][+-]?\d+)?))
      | (?P<word>[A-Za-z_$][\w$]*+)
      | (?P<regex>/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/[a-z]*+)
      | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_SEPARATORS = frozenset("}],;")
_BEFORE_REGEX = frozenset("(,=:[!&|?{};")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": ""}
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}

MAX_DEPTH = 500
"""Open brackets; generated code has some forty."""

MAX_VALUES = 500_000
"""Literals of one file; a generated file has some ten thousand."""


class CodeLimitError(Exception):
    """Code that no generator writes; ``offset`` counts characters."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset


class Token(msgspec.Struct, frozen=True):
    """A token; ``kind`` is string, template, number, word, regex or mark. Offsets count characters."""

    kind: str
    text: str
    start: int
    end: int


class Value(msgspec.Struct, frozen=True):
    """A literal in an object or array; ``key`` names it in an object. ``start`` and ``end`` cover the value.

    ``members`` are those that are literals themselves, ``keys`` the keys of all.
    """

    start: int
    end: int
    key: str | None = None
    scalar: Scalar = None
    members: tuple[Value, ...] = ()
    is_object: bool = False
    is_array: bool = False
    keys: tuple[str, ...] = ()

    def member(self, key: str) -> Value | None:
        """The member with this key."""
        return next((member for member in self.members if member.key == key), None)

    def text(self, key: str) -> str | None:
        """The text of a member."""
        member = self.member(key)
        return member.scalar if member is not None and isinstance(member.scalar, str) else None

    def flag(self, key: str) -> bool:
        """Whether a member is true."""
        member = self.member(key)
        return member is not None and member.scalar is True

    def number(self, key: str) -> int | None:
        """The whole number of a member."""
        member = self.member(key)
        value = member.scalar if member is not None else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None


class _Open:
    """A bracket that is not closed yet."""

    __slots__ = ("key", "keys", "mark", "members", "own_key", "start")

    def __init__(self, mark: str, start: int, own_key: str | None) -> None:
        self.mark = mark
        self.start = start
        self.own_key = own_key
        self.key: str | None = None
        self.keys: list[str] = []
        self.members: list[Value] = []


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text without spaces and comments."""
    position, end, last = 0, len(text), "("
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            return
        kind = match.lastgroup or "mark"
        stop = match.end()
        if kind == "regex" and last not in _BEFORE_REGEX:
            kind, stop = "mark", position + 1
        if kind == "number" and text[position] == "-" and last not in _BEFORE_REGEX:
            kind, stop = "mark", position + 1
        if kind != "space":
            token = Token(kind, text[position:stop], position, stop)
            last = token.text if kind == "mark" else "x"
            yield token
        position = stop


def objects(text: str) -> Iterator[Value]:
    """All objects and arrays of a text, inner ones before outer ones; blocks of code appear as objects without keys.

    Raises `CodeLimitError`.
    """
    count = 0
    stack: list[_Open] = []
    pending: list[Token] = []
    for token in tokens(text):
        count += token.text in _SEPARATORS
        if count > MAX_VALUES:
            raise CodeLimitError(token.start, f"more than {MAX_VALUES} literals")
        if token.kind == "mark" and token.text in "{[(":
            own_key = stack[-1].key if stack and not pending else None
            if len(stack) >= MAX_DEPTH:
                raise CodeLimitError(token.start, f"nested more than {MAX_DEPTH} levels deep")
            stack.append(_Open(token.text, token.start, own_key))
            pending = []
        elif token.kind == "mark" and token.text in "}])":
            value = _close(stack, pending, token)
            pending = []
            if value is not None:
                yield value
        elif token.kind == "mark" and token.text in ",;":
            _finish(stack, pending)
            pending = []
        elif token.text == ":" and len(pending) == 1 and stack and stack[-1].mark == "{" and stack[-1].key is None:
            stack[-1].key = string_value(pending[0]) if pending[0].kind == "string" else pending[0].text
            stack[-1].keys.append(stack[-1].key)
            pending = []
        elif len(pending) < 3:
            pending.append(token)


def _close(stack: list[_Open], pending: list[Token], token: Token) -> Value | None:
    _finish(stack, pending)
    if not stack:
        return None
    opened = stack.pop()
    if opened.mark == "(":
        return None
    value = Value(
        opened.start,
        token.end,
        opened.own_key,
        members=tuple(opened.members),
        is_object=opened.mark == "{",
        is_array=opened.mark == "[",
        keys=tuple(opened.keys),
    )
    if stack and stack[-1].mark != "(" and (stack[-1].mark == "[" or opened.own_key is not None):
        stack[-1].members.append(value)
        stack[-1].key = None
    return value


def _finish(stack: list[_Open], pending: list[Token]) -> None:
    """End a member: keep it when it is one literal."""
    if not stack:
        return
    holder = stack[-1]
    if pending and (holder.key is not None or holder.mark == "["):
        value = _scalar(pending)
        if value is not None:
            first, last = pending[0], pending[-1]
            holder.members.append(Value(first.start, last.end, holder.key, scalar=value[0]))
    holder.key = None


def _scalar(pending: list[Token]) -> tuple[Scalar] | None:
    token = pending[0]
    if len(pending) == 2 and token.text == "!" and pending[1].text in "01":
        return (pending[1].text == "0",)
    if len(pending) != 1:
        return None
    if token.kind == "string":
        return (string_value(token),)
    if token.kind == "number":
        return _number(token.text)
    return (_WORDS[token.text],) if token.text in _WORDS else None


def _number(text: str) -> tuple[Scalar] | None:
    try:
        return (int(text, 0) if len(text) < 20 else None,)
    except ValueError:
        pass
    try:
        return (float(text),)
    except ValueError:
        return None


def string_value(token: Token) -> str:
    """What a string token stands for."""
    return _ESCAPE.sub(_unescaped, token.text[1:-1]) if "\\" in token.text else token.text[1:-1]


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _CONTROL.get(match[4], match[4])
    value = int(code, 16)
    return chr(value) if value <= 0x10FFFF and not 0xD800 <= value < 0xE000 else "\ufffd"
