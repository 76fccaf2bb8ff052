"""The heads of loops, those of statements and those of elements of collections."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.languages.dart.patterns import PATTERNS, declared
from secure_lint.model.program import Block, Expression, Loop, Name, Statement


def loop(low: Lowering, head: Node, body: Block) -> Loop:
    """``for (...)`` with its body, which is lowered before the head is read."""
    children = head.children
    at = next((place for place, child in enumerate(children) if child.kind_id == g.IN), None)
    if at is None:
        return _counting(low, head, body)
    iterable = low.first(head, children[at + 1 :])
    target, bound = _target(low, head, children[:at])
    return Loop(low.span(head), Block(body.span, (*bound, *body.statements)), target, iterable)


def _target(low: Lowering, head: Node, nodes: list[Node]) -> tuple[Expression, list[Statement]]:
    """What the loop binds to each element, and the statements that take it apart."""
    pattern = next((node for node in nodes if node.kind_id in PATTERNS), None)
    if pattern is None:
        name = head.child_by_field_id(g.FIELD_NAME)
        return (low.first(head, nodes) if name is None else low.name(name)), []
    span = low.span(pattern)
    element = Name(span, f"<element:{span.start_line}:{span.start_column}>")
    return element, declared(low, pattern, element)


def _counting(low: Lowering, head: Node, body: Block) -> Loop:
    """``for (start; condition; step)``; the steps run at the end of each round."""
    start = head.child_by_field_id(g.FIELD_INIT)
    if start is not None:
        low.out.extend(low.statements_of((start,), low.span(start)).statements)
    asked = [child for child in head.children_by_field_id(g.FIELD_CONDITION) if child.is_named]
    test = low.first(head, asked) if asked else None
    steps = low.statements_of(head.children_by_field_id(g.FIELD_UPDATE), low.span(head))
    return Loop(low.span(head), Block(body.span, (*body.statements, *steps.statements)), condition=test)
