"""Expressions other than constants, calls and switches."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.binary import operation
from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.lowering import Lowering
from secure_lint.languages.java.patterns import type_test
from secure_lint.languages.lowering import called
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Assign,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Operator,
    Sequence,
)
from secure_lint.model.span import Span

_SPELLING = {">>>": ">>"}
_OPERATOR = {
    g.kind(sign, named=False): _SPELLING.get(sign, sign)
    for sign in (
        *("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">="),
        *("&&", "||", "&", "|", "^", "<<", ">>", ">>>"),
    )
}
_FLAT = frozenset(("+", "&&", "||"))
"""Operators whose chains become one `Operator`; generated code has chains of thousands."""


def parenthesized(low: Lowering, node: Node) -> Expression:
    """What stands between parentheses, however many."""
    while node.kind_id == g.PARENTHESIZED:
        inner = next((child for child in node.children if child.kind_id in low.expressions), None)
        if inner is None:
            return low.nothing(node)
        node = inner
    return low.expression(node)


def binary(low: Lowering, node: Node) -> Expression:
    """Operators with two operands."""
    return operation(low, node, _operands, _FLAT)


def _operands(node: Node) -> tuple[Node, str, Node] | None:
    if node.kind_id != g.BINARY:
        return None
    children = node.children
    if len(children) == 3:
        return children[0], _OPERATOR.get(children[1].kind_id, "+"), children[2]
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
    if left is None or right is None:
        return None
    return left, "+" if sign is None else _OPERATOR.get(sign.kind_id, "+"), right


def unary(low: Lowering, node: Node) -> Expression:
    """A prefix operator; a signed number is a constant."""
    sign, operand = node.children[0].type, node.children[-1]
    span = low.span(node)
    value = low.expression(operand)
    if sign in {"-", "+"} and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(span, value.kind, -value.value if sign == "-" else value.value)
    return Operator(span, sign, (value,))


def update_of(low: Lowering, node: Node) -> Assign:
    """``x++`` and the like as an assignment."""
    operand = next((child for child in node.children if child.is_named and child.kind_id in low.expressions), node)
    sign = next((child.type[0] for child in node.children if child.type in {"++", "--"}), "+")
    span = low.span(node)
    target = low.nothing(node) if operand is node else low.expression(operand)
    return Assign(span, target, Operator(span, sign, (target, Literal(span, "int", 1))))


def update(low: Lowering, node: Node) -> Expression:
    """``x++`` used as a value."""
    step = update_of(low, node)
    value = step.target
    if node.children[0].is_named and isinstance(step.value, Operator):
        inverse = "-" if step.value.operator == "+" else "+"
        value = Operator(step.span, inverse, (step.target, Literal(step.span, "int", 1)))
    return called(step.span, (step, Evaluate(step.span, value)))


def assign_of(low: Lowering, node: Node) -> list[Assign]:
    """The assignments of ``a = b = c``, in the order in which they run."""
    steps: list[tuple[Node, str]] = []
    while node.kind_id == g.ASSIGNMENT:
        right = node.child_by_field_id(g.FIELD_RIGHT)
        sign = node.child_by_field_id(g.FIELD_OPERATOR)
        if right is None:
            break
        if len(steps) >= NESTING_LIMIT:
            low.tree.report_nesting(node)
            break
        steps.append((node, "=" if sign is None else sign.type))
        node = right
    value = low.nothing(node) if node.kind_id == g.ASSIGNMENT else low.expression(node)
    found: list[Assign] = []
    for step, spelling in reversed(steps):
        target = low.part(step, g.FIELD_LEFT)
        span = low.span(step)
        if spelling != "=":
            operator = spelling.removesuffix("=")
            value = Operator(span, _SPELLING.get(operator, operator), (target, value))
        found.append(Assign(span, target, value))
        value = target
    return found


def assignment(low: Lowering, node: Node) -> Expression:
    """An assignment used as a value."""
    steps = assign_of(low, node)
    if not steps:
        return low.nothing(node)
    target = steps[-1].target
    return called(steps[-1].span, (*steps, Evaluate(target.span, target)))


def ternary(low: Lowering, node: Node) -> Expression:
    """``a ? b : c``; a chain of them in the last place is read without recursion."""
    parts: list[tuple[Span, Expression, Expression]] = []
    while node.kind_id == g.TERNARY:
        if len(parts) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(node)
            break
        parts.append((low.span(node), low.part(node, g.FIELD_CONDITION), low.part(node, g.FIELD_CONSEQUENCE)))
        following = node.child_by_field_id(g.FIELD_ALTERNATIVE)
        if following is None:
            break
        node = following
    value = low.nothing(node) if node.kind_id == g.TERNARY else low.expression(node)
    for span, condition, then in reversed(parts):
        value = Conditional(span, condition, then, value)
    return value


def cast(low: Lowering, node: Node) -> Expression:
    """``(Type) value``; an intersection is written ``A & B``."""
    types = " & ".join(low.type_text(child) for child in node.children if child.kind_id in g.TYPES)
    return Cast(low.span(node), low.part(node, g.FIELD_VALUE), types)


def type_check(low: Lowering, node: Node) -> Expression:
    """``value instanceof Type`` and ``value instanceof Pattern``."""
    return type_test(low, node, low.part(node, g.FIELD_LEFT))


def this(low: Lowering, node: Node) -> Expression:
    """The name ``this``."""
    return Name(low.span(node), "this")


def parent(low: Lowering, node: Node) -> Expression:
    """The name ``super``."""
    return Name(low.span(node), "super")


def field_access(low: Lowering, node: Node) -> Expression:
    """``a.b.c``, read without recursion; ``Outer.this`` is ``this`` with the type that it has."""
    names: list[Node] = []
    limit = NESTING_LIMIT - low.depth
    while node.kind_id == g.FIELD_ACCESS:
        children = node.children
        if len(names) >= limit:
            low.tree.report_nesting(node)
            return low.nothing(node)
        last = children[-1].kind_id
        if last == g.THIS:
            value: Expression = Cast(low.span(node), Name(low.span(children[-1]), "this"), low.type_text(children[0]))
            break
        if last == g.SUPER or (len(children) > 3 and children[2].kind_id == g.SUPER):
            value = Name(low.span(node), "super")
            if last != g.SUPER:
                names.append(children[-1])
            break
        names.append(children[-1])
        node = children[0]
    else:
        value = low.expression(node)
    for name in reversed(names):
        held = low.name(name)
        value = Member(held.span, value, held.identifier)
    return value


def element(low: Lowering, node: Node) -> Expression:
    """``array[index]``."""
    values = [low.expression(child) for child in node.children if child.kind_id in low.expressions]
    if len(values) != 2:
        return low.nothing(node)
    return Index(low.span(node), values[0], values[1])


def sequence(low: Lowering, node: Node) -> Expression:
    """``{a, b}``."""
    expressions = low.expressions
    return Sequence(
        low.span(node), tuple([low.expression(child) for child in node.children if child.kind_id in expressions])
    )


def plain_name(low: Lowering, node: Node) -> Expression:
    """An identifier, or ``_``."""
    return low.name(node)
