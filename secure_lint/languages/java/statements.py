"""Statements other than switches. ``break``, ``continue`` and labels leave no trace in the model."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.expressions import assign_of, update_of
from secure_lint.languages.java.headers import parameter
from secure_lint.languages.java.lowering import Lowering
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Evaluate,
    Handler,
    If,
    Loop,
    Name,
    Operator,
    Return,
    Statement,
    Try,
)


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression run for its effect."""
    child = node.children[0]
    kind = child.kind_id
    if kind == g.ASSIGNMENT:
        low.out += assign_of(low, child)
    elif kind == g.UPDATE:
        low.out.append(update_of(low, child))
    elif kind in low.expressions:
        value = low.expression(child)
        low.out.append(Evaluate(value.span, value))
    else:
        low.statement(child)


def assignment(low: Lowering, node: Node) -> None:
    """An assignment where a statement stands, such as in the header of a loop."""
    low.out += assign_of(low, node)


def update(low: Lowering, node: Node) -> None:
    """``x++`` where a statement stands."""
    low.out.append(update_of(low, node))


def evaluate(low: Lowering, node: Node) -> None:
    """A value where a statement stands."""
    value = low.expression(node)
    low.out.append(Evaluate(value.span, value))


def local_variable(low: Lowering, node: Node) -> None:
    """Declarations of local variables; ``var`` leaves the type open."""
    type_name: str | None = None
    for child in node.children:
        kind = child.kind_id
        if kind in g.TYPES:
            text = low.type_text(child)
            type_name = None if text == "var" else text
        elif kind == g.DECLARATOR:
            declarator(low, child, type_name)


def declarator(low: Lowering, node: Node, type_name: str | None) -> None:
    """One variable of a declaration."""
    children = node.children
    if len(children) == 3 and children[2].kind_id in low.expressions:
        low.out.append(Assign(low.span(node), low.name(children[0]), low.expression(children[2]), type_name, True))
        return
    dimensions = next((low.text(child) for child in children if child.kind_id == g.DIMENSIONS), "")
    value = node.child_by_field_id(g.FIELD_VALUE)
    low.out.append(
        Assign(
            low.span(node),
            low.name(children[0]) if children else low.name(node),
            None if value is None else low.expression(value),
            f"{type_name}{dimensions}" if dimensions else type_name,
            True,
        )
    )


def free_block(low: Lowering, node: Node) -> None:
    """A block among statements."""
    low.out.append(low.block(node))


def leave(low: Lowering, node: Node) -> None:
    """``return``, and ``yield``, which leaves the lambda that stands for the arm of a switch."""
    value = next((child for child in node.children if child.kind_id in low.expressions), None)
    span = low.span(node)
    low.out.append(Return(span, None if value is None else low.expression(value)))


def throw(low: Lowering, node: Node) -> None:
    """``throw``."""
    value = thrown(low, node)
    low.out.append(Evaluate(value.span, value))


def thrown(low: Lowering, node: Node) -> Operator:
    """A ``throw`` statement as the operator."""
    values = tuple(low.expression(child) for child in node.children if child.kind_id in low.expressions)
    return Operator(low.span(node), "throw", values)


def nothing(low: Lowering, node: Node) -> None:
    """A statement that the model does not know."""


def nested(low: Lowering, node: Node) -> None:
    """Statements inside something else: a label, or source with a syntax error."""
    for child in node.children:
        if child.kind_id in low.statements and child.kind_id not in g.NAMES:
            low.statement(child)


def check(low: Lowering, node: Node) -> None:
    """``assert``, a call as in Kotlin."""
    values = tuple(Argument(low.expression(child)) for child in node.children if child.kind_id in low.expressions)
    keyword = low.span(node.children[0])
    value = Call(low.span(node), Name(keyword, "assert"), values)
    low.out.append(Evaluate(value.span, value))


def synchronized(low: Lowering, node: Node) -> None:
    """A ``synchronized`` block; the lock is run only for its effect."""
    for child in node.children:
        if child.kind_id == g.PARENTHESIZED:
            lock = low.expression(child)
            if not isinstance(lock, Name):
                low.out.append(Evaluate(lock.span, lock))
        elif child.kind_id == g.BLOCK:
            low.out.append(low.block(child))


