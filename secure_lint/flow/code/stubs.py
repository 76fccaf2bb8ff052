"""Stubs: types of the project that bear the name of a library's and say how its methods look, not what they do."""

from __future__ import annotations

from collections.abc import Container, Iterable

from secure_lint.label.matching import ModelIndex
from secure_lint.model.program import (
    Call,
    Evaluate,
    Expression,
    Function,
    Literal,
    Member,
    Name,
    New,
    Record,
    Return,
    Sequence,
)


def are_stubs(index: ModelIndex, functions: Iterable[Function]) -> bool:
    """Whether models speak of the very types that these functions are of, and none of them does anything.

    A class of the project that implements a library's interface has a name of its own, so that what it leaves empty is
    empty.
    """
    return all(one.owner in index.known_types and _does_nothing(one) for one in functions)


def are_stubs_of(index: ModelIndex, language: str, functions: Iterable[Function]) -> bool:
    """Whether a model speaks of functions outside types by the very names of these, and none of them does anything."""
    return all(index.functions(language, one.qualified) and _does_nothing(one) for one in functions)


def are_abstract(functions: Iterable[Function]) -> bool:
    """Whether none of these functions has code of its own."""
    return all(one.body is None and not one.deferred for one in functions)


def do_nothing(functions: Iterable[Function]) -> bool:
    """Whether none of these functions has code that does anything."""
    return all(map(_does_nothing, functions))


def _does_nothing(function: Function) -> bool:
    """Whether a function has no statements, or only returns something of its own making: a literal, a new object."""
    if function.body is None:
        return not function.deferred
    statements = function.body.statements
    if len(statements) > 1:
        return False
    given = {parameter.name for parameter in function.parameters}
    return all(isinstance(one, Return | Evaluate) and _is_made_up(_returned(one), given) for one in statements)


def _returned(statement: Return | Evaluate) -> Expression | None:
    return statement.value if isinstance(statement, Return) else statement.expression


def _is_made_up(node: Expression | None, given: Container[str]) -> bool:
    """Whether a value has nothing of what was handed in."""
    if node is None or isinstance(node, Literal | New):
        return True
    if isinstance(node, Name):
        return node.identifier not in given and node.identifier != "this"
    if isinstance(node, Sequence):
        return all(_is_made_up(one, given) for one in node.items)
    if isinstance(node, Record):
        return not node.fields
    called = node.callee if isinstance(node, Call) else None
    if isinstance(called, Name):
        return called.identifier[:1].isupper() or called.identifier == "super"
    return isinstance(called, Member) and called.name[:1].isupper()
