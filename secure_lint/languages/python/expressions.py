"""Expressions other than calls, closures and strings."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import Lowering
from secure_lint.languages.python.strings import modulo, text_of
from secure_lint.languages.syntax import operands
from secure_lint.model.program import (
    Argument,
    Assign,
    Call,
    Conditional,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Operator,
    Record,
    Sequence,
)
from secure_lint.model.span import Span

_LONGEST_CHOICE = 24
"""Longer chains of ``and`` and ``or`` are conditions whatever they stand for."""

_COMPARISONS = {"is": "==", "is not": "!=", "<>": "!=", "not in": "not in"}


def plain_name(low: Lowering, node: Node) -> Expression:
    """A name."""
    return low.name(node)


def parenthesized(low: Lowering, node: Node) -> Expression:
    """The value between parentheses."""
    inner = next((child for child in node.children if child.kind_id in low.expressions), None)
    return low.nothing(node) if inner is None else low.expression(inner)


def attribute(low: Lowering, node: Node) -> Expression:
    """``value.name``."""
    name = node.child_by_field_id(g.FIELD_ATTRIBUTE)
    if name is None:
        return low.part(node, g.FIELD_OBJECT)
    return Member(low.span(name), low.part(node, g.FIELD_OBJECT), low.text(name))


def subscript(low: Lowering, node: Node) -> Expression:
    """``value[index]``; a slice is a call of ``slice`` with its bounds."""
    value = low.part(node, g.FIELD_VALUE)
    indices = node.children_by_field_id(g.FIELD_SUBSCRIPT)
    span = low.span(node)
    if len(indices) == 1 and indices[0].kind_id == g.SLICE:
        return Call(span, Member(low.span(indices[0]), value, "slice"), _bounds(low, indices[0]))
    if len(indices) == 1:
        return Index(span, value, low.expression(indices[0]))
    return Index(span, value, Sequence(span, tuple(low.expression(index) for index in indices)))


def _bounds(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """Start and end of a slice; an open one is null."""
    span = low.span(node)
    bounds: list[Expression] = [Literal(span, "null", None)]
    for child in node.children:
        if child.kind_id in low.expressions:
            bounds[-1] = low.expression(child)
        elif low.text(child) == ":":
            bounds.append(Literal(span, "null", None))
    return tuple(Argument(bound) for bound in bounds[:2])


def binary(low: Lowering, node: Node) -> Expression:
    """An arithmetic operator; a chain of the same one holds all operands."""
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    operator = "" if sign is None else low.text(sign)
    if operator == "%":
        return modulo(low, node, low.part(node, g.FIELD_LEFT), low.part(node, g.FIELD_RIGHT))
    values = tuple(low.expression(operand) for operand in operands(node, operator))
    return Operator(low.span(node), operator, values)


def choice(low: Lowering, node: Node) -> Expression:
    """``a or b`` and ``a and b`` where their value is asked for."""
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    operator = "or" if sign is None else low.text(sign)
    nodes = operands(node, operator)
    if len(nodes) > _LONGEST_CHOICE:
        return condition(low, node)
    values = [low.expression(operand) for operand in nodes]
    result = values[-1]
    for value in reversed(values[:-1]):
        span = Span(value.span.start_line, value.span.start_column, result.span.end_line, result.span.end_column)
        then, otherwise = (value, result) if operator == "or" else (result, value)
        result = Conditional(span, value, then, otherwise)
    return result


def condition(low: Lowering, node: Node) -> Expression:
    """A value of which only the truth is asked."""
    while node.kind_id == g.PARENTHESIZED:
        inner = next((child for child in node.children if child.kind_id in low.expressions), None)
        if inner is None:
            break
        node = inner
    if node.kind_id == g.BOOLEAN_OPERATOR:
        sign = node.child_by_field_id(g.FIELD_OPERATOR)
        operator = "or" if sign is None else low.text(sign)
        low.depth += 1
        values = tuple(_nested_condition(low, operand) for operand in operands(node, operator))
        low.depth -= 1
        return Operator(low.span(node), "||" if operator == "or" else "&&", values)
    return low.expression(node)


def _nested_condition(low: Lowering, node: Node) -> Expression:
    return low.nothing(node) if low.is_too_deep(node) else condition(low, node)


def negation(low: Lowering, node: Node) -> Expression:
    """``not a``."""
    inner = node.child_by_field_id(g.FIELD_ARGUMENT)
    value = low.nothing(node) if inner is None else _nested_condition(low, inner)
    return Operator(low.span(node), "!", (value,))


def unary(low: Lowering, node: Node) -> Expression:
    """``-a``, ``+a`` and ``~a``; a negative number is a constant."""
    value = low.part(node, g.FIELD_ARGUMENT)
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    operator = "-" if sign is None else low.text(sign)
    if operator == "-" and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(low.span(node), value.kind, -value.value)
    return value if operator == "+" else Operator(low.span(node), operator, (value,))


def comparison(low: Lowering, node: Node) -> Expression:
    """A comparison; ``a < b < c`` is two of them."""
    values: list[Expression] = []
    signs: list[str] = []
    for child in node.children:
        if child.kind_id in low.expressions:
            values.append(low.expression(child))
        elif not child.is_named:
            signs.append(" ".join(low.text(child).split()))
    span = low.span(node)
    pairs = [
        _compare(span, sign, first, second) for sign, first, second in zip(signs, values, values[1:], strict=False)
    ]
    if not pairs:
        return values[0] if values else low.nothing(node)
    return pairs[0] if len(pairs) == 1 else Operator(span, "&&", tuple(pairs))


def _compare(span: Span, sign: str, first: Expression, second: Expression) -> Expression:
    operator = _COMPARISONS.get(sign, sign)
    if operator == "not in":
        return Operator(span, "!", (Operator(span, "in", (first, second)),))
    return Operator(span, operator, (first, second))


def ternary(low: Lowering, node: Node) -> Expression:
    """``a if b else c``."""
    parts = [child for child in node.children if child.kind_id in low.expressions]
    if len(parts) != 3:
        return low.nothing(node)
    test = condition(low, parts[1])
    return Conditional(low.span(node), test, low.expression(parts[0]), low.expression(parts[2]))


def walrus(low: Lowering, node: Node) -> Expression:
    """``name := value``: assigned before the statement, and then the name."""
    name_node = node.child_by_field_id(g.FIELD_NAME)
    value = low.part(node, g.FIELD_VALUE)
    if name_node is None:
        return value
    name = low.name(name_node)
    low.out.append(Assign(low.span(node), name, value, None, low.declares(name.identifier)))
    return name


def sequence(low: Lowering, node: Node) -> Expression:
    """A list, a tuple or a set; an element with a star stands for its elements."""
    items = [low.expression(child) for child in node.children if child.kind_id in low.expressions]
    return Sequence(low.span(node), tuple(items))


def starred(low: Lowering, node: Node) -> Expression:
    """``*values`` inside a sequence or a target."""
    inner = next((child for child in node.children if child.kind_id in low.expressions), None)
    return low.nothing(node) if inner is None else low.expression(inner)


def dictionary(low: Lowering, node: Node) -> Expression:
    """A mapping: a record if all keys are texts, else pairs."""
    entries: list[tuple[str | None, Expression, Expression | None]] = []
    for child in node.children:
        if child.kind_id == g.PAIR:
            entries.append(_entry(low, child))
        elif child.kind_id == g.DICTIONARY_SPLAT:
            entries.append((None, starred(low, child), None))
    span = low.span(node)
    if all(text is not None for text, _, _ in entries):
        return Record(span, tuple(Argument(value, text) for text, value, _ in entries))
    items = tuple(value if key is None else Operator(value.span, "to", (key, value)) for _, value, key in entries)
    return Sequence(span, items)


def _entry(low: Lowering, node: Node) -> tuple[str | None, Expression, Expression | None]:
    key = node.child_by_field_id(g.FIELD_KEY)
    value = low.part(node, g.FIELD_VALUE)
    if key is None:
        return None, value, None
    return text_of(low, key), value, low.expression(key)


def pair(low: Lowering, node: Node) -> Expression:
    """A key and its value, in a comprehension."""
    return Operator(low.span(node), "to", (low.part(node, g.FIELD_KEY), low.part(node, g.FIELD_VALUE)))


def awaited(low: Lowering, node: Node) -> Expression:
    """``await value``."""
    return Operator(low.span(node), "await", (starred(low, node),))


def yielded(low: Lowering, node: Node) -> Expression:
    """``yield value``, a call of ``yield``."""
    values = tuple(Argument(low.expression(child)) for child in node.children if child.kind_id in low.expressions)
    return Call(low.span(node), Name(low.span(node.children[0]), "yield"), values)


def assigned(low: Lowering, node: Node) -> Expression:
    """An assignment in the place of a value: the right side of ``a = b = c``."""
    low.statement(node)
    left = node.child_by_field_id(g.FIELD_LEFT)
    return low.nothing(node) if left is None else low.expression(left)


def renamed(low: Lowering, node: Node) -> Expression:
    """``value as name`` where a value stands."""
    return starred(low, node)
