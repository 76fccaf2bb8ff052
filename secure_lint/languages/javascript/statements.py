"""Statements other than switches. ``break``, ``continue`` and labels leave no trace in the model."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.expressions import condition, update_of
from secure_lint.languages.javascript.functions import as_lambda
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.languages.javascript.patterns import PATTERNS, bind
from secure_lint.languages.javascript.types import declared_type
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Handler,
    If,
    Loop,
    Member,
    Name,
    Operator,
    Parameter,
    Return,
    Statement,
    Try,
)


def variables(low: Lowering, node: Node) -> None:
    """Declarations of local variables."""
    for child in node.children:
        if child.type == "variable_declarator":
            declarator(low, child)


def declarator(low: Lowering, node: Node) -> None:
    """One variable of a declaration, or a pattern of them."""
    pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if pattern is None:
        return
    if pattern.type in PATTERNS:
        if value is not None:
            bind(low, pattern, low.expression(value), declares=True)
        return
    lowered = None if value is None else low.expression(value)
    low.out.append(Assign(low.span(node), low.name(pattern), lowered, declared_type(low, node), True))


def local_function(low: Lowering, node: Node) -> None:
    """A function among statements: a variable that holds a closure."""
    name = node.child_by_field_name("name")
    if name is not None:
        low.out.append(Assign(low.span(node), low.name(name), as_lambda(low, node), None, True))


def free_block(low: Lowering, node: Node) -> None:
    """A block among statements."""
    low.out.append(low.block(node))


def leave(low: Lowering, node: Node) -> None:
    """``return``."""
    value = next((child for child in node.children if child.kind_id in low.expressions), None)
    span = low.span(node)
    low.out.append(Return(span, None if value is None else low.expression(value)))


def throw(low: Lowering, node: Node) -> None:
    """``throw``."""
    values = tuple(low.expression(child) for child in node.children if child.kind_id in low.expressions)
    low.out.append(Evaluate(low.span(node), Operator(low.span(node), "throw", values)))


def nothing(low: Lowering, node: Node) -> None:
    """A statement that the model does not know."""


def nested(low: Lowering, node: Node) -> None:
    """Statements inside something else: a label, or source with a syntax error."""
    low.statements_in(child for child in node.children if child.type not in {"identifier", "statement_identifier"})


def branch(low: Lowering, node: Node) -> None:
    """``if``; a chain of ``else if`` is read without recursion."""
    steps: list[tuple[Node, Expression, Block]] = []
    otherwise: Block | None = None
    current: Node | None = node
    while current is not None:
        test = condition(low, current.child_by_field_name("condition"), current)
        then = current.child_by_field_name("consequence")
        steps.append((current, test, Block(low.span(current)) if then is None else low.block(then)))
        clause = current.child_by_field_name("alternative")
        inner = None if clause is None else next((child for child in clause.children if child.is_named), None)
        while inner is not None and inner.type == "comment":
            inner = inner.next_named_sibling
        current = inner if inner is not None and inner.type == "if_statement" else None
        if inner is not None and current is None:
            otherwise = low.block(inner)
        if current is not None and len(steps) > _LONGEST_CHAIN:
            low.tree.report_nesting(current)
            current = None
    for step, test, then_block in reversed(steps):
        result = If(low.span(step), test, then_block, otherwise)
        otherwise = Block(result.span, (result,))
    low.out.append(result)


_LONGEST_CHAIN = 60


def for_each(low: Lowering, node: Node) -> None:
    """``for (x of values)``; ``for (key in object)`` goes over the names of the members only."""
    left, body = node.child_by_field_name("left"), node.child_by_field_name("body")
    iterable = low.part(node, "right")
    sign = node.child_by_field_name("operator")
    if sign is not None and sign.type == "in":
        span = iterable.span
        iterable = Call(span, Member(span, Name(span, "Object"), "keys"), (Argument(iterable),))
    span = low.span(node)
    if left is None or body is None:
        return
    declares = node.child_by_field_name("kind") is not None
    target: Expression
    before: tuple[Statement, ...] = ()
    if left.type in PATTERNS:
        place = low.span(left)
        target = Name(place, f"<{place.start_line}:{place.start_column}>")
        before = low.collected(lambda: bind(low, left, target, declares=declares))
    else:
        target = low.expression(left)
    low.out.append(Loop(span, low.block(body, before), target, iterable))


def for_loop(low: Lowering, node: Node) -> None:
    """``for (start; condition; step)``: the start runs before the loop, the step ends its body."""
    start = node.child_by_field_name("initializer")
    if start is not None:
        low.statement(start)
    test = node.child_by_field_name("condition")
    lowered = None if test is None or test.type in {";", "empty_statement"} else condition(low, _value_of(test), node)
    body, step = node.child_by_field_name("body"), node.child_by_field_name("increment")
    block = Block(low.span(node)) if body is None else low.block(body)
    if step is not None:
        after = low.collected(lambda: _step(low, step))
        block = Block(block.span, (*block.statements, *after))
    low.out.append(Loop(low.span(node), block, None, None, lowered))


def _value_of(node: Node) -> Node:
    return node.children[0] if node.type == "expression_statement" and node.children else node


def _step(low: Lowering, node: Node) -> None:
    if node.type == "update_expression":
        low.out.append(update_of(low, node))
    else:
        value = low.expression(node)
        if not isinstance(value, Name | Member):
            low.out.append(Evaluate(value.span, value))


def while_loop(low: Lowering, node: Node) -> None:
    """``while`` and ``do``."""
    body = node.child_by_field_name("body")
    test = condition(low, node.child_by_field_name("condition"), node)
    block = Block(low.span(node)) if body is None else low.block(body)
    low.out.append(Loop(low.span(node), block, None, None, test))


def attempt(low: Lowering, node: Node) -> None:
    """``try``."""
    body, handler = node.child_by_field_name("body"), node.child_by_field_name("handler")
    final = node.child_by_field_name("finalizer")
    last = None if final is None else final.child_by_field_name("body")
    low.out.append(
        Try(
            low.span(node),
            Block(low.span(node)) if body is None else low.block(body),
            () if handler is None else (_handler(low, handler),),
            None if last is None else low.block(last),
        )
    )


def _handler(low: Lowering, node: Node) -> Handler:
    pattern, body = node.child_by_field_name("parameter"), node.child_by_field_name("body")
    span = low.span(node)
    parameter: Parameter | None = None
    before: tuple[Statement, ...] = ()
    if pattern is not None:
        place = low.span(pattern)
        name = low.identifier(pattern) if pattern.type not in PATTERNS else f"<{place.start_line}:{place.start_column}>"
        parameter = Parameter(name, declared_type(low, node), place)
        if pattern.type in PATTERNS:
            before = low.collected(lambda: bind(low, pattern, Name(place, name), declares=True))
    return Handler(parameter, Block(span, before) if body is None else low.block(body, before))


def with_object(low: Lowering, node: Node) -> None:
    """``with (object) {}``: the object is run for its effect."""
    value = low.part(node, "object")
    low.out.append(Evaluate(value.span, value))
    body = node.child_by_field_name("body")
    if body is not None:
        low.out.append(low.block(body))
