"""The types of a GraphQL schema with their fields and directives.

A small reader of our own: the rest of the language is skipped, and what cannot be read costs its definition only, where
a full parser gives up the file. Source: the type system section of https://spec.graphql.org/October2021/.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import msgspec

from secure_lint.formats.reading import MAX_RECURSION, check_depth

_TOKEN = re.compile(
    r'''(?:[\s,\ufeff]++ | \#[^\n]*+)*+
      (?: (?P<text>"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z) | "(?:[^"\\\n]|\\.)*+"?)
        | (?P<name>[A-Za-z_]\w*+)
        | (?P<number>-?\d[\w.+-]*+)
        | (?P<mark>\.\.\.|.)
      )''',
    re.VERBOSE | re.DOTALL,
)
_KINDS = frozenset({"type", "interface", "input"})
_DEFINITIONS = _KINDS | {"enum", "union", "scalar", "directive", "schema", "extend", "query", "mutation", "fragment"}


class Scalar(msgspec.Struct, frozen=True):
    """A name, number or string, without quotes."""

    text: str


class ListValue(msgspec.Struct, frozen=True):
    """Values in brackets."""

    items: tuple[Value, ...]


class ObjectValue(msgspec.Struct, frozen=True):
    """Named values in braces, which stand at ``[start, end)``."""

    entries: dict[str, Value]
    start: int
    end: int


Value: TypeAlias = Scalar | ListValue | ObjectValue


class Directive(msgspec.Struct, frozen=True):
    """``@name(arguments)`` at ``[start, end)``."""

    name: str
    arguments: dict[str, Value]
    start: int
    end: int


class FieldDefinition(msgspec.Struct, frozen=True):
    """A field. ``type`` is the named type, without list and non-null marks; ``default`` the value of an input field."""

    name: str
    type: str
    directives: tuple[Directive, ...]
    default: Value | None = None


class TypeDefinition(msgspec.Struct, frozen=True):
    """A type, interface or input; its name stands at ``[start, end)``."""

    kind: str
    name: str
    fields: tuple[FieldDefinition, ...]
    directives: tuple[Directive, ...]
    start: int
    end: int


class GraphqlSyntaxError(Exception):
    """The text is no schema at ``offset`` (in characters)."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class DefinitionReader:
    """Reads the definitions of a schema; ``errors`` holds what could not be read."""

    def __init__(self, text: str) -> None:
        self.errors: list[GraphqlSyntaxError] = []
        self._text = text
        self._kind = self._word = ""
        self._start = self._end = self._previous_end = 0
        self._advance()

    def read(self) -> tuple[TypeDefinition, ...]:
        """The types of the schema; raises `TooMuchError`."""
        found: list[TypeDefinition] = []
        while self._kind:
            try:
                if self._kind == "name" and self._word in _KINDS:
                    found.append(self._type())
                else:
                    self._skip_one()
            except GraphqlSyntaxError as error:
                self.errors.append(error)
                while self._kind and not (self._kind == "name" and self._word in _DEFINITIONS):
                    self._advance()
        return tuple(found)

    def _advance(self) -> str:
        """Go to the next token; returns the text of the one left behind."""
        left, self._previous_end = self._word, self._end
        match = _TOKEN.match(self._text, self._end)
        if match is None or match.lastgroup is None:
            self._kind, self._word = "", ""
            self._start = self._end = len(self._text)
        else:
            self._kind, self._word = match.lastgroup, match[match.lastgroup]
            self._start, self._end = match.span(match.lastgroup)
        return left

    def _skip(self, mark: str) -> bool:
        if self._kind not in ("mark", "name") or self._word != mark:
            return False
        self._advance()
        return True

    def _expect(self, mark: str) -> None:
        if not self._skip(mark):
            raise GraphqlSyntaxError(f"{mark!r} is missing", self._start)

    def _name(self) -> str:
        if self._kind != "name":
            raise GraphqlSyntaxError("a name is missing", self._start)
        return self._advance()

    def _skip_one(self) -> None:
        """Go past a token, or past everything between braces."""
        depth = 0
        while self._kind:
            depth += {"{": 1, "}": -1}.get(self._word, 0) if self._kind == "mark" else 0
            self._advance()
            if depth <= 0:
                break

    def _type(self) -> TypeDefinition:
        kind = self._advance()
        start, end = self._start, self._end
        name = self._name()
        if self._skip("implements"):
            self._skip("&")
            self._name()
            while self._skip("&") or (self._kind == "name" and self._word not in _DEFINITIONS):
                self._name()
        directives = self._directives()
        fields: list[FieldDefinition] = []
        if self._skip("{"):
            while not self._skip("}"):
                fields.append(self._field())
        return TypeDefinition(kind, name, tuple(fields), directives, start, end)

    def _field(self) -> FieldDefinition:
        while self._kind == "text":
            self._advance()
        name = self._name()
        if self._skip("("):
            while not self._skip(")"):
                self._field()
        self._expect(":")
        while self._skip("["):
            pass
        type_name = self._name()
        while self._skip("]") or self._skip("!"):
            pass
        default = self._value(0) if self._skip("=") else None
        return FieldDefinition(name, type_name, self._directives(), default)

    def _directives(self) -> tuple[Directive, ...]:
        found: list[Directive] = []
        while self._kind == "mark" and self._word == "@":
            start = self._start
            self._advance()
            name = self._name()
            arguments: dict[str, Value] = {}
            if self._skip("("):
                while not self._skip(")"):
                    key = self._name()
                    self._expect(":")
                    arguments[key] = self._value(0)
            found.append(Directive(name, arguments, start, self._previous_end))
        return tuple(found)

    def _value(self, depth: int) -> Value:
        check_depth(depth, MAX_RECURSION)
        start = self._start
        if self._skip("["):
            items: list[Value] = []
            while not self._skip("]"):
                items.append(self._value(depth + 1))
            return ListValue(tuple(items))
        if self._skip("{"):
            entries: dict[str, Value] = {}
            while not self._skip("}"):
                key = self._name()
                self._expect(":")
                entries[key] = self._value(depth + 1)
            return ObjectValue(entries, start, self._previous_end)
        self._skip("$")
        if self._kind not in ("name", "number", "text"):
            raise GraphqlSyntaxError("a value is missing", self._start)
        return Scalar(self._advance().strip('"'))
