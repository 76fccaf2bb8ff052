"""Expressions other than constants, functions, literals of objects, and chains of calls."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.languages.javascript.patterns import PATTERNS, bind
from secure_lint.languages.javascript.types import type_text
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Assign,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    Literal,
    Name,
    Operator,
)
from secure_lint.model.span import Span

_SPELLING = {"===": "==", "!==": "!=", ">>>": ">>", "instanceof": "is"}
_FLAT = frozenset(("+", "&&", "||", "??"))
"""Operators whose chains are read as one; generated code has chains of thousands."""
_CHOICES = frozenset(("&&", "||", "??"))
LONGEST_CHOICE = 24
"""A longer chain of alternatives stays one operator."""


def parenthesized(low: Lowering, node: Node) -> Expression:
    """What stands between parentheses, however many."""
    return low.expression(unwrapped(node)) if unwrapped(node) is not node else low.nothing(node)


def unwrapped(node: Node) -> Node:
    """The node inside parentheses."""
    while node.type == "parenthesized_expression":
        inner = next((child for child in node.children if child.is_named and child.type != "comment"), None)
        if inner is None:
            return node
        node = inner
    return node


def condition(low: Lowering, node: Node | None, parent: Node) -> Expression:
    """A value of which only the truth matters."""
    if node is None:
        return low.nothing(parent)
    node = unwrapped(node)
    if node.type == "binary_expression" and _sign(node) in {"&&", "||"}:
        return _binary(low, node, choosing=False)
    if node.type == "unary_expression" and node.children[0].type == "!" and low.depth < NESTING_LIMIT:
        low.depth += 1
        value = condition(low, node.child_by_field_name("argument"), node)
        low.depth -= 1
        return Operator(low.span(node), "!", (value,))
    return low.expression(node)


def binary(low: Lowering, node: Node) -> Expression:
    """Operators with two operands; ``a || b`` and ``a ?? b`` are one of the two, ``a && b`` is ``b`` or nothing."""
    return _binary(low, node, choosing=True)


def _binary(low: Lowering, node: Node, *, choosing: bool) -> Expression:
    span = low.span(node)
    signs: list[str] = []
    rights: list[Node] = []
    changes = 0
    while node.type == "binary_expression":
        left, right, sign = node.child_by_field_name("left"), node.child_by_field_name("right"), _sign(node)
        if left is None or right is None:
            return low.nothing(node)
        if not signs or sign != signs[-1] or sign not in _FLAT:
            changes += 1
            if changes > NESTING_LIMIT - low.depth:
                low.tree.report_nesting(node)
                break
        signs.append(sign)
        rights.append(right)
        node = left
    values = [low.nothing(node) if node.type == "binary_expression" else low.expression(node)]
    start = low.span(node)
    sign = signs[-1]
    for following, right in zip(reversed(signs), reversed(rights), strict=True):
        if following != sign or (following not in _FLAT and len(values) > 1):
            values = [_operation(_between(start, values[-1].span), sign, values, choosing=True)]
            sign = following
        values.append(low.expression(right))
    return _operation(span, sign, values, choosing=choosing)


def _sign(node: Node) -> str:
    sign = node.child_by_field_name("operator")
    return "+" if sign is None else sign.type


def _between(start: Span, end: Span) -> Span:
    return Span(start.start_line, start.start_column, end.end_line, end.end_column)


def _operation(span: Span, sign: str, values: list[Expression], *, choosing: bool) -> Expression:
    if sign not in _CHOICES or (not choosing and sign != "??") or len(values) > LONGEST_CHOICE:
        return Operator(span, "||" if sign == "??" else _SPELLING.get(sign, sign), tuple(values))
    result = values[-1]
    for value in reversed(values[:-1]):
        if sign == "&&":
            result = Conditional(_between(value.span, span), value, result, Literal(value.span, "null", None))
        else:
            result = Conditional(_between(value.span, span), value, value, result)
    return result


def unary(low: Lowering, node: Node) -> Expression:
    """A prefix operator; a signed number is a constant. ``typeof`` and ``delete`` leave nothing of their operand."""
    sign = node.children[0].type
    span = low.span(node)
    operand = node.child_by_field_name("argument")
    if sign == "!":
        return condition(low, node, node)
    value = low.nothing(node) if operand is None else low.expression(operand)
    if sign in {"-", "+"} and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(span, value.kind, -value.value if sign == "-" else value.value)
    if sign == "void":
        return Literal(span, "null", None)
    return Operator(span, "is" if sign in {"typeof", "delete"} else sign, (value,))


def awaited(low: Lowering, node: Node) -> Expression:
    """``await`` and ``yield``."""
    values = [low.expression(child) for child in node.children if child.kind_id in low.expressions]
    if not values:
        return low.nothing(node)
    return Operator(low.span(node), "await", (values[0],)) if node.type == "await_expression" else values[0]


def update_of(low: Lowering, node: Node) -> Assign:
    """``x++`` and the like as an assignment."""
    operand = node.child_by_field_name("argument")
    sign = next((child.type[0] for child in node.children if child.type in {"++", "--"}), "+")
    span = low.span(node)
    target = low.nothing(node) if operand is None else low.expression(operand)
    return Assign(span, target, Operator(span, sign, (target, Literal(span, "int", 1))))


def update(low: Lowering, node: Node) -> Expression:
    """``x++`` used as a value: the step is taken before the statement."""
    step = update_of(low, node)
    low.out.append(step)
    return step.target


def assign(low: Lowering, node: Node) -> Expression:
    """An assignment or a chain of them, made before the statement; yields what was assigned."""
    steps: list[Node] = []
    while node.type in {"assignment_expression", "augmented_assignment_expression"}:
        right = node.child_by_field_name("right")
        if right is None or len(steps) >= NESTING_LIMIT:
            low.tree.report_nesting(node)
            return low.nothing(node)
        steps.append(node)
        node = unwrapped(right)
    value = low.expression(node)
    for step in reversed(steps):
        left = step.child_by_field_name("left")
        if left is not None:
            value = _assign_to(low, step, unwrapped(left), value)
    return value


def _assign_to(low: Lowering, step: Node, left: Node, value: Expression) -> Expression:
    if left.type in PATTERNS:
        bind(low, left, value, declares=False)
        return value
    target = low.expression(left)
    span = low.span(step)
    if step.type == "augmented_assignment_expression":
        sign = _sign(step).removesuffix("=")
        value = _operation(span, sign, [target, value], choosing=True)
    low.out.append(Assign(span, target, value))
    return target


def assignment(low: Lowering, node: Node) -> None:
    """An assignment where a statement stands."""
    assign(low, node)


def ternary(low: Lowering, node: Node) -> Expression:
    """``a ? b : c``; a chain of them in the last place is read without recursion."""
    parts: list[tuple[Span, Expression, Expression]] = []
    while node.type == "ternary_expression":
        following = node.child_by_field_name("alternative")
        if following is None or len(parts) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(node)
            break
        test = condition(low, node.child_by_field_name("condition"), node)
        parts.append((low.span(node), test, low.part(node, "consequence")))
        node = unwrapped(following)
    value = low.nothing(node) if node.type == "ternary_expression" else low.expression(node)
    for span, test, then in reversed(parts):
        value = Conditional(span, test, then, value)
    return value


def cast(low: Lowering, node: Node) -> Expression:
    """``value as Type``, ``<Type>value`` and ``value satisfies Type``; a type without a name changes nothing."""
    inner = next((child for child in node.children if child.kind_id in low.expressions), None)
    if inner is None:
        return low.nothing(node)
    value = low.expression(inner)
    named = [child for child in node.children if child.is_named and child.type != "comment" and child != inner]
    if node.type == "type_assertion":
        named = [one for child in named for one in child.children if one.is_named]
    text = type_text(low, named[-1]) if named else None
    return value if text is None or text == "const" else Cast(low.span(node), value, text)


def several(low: Lowering, node: Node) -> Expression:
    """``(a, b)``: the value of the last; the others are run before the statement."""
    values = [child for child in _flat(node) if child.kind_id in low.expressions]
    if not values:
        return low.nothing(node)
    for each in values[:-1]:
        step = low.expression(each)
        if not isinstance(step, Name | Literal):
            low.out.append(Evaluate(step.span, step))
    return low.expression(values[-1])


def _flat(node: Node) -> list[Node]:
    """The parts of a sequence, which the grammar nests to either side."""
    found: list[Node] = []
    pending = [node]
    while pending:
        each = pending.pop()
        if each.type == "sequence_expression":
            pending.extend(reversed(each.children))
        else:
            found.append(each)
    return found


def evaluate(low: Lowering, node: Node) -> None:
    """A value where a statement stands."""
    value = low.expression(node)
    low.out.append(Evaluate(value.span, value))


def run(low: Lowering, node: Node) -> None:
    """An expression run for its effect."""
    for child in node.children:
        inner = unwrapped(child)
        if inner.type in {"assignment_expression", "augmented_assignment_expression"}:
            assign(low, inner)
        elif inner.type == "update_expression":
            low.out.append(update_of(low, inner))
        elif inner.type == "sequence_expression":
            for each in _flat(inner):
                _run_one(low, each)
        elif inner.kind_id in low.expressions:
            evaluate(low, inner)


def _run_one(low: Lowering, node: Node) -> None:
    if node.type in {"assignment_expression", "augmented_assignment_expression"}:
        assign(low, node)
    elif node.type == "update_expression":
        low.out.append(update_of(low, node))
    elif node.kind_id in low.expressions:
        evaluate(low, node)
