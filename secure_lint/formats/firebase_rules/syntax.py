"""The expressions and statements of security rules, as they are written."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

import msgspec


class Literal(msgspec.Struct, frozen=True):
    """A constant; ``value`` is as written, without quotes."""

    kind: OneOf["string", "number", "boolean", "null", "pattern"]
    value: str


class Name(msgspec.Struct, frozen=True):
    """A variable, parameter, wildcard or predefined object."""

    identifier: str


class Member(msgspec.Struct, frozen=True):
    """``receiver.name``."""

    receiver: Expression
    name: str


class Index(msgspec.Struct, frozen=True):
    """``receiver[index]``; a slice has its bounds as one list."""

    receiver: Expression
    index: Expression


class Call(msgspec.Struct, frozen=True):
    """``function(arguments)``; of a method the function is a `Member`."""

    function: Expression
    arguments: tuple[Expression, ...]


class Not(msgspec.Struct, frozen=True):
    """``!operand``."""

    operand: Expression


class Junction(msgspec.Struct, frozen=True):
    """Operands joined by ``&&`` or ``||``."""

    operator: OneOf["&&", "||"]
    operands: tuple[Expression, ...]


class Operation(msgspec.Struct, frozen=True):
    """Any other operator between two operands: comparison, ``in``, ``is``, arithmetic."""

    operator: str
    left: Expression
    right: Expression


class Choice(msgspec.Struct, frozen=True):
    """``condition ? first : second``."""

    condition: Expression
    first: Expression
    second: Expression


class PathLiteral(msgspec.Struct, frozen=True):
    """A path to a document. Of ``segments`` the variable ones are empty; ``values`` are those in their order."""

    segments: tuple[str, ...]
    values: tuple[Expression, ...]


class Items(msgspec.Struct, frozen=True):
    """Values that stand together: a list, or the keys and values of a map."""

    values: tuple[Expression, ...]


Expression: TypeAlias = (
    Literal | Name | Member | Index | Call | Not | Junction | Operation | Choice | PathLiteral | Items
)


class RuleFunction(msgspec.Struct, frozen=True):
    """A function of a rules file: its parameters, its ``let`` bindings in order, and what it returns."""

    name: str
    parameters: tuple[str, ...]
    bindings: tuple[tuple[str, Expression], ...]
    result: Expression


class Allow(msgspec.Struct, frozen=True):
    """An ``allow`` statement.

    ``methods`` are as written; ``condition`` is ``None`` when the statement has none, which allows always. The methods
    and the condition stand at ``[start, end)``.
    """

    methods: tuple[str, ...]
    condition: Expression | None
    text: str
    start: int
    end: int


class MatchBlock(msgspec.Struct, frozen=True):
    """A ``match`` or ``service`` block. ``path`` has the segments that it adds, wildcards with their braces."""

    path: tuple[str, ...]
    allows: tuple[Allow, ...]
    functions: tuple[RuleFunction, ...]
    blocks: tuple[MatchBlock, ...]
    service: str = ""
