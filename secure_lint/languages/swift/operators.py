"""Operators with two operands.

The grammar takes ``a == b && c`` for ``a == (b && c)``. Operators are therefore joined anew from the order of the
source, by the precedence groups of the standard library (The Swift Programming Language, operator declarations).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from tree_sitter import Node

from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Conditional, Expression, Operator
from secure_lint.model.span import Span

BINARY = (
    "additive_expression",
    "bitwise_operation",
    "comparison_expression",
    "conjunction_expression",
    "disjunction_expression",
    "equality_expression",
    "infix_expression",
    "multiplicative_expression",
    "nil_coalescing_expression",
)
_KINDS = frozenset(map(g.kind, BINARY))
_COALESCING = "??"
_PRECEDENCE = {
    **dict.fromkeys(("<<", ">>"), 8),
    **dict.fromkeys(("*", "/", "%", "&", "&*"), 7),
    **dict.fromkeys(("+", "-", "|", "^", "&+", "&-"), 6),
    _COALESCING: 4,
    **dict.fromkeys(("==", "!=", "===", "!==", "<", ">", "<=", ">=", "~="), 3),
    "&&": 2,
    "||": 1,
}
_OTHER = 5
_SPELLING = {"===": "==", "!==": "!=", "&+": "+", "&-": "-", "&*": "*"}
_FLAT = frozenset(("+", "&&", "||", "|"))
"""Operators whose chains become one `Operator`; generated code has chains of thousands."""


class _Operand(msgspec.Struct):
    """A value, how deep it is nested, and the operands of the flat chain that it is, if any."""

    value: Expression
    depth: int = 0
    chain: str = ""


def binary(low: Lowering, node: Node) -> Expression:
    """A chain of operators, each as one with its operands."""
    operands: list[_Operand] = []
    waiting: list[str] = []
    for part in _in_order(node):
        if isinstance(part, str):
            while waiting and _binds_first(waiting[-1], part):
                _join(operands, waiting.pop())
            waiting.append(part)
        else:
            operands.append(_Operand(low.expression(part)))
    while waiting:
        _join(operands, waiting.pop())
    if len(operands) != 1 or operands[0].depth > NESTING_LIMIT - low.depth:
        low.tree.report_nesting(node)
        return low.nothing(node)
    return operands[0].value


def _in_order(node: Node) -> Iterator[Node | str]:
    """The operands and the operators of a chain, in the order of the source."""
    pending: list[Node | str] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, str) or part.kind_id not in _KINDS:
            yield part
            continue
        left, right = part.children[0], part.children[-1]
        sign = part.child_by_field_id(g.FIELD_OP)
        text = _COALESCING if sign is None else (sign.text or b"").decode("utf-8", "replace")
        pending.extend((right, text, left))


def _binds_first(before: str, after: str) -> bool:
    first, second = _PRECEDENCE.get(before, _OTHER), _PRECEDENCE.get(after, _OTHER)
    return first > second or (first == second and before != _COALESCING)


def _join(operands: list[_Operand], sign: str) -> None:
    """Join the last two operands; those of a flat chain stay side by side."""
    if len(operands) < 2:
        return
    right, left = operands.pop(), operands.pop()
    start, end = left.value.span, right.value.span
    span = Span(start.start_line, start.start_column, end.end_line, end.end_column)
    depth = max(left.depth, right.depth) + 1
    if sign == _COALESCING:
        operands.append(_Operand(Conditional(span, left.value, left.value, right.value), depth))
        return
    operator = _SPELLING.get(sign, sign)
    held: tuple[Expression, ...] = (left.value,)
    if operator in _FLAT and left.chain == operator and isinstance(left.value, Operator):
        held, depth = left.value.operands, max(left.depth, right.depth + 1)
    operands.append(_Operand(Operator(span, operator, (*held, right.value)), depth, operator))
