"""Long chains of branches, for every front end.

A ``switch`` of hundreds of cases would become as deep a chain of ``If``; readers of the model recurse over it. Long
chains are therefore halved: ``if (a || b) { if (a) x else y } else { ... }``. Nothing else changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from secure_lint.model.program import Block, Conditional, Expression, If, Operator
from secure_lint.model.span import Span

LONGEST_CHAIN = 24
"""The conditions of longer chains stand in the model several times."""


def if_chain(span: Span, branches: Sequence[tuple[Expression, Block]], otherwise: Block | None) -> If:
    """The statement that runs the first branch whose condition holds; there is at least one branch."""
    if len(branches) > LONGEST_CHAIN:
        middle = len(branches) // 2
        first, rest = branches[:middle], branches[middle:]
        inner = Block(span, (if_chain(span, first, None),))
        return If(span, _any_of(span, first), inner, Block(span, (if_chain(span, rest, otherwise),)))
    for condition, block in reversed(branches[1:]):
        start, end = condition.span, (otherwise or block).span
        inner_span = Span(start.start_line, start.start_column, end.end_line, end.end_column)
        otherwise = Block(inner_span, (If(inner_span, condition, block, otherwise),))
    condition, block = branches[0]
    return If(span, condition, block, otherwise)


def conditional_chain(
    span: Span, branches: Sequence[tuple[Expression, Expression]], otherwise: Expression
) -> Expression:
    """The value of the first branch whose condition holds."""
    if len(branches) > LONGEST_CHAIN:
        middle = len(branches) // 2
        first, rest = branches[:middle], branches[middle:]
        inner = conditional_chain(span, first[:-1], first[-1][1])
        return Conditional(span, _any_of(span, first), inner, conditional_chain(span, rest, otherwise))
    for condition, value in reversed(branches):
        otherwise = Conditional(span, condition, value, otherwise)
    return otherwise


def _any_of(span: Span, branches: Sequence[tuple[Expression, Block | Expression]]) -> Expression:
    return Operator(span, "||", tuple(condition for condition, _ in branches))
