"""Operators, casts, ranges and elvis."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.jumps import hoist_return
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.languages.kotlin.smart_casts import casts_if, is_negated
from secure_lint.languages.syntax import NESTING_LIMIT, operands
from secure_lint.model.program import Argument, Call, Cast, Conditional, Expression, Literal, Member, Operator
from secure_lint.model.span import Span

_SPELLING = {"===": "==", "!==": "!="}
_PATHS = frozenset(("identifier", "navigation_expression"))
_FLAT = frozenset(("+", "&&", "||"))


def binary(reader: Reader, node: Node) -> Expression:
    """A left-recursive chain of binary operators; one operator repeated becomes one `Operator`.

    Read from the left without recursion, since generated code has chains of thousands. Smart casts that an operand of
    ``&&`` makes hold in the operands after it.
    """
    operator = _operator(node)
    if operator == "?:":
        return _elvis(reader, node)
    if operator == ">" and _is_generic_call(reader, node):
        return _generic_call(reader, node)
    previous, steps = _spine(reader, node)
    start = reader.span(previous)
    casts = reader.casts
    operator, values = "", [reader.expression(previous)]
    for sign, right in steps:
        if operator and (sign != operator or sign not in _FLAT):
            values = [_operation(start, operator, values)]
            reader.casts = casts
        operator = sign
        if sign == "&&":
            reader.cast(casts_if(reader, previous, holds=True))
        values.append(reader.expression(right))
        previous = right
    reader.casts = casts
    return _operation(start, operator, values)


def _is_generic_call(reader: Reader, node: Node) -> bool:
    """Whether this is ``f<T>(x)``, which the grammar reads as two comparisons; Kotlin cannot compare their result."""
    parts = reader.named(node)
    if len(parts) != 2 or parts[0].type != "binary_expression" or parts[1].type != "parenthesized_expression":
        return False
    compared = reader.named(parts[0])
    return len(compared) == 2 and _operator(parts[0]) == "<" and compared[1].type in _PATHS


def _generic_call(reader: Reader, node: Node) -> Expression:
    """The call that two comparisons stand for; ``a + f<T>(x)`` calls the last operand."""
    comparison, argument = reader.named(node)
    left, type_argument = reader.named(comparison)
    value = reader.expression(left)
    given = (Argument(reader.expression(argument)),)
    types = (reader.type_text(type_argument),)
    if isinstance(value, Operator) and value.operands:
        callee = value.operands[-1]
        call = Call(reader.tree.span_from(callee.span, node), callee, given, types)
        return Operator(reader.span(node), value.operator, (*value.operands[:-1], call))
    return Call(reader.tree.span_from(value.span, node), value, given, types)


def _operation(start: Span, operator: str, values: list[Expression]) -> Expression:
    end = values[-1].span
    return Operator(Span(start.start_line, start.start_column, end.end_line, end.end_column), operator, tuple(values))


def _spine(reader: Reader, node: Node) -> tuple[Node, list[tuple[str, Node]]]:
    """The leftmost operand, and each operator with its right operand, left to right."""
    steps: list[tuple[str, Node]] = []
    kind, changes, last = node.kind_id, 0, ""
    while node.kind_id == kind:
        sign = _operator(node)
        parts = reader.named(node)
        if sign == "?:" or len(parts) != 2 or (sign == ">" and _is_generic_call(reader, node)):
            break
        if sign != last or sign not in _FLAT:
            changes, last = changes + 1, sign
        if changes > NESTING_LIMIT:
            reader.tree.report_nesting(node)
            return parts[1], steps[::-1]
        steps.append((sign, parts[1]))
        node = parts[0]
    return node, steps[::-1]


def _operator(node: Node) -> str:
    """The sign between the operands."""
    children = node.children
    if len(children) != 3:
        children = [child for child in children if not child.is_extra]
    sign = children[1].type if len(children) > 1 else ""
    return _SPELLING.get(sign, sign)


def _elvis(reader: Reader, node: Node) -> Expression:
    """``a ?: b ?: c``."""
    parts = operands(node, "?:")
    if len(parts) > NESTING_LIMIT:
        reader.tree.report_nesting(node)
        del parts[NESTING_LIMIT:]
    leave = parts.pop() if len(parts) > 1 and parts[-1].type == "return_expression" else None
    last = None if leave is not None else parts.pop()
    values = [reader.copied(part) for part in parts]
    if last is not None:
        parts.append(last)
        values.append(reader.expression(last))
    if leave is not None:
        value = _first_non_null(reader, parts, values)
        span = reader.span(node)
        if hoist_return(reader, Operator(span, "==", (value, Literal(span, "null", None))), leave):
            return value
        parts.append(leave)
        values.append(reader.expression(leave))
    return _first_non_null(reader, parts, values)


def _first_non_null(reader: Reader, parts: list[Node], values: list[Expression]) -> Expression:
    result = values[-1]
    for part, value in zip(parts[-2::-1], values[-2::-1], strict=True):
        result = Conditional(reader.tree.span_between(part, parts[-1]), value, value, result)
    return result


def unary(reader: Reader, node: Node) -> Expression:
    """A prefix or postfix operator; ``!!`` says nothing about the value."""
    parts = reader.named(node)
    if not parts:
        return reader.nothing(node)
    value = reader.expression(parts[0])
    span = reader.span(node)
    sign = next((child.type for child in node.children if not reader.is_named(child)), "")
    if sign == "!!":
        return value
    if sign in {"++", "--"}:
        return Operator(span, sign[0], (value, Literal(span, "int", 1)))
    if sign in {"-", "+"} and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(span, value.kind, -value.value if sign == "-" else value.value)
    return Operator(span, sign, (value,))


def membership(reader: Reader, node: Node) -> Expression:
    """``in`` and ``!in``."""
    span = reader.span(node)
    test = Operator(span, "in", tuple(reader.expression(part) for part in reader.named(node)))
    negated = any(child.type == "!in" for child in node.children)
    return Operator(span, "!", (test,)) if negated else test


def type_check(reader: Reader, node: Node) -> Expression:
    """``is`` and ``!is``."""
    parts = reader.named(node)
    if len(parts) != 2:
        return reader.nothing(node)
    test = type_test_of(reader, reader.expression(parts[0]), parts[1], reader.span(node))
    return Operator(test.span, "!", (test,)) if is_negated(reader, node) else test


def type_test_of(reader: Reader, value: Expression, type_node: Node, span: Span) -> Operator:
    """The test whether ``value`` has a type; the type is a class literal."""
    return Operator(span, "is", (value, Literal(reader.span(type_node), "class", reader.type_text(type_node))))


def cast(reader: Reader, node: Node) -> Expression:
    """``as`` and ``as?``."""
    parts = reader.named(node)
    if len(parts) != 2:
        return reader.nothing(node)
    return Cast(reader.span(node), reader.expression(parts[0]), reader.type_text(parts[1]))


def value_range(reader: Reader, node: Node) -> Expression:
    """``a..b`` and ``a..<b`` are calls of the functions that define them."""
    parts = reader.named(node)
    if len(parts) != 2:
        return reader.nothing(node)
    sign = next(child for child in node.children if not reader.is_named(child))
    name = "rangeTo" if sign.type == ".." else "rangeUntil"
    return _call_between(reader, parts, Member(reader.span(sign), reader.expression(parts[0]), name))


def infix(reader: Reader, node: Node) -> Expression:
    """``a name b``: a call, but for ``to``."""
    parts = reader.named(node)
    if len(parts) != 3:
        return reader.nothing(node)
    left, name, _ = parts
    receiver = reader.expression(left)
    if reader.text(name) == "to":
        return Operator(reader.span(node), "to", (receiver, reader.expression(parts[2])))
    return _call_between(reader, parts, Member(reader.span(name), receiver, reader.text(name)))


def _call_between(reader: Reader, parts: list[Node], callee: Member) -> Call:
    argument = reader.expression(parts[-1])
    start, end = callee.span, argument.span
    span = Span(start.start_line, start.start_column, end.end_line, end.end_column)
    return Call(span, callee, (Argument(argument),))
