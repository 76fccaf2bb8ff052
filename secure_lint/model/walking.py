"""Going through expressions and statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from secure_lint.model.program import Expression, Literal, Member, Name, Node, Sequence

N = TypeVar("N", bound=Node)


def all_of(kind: type[N], node: Node | None) -> Iterator[N]:
    """All nodes of a kind in a piece of code, outer ones first, in the order of the source."""
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, kind):
            yield one
        if isinstance(one, tuple):
            waiting.extend(reversed(one))
        elif isinstance(one, msgspec.Struct):
            waiting.extend(reversed([getattr(one, name) for name in one.__struct_fields__ if name != "span"]))


def texts_in(expression: Expression | None) -> tuple[str, ...]:
    """The text that an expression is, or those in the list that it is."""
    items = expression.items if isinstance(expression, Sequence) else (expression,)
    return tuple(one.value for one in items if isinstance(one, Literal) and isinstance(one.value, str))


def is_name(expression: Expression, identifier: str) -> bool:
    """Whether an expression is a plain name."""
    return isinstance(expression, Name) and expression.identifier == identifier


def last_name(expression: Expression) -> str:
    """The last name of what is called or read (``order`` of ``shop.order``); empty for anything else."""
    match expression:
        case Name(identifier=name) | Member(name=name):
            return name
    return ""
