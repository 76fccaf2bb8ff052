"""Expressions other than constants and calls."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.lowering import called
from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Block,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    If,
    Literal,
    Member,
    Name,
    Operator,
    Record,
    Sequence,
)
from secure_lint.model.span import Span

MEMBER = "member"
"""The kind of a constant that names a member of the type that is expected (``.atomic``); its value has the dot."""


def inner(low: Lowering, node: Node) -> Expression:
    """``try x``, ``await x``, ``x!``, ``&x`` and parentheses: the value itself."""
    limit = NESTING_LIMIT
    while node.kind_id in _TRANSPARENT and limit:
        held = next((child for child in reversed(node.children) if is_value(low, child)), None)
        if held is None:
            return low.nothing(node)
        node = held
        limit -= 1
    return low.expression(node)


_TRANSPARENT = frozenset(
    g.kind(name)
    for name in (
        "await_expression",
        "consume_expression",
        "directly_assignable_expression",
        "try_expression",
        "unsafe_expression",
    )
)


def is_value(low: Lowering, node: Node) -> bool:
    """Whether a node can stand where a value does."""
    return node.kind_id == g.NAME or node.kind_id in low.expressions


def ternary(low: Lowering, node: Node) -> Expression:
    """``a ? b : c``. The grammar reads a chain of them from the left; it means the rest behind the colon."""
    arms: list[tuple[Node, Node]] = []
    kind = node.kind_id
    span = low.span(node)
    while node.kind_id == kind:
        then, otherwise = node.child_by_field_id(g.FIELD_IF_TRUE), node.child_by_field_id(g.FIELD_IF_FALSE)
        asked = node.child_by_field_id(g.FIELD_CONDITION)
        if then is None or otherwise is None or asked is None or len(arms) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(node)
            return low.nothing(node)
        arms.append((then, otherwise))
        node = asked
    branches: list[tuple[Expression, Expression]] = []
    condition = low.expression(node)
    for then, otherwise in reversed(arms):
        branches.append((condition, low.expression(then)))
        condition = low.expression(otherwise)
    value = condition
    for asked_value, then_value in reversed(branches):
        start, end = asked_value.span, value.span
        inner = Span(start.start_line, start.start_column, end.end_line, end.end_column)
        value = Conditional(inner, asked_value, then_value, value)
    return Conditional(span, *branches[0], value.otherwise) if isinstance(value, Conditional) else value


def prefix(low: Lowering, node: Node) -> Expression:
    """A sign before a value; ``.name`` is a member of the type that is expected."""
    sign_node = node.child_by_field_id(g.FIELD_OPERATION)
    sign = "" if sign_node is None else low.text(sign_node)
    span = low.span(node)
    target = node.child_by_field_id(g.FIELD_TARGET)
    if target is None:
        return low.nothing(node)
    if sign == ".":
        return Literal(span, MEMBER, f".{low.text(target).strip('`')}")
    value = low.expression(target)
    if sign == "&":
        return value
    if sign in {"-", "+"} and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(span, value.kind, -value.value if sign == "-" else value.value)
    return Operator(span, sign, (value,))


def postfix(low: Lowering, node: Node) -> Expression:
    """``value!``: the value."""
    return low.part(node, g.FIELD_TARGET)


def cast(low: Lowering, node: Node) -> Expression:
    """``value as Type``, with or without a mark."""
    held = next((child for child in node.children if child.kind_id in g.TYPES), None)
    value = low.part(node, g.FIELD_EXPRESSION)
    return value if held is None else Cast(low.span(node), value, low.type_text(held))


def type_check(low: Lowering, node: Node) -> Expression:
    """``value is Type``."""
    held = next((child for child in node.children if child.kind_id in g.TYPES), None)
    value = low.part(node, g.FIELD_TARGET)
    if held is None:
        return value
    return Operator(low.span(node), "is", (value, Literal(low.span(held), "class", low.type_text(held))))


def tuple_of(low: Lowering, node: Node) -> Expression:
    """Parentheses around one value, a tuple, or a tuple with names."""
    values: list[Argument] = []
    label: str | None = None
    named = node.children_by_field_id(g.FIELD_NAME)
    for child in node.children:
        if child in named:
            label = low.text(child)
        elif is_value(low, child):
            values.append(Argument(low.expression(child), label))
            label = None
    if len(values) == 1:
        return values[0].value
    span = low.span(node)
    if values and all(one.name for one in values):
        return Record(span, tuple(values))
    return Sequence(span, tuple(one.value for one in values))


def array(low: Lowering, node: Node) -> Expression:
    """``[a, b]``."""
    items = tuple(low.expression(child) for child in node.children if is_value(low, child))
    return Sequence(low.span(node), items)


def array_type(low: Lowering, node: Node) -> Expression:
    """``[a]`` before a dot, which the grammar takes for a type."""
    names = (child for child in node.children if child.kind_id in g.TYPES)
    return Sequence(low.span(node), tuple(low.expression(name) for name in names))


def dictionary_type(low: Lowering, node: Node) -> Expression:
    """``[Key: Value]`` before a dot: a dictionary of that type."""
    return Record(low.span(node), ())


def dictionary(low: Lowering, node: Node) -> Expression:
    """``[key: value]``; a key that is a constant's name is called by that name."""
    keys, values = node.children_by_field_id(g.FIELD_KEY), node.children_by_field_id(g.FIELD_VALUE)
    fields = tuple(
        Argument(low.expression(value), key_text(low.expression(key))) for key, value in zip(keys, values, strict=False)
    )
    return Record(low.span(node), fields)


