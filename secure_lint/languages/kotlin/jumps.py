"""Jumps in the place of a value: ``x ?: return y``, ``if (c) v else throw e``."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import Block, Expression, If, Operator, Return, Statement


def returned(reader: Reader, node: Node) -> Return:
    """``return``, which leaves the function around all lambdas, or ``return@label``, which leaves that lambda."""
    value: Node | None = None
    outward = reader.in_lambda
    for index, child in enumerate(node.children):
        if node.field_name_for_child(index) == "label":
            outward = False
        elif reader.is_named(child):
            value = child
    return Return(reader.span(node), None if value is None else reader.expression(value), outward)


def return_statement(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``return``."""
    out.append(returned(reader, node))


def return_value(reader: Reader, node: Node) -> Expression:
    """``return`` where a value is expected: it never yields one."""
    leave = returned(reader, node)
    return Operator(leave.span, "throw", () if leave.value is None else (leave.value,))


def throw(reader: Reader, node: Node) -> Expression:
    """``throw``."""
    return Operator(reader.span(node), "throw", tuple(reader.expression(part) for part in reader.named(node)))


def hoist_return(reader: Reader, condition: Expression, node: Node) -> bool:
    """Run the ``return`` in ``node`` before the current statement, under ``condition``; whether that was possible."""
    if reader.hoisted is None or node.type != "return_expression":
        return False
    leave = returned(reader, node)
    reader.hoisted.append(If(leave.span, condition, Block(leave.span, (leave,))))
    return True
