"""Lists that a function puts together in a variable, item by item."""

from __future__ import annotations

from collections.abc import Container, Iterator

from secure_lint.model.program import Assign, Block, Call, Expression, Function, Member, Name, Operator, Sequence
from secure_lint.model.walking import all_of


def gathered(function: Function | None, expression: Expression, adding: Container[str]) -> Sequence | None:
    """All that a function puts into the list that a variable of its names, under whatever conditions.

    ``adding`` are the names of the methods that put something into a list, or all of another.
    """
    body = function.body if function is not None else None
    if body is None or not isinstance(expression, Name):
        return None
    name = expression.identifier
    given = [one.value for one in all_of(Assign, body) if _is(one.target, name)]
    if not any(isinstance(one, Sequence) for one in given):
        return None
    items = [item for one in given for item in _items(one, name)]
    items.extend(_added(body, name, adding))
    return Sequence(expression.span, tuple(items))


def _items(value: Expression | None, name: str) -> Iterator[Expression]:
    if isinstance(value, Sequence):
        yield from value.items
    elif isinstance(value, Operator) and value.operator == "+" and any(_is(one, name) for one in value.operands):
        yield from (item for one in value.operands for item in _items(one, name))


def _added(body: Block, name: str, adding: Container[str]) -> Iterator[Expression]:
    for call in all_of(Call, body):
        callee = call.callee
        if isinstance(callee, Member) and _is(callee.receiver, name) and callee.name in adding and call.arguments:
            last = call.arguments[-1].value
            yield from last.items if isinstance(last, Sequence) else (last,)


def _is(expression: Expression, name: str) -> bool:
    return isinstance(expression, Name) and expression.identifier == name
