"""Conditions about what a function was given: where they let only one branch do something, they check the input."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.flow.frame import Frame
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    If,
    Index,
    Member,
    Name,
    Operator,
    Statement,
)


def is_about_input(frame: Frame, condition: Expression) -> bool:
    """Whether a condition reads a parameter of the function at hand."""
    if frame.function is None:
        return False
    given = {parameter.name for parameter in frame.function.parameters}
    return any(name in given for name in _names(condition))


def only_refuses(block: Block | None) -> bool:
    """Whether a branch does nothing but give an answer: no branch at all, an error, or values without a call."""
    if block is None:
        return True
    statements = block.statements
    if statements and _throws(statements[-1]):
        return True
    return not any(_calls(statement) for statement in statements)


def _names(expression: Expression) -> Iterator[str]:
    match expression:
        case Name(identifier=name):
            yield name
        case Member(receiver=receiver) | Index(receiver=receiver):
            yield from _names(receiver)
        case Operator(operands=operands):
            for operand in operands:
                yield from _names(operand)
        case Call(callee=callee, arguments=arguments):
            yield from _names(callee)
            for argument in arguments:
                yield from _names(argument.value)


def _throws(statement: Statement) -> bool:
    return (
        isinstance(statement, Evaluate)
        and isinstance(statement.expression, Operator)
        and statement.expression.operator == "throw"
    )


def _calls(statement: Statement) -> bool:
    match statement:
        case Assign(value=value):
            return isinstance(value, Call)
        case Evaluate(expression=expression):
            return isinstance(expression, Call)
        case If(then=then, otherwise=otherwise):
            return not (only_refuses(then) and only_refuses(otherwise))
        case Block(statements=statements):
            return any(_calls(one) for one in statements)
        case _:
            return not isinstance(statement, If) and hasattr(statement, "body")
