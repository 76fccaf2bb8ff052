"""Decorators. The properties of an object that is a decorator's only argument are its named arguments."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.model.program import Annotation, Argument, Expression, Record


def decorators(low: Lowering, node: Node) -> tuple[Annotation, ...]:
    """The decorators that are children of a declaration."""
    return tuple(decorator(low, child) for child in node.children if child.type == "decorator")


def decorator(low: Lowering, node: Node) -> Annotation:
    """``@name`` or ``@name(arguments)``."""
    target = next((child for child in node.children if child.is_named), node)
    arguments: tuple[Argument, ...] = ()
    while target.type == "parenthesized_expression" and target.named_child_count:
        target = target.named_children[0]
    if target.type == "call_expression":
        given = target.child_by_field_name("arguments")
        values = [] if given is None else [low.value(one) for one in given.children if one.kind_id in low.expressions]
        arguments = _named(values)
        target = target.child_by_field_name("function") or target
    return Annotation("".join(low.text(target).split()), low.span(node), arguments)


def _named(values: list[Expression]) -> tuple[Argument, ...]:
    if len(values) == 1 and isinstance(values[0], Record):
        return values[0].fields
    return tuple(Argument(value) for value in values)
