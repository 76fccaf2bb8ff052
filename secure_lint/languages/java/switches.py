"""Switches, old and new: chains of `If`, or of `Conditional` in the place of a value."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.lowering import Lowering
from secure_lint.languages.java.patterns import match
from secure_lint.languages.java.statements import thrown
from secure_lint.languages.lowering import called
from secure_lint.model.program import (
    Block,
    Conditional,
    Expression,
    If,
    Literal,
    Operator,
    Statement,
)
from secure_lint.model.span import Span

_CHAIN_LIMIT = 30
"""Longest chain of nested `If`; a longer one is halved."""

_LEAVING = frozenset((g.BREAK, g.CONTINUE, g.RETURN, g.THROW, g.YIELD))


class _Case(msgspec.Struct):
    """The labels of an arm (``None`` for ``default`` alone), its nodes, and whether it runs into the next one."""

    span: Span
    test: Expression | None
    default: bool
    body: list[Node]
    falls: bool = False


def switch(low: Lowering, node: Node) -> None:
    """A switch among statements."""
    subject = _subject(low, node)
    cases = _cases(low, node, subject)
    low.out += _chain(cases, [_statements(low, case) for case in cases])


def switch_value(low: Lowering, node: Node) -> Expression:
    """A switch in the place of a value; one with ``case ...:`` groups becomes a lambda that is called."""
    body = node.child_by_field_id(g.FIELD_BODY)
    if body is not None and any(child.kind_id == g.SWITCH_GROUP for child in body.children):
        outer, low.out = low.out, []
        switch(low, node)
        found, low.out = low.out, outer
        return called(low.span(node), tuple(found))
    cases = _cases(low, node, _subject(low, node))
    cases.sort(key=lambda case: case.default)
    result: Expression | None = None
    for case in reversed(cases):
        value = _arm(low, case)
        # A switch in the place of a value is exhaustive, so its last case needs no test.
        result = value if result is None or case.test is None else Conditional(case.span, case.test, value, result)
    return low.nothing(node) if result is None else result


def _subject(low: Lowering, node: Node) -> Expression:
    """What is switched on; anything but a name is computed once, before."""
    return low.subject(low.part(node, g.FIELD_CONDITION))


def _cases(low: Lowering, node: Node, subject: Expression) -> list[_Case]:
    """The arms in order. Labels without statements belong to the arm after them."""
    block = node.child_by_field_id(g.FIELD_BODY)
    found: list[_Case] = []
    tests: list[Expression] = []
    default = False
    for arm in [] if block is None else block.children:
        if arm.kind_id not in _ARMS:
            continue
        body: list[Node] = []
        for child in arm.children:
            if child.kind_id == g.SWITCH_LABEL:
                default = _label(low, child, subject, tests) or default
            elif child.kind_id in low.statements:
                body.append(child)
        is_rule = arm.kind_id == g.SWITCH_RULE
        if not body and not is_rule:
            continue
        span = low.span(arm)
        falls = not is_rule and not _leaves(body[-1])
        found.append(_Case(span, _any_of(tests, span), default, body, falls))
        if not falls:
            tests, default = [], False
    if found:
        found[-1].falls = False
    return found


_ARMS = frozenset((g.SWITCH_RULE, g.SWITCH_GROUP))


def _label(low: Lowering, node: Node, subject: Expression, tests: list[Expression]) -> bool:
    """Append the tests of a label to ``tests``; whether it holds ``default``."""
    default = False
    guard: Expression | None = None
    first = len(tests)
    for child in node.children:
        kind = child.kind_id
        if kind == g.DEFAULT or (kind == g.IDENTIFIER and low.text(child) == "default"):
            default = True
        elif kind in {g.PATTERN, g.TYPE_PATTERN, g.RECORD_PATTERN}:
            tests.append(match(low, child, subject, low.span(child)))
        elif kind == g.GUARD:
            guard = next((low.expression(inner) for inner in child.children if inner.kind_id in low.expressions), None)
        elif kind in low.expressions:
            value = low.expression(child)
            tests.append(Operator(value.span, "==", (subject, value)))
    if guard is not None:
        tests[first:] = [Operator(test.span, "&&", (test, guard)) for test in tests[first:]]
    return default


def _any_of(tests: list[Expression], span: Span) -> Expression | None:
    if len(tests) > 1:
        return Operator(span, "||", tuple(tests))
    return tests[0] if tests else None


def _leaves(node: Node) -> bool:
    """Whether control never runs past ``node`` into the next arm."""
    while node.kind_id == g.BLOCK and node.named_child_count:
        node = node.named_children[-1]
    return node.kind_id in _LEAVING


def _statements(low: Lowering, case: _Case) -> Block:
    if len(case.body) == 1 and case.body[0].kind_id == g.BLOCK:
        return low.block(case.body[0])
    outer, low.out = low.out, []
    for node in case.body:
        low.statement(node)
    found, low.out = low.out, outer
    return Block(case.span, tuple(found))


def _chain(cases: list[_Case], bodies: list[Block]) -> tuple[Statement, ...]:
    """The arms as tests, one in the ``else`` of the other; arms that run into each other are one."""
    default: tuple[Statement, ...] = ()
    running: tuple[Statement, ...] = ()
    arms: list[If] = []
    for case, body in zip(cases, bodies, strict=True):
        if case.default or case.test is None:
            default = (*default, *running, *body.statements)
            running = ()
        elif case.falls:
            running = (*running, If(case.span, case.test, body))
        else:
            then = Block(body.span, (*running, *body.statements)) if running else body
            arms.append(If(case.span, case.test, then))
            running = ()
    return _nest(arms, default)


def _nest(arms: list[If], default: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """A long chain is halved, again and again, so that readers of the model need not go as deep as it is long."""
    if len(arms) > _CHAIN_LIMIT:
        half = len(arms) // 2
        first, rest = _nest(arms[:half], ()), _nest(arms[half:], default)
        start, end = arms[0].span, arms[-1].span
        span = Span(start.start_line, start.start_column, end.end_line, end.end_column)
        test = Operator(span, "||", tuple(arm.condition for arm in arms[:half]))
        return (If(span, test, Block(span, first), Block(span, rest)),)
    for arm in reversed(arms):
        otherwise = Block(default[0].span, default) if default else None
        default = (If(arm.span, arm.condition, arm.then, otherwise),)
    return default


def _arm(low: Lowering, case: _Case) -> Expression:
    """The value of ``case ... -> value``; a block is a lambda that is called."""
    if not case.body:
        return Literal(case.span, "null", None)
    node = case.body[0]
    if node.kind_id == g.THROW:
        return thrown(low, node)
    if node.kind_id == g.EXPRESSION_STATEMENT:
        return low.value(node.children[0])
    block = _statements(low, case)
    return called(block.span, block.statements)
