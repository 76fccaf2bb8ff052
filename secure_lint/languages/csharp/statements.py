"""Statements. ``break``, ``continue``, ``goto`` and labels leave no trace in the model."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from secure_lint.languages.branching import if_chain
from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.expressions import assignments_of, thrown, update_of
from secure_lint.languages.csharp.headers import parameters
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.languages.csharp.patterns import test_of
from secure_lint.model.program import (
    Assign,
    Block,
    Evaluate,
    Expression,
    Handler,
    If,
    Lambda,
    Literal,
    Loop,
    Name,
    Operator,
    Parameter,
    Return,
    Sequence,
    Statement,
    Try,
)

_UPDATES = frozenset((g.kind("prefix_unary_expression"), g.POSTFIX))
_ENDING = frozenset(("++", "--"))


def evaluate(low: Lowering, node: Node) -> None:
    """A value where a statement stands."""
    value = low.expression(node)
    low.out.append(Evaluate(value.span, value))


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression run for its effect."""
    child = node.children[0]
    if child.kind_id == g.ASSIGNMENT:
        assignment(low, child)
    elif child.kind_id in _UPDATES and not _ENDING.isdisjoint(low.text(one) for one in child.children):
        low.out.append(update_of(low, child))
    elif low.is_value(child):
        evaluate(low, child)


def assignment(low: Lowering, node: Node) -> None:
    """An assignment; what is assigned to ``_`` is run for its effect."""
    for step in (part for one in assignments_of(low, node) for part in _taken_apart(one)):
        if isinstance(step.target, Name) and step.target.identifier == "_" and step.value is not None:
            low.out.append(Evaluate(step.value.span, step.value))
        else:
            low.out.append(step)


def _taken_apart(step: Assign) -> list[Assign]:
    """``(a, b) = (x, y)`` as assignments of each."""
    targets, values = step.target, step.value
    if isinstance(targets, Sequence) and isinstance(values, Sequence) and len(targets.items) == len(values.items):
        return [Assign(one.span, one, value) for one, value in zip(targets.items, values.items, strict=True)]
    return [step]


def local_variables(low: Lowering, node: Node) -> None:
    """Declarations of local variables; ``var`` leaves the type open, ``using`` no trace."""
    holder = next((child for child in node.children if child.kind_id == g.VARIABLES), node)
    type_name = variable_type(low, holder)
    for child in holder.children:
        if child.kind_id == g.DECLARATOR:
            name, value = declarator(low, child, type_name, low.of_type)
            low.out.append(Assign(low.span(child), name, value, type_name, declares=True))


def variable_type(low: Lowering, node: Node) -> str | None:
    """The type that a declaration of variables says."""
    held = node.child_by_field_id(g.FIELD_TYPE)
    return None if held is None or held.kind_id == g.IMPLICIT_TYPE else low.type_text(held)


def declarator(
    low: Lowering, node: Node, type_name: str | None, lowered: Callable[[Node, str | None], Expression]
) -> tuple[Expression, Expression | None]:
    """The name, or the names, that a declarator declares, and the value, which ``lowered`` reads."""
    name_node = node.child_by_field_id(g.FIELD_NAME)
    after = [child for child in node.children if name_node is None or child.start_byte > name_node.start_byte]
    value = next((child for child in after if low.is_value(child)), None)
    if name_node is None:
        pattern = next((child for child in node.children if child.kind_id == g.TUPLE_PATTERN), node)
        target: Expression = names_of(low, pattern)
    else:
        target = low.name(name_node)
    return target, None if value is None else lowered(value, type_name)


def names_of(low: Lowering, node: Node) -> Expression:
    """The names of a tuple that is taken apart."""
    return Sequence(low.span(node), tuple(low.name(one) for one in node.children if one.kind_id == g.IDENTIFIER))


def free_block(low: Lowering, node: Node) -> None:
    """A block among statements."""
    low.out.append(low.block(node))


def leave(low: Lowering, node: Node) -> None:
    """``return``."""
    value = next((child for child in node.children if low.is_value(child)), None)
    low.out.append(Return(low.span(node), None if value is None else low.of_type(value, low.returned)))


def produce(low: Lowering, node: Node) -> None:
    """``yield return``: one of the values that the function returns."""
    low.out.extend(Return(low.span(node), value) for value in low.values(node.children))


def throw(low: Lowering, node: Node) -> None:
    """``throw``."""
    value = thrown(low, node)
    low.out.append(Evaluate(value.span, value))


def nothing(low: Lowering, node: Node) -> None:
    """A statement that the model does not know."""


def branch(low: Lowering, node: Node) -> None:
    """``if``; what the condition binds is bound before it."""
    condition = low.part(node, g.FIELD_CONDITION)
    then, otherwise = node.child_by_field_id(g.FIELD_CONSEQUENCE), node.child_by_field_id(g.FIELD_ALTERNATIVE)
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
    bound = tuple(low.out[before:])
    low.out.append(Loop(low.span(node), _body(low, node, bound), condition=condition))


def _body(low: Lowering, node: Node, after: tuple[Statement, ...]) -> Block:
    body = node.child_by_field_id(g.FIELD_BODY)
    block = Block(low.span(node)) if body is None else low.block(body)
    return Block(block.span, (*block.statements, *after)) if after else block


