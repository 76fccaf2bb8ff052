"""Calls and their arguments."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import Lowering
from secure_lint.languages.python.strings import formatted_by_call
from secure_lint.model.program import REST, Argument, Call, Expression, Literal, Member, Name, Record

CONSTRUCTOR = "__init__"


def call(low: Lowering, node: Node) -> Expression:
    """A call. ``super().method()`` is a call on ``super``, and that of a constructor a call of ``super`` itself."""
    function = node.child_by_field_id(g.FIELD_FUNCTION)
    given = node.child_by_field_id(g.FIELD_ARGUMENTS)
    if function is None or given is None:
        return low.nothing(node)
    if function.kind_id == g.IDENTIFIER and low.text(function) == "super" and low.scope is not None:
        return Name(low.span(node), "super")
    callee = low.expression(function)
    values = arguments(low, given)
    span = low.tree.span_from(callee.span, given) if isinstance(callee, Name | Member) else low.span(node)
    if isinstance(callee, Member):
        if callee.name == "format" and isinstance(callee.receiver, Literal) and callee.receiver.kind == "string":
            made = formatted_by_call(callee.receiver, values, low.span(node))
            if made is not None:
                return made
        if callee.name == CONSTRUCTOR and isinstance(callee.receiver, Name) and callee.receiver.identifier == "super":
            return Call(span, callee.receiver, values)
    return Call(span, callee, values)


def arguments(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """The arguments between parentheses; ``**{...}`` with known keys is named arguments."""
    if node.kind_id == g.GENERATOR:
        return (Argument(low.expression(node)),)
    found: list[Argument] = []
    for child in node.children:
        kind = child.kind_id
        if kind == g.KEYWORD_ARGUMENT:
            name = child.child_by_field_id(g.FIELD_NAME)
            found.append(Argument(low.part(child, g.FIELD_VALUE), None if name is None else low.text(name)))
        elif kind in _SPREAD:
            value = low.expression(child)
            if kind == g.DICTIONARY_SPLAT and isinstance(value, Record):
                found.extend(value.fields)
            else:
                found.append(Argument(value, REST if kind == g.DICTIONARY_SPLAT else None, spread=True))
        elif kind in low.expressions:
            found.append(Argument(low.expression(child)))
    return tuple(found)


_SPREAD = frozenset((g.LIST_SPLAT, g.DICTIONARY_SPLAT))
