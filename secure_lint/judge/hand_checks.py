"""Handlers that check by hand what they were given: a branch about it does nothing but refuse."""

from __future__ import annotations

from secure_lint.flow.code.input_checks import only_refuses
from secure_lint.model.program import Block, Evaluate, Function, If, Name, Operator, Parameter, Return
from secure_lint.model.walking import all_of


def is_checked_by_hand(function: Function, parameter: Parameter) -> bool:
    """Whether a function leaves, doing nothing else, under a condition that reads a parameter."""
    return any(
        any(name.identifier == parameter.name for name in all_of(Name, branch.condition))
        and any(_leaves(one) and only_refuses(one) for one in (branch.then, branch.otherwise) if one is not None)
        for branch in all_of(If, function.body)
    )


def _leaves(block: Block) -> bool:
    last = block.statements[-1] if block.statements else None
    if isinstance(last, Evaluate) and isinstance(last.expression, Operator):
        return last.expression.operator == "throw"
    return isinstance(last, Return)