def for_loop(low: Lowering, node: Node) -> None:
    """``for (;;)``: its first part stands before the loop, its last part at the end of each round."""
    outer, low.out = low.out, []
    for first in node.children_by_field_id(g.FIELD_INITIALIZER):
        _step(low, first)
    condition_node = node.child_by_field_id(g.FIELD_CONDITION)
    condition = None if condition_node is None else low.expression(condition_node)
    held, low.out = low.out, []
    for step in node.children_by_field_id(g.FIELD_UPDATE):
        _step(low, step)
    after, low.out = low.out, held
    span = low.span(node)
    loop = Loop(span, _body(low, node, tuple(after)), condition=condition)
    low.out = outer
    low.out.append(Block(span, (*held, loop)) if held else loop)


def _step(low: Lowering, node: Node) -> None:
    if node.kind_id == g.VARIABLES:
        local_variables(low, node)
    elif node.kind_id == g.ASSIGNMENT:
        assignment(low, node)
    elif node.kind_id in _UPDATES:
        low.out.append(update_of(low, node))
    elif low.is_value(node):
        evaluate(low, node)


def for_each(low: Lowering, node: Node) -> None:
    """``foreach (Type name in values)``."""
    left = node.child_by_field_id(g.FIELD_LEFT)
    target: Expression | None = None
    if left is not None:
        target = names_of(low, left) if left.kind_id == g.TUPLE_PATTERN else low.expression(left)
    iterable = low.part(node, g.FIELD_RIGHT)
    low.out.append(Loop(low.span(node), _body(low, node, ()), target, iterable))


def using(low: Lowering, node: Node) -> None:
    """``using (...)`` and ``lock (...)``: what is held, then the block."""
    for child in node.children:
        if child.kind_id == g.VARIABLES:
            local_variables(low, child)
        elif child.kind_id in low.statements and child.kind_id not in low.expressions and child.kind_id != g.IDENTIFIER:
            low.statement(child)
        elif child.is_named and low.is_value(child) and child.kind_id != g.IDENTIFIER:
            evaluate(low, child)


def attempt(low: Lowering, node: Node) -> None:
    """``try``."""
    body = node.child_by_field_id(g.FIELD_BODY)
    span = low.span(node)
    final: Block | None = None
    handlers: list[Handler] = []
    for child in node.children:
        if child.kind_id == g.CATCH:
            handlers.append(_handler(low, child))
        elif child.kind_id == g.FINALLY:
            final = next((low.block(one) for one in child.children if one.kind_id == g.BLOCK), None)
    low.out.append(Try(span, Block(span) if body is None else low.block(body), tuple(handlers), final))


def _handler(low: Lowering, node: Node) -> Handler:
    declared = next((child for child in node.children if child.kind_id == g.CATCH_DECLARATION), None)
    caught: Parameter | None = None
    if declared is not None:
        held, name = declared.child_by_field_id(g.FIELD_TYPE), declared.child_by_field_id(g.FIELD_NAME)
        text = "" if name is None else low.text(name)
        caught = Parameter(text, None if held is None else low.type_text(held), low.span(name or declared))
    body = node.child_by_field_id(g.FIELD_BODY)
    return Handler(caught, Block(low.span(node)) if body is None else low.block(body))


def switch(low: Lowering, node: Node) -> None:
    """``switch``; anything but a name is computed once, before. Labels without statements belong to the next arm."""
    subject = low.subject(low.part(node, g.FIELD_VALUE))
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    tests: list[Expression] = []
    takes_all = False
    body = node.child_by_field_id(g.FIELD_BODY)
    for section in () if body is None else body.children:
        if section.kind_id != g.SWITCH_SECTION:
            continue
        test, block = _section(low, section, subject)
        takes_all = takes_all or test is None
        tests.extend(() if test is None else (test,))
        if not block.statements and not _has_statements(low, section):
            continue
        if takes_all:
            otherwise = block
        elif tests:
            span = low.span(section)
            branches.append((Operator(span, "||", tuple(tests)) if len(tests) > 1 else tests[0], block))
        tests, takes_all = [], False
    if branches:
        low.out.append(if_chain(low.span(node), branches, otherwise))
    elif otherwise is not None:
        low.out.append(otherwise)


def _has_statements(low: Lowering, node: Node) -> bool:
    return any(child.kind_id in low.statements and child.kind_id not in low.expressions for child in node.children)


def _section(low: Lowering, node: Node, subject: Expression) -> tuple[Expression | None, Block]:
    test: Expression | None = None
    bound: tuple[Statement, ...] = ()
    labelled = node.children[0].kind_id != g.DEFAULT_SECTION and len(node.children) > 1
    start = 1
    if labelled:
        test, bound = test_of(low, node.children[1], subject)
        start = 2
    span = low.span(node)
    asked = next((child for child in node.children if child.kind_id == g.WHEN), None)
    if asked is not None:
        low.out.extend(bound)
        tests = (*(() if test is None else (test,)), *low.values(asked.children))
        test = Operator(span, "&&", tests) if len(tests) > 1 else next(iter(tests), None)
    elif labelled and test is None:
        test = Literal(span, "bool", True)
    block = low.statements_of(node.children[start:], span)
    return test, Block(span, (*bound, *block.statements))


def local_function(low: Lowering, node: Node) -> None:
    """A function in a function is a closure with a name."""
    name, body = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_BODY)
    if name is None or body is None:
        return
    outer, low.returned = low.returned, None
    value = Lambda(low.span(node), parameters(low, node.child_by_field_id(g.FIELD_PARAMETERS)), low.block(body))
    low.returned = outer
    low.out.append(Assign(low.span(node), low.name(name), value, None, declares=True))
