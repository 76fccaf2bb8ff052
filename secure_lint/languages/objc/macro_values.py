"""Macros as what they stand for: a constant, or a function with the code of the macro as its body.

The grammar leaves what stands behind a ``#define`` as it is. It is parsed here by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import tree_sitter
from tree_sitter import Node

from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.build_conditions import BuildCondition
from secure_lint.languages.objc.lowering import Lowering
from secure_lint.languages.syntax import errors, parse
from secure_lint.model.program import Block, Evaluate, Field, Function, If, Parameter, Return, Statement
from secure_lint.model.span import Span

_JOINING = re.compile(rb"##|\\(?=\r?\n)")
_VARIADIC = "..."
_REST = "__VA_ARGS__"
_AS_VALUE = (b"id x=", b"")
_AS_CODE = (b"int f(){", b"}")


def read_constant(low: Lowering, node: Node) -> Field | None:
    """``#define NAME value``; ``None`` where the value is no expression."""
    name, written = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_VALUE)
    root = None if written is None else _parsed(low, written, _AS_VALUE)
    if name is None or root is None or not root.children or root.children[0].kind_id != g.DECLARATION:
        return None
    declared = root.children[0].child_by_field_id(g.FIELD_DECLARATOR)
    value = None if declared is None else declared.child_by_field_id(g.FIELD_VALUE)
    if value is None or not low.is_value(value):
        return None
    return Field(low.text(name), None, low.span(node), low.span(name), (), ("static", "const"), low.value(value))


def as_macro_function(low: Lowering, node: Node) -> Node | None:
    """The function that a ``#define`` among the members of a class makes, which the grammar takes for a constant there.

    A macro has parameters where a parenthesis follows its name at once (C standard 6.10.3).
    """
    name = node.child_by_field_id(g.FIELD_NAME)
    data = low.tree.source.data
    if name is None or data[name.end_byte : name.end_byte + 1] != b"(":
        return None
    g.PART_PARSER.included_ranges = [
        tree_sitter.Range(node.start_point, node.end_point, node.start_byte, node.end_byte)
    ]
    tree = parse(g.PART_PARSER, data[node.start_byte : node.end_byte], node.start_byte)
    children = () if tree is None else tree.root_node.children
    return next((one for one in children if one.kind_id == g.MACRO_FUNCTION), None)


def read_macro_function(low: Lowering, node: Node, conditions: Sequence[BuildCondition]) -> None:
    """``#define NAME(a, b) code``, which runs under the build conditions around it."""
    name, listed = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_PARAMETERS)
    if name is None or listed is None:
        return
    written = node.child_by_field_id(g.FIELD_VALUE)
    span = low.span(node if written is None else written)
    statements = () if written is None else _code(low, written, span)
    if len(statements) == 1 and isinstance(statements[0], Evaluate):
        only = statements[0]
        statements = (Return(only.span, only.expression),)
    for condition in reversed(conditions):
        statements = (If(span, condition.at(span), Block(span, statements)),) if statements else ()
    text = low.text(name)
    low.functions.append(
        Function(
            text, text, None, low.span(node), low.span(name), _parameters(low, listed), body=Block(span, statements)
        )
    )


def _parameters(low: Lowering, node: Node) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    for child in node.children:
        if child.kind_id == g.IDENTIFIER:
            found.append(Parameter(low.text(child), None, low.span(child)))
        elif child.type == _VARIADIC:
            found.append(Parameter(_REST, None, low.span(child), variadic=True))
    return tuple(found)


def _code(low: Lowering, node: Node, span: Span) -> tuple[Statement, ...]:
    """The statements of the code behind a ``#define``."""
    root = _parsed(low, node, _AS_CODE)
    function = None if root is None or not root.children else root.children[0]
    body = None if function is None else function.child_by_field_id(g.FIELD_BODY)
    return () if body is None else low.statements_of(body.children, span).statements


def _parsed(low: Lowering, node: Node, around: tuple[bytes, bytes]) -> Node | None:
    """The tree of what stands behind a ``#define``, at its place in the file, with a beginning in place of the name."""
    data = low.tree.source.data
    before, after = around
    start, (row, column) = node.start_byte - len(before), node.start_point
    if column < len(before):
        return None
    joined = _JOINING.sub(lambda found: b" " * len(found.group()), data[node.start_byte : node.end_byte])
    row_after, column_after = node.end_point
    begin, end = tree_sitter.Point(row, column - len(before)), tree_sitter.Point(row_after, column_after + len(after))
    g.PART_PARSER.included_ranges = [tree_sitter.Range(begin, end, start, node.end_byte + len(after))]
    tree = parse(g.PART_PARSER, b"".join((before, joined, after)), start)
    return tree.root_node if tree is not None and all(_is_mark(one) for one in errors(tree.root_node)) else None


def _is_mark(node: Node) -> bool:
    """Whether an error is the lack of the mark at the end of a statement, which stands behind the macro."""
    return node.is_missing and node.type == ";"
