"""How many characters a regular expression matches, as its text tells."""

from __future__ import annotations

import re
from typing import Final

import msgspec

_TOO_DEEP: Final = 40
_COUNTED: Final = re.compile(r"\{(\d*)(,?)(\d*)\}")
_NO_WIDTH: Final = "bBAZzGK"
_OPENS: Final = re.compile(r"\(\?(?:P?<\w+>|[aimsux-]*:|(?P<look><?[=!])|(?P<flags>[aimsux-]+)\))?|\(")
_REPEATED: Final = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class Width(msgspec.Struct, frozen=True):
    """The least and the greatest number of characters; no greatest one where there is none.

    ``nested`` is how deep endless repetitions lie in each other.
    """

    least: int
    most: int | None
    nested: int = 0


_NOTHING: Final = Width(0, 0)
_ONE: Final = Width(1, 1)


def width_of(pattern: str) -> Width | None:
    """The width of what a pattern matches; ``None`` for a pattern that is not understood."""
    reader = _Reader(pattern)
    try:
        found = reader.alternatives(0)
    except (_NotUnderstoodError, IndexError):
        return None
    return found if reader.at == len(pattern) else None


class _NotUnderstoodError(Exception):
    """The pattern has something that this reader does not know."""


class _Reader:
    """Reads a pattern from left to right; ``at`` is the place of the next character."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self.at = 0

    def alternatives(self, depth: int) -> Width:
        """Patterns with ``|`` between them, up to the end or a closing parenthesis."""
        if depth > _TOO_DEEP:
            raise _NotUnderstoodError
        found = self._sequence(depth)
        while self.at < len(self._text) and self._text[self.at] == "|":
            self.at += 1
            found = _either(found, self._sequence(depth))
        return found

    def _sequence(self, depth: int) -> Width:
        found = _NOTHING
        while self.at < len(self._text) and self._text[self.at] not in "|)":
            found = _after(found, self._repeated(self._item(depth)))
        return found

    def _item(self, depth: int) -> Width:
        sign = self._text[self.at]
        if sign == "(":
            return self._group(depth)
        self.at += 1
        if sign == "[":
            self._skip_class()
        elif sign == "\\":
            return self._escaped()
        elif sign in "^$":
            return _NOTHING
        elif sign in "*+?":
            raise _NotUnderstoodError
        return _ONE

    def _group(self, depth: int) -> Width:
        opened = _OPENS.match(self._text, self.at)
        if opened is None or opened.group() == "(?":
            raise _NotUnderstoodError
        self.at = opened.end()
        if opened.group("flags") is not None:
            return _NOTHING
        inner = self.alternatives(depth + 1)
        if self._text[self.at] != ")":
            raise _NotUnderstoodError
        self.at += 1
        return _NOTHING if opened.group("look") is not None else inner

    def _escaped(self) -> Width:
        sign = self._text[self.at]
        self.at += 1
        if sign in "123456789kgRX":
            raise _NotUnderstoodError
        if sign in _NO_WIDTH:
            return _NOTHING
        if sign in "pP" and self._text[self.at] == "{":
            self.at = self._text.index("}", self.at) + 1 if "}" in self._text[self.at :] else len(self._text)
        elif sign in "xu":
            digits = re.compile(r"[0-9A-Fa-f]{2}|\{[^{}]*\}" if sign == "x" else r"[0-9A-Fa-f]{4}|\{[^{}]*\}")
            code = digits.match(self._text, self.at)
            self.at = code.end() if code is not None else self.at
        return _ONE

    def _skip_class(self) -> None:
        """Go behind the closing bracket of a class; a bracket that stands first is one of its characters."""
        self.at += self._text[self.at] == "^"
        self.at += self._text[self.at] == "]"
        while self._text[self.at] != "]":
            self.at += 2 if self._text[self.at] == "\\" else 1
        self.at += 1

    def _repeated(self, item: Width) -> Width:
        if self.at >= len(self._text):
            return item
        sign = self._text[self.at]
        counted = _COUNTED.match(self._text, self.at) if sign == "{" else None
        if counted is not None and (counted.group(1) or counted.group(3)):
            self.at = counted.end()
            least = int(counted.group(1) or 0)
            most = least if not counted.group(2) else int(counted.group(3)) if counted.group(3) else None
        elif sign in _REPEATED:
            self.at += 1
            least, most = _REPEATED[sign]
        else:
            return item
        if self._text[self.at : self.at + 1] in ("?", "+"):
            self.at += 1
        return _times(item, least, most)


def _either(one: Width, other: Width) -> Width:
    most = None if one.most is None or other.most is None else max(one.most, other.most)
    return Width(min(one.least, other.least), most, max(one.nested, other.nested))


def _after(one: Width, other: Width) -> Width:
    most = None if one.most is None or other.most is None else one.most + other.most
    return Width(one.least + other.least, most, max(one.nested, other.nested))


def _times(item: Width, least: int, most: int | None) -> Width:
    longest = None if most is None or item.most is None else item.most * most
    if item.most == 0:
        longest = 0
    return Width(item.least * least, longest, item.nested + (most is None or most > 1))
