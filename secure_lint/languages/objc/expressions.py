"""Expressions other than constants, messages and calls."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.binary import operation
from secure_lint.languages.lowering import called, inner_value
from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.declarators import named_type
from secure_lint.languages.objc.lowering import THIS, Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Assign,
    Call,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    Literal,
    Name,
    Operator,
    Statement,
)
from secure_lint.model.span import Span

_FLAT = frozenset(("+", "&&", "||", "|"))
_SAME = frozenset(("&", "*"))
_AVAILABLE = "available"


def inner(low: Lowering, node: Node) -> Expression:
    """What stands between parentheses."""
    return inner_value(low, node, (g.PARENTHESIZED,), low.is_value)


def binary(low: Lowering, node: Node) -> Expression:
    """Operators with two operands."""
    return operation(low, node, _operands, _FLAT)


def _operands(node: Node) -> tuple[Node, str, Node] | None:
    if node.kind_id != g.BINARY:
        return None
    left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    return None if left is None or right is None or sign is None else (left, sign.type, right)


def unary(low: Lowering, node: Node) -> Expression:
    """A sign before a value; a signed number is a constant."""
    sign_node = node.child_by_field_id(g.FIELD_OPERATOR)
    sign = "" if sign_node is None else low.text(sign_node)
    value = low.part(node, g.FIELD_ARGUMENT)
    span = low.span(node)
    if sign in {"-", "+"} and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(span, value.kind, -value.value if sign == "-" else value.value)
    return Operator(span, sign, (value,))


def pointer(low: Lowering, node: Node) -> Expression:
    """``&value`` and ``*pointer``: the value."""
    return low.part(node, g.FIELD_ARGUMENT)


def ternary(low: Lowering, node: Node) -> Expression:
    """``a ? b : c`` and ``a ?: c``; a chain of them in the last place is read without recursion."""
    arms: list[tuple[Span, Expression, Expression]] = []
    kind = node.kind_id
    while node.kind_id == kind:
        following = node.child_by_field_id(g.FIELD_ALTERNATIVE)
        if following is None or len(arms) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(node)
            return low.nothing(node)
        condition = low.part(node, g.FIELD_CONDITION)
        then = node.child_by_field_id(g.FIELD_CONSEQUENCE)
        arms.append((low.span(node), condition, condition if then is None else low.expression(then)))
        node = following
    value = low.expression(node)
    for span, condition, yielded in reversed(arms):
        value = Conditional(span, condition, yielded, value)
    return value


def cast(low: Lowering, node: Node) -> Expression:
    """``(Type)value``; a bridge between the two worlds of objects leaves the value as it is."""
    described = node.child_by_field_id(g.FIELD_TYPE)
    value = low.part(node, g.FIELD_VALUE)
    held = None if described is None else named_type(low, described)
    bridged = described is not None and low.text(described).startswith("__bridge")
    return value if held is None or bridged or isinstance(value, Literal) else Cast(low.span(node), value, held)


def assignments_of(low: Lowering, node: Node) -> list[Assign]:
    """The assignments of ``a = b = c``, in the order in which they run."""
    steps: list[Node] = []
    while node.kind_id == g.ASSIGNMENT:
        right = node.child_by_field_id(g.FIELD_RIGHT)
        if right is None or len(steps) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(node)
            return []
        steps.append(node)
        node = right
    value = low.expression(node)
    found: list[Assign] = []
    for step in reversed(steps):
        span, target = low.span(step), low.part(step, g.FIELD_LEFT)
        sign_node = step.child_by_field_id(g.FIELD_OPERATOR)
        sign = "=" if sign_node is None else low.text(sign_node)
        given = value if sign == "=" else Operator(span, sign.removesuffix("="), (target, value))
        found.append(Assign(span, target, given))
        value = target
    return found


def assignment(low: Lowering, node: Node) -> Expression:
    """An assignment where a value stands: it is done before the statement, and its value is the target."""
    steps = assignments_of(low, node)
    low.out.extend(settled(low, step) for step in steps)
    return steps[-1].target if steps else low.nothing(node)


def settled(low: Lowering, step: Assign) -> Statement:
    """An assignment. The object that a constructor sets up is there: ``self = [super init]`` only calls the other."""
    is_object = low.constructing and isinstance(step.target, Name) and step.target.identifier == THIS
    return Evaluate(step.span, step.value) if is_object and step.value is not None else step


def update_of(low: Lowering, node: Node) -> Assign:
    """``x++`` and the like as an assignment."""
    span, target = low.span(node), low.part(node, g.FIELD_ARGUMENT)
    sign = "-" if any(child.type == "--" for child in node.children) else "+"
    return Assign(span, target, Operator(span, sign, (target, Literal(span, "int", 1))))


def update(low: Lowering, node: Node) -> Expression:
    """``x++`` where a value stands."""
    step = update_of(low, node)
    return called(step.span, (step, Evaluate(step.span, step.target)))


def comma(low: Lowering, node: Node) -> Expression:
    """``a, b``: what stands before the last is run for its effect."""
    values: list[Node] = []
    while node.kind_id == g.COMMA:
        left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
        if left is None or right is None:
            return low.nothing(node)
        values.append(left)
        node = right
    for one in values:
        low.statement(one)
    return low.expression(node)


def size(low: Lowering, node: Node) -> Expression:
    """``sizeof(x)`` is a number of bytes; the value has no part in it."""
    span = low.span(node)
    return Call(span, Name(span, "sizeof"))


def available(low: Lowering, node: Node) -> Expression:
    """``@available(iOS 11, *)``."""
    span = low.span(node)
    return Call(span, Name(span, _AVAILABLE))


def compound(low: Lowering, node: Node) -> Expression:
    """``(Type){1, 2}``: what stands between the braces."""
    return low.part(node, g.FIELD_VALUE)
