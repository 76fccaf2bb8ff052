"""Lists that a function puts together in a variable, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.model.program import Assign, Block, Call, Expression, Function, Member, Name, Operator, Sequence
from secure_lint.model.walking import all_of

_ADDING = frozenset({"append", "add", "push", "insert"})
_ADDING_ALL = frozenset({"extend", "addAll", "concat"})


def gathered(function: Function | None, expression: Expression) -> Sequence | None:
    """All that a function puts into the list that a variable of its names, under whatever conditions."""
    body = function.body if function is not None else None
    if body is None or not isinstance(expression, Name):
        return None
    name = expression.identifier
    given = [one.value for one in all_of(Assign, body) if _is(one.target, name)]
    if not any(isinstance(one, Sequence) for one in given):
        return None
    items = [item for one in given for item in _items(one, name)]
    items.extend(_added(body, name))
    return Sequence(expression.span, tuple(items))


def _items(value: Expression | None, name: str) -> Iterator[Expression]:
    if isinstance(value, Sequence):
        yield from value.items
    elif isinstance(value, Operator) and value.operator == "+" and any(_is(one, name) for one in value.operands):
        yield from (item for one in value.operands for item in _items(one, name))


def _added(body: Block, name: str) -> Iterator[Expression]:
    for call in all_of(Call, body):
        callee = call.callee
        if not isinstance(callee, Member) or not _is(callee.receiver, name) or not call.arguments:
            continue
        last = call.arguments[-1].value
        if callee.name in _ADDING:
            yield last
        elif callee.name in _ADDING_ALL:
            yield from last.items if isinstance(last, Sequence) else ()


def _is(expression: Expression, name: str) -> bool:
    return isinstance(expression, Name) and expression.identifier == name
