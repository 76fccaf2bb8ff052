"""Expressions other than constants and calls."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.binary import operation
from secure_lint.languages.branching import conditional_chain
from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.languages.csharp.patterns import test_of
from secure_lint.languages.lowering import called, inner_value
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Assign,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    Lambda,
    Literal,
    Name,
    Operator,
    Record,
    Sequence,
)
from secure_lint.model.span import Span

_COALESCING = "??"
_SPELLING = {">>>": ">>"}
_FLAT = frozenset(("+", "&&", "||", "|"))
_INNER = frozenset(
    g.kind(name) for name in ("await_expression", "checked_expression", "parenthesized_expression", "ref_expression")
)


def inner(low: Lowering, node: Node) -> Expression:
    """What stands between parentheses, or behind ``await``, ``ref`` and ``checked``."""
    return inner_value(low, node, _INNER, low.is_value)


def binary(low: Lowering, node: Node) -> Expression:
    """Operators with two operands; ``a ?? b`` is a condition."""
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    if sign is not None and low.text(sign) == _COALESCING:
        return _coalescing(low, node)
    return operation(low, node, _operands, _FLAT)


def _operands(node: Node) -> tuple[Node, str, Node] | None:
    if node.kind_id != g.BINARY:
        return None
    left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    if left is None or right is None or sign is None or sign.type == _COALESCING:
        return None
    return left, _SPELLING.get(sign.type, sign.type), right


def _coalescing(low: Lowering, node: Node) -> Expression:
    """``a ?? b ?? c``, read from the right without recursion."""
    parts: list[tuple[Span, Expression]] = []
    while node.kind_id == g.BINARY:
        left, sign, right = (node.child_by_field_id(field) for field in (g.FIELD_LEFT, g.FIELD_OPERATOR, g.FIELD_RIGHT))
        if left is None or right is None or sign is None or sign.type != _COALESCING:
            break
        if len(parts) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(node)
            return low.nothing(node)
        parts.append((low.span(node), low.expression(left)))
        node = right
    value = low.expression(node)
    for span, first in reversed(parts):
        value = Conditional(span, first, first, value)
    return value


def ternary(low: Lowering, node: Node) -> Expression:
    """``a ? b : c``; a chain of them in the last place is read without recursion."""
    parts: list[tuple[Span, Expression, Expression]] = []
    kind = node.kind_id
    while node.kind_id == kind:
        following = node.child_by_field_id(g.FIELD_ALTERNATIVE)
        if following is None or len(parts) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(node)
            return low.nothing(node)
        parts.append((low.span(node), low.part(node, g.FIELD_CONDITION), low.part(node, g.FIELD_CONSEQUENCE)))
        node = following
    value = low.expression(node)
    for span, condition, then in reversed(parts):
        value = Conditional(span, condition, then, value)
    return value


def prefix(low: Lowering, node: Node) -> Expression:
    """A sign before a value; a signed number is a constant."""
    sign = low.text(node.children[0])
    if sign in {"++", "--"}:
        step = update_of(low, node)
        return called(step.span, (step, Evaluate(step.span, step.target)))
    value = low.expression(node.children[-1])
    span = low.span(node)
    if sign in {"-", "+"} and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(span, value.kind, -value.value if sign == "-" else value.value)
    return value if sign in {"&", "*", "^"} else Operator(span, sign, (value,))


def postfix(low: Lowering, node: Node) -> Expression:
    """``x!`` is the value; ``x++`` the one before."""
    if low.text(node.children[-1]) not in {"++", "--"}:
        return low.expression(node.children[0])
    step = update_of(low, node)
    return called(step.span, (step, Evaluate(step.span, step.target)))


def update_of(low: Lowering, node: Node) -> Assign:
    """``x++`` and the like as an assignment."""
    span = low.span(node)
    operand = next((child for child in node.children if low.is_value(child)), None)
    sign = "-" if any(child.type == "--" for child in node.children) else "+"
    target = low.nothing(node) if operand is None else low.expression(operand)
    return Assign(span, target, Operator(span, sign, (target, Literal(span, "int", 1))))


def assignments_of(low: Lowering, node: Node) -> list[Assign]:
    """The assignments of ``a = b = c``, in the order in which they run. A handler of an event is assigned to it."""
    steps: list[tuple[Node, str]] = []
    while node.kind_id == g.ASSIGNMENT:
        right, sign = node.child_by_field_id(g.FIELD_RIGHT), node.child_by_field_id(g.FIELD_OPERATOR)
        if right is None:
            break
        if len(steps) >= NESTING_LIMIT:
            low.tree.report_nesting(node)
            break
        steps.append((node, "=" if sign is None else low.text(sign)))
        node = right
    value = low.nothing(node) if node.kind_id == g.ASSIGNMENT else low.expression(node)
    found: list[Assign] = []
    for step, spelling in reversed(steps):
        target = low.part(step, g.FIELD_LEFT)
        span = low.span(step)
        operator = spelling.removesuffix("=")
        if operator == _COALESCING:
            value = Conditional(span, target, target, value)
        elif operator and not (operator == "+" and isinstance(value, Lambda)):
            value = Operator(span, _SPELLING.get(operator, operator), (target, value))
        found.append(Assign(span, target, value))
        value = target
    return found


def assignment(low: Lowering, node: Node) -> Expression:
    """An assignment used as a value."""
    steps = assignments_of(low, node)
    if not steps:
        return low.nothing(node)
    target = steps[-1].target
    return called(steps[-1].span, (*steps, Evaluate(target.span, target)))


def cast(low: Lowering, node: Node) -> Expression:
    """``(Type)value``."""
    held = node.child_by_field_id(g.FIELD_TYPE)
    value = low.part(node, g.FIELD_VALUE)
    return value if held is None else Cast(low.span(node), value, low.type_text(held))


def as_type(low: Lowering, node: Node) -> Expression:
    """``value as Type``."""
    held = node.child_by_field_id(g.FIELD_RIGHT)
    value = low.part(node, g.FIELD_LEFT)
    return value if held is None else Cast(low.span(node), value, low.type_text(held))


def is_type(low: Lowering, node: Node) -> Expression:
    """``value is Type``."""
    held = node.child_by_field_id(g.FIELD_RIGHT)
    value = low.part(node, g.FIELD_LEFT)
    if held is None:
        return value
    return Operator(low.span(node), "is", (value, Literal(low.span(held), "class", low.type_text(held))))


def is_pattern(low: Lowering, node: Node) -> Expression:
    """``value is pattern``; what the pattern binds is bound before."""
    value = low.part(node, g.FIELD_EXPRESSION)
    pattern = node.child_by_field_id(g.FIELD_PATTERN)
    if pattern is None:
        return value
    test, bindings = test_of(low, pattern, value)
    low.out.extend(bindings)
    return Literal(low.span(node), "bool", True) if test is None else test


def tuple_of(low: Lowering, node: Node) -> Expression:
    """A tuple; one whose parts are named is a record."""
    values: list[Argument] = []
    for child in node.children:
        if child.kind_id == g.ARGUMENT:
            label = child.child_by_field_id(g.FIELD_NAME)
            held = next((one for one in reversed(child.children) if low.is_value(one)), None)
            lowered = low.nothing(child) if held is None else low.expression(held)
            values.append(Argument(lowered, None if label is None else low.text(label)))
    span = low.span(node)
    if values and all(one.name for one in values):
        return Record(span, tuple(values))
    return Sequence(span, tuple(one.value for one in values))


def declared(low: Lowering, node: Node) -> Expression:
    """``out var name`` and ``var name`` in a tuple: the name of a variable, which is declared before."""
    held = node.child_by_field_id(g.FIELD_NAME)
    if held is None:
        return low.nothing(node)
    name = low.name(held)
    type_node = node.child_by_field_id(g.FIELD_TYPE)
    typed = type_node is not None and type_node.kind_id != g.IMPLICIT_TYPE
    type_name = low.type_text(type_node) if typed and type_node is not None else None
    if name.identifier != "_":
        low.out.append(Assign(name.span, name, None, type_name, declares=True))
    return name


def bounds(low: Lowering, node: Node) -> Expression:
    """``a..b``: its ends."""
    return Sequence(low.span(node), low.values(node.children))


def this(low: Lowering, node: Node) -> Expression:
    """The name ``this``."""
    return Name(low.span(node), "this")


def parent(low: Lowering, node: Node) -> Expression:
    """``base``, the name ``super``."""
    return Name(low.span(node), "super")


def thrown(low: Lowering, node: Node) -> Operator:
    """``throw`` as the operator."""
    return Operator(low.span(node), "throw", low.values(node.children))


def switch_value(low: Lowering, node: Node) -> Expression:
    """``value switch { pattern => result }``."""
    subject = low.subject(low.expression(node.children[0]))
    branches: list[tuple[Expression, Expression]] = []
    otherwise: Expression = Literal(low.span(node), "null", None)
    body = next((child for child in node.children if child.type == _BODY), node)
    for arm in body.children:
        if arm.kind_id != g.SWITCH_ARM:
            continue
        test, bindings = test_of(low, arm.children[0], subject)
        asked = next((child for child in arm.children if child.kind_id == g.WHEN), None)
        outer, low.out = low.out, list(bindings)
        if asked is not None:
            test = _and(low.span(asked), test, low.values(asked.children))
        value = low.expression(arm.children[-1])
        before, low.out = low.out, outer
        if before:
            value = called(value.span, (*before, Evaluate(value.span, value)))
        if test is None:
            otherwise = value
        else:
            branches.append((test, value))
    return conditional_chain(low.span(node), branches, otherwise) if branches else otherwise


_BODY = "switch_expression_body"


def _and(span: Span, test: Expression | None, asked: tuple[Expression, ...]) -> Expression | None:
    tests = (*(() if test is None else (test,)), *asked)
    return Operator(span, "&&", tests) if len(tests) > 1 else next(iter(tests), None)
