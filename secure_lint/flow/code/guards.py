"""Conditions that the models give a meaning: the kinds of guard that they are."""

from __future__ import annotations

from secure_lint.flow.code.frame import written_form
from secure_lint.label.matching import ModelIndex
from secure_lint.model.program import Call, Expression, Literal, Operator

Guard = tuple[str | None, bool]
"""A kind of guard, or ``None``, and whether it is negated: whether it holds where the condition does not."""

NO_GUARD: Guard = (None, False)


def guard_of(index: ModelIndex, condition: Expression) -> Guard:
    """The kind of guard that a condition is."""
    if not isinstance(condition, Operator):
        return _named(index, condition)
    operands = condition.operands
    match condition.operator:
        case "!" if operands:
            kind, negated = guard_of(index, operands[0])
            return kind, not negated
        case "==" | "!=":
            return _compared(index, condition)
        case "||":
            return next((found for found in (guard_of(index, one) for one in operands) if all(found)), NO_GUARD)
        case "&&":
            guards = (guard_of(index, one) for one in operands)
            return next(((kind, False) for kind, negated in guards if kind is not None and not negated), NO_GUARD)
        case "in":
            # Whether a mapping has a member of a known name says nothing about what the member holds.
            return (None if isinstance(operands[0], Literal) else index.guards.get("in")), False
    return NO_GUARD


def _named(index: ModelIndex, condition: Expression) -> Guard:
    written = written_form(condition.callee if isinstance(condition, Call) else condition)
    for expression, kind in index.guards.items():
        if written == expression or written.endswith(f".{expression}"):
            return kind, False
    last = written.rpartition(".")[2]
    return next(((kind, False) for pattern, kind in index.guard_names if pattern.search(last)), NO_GUARD)


def _compared(index: ModelIndex, condition: Operator) -> Guard:
    """A guard that is compared: with another value (``GetUserId() == order.userId``) or with false."""
    unequal = condition.operator == "!="
    against_false = any(isinstance(one, Literal) and one.value is False for one in condition.operands)
    for operand in condition.operands:
        kind, negated = guard_of(index, operand) if not isinstance(operand, Literal) else NO_GUARD
        if kind is not None:
            return kind, negated ^ unequal ^ against_false
    return NO_GUARD
