"""What Groovy and Kotlin build files have in common: values, and the settings that calls and assignments become.

Blocks and the parts of a dotted name are the segments of a path: ``android/buildTypes/release/minifyEnabled``. A call
with one argument is a setting of its name, with several it is ``name/[0]``, ``name/[1]``; a named argument and a map
entry are ``name/key``; a call as an argument continues the path (``implementation/platform``). A value that is no
literal is written as in a string template, ``${System.getenv("KEY")}``, so that it is never taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from secure_lint.formats.reading import SettingList, join
from secure_lint.model.span import Span

NAMED_ELEMENT_CALLS = frozenset({"getByName", "create", "named", "register", "maybeCreate"})
"""Calls on a container whose first argument names the element that the block configures."""


class Scalar(msgspec.Struct, frozen=True):
    """A literal, or the text of an expression in ``${…}``."""

    text: str
    span: Span


class ListValue(msgspec.Struct, frozen=True):
    """A list; also the arguments of a call."""

    items: tuple[Value, ...]
    span: Span


class MapEntry(msgspec.Struct, frozen=True):
    """A map entry or a named argument."""

    key: str
    key_span: Span
    value: Value


class CallValue(msgspec.Struct, frozen=True):
    """A call of a plain name as a value."""

    name: str
    name_span: Span
    arguments: tuple[Value, ...]


Value = Scalar | ListValue | MapEntry | CallValue


def expression(text: str, span: Span) -> Scalar:
    """The value of an expression that is not evaluated."""
    return Scalar(f"${{{' '.join(text.split())}}}", span)


class GradleSettings:
    """Collects the settings of a build file."""

    def __init__(self) -> None:
        self.list = SettingList()

    def assign(self, path: str, key_span: Span, value: Value) -> None:
        """``path = value``."""
        self._add(self.list.sibling(path), key_span, value)

    def call(self, path: str, key_span: Span, arguments: Sequence[Value]) -> str:
        """``path(arguments)``; returns the path with its number among repeated calls."""
        path = self.list.sibling(path)
        if not arguments:
            self.list.add(path, "", key_span, key_span)
        elif len(arguments) == 1:
            self._add(path, key_span, arguments[0])
        else:
            self._add(path, key_span, ListValue(tuple(arguments), key_span))
        return path

    def _add(self, path: str, key_span: Span, value: Value) -> None:
        if isinstance(value, Scalar):
            self.list.add(path, value.text, value.span, key_span)
        elif isinstance(value, MapEntry):
            self._add(join(path, value.key), value.key_span, value.value)
        elif isinstance(value, CallValue):
            self.call(join(path, value.name), value.name_span, value.arguments)
        elif not value.items:
            self.list.add(path, "", value.span, key_span)
        else:
            positions = 0
            for item in value.items:
                if isinstance(item, MapEntry):
                    self._add(path, key_span, item)
                else:
                    self._add(f"{path}/[{positions}]", key_span, item)
                    positions += 1
