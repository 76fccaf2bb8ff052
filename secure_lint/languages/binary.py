"""Chains of operators with two operands, for front ends whose grammar nests them by precedence."""

from __future__ import annotations

from collections.abc import Callable, Collection

from tree_sitter import Node

from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Expression, Operator
from secure_lint.model.span import Span

TakeApart = Callable[[Node], tuple[Node, str, Node] | None]
"""The left operand, the operator and the right operand of a node; ``None`` for one that is no such operation."""


def operation(low: TreeLowering, node: Node, take_apart: TakeApart, flat: Collection[str]) -> Expression:
    """Operators with two operands, read from the left without recursion.

    Chains of one of the ``flat`` operators become one `Operator`: generated code has chains of thousands.
    """
    span = low.span(node)
    signs: list[str] = []
    rights: list[Node] = []
    changes = 0
    parts = take_apart(node)
    while parts is not None:
        node, sign, right = parts
        if not signs or sign != signs[-1] or sign not in flat:
            changes += 1
            if changes > NESTING_LIMIT - low.depth:
                low.tree.report_nesting(node)
                return low.nothing(node)
        signs.append(sign)
        rights.append(right)
        parts = take_apart(node)
    values = [low.expression(node)]
    if not signs:
        return values[0]
    start = low.span(node)
    sign = signs[-1]
    for following, right in zip(reversed(signs), reversed(rights), strict=True):
        if following != sign or (following not in flat and len(values) > 1):
            values = [_joined(start, sign, values)]
            sign = following
        values.append(low.expression(right))
    return Operator(span, sign, tuple(values))


def _joined(start: Span, sign: str, values: list[Expression]) -> Operator:
    end = values[-1].span
    return Operator(Span(start.start_line, start.start_column, end.end_line, end.end_column), sign, tuple(values))
