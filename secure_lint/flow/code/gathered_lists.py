"""Lists that a function puts together in a variable, item by item."""

from __future__ import annotations

from collections.abc import Container, Iterator

from secure_lint.model.program import Assign, Block, Call, Expression, Function, Member, Name, Operator, Sequence
from secure_lint.model.walking import all_of, is_name


def gathered(function: Function | None, expression: Expression, adding: Container[str]) -> Sequence | None:
    """All that a function puts into the list that a variable of its names, under whatever conditions.

    ``adding`` are the names of the methods that put something into a list, or all of another. Where the variable gets a
    new list that is made of the old one, that is what it held before.
    """
    body = function.body if function is not None else None
    if body is None or not isinstance(expression, Name):
        return None
    name = expression.identifier
    assigned = [one for one in all_of(Assign, body) if is_name(one.target, name)]
    around = next((one for one in assigned if any(inner is expression for inner in all_of(Name, one.value))), None)
    given = assigned if around is None else _held_before(around, assigned)
    if not any(isinstance(one.value, Sequence) for one in given):
        return None
    items = [item for one in given for item in _items(one.value, name)]
    items.extend(item for call, item in _added(body, name, adding) if around is None or call.span < around.span)
    return Sequence(expression.span, tuple(items))


def _held_before(around: Assign, assigned: list[Assign]) -> list[Assign]:
    """The assignments that make up what a variable holds when it is assigned again: the last one with a new list on."""
    before = [one for one in assigned if one.span < around.span]
    new = (at for at in reversed(range(len(before))) if isinstance(before[at].value, Sequence))
    return before[next(new, 0) :]


def _items(value: Expression | None, name: str) -> Iterator[Expression]:
    if isinstance(value, Sequence):
        yield from value.items
    elif isinstance(value, Operator) and value.operator == "+" and any(is_name(one, name) for one in value.operands):
        yield from (item for one in value.operands for item in _items(one, name))


def _added(body: Block, name: str, adding: Container[str]) -> Iterator[tuple[Call, Expression]]:
    for call in all_of(Call, body):
        callee = call.callee
        if isinstance(callee, Member) and is_name(callee.receiver, name) and callee.name in adding and call.arguments:
            last = call.arguments[-1].value
            yield from ((call, item) for item in (last.items if isinstance(last, Sequence) else (last,)))
