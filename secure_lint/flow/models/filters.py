"""Functions that queries are given to ask about each record: what they compare the records with is in the query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.ports import at_port
from secure_lint.flow.models.wrapping import unwrapped
from secure_lint.flow.values.value import UNKNOWN, Value, all_taints, merge_taints
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Call, Expression, Lambda, Member, Name, Operator
from secure_lint.model.walking import all_of

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_EQUAL = frozenset(("==", "==="))


def filtered(interpreter: Interpreter, site: CallSite, port: str | None) -> CallSite:
    """The call, its receiver with what the function at ``port`` compares records with, by the names of attributes."""
    closure = unwrapped(at_port(site, port)).closure if port is not None else None
    if closure is None or not isinstance(closure.frame, Frame):
        return site
    query = site.receiver or UNKNOWN
    table = query.member("model") or query
    parameters = closure.node.parameters
    record = parameters[0].name if parameters else simple_name(table.type or "")
    for attribute, asked in _compared(closure.node, record, interpreter.index.comparing):
        value = interpreter.evaluate(closure.frame, asked)
        query = msgspec.structs.replace(query, taints=merge_taints(query.taints, all_taints(value)))
        query = query.with_member(attribute, Value(taints=value.taints, constants=value.constants, exact=value.exact))
    return msgspec.structs.replace(site, receiver=query)


def _compared(node: Lambda, record: str, comparing: Collection[str]) -> Iterator[tuple[str, Expression]]:
    """The attributes of the record that a function compares, by operators or ``comparing`` methods, and with what.

    The record is the first parameter, or the table itself by which a function without any names attributes.
    """
    for operator in all_of(Operator, node.body):
        if operator.operator in _EQUAL and len(operator.operands) == 2:
            yield from _of_sides(record, *operator.operands)
    for call in all_of(Call, node.body):
        if isinstance(call.callee, Member) and call.callee.name in comparing:
            for argument in call.arguments[:1]:
                yield from _of_sides(record, call.callee.receiver, argument.value)


def _of_sides(record: str, first: Expression, second: Expression) -> Iterator[tuple[str, Expression]]:
    for held, asked in ((first, second), (second, first)):
        if isinstance(held, Member) and _is_of(record, held) and not _mentions(record, asked):
            yield held.name, asked


def _is_of(record: str, node: Expression) -> bool:
    while isinstance(node, Member):
        node = node.receiver
    return isinstance(node, Name) and node.identifier == record


def _mentions(record: str, node: Expression) -> bool:
    return any(one.identifier == record for one in all_of(Name, node))