def key_text(key: Expression) -> str | None:
    """What a key of a dictionary is called: its text, or the last name of what is written."""
    if isinstance(key, Cast):
        return key_text(key.value)
    if isinstance(key, Literal):
        return None if key.value is None else str(key.value).lstrip("." if key.kind == MEMBER else "")
    if isinstance(key, Name):
        return key.identifier
    if isinstance(key, Member):
        return key_text(key.receiver) if key.name == "rawValue" else key.name
    return None


def this(low: Lowering, node: Node) -> Expression:
    """``self``."""
    return Name(low.span(node), "this")


def parent(low: Lowering, node: Node) -> Expression:
    """``super``."""
    return Name(low.span(node), "super")


def bounds(low: Lowering, node: Node) -> Expression:
    """A range: its bounds."""
    ends = [node.child_by_field_id(field) for field in (g.FIELD_START, g.FIELD_END)]
    return Sequence(low.span(node), tuple(low.expression(one) for one in ends if one is not None))


def branch_value(low: Lowering, node: Node) -> Expression:
    """``if`` and ``switch`` in the place of a value."""
    outer, low.out = low.out, []
    low.statements[node.kind_id](low, node)
    found, low.out = low.out, outer
    if not found or not isinstance(found[-1], If):
        return called(low.span(node), tuple(found))
    value = _chosen(found[-1])
    return called(low.span(node), (*found[:-1], Evaluate(value.span, value))) if len(found) > 1 else value


def _chosen(branch: If) -> Expression:
    """A branch as the value of the one that is taken."""
    otherwise = Literal(branch.span, "null", None) if branch.otherwise is None else _yielded(branch.otherwise)
    return Conditional(branch.span, branch.condition, _yielded(branch.then), otherwise)


def _yielded(block: Block) -> Expression:
    """What a block yields: its last value, after what stands before it."""
    last = block.statements[-1] if block.statements else None
    if isinstance(last, If):
        value = _chosen(last)
    elif isinstance(last, Evaluate):
        value = last.expression
    else:
        return called(block.span, block.statements)
    before = block.statements[:-1]
    return called(block.span, (*before, Evaluate(value.span, value))) if before else value
