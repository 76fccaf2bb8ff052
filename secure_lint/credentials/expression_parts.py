"""Parts of expressions and statements of the program model that hold a value or say what it is given to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from secure_lint.credentials.assignments import Form
from secure_lint.model.program import (
    Block,
    Call,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    If,
    Index,
    Literal,
    Member,
    Name,
    New,
    Operator,
    Return,
    Sequence,
    Template,
)


def assigned_pairs(target: Expression, value: Expression) -> Iterator[tuple[Expression, Expression]]:
    """What is assigned to what; ``a, b = x, y`` are two assignments."""
    if isinstance(target, Sequence) and isinstance(value, Sequence) and len(target.items) == len(value.items):
        for one, other in zip(target.items, value.items, strict=True):
            yield from assigned_pairs(one, other)
    else:
        yield target, value


def name_given_to(expression: Expression) -> tuple[str, Form]:
    """The name of what is assigned or compared."""
    if isinstance(expression, Name):
        return expression.identifier, Form.ASSIGNMENT
    if isinstance(expression, Member):
        return expression.name, Form.MEMBER
    if isinstance(expression, Index) and isinstance(expression.index, Literal):
        return str(expression.index.value), Form.MEMBER
    if isinstance(expression, Call) and isinstance(expression.callee, Member) and not expression.arguments:
        return expression.callee.name, Form.MEMBER
    return "", Form.ASSIGNMENT


def compared_name(expression: Expression, says_little: Callable[[str], bool]) -> str:
    """The name of what is compared; where its member only fetches what it holds (``field.text``), that of the owner."""
    while True:
        member = expression.callee if isinstance(expression, Call) and not expression.arguments else expression
        if not isinstance(member, Member) or not says_little(member.name):
            return name_given_to(expression)[0]
        expression = member.receiver


def called_name(call: Call | New) -> tuple[str, str]:
    """Name and receiver of a call, or the simple name of the type that is created."""
    if isinstance(call, New):
        return call.type.partition("<")[0].rpartition(".")[2], ""
    if isinstance(call.callee, Name):
        return call.callee.identifier, ""
    if isinstance(call.callee, Member):
        receiver = call.callee.receiver
        if isinstance(receiver, Name):
            return call.callee.name, receiver.identifier
        return call.callee.name, receiver.name if isinstance(receiver, Member) else ""
    return "", ""


def name_in_pair(expression: Expression) -> str:
    """The name of the value that follows: a literal, or a constant that holds it (``put(DB_PASSWORD, "…")``)."""
    if isinstance(expression, Literal):
        return str(expression.value)
    name = name_given_to(expression)[0] if isinstance(expression, Name | Member) else ""
    return name if "_" in name and name.isupper() else ""


def looked_up_name(expression: Expression, looks_up: Callable[[str], bool]) -> str:
    """The name of what is read from the environment or settings: ``process.env.NAME``, ``getenv("NAME")``."""
    if isinstance(expression, Member | Index) and looks_up(name_given_to(expression.receiver)[0]):
        return name_given_to(expression)[0]
    if isinstance(expression, Call) and len(expression.arguments) == 1:
        key = expression.arguments[0].value
        if isinstance(key, Literal) and looks_up(called_name(expression)[0]):
            return str(key.value)
    return ""


def joined_parts(expression: Expression) -> Iterator[Expression]:
    """The parts of which ``+`` or a template puts a text together."""
    if isinstance(expression, Operator) and expression.operator == "+":
        for operand in expression.operands:
            yield from joined_parts(operand)
    elif isinstance(expression, Template):
        yield from expression.parts
    else:
        yield expression


def inner_expressions(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one that is no call, operator, template, record or lambda."""
    if isinstance(expression, Member):
        return (expression.receiver,)
    if isinstance(expression, Index):
        return (expression.receiver, expression.index)
    if isinstance(expression, Sequence):
        return expression.items
    if isinstance(expression, Cast):
        return (expression.value,)
    if isinstance(expression, Conditional):
        return (expression.condition, expression.then, expression.otherwise)
    return ()


def results_of(body: Block) -> Iterator[Expression]:
    """What a lambda yields: what it returns, or the value of its last statement."""
    yield from returned_by(body)
    last = body.statements[-1] if body.statements else None
    if isinstance(last, Evaluate):
        yield last.expression


def returned_by(block: Block) -> Iterator[Expression]:
    """What the function returns whose body this is."""
    for statement in block.statements:
        if isinstance(statement, Return) and statement.value is not None:
            yield statement.value
        elif isinstance(statement, If):
            yield from returned_by(statement.then)
            if statement.otherwise is not None:
                yield from returned_by(statement.otherwise)
        elif isinstance(statement, Block):
            yield from returned_by(statement)
