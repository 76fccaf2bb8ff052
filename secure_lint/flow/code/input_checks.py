"""Conditions about what a function was given: where they let only one branch do something, they check the input."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.server.comparisons import CALLER
from secure_lint.flow.values.conditions import InputCheck, Part, parts_in
from secure_lint.flow.values.server_labels import RECORD
from secure_lint.flow.values.value import ORIGINS, REQUEST, Value, all_taints
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    If,
    Index,
    Literal,
    Member,
    Name,
    Operator,
    Statement,
)

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def input_check(interpreter: Interpreter, frame: Frame, condition: Expression) -> InputCheck | None:
    """The guard that a condition is which reads a parameter of the function at hand, or what a client sent.

    Or what was found wrong with that. In languages whose models know such a guard. A condition about parts of these
    says nothing of the others.
    """
    kind = interpreter.index.input_guards.get(frame.module.language)
    if kind is None or frame.function is None:
        return None
    complaints = interpreter.index.complaints.get(frame.module.language)
    given = {parameter.name for parameter in frame.function.parameters}
    parts: set[Part] = set()
    about = False
    for read in _reads(condition):
        head = _head(read)
        known = _origins(frame.variables.get(head))
        if complaints is not None and isinstance(read, Name) and complaints.search(read.identifier):
            return InputCheck(kind)
        value = interpreter.evaluate(frame, read)
        if REQUEST in known or (head in given and CALLER not in known) or REQUEST in _origins(value):
            about = True
            found = parts_in(value)
            if not found:
                return InputCheck(kind)
            parts.update(found)
    return InputCheck(kind, frozenset(parts)) if about else None


def _is_plain(read: Expression) -> bool:
    """Whether a call asks for a part by its name only: ``form.get("email")``."""
    return isinstance(read, Call) and all(isinstance(one.value, Literal) for one in read.arguments)


def _origins(value: Value | None) -> frozenset[str]:
    """Where a value comes from; a record that was looked up by what a client sent is the server's own."""
    taints = () if value is None else all_taints(value)
    if any(one.label.kind == RECORD for one in taints):
        return frozenset()
    return frozenset(one.label.name for one in taints if one.label.kind in ORIGINS)


def only_refuses(block: Block | None, refusing: Collection[str] = ()) -> bool:
    """Whether a branch does nothing but give an answer: no branch at all, an error, or values without a call.

    Calls of the names in ``refusing`` give an answer.
    """
    if block is None:
        return True
    statements = block.statements
    if statements and _throws(statements[-1]):
        return True
    return not any(_calls(statement, refusing) for statement in statements)


def _reads(expression: Expression) -> Iterator[Expression]:
    """The variables and members that a condition reads."""
    match expression:
        case Name() | Member() | Index():
            yield expression
        case Operator(operator="in", operands=(Literal(), *_)):
            # That a mapping has a member says nothing about what the member holds.
            return
        case Operator(operands=operands):
            for operand in operands:
                yield from _reads(operand)
        case Call(callee=callee, arguments=arguments):
            if isinstance(callee, Member) and arguments and _is_plain(expression):
                yield expression
                return
            yield from _reads(callee.receiver if isinstance(callee, Member) else callee)
            for argument in arguments:
                yield from _reads(argument.value)


def _head(expression: Expression) -> str:
    """The variable that a chain of members begins with."""
    match expression:
        case Name(identifier=name):
            return name
        case Member(receiver=receiver) | Index(receiver=receiver):
            return _head(receiver)
        case Call(callee=callee):
            return _head(callee)
    return ""


def answers(block: Block, refusing: Collection[str]) -> bool:
    """Whether a branch calls something that refuses the request, as its own statement."""
    return any(
        isinstance(one, Evaluate)
        and isinstance(one.expression, Call)
        and any(name in refusing for name in _called(one.expression))
        for one in block.statements
    )


def _called(expression: Expression) -> Iterator[str]:
    """The names of a chain of calls: ``response.status(400).send()`` calls ``send`` and ``status``."""
    match expression:
        case Call(callee=callee):
            yield from _called(callee)
        case Member(receiver=receiver, name=name):
            yield name
            yield from _called(receiver)
        case Name(identifier=name):
            yield name


def _throws(statement: Statement) -> bool:
    return (
        isinstance(statement, Evaluate)
        and isinstance(statement.expression, Operator)
        and statement.expression.operator == "throw"
    )


def _calls(statement: Statement, refusing: Collection[str]) -> bool:
    match statement:
        case Assign(value=value):
            return isinstance(value, Call)
        case Evaluate(expression=expression):
            return isinstance(expression, Call) and not any(one in refusing for one in _called(expression))
        case If(then=then, otherwise=otherwise):
            return not (only_refuses(then, refusing) and only_refuses(otherwise, refusing))
        case Block(statements=statements):
            return any(_calls(one, refusing) for one in statements)
        case _:
            return not isinstance(statement, If) and hasattr(statement, "body")
