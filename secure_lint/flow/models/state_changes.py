"""What functions that make the next state of the last one put into it, as the source writes it."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.model.program import Assign, Block, Call, Expression, Lambda, Member, Parameter, Record, Return
from secure_lint.model.span import Span
from secure_lint.model.walking import all_of, is_name

_Put = Iterator[tuple[str, Span]]


def put_by(parameters: tuple[Parameter, ...], body: Block | None) -> _Put:
    """The members that a function gives to a state: names and places.

    It gets the state as its first parameter and assigns its members or spreads it in a new object; or what it gets is a
    function that it hands what changes, or another function that answers with that.
    """
    if not parameters or body is None:
        return
    state = parameters[0].name
    for assigned in all_of(Assign, body):
        if isinstance(assigned.target, Member) and is_name(assigned.target.receiver, state):
            yield assigned.target.name, assigned.target.span
    for record in all_of(Record, body):
        if any(one.spread and is_name(one.value, state) for one in record.fields):
            yield from _written(record)
    for call in all_of(Call, body):
        if is_name(call.callee, state) and call.arguments:
            yield from _handed(call.arguments[0].value)


def put_inside(body: Block | None) -> _Put:
    """The members that the functions written in a piece of code give to a state each."""
    for inner in all_of(Lambda, body):
        yield from put_by(inner.parameters, inner.body)


def _handed(value: Expression) -> _Put:
    if isinstance(value, Record):
        yield from _written(value)
    elif isinstance(value, Lambda):
        for returned in all_of(Return, value.body):
            if isinstance(returned.value, Record):
                yield from _written(returned.value)


def _written(record: Record) -> _Put:
    for one in record.fields:
        if one.name and not one.spread:
            yield one.name, one.value.span
