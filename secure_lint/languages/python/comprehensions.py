"""Comprehensions: a block in the place of a value that loops and yields each element."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.lowering import called
from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.expressions import condition
from secure_lint.languages.python.lowering import Lowering
from secure_lint.model.program import Block, Expression, If, Loop, Return, Sequence, Statement


def comprehension(low: Lowering, node: Node) -> Expression:
    """A list, set or dictionary comprehension, or a generator."""
    clauses = [child for child in node.children if child.kind_id in {g.FOR_IN, g.IF_CLAUSE}]
    return called(low.span(node), _clause(low, node, clauses))


def _clause(low: Lowering, node: Node, clauses: list[Node]) -> tuple[Statement, ...]:
    span = low.span(node)
    outer, low.out = low.out, []
    if not clauses:
        value = low.part(node, g.FIELD_BODY)
        low.out.append(Return(span, Sequence(value.span, (value,))))
    elif low.is_too_deep(node):
        pass
    elif clauses[0].kind_id == g.FOR_IN:
        target = low.part(clauses[0], g.FIELD_LEFT)
        iterable = low.part(clauses[0], g.FIELD_RIGHT)
        low.out.append(Loop(low.span(clauses[0]), _inner(low, node, clauses), target, iterable))
    else:
        test_node = next((child for child in clauses[0].children if child.kind_id in low.expressions), None)
        test = low.nothing(clauses[0]) if test_node is None else condition(low, test_node)
        low.out.append(If(low.span(clauses[0]), test, _inner(low, node, clauses)))
    found, low.out = low.out, outer
    return tuple(found)


def _inner(low: Lowering, node: Node, clauses: list[Node]) -> Block:
    low.depth += 1
    statements = _clause(low, node, clauses[1:])
    low.depth -= 1
    return Block(low.span(node), statements)