def branch(low: Lowering, node: Node) -> None:
    """``if``; an ``else if`` is a block that holds it."""
    condition = low.part(node, g.FIELD_CONDITION)
    then = node.child_by_field_id(g.FIELD_CONSEQUENCE)
    otherwise = node.child_by_field_id(g.FIELD_ALTERNATIVE)
    span = low.span(node)
    low.out.append(
        If(
            span,
            condition,
            Block(span) if then is None else low.block(then),
            None if otherwise is None else low.block(otherwise),
        )
    )


def while_loop(low: Lowering, node: Node) -> None:
    """``while`` and ``do``. What the condition binds is bound before the loop and at the end of each round."""
    before = len(low.out)
    condition = low.part(node, g.FIELD_CONDITION)
    body = _body(low, node, tuple(low.out[before:]))
    low.out.append(Loop(low.span(node), body, condition=condition))


def for_loop(low: Lowering, node: Node) -> None:
    """``for (;;)``: its first part stands before the loop, its last part at the end of each round."""
    outer, low.out = low.out, []
    for first in node.children_by_field_id(g.FIELD_INIT):
        low.statement(first)
    before = len(low.out)
    condition_node = node.child_by_field_id(g.FIELD_CONDITION)
    condition = None if condition_node is None else low.expression(condition_node)
    bound = low.out[before:]
    held, low.out = low.out, []
    for step in node.children_by_field_id(g.FIELD_UPDATE):
        low.statement(step)
    after, low.out = low.out, held
    span = low.span(node)
    loop = Loop(span, _body(low, node, (*after, *bound)), condition=condition)
    low.out = outer
    low.out.append(Block(span, (*held, loop)) if held else loop)


def _body(low: Lowering, node: Node, after: tuple[Statement, ...]) -> Block:
    """The body of a loop and what runs at its end."""
    body = node.child_by_field_id(g.FIELD_BODY)
    block = Block(low.span(node)) if body is None else low.block(body)
    return Block(block.span, (*block.statements, *after)) if after else block


def for_each(low: Lowering, node: Node) -> None:
    """``for (Type name : values)``."""
    name = node.child_by_field_id(g.FIELD_NAME)
    target = None if name is None else low.name(name)
    iterable = low.part(node, g.FIELD_VALUE)
    declared = node.child_by_field_id(g.FIELD_TYPE)
    type_name = None if declared is None else low.type_text(declared)
    type_name = None if type_name == "var" else type_name
    low.out.append(Loop(low.span(node), _body(low, node, ()), target, iterable, type=type_name))


def attempt(low: Lowering, node: Node) -> None:
    """``try``; resources are declared at the start of its body."""
    resources: tuple[Statement, ...] = ()
    body: Block | None = None
    final: Block | None = None
    handlers: list[Handler] = []
    for child in node.children:
        kind = child.kind_id
        if kind == g.BLOCK:
            body = low.block(child)
        elif kind == g.CATCH_CLAUSE:
            handlers.append(_handler(low, child))
        elif kind == g.FINALLY:
            final = next((low.block(inner) for inner in child.children if inner.kind_id == g.BLOCK), None)
        elif kind == g.RESOURCES:
            resources = _resources(low, child)
    span = low.span(node)
    body = Block(span) if body is None else body
    if resources:
        body = Block(body.span, (*resources, *body.statements))
    low.out.append(Try(span, body, tuple(handlers), final))


def _handler(low: Lowering, node: Node) -> Handler:
    caught = next((child for child in node.children if child.kind_id == g.CATCH_PARAMETER), None)
    body = node.child_by_field_id(g.FIELD_BODY)
    return Handler(
        None if caught is None else parameter(low, caught, variadic=False),
        Block(low.span(node)) if body is None else low.block(body),
    )


def _resources(low: Lowering, node: Node) -> tuple[Statement, ...]:
    outer, low.out = low.out, []
    for child in node.children:
        if child.kind_id == g.RESOURCE:
            _resource(low, child)
    found, low.out = low.out, outer
    return tuple(found)


def _resource(low: Lowering, node: Node) -> None:
    name, value = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_VALUE)
    if name is None or value is None:
        nested(low, node)
        return
    type_node = node.child_by_field_id(g.FIELD_TYPE)
    type_name = None if type_node is None else low.type_text(type_node)
    target = low.name(name)
    held = None if type_name == "var" else type_name
    low.out.append(Assign(low.span(node), target, low.expression(value), held, True))
